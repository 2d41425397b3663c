"""Where the areas of the architecture view stand: two columns of folders that face each other, links between them.

Folders go to the side where their links have the way across to make, and stand as near to what they change with as they
can. Everything is decided by the areas and links themselves, so the same map gives the same drawing. Colours and words
are the business of `_svg`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Literal

from trimtab.render import _drawn

if TYPE_CHECKING:
    from trimtab.advice.answer import Area, Link

ROW, HEAD, FOOT, GAP = 38.0, 26.0, 8.0, 14.0
"""Heights of an area, of a folder's name above its areas, of the rest below them, and between two folders."""

_ROUNDS = 24
_SWEEPS = 8
_TRIED = 10
_UNEVEN = 0.12
_TOO_MUCH = 1 / 3
_MOST_OF = 1 / 2
_WORTH_HALVING = 8

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
    def key(self) -> str:
        """What tells it from every other."""
        return min(area.name for area in self.areas)

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
    left, right = _sides(_folders(areas, links), links)
    columns = _settled(_stacked([left, right]), links)
    blocks = tuple(block for column in columns for block in column)
    return Plan(blocks, max((block.top + block.height for block in blocks), default=0.0))


def _folders(areas: Sequence[Area], links: Sequence[Link]) -> list[Block]:
    """Areas under their folders, each as deep as is needed for none to hold too many of them.

    A flat folder that still holds most of them is drawn as two that face each other.
    """
    addressed = list(zip(areas, _drawn.addresses(areas), strict=True))
    found: list[Block] = []
    for folder, members in _divided(addressed, 1, len(areas)):
        flat = len(members) > _MOST_OF * len(areas) and len(members) >= _WORTH_HALVING
        found += [Block(folder, tuple(part)) for part in (_halved(members, links) if flat else [members])]
    return found


def _halved(areas: Sequence[Area], links: Sequence[Link]) -> tuple[list[Area], list[Area]]:
    """Two halves with as much as possible of the links between them: each area goes where it is linked to less.

    Those with the strongest links choose first; no half takes more than its share.
    """
    bound: dict[frozenset[str], float] = {}
    for link in links:
        pair = frozenset((link.one, link.other))
        bound[pair] = bound.get(pair, 0.0) + _drawn.strength(link)
    total = {area.name: sum(weight for pair, weight in bound.items() if area.name in pair) for area in areas}
    halves: tuple[list[Area], list[Area]] = ([], [])
    for area in sorted(areas, key=lambda one: (-total[one.name], one.name)):
        free = [half for half in halves if len(half) < (len(areas) + 1) // 2]
        costs = [sum(bound.get(frozenset((area.name, other.name)), 0.0) for other in half) for half in free]
        free[costs.index(min(costs))].append(area)
    return halves


def _divided(
    addressed: Sequence[tuple[Area, _drawn.Address]], depth: int, total: int
) -> Iterator[tuple[str, Sequence[Area]]]:
    grouped: dict[str, list[tuple[Area, _drawn.Address]]] = {}
    for area, address in addressed:
        grouped.setdefault(_drawn.top(address, depth=depth), []).append((area, address))
    for folder, members in grouped.items():
        deeper = any(len(address.folders) > depth for _, address in members)
        if len(members) > _TOO_MUCH * total and deeper:
            yield from _divided(members, depth + 1, total)
        else:
            yield folder, [area for area, _ in members]


def _sides(blocks: Sequence[Block], links: Sequence[Link]) -> tuple[list[Block], list[Block]]:
    """Two columns of about the same height, with as much as possible of the links between them.

    Every way to part the highest folders is tried; the others go, one after the other, to the lower column.
    """
    ordered = sorted(blocks, key=lambda one: (-one.height, one.key))
    bound = _bound(blocks, links)
    ways = product((0, 1), repeat=max(0, min(_TRIED, len(ordered)) - 1))
    parted = (_parted(ordered[:_TRIED], (0, *way)) for way in ways)
    sides = min(parted, key=lambda one: _unfit(one, bound))
    for block in ordered[_TRIED:]:
        min(sides, key=_height).append(block)
    return sides


Sides = tuple[list[Block], list[Block]]


def _parted(blocks: Sequence[Block], way: Sequence[int]) -> Sides:
    sides: Sides = ([], [])
    for block, side in zip(blocks, way, strict=False):
        sides[side].append(block)
    return sides


def _unfit(sides: Sides, bound: Mapping[frozenset[str], float]) -> float:
    """The share of the links that stay on their side, and how uneven the sides are, beyond what the eye forgives."""
    kept = sum(bound.get(_pair(one, other), 0.0) for side in sides for one, other in combinations(side, 2))
    across = sum(bound.get(_pair(one, other), 0.0) for one, other in product(*sides))
    left, right = map(_height, sides)
    return kept / ((kept + across) or 1.0) + 2 * max(0.0, abs(left - right) / ((left + right) or 1.0) - _UNEVEN)


def _height(column: Sequence[Block]) -> float:
    return sum(block.height for block in column) + GAP * max(0, len(column) - 1)


def _bound(blocks: Sequence[Block], links: Sequence[Link]) -> dict[frozenset[str], float]:
    """How strongly each two blocks change together."""
    home = {area.name: block.key for block in blocks for area in block.areas}
    found: dict[frozenset[str], float] = {}
    for link in links:
        pair = frozenset((home[link.one], home[link.other]))
        found[pair] = found.get(pair, 0.0) + _drawn.strength(link)
    return found


def _pair(one: Block, other: Block) -> frozenset[str]:
    return frozenset((one.key, other.key))


Columns = tuple[tuple[Block, ...], ...]


def _stacked(columns: Sequence[Sequence[Block]]) -> Columns:
    """Blocks below each other; both columns have the same middle."""
    heights = list(map(_height, columns))
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
    """The order with the shortest links that can be found by moving areas and folders about.

    First all of them towards what they are linked to (the barycentre method), then two at a time, each time where it
    helps most.
    """
    best = swept = columns
    for _ in range(_SWEEPS):
        swept = _swept(swept, links)
        best = min(best, swept, key=lambda one: _length(one, links))
    for _ in range(_ROUNDS):
        tried = min((_stacked(one) for one in _neighbours(best)), key=lambda one: _length(one, links), default=best)
        if _length(tried, links) >= _length(best, links) - 1e-9:
            break
        best = tried
    return best


def _swept(columns: Columns, links: Sequence[Link]) -> Columns:
    """Every area in its folder, and every folder in its column, in the order of the middle of what it is linked to."""
    middles = _middles(columns)
    sums = dict.fromkeys(middles, (0.0, 0.0))
    for link in links:
        for here, there in ((link.one, link.other), (link.other, link.one)):
            weighed, weight = sums[here]
            sums[here] = weighed + _drawn.strength(link) * middles[there], weight + _drawn.strength(link)
    aims = {name: weighed / weight if weight else middles[name] for name, (weighed, weight) in sums.items()}
    turned = [
        [replace(block, areas=tuple(sorted(block.areas, key=lambda area: aims[area.name]))) for block in column]
        for column in columns
    ]
    return _stacked(
        [sorted(column, key=lambda block: _mean([aims[area.name] for area in block.areas])) for column in turned]
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _middles(columns: Columns) -> dict[str, float]:
    return dict(place for column in columns for block in column for place in block.middles())


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
    middles = _middles(columns)
    return sum(_drawn.strength(link) * abs(middles[link.one] - middles[link.other]) for link in links)
