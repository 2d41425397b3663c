"""What is asked of the past, in one form for some items, one item, and a number of them: shares, dates and numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice.forecast._ground import Basis, Ground
from trimtab.advice.forecast._query import KINDS, Query
from trimtab.advice.forecast._when import HIGH, LOW
from trimtab.analyses import forecasts

MOST_ROWS = 200
"""Items that stand as evidence behind a line; the others are counted."""

_JOINS = {"label": "labeled", "milestone": "milestoned"}
_MOST_LEFT_OUT = 200  # beyond, leaving each of the slowest out is not tried


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many are done by a date: the middle, the range of eight futures in ten, and the share in which it is enough."""

    low: int
    middle: int
    high: int
    enough: float


class Asked:
    """The open items that were asked about, or the number of them, and when they are done."""

    def __init__(self, ground: Ground, query: Query, found: pl.DataFrame) -> None:
        """`found` are the items that a query named, open or done (`items.STATES`)."""
        self.ground = ground
        self.query = query
        self._found = found
        done = found.filter(pl.col("ended_at").is_not_null()).sort("ended_at", "tracker", "number", descending=True)
        self.open: list[Row] = found.filter(pl.col("ended_at").is_null()).to_dicts()
        self.done_many = done.height
        self.done: list[Row] = done.head(MOST_ROWS).to_dicts()

    @cached_property
    def bases(self) -> tuple[Basis, ...]:
        """The series behind the open items; of a number, the one of all."""
        if self.query.count is not None:
            kinds = self._kinds
            return (Basis(self.ground.whole(kinds), kinds[0] if len(kinds) == 1 else "", mixed=False),)
        keys = sorted({(row["tracker"], row["kind"]) for row in self.open})
        return tuple(self.ground.basis(*key) for key in keys)

    @property
    def _kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(KINDS[value] for value in self.query.values("is")))

    @property
    def enough(self) -> bool:
        """Whether the past says anything about all of them."""
        return all(basis.series.enough for basis in self.bases)

    @cached_property
    def outlooks(self) -> tuple[forecasts.Outlook, ...]:
        """One for each open item."""
        return tuple(self.ground.outlook(row, self.pace.factor if self.pace else 1.0) for row in self.open)

    @cached_property
    def pace(self) -> forecasts.Pace | None:
        """How fast items with the label or the milestone end against others; None where neither was asked for."""
        named = {kind: values for key, kind in _JOINS.items() if (values := self.query.values(key))}
        return self.ground.pace(self._found, named) if named else None

    @cached_property
    def _together(self) -> forecasts.Together:
        return forecasts.Together(self.outlooks, len(self.outlooks))

    @cached_property
    def _reach(self) -> forecasts.Reach:
        return self.bases[0].series.reach(self.query.count or 1)

    @property
    def by(self) -> Callable[[float], float]:
        """The share of futures in which all of it is done within so many days."""
        if self.query.count is not None:
            return self._reach.by
        return self.outlooks[0].by if len(self.outlooks) == 1 else self._together.by

    def within(self, share: float) -> float | None:
        """The days within which all of it is done in this share of futures; None beyond ten years."""
        if share in self._days:
            return self._days[share]
        self._days[share] = forecasts.first_day(self.by, share, forecasts.LONGEST)
        return self._days[share]

    @cached_property
    def _days(self) -> dict[float, float | None]:
        return {}

    def numbers(self, days: float) -> Numbers:
        """How many are done within so many days."""
        if self.query.count is not None:
            count = self.bases[0].series.count(days)
            enough = 1 - count.at_most(self.query.count - 1)
            return Numbers(count.within(LOW), count.within(0.5), count.within(HIGH), enough)
        shares = list(accumulate(self._together.counts(days)))

        def number(level: float) -> int:
            return next((place for place, share in enumerate(shares) if share >= level), len(shares) - 1)

        return Numbers(number(LOW), number(0.5), number(HIGH), self.by(days))

    def sooner_without(self, share: float) -> tuple[Row, float] | None:
        """The item without which the others are done soonest in this share of futures, and within how many days.

        None where there are fewer than two, or too many to try.
        """
        if not 2 <= len(self.outlooks) <= _MOST_LEFT_OUT:
            return None
        middle = [outlook.within(0.5) for outlook in self.outlooks]
        order = sorted(range(len(middle)), key=lambda place: -(middle[place] or forecasts.LONGEST))[:3]
        tried = []
        for place in order:
            others = (*self.outlooks[:place], *self.outlooks[place + 1 :])
            days = forecasts.Together(others, len(others)).within(share)
            if days is not None:
                tried.append((days, place))
        if not tried:
            return None
        days, place = min(tried)
        return self.open[place], days
