"""`trimtab plan edit`: one task of a plan changed in place."""

from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program
from trimtab.cli._zone import machine_zone

if TYPE_CHECKING:
    from trimtab.advice.plan.editing import KeyChange


@click.command("edit")
@click.argument("name", metavar="NAME")
@click.argument("task", metavar="TASK")
@click.argument("changes", metavar="KEY=VALUE...", nargs=-1, required=True)
@shared_options
def command(common: Common, name: str, task: str, changes: tuple[str, ...]) -> None:
    """Change the task with the id TASK in plans/NAME.yaml; comments, line ends and all else stay as they are.

    \b
    estimate=2d..5d       give a key another value, or add it
    owner=                take a key out
    after=schema,api      a list; after+=ui adds to it, after-=ui takes from it
    done=40% done=true    how far it is; remaining=1d..2d says what is left
    finished=today        a date

    It may also be an unknown (answer="yes, from v3"), a contract (agreed=today), a risk or a milestone. Nothing is
    written where the file changed underneath, or where it would not take a value.
    """
    from trimtab.advice.plan.editing import edit

    workspace = opened(common)
    done, new = edit(
        workspace, name, task, changes, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone()
    )
    if common.as_json:
        from trimtab import render

        click.echo(render.record("plan-edit", done), nl=False)
        return
    for change in done.changes:
        click.echo(f"{done.file}:{change.line}: {_said(change)}")
    if not done.changes:
        click.echo(f"{done.file}: {task} says so already; nothing was written")
    for one in new:
        click.echo(f"\n{one.to_text()}")
    click.echo(f"\nNext: see what it moves.   {program(common)} plan forecast {name}")


def _said(change: "KeyChange") -> str:
    if change.after is None:
        return f"{change.key} is taken out (was {change.before})"
    was = f" (was {change.before})" if change.before is not None else ""
    return f"{change.key}: {change.after}{was}"
