"""What stands in a rectangle of the treemap: its words, as far as they fit, and its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.render import _drawn
from trimtab.render._cells import neutral
from trimtab.render._letters import measured, trimmed

if TYPE_CHECKING:
    from trimtab.advice.answer import Area
    from trimtab.render._drawn import Drawn, Mark
    from trimtab.render._squarify import Box

NAME_SIZE, TEXT_SIZE, LINE = 12.5, 11.0, 15.0
"""Font sizes of a tile's name and of what stands below it, and from one line to the next, in units of the picture."""

_PAD = 6.0
_STRIPE = 5.0
_ICON = 15.0
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Words:
    """A line of a tile or the name of a folder, and where its baseline is."""

    text: str
    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Icon:
    """A mark in the corner of a tile."""

    mark: Mark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tile:
    """An area, or several small ones of a folder as one: its place, its colour, what can be read in it and of it.

    `claim` is where a click leads, empty where the tile is too small to be hit; `stripe` is the edge that is hatched.
    """

    box: Box
    step: int
    said: str
    claim: str
    stripe: str
    words: tuple[Words, ...]
    icons: tuple[Icon, ...]


def tile(areas: Sequence[Area], box: Box, drawn: Drawn, within: str, *, least: float) -> Tile:
    """The tile of one area, or of several small ones; `within` is the folder whose name stands above it.

    It leads to its claim unless a side is shorter than `least`.
    """
    if len(areas) > 1:
        room = box.width - 2 * _PAD - _STRIPE
        more = (
            f"{len(areas)} more" if measured(f"{len(areas)} more", NAME_SIZE, bold=True) <= room else f"+{len(areas)}"
        )
        words = tuple(_lines([(more, "name")], box, 0))
        return Tile(box, max(map(drawn.step, areas)), _several(areas), "", "", words, ())
    (area,) = areas
    marks = _drawn.marks(area)
    icons = _icons(marks, box)
    return Tile(
        box=box,
        step=drawn.step(area),
        said=_drawn.described(area),
        claim=neutral(area.claim) if min(box.width, box.height) >= least else "",
        stripe=next((mark for mark in marks if mark in ("none", "one")), ""),
        words=tuple(_lines(_said(area, within), box, len(icons))),
        icons=icons,
    )


def _several(areas: Sequence[Area]) -> str:
    """Small areas, named as far as anybody would read; all of them stand in the table."""
    risky = sum(1 for area in areas if area.bus_factor is not None and area.bus_factor <= 1)
    names = ", ".join(area.name for area in areas[:_LISTED])
    rest = len(areas) - _LISTED
    said = f"{len(areas)} small areas: {names}{f' and {rest} more' if rest > 0 else ''}"
    return neutral(f"{said}; {risky} of them with a bus factor of 0 or 1" if risky else said)


def _said(area: Area, within: str) -> list[tuple[str, str]]:
    """The lines of a tile, the most important first."""
    known = _drawn.known_by(area)
    people = [(known, "text")] if known else []
    return [(_short(area, within), "name"), *people, (_drawn.bus_factor(area), "whole")]


def _short(area: Area, within: str) -> str:
    """The name without the folders that stand above it; the last of them where it is all of that folder."""
    above = within.removeprefix(f"{area.repo}/")
    name = area.name.removeprefix(f"{area.repo}:") if within != above or not within else area.name
    if above and name.strip("/") == above.strip("/"):
        return above.strip("/").rpartition("/")[2] + "/"
    return name.removeprefix(above)


def _icons(marks: Sequence[Mark], box: Box) -> tuple[Icon, ...]:
    """Marks in the upper right corner, as many as there is room for."""
    if box.height < _ICON + 4:
        return ()
    shown = [mark for mark in marks if mark in ("you", "blind")][: int((box.width - _STRIPE - 4) // _ICON)]
    return tuple(Icon(mark, box.width - _ICON * (place + 1) + 4, 11) for place, mark in enumerate(shown))


def _lines(said: Sequence[tuple[str, str]], box: Box, icons: int) -> Iterator[Words]:
    """As many lines as there is room for; where the marks would cut the name, it stands below them if it can."""
    left = _PAD + _STRIPE
    room = box.width - left - _PAD
    name, most = neutral(said[0][0]), int((box.height - _PAD) // LINE)
    beside = _fitting(name, "name", room - icons * _ICON)
    first = 1 if most > 1 and beside != _fitting(name, "name", room) else 0
    for place, (text, kind) in enumerate(said[: max(0, most - first)]):
        fits = beside if place == first == 0 else _fitting(neutral(text), kind, room)
        if not fits:
            return
        yield Words(fits, left, 16.5 + LINE * (place + first), "name" if kind == "name" else "text")


def _fitting(text: str, kind: str, room: float) -> str:
    """As much of a line as fits: of a path its last part, of people the first, of a bus factor all or nothing."""
    if kind == "whole":
        return text if measured(text, TEXT_SIZE) <= room else ""
    if kind == "text":
        return trimmed(text, room, TEXT_SIZE)
    last = text.rstrip("/").rpartition("/")[2]
    fitting = (one for one in (text, f"…/{last}") if measured(one, NAME_SIZE, bold=True) <= room)
    return next(fitting, "") or trimmed(last, room, NAME_SIZE, bold=True)
