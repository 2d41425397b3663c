"""Dice that fall the same way on every machine: one stream of numbers per name.

Each person, week or file has dice of its own, so that leaving one truth out of the story moves only what hangs on it.
Python promises that `random.random` with a seed stays as it is from version to version and promises it of nothing
else, so everything here is made from that one method.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Seeded dice, named by what they decide."""

    def __init__(self, seed: int, *name: object) -> None:
        text = "/".join(str(part) for part in (seed, *name))
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        self._random = random.Random(number)  # noqa: S311 - a story, not a secret

    def chance(self, share: float) -> bool:
        """True in `share` of all throws."""
        return self._random.random() < share

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to, but not including, `high`."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, all equally likely."""
        return things[int(self._random.random() * len(things))]

    def weighted(self, things: Sequence[tuple[T, float]]) -> T:
        """One of the things, as likely as its weight."""
        left = self._random.random() * sum(weight for _, weight in things)
        for thing, weight in things:
            left -= weight
            if left < 0:
                return thing
        return things[-1][0]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """`count` different things (all, if there are fewer), in the order they came."""
        places = list(range(len(things)))
        while len(places) > count:
            places.pop(int(self._random.random() * len(places)))
        return [things[place] for place in places]
