"""`trimtab plan`: the plans of a workspace, one module of this package per command, imported when it is used."""

import click

from trimtab.cli._answers import keep_and_print
from trimtab.cli._lazy import LazyGroup
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program
from trimtab.cli._zone import machine_zone

__all__ = ["COMMANDS", "Commands", "command"]

# In the order of `trimtab plan --help`.
COMMANDS = {
    "show": "what a plan is made of, and its critical path",
    "schedule": "who does what when",
    "accept": "keep a schedule as what was agreed",
    "check": "what is wrong with a plan, and what is risky about it",
    "new": "start a plan from a title, a checklist, items or a table",
    "edit": "change one task in place",
}

FORMATS = ("text", "md", "html", "json")


class Commands(LazyGroup):
    """The commands about plans."""

    words = COMMANDS
    package = "trimtab.cli.plan"


@click.group("plan", cls=Commands, invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
@click.pass_context
def command(context: click.Context, common: Common, form: str | None, everything: bool) -> None:
    """List the plans: how many tasks, how much is done, by how many people, what is asked for, what is wrong.

    A plan is a file plans/NAME.yaml; docs/reference/plan.md says what it holds.
    """
    if context.invoked_subcommand is not None:
        return
    from trimtab import render
    from trimtab.advice.plan.listing import plans

    workspace = opened(common)
    with render.progress("reading the plans"):
        answer = plans(
            workspace, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone(),
            program=program(common),
        )  # fmt: skip
    keep_and_print(common, answer, form, workspace, everything=everything)
