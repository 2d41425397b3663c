"""A forecast as a picture: a line for the end and each milestone, and the days by which it is so in more and more futures.

The bar reaches from a tenth of the futures to 19 in 20; it is dark from half to 8 in 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.render import _when
from trimtab.render._assets import asset, template
from trimtab.render._cells import neutral
from trimtab.render._letters import trimmed
from trimtab.render._weeks_svg import HEAD, SIZE, Frame, Weeks, frame

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Fan, Span

NAMES = 210.0
"""Width of the column for names."""

_ROW, _TICK = 26.0, 78.0


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
class FanDrawing:
    """What the template draws."""

    frame: Frame
    rows: tuple[FanRow, ...]
    style: str


def fan_svg(answer: Answer, fan: Fan) -> str:
    """The forecast as an SVG document that needs nothing else."""
    return template("fan.svg").render(drawing=fan_drawing(answer, fan))


def fan_drawing(answer: Answer, fan: Fan) -> FanDrawing:
    """The picture of a forecast that has a line at least, from the day of the answer on."""
    last = max(one for span in fan.spans for one in (span.nearly, span.due or span.nearly))
    scale = Weeks(answer.as_of, last, left=NAMES, room=_TICK)
    return FanDrawing(
        frame=frame(answer, scale, _ROW * len(fan.spans)),
        rows=tuple(_row(span, place, scale) for place, span in enumerate(fan.spans)),
        style=asset("gantt.css") + asset("fan.css"),
    )


def _row(span: Span, place: int, scale: Weeks) -> FanRow:
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
        y=HEAD + _ROW * place,
        name=trimmed(neutral(span.title), NAMES - 30, SIZE),
        said=neutral("; ".join(said)),
        claim=span.claim,
        tenth=tenth,
        half=half,
        most=most,
        nearly=nearly,
        due=scale.x(span.due) if span.due else 0.0,
    )
