"""`trimtab plan new`: start a plan, never over another."""

from datetime import datetime
from pathlib import Path

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in
from trimtab.cli._zone import machine_zone

_NOTES = 8
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("new")
@click.argument("name", metavar="NAME")
@click.option("--title", metavar="TEXT", help="What the plan is called.")
@click.option("--start", type=_DAY, metavar="DATE", help="The first day of work; the next working day, if not given.")
@click.option("--deadline", type=_DAY, metavar="DATE", help="The day it is asked for.")
@click.option(
    "--from", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A .md or .csv file."
)
@click.option("--items", metavar="QUERY", help="The open items that QUERY means, as for trimtab forecast items.")
@shared_options
def command(
    common: Common,
    name: str,
    title: str | None,
    start: datetime | None,
    deadline: datetime | None,
    file: Path | None,
    items: str | None,
) -> None:
    """Write plans/NAME.yaml with every key explained; a file that is there is left alone.

    \b
    --from LIST.md     tasks from nested `- [ ]` boxes, groups from headings,
                       estimates from brackets: (2d..5d), @owner, #12, (after X)
    --from TABLE.csv   a row a task, by the column names of usual trackers
    --items QUERY      tasks from issues and pull requests, with what blocks
                       what, what is part of what, who is assigned
    """
    from trimtab import render
    from trimtab.advice.plan.beginning import begin

    if file is not None and items is not None:
        raise click.UsageError("a plan is started from a file or from items, not both.")
    workspace = opened(common)
    if items is not None:
        take_in(common, workspace)
    with render.progress("writing the plan"):
        begun = begin(
            workspace, name, now=common.now, title=title, start=start.date() if start else None,
            deadline=deadline.date() if deadline else None, file=file, items=items,
            as_of=instant(common, workspace), me=common.me, machine_zone=machine_zone(),
        )  # fmt: skip
    if common.as_json:
        click.echo(render.record("plan-new", begun), nl=False)
        return
    click.echo(f"{begun.file}: {begun.title}, {begun.tasks} task{'s' * (begun.tasks != 1)}")
    notes = [*begun.complaints, *begun.notes]
    for note in notes[:_NOTES]:
        click.echo(f"  {note}")
    if len(notes) > _NOTES:
        click.echo(f"  and {len(notes) - _NOTES} more that could not be taken over: see them with --json")
    click.echo(f"\nNext: open it in your editor, then check it.   {program(common)} plan check {name}")
