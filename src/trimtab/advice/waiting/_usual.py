"""How fast the lead usually answers: a distribution, what is beyond it now, and whether it changed.

Open waits count as censored: who only looks at what was answered finds themselves quicker than they are. Only the lead is
measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from trimtab.advice._moves import WAITED_FOR, Move, Stretch
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Figure, Group, Window
from trimtab.analyses.survival import WAITS, age_below, below, differ, quantiles

USUAL, TREND = "usual", "usual:trend"

LATELY, BEFORE = timedelta(weeks=6), timedelta(weeks=26)
FEWEST = 8
_HOUR = 0.1  # of a working day
_CHANCE = 1.959964  # a difference so many standard errors from nothing comes by chance once in twenty
_ANCHOR = "docs/reference/waiting.md#usual-answer"
_MEANING = (
    "how long others waited for you by name before you moved, in working days of whoever waited; a wait that goes on or was "
    "ended by somebody else counts as at least so long"
)


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait for the lead: how many working days, and whether the lead ended it."""

    stretch: Stretch
    days: float
    answered: bool


def claims(scene: Scene, due: Sequence[Move]) -> Iterator[Claim]:
    """One line for the distribution and one for the trend; none for an observer."""
    if scene.lead is None:
        return
    since = scene.sight.as_of - LATELY - BEFORE
    waits = [wait for wait in of_lead(scene) if wait.stretch.start >= since]
    answered = sum(wait.answered for wait in waits)
    if answered < FEWEST:
        yield Claim(
            "", USUAL, f"too little to tell how fast you answer: {counted(answered, 'answer')} in 32 weeks",
            meaning=_MEANING, anchor=_ANCHOR,
        )  # fmt: skip
        return
    yield _usual(scene, waits, due, answered)
    yield from _trend(scene, waits)


def of_lead(scene: Scene) -> Iterator[Wait]:
    """Every wait for the lead by name that can be seen."""
    for one in scene.moves.stretches:
        if scene.lead in one.named and one.what in WAITED_FOR:
            days = scene.clocks.of(one.waiter).days(one.start, one.end or scene.sight.as_of)
            yield Wait(one, days, one.moved == scene.lead)


def _frame(waits: Sequence[Wait]) -> pl.DataFrame:
    rows = [(0.0, wait.days, wait.answered, wait.answered) for wait in waits]
    return pl.DataFrame(rows, schema=WAITS, orient="row")


def _usual(scene: Scene, waits: Sequence[Wait], due: Sequence[Move], answered: int) -> Claim:
    frame = _frame(waits)
    found, most = quantiles(frame), age_below(below(frame), 0.9)
    late = [move for move in due if scene.lead in move.named and most is not None and move.days > most]
    high = age_below(below(frame), 0.75)
    text = f"your usual answer takes {_range(found.quarter, high)}"
    if late:
        text += f"; {_these(len(late), len(due))} beyond 9 in 10"
    rows = tuple(
        scene.words.item(
            scene.moves.items[wait.stretch.key],
            f"{wait.days:.1f} working days, {'answered' if wait.answered else 'not by you yet'}",
        )
        for wait in sorted(waits, key=lambda one: -one.days)
    )
    counted_waits = counted(len(waits), "wait")
    return Claim(
        id="",
        subject=USUAL,
        text=text,
        headline="How long others usually wait for you",
        figures=(
            Figure(
                "half of them within", found.half, "working days", "of all waits for you by name", found.low, found.high
            ),
            *((Figure("9 in 10 within", most, "working days", "as above"),) if most is not None else ()),
        ),
        because=(Group("waits for you", f"{counted_waits}, {answered} of them answered", rows, len(rows)),),
        window=Window(scene.local(scene.sight.as_of - LATELY - BEFORE), scene.local(scene.sight.as_of), counted_waits),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=scene.left_out,
    )


def _these(late: int, due: int) -> str:
    if late == 1:
        return "this one is" if due == 1 else "1 of these is"
    return f"these {late} are" if late == due else f"{late} of these are"


def _trend(scene: Scene, waits: Sequence[Wait]) -> Iterator[Claim]:
    """The last six weeks against the half year before, where they differ by more than chance."""
    split = scene.sight.as_of - LATELY
    lately = _frame([wait for wait in waits if wait.stretch.start >= split])
    before = _frame([wait for wait in waits if wait.stretch.start < split])
    if min(lately["counts"].sum(), before["counts"].sum()) < FEWEST or abs(differ(before, lately)) < _CHANCE:
        return
    now, then = quantiles(lately), quantiles(before)
    slower = differ(before, lately) < 0
    yield Claim(
        id="",
        subject=TREND,
        text=f"{'slower' if slower else 'faster'} than before: {_half(now.half)} in the last 6 weeks, {_half(then.half)} "
        "in the 26 before",
        headline=f"You answer {'more slowly' if slower else 'faster'} than half a year ago",
        figures=(
            Figure("half of them within, last 6 weeks", now.half, "working days", "the median", now.low, now.high),
            Figure(
                "half of them within, 26 weeks before", then.half, "working days", "the median", then.low, then.high
            ),
        ),
        meaning=_MEANING + "; said where the two differ by more than chance (log-rank, once in twenty)",
        anchor=_ANCHOR,
    )


def _half(value: float | None) -> str:
    return "fewer than half answered yet" if value is None else f"half within {_days(value)} working days"


def _range(low: float | None, high: float | None) -> str:
    """`0.4 to 1.6 working days`, `less than an hour to 15 working days`."""
    if low is not None and low < _HOUR:
        return f"less than an hour to {_days(high)} working days"
    return f"{_days(low)} to {_days(high)} working days"


def _days(value: float | None) -> str:
    if value is None:
        return "more than is known"
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
