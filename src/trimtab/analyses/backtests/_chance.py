"""What chance allows: the interval of a share, and whether one of two methods was right more often on the same cases.

Cases that belong together (an area seen again and again, moments of one pull request) are worth fewer than as many apart.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt
from typing import Literal

FEW = 30
"""With fewer cases nothing is said of how good a judgement is."""
BY_CHANCE = 0.05
"""A difference that chance alone makes as large, or larger, more often than so is none."""

_Z = 1.959963984540054  # the normal quantile of an interval of 95 %

Verdict = Literal["few", "better", "same", "worse"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases, and the interval that holds the true one nineteen times in twenty."""

    value: float
    low: float
    high: float


def share(cases: Sequence[tuple[str, bool]]) -> Share:
    """The share of cases (cluster, right) that were right.

    The interval is Wilson's (1927), for as many independent cases as these are worth (`worth`).
    """
    if not cases:
        return Share(0.0, 0.0, 1.0)
    value = sum(right for _, right in cases) / len(cases)
    count = worth(cases)
    middle = (value + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * sqrt(value * (1 - value) / count + _Z**2 / (4 * count**2))
    return Share(value, max(middle - half, 0.0), min(middle + half, 1.0))


def worth(cases: Sequence[tuple[str, bool]]) -> float:
    """How many independent cases tell as much: their number over the design effect of their clusters (Kish, 1965).

    The variance of the share is that of a ratio of cluster sums, beside that of the same cases apart; it is never taken to be
    smaller.
    """
    count = len(cases)
    value = sum(right for _, right in cases) / count
    sums: dict[str, float] = defaultdict(float)
    for cluster, right in cases:
        sums[cluster] += right - value
    clusters = len(sums)
    if clusters < 2 or not 0 < value < 1:
        # Without differences the sums tell nothing; a cluster then counts once where there is but one.
        return float(clusters if clusters < 2 else count)
    together = clusters / (clusters - 1) * (count - 1) / count * sum(one**2 for one in sums.values())
    return float(count / max(together / (count * value * (1 - value)), 1.0))


def verdict(cases: Sequence[tuple[str, bool, bool]]) -> Verdict:
    """How a method did beside another on the same cases (cluster, one right, the other right).

    Each cluster speaks for the method that was right more often in it. Where every case is a cluster of its own, this is the
    exact form of McNemar's test (1947).
    """
    if len(cases) < FEW:
        return "few"
    leads: dict[str, int] = defaultdict(int)
    for cluster, one, other in cases:
        leads[cluster] += one - other
    ahead, behind = sum(lead > 0 for lead in leads.values()), sum(lead < 0 for lead in leads.values())
    if by_chance(ahead, behind) >= BY_CHANCE:
        return "same"
    return "better" if ahead > behind else "worse"


def by_chance(ahead: int, behind: int) -> float:
    """How often a fair coin falls as unevenly as that, or more so, on either side."""
    thrown = ahead + behind
    tail = sum(comb(thrown, heads) for heads in range(min(ahead, behind) + 1)) / (1 << thrown)
    return min(2 * tail, 1.0)
