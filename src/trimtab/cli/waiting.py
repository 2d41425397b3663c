"""`trimtab waiting`: who cannot go on until somebody moves."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._items import FORMATS, answer_about_items
from trimtab.cli._options import Common, shared_options

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer


@click.command("waiting")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(common: Common, path: Path | None, form: str | None, everything: bool) -> None:
    """Who waits for you and for anyone: for what, since when, and what it holds back.

    Open issues and pull requests, by what happened on them. First what is asked of you by name; then what a team or anybody
    may take; then, as a fact, what others wait for. PATH is a clone or a workspace; without it, the one you are in.
    """
    answer_about_items(common, path, form, everything, _verb)


def _verb() -> "Callable[..., Answer]":
    from trimtab.advice.waiting import waiting

    return waiting
