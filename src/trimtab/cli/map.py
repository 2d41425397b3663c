"""`trimtab map`: who knows what."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import coloured, exit_code_of, instant, program, take_in
from trimtab.cli._zone import machine_zone
from trimtab.errors import UsageError
from trimtab.workspace import first_enough

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer
    from trimtab.advice.map import Where

FORMATS = ("text", "md", "html", "csv", "json", "mermaid", "svg")


@click.command("map")
@click.argument("words", metavar="[PATH]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@click.option(
    "--months", type=click.IntRange(min=1), default=3, show_default=True, metavar="N",
    help="A blind spot is an area you have not been in for N months.",
)  # fmt: skip
@shared_options
def command(common: Common, words: tuple[str, ...], form: str | None, everything: bool, months: int) -> None:
    """The areas with their size, their heat, who knows them, how few people that is, and where you are blind.

    PATH is a clone or a workspace, or an area, a folder or a file to be drawn closer; without it, the whole of the one
    you are in. `trimtab map CLONE INSIDE` names both.
    """
    from trimtab.advice.map import map_of, where

    if common.as_json and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} ask for two forms; give one of them.")
    found = where(words, folder=common.folder, here=Path.cwd())
    if len(found.inside) > 1:
        raise UsageError(
            f"one place at a time: {', '.join(found.inside)} are {len(found.inside)}. --who takes several."
        )
    workspace = found.workspace
    as_of = instant(common, workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of))
    from trimtab import render
    from trimtab.advice import kept

    with render.progress("reading the evidence"):
        answer = map_of(
            workspace, now=common.now, as_of=as_of, me=common.me, machine_zone=machine_zone(),
            inside=next(iter(found.inside), None), months=months, read_back_to=synced.read_back_to,
            program=_program(common, found),
        )  # fmt: skip
        written = render.json(answer)
        kept.keep(workspace, answer.verb, written)
    as_json = common.as_json or form == "json"
    click.echo(written if as_json else _printed(answer, form, everything=everything), nl=False)
    sys.stdout.flush()
    with exit_code_of(synced):
        pass


def _program(common: Common, found: "Where") -> str:
    return program(common, found.opened)


def _printed(answer: "Answer", form: str | None, *, everything: bool) -> str:
    from trimtab import render

    drawn = {"html": "html", "md": "markdown", "csv": "csv", "mermaid": "mermaid", "svg": "svg"}
    if form in drawn:
        draw = getattr(render, drawn[form])
        text: str = draw(answer)
        return text
    if everything:
        return render.text(answer, colour=coloured(), lines=None)
    from trimtab.advice.map import first_screen

    return render.text(first_screen(answer), colour=coloured())
