"""How likely an item is to end at each age: one hazard for each stretch of age, and the share that has ended by then.

Stretches are short where items are young, because most of what ends, ends young. Within one the hazard is constant (the
piecewise exponential model; Klein and Moeschberger, Survival Analysis, 2nd ed., section 2.5 and 12.2).
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGES = (
    0.0, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.5, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0,
    112.0, 160.0, 224.0, 320.0, 450.0, 640.0, 900.0, 1300.0, 1800.0, 2600.0,
)  # fmt: skip
"""Where the stretches of age begin, in days; the last has no end."""

BINS = len(EDGES)
_LAST_MIDDLE = 3800.0
MIDDLES = (*((low + high) / 2 for low, high in pairwise(EDGES)), _LAST_MIDDLE)

LONGEST = 3650.0
"""Days ahead that are looked at: what takes longer than ten years is said to have no date."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Hazards per day, one for each stretch of `EDGES`, and their sum up to the beginning of each stretch."""

    hazards: tuple[float, ...]
    sums: tuple[float, ...]

    @classmethod
    def of(cls, hazards: Sequence[float]) -> "Curve":
        """The curve of these hazards."""
        sums = [0.0]
        for (low, high), hazard in zip(pairwise(EDGES), hazards, strict=False):
            sums.append(sums[-1] + hazard * (high - low))
        return cls(tuple(hazards), tuple(sums))

    def summed(self, age: float) -> float:
        """The sum of the hazard up to this age."""
        place = bisect_right(EDGES, age) - 1
        return self.sums[place] + self.hazards[place] * (age - EDGES[place])

    def over(self, age: float, days: float) -> float:
        """The share of items of this age that end within so many days more."""
        return -math.expm1(self.summed(age) - self.summed(age + days))
