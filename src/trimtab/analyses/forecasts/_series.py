"""Forecasts for one series of items: the issues, or the pull requests, of one tracker as of an instant.

Everything is learned from the lives that the instant knows, and so is how earlier forecasts would have done: they are made
again for past steps of four weeks with what was known then.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, partial

import polars as pl

from trimtab.analyses.forecasts._ages import Curve
from trimtab.analyses.forecasts._counts import HALF, Count, Past, Reach, arriving, of_arrivals, shares_of
from trimtab.analyses.forecasts._group import faster
from trimtab.analyses.forecasts._hazard import STEP, cells, curves, watched
from trimtab.analyses.forecasts._lives import BANDS
from trimtab.analyses.forecasts._mended import NEW, OPEN, Mended, Told, mended
from trimtab.analyses.forecasts._outlook import Outlook, first_day
from trimtab.analyses.forecasts._together import Together

LEAST_ENDED = 20
"""With fewer items that ended there is too little to tell when others will."""

_PAST_STEPS = 66  # five years: beyond, an earlier forecast tells little of those of today
_A_STEP = 250  # open items of a past step that are looked at, evenly over their ages
_NEW_ITEMS = 2_000
_NEW_DAYS = 3 * 365.0
_YEAR = 365.0
_EVERYBODY = len(BANDS)


class Series:
    """What is known of one series as of an instant, and what it says of the time to come.

    `lives` (LIVES) holds no item opened, and no end, later than `at`, in days since 1970.
    """

    def __init__(self, lives: pl.DataFrame, at: float) -> None:
        self.at = at
        self._lives = lives.sort("opened", "tracker", "item")
        self.ended = int(lives["ended"].is_not_null().sum())
        self.open = lives.height - self.ended

    @property
    def enough(self) -> bool:
        """Whether enough items ended to say anything."""
        return self.ended >= LEAST_ENDED

    @cached_property
    def opened(self) -> list[float]:
        """When items were opened, in order."""
        return self._lives["opened"].to_list()

    def new(self, band: int) -> Outlook:
        """An item opened at the instant by an author of this band."""
        return Outlook(self._curves[0][band], 0.0, self.mended_new)

    def rest(self, age: float, band: int, factor: float = 1.0) -> Outlook:
        """An item that has been open for `age` days, of a group that is so many times as fast as others."""
        curve = self._curves[0][band]
        return Outlook(curve if factor == 1.0 else faster(curve, factor), age, self.mended_open)

    def curve(self, band: int) -> Curve:
        """The hazard of items whose author is of this band."""
        return self._curves[0][band]

    def together(self, items: Sequence[tuple[float, int]], needed: int) -> Together:
        """Several open items, each with its age and band, of which so many are to be done."""
        return Together(tuple(self.rest(age, band) for age, band in items), needed)

    def count(self, days: float) -> Count:
        """How many items end within so many days, new ones included."""
        return Count(self._expected(0, days), shares_of(self._numbers(days), days), days)

    def reach(self, number: int) -> Reach:
        """When so many items have ended, whichever they are, new ones included."""
        expected = partial(self._expected, 0)
        # How far off such numbers were is asked of times as long as this one takes.
        usual = first_day(expected, float(number), _YEAR) or _YEAR
        return Reach(number, expected, shares_of(self._numbers(usual), usual))

    @cached_property
    def mended_new(self) -> Mended:
        """How forecasts at the opening of items did."""
        recent = self._lives.filter(pl.col("opened") > self.at - _NEW_DAYS)
        told = []
        for opened, ended, band in _thinned(recent, _NEW_ITEMS).select("opened", "ended", "band").iter_rows():
            step = int((self.at - opened) / STEP) + 1  # the last step that had ended by then
            if step < len(self._curves):
                end = self.at if ended is None else ended
                share = self._curves[step][band].over(0.0, end - opened)
                told.append(Told(self.at - opened, share, ended is not None))
        return mended(told, NEW)

    @cached_property
    def mended_open(self) -> Mended:
        """How forecasts of open items did."""
        told = []
        for step in range(1, len(self._curves)):
            before = STEP * step
            for opened, ended, band in self._still_open(step).iter_rows():
                age = self.at - before - opened
                rest = before if ended is None else ended - opened - age
                share = self._curves[step][band].over(age, rest)
                told.append(Told(before, share, ended is not None))
        return mended(told, OPEN)

    @cached_property
    def _watched(self) -> pl.DataFrame:
        return watched(self._lives, self.at)

    @cached_property
    def _curves(self) -> list[list[Curve]]:
        return curves(cells(self._lives, self._watched, self.at), _PAST_STEPS + 1)

    @cached_property
    def _open_then(self) -> dict[int, tuple[int, pl.DataFrame]]:
        """For each past step, how many items were open at its end, and some of them."""
        until = self.at - STEP * pl.col("step")
        still = self._watched.filter(
            pl.col("step").is_between(0, _PAST_STEPS), pl.col("ended").is_null() | (pl.col("ended") > until)
        ).select("step", "opened", "ended", "band")
        parts = still.sort("step", "opened", "ended", "band").partition_by("step", as_dict=True, include_key=False)
        return {int(step): (part.height, _thinned(part, _A_STEP)) for (step,), part in parts.items()}

    def _still_open(self, step: int) -> pl.DataFrame:
        nothing = self._watched.select("opened", "ended", "band").clear()
        return self._open_then.get(step, (0, nothing))[1]

    def _expected(self, step: int, days: float) -> float:
        """How many ends were to be expected within so many days of the end of a step."""
        then, curve = self.at - STEP * step, self._curves[step]
        some = self._still_open(step)
        standing: float = sum(curve[band].over(then - opened, days) for opened, _, band in some.iter_rows())
        if some.height:
            standing *= self._open_then[step][0] / some.height
        rate = arriving(self.opened, then, self.opened[0])
        return standing + of_arrivals(rate, curve[_EVERYBODY], days)

    def _numbers(self, days: float) -> list[Past]:
        """What earlier numbers for as many days became."""
        found, ends = [], self._ends
        for step in range(1, len(self._curves)):
            then = self.at - STEP * step
            seen = bisect_right(ends, then)
            if then + days <= self.at and seen >= LEAST_ENDED:
                weight = 0.5 ** (STEP * step / HALF) * min(1.0, STEP / days)
                found.append(Past(self._expected(step, days), bisect_right(ends, then + days) - seen, weight))
        return found

    @cached_property
    def _ends(self) -> list[float]:
        return self._lives["ended"].drop_nulls().sort().to_list()


def _thinned(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """At most so many rows, at even distances."""
    return frame if frame.height <= most else frame[[place * frame.height // most for place in range(most)]]
