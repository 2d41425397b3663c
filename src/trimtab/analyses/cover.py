"""What is left of an area's knowledge when somebody is gone, and what each act of hand-over would add to it.

The definitions stand in docs/reference/away.md, where a lead can dispute them; the weights are those of `ownership`, so
that an area which stalls here is one that is held by one there. Who is next for an area is the business of `ownership`
and `experts`, how much is about to change in it that of `pace`.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_blind import worth_reading
from trimtab.analyses._areas_weights import ACT_WEIGHTS, size, size_of
from trimtab.analyses.ownership import HELD_COMMITS, HELD_LEAST, HELD_SHARE, HELD_WEEKS, weights
from trimtab.lake.tables import INSTANT

__all__ = [
    "ACT_ADDS",
    "COVER",
    "ENOUGH",
    "KNOWN_SHARE",
    "LATELY_WEEKS",
    "cover",
    "size_of",
    "to_read",
    "without",
]

# Those who stay have 20 % of the weight between them once they have a quarter of what the leaver has.
ENOUGH = (1 - HELD_SHARE) / HELD_SHARE
KNOWN_SHARE = 0.2  # from here on somebody is said to know an area at all
LATELY_WEEKS = 12

# What an act of hand-over adds, against having written the same change. Reading is judgement: half of a review, since
# nobody asks and nobody answers; it leaves no trace in git, so no map will ever show it.
ACT_ADDS = {"wrote": ACT_WEIGHTS["wrote"], "reviewed": ACT_WEIGHTS["reviewed"], "read": ACT_WEIGHTS["reviewed"] / 2}

COVER = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "aside": pl.Boolean(),  # holds tests or texts alone
        "stalls": pl.Boolean(),  # the leaver knows it, and those who stay hardly do
        "cover": pl.Float64(),  # from 0, nobody who stays knows anything of it, to 1, it is not held by one
        "weight": pl.Float64(),  # of the leaver
        "share": pl.Float64(),  # of the leaver, of everybody's weight
        "left": pl.Float64(),  # weight of the active regulars who stay
        "usual": pl.Float64(),  # what writing a change of usual size here adds today
        "usual_lines": pl.Int64(),
        "changes": pl.UInt32(),  # of usual size, written by those who stay, until it is not held by one
        "reviews": pl.UInt32(),  # or so many reviews
        "commits": pl.UInt32(),  # of the leaver, in the window
        "wrote_share": pl.Float64(),  # of the commits here, those that the leaver wrote
        "weeks": pl.UInt32(),  # of the last 12, those with a change by anybody
        "area_commits": pl.UInt32(),  # in the window, by anybody
        "area_last_at": INSTANT,
        "knowing": pl.List(pl.String),  # who stays and has 20 % of what those who stay know, who knows most first
        "oids": pl.List(pl.String),  # the leaver's commits and reviews, newest first
        "area_oids": pl.List(pl.String),  # everybody's commits of the last 12 weeks, newest first
    }
)


def without(there: pl.DataFrame, gone: Collection[str]) -> pl.DataFrame:
    """Who is there when those are gone: they are active no more."""
    return there.with_columns(active=pl.col("active") & ~pl.col("person").is_in(sorted(gone)))


def cover(
    doings: pl.DataFrame, files: pl.DataFrame, there: pl.DataFrame, as_of: datetime, *, leaver: str
) -> pl.DataFrame:
    """How each area stands without `leaver`; columns `COVER`, those that stall first, then by the leaver's weight.

    Only areas that the leaver knows: 5 commits in 2 different weeks of the window, as for a holder, and 20 % of all
    weight. Those who stay are active regulars in `there` (see `without` for others who are gone too). An area *stalls*
    when they have less than 20 % of the weight that they and the leaver have between them, and the leaver has 30 % of
    all. *Cover* is how far they are on the way to those 20 %.
    """
    known = weights(doings, as_of).sort("repo", "area", "person")
    able = there.filter("active", "regular", pl.col("person") != leaver)["person"].implode()
    stays = known.with_columns(kept=pl.col("weight").filter(pl.col("person").is_in(able)).sum().over("repo", "area"))
    mine = stays.filter(
        pl.col("person") == leaver, pl.col("commits") >= HELD_COMMITS, pl.col("weeks") >= HELD_WEEKS
    ).filter(pl.col("share") >= KNOWN_SHARE)
    enough = ENOUGH * pl.col("weight")
    short = (enough - pl.col("left")).clip(lower_bound=0.0)
    told = (
        mine.rename({"kept": "left", "weeks": "weeks_of_leaver"})
        .join(_usual(doings, files, as_of), on=["repo", "area"])
        .join(_knowing(stays.filter(pl.col("person").is_in(able))), on=["repo", "area"], how="left")
        .with_columns(
            pl.col("knowing").fill_null([]),
            cover=(pl.col("left") / enough).clip(upper_bound=1.0),
            stalls=(pl.col("left") < enough) & (pl.col("share") >= HELD_LEAST),
            changes=_acts(short, "wrote"),
            reviews=_acts(short, "reviewed"),
            wrote_share=pl.col("commits") / pl.col("area_commits"),
        )
    )
    ordered = told.select(COVER.names()).cast(COVER)
    return ordered.sort("stalls", "aside", "weight", "repo", "area", descending=[True, False, True, False, False])


def to_read(
    asked: pl.DataFrame, doings: pl.DataFrame, touches: pl.DataFrame, files: pl.DataFrame, *, leaver: str
) -> pl.DataFrame:
    """What somebody new to each asked area (repo, area) reads first: columns repo, area, reads, files.

    Up to three commits of the leaver, chosen as for a blind spot: large ones, each bringing files that the ones before it
    did not; and up to three files.
    """
    own = doings.filter(pl.col("act") == "wrote", pl.col("person") == leaver)
    never = asked.select("repo", "area", last_read_at=pl.lit(None, dtype=INSTANT))
    return worth_reading(never, touches, files, own)


def _acts(short: pl.Expr, act: str) -> pl.Expr:
    """How many acts on changes of usual size make up for what is short; rounding errors are no act."""
    return (short / (ACT_ADDS[act] * pl.col("usual")) - 1e-9).ceil().clip(lower_bound=0)


def _usual(doings: pl.DataFrame, files: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """What happens in each area that is one: the usual size of a change, the weeks with one, everybody's commits."""
    real = (
        files.group_by("repo", "area")
        .agg(rest=pl.col("rest").all(), aside=(pl.col("test") | pl.col("text")).all())
        .filter(~pl.col("rest"))
    )
    changes = doings.filter(pl.col("act") == "wrote").unique(["repo", "area", "oid"]).sort("at", "oid", descending=True)
    as_of = as_of.astimezone(UTC)
    lately = pl.col("at") > pl.lit(as_of - timedelta(weeks=LATELY_WEEKS))
    week = (pl.lit(as_of) - pl.col("at")).dt.total_seconds() // (7 * 86400)
    return (
        changes.group_by("repo", "area", maintain_order=True)
        .agg(
            usual=size(pl.col("lines")).median(),
            usual_lines=pl.col("lines").median().round().cast(pl.Int64),
            weeks=week.filter(lately).n_unique(),
            area_commits=pl.len(),
            area_last_at=pl.col("at").max(),
            area_oids=pl.col("oid").filter(lately),
        )
        .join(real.drop("rest"), on=["repo", "area"])
    )


def _knowing(stays: pl.DataFrame) -> pl.DataFrame:
    """Who of those who stay knows most of each area."""
    part = pl.col("weight") / pl.col("weight").sum().over("repo", "area")
    return (
        stays.filter(part >= KNOWN_SHARE)
        .sort("repo", "area", "weight", "person", descending=[False, False, True, False])
        .group_by("repo", "area", maintain_order=True)
        .agg(knowing=pl.col("person"))
    )
