"""Declared, temporary changes of the lead's stance: `phases.yaml`.

A phase has a reason and an end; a change nobody declared is drift, and a matter of `trimtab.analyses`.
"""

from datetime import date
from pathlib import Path

from pydantic import Field, RootModel

from trimtab.diagnostics import Diagnostic
from trimtab.records._compose import parse
from trimtab.records._fields import Period, Words
from trimtab.records._nodes import Items, Tree
from trimtab.records._places import check, not_keys
from trimtab.records._stance import AnyStance
from trimtab.records._text import Text, is_there, read_text

FILE = "phases.yaml"


class Phase(Period):
    """A stretch of days with a stance of its own."""

    stance: AnyStance = Field(description="The stance of these days, in any of its forms.", examples=["0/30/30/40"])
    why: Words = Field(description="The reason, as you would tell it later.", examples=["planning season"])


class Phases(RootModel[tuple[Phase, ...]]):
    """`phases.yaml`: a list of phases."""


def read_phases(folder: Path) -> tuple[tuple[Phase, ...], Text | None, tuple[Diagnostic, ...]]:
    """The declared phases in the order written; none when there is no such file."""
    if not is_there(folder / FILE):
        return (), None, ()
    text, diagnostics = read_text(folder, FILE)
    if text is None:
        return (), None, diagnostics
    phases, found = phases_from(parse(text))
    return phases, text, found


def phases_from(tree: Tree) -> tuple[tuple[Phase, ...], tuple[Diagnostic, ...]]:
    """The phases in a tree, and all that is wrong with it."""
    if tree.root is None:
        return (), tree.diagnostics
    if not isinstance(tree.root, Items):
        example = "begin each phase with a dash: `- from: 2026-10-05`."
        return (), (*tree.diagnostics, *((not_keys(tree, "phases, each with a dash,", example),) if tree.whole else ()))
    found, used, diagnostics = check(Phases, tree)
    phases = found.root if found else ()
    return tuple(phase.placed(used, at) for at, phase in enumerate(phases)), (*tree.diagnostics, *diagnostics)


def phase_on(phases: tuple[Phase, ...], day: date) -> Phase | None:
    """The phase that covers a day; the latest begun where two do."""
    return max((phase for phase in phases if phase.covers(day)), key=lambda phase: phase.first, default=None)
