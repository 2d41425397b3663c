"""Whether items that belong together end faster or slower than others of their kind and age: one factor on their hazard.

What carries the label of a release is worked on; what was left out of it lies. A hazard learned from all items knows neither.
The factor is the number that ended while they belonged to the group over the number to expect of items of these ages in that
time, drawn to 1 by made-up ends: a standardised mortality ratio (Breslow and Day 1987) with a gamma prior.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from trimtab.analyses.forecasts._ages import Curve

LOOKED_AT = 182.0
"""Days back that a group's own pace is looked at."""

LEAN = 8.0
_SHORTEST = 1.0  # who joined within so many days of ending was named because it ended


@dataclass(frozen=True, slots=True)
class Member:
    """One item of a group: days since 1970 when it was opened, joined the group, and ended (None while open), and its curve."""

    opened: float
    joined: float
    ended: float | None
    curve: Curve


@dataclass(frozen=True, slots=True)
class Pace:
    """How many of a group ended in the time looked at, how many were to expect, and the factor that follows."""

    ended: int
    expected: float
    factor: float


def pace(members: Iterable[Member], at: float) -> Pace:
    """The pace of a group as of an instant in days since 1970; 1 where nothing was seen."""
    ended, expected = 0, 0.0
    for one in members:
        begin, end = max(one.joined, at - LOOKED_AT), at if one.ended is None else min(one.ended, at)
        if end - max(one.joined, one.opened) < _SHORTEST or begin >= end:
            continue
        expected += one.curve.summed(end - one.opened) - one.curve.summed(max(begin - one.opened, 0.0))
        ended += one.ended is not None and one.ended <= at
    return Pace(ended, expected, (ended + LEAN) / (expected + LEAN))


def faster(curve: Curve, factor: float) -> Curve:
    """The curve of an item whose hazard is so many times that of others at every age."""
    return Curve.of([hazard * factor for hazard in curve.hazards])
