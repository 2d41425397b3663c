"""Tables of the reference pages that are made from the models."""

from collections.abc import Iterator

from pydantic import BaseModel


def table(model: type[BaseModel]) -> str:
    """Every key of a model with its meaning and an example, as a table of Markdown."""
    return "\n".join(["| key | meaning | for example |", "| --- | --- | --- |", *_rows(model), ""])


def _rows(model: type[BaseModel]) -> Iterator[str]:
    for name, described in model.model_fields.items():
        key = described.alias or name
        required = " Required." if described.is_required() else ""
        example = (described.examples or [""])[0].replace("|", "\\|")
        yield f"| `{key}` | {described.description}{required} | {f'`{example}`' if example else ''} |"
