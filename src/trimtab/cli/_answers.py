"""How every verb that answers ends: keep the answer for `why`, print it in the asked form, read what is left to read."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common
from trimtab.cli._work import coloured, exit_code_of, take_in, tell

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer
    from trimtab.workspace import Synced, Workspace

# Forms that are a function of the answer alone, by the name of the form and of that function in `render`.
_WRITTEN = {"html": "html", "md": "markdown", "csv": "csv", "mermaid": "mermaid", "svg": "svg", "ics": "ics"}


def keep_and_print(
    common: Common,
    answer: "Answer",
    form: str | None,
    workspace: "Workspace",
    *,
    everything: bool,
    also_as: str | None = None,
    for_screen: "Callable[[Answer], Answer] | None" = None,
) -> None:
    """Print the answer in the asked form, after it was kept in `workspace` (under a second name too, `also_as`).

    `for_screen` prepares what text alone shows.
    """
    from trimtab import render
    from trimtab.advice import kept

    with render.progress("writing the answer"):
        written = render.json(answer)
        kept.keep(workspace, answer.verb, written)
        if also_as:
            kept.keep(workspace, also_as, written)
        if common.as_json or form == "json":
            printed = written
        elif form in _WRITTEN:
            # Looked up when asked for: each form is imported when it is first named.
            printed = getattr(render, _WRITTEN[form])(answer)
        else:
            shown = for_screen(answer) if for_screen else answer
            colour = coloured()
            printed = render.text(shown, colour=colour, lines=None) if everything else render.text(shown, colour=colour)
    click.echo(printed, nl=False)
    sys.stdout.flush()


def read_on(common: Common, workspace: "Workspace", synced: "Synced") -> None:
    """Take in what a first answer did not wait for, and end with the exit code for sources that could not be read."""
    with exit_code_of(synced):
        if not synced.complete:
            tell("the older history follows; Ctrl-C is safe, the next run goes on from there")
            take_in(common, workspace)
