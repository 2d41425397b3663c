"""What became of merging in the weeks in which somebody was not there: the test that history itself has made.

A share of the merges says who does them, not whether others would. Weeks without a trace of a person, whatever their
reason, show it. Who merges now, and who is next, is the business of `trimtab.advice.away`.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

__all__ = ["Absences", "absences"]

WEEKS = 104
LEAST_AWAY, LEAST_USUAL = 4, 4.0
HALF, CHANCE = 0.5, 0.05


@dataclass(frozen=True, slots=True)
class Absences:
    """Weeks without the person, the merges in them, and how many would have been usual for what others wrote then."""

    weeks: int
    merges: int
    usual: float

    @property
    def share(self) -> float:
        """How much of the usual merging went on: 1 where nothing can be told."""
        return min(1.0, self.merges / self.usual) if self.usual else 1.0

    @property
    def tells(self) -> bool:
        """Whether merging fell to half or less, in weeks and merges enough that chance seldom brings so few (1 in 20)."""
        enough = self.weeks >= LEAST_AWAY and self.usual >= LEAST_USUAL
        return enough and self.share <= HALF and _at_most(self.merges, self.usual) <= CHANCE


def absences(written: pl.DataFrame, reviewed: pl.DataFrame, as_of: datetime, person: str) -> Absences:
    """The weeks of the last 104 in which `person` neither wrote nor reviewed nor took in anything.

    `written` has a row for each commit and author (person, at), `reviewed` one for each person and source of a review act
    (person, at, merge: whether it took in the work of others). Weeks end at `as_of`; those before the person was first seen
    are none. Usual is the merges that others' commits of those weeks would have brought at the rate of the weeks in which
    the person was there, so a quiet season is nobody's absence.
    """
    wrote = written.select("person", "at", act=pl.lit("wrote"))
    seen = reviewed.select("person", "at", act=pl.when("merge").then(pl.lit("merged")).otherwise(pl.lit("reviewed")))
    week = (pl.lit(as_of.astimezone(UTC)) - pl.col("at")).dt.total_seconds() // timedelta(weeks=1).total_seconds()
    acts = (
        pl.concat([wrote, seen]).with_columns(week=week.cast(pl.Int64)).filter(pl.col("week").is_between(0, WEEKS - 1))
    )
    here = sorted(acts.filter(pl.col("person") == person)["week"].unique().to_list())
    if not here:
        return Absences(0, 0, 0.0)
    since = here[-1]
    told = acts.filter(pl.col("week") <= since).select(
        there=pl.col("week").is_in(here),
        merge=pl.col("act") == "merged",
        work=(pl.col("act") == "wrote") & (pl.col("person") != person),
    )
    merges, work = (_by_presence(told, name) for name in ("merge", "work"))
    return Absences(since + 1 - len(here), merges[False], merges[True] / max(work[True], 1) * work[False])


def _by_presence(told: pl.DataFrame, name: str) -> dict[bool, int]:
    """How many rows of this sort lie in the weeks with the person, and how many in those without."""
    return {there: told.filter(name, pl.col("there") == there).height for there in (True, False)}


def _at_most(count: int, mean: float) -> float:
    """The chance of so few or fewer where so many are usual (Poisson)."""
    chance = total = math.exp(-mean)
    for number in range(1, count + 1):
        chance *= mean / number
        total += chance
    return total
