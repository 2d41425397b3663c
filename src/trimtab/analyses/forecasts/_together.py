"""When so many of several items are done: items of one team hurry and wait together.

Each item keeps its own share of futures; that they move together is a Gaussian copula with one factor (Vasicek 1987; Li
2000): in one future all are done sooner than usual, in another all later. Were they told apart as if each went its own way,
the range of "all of them" would be far too narrow: bench/forecast.py shows by how much.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from trimtab.analyses.forecasts._ages import LONGEST
from trimtab.analyses.forecasts._outlook import Outlook, first_day

SHARED = 0.65
"""How much of an item's fate is shared: the square of its correlation with the common factor."""

_FUTURES = 15
_NORMAL = NormalDist()
FACTORS = tuple(_NORMAL.inv_cdf((place + 0.5) / _FUTURES) for place in range(_FUTURES))
_PULL, _OWN = math.sqrt(SHARED), math.sqrt(1 - SHARED)
_EXACT = 150  # items up to which the count is worked out item by item
_CERTAIN = 1e-12
_GRAIN = 50  # steps to a unit in which like items are taken together


@dataclass(frozen=True, slots=True)
class Together:
    """Several items, of which `needed` are to be done."""

    outlooks: tuple[Outlook, ...]
    needed: int

    def by(self, days: float) -> float:
        """The share of futures in which enough of them are done within so many days."""
        if self.needed <= 0:
            return 1.0
        deep = self._depths(days)
        return sum(_at_least(_shares(deep, factor), self.needed) for factor in FACTORS) / _FUTURES

    def within(self, share: float) -> float | None:
        """The days within which enough are done in this share of futures; None beyond ten years."""
        return first_day(self.by, share, LONGEST)

    def counts(self, days: float) -> list[float]:
        """The share of futures for each number of items done within so many days, from none to all."""
        deep = self._depths(days)
        found = [0.0] * (len(self.outlooks) + 1)
        for factor in FACTORS:
            for done, share in enumerate(_spread(_shares(deep, factor))):
                found[done] += share / _FUTURES
        return found

    def _depths(self, days: float) -> list[tuple[float, int]]:
        """How far each share lies from the middle, in standard deviations, and how many items lie there."""
        found: Counter[float] = Counter()
        for outlook in self.outlooks:
            depth = _NORMAL.inv_cdf(min(max(outlook.by(days), _CERTAIN), 1 - _CERTAIN))
            found[round(depth * _GRAIN) / _GRAIN if len(self.outlooks) > _EXACT else depth] += 1
        return list(found.items())


def _shares(deep: Sequence[tuple[float, int]], factor: float) -> list[tuple[float, int]]:
    return [(_below((depth - _PULL * factor) / _OWN), many) for depth, many in deep]


def _below(deviations: float) -> float:
    return 0.5 * math.erfc(-deviations / math.sqrt(2))


def _at_least(shares: Sequence[tuple[float, int]], needed: int) -> float:
    total = sum(many for _, many in shares)
    if needed == total:
        return math.prod(share**many for share, many in shares)
    if needed > total:
        return 0.0
    return sum(_spread(shares)[needed:])


def _spread(shares: Sequence[tuple[float, int]]) -> list[float]:
    """How many are done when each is with its own share, independently (the Poisson binomial distribution)."""
    total = sum(many for _, many in shares)
    if total > _EXACT:
        return _rounded(shares, total)
    found = [1.0]
    for share, many in shares:
        for _ in range(many):
            found = [one * share + other * (1 - share) for one, other in zip([0.0, *found], [*found, 0.0], strict=True)]
    return found


def _rounded(shares: Sequence[tuple[float, int]], total: int) -> list[float]:
    """The same for many items: a normal distribution of the same mean and variance, cut to whole numbers."""
    mean = sum(share * many for share, many in shares)
    deviation = max(math.sqrt(sum(share * (1 - share) * many for share, many in shares)), 1e-6)
    below = [_below((done + 0.5 - mean) / deviation) for done in range(total)]
    return [high - low for low, high in zip([0.0, *below], [*below, 1.0], strict=True)]
