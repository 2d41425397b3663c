"""Where the areas of the architecture view stand: two columns of folders that face each other, links between them.

Folders go to the side where their links have the way across to make, and stand as near to what they change with as they
can. Everything is decided by the areas and links themselves, so the same map gives the same drawing. Colours and words
are the business of `_svg`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from trimtab.render import _drawn

if TYPE_CHECKING:
    from trimtab.advice.answer import Area, Link

ROW, HEAD, FOOT, GAP = 38.0, 26.0, 8.0, 14.0
"""Heights of an area, of a folder's name above its areas, of the rest below them, and between two folders."""

_ROUNDS = 40
_TOO_MUCH = 0.5
_DEEPEST = 4

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Block:
    """A folder with its areas from top to bottom; `top` is where it begins."""

    folder: str
    areas: tuple[Area, ...]
    side: Side = "left"
    top: float = 0.0

    @property
    def titled(self) -> bool:
        """Whether the folder is named above its areas; an area alone says its folder itself."""
        return len(self.areas) > 1

    @property
    def head(self) -> float:
        """The height of what stands above the areas."""
        return HEAD if self.titled else FOOT

    @property
    def height(self) -> float:
        """The height of all of it."""
        return self.head + ROW * len(self.areas) + FOOT

    def middles(self) -> Iterator[tuple[str, float]]:
        """Each area by its name, and the middle of its row."""
        for place, area in enumerate(self.areas):
            yield area.name, self.top + self.head + ROW * (place + 0.5)


@dataclass(frozen=True, slots=True)
class Plan:
    """All folders in their places, and the height that they take."""

    blocks: tuple[Block, ...]
    height: float

    def middles(self) -> Mapping[str, tuple[Side, float]]:
        """The side and the height of every area."""
        return {name: (block.side, middle) for block in self.blocks for name, middle in block.middles()}


def plan(areas: Sequence[Area], links: Sequence[Link]) -> Plan:
    """Every area in its place, no two on one."""
    left, right = _sides(_folders(areas), links)
    columns = _settled(_stacked([left, right]), links)
    blocks = tuple(block for column in columns for block in column)
    return Plan(blocks, max((block.top + block.height for block in blocks), default=0.0))


def _folders(areas: Sequence[Area]) -> list[Block]:
    """Areas under their folder, as deep as is needed for no folder to hold most of them."""
    addresses = _drawn.addresses(areas)
    grouped: dict[str, list[Area]] = {}
    for depth in range(1, _DEEPEST + 1):
        grouped = {}
        for area, address in zip(areas, addresses, strict=True):
            grouped.setdefault(_drawn.top(address, depth=depth), []).append(area)
        if max(map(len, grouped.values()), default=0) <= _TOO_MUCH * len(areas):
            break
    return [Block(folder, tuple(members)) for folder, members in grouped.items()]


def _sides(blocks: Sequence[Block], links: Sequence[Link]) -> tuple[list[Block], list[Block]]:
    """Two columns of about the same height, with as much as possible of the links between them.

    The highest folders choose first: the lower column, unless the other has more to which they are linked.
    """
    bound = _bound(blocks, links)
    sides: tuple[list[Block], list[Block]] = ([], [])
    unit = sum(block.height for block in blocks) / (sum(bound.values()) or 1.0) / 2
    for block in sorted(blocks, key=lambda one: (-one.height, one.folder)):
        costs = [
            sum(other.height for other in side) + unit * sum(bound.get(_pair(block, other), 0.0) for other in side)
            for side in sides
        ]
        sides[costs.index(min(costs))].append(block)
    return sides


def _bound(blocks: Sequence[Block], links: Sequence[Link]) -> dict[frozenset[str], float]:
    """How strongly each two folders change together."""
    home = {area.name: block.folder for block in blocks for area in block.areas}
    found: dict[frozenset[str], float] = {}
    for link in links:
        pair = frozenset((home[link.one], home[link.other]))
        found[pair] = found.get(pair, 0.0) + _drawn.strength(link)
    return found


def _pair(one: Block, other: Block) -> frozenset[str]:
    return frozenset((one.folder, other.folder))


Columns = tuple[tuple[Block, ...], ...]


def _stacked(columns: Sequence[Sequence[Block]]) -> Columns:
    """Blocks below each other; both columns have the same middle."""
    heights = [sum(block.height for block in column) + GAP * max(0, len(column) - 1) for column in columns]
    stacked = []
    for side, column, height in zip(SIDES, columns, heights, strict=True):
        top = (max(heights) - height) / 2
        placed: list[Block] = []
        for block in column:
            placed.append(replace(block, side=side, top=top))
            top += block.height + GAP
        stacked.append(tuple(placed))
    return tuple(stacked)


def _settled(columns: Columns, links: Sequence[Link]) -> Columns:
    """Blocks and areas change places as long as that makes the links shorter, each time where it helps most."""
    best = columns
    for _ in range(_ROUNDS):
        tried = min((_stacked(one) for one in _neighbours(best)), key=lambda one: _length(one, links), default=best)
        if _length(tried, links) >= _length(best, links) - 1e-9:
            break
        best = tried
    return best


def _neighbours(columns: Columns) -> Iterator[Columns]:
    """Every way to move one block elsewhere in its column, or to change the places of two areas of a block."""
    for side, column in enumerate(columns):
        for place, block in enumerate(column):
            others = column[:place] + column[place + 1 :]
            for to in range(len(column)):
                if to != place:
                    yield _with(columns, side, (*others[:to], block, *others[to:]))
            for first, second in pairwise(range(len(block.areas))):
                areas = list(block.areas)
                areas[first], areas[second] = areas[second], areas[first]
                yield _with(columns, side, (*column[:place], replace(block, areas=tuple(areas)), *column[place + 1 :]))


def _with(columns: Columns, side: int, column: tuple[Block, ...]) -> Columns:
    return tuple(column if place == side else one for place, one in enumerate(columns))


def _length(columns: Columns, links: Sequence[Link]) -> float:
    """The height that all links have to bridge, the strong ones counting for more."""
    middles = dict(place for column in columns for block in column for place in block.middles())
    return sum(_drawn.strength(link) * abs(middles[link.one] - middles[link.other]) for link in links)
