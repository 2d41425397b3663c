"""The architecture view as an SVG that stands alone: areas under their folders, and lines where they change together.

Where everything stands is decided by `_architecture`; what is drawn and what is left out by `_drawn.chosen`. The same
marks and colours as those of the treemap, in light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from trimtab.render import _drawn, _figures, _wording
from trimtab.render._architecture import Block, Side, plan
from trimtab.render._assets import asset, template
from trimtab.render._cells import neutral
from trimtab.render._drawn import Drawn, Mark
from trimtab.render._fan_svg import fan_svg
from trimtab.render._gantt_svg import gantt_svg
from trimtab.render._letters import measured, trimmed, trimmed_front

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Area, Link

WIDTH, MARGIN, TOP = 1080.0, 20.0, 96.0
"""The width of the drawing, what is left free at its edges, and where the folders begin."""

_FOLDER = 370.0
_TITLE, _NAME, _SMALL = 22.0, 13.0, 11.0
_DOT, _LARGEST = 4.0, 15.0
_THIN, _THICK = 1.0, 8.0
_FAINT, _STRONG = 0.22, 0.75
_LABELS = 14
_ICON = 15.0


@dataclass(frozen=True, slots=True)
class Dot:
    """An area: its circle, its words, its marks."""

    x: float
    y: float
    radius: float
    step: int
    said: str
    name: str
    known: str
    text_x: float
    anchor: str
    stripe: str
    stripe_x: float
    icons: tuple[tuple[Mark, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A folder around its areas."""

    x: float
    y: float
    height: float
    name: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Two areas that change together."""

    path: str
    width: float
    opacity: float
    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """The share of a strong link, where it crosses no other."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The context of architecture.svg, whole."""

    title: str
    said: str
    note: str
    width: float
    height: float
    folder: float
    panels: tuple[Panel, ...]
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    dots: tuple[Dot, ...]
    unit: str
    bounds: tuple[str, ...]
    bound_width: float
    marks: tuple[tuple[Mark, str], ...]
    style: str


def svg(answer: Answer) -> str:
    """The architecture, the schedule or the forecast, as an SVG document that needs nothing else.

    Raises UsageError where the answer has none.
    """
    if answer.gantt is not None:
        return gantt_svg(answer, answer.gantt)
    if answer.fan is not None:
        return fan_svg(answer, answer.fan)
    return template("architecture.svg").render(drawing=_drawing(answer))


def _drawing(answer: Answer) -> Drawing:
    chart = _drawn.chart_of(answer)
    scale, chosen = Drawn(chart), _drawn.chosen(chart)
    places = plan(chosen.areas, chosen.links)
    by_name = {area.name: area for area in chosen.areas}
    largest = max(map(scale.size, chosen.areas))
    dots = {
        name: _dot(by_name[name], side, TOP + middle, scale, largest)
        for name, (side, middle) in places.middles().items()
    }
    bounds = tuple(map(_figures.number, scale.bounds()))
    curves = [_curve(link, dots) for link in chosen.links]
    seen = {mark for area in chosen.areas for mark in _drawn.marks(area)}
    return Drawing(
        title=trimmed(neutral(f"{answer.title}: what changes together"), WIDTH - 2 * MARGIN, _TITLE, bold=True),
        said=trimmed(neutral(_subtitle(answer)), WIDTH - 2 * MARGIN, _SMALL),
        note=chosen.note(),
        width=WIDTH,
        height=TOP + places.height + 108,
        folder=_FOLDER,
        panels=tuple(map(_panel, places.blocks)),
        curves=tuple(curves),
        labels=tuple(_labels(chosen.links, dots)),
        dots=tuple(dots.values()),
        unit=scale.unit(),
        bounds=bounds,
        bound_width=32 + max(measured(bound, _SMALL) for bound in bounds),
        marks=tuple((mark, said) for mark, said in _drawn.MARKS.items() if mark in seen),
        style=asset("architecture.css"),
    )


def _subtitle(answer: Answer) -> str:
    return " · ".join(said for said in (answer.period, f"as of {_wording.as_of(answer)}") if said)


def _panel(block: Block) -> Panel:
    x = MARGIN if block.side == "left" else WIDTH - MARGIN - _FOLDER
    said = neutral(f"{block.folder}/") if block.folder else "top folder"
    name = trimmed_front(said, _FOLDER - 24, _SMALL, bold=True) if block.titled else ""
    return Panel(x, TOP + block.top, block.height, name)


def _dot(area: Area, side: Side, y: float, scale: Drawn, largest: float) -> Dot:
    """A circle on the inner edge of its folder, its words behind its marks, away from the links."""
    away = -1 if side == "left" else 1
    x = MARGIN + _FOLDER if side == "left" else WIDTH - MARGIN - _FOLDER
    marks = _drawn.marks(area)
    small = [mark for mark in marks if mark in ("you", "blind")]
    icons = tuple((mark, x + away * (34 + _ICON * place)) for place, mark in enumerate(small))
    text_x = x + away * (28 + _ICON * len(icons))
    room = _FOLDER - 40 - _ICON * len(icons)
    words = [_drawn.bus_factor(area), _drawn.known_by(area)]
    return Dot(
        x=x,
        y=y,
        radius=_DOT + (_LARGEST - _DOT) * sqrt(scale.size(area) / largest),
        step=scale.step(area),
        said=_drawn.described(area),
        name=trimmed_front(neutral(area.name), room, _NAME, bold=True) or "…",
        known=trimmed(neutral(" · ".join(one for one in words if one)), room, _SMALL),
        text_x=text_x,
        anchor="end" if side == "left" else "start",
        stripe=next((mark for mark in marks if mark in ("none", "one")), ""),
        stripe_x=x + away * 21 - 2.5,
        icons=icons,
    )


def _curve(link: Link, dots: Mapping[str, Dot]) -> Curve:
    (x1, y1), (c1, d1), (c2, d2), (x2, y2) = _points(dots[link.one], dots[link.other])
    path = f"M{x1:.1f} {y1:.1f}C{c1:.1f} {d1:.1f} {c2:.1f} {d2:.1f} {x2:.1f} {y2:.1f}"
    strength = min(1.0, _drawn.strength(link))
    return Curve(
        path, _THIN + (_THICK - _THIN) * strength, _FAINT + (_STRONG - _FAINT) * strength, neutral(_said(link))
    )


def _said(link: Link) -> str:
    return (
        f"{link.one} and {link.other} change together in {link.together} commits: "
        f"{_drawn.percent(link.share_of_one)} of the changes of {link.one}, {_drawn.percent(link.share_of_other)} of {link.other}"
    )


Point = tuple[float, float]


def _points(one: Dot, other: Dot) -> tuple[Point, Point, Point, Point]:
    """A curve that leaves both circles level: across to the other side, or out into the middle and back."""
    starts, ends = _edge(one), _edge(other)
    if one.anchor != other.anchor:
        middle = (starts + ends) / 2
        return (starts, one.y), (middle, one.y), (middle, other.y), (ends, other.y)
    far = min(0.8 * (WIDTH - 2 * MARGIN - 2 * _FOLDER), 16 + 0.28 * abs(one.y - other.y))
    out = (max if one.anchor == "end" else min)(starts, ends) + (far if one.anchor == "end" else -far)
    return (starts, one.y), (out, one.y), (out, other.y), (ends, other.y)


def _edge(dot: Dot) -> float:
    return dot.x + dot.radius if dot.anchor == "end" else dot.x - dot.radius


def _labels(links: Sequence[Link], dots: Mapping[str, Dot]) -> Iterator[Label]:
    """The shares of the strongest links, each in the middle of its curve; one that would cover another is left out."""
    taken: list[Point] = []
    for link in links:
        text = _drawn.percent(_drawn.strength(link))
        (x1, y1), (c1, d1), (c2, d2), (x2, y2) = _points(dots[link.one], dots[link.other])
        x, y = (x1 + 3 * c1 + 3 * c2 + x2) / 8, (y1 + 3 * d1 + 3 * d2 + y2) / 8
        near = any(abs(x - a) < measured(text, _SMALL) + 6 and abs(y - b) < _SMALL + 5 for a, b in taken)
        if not near and len(taken) < _LABELS:
            taken.append((x, y))
            yield Label(x, y + 4, text)
