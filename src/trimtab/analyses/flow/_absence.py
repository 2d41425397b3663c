"""Whether merges wait for somebody: what is merged, and what others do, while that person is away and while they are here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from trimtab.analyses.flow._case import MOVES

LEAST_DAYS = 14
"""So many days away, and as many here, are needed to tell anything."""
AWAY_FROM = 2
"""So many days in a row without an act are an absence. Single days say little: nobody acts on all of them."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Days and merges with and without somebody.

    `merges` and `others`: how many merges, and how many acts of other people, there were on a day away for one on a day here.
    `quotient`: the first over the second. Near 1 the merges go on as the rest does; at a half or below they wait for that person.
    """

    days_here: int
    days_away: int
    merges_here: int
    merges_away: int
    merges: float
    others: float
    quotient: float


def bottleneck(acts: pl.DataFrame, accounts: Collection[str], start: datetime, end: datetime) -> Bottleneck | None:
    """What was merged while the person of these accounts was away, between two instants; None where there is too little to tell.

    Half a merge and one act of others is added on either side, so that a short absence without a merge proves nothing.
    """
    within = acts.filter(
        pl.col("act").is_in(MOVES)
        & pl.col("actor").is_not_null()
        & ~pl.col("bot")
        & (pl.col("at") >= start.astimezone(UTC))
        & (pl.col("at") < end.astimezone(UTC))
    ).select("act", "actor", day=pl.col("at").dt.date())
    mine = pl.col("actor").is_in(list(accounts))
    absent = _away(set(within.filter(mine)["day"]), start, end)
    told = within.with_columns(away=pl.col("day").is_in(absent), mine=mine)
    gone = len(absent)
    here = _days(start, end) - gone
    if gone < LEAST_DAYS or here < LEAST_DAYS:
        return None
    merged, others = told.filter(pl.col("act") == "merged"), told.filter(~pl.col("mine"))
    merges = _ratio(merged, gone, here, 0.5)
    rest = _ratio(others, gone, here, 1.0)
    counts = merged.select(away=pl.col("away").sum(), here=(~pl.col("away")).sum()).row(0)
    return Bottleneck(here, gone, counts[1], counts[0], merges, rest, merges / rest)


def _ratio(rows: pl.DataFrame, gone: int, here: int, added: float) -> float:
    count = int(rows["away"].sum())
    return ((count + added) / gone) / ((rows.height - count + added) / here)


def _days(start: datetime, end: datetime) -> int:
    return (_last(end) - start.astimezone(UTC).date()).days + 1


def _last(end: datetime) -> date:
    """The last day that begins before the end."""
    return (end.astimezone(UTC) - timedelta(microseconds=1)).date()


def _away(days: Collection[date], start: datetime, end: datetime) -> list[date]:
    """Days in a stretch of at least two without an act."""
    found: list[date] = []
    stretch: list[date] = []
    first = start.astimezone(UTC).date()
    for number in range(_days(start, end)):
        day = first + timedelta(days=number)
        if day not in days:
            stretch.append(day)
            continue
        found += stretch if len(stretch) >= AWAY_FROM else []
        stretch = []
    return found + (stretch if len(stretch) >= AWAY_FROM else [])
