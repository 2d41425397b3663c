"""How forecasts would have done on a history: made again for past instants with what was known then, and set against a plain way.

Only forecasts whose outcome is known by now for a quarter at least are made; each is scored as far as it is known, up to a year.
"""

import math
import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.analyses import survival
from trimtab.analyses.forecasts._hazard import STEP
from trimtab.analyses.forecasts._scores import HORIZON, Score, of_days, of_number, summary
from trimtab.analyses.forecasts._series import Series

INSTANTS, _LEAST_KNOWN = 24, 91.0
_ITEMS, _BATCHES, BATCH, NEEDED = 20, 1, 8, 6
_WEEKS, _NUMBER_DAYS = 52, 28.0
QUESTIONS = ("item", "several", "number")
PLAIN = {
    "item": "how long items took that were open as long (Kaplan-Meier)",
    "several": "each of the items on its own (Kaplan-Meier)",
    "number": "runs of four weeks of the last year",
}
"""The questions, and the plain way that each is set against: when an open item is done, when 6 of 8, how many in four weeks."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How one question did: forecasts scored, how often the ranges of 50, 80 and 95 % held, CRPS, and the plain way's of each.

    `instants` is at how many past instants; CRPS is on log(1 + days), or on numbers.
    """

    question: str
    forecasts: int
    instants: int
    held: tuple[float, ...]
    crps: float
    plain_held: tuple[float, ...]
    plain_crps: float


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast of the past and the plain one."""

    question: str
    at: float
    own: Score
    plain: Score


def calibration(series: Sequence[pl.DataFrame], at: float, rng: random.Random) -> tuple[Calibration, ...]:
    """What past forecasts of these series (LIVES each) come to, by question; a question that could not be asked is left."""
    scored = [one for lives in series for one in past(lives, at, rng)]
    found = []
    for question in QUESTIONS:
        mine = [one for one in scored if one.question == question]
        if mine:
            own, plain = summary([one.own for one in mine]), summary([one.plain for one in mine])
            instants = len({one.at for one in mine})
            found.append(Calibration(question, len(mine), instants, own.held, own.crps, plain.held, plain.crps))
    return tuple(found)


def past(lives: pl.DataFrame, at: float, rng: random.Random) -> Iterator[Scored]:
    """Forecasts of one series at instants four weeks apart, the oldest first."""
    ends = sorted(lives["ended"].drop_nulls().to_list())
    for place in range(INSTANTS, 0, -1):
        then = at - _LEAST_KNOWN - STEP * (place - 1)
        series = Series(_then(lives, then), then)
        if series.enough:
            yield from _days(lives, series, at, rng)
            came = bisect_right(ends, then + _NUMBER_DAYS) - bisect_right(ends, then)
            own = series.count(_NUMBER_DAYS)
            spread = own.spread(max(own.within(0.999), came) + 1)
            yield Scored("number", then, of_number(spread, came, rng), of_number(_runs(ends, then), came, rng))


def _then(lives: pl.DataFrame, then: float) -> pl.DataFrame:
    """The lives as known at an instant."""
    ended = pl.when(pl.col("ended") <= then).then("ended")
    return lives.filter(pl.col("opened") <= then).with_columns(ended=ended)


def _days(lives: pl.DataFrame, series: Series, at: float, rng: random.Random) -> Iterator[Scored]:
    then, horizon = series.at, min(HORIZON, at - series.at)
    still = pl.col("ended").is_null() | (pl.col("ended") > then)
    rows = lives.filter(pl.col("opened") <= then, still).sort("opened", "item").select("opened", "ended", "band").rows()
    plain = _product_limit(_then(lives, then), then)
    for opened, ended, band in rng.sample(rows, min(_ITEMS, len(rows))):
        took = None if ended is None else ended - then
        own = of_days(series.rest(then - opened, band).by, took, rng, horizon)
        yield Scored("item", then, own, of_days(plain(then - opened), took, rng, horizon))
    for _ in range(_BATCHES if len(rows) >= BATCH else 0):
        some = rng.sample(rows, BATCH)
        ends = sorted(ended for _, ended, _ in some if ended is not None)
        took = ends[NEEDED - 1] - then if len(ends) >= NEEDED else None
        together = series.together([(then - opened, band) for opened, _, band in some], NEEDED)
        alone = [plain(then - opened) for opened, _, _ in some]
        own = of_days(together.by, took, rng, horizon)
        yield Scored("several", then, own, of_days(_each_alone(alone), took, rng, horizon))


def _product_limit(known: pl.DataFrame, then: float) -> Callable[[float], Callable[[float], float]]:
    """For an age, the share of items that lasted so long and then ended within so many days."""
    waits = known.select(
        entry=pl.lit(0.0),
        exit=pl.coalesce("ended", pl.lit(then)) - pl.col("opened"),
        done=pl.col("ended").is_not_null(),
        counts=pl.col("ended").is_not_null(),
    )
    curve = survival.below(waits)
    ages, shares = curve["age"].to_list(), [0.0, *curve["below"].to_list()]

    def of(age: float) -> Callable[[float], float]:
        left = 1 - shares[bisect_right(ages, age)]
        if left <= 0:
            return lambda days: float(days > 0)
        return lambda days: 1 - (1 - shares[bisect_right(ages, age + days)]) / left if days > 0 else 0.0

    return of


def _each_alone(ways: Sequence[Callable[[float], float]]) -> Callable[[float], float]:
    def by(days: float) -> float:
        done = [1.0]
        for way in ways:
            share = way(days)
            done = [low * share + high * (1 - share) for low, high in zip([0.0, *done], [*done, 0.0], strict=True)]
        return math.fsum(done[NEEDED:])

    return by


def _runs(ends: Sequence[float], then: float) -> list[float]:
    """The share of each number among the runs of four weeks in the year before."""
    weeks = [bisect_right(ends, then - 7 * week) - bisect_right(ends, then - 7 * (week + 1)) for week in range(_WEEKS)]
    runs = [sum(weeks[place : place + 4]) for place in range(_WEEKS - 3)]
    return [runs.count(number) / len(runs) for number in range(max(runs) + 1)]
