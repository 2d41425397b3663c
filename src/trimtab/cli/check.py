"""`trimtab check`: what is wrong with the records, every complaint with its place and remedy."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.errors import UsageError
from trimtab.workspace import SETTINGS

if TYPE_CHECKING:
    from trimtab.diagnostics import Diagnostic

EXIT_WRONG = 2


@click.command("check")
@shared_options
def command(common: Common) -> None:
    """Check all records of the workspace; ends with 2 when there is an error, 0 when there are warnings at most."""
    from trimtab.records import load

    found = load(_folder(common)).diagnostics
    errors = sum(one.severity == "error" for one in found)
    if common.as_json:
        from trimtab import render

        click.echo(render.record("check", Checked(tuple(_complaint(one) for one in found))), nl=False)
    else:
        for one in found:
            click.echo(one.to_text())
            click.echo()
        click.echo(_summary(errors, len(found) - errors))
    if errors:
        raise click.exceptions.Exit(EXIT_WRONG)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One diagnostic, as `check --json` prints it; line and column count from 1."""

    file: str
    line: int
    column: int
    severity: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check --json` prints."""

    diagnostics: tuple[Complaint, ...]


def _complaint(one: "Diagnostic") -> Complaint:
    return Complaint(one.span.file, one.span.line, one.span.column, one.severity, one.code, one.message, one.hint)


def _folder(common: Common) -> Path:
    start = (common.folder or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise UsageError(f"{start}: no {SETTINGS} here or above. Make a workspace with `trimtab init`.")


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "no complaint"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
