"""`trimtab plate`: everything that waits for a move of the lead."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._items import FORMATS, answer_about_items
from trimtab.cli._options import Common, shared_options

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer


@click.command("plate")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(common: Common, path: Path | None, form: str | None, everything: bool) -> None:
    """What waits for a move of yours: reviews, answers, merges, your own work, what is assigned to you.

    What holds back other work comes first. PATH is a clone or a workspace; without it, the one you are in.
    """
    answer_about_items(common, path, form, everything, _verb)


def _verb() -> "Callable[..., Answer]":
    from trimtab.advice.plate import plate

    return plate
