"""The pages of docs/reference that are made from the code, so that they cannot say anything else.

`dev/docs` writes them, and the output that the README opens with; tests fail where one is out of date. Pages about the
records are made by `tests/docs_records.py`, from the same faulty files that test them.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import polars as pl

from trimtab.cli.app import VERBS, app
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


_COMMAND_LINE = """\
# The command line

Made from the program's own `--help` by `dev/docs`. Options may stand before or after the verb.

An answer goes to standard output, progress and remarks to standard error. There is colour on a terminal only, and none
where `NO_COLOR` is set. Every verb takes `--json`; [json.md](json.md) says what it prints.

## Exit codes

| code | meaning |
| --- | --- |
| 0 | done; also when some text was wrong or some evidence missing, and the answer says so |
| 2 | the command line is wrong, or the text that the verb needs cannot be used |
| 3 | a named source could not be read; the rest was used |
| 4 | the machine failed: disk, permission, a program that is missing, or a bug |
| 130 | interrupted; what was committed before is whole |
"""


def command_line_page() -> str:
    """Every verb as `--help` shows it."""
    context = click.Context(app, info_name="trimtab")
    verbs = [(name, app.get_command(context, name)) for name in VERBS]
    return _COMMAND_LINE + "".join(_verb(f"trimtab {name}", verb) for name, verb in verbs if verb)


def _verb(name: str, command: click.Command) -> str:
    parent, _, last = name.rpartition(" ")
    above = click.Context(app, info_name=parent, **app.context_settings)
    context = click.Context(command, info_name=last, parent=above, terminal_width=80)
    below = _below(command, context) if isinstance(command, click.Group) else ()
    shown = f"\n## {last if parent == 'trimtab' else name.removeprefix('trimtab ')}\n\n```\n{command.get_help(context)}\n```\n"
    return shown + "".join(_verb(f"{name} {child}", verb) for child, verb in below)


def _below(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        if found := group.get_command(context, name):
            yield name, found


PAGES: Mapping[str, Callable[[], str]] = {"cli.md": command_line_page, "lake.md": lake_page}


def output_for_the_readme() -> str:
    """What `dev/try` prints for somebody who has never set anything up."""
    with tempfile.TemporaryDirectory() as folder:
        clean = {"PATH": os.environ["PATH"], "HOME": folder}
        for words in (["demo", "demo"], ["-C", "demo/harbour-lead", "brief"]):
            command = [sys.executable, "-m", "trimtab", *words]
            run = subprocess.run(command, cwd=folder, env=clean, check=True, stdout=subprocess.PIPE, text=True)
        return run.stdout


def write_output_into(readme: Path) -> None:
    """The first block of the README is the brief of the demo team."""
    head, _, tail = readme.read_text("utf-8").split("```\n", 2)
    readme.write_text(f"{head}```\n{output_for_the_readme()}```\n{tail}", "utf-8")


def main() -> None:
    """Write every page, and the output that the README opens with."""
    write_output_into(FOLDER.parent.parent / "README.md")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
