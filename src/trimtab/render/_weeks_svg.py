"""The frame of a picture over weeks: its size and words, a column for names, and where instants and Mondays lie.

A schedule and a forecast are both drawn in it, each with its own lines. The page's policy allows no inline styles: places are
attributes, colours are classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from trimtab.render import _when, _wording
from trimtab.render._cells import neutral
from trimtab.render._letters import trimmed

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer

WIDTH, HEAD, SIZE = 1000.0, 30.0, 12.0
"""Width of a picture, height of its head, and size of its letters."""

_FOOT, _MARGIN, _APART = 34.0, 10.0, 12.0
_DAY = timedelta(days=1)
_STEPS = (1, 2, 4, 8, 13, 26, 52, 104, 208, 416)


@dataclass(frozen=True, slots=True)
class Tick:
    """A Monday; without a day where there is no room for one."""

    x: float
    day: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every picture over weeks has: its words, its size, and its Mondays."""

    title: str
    said: str
    width: float
    height: float
    foot: float
    ticks: tuple[Tick, ...]


class Weeks:
    """Where instants lie between two days: `left` is where the first begins, `room` what the words of a Monday take."""

    def __init__(self, first: datetime, last: datetime, *, left: float, room: float) -> None:
        self.first, self.last = _midnight(first), max(last, _midnight(first)) + _DAY
        self._left, self._room = left, room

    def x(self, at: datetime) -> float:
        """Where an instant lies; one outside lies on the edge."""
        share = min(max((at - self.first) / (self.last - self.first), 0.0), 1.0)
        return self._left + share * (WIDTH - self._left - _MARGIN)

    def ticks(self) -> Iterator[Tick]:
        """The Mondays, as many as stand apart; every so many of them with its day."""
        a_week = (WIDTH - self._left) / max((self.last - self.first) / (7 * _DAY), 1.0)
        step = next((weeks for weeks in _STEPS if a_week * weeks >= self._room), _STEPS[-1])
        monday, place = self.first + _DAY * ((7 - self.first.weekday()) % 7), 0
        while monday < self.last:
            x = self.x(monday)
            shown = place % step == 0 and x + self._room <= WIDTH
            if place % step == 0 or a_week >= _APART:
                yield Tick(x, _when.day(monday, near=self.first) if shown else "")
            monday, place = monday + 7 * _DAY, place + 1


def frame(answer: Answer, weeks: Weeks, rows: float) -> Frame:
    """The frame of an answer's picture whose lines are `rows` high together."""
    said = " · ".join(one for one in (answer.claim, f"as of {_wording.as_of(answer)}") if one)
    return Frame(
        title=trimmed(neutral(answer.title), WIDTH - 20, 18, bold=True),
        said=trimmed(neutral(said), WIDTH - 20, SIZE),
        width=WIDTH,
        height=HEAD + rows + _FOOT,
        foot=HEAD + rows + 22,
        ticks=tuple(weeks.ticks()),
    )


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
