"""`trimtab forecast items`: when open items are done, how many by a date, and how much longer for one."""

from pathlib import Path

import click

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in, tell
from trimtab.cli._zone import machine_zone
from trimtab.errors import UsageError
from trimtab.workspace import first_enough

FORMATS = ("text", "md", "html", "json")


@click.group("forecast")
@shared_options
def command(common: Common) -> None:
    """When something will be done, as ranges learned from what took how long before."""


@command.command("items")
@click.argument("query", metavar="QUERY")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--by", "dates", multiple=True, metavar="DATE", help="How many by the end of DATE; may be repeated.")
@click.option("--record", "recorded", is_flag=True, help="Write the forecast into the ledger, to be scored later.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def items(
    common: Common,
    query: str,
    path: Path | None,
    dates: tuple[str, ...],
    recorded: bool,
    form: str | None,
    everything: bool,
) -> None:
    """When the open items that QUERY names are done, how many by a date, and how much longer each takes.

    \b
    'label:1.0'               everything with the label
    'milestone:"2.0 beta"'    everything in the milestone
    'is:pr author:me sync'    your pull requests with "sync" in the title
    '#412'                    one item
    '12', 'next 12 is:pr'     the next 12 items, or pull requests, to end

    QUERY is one argument, and an item has to fulfil all of it. PATH is a clone or a workspace; without it, the one you are
    in. It needs a tracker: trimtab sync --source archive FILE.
    """
    from trimtab import render
    from trimtab.advice import forecast

    if path is not None and not path.is_dir():
        raise UsageError(f"{path} is no folder. A query of several words is one argument: '{query} {path}'.")
    workspace = opened(common, path)
    if recorded and common.as_of:
        raise UsageError("looking at the past never writes: leave out --record, or --as-of.")
    if recorded and not workspace.has_records:
        raise UsageError("a clone without a workspace has no ledger to record in: `trimtab init` makes one beside it.")
    as_of = instant(common, workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of))
    with render.progress("reading the evidence"):
        found = forecast.forecast_items(
            workspace, query, now=common.now, by=dates, as_of=as_of, me=common.me, machine_zone=machine_zone(),
            program=program(common, path),
        )  # fmt: skip
    keep_and_print(
        common,
        found.answer,
        form,
        workspace,
        everything=everything,
        for_screen=None if everything else forecast.for_screen,
    )
    if recorded:
        new = forecast.record(workspace, found.said, common.now)
        tell("recorded; it is scored when its dates have come" if new else "nothing new to record")
    read_on(common, workspace, synced)
