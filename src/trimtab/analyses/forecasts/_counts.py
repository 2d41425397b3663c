"""How many items end within so many days, new ones included.

What open items and those to come will do by their hazards gives the number expected. How far off such numbers were is
learned from what past ones became: a number is one of ten multiples of the one expected, each with its share, and around
that it spreads a little more than chance alone (a mixture of negative binomials; the shares by expectation and maximisation,
Dempster, Laird and Rubin 1977, drawn to a prior). Throughput wanders, and now and then stops: a Poisson range of it, or one
drawn from its weeks, is far too narrow.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trimtab.analyses.forecasts._ages import LONGEST, Curve
from trimtab.analyses.forecasts._outlook import first_day

MULTIPLES = (0.02, 0.15, 0.35, 0.55, 0.75, 1.0, 1.3, 1.7, 2.3, 3.3)
# The prior's shares of the multiples for four weeks and for a quarter, and how many past numbers it weighs.
PRIOR = {
    28.0: (0.14, 0.10, 0.09, 0.09, 0.10, 0.12, 0.12, 0.09, 0.05, 0.10),
    91.0: (0.06, 0.06, 0.07, 0.11, 0.13, 0.17, 0.16, 0.11, 0.04, 0.09),
}
PRIOR_NUMBERS = {28.0: 6.0, 91.0: 4.0}
EXCESS = 0.04
"""The variance around a multiple is its mean plus this much of its square."""

HALF = 1500.0  # days after which a past number counts half
_ROUNDS = 4
_LEAST = 1e-6

WEEKS_BACK = 104
# How fast items come in: a mean of weeks, a half of which has a half-life of 6 weeks, three tenths one of 26, the rest none.
_MIX = ((0.5, 6.0), (0.3, 26.0), (0.2, 1000.0))
_WEIGHTS = tuple(sum(part / half * 0.5 ** (week / half) for part, half in _MIX) for week in range(WEEKS_BACK))


@dataclass(frozen=True, slots=True)
class Past:
    """A number that was expected, what it became, and how much it counts."""

    expected: float
    became: int
    weight: float


@dataclass(frozen=True, slots=True)
class Count:
    """A number to come: the one expected, and the share of each multiple of it."""

    expected: float
    shares: tuple[float, ...]
    days: float

    def at_most(self, number: int) -> float:
        """The share of futures with this number or fewer."""
        return min(1.0, sum(self.spread(number)))

    def spread(self, number: int) -> list[float]:
        """The share of futures for every number from none to this one."""
        found = [0.0] * (number + 1)
        for multiple, share in zip(MULTIPLES, self.shares, strict=True):
            for place, part in enumerate(_negative_binomial(self.expected * multiple, number)):
                found[place] += share * part
        return found

    def within(self, share: float) -> int:
        """The smallest number that this share of futures does not exceed."""
        most = math.ceil(self.expected * MULTIPLES[-1] * 4) + 40
        total = 0.0
        for number, part in enumerate(self.spread(most)):
            total += part
            if total >= share:
                return number
        return most


@dataclass(frozen=True, slots=True)
class Reach:
    """When so many items have ended: `expected` says how many are to be expected within so many days."""

    number: int
    expected: Callable[[float], float]
    shares: tuple[float, ...]

    def by(self, days: float) -> float:
        """The share of futures in which so many have ended within so many days."""
        return 1 - Count(self.expected(days), self.shares, days).at_most(self.number - 1) if days > 0 else 0.0

    def within(self, share: float) -> float | None:
        """The days within which so many end in this share of futures; None beyond ten years."""
        return first_day(self.by, share, LONGEST)


def arriving(opened: Sequence[float], at: float, since: float) -> float:
    """Items opened per day as of an instant, the last weeks weighing most; `opened` is in order, all in days since 1970."""
    found = weight = 0.0
    for week, weigh in enumerate(_WEIGHTS):
        end = at - 7 * week
        if week and end - 7 < since:
            break
        found += weigh * (bisect_right(opened, end) - bisect_right(opened, end - 7))
        weight += weigh
    return found / weight / 7


def of_arrivals(rate: float, curve: Curve, days: float) -> float:
    """How many of those who come in within so many days also end within them."""
    parts = 10
    return rate * days * sum(curve.over(0.0, days * (part + 0.5) / parts) for part in range(parts)) / parts


def shares_of(past: Sequence[Past], days: float) -> tuple[float, ...]:
    """The share of each multiple, from past numbers and the prior for so many days."""
    prior, numbers = _prior(days)
    likely = [(one.weight, _likelihoods(one)) for one in past]
    found = prior
    for _ in range(_ROUNDS):
        sums = [numbers * share for share in prior]
        for weight, parts in likely:
            joint = [share * part for share, part in zip(found, parts, strict=True)]
            whole = sum(joint)
            sums = [total + weight * part / whole for total, part in zip(sums, joint, strict=True)]
        found = tuple(total / sum(sums) for total in sums)
    return found


def _prior(days: float) -> tuple[tuple[float, ...], float]:
    """The shares before anything is seen and the numbers they weigh: of four weeks, of a quarter, or between them by logarithm."""
    (short, first), (long, last) = PRIOR.items()
    part = min(1.0, max(0.0, math.log(days / short) / math.log(long / short)))
    shares = tuple(one * (1 - part) + other * part for one, other in zip(first, last, strict=True))
    return shares, PRIOR_NUMBERS[short] * (1 - part) + PRIOR_NUMBERS[long] * part


def _likelihoods(one: Past) -> list[float]:
    logs = [_log_likelihood(one.expected * multiple, one.became) for multiple in MULTIPLES]
    top = max(logs)
    return [math.exp(log - top) for log in logs]


def _log_likelihood(mean: float, number: int) -> float:
    mean, size = max(mean, _LEAST), 1 / EXCESS
    ways = math.lgamma(number + size) - math.lgamma(size) - math.lgamma(number + 1)
    return ways + size * math.log(size / (size + mean)) + number * math.log(mean / (size + mean))


def _negative_binomial(mean: float, most: int) -> list[float]:
    mean, size = max(mean, _LEAST), 1 / EXCESS
    part = math.exp(-size * math.log1p(mean / size))
    found = [part]
    for number in range(1, most + 1):
        part *= mean / (size + mean) * (number - 1 + size) / number
        found.append(part)
    return found
