"""`trimtab plan show`: what a plan is made of, its critical path, load, contracts, unknowns and milestones."""

import click

from trimtab.cli._answers import keep_and_print
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program
from trimtab.cli._zone import machine_zone

FORMATS = ("text", "md", "html", "json")


@click.command("show")
@click.argument("name", metavar="NAME")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(common: Common, name: str, form: str | None, everything: bool) -> None:
    """What the plan NAME is made of, by the textbook: critical path, slack, load, contracts, unknowns, milestones.

    Everything is taken as early as it can be, whoever else is busy; `plan schedule` gives each person one thing at a time.
    """
    from trimtab import render
    from trimtab.advice.plan.show import for_screen, show

    workspace = opened(common)
    with render.progress("reading the plan"):
        answer = show(
            workspace, name, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone(),
            program=program(common),
        )  # fmt: skip
    keep_and_print(
        common, answer, form, workspace, everything=everything, also_as="plan-ps",
        for_screen=None if everything else for_screen,
    )  # fmt: skip
