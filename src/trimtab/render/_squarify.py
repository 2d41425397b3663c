"""Rectangles that fill a frame, each as large as its weight, as near to squares as they come.

The algorithm is that of Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000): the weights, largest first, fill
strips along the shorter side of what is left; a strip takes the next weight as long as its worst rectangle gets squarer
by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its upper left corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def surface(self) -> float:
        """Width times height."""
        return self.width * self.height

    def shrunk(self, *, top: float, others: float) -> Box:
        """What is left inside a border."""
        return Box(self.x + others, self.y + top, self.width - 2 * others, self.height - top - others)


def squarify(weights: Sequence[float], frame: Box) -> list[Box]:
    """A rectangle for each weight, in the order given; together they tile the frame.

    Weights are positive. Equal weights keep their order, so the same weights give the same picture.
    """
    order = sorted(range(len(weights)), key=lambda place: (-weights[place], place))
    scale = frame.surface / sum(weights) if weights else 0.0
    surfaces = [weights[place] * scale for place in order]
    found = dict(zip(order, _strips(surfaces, frame), strict=True))
    return [found[place] for place in range(len(weights))]


def _strips(surfaces: Sequence[float], frame: Box) -> Iterable[Box]:
    """Rectangles of surfaces that do not grow, strip after strip; the last strip takes all that is left."""
    left, start = frame, 0
    while start < len(surfaces):
        side = min(left.width, left.height)
        end = start + 1
        while end < len(surfaces) and _worst(surfaces[start : end + 1], side) <= _worst(surfaces[start:end], side):
            end += 1
        yield from _strip(surfaces[start:end], left, whole=end == len(surfaces))
        left = _beyond(sum(surfaces[start:end]), left)
        start = end


def _worst(strip: Sequence[float], side: float) -> float:
    """The ratio of the sides of the least square rectangle of a strip along `side`."""
    total = sum(strip)
    if not (side and total and strip[-1]):
        return float("inf")
    return max(side * side * strip[0] / (total * total), total * total / (side * side * strip[-1]))


def _strip(strip: Sequence[float], left: Box, *, whole: bool) -> Iterable[Box]:
    """The rectangles of one strip, beside each other along the shorter side."""
    upright = left.width >= left.height
    side = left.height if upright else left.width
    across = left.width if upright else left.height
    total = sum(strip)
    thick = across if whole else min(across, total / side if side else 0.0)
    at = 0.0
    for place, surface in enumerate(strip):
        length = side - at if place == len(strip) - 1 else min(side - at, side * surface / total if total else 0.0)
        yield Box(left.x, left.y + at, thick, length) if upright else Box(left.x + at, left.y, length, thick)
        at += length


def _beyond(taken: float, left: Box) -> Box:
    """What is left of a rectangle beyond a strip of this surface."""
    if left.width >= left.height:
        thick = min(left.width, taken / left.height) if left.height else 0.0
        return Box(left.x + thick, left.y, left.width - thick, left.height)
    thick = min(left.height, taken / left.width) if left.width else 0.0
    return Box(left.x, left.y + thick, left.width, left.height - thick)
