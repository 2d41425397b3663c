"""`trimtab doctor`: what works, what is missing, how to fix it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import coloured, opened
from trimtab.errors import UsageError

if TYPE_CHECKING:
    from trimtab.advice.doctor import Finding


@dataclass(frozen=True, slots=True)
class Examined:
    """What `doctor --json` prints."""

    findings: "tuple[Finding, ...]"


@click.command("doctor")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@shared_options
def command(common: Common, path: Path | None) -> None:
    """Say what works here, what is missing, and how to fix it."""
    from trimtab import render
    from trimtab.advice.doctor import examine

    try:
        workspace = opened(common, path)
    except UsageError:
        if path or common.folder:
            raise
        workspace = None  # nothing here to open: the machine can be examined all the same
    found = examine(workspace, common.now)
    if common.as_json:
        click.echo(render.record("doctor", Examined(found)), nl=False)
        return
    rows = [(one.state, one.subject, one.text, one.remedy) for one in found]
    click.echo(render.table(("", "WHAT", "FOUND", "REMEDY"), rows, colour=coloured()), nl=False)
