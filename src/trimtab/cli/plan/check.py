"""`trimtab plan check`: what is wrong with a plan's text, and what is risky about the plan."""

from typing import TYPE_CHECKING

import click

from trimtab.cli._answers import keep_and_print
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program
from trimtab.cli._zone import machine_zone

if TYPE_CHECKING:
    from trimtab.advice.plan.checking import Checked

EXIT_FOUND, EXIT_WRONG = 1, 2
FORMATS = ("text", "md", "html", "json")
_ON_SCREEN = 5


@click.command("check")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--fail-on", type=click.Choice(("warning",)), help="End with 1 where there is a warning or a finding.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every complaint, however many there are.")
@shared_options
def command(common: Common, name: str | None, fail_on: str | None, form: str | None, everything: bool) -> None:
    """Check plans/NAME.yaml, or every plan: its text, and who and what is critical.

    Ends with 2 when there is an error in the text, else with 0; with --fail-on warning, with 1 where there is anything.
    """
    from trimtab import render
    from trimtab.advice.plan.checking import check, for_screen

    workspace = opened(common)
    with render.progress("checking the plans"):
        found = check(
            workspace, name, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone(),
            program=program(common),
        )  # fmt: skip
    if form in {None, "text"} and not common.as_json:
        _complain(found, everything=everything)
    keep_and_print(common, found.answer, form, workspace, everything=everything, for_screen=for_screen)
    if found.errors:
        raise click.exceptions.Exit(EXIT_WRONG)
    if fail_on and found.warnings:
        raise click.exceptions.Exit(EXIT_FOUND)


def _complain(found: "Checked", *, everything: bool) -> None:
    """The complaints with their places; on a screen errors come first, and the rest is counted."""
    order = sorted(found.diagnostics, key=lambda one: one.severity) if not everything else found.diagnostics
    shown = order if everything else order[:_ON_SCREEN]
    for one in shown:
        click.echo(f"{one.to_text()}\n")
    if len(shown) < len(order):
        click.echo(f"{len(order) - len(shown)} more complaints with --all\n")
