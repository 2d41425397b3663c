"""`trimtab trust`: how far to trust each kind of answer here."""

from pathlib import Path

import click

from trimtab.cli import _background
from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._items import FORMATS
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in
from trimtab.cli._zone import machine_zone


@click.command("trust")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--refresh", is_flag=True, help="Measure now, however new the last measures are.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@click.option("--background", is_flag=True, hidden=True)
@shared_options
def command(
    common: Common, path: Path | None, refresh: bool, form: str | None, everything: bool, background: bool
) -> None:
    """How often each kind of answer was right in the past of this clone, beside a simple rule's.

    Past judgements are made again from what was known then, and set against what happened. They are kept for a week, and
    `trimtab sync` measures anew in the background when they are older; TRIMTAB_BACKGROUND=0 forbids that. PATH is a clone or a
    workspace; without it, the one you are in.
    """
    if background:
        _background.measure(common, path)
        return
    from trimtab import render
    from trimtab.advice.trust import trust

    workspace = opened(common, path)
    as_of = instant(common, workspace)
    # Judgements of the past need all of it, so that this does not answer from the newest years first.
    synced = take_in(common, workspace)
    with render.progress("reading the evidence") as progress:
        answer = trust(
            workspace, now=common.now, as_of=as_of, replayed=bool(common.as_of), me=common.me,
            machine_zone=machine_zone(), program=program(common, path), anew=refresh,
            progress=lambda what, done, whole: progress(f"measuring {what}", done, whole),
        )  # fmt: skip
    keep_and_print(common, answer, form, workspace, everything=everything)
    read_on(common, workspace, synced)
