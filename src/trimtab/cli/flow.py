"""`trimtab flow`: how fast issues and pull requests go through."""

from pathlib import Path

import click

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in
from trimtab.cli._zone import machine_zone
from trimtab.workspace import first_enough

FORMATS = ("text", "md", "html", "json")


@click.command("flow")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--area", metavar="AREA", help="Only pull requests that lie mostly in AREA.")
@click.option("--label", metavar="LABEL", help="Only issues and pull requests with LABEL.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(
    common: Common, path: Path | None, area: str | None, label: str | None, form: str | None, everything: bool
) -> None:
    """How long issues and pull requests take, what changed, what is in progress and what is old, where it is slow.

    PATH is a clone or a workspace; without it, the one you are in. It needs a tracker: trimtab sync --source archive FILE.
    """
    from trimtab import render
    from trimtab.advice.flow import flow

    workspace = opened(common, path)
    as_of = instant(common, workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of))
    with render.progress("reading the evidence"):
        answer = flow(
            workspace, now=common.now, as_of=as_of, me=common.me, machine_zone=machine_zone(),
            program=program(common, path), area=area, label=label,
        )  # fmt: skip
    keep_and_print(common, answer, form, workspace, everything=everything)
    read_on(common, workspace, synced)
