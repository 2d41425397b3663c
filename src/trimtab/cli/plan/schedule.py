"""`trimtab plan schedule`: who does what when, levelled, with how far it may be from the best possible."""

import click

from trimtab.cli._answers import keep_and_print
from trimtab.cli._options import Common, shared_options
from trimtab.cli._stopping import stopping
from trimtab.cli._work import instant, opened, program, tell
from trimtab.cli._zone import machine_zone

FORMATS = ("text", "md", "html", "json", "svg", "mermaid", "ics", "csv")
MOST_ROUNDS = 1_000_000


@click.command("schedule")
@click.argument("name", metavar="NAME")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Where the search begins."
)
@click.option(
    "--rounds",
    type=click.IntRange(1, MOST_ROUNDS),
    help="How long it searches; the same rounds find the same schedule.",
)
@click.option("--fresh", is_flag=True, help="Do not begin from the schedule accepted last.")
@click.option(
    "--freeze", metavar="TIME", help="For how long accepted work stays as it is (2w, 3d); else as the plan says."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(
    common: Common,
    name: str,
    seed: int,
    rounds: int | None,
    fresh: bool,
    freeze: str | None,
    form: str | None,
    everything: bool,
) -> None:
    """Who does what of the plan NAME when, each person one thing at a time.

    \b
    text      the screen: bars, load, milestones
    md, html  the same as Markdown, and as a page that needs nothing else
    json      everything, for programs
    svg       the bars as a picture
    mermaid   the bars as a Mermaid diagram
    ics       one event a task, for calendars
    csv       one row a task, for spreadsheets

    It begins from the schedule accepted last, and changes as little of it as it can; what is frozen stays. Ctrl-C ends the search
    with the best schedule found so far. Needs: pip install 'trimtab[plan]'.
    """
    from trimtab import render
    from trimtab.advice.plan.schedule import Search, for_screen, schedule, window

    workspace = opened(common)
    with (
        render.progress("making a schedule") as progress,
        stopping(lambda: tell("stopping with the best so far")) as stop,
    ):
        found = schedule(
            workspace, name, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone(),
            program=program(common),
            search=Search(
                seed, rounds, fresh, lambda said: progress(f"best so far: {said}"), stop, window(freeze)
            ),
        )  # fmt: skip
    if left_out := render.left_out(form or ""):
        tell(f"{form} cannot carry {left_out}")
    keep_and_print(
        common, found.answer, form, workspace, everything=everything, also_as="plan-ps",
        for_screen=None if everything else for_screen,
    )  # fmt: skip
