"""The map as a treemap: folders within folders, an area as large as its lines, as dark as its heat, marked by its risks.

Two pictures of the same areas are laid out, for a desk and for a phone; the style sheet shows one of them. The page's
policy allows neither scripts nor inline styles, so places are attributes of SVG and colours are classes. What stands in
a rectangle is the business of `_tiles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.render import _drawn, _figures
from trimtab.render._cells import neutral
from trimtab.render._drawn import Drawn, Mark
from trimtab.render._letters import trimmed_front
from trimtab.render._squarify import Box, squarify
from trimtab.render._tiles import TEXT_SIZE, Tile, Words, tile

if TYPE_CHECKING:
    from trimtab.advice.answer import Area, Chart

_PAD = 6.0
_HEAD = 17.0
_BORDER = 2.0


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder drawn around its areas, with its name where that fits."""

    box: Box
    words: tuple[Words, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One layout of the map."""

    name: str
    width: float
    height: float
    folders: tuple[Folder, ...]
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Swatch:
    """A step of the colour scale in the legend: the greatest heat that has this colour."""

    step: int
    upto: str


@dataclass(frozen=True, slots=True)
class Treemap:
    """What the template draws: the pictures, and the legend in words."""

    said: str
    pictures: tuple[Picture, ...]
    unit: str
    swatches: tuple[Swatch, ...]
    marks: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """How a picture is made: its frame, how many folders deep it goes, and how small a tile may be to lead anywhere."""

    name: str
    width: float
    height: float
    depth: int
    least: float


_FORMS = (_Form("wide", 864, 540, 2, 25), _Form("narrow", 340, 560, 1, 31))


@dataclass(frozen=True, slots=True)
class _Node:
    """A folder with what is in it, or one area, or several that are drawn as one."""

    name: str
    weight: float
    children: tuple[_Node, ...] = ()
    areas: tuple[Area, ...] = ()


def treemap(chart: Chart) -> Treemap:
    """The pictures of a chart that has at least one area."""
    drawn = Drawn(chart)
    seen = {mark for area in chart.areas for mark in _drawn.marks(area)}
    unit = "lines" if drawn.lines_per_file else "files"
    return Treemap(
        said=f"{len(chart.areas)} areas, as large as their {unit}, as strong in colour as the changes expected in them",
        pictures=tuple(_picture(drawn, form) for form in _FORMS),
        unit=drawn.unit(),
        swatches=tuple(_swatches(drawn)),
        marks=tuple((mark, said) for mark, said in _drawn.MARKS.items() if mark in seen),
    )


def _swatches(drawn: Drawn) -> Iterator[Swatch]:
    for step, bound in enumerate(drawn.bounds()):
        yield Swatch(step, _figures.number(bound))


def _picture(drawn: Drawn, form: _Form) -> Picture:
    frame = Box(0, 0, form.width, form.height)
    placed = [(address.folders[: form.depth], area) for area, address in _addressed(drawn)]
    root = _tree("", placed, drawn)
    folders: list[Folder] = []
    tiles: list[Tile] = []
    for node, box, within in _laid(root, frame, form, frame.surface / root.weight):
        if node.children:
            folders.append(_folder(node, box, within))
        else:
            tiles.append(tile(node.areas, box, drawn, within, least=form.least))
    return Picture(form.name, form.width, form.height, tuple(folders), tuple(tiles))


def _addressed(drawn: Drawn) -> Iterator[tuple[Area, _drawn.Address]]:
    return zip(drawn.chart.areas, _drawn.addresses(drawn.chart.areas), strict=True)


def _tree(name: str, placed: Sequence[tuple[tuple[str, ...], Area]], drawn: Drawn) -> _Node:
    """A folder of areas; a folder that holds but one thing is that thing."""
    below: dict[str, list[tuple[tuple[str, ...], Area]]] = {}
    children: list[_Node] = []
    for folders, area in placed:
        if folders:
            below.setdefault(folders[0], []).append((folders[1:], area))
        else:
            children.append(_Node(name, drawn.size(area), areas=(area,)))
    for folder, inside in below.items():
        children.append(_tree(f"{name}{folder}/", inside, drawn))
    if len(children) == 1 and name:
        return children[0]
    return _Node(name, sum(child.weight for child in children), tuple(children))


def _laid(node: _Node, box: Box, form: _Form, scale: float, within: str = "") -> Iterator[tuple[_Node, Box, str]]:
    """Every folder and every tile with its place, folders before what is in them."""
    children = _joined(node, form, scale)
    for child, place in zip(children, squarify([one.weight for one in children], box), strict=True):
        if not child.children:
            yield child, place, within
            continue
        inside = place.shrunk(top=_HEAD if _has_head(place) else _BORDER, others=_BORDER)
        if min(inside.width, inside.height) < form.least:
            yield _Node(child.name, child.weight, areas=tuple(_areas(child))), place, within
            continue
        yield child, place, within
        smaller = inside.surface / place.surface
        yield from _laid(child, inside, form, scale * smaller, child.name if _has_head(place) else within)


def _joined(node: _Node, form: _Form, scale: float) -> list[_Node]:
    """What is in a folder, the areas too small to be hit drawn as one where there are several."""
    small = [one for one in node.children if one.weight * scale < form.least * form.least and not one.children]
    if len(small) < 2:
        return list(node.children)
    together = _Node(
        node.name, sum(one.weight for one in small), areas=tuple(area for one in small for area in one.areas)
    )
    return [one for one in node.children if one not in small] + [together]


def _areas(node: _Node) -> Iterator[Area]:
    yield from node.areas
    for child in node.children:
        yield from _areas(child)


def _has_head(box: Box) -> bool:
    return box.height >= _HEAD * 3 and box.width >= 60


def _folder(node: _Node, box: Box, within: str) -> Folder:
    said = neutral(node.name.removeprefix(within)) if _has_head(box) else ""
    name = trimmed_front(said, box.width - 2 * _PAD, TEXT_SIZE, bold=True)
    words = (Words(name, _PAD, 12.5, "folder"),) if name else ()
    return Folder(box, words, neutral(node.name))
