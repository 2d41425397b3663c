"""When one item is done: the share of futures in which it is, for every day to come."""

from collections.abc import Callable
from dataclasses import dataclass

from trimtab.analyses.forecasts._ages import LONGEST, Curve
from trimtab.analyses.forecasts._mended import Mended

_CLOSE = 0.01  # days


@dataclass(frozen=True, slots=True)
class Outlook:
    """An item of this age on this curve, mended by how earlier forecasts did."""

    curve: Curve
    age: float
    mended: Mended

    def by(self, days: float) -> float:
        """The share of futures in which it is done within so many days."""
        return self.mended.share(self.curve.over(self.age, days)) if days > 0 else 0.0

    def within(self, share: float) -> float | None:
        """The days within which it is done in this share of futures; None beyond ten years."""
        return first_day(self.by, share, LONGEST)


def first_day(by: Callable[[float], float], share: float, longest: float) -> float | None:
    """The first day by which a rising share is reached, to a quarter of an hour; None where it never is within `longest`."""
    if by(longest) < share:
        return None
    low, high = 0.0, longest
    while high - low > max(_CLOSE, low * 1e-4):
        middle = (low + high) / 2
        low, high = (low, middle) if by(middle) >= share else (middle, high)
    return high
