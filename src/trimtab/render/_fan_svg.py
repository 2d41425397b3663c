"""A forecast as a picture: a line for the end and each milestone, and the days by which it is so in more and more futures.

The bar reaches from a tenth of the futures to 19 in 20; it is dark from half to 8 in 10. The page's policy allows no inline
styles: places are attributes, colours are classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from trimtab.render import _when, _wording
from trimtab.render._assets import asset, template
from trimtab.render._cells import neutral
from trimtab.render._letters import trimmed

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Fan, Span

WIDTH, NAMES = 1000.0, 210.0
"""Width of the picture, and of its column for names."""

_ROW, _HEAD, _FOOT, _TICK, _SIZE = 26.0, 30.0, 34.0, 78.0, 12.0
_DAY = timedelta(days=1)
_STEPS = (1, 2, 4, 8, 13, 26, 52, 104, 208, 416)


@dataclass(frozen=True, slots=True)
class FanRow:
    """One line: its name, where its four dates and what is asked for lie (0 for nothing), and all of it in words."""

    y: float
    name: str
    said: str
    claim: str
    tenth: float
    half: float
    most: float
    nearly: float
    due: float


@dataclass(frozen=True, slots=True)
class FanTick:
    """A Monday; without a day where there is no room for one."""

    x: float
    day: str


@dataclass(frozen=True, slots=True)
class FanDrawing:
    """What the template draws."""

    title: str
    said: str
    width: float
    height: float
    foot: float
    rows: tuple[FanRow, ...]
    ticks: tuple[FanTick, ...]
    style: str


def fan_svg(answer: Answer, fan: Fan) -> str:
    """The forecast as an SVG document that needs nothing else."""
    return template("fan.svg").render(drawing=fan_drawing(answer, fan))


def fan_drawing(answer: Answer, fan: Fan) -> FanDrawing:
    """The picture of a forecast that has a line at least."""
    scale = _Scale(answer.as_of, fan)
    height = _HEAD + _ROW * len(fan.spans)
    said = " · ".join(one for one in (answer.claim, f"as of {_wording.as_of(answer)}") if one)
    return FanDrawing(
        title=trimmed(neutral(answer.title), WIDTH - 20, 18, bold=True),
        said=trimmed(neutral(said), WIDTH - 20, _SIZE),
        width=WIDTH,
        height=height + _FOOT,
        foot=height + 22,
        rows=tuple(_row(span, place, scale) for place, span in enumerate(fan.spans)),
        ticks=tuple(scale.ticks()),
        style=asset("gantt.css") + asset("fan.css"),
    )


class _Scale:
    """Where instants lie, from the day of the answer on."""

    def __init__(self, first: datetime, fan: Fan) -> None:
        dates = [one for span in fan.spans for one in (span.nearly, span.due or span.nearly)]
        self.first = first.replace(hour=0, minute=0, second=0, microsecond=0)
        self.last = max([*dates, self.first]) + _DAY

    def x(self, at: datetime) -> float:
        share = min(max((at - self.first) / (self.last - self.first), 0.0), 1.0)
        return NAMES + share * (WIDTH - NAMES - 10)

    def ticks(self) -> Iterator[FanTick]:
        weeks = max((self.last - self.first) / (7 * _DAY), 1.0)
        step = next((one for one in _STEPS if (WIDTH - NAMES) / weeks * one >= _TICK), _STEPS[-1])
        monday = self.first + _DAY * ((7 - self.first.weekday()) % 7)
        while monday < self.last:
            x = self.x(monday)
            yield FanTick(x, _when.day(monday, near=self.first) if x + _TICK <= WIDTH else "")
            monday += step * 7 * _DAY


def _row(span: Span, place: int, scale: _Scale) -> FanRow:
    dates = (span.tenth, span.half, span.most, span.nearly)
    tenth, half, most, nearly = (scale.x(at) for at in dates)
    said = [
        span.title,
        f"half the futures by {_when.day(span.half)}",
        f"8 in 10 by {_when.day(span.most)}",
        f"19 in 20 by {_when.day(span.nearly)}",
        *([f"asked for by {_when.day(span.due)}"] if span.due else []),
    ]
    return FanRow(
        y=_HEAD + _ROW * place,
        name=trimmed(neutral(span.title), NAMES - 30, _SIZE),
        said=neutral("; ".join(said)),
        claim=span.claim,
        tenth=tenth,
        half=half,
        most=most,
        nearly=nearly,
        due=scale.x(span.due) if span.due else 0.0,
    )
