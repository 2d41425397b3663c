"""What moved in a week, against the twelve weeks before it: how much, where, and whose work it was.

Facts only: people are told in alphabetical order and never compared. What an area is, `areas` says.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import polars as pl

from trimtab.analyses._areas_acts import writers
from trimtab.analyses.areas import first_copies, place
from trimtab.lake.tables import INSTANT

__all__ = ["MOVED", "MOVERS", "WEEKS", "Usual", "moved", "movers", "usual", "weeks"]

EARLIER_WEEKS = 12
LEAST_WEEKS = 4  # with fewer earlier weeks nothing is usual yet

WEEKS = pl.Schema(
    {
        "start": INSTANT,
        "end": INSTANT,  # as far into the week as the week asked for has got
        "now": pl.Boolean(),  # the week asked for
        "known": pl.Boolean(),  # whether the history had begun when the week did
        "commits": pl.UInt32(),
        "merges": pl.UInt32(),
        "people": pl.List(pl.String),  # in alphabetical order
        "oids": pl.List(pl.String),  # of the commits, newest first
    }
)

MOVED = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),  # null: no area (left-out files, commits that change everything)
        "commits": pl.UInt32(),
        "share": pl.Float64(),  # of the week's commits; the shares of all rows sum to one
        "share_before": pl.Float64(),  # of the commits of the earlier weeks; null when there were none
        "people": pl.List(pl.String),  # in alphabetical order
        "oids": pl.List(pl.String),  # newest first
    }
)

MOVERS = pl.Schema(
    {
        "person": pl.String(),
        "repo": pl.String(),
        "area": pl.String(),
        "commits": pl.UInt32(),
        "oids": pl.List(pl.String),  # newest first
    }
)


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual range of a week and how many weeks it rests on; no range with fewer than four.

    Of twelve weeks, the second smallest and the second largest: ten of the twelve lie within.
    """

    weeks: int
    low: int | None
    high: int | None


def weeks(commits: pl.LazyFrame, people: pl.LazyFrame, start: datetime, end: datetime, as_of: datetime) -> pl.DataFrame:
    """The week [start, end) and the twelve before it, oldest first; columns `WEEKS`.

    The instants are local midnights of the lead's zone, so weeks are seven local days across daylight saving. A week
    that has only begun as of the instant is set against the same part of the earlier ones. Commits are those that are
    no merge and not by a bot, once each; merges are counted apart.
    """
    as_of = as_of.astimezone(UTC)
    first = commits.filter(pl.col("happened_at") <= as_of).select(pl.col("happened_at").min()).collect().item()
    bounds = _bounds(start, end, as_of)
    work = _work(commits, people, bounds[0][0], as_of)
    merges = (
        commits.filter(pl.col("happened_at").is_between(bounds[0][0], as_of), pl.col("parents").list.len() > 1)
        .select("repo", "oid", at="happened_at")
        .collect()
    )
    closed: Literal["left", "both"] = "left" if end <= as_of else "both"
    rows = []
    for begin, until in bounds:
        inside = pl.col("at").is_between(begin, until, closed=closed)
        done = work.filter(inside).sort("at", "oid", descending=True)
        oids = done["oid"].unique(maintain_order=True)
        rows.append(
            {
                "start": begin,
                "end": until,
                "now": begin == bounds[-1][0],
                "known": first is not None and first <= begin,
                "commits": oids.len(),
                "merges": merges.filter(inside).height,
                "people": done["person"].unique().sort().to_list(),
                "oids": oids.to_list(),
            }
        )
    return pl.DataFrame(rows, schema=WEEKS).sort("start")


def _bounds(start: datetime, end: datetime, as_of: datetime) -> list[tuple[datetime, datetime]]:
    """Start and end of each week, oldest first, in UTC; subtraction happens on the local clock of `start`."""
    gone = min(end, as_of).astimezone(start.tzinfo).replace(tzinfo=None)
    length = gone - start.replace(tzinfo=None)
    begins = [start - timedelta(weeks=back) for back in range(EARLIER_WEEKS, -1, -1)]
    return [(begin.astimezone(UTC), (begin + length).astimezone(UTC)) for begin in begins]


def _work(commits: pl.LazyFrame, people: pl.LazyFrame, since: datetime, as_of: datetime) -> pl.DataFrame:
    """Commits with their people (repo, oid, person, at), second copies left out."""
    as_of = as_of.astimezone(UTC)
    within = commits.filter(pl.col("happened_at").is_between(since, as_of))
    once = first_copies(within).collect()
    return writers(within, people, as_of).join(once, on=["repo", "oid"], how="semi")


def usual(counted: pl.DataFrame) -> Usual:
    """The usual number of commits in a week, from the earlier weeks of `weeks` in which there was a history."""
    earlier = counted.filter(~pl.col("now"), pl.col("known"))["commits"].sort()
    if earlier.len() < LEAST_WEEKS:
        return Usual(weeks=earlier.len(), low=None, high=None)
    low, high = earlier.quantile(0.1, "lower"), earlier.quantile(0.9, "higher")
    return Usual(weeks=earlier.len(), low=round(low or 0), high=round(high or 0))


def moved(
    commits: pl.LazyFrame,
    people: pl.LazyFrame,
    touches: pl.DataFrame,
    files: pl.DataFrame,
    counted: pl.DataFrame,
    as_of: datetime,
) -> pl.DataFrame:
    """The areas that the week's commits changed, largest share first; columns `MOVED`.

    A commit that changes three areas counts a third in each. The share before is over the earlier weeks together.
    """
    placed = _placed(commits, people, touches, files, counted, as_of)
    parts = placed.unique(["repo", "oid", "area"]).with_columns(part=1 / pl.len().over("repo", "oid"))
    before = parts.filter(~pl.col("now")).group_by("repo", "area").agg(before=pl.col("part").sum())
    told = (
        placed.filter("now")
        .sort("at", "oid", descending=True)
        .group_by("repo", "area", maintain_order=True)
        .agg(
            commits=pl.col("oid").n_unique(),
            people=pl.col("person").unique().sort(),
            oids=pl.col("oid").unique(maintain_order=True),
        )
        .join(
            parts.filter("now").group_by("repo", "area").agg(share=pl.col("part").sum()),
            on=["repo", "area"],
            nulls_equal=True,
        )
        .join(before, on=["repo", "area"], how="left", nulls_equal=True)
    )
    earlier = float(before["before"].sum())
    share_before = pl.col("before").fill_null(0.0) / earlier if earlier else pl.lit(None, dtype=pl.Float64)
    shares = told.with_columns(share=pl.col("share") / pl.col("share").sum(), share_before=share_before)
    ordered = shares.select(MOVED.names()).cast(MOVED)
    return ordered.sort("share", "repo", "area", descending=[True, False, False])


def movers(
    commits: pl.LazyFrame,
    people: pl.LazyFrame,
    touches: pl.DataFrame,
    files: pl.DataFrame,
    counted: pl.DataFrame,
    as_of: datetime,
) -> pl.DataFrame:
    """Who moved what in the week: one row per person and area, both in alphabetical order; columns `MOVERS`."""
    placed = _placed(commits, people, touches, files, counted, as_of).filter("now")
    told = (
        placed.sort("at", "oid", descending=True)
        .group_by("person", "repo", "area", maintain_order=True)
        .agg(commits=pl.col("oid").n_unique(), oids=pl.col("oid").unique(maintain_order=True))
    )
    ordered = told.select(MOVERS.names()).cast(MOVERS)
    return ordered.sort("person", "repo", "area", nulls_last=True)


def _placed(
    commits: pl.LazyFrame,
    people: pl.LazyFrame,
    touches: pl.DataFrame,
    files: pl.DataFrame,
    counted: pl.DataFrame,
    as_of: datetime,
) -> pl.DataFrame:
    """Each commit of the weeks, with its people, the areas it changed (null for none), and whether it is of now."""
    told = counted.select("now", oid="oids").explode("oid").drop_nulls("oid")
    begin = counted.select(pl.col("start").min()).item()
    work = _work(commits, people, begin, as_of)
    inside = work.join(told, on="oid")
    recent = touches.filter(pl.col("at") >= begin, ~pl.col("wide"))
    where = recent.join(place(recent, files), on=["repo", "path"]).select("repo", "oid", "area").drop_nulls().unique()
    return inside.select("repo", "oid", "person", "at", "now").join(where, on=["repo", "oid"], how="left")
