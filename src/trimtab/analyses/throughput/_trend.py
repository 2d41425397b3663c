"""Whether things take longer or shorter lately, and since when: the last weeks against those before.

A change is said only where chance alone would bring it once in a hundred times; so in a year of weekly looks at one figure,
none is to be expected where nothing changed.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean
from typing import Literal

import polars as pl

from trimtab.analyses.survival import LEAST_ENDS, Quantiles, differ, quantiles
from trimtab.analyses.throughput._spans import waits, within

LAST, BEFORE = timedelta(weeks=6), timedelta(weeks=26)

ONCE_IN_A_HUNDRED = 2.5758
"""The two-sided point of the normal distribution that chance passes once in a hundred times."""

Direction = Literal["up", "down", "none"]

_DRAWS = 2000
_FIRST_SPLIT, _LAST_SPLIT = 3, 26  # weeks back in which a change may have begun


@dataclass(frozen=True, slots=True)
class Change:
    """What was usual before and is now; `statistic` is that of the log-rank test, `since` the likeliest beginning.

    `direction` is up where things take longer or counts are larger, none where chance alone may have done it.
    """

    before: Quantiles
    now: Quantiles
    statistic: float
    direction: Direction
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts a week before and now; `chance` is how often chance alone would bring such a difference."""

    before: float
    now: float
    chance: float


def change(spans: pl.DataFrame, as_of: datetime) -> Change | None:
    """The last six weeks against the 26 before, in calendar days; None where either held too few ends."""
    split = as_of - LAST
    first = split - BEFORE
    before, now = waits(within(spans, first, split)), waits(within(spans, split, as_of))
    if min(int(before["counts"].sum()), int(now["counts"].sum())) < LEAST_ENDS:
        return None
    found = _change(before, now)
    return found if found.direction == "none" else replace(found, since=_since(spans, first, as_of, found.direction))


def _change(before: pl.DataFrame, now: pl.DataFrame) -> Change:
    statistic = differ(before, now)
    direction: Direction = "down" if statistic > 0 else "up"
    told = direction if abs(statistic) >= ONCE_IN_A_HUNDRED else "none"
    return Change(quantiles(before), quantiles(now), statistic, told, None)


def _since(spans: pl.DataFrame, first: datetime, as_of: datetime, direction: Direction) -> datetime:
    """The week whose beginning parts the time best: where the two sides differ most."""
    splits = [as_of - timedelta(weeks=back) for back in range(_FIRST_SPLIT, _LAST_SPLIT + 1)]

    def apart(split: datetime) -> float:
        found = differ(waits(within(spans, first, split)), waits(within(spans, split, as_of)))
        return found if direction == "down" else -found

    return max(splits, key=apart)


def change_of_counts(before: pl.Series, now: pl.Series) -> Change | None:
    """Two lots of counts, such as rounds, against each other; None where either is too small to tell."""
    if min(len(before), len(now)) < LEAST_ENDS:
        return None
    return _change(_as_waits(before), _as_waits(now))


def usual_counts(counts: pl.Series) -> Quantiles:
    """A quarter, half and 85 % of some counts, as of waits that are all over."""
    return quantiles(_as_waits(counts))


def _as_waits(counts: pl.Series) -> pl.DataFrame:
    # A count of none lies above an entry of less than none.
    return pl.DataFrame({"exit": counts.cast(pl.Float64)}).select(
        entry=pl.lit(-1.0), exit="exit", done=pl.lit(value=True), counts=pl.lit(value=True)
    )


def rates(weekly: Sequence[int], last: int, rng: random.Random) -> Rates:
    """The last weeks' mean against that of the weeks before, by drawing at random which weeks are the last.

    It takes weeks for exchangeable, so a slow swing may count as a change.
    """
    before, now = weekly[:-last], weekly[-last:]
    apart = abs(fmean(now) - fmean(before))
    total = sum(weekly)
    extreme = sum(_apart(rng.sample(weekly, last), total, len(weekly)) >= apart - 1e-9 for _ in range(_DRAWS))
    return Rates(fmean(before), fmean(now), (extreme + 1) / (_DRAWS + 1))


def _apart(drawn: Sequence[int], total: int, weeks: int) -> float:
    return abs(fmean(drawn) - (total - sum(drawn)) / (weeks - len(drawn)))
