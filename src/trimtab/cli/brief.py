"""`trimtab brief`: the week on one screen."""

from pathlib import Path

import click

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in
from trimtab.cli._zone import machine_zone
from trimtab.workspace import first_enough

FORMATS = ("text", "md", "html", "json")


@click.command("brief")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--week", metavar="WEEK", help="Brief this ISO week, such as 2026-W46.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@click.option("--since", metavar="DATE", help="Of a clone, read only what was committed since then.")
@click.option(
    "--path", "paths", multiple=True, metavar="PATH", help="Of a clone, read only what touches PATH; may be repeated."
)
@shared_options
def command(
    common: Common,
    path: Path | None,
    week: str | None,
    form: str | None,
    everything: bool,
    since: str | None,
    paths: tuple[str, ...],
) -> None:
    """What moved, where your hours went, what one person holds, what lies, and one next step.

    PATH is a clone or a workspace; without it, the one you are in. On a long history the newest years are read first
    and the rest after the brief is printed; that may be interrupted, and goes on next time.
    """
    from trimtab import render
    from trimtab.advice import kept
    from trimtab.advice.brief import brief

    workspace = opened(common, path, since, paths)
    as_of = instant(common, workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of or week))
    with render.progress("reading the evidence"):
        answer = brief(
            workspace, now=common.now, as_of=None if week else as_of, week=week, me=common.me, machine_zone=machine_zone(),
            read_back_to=synced.read_back_to, program=program(common, path),
            reader=None if as_of or week else common.me or "",
        )  # fmt: skip
        if not (as_of or week):
            answer = kept.with_unchanged(workspace, answer, common.me or "")
            if common.me is None and workspace.has_records:
                from trimtab.advice.record import record

                record(workspace, answer, common.now)
    # A clone read in part has a lake of its own, but `why PATH` opens what was printed last of the clone.
    kept_in = opened(common, path) if since or paths else workspace
    keep_and_print(common, answer, form, kept_in, everything=everything)
    read_on(common, workspace, synced)
