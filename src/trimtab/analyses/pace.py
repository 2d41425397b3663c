"""How many changes an area is about to get, as a range: so that what nobody looks after can be weighed.

A count of the weeks before, nothing more: it knows no plans. docs/reference/away.md#expected-changes argues for the
definition and says how often the range held the truth. Which areas there are is the business of `areas`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_weights import HALF_LIFE

__all__ = ["PACE", "Expected", "expected", "pace"]

WEEKS = 52
PRIOR_WEEKS = 4.0  # so much the mean of the whole year counts beside the recent weeks
_LOW, _HIGH = 0.1, 0.9
_DEVIATIONS = 20  # beyond which nothing is left but rounding errors

PACE = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "expected": pl.Float64(),  # changes by anybody
        "low": pl.Float64(),  # eight cases in ten lie between these two, both included
        "high": pl.Float64(),
    }
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A count to come: its mean, and the range that holds it in eight of ten cases."""

    mean: float
    low: float
    high: float


def pace(doings: pl.DataFrame, as_of: datetime, weeks: float, *, seen_weeks: int = WEEKS) -> pl.DataFrame:
    """Changes to expect in each area within the next `weeks`, as if nobody were gone; columns `PACE`.

    Each commit counts once per area that it changes. `seen_weeks` is how far back the history goes, 52 at most.
    """
    as_of = as_of.astimezone(UTC)
    seen = max(1, min(seen_weeks, WEEKS))
    week = ((pl.lit(as_of) - pl.col("at")).dt.total_seconds() // timedelta(weeks=1).total_seconds()).cast(pl.Int64)
    changes = doings.filter(pl.col("act") == "wrote").unique(["repo", "area", "oid"])
    counted = changes.with_columns(week=week).filter(pl.col("week").is_between(0, seen - 1))
    rows = []
    for (repo, area), part in counted.sort("repo", "area").group_by("repo", "area", maintain_order=True):
        counts = [0] * seen
        for place in part["week"]:
            counts[place] += 1
        found = expected(counts, weeks)
        rows.append((repo, area, found.mean, found.low, found.high))
    return pl.DataFrame(rows, schema=PACE, orient="row").sort("repo", "area")


def expected(counts: Sequence[int], weeks: float) -> Expected:
    """What the next `weeks` bring, from the counts of the weeks before, newest first.

    The rate is the mean of the weeks, each counting half as much for every 90 days, drawn towards the mean of all of them
    as if four more such weeks had been seen. Work comes in bursts, so the spread is that of the weeks themselves, and of
    runs of as many weeks as are asked for, where it is wider than chance alone would have it; a negative binomial
    distribution with that mean and variance gives the range.
    """
    if not any(counts) or weeks <= 0:
        return Expected(0.0, 0.0, 0.0)
    recent = [0.5 ** (timedelta(weeks=place) / HALF_LIFE) for place in range(len(counts))]
    seen = sum(recent) + PRIOR_WEEKS
    weighed = sum(count * part for count, part in zip(counts, recent, strict=True))
    rate = (weighed + PRIOR_WEEKS * sum(counts) / len(counts)) / seen
    run = max(1, round(weeks))
    burst = max(1.0, _burst(counts, recent, rate, 1), _burst(counts, recent, rate, run))
    mean = rate * weeks
    variance = burst * mean * (1 + weeks / seen)
    return Expected(mean, float(_quantile(mean, variance, _LOW)), float(_quantile(mean, variance, _HIGH)))


def _burst(counts: Sequence[int], recent: Sequence[float], rate: float, run: int) -> float:
    """How much wider runs of weeks spread than chance alone: variance over mean, the newest counting most."""
    starts = range(0, len(counts) - run + 1, run)
    parts = [recent[start] for start in starts]
    off = [(sum(counts[start : start + run]) - rate * run) ** 2 / (rate * run) for start in starts]
    return sum(one * part for one, part in zip(off, parts, strict=True)) / sum(parts) if parts else 1.0


def _quantile(mean: float, variance: float, share: float) -> int:
    """The smallest count that is reached in this share of cases: negative binomial, Poisson where it is no wider.

    In logarithms, since the chance of none at all is too small for a number where hundreds are expected.
    """
    size = mean * mean / (variance - mean) if variance > mean * (1 + 1e-9) else 0.0
    fail = mean / (size + mean)
    chance = size * math.log1p(-fail) if size else -mean
    reached, count, last = math.exp(chance), 0, mean + _DEVIATIONS * math.sqrt(variance)
    while reached < share and count < last:
        count += 1
        chance += math.log((count - 1 + size) / count * fail if size else mean / count)
        reached += math.exp(chance)
    return count
