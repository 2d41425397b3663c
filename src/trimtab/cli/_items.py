"""What the verbs about items do alike: open, take in what is new locally, ask advice, print."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common
from trimtab.cli._work import instant, opened, program, take_in
from trimtab.cli._zone import machine_zone
from trimtab.workspace import first_enough

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer

FORMATS = ("text", "md", "html", "json")


def answer_about_items(
    common: Common, path: Path | None, form: str | None, everything: bool, verb: "Callable[[], Callable[..., Answer]]"
) -> None:
    """Answer with what `verb` imports, and print it in the asked form."""
    from trimtab import render

    workspace = opened(common, path)
    as_of = instant(common, workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of))
    with render.progress("reading the evidence"):
        answer = verb()(
            workspace, now=common.now, as_of=as_of, me=common.me, machine_zone=machine_zone(),
            program=program(common, path),
        )  # fmt: skip
    keep_and_print(common, answer, form, workspace, everything=everything)
    read_on(common, workspace, synced)
