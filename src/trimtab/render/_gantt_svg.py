"""A schedule as a picture: a line a task with its bar over the weeks, for the page and as an SVG that stands alone.

A bar that decides the end is dark and its name bold, the lead's bars have a thick edge and a star before the name, a line
behind a bar is its slack. The page's policy allows no inline styles: places are attributes, colours are classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from trimtab.render import _when, _wording
from trimtab.render._assets import asset, template
from trimtab.render._cells import neutral
from trimtab.render._gantt import named, slack_until
from trimtab.render._left_out import left_out
from trimtab.render._letters import trimmed

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Bar, Gantt

WIDTH, NAMES, WHO = 1000.0, 190.0, 110.0
"""Width of the picture, and of its columns for names and people."""

_ROW, _HEAD, _FOOT = 22.0, 30.0, 34.0
_TICK = 58.0
_SIZE = 12.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its words, its bar or point, how far its slack reaches, and what it says to who cannot see it."""

    y: float
    name: str
    who: str
    said: str
    claim: str
    x: float
    width: float
    slack: float
    due: float
    critical: bool
    lead: bool
    point: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A Monday."""

    x: float
    day: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the template draws."""

    title: str
    said: str
    note: str
    width: float
    height: float
    foot: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    style: str


def gantt_svg(answer: Answer, gantt: Gantt) -> str:
    """The schedule as an SVG document that needs nothing else."""
    return template("gantt.svg").render(drawing=drawing(answer, gantt))


def drawing(answer: Answer, gantt: Gantt) -> Schedule:
    """The picture of a schedule."""
    scale = _Scale(gantt)
    bars = [bar for bar in gantt.bars if bar.people or bar.kind in ("milestone", "end", "unknown")]
    height = _HEAD + _ROW * len(bars)
    said = " · ".join(one for one in (answer.claim, f"as of {_wording.as_of(answer)}") if one)
    return Schedule(
        title=trimmed(neutral(answer.title), WIDTH - 20, 18, bold=True),
        said=trimmed(neutral(said), WIDTH - 20, _SIZE),
        note=neutral(f"Not carried: {left_out('svg')}."),
        width=WIDTH,
        height=height + _FOOT,
        foot=height + 22,
        rows=tuple(_row(bar, place, scale) for place, bar in enumerate(bars)),
        ticks=tuple(scale.ticks()),
        style=asset("gantt.css"),
    )


class _Scale:
    """Where instants lie."""

    def __init__(self, gantt: Gantt) -> None:
        self.first = gantt.start.replace(hour=0, minute=0, second=0, microsecond=0)
        self.last = max(gantt.end.replace(hour=0, minute=0, second=0, microsecond=0), self.first) + _DAY

    def x(self, at: datetime) -> float:
        share = min(max((at - self.first) / (self.last - self.first), 0.0), 1.0)
        return NAMES + WHO + share * (WIDTH - NAMES - WHO - 10)

    def ticks(self) -> Iterator[Tick]:
        mondays = [day for day in self._days() if day.weekday() == 0]
        width = (WIDTH - NAMES - WHO) / max((self.last - self.first) / (7 * _DAY), 1)
        step = next(
            weeks for weeks in (1, 2, 4, 8, 13, 26, 52, 104, 208, 416) if width * weeks >= _TICK or weeks == 416
        )
        for place, monday in enumerate(mondays):
            shown = place % step == 0 and self.x(monday) + _TICK <= WIDTH
            yield Tick(self.x(monday), _when.day(monday, near=self.first) if shown else "")

    def _days(self) -> Iterator[datetime]:
        at = self.first
        while at < self.last:
            yield at
            at += _DAY


def _row(bar: Bar, place: int, scale: _Scale) -> Row:
    x, end = scale.x(bar.start), scale.x(bar.end)
    name = named(bar)
    return Row(
        y=_HEAD + _ROW * place,
        name=trimmed(name, NAMES - 26, _SIZE, bold=bar.critical),
        who=trimmed(neutral(", ".join(bar.people)), WHO - 8, _SIZE),
        said=neutral(_said(bar, name)),
        claim=bar.claim,
        x=x,
        width=max(end - x, 2.0),
        slack=scale.x(slack_until(bar)) if bar.slack >= 1 and bar.people else 0.0,
        due=scale.x(bar.due) if bar.due is not None and bar.due <= scale.last else 0.0,
        critical=bar.critical,
        lead=bar.lead,
        point=bar.start == bar.end,
    )


def _said(bar: Bar, name: str) -> str:
    """All of a line for who hears or points instead of seeing."""
    days = _when.span(bar.start, bar.end) if bar.end > bar.start else _when.day(bar.start)
    words: Sequence[str] = (
        f"{name}: {bar.title}" if bar.title != name else name,
        ", ".join(bar.people),
        days,
        "decides the end"
        if bar.critical
        else f"{bar.slack:g} working days of slack"
        if bar.people and bar.slack
        else "",
        f"asked for by {_when.day(bar.due)}" if bar.due is not None else "",
    )
    return "; ".join(one for one in words if one)
