"""The pages of docs/reference that are made from the code, so that they cannot say anything else.

`dev/docs` writes them, a test fails where one is out of date. Pages about the records are made by `tests/docs_records.py`,
from the same faulty files that test them.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl

from trimtab.lake.tables import SCHEMA_VERSION, TABLES, Table

FOLDER = Path(__file__).parent.parent / "docs" / "reference"

_TYPES = {"Int16": "integer", "Int32": "integer", "Int64": "integer", "String": "text", "Boolean": "true or false"}


def lake_page() -> str:
    """Every table of the lake with its columns."""
    return "\n".join(_lake_lines())


def _lake_lines() -> Iterator[str]:
    yield "# The lake"
    yield ""
    yield "Made from `src/trimtab/lake/tables.py` by `dev/docs`. Each table is a Delta table in its own folder under the"
    yield "lake, and any program that reads Delta or Parquet can read it. Rows are only added; a row counts once `syncs` lists"
    yield f"its batch. Columns are only added too; this is schema version {SCHEMA_VERSION}. Columns in **bold** are the key:"
    yield "together they name a row."
    for table in TABLES.values():
        yield from _table_lines(table)
    yield ""


def _table_lines(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield f"One row is {table.row}."
    yield ""
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for name, (dtype, meaning) in table.columns.items():
        shown = f"**`{name}`**" if name in table.key else f"`{name}`"
        yield f"| {shown} | {type_in_words(dtype)} | {meaning} |"


def type_in_words(dtype: object) -> str:
    """A column's type as a reader without Polars would say it."""
    if isinstance(dtype, pl.List):
        return f"list of {type_in_words(dtype.inner)}"
    if isinstance(dtype, pl.Struct):
        return " and ".join(f"{field.name} ({type_in_words(field.dtype)})" for field in dtype.fields)
    if isinstance(dtype, pl.Datetime):
        return f"instant ({dtype.time_zone})"
    return _TYPES[str(dtype)]


PAGES: Mapping[str, Callable[[], str]] = {"lake.md": lake_page}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
