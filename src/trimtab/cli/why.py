"""`trimtab why ID`: the evidence behind one line of an answer."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import coloured, instant, opened, take_in
from trimtab.cli._zone import machine_zone
from trimtab.errors import UnknownClaim, UsageError

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer
    from trimtab.workspace import Workspace


@click.command("why")
@click.argument("claim", metavar="ID")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Print every row of evidence.")
@shared_options
def command(common: Common, claim: str, path: Path | None, everything: bool) -> None:
    """Open the line ID of the answer last printed here, or of the one that --as-of names.

    Each line of an answer ends with its ID. What is shown: what the line means, the window it looked at, the rows
    behind it, what was left out, and how to correct it.
    """
    from trimtab import render

    workspace = opened(common, path)
    answer = _of_instant(common, workspace) if common.as_of else _last(workspace)
    found = answer.by_id().get(claim)
    if found is None:
        raise UnknownClaim(claim, list(answer.by_id()))
    if common.as_json:
        from trimtab.advice.opened import Opened

        click.echo(render.record("why", Opened.of(answer, found)), nl=False)
        return
    click.echo(render.why(found, answer, colour=coloured(), all=everything), nl=False)


def _last(workspace: "Workspace") -> "Answer":
    from trimtab import render
    from trimtab.advice import kept

    written = kept.last(workspace, "brief")
    if written is None:
        raise UsageError("no answer was printed here yet, so there is nothing to open. Run `trimtab brief` first.")
    try:
        return render.from_json(written)
    except ValueError as error:
        raise UsageError("the answer last printed was kept by another version. Run `trimtab brief` again.") from error


def _of_instant(common: Common, workspace: "Workspace") -> "Answer":
    from trimtab.advice.brief import brief

    take_in(common, workspace)
    return brief(workspace, now=common.now, as_of=instant(common, workspace), me=common.me, machine_zone=machine_zone())
