"""A schedule as a picture: a line a task with its bar over the weeks, for the page and as an SVG that stands alone.

A bar that decides the end is dark and its name bold, the lead's bars have a thick edge and a star before the name, a line
behind a bar is its slack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.render import _when
from trimtab.render._assets import asset, template
from trimtab.render._cells import neutral
from trimtab.render._gantt import named, slack_until
from trimtab.render._left_out import left_out
from trimtab.render._letters import trimmed
from trimtab.render._weeks_svg import HEAD, SIZE, Frame, Weeks, frame

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Bar, Gantt

NAMES, WHO = 190.0, 110.0
"""Width of the columns for names and people."""

_ROW, _TICK = 22.0, 58.0


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
class Schedule:
    """What the template draws."""

    frame: Frame
    note: str
    rows: tuple[Row, ...]
    style: str


def gantt_svg(answer: Answer, gantt: Gantt) -> str:
    """The schedule as an SVG document that needs nothing else."""
    return template("gantt.svg").render(drawing=drawing(answer, gantt))


def drawing(answer: Answer, gantt: Gantt) -> Schedule:
    """The picture of a schedule."""
    last = gantt.end.replace(hour=0, minute=0, second=0, microsecond=0)
    scale = Weeks(gantt.start, last, left=NAMES + WHO, room=_TICK)
    bars = [bar for bar in gantt.bars if bar.people or bar.kind in ("milestone", "end", "unknown")]
    return Schedule(
        frame=frame(answer, scale, _ROW * len(bars)),
        note=neutral(f"Not carried: {left_out('svg')}."),
        rows=tuple(_row(bar, place, scale) for place, bar in enumerate(bars)),
        style=asset("gantt.css"),
    )


def _row(bar: Bar, place: int, scale: Weeks) -> Row:
    x, end = scale.x(bar.start), scale.x(bar.end)
    name = named(bar)
    return Row(
        y=HEAD + _ROW * place,
        name=trimmed(name, NAMES - 26, SIZE, bold=bar.critical),
        who=trimmed(neutral(", ".join(bar.people)), WHO - 8, SIZE),
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
