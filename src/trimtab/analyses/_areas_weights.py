"""What an act counts for, and each person's weight in each area.

docs/reference/map.md#holder argues for the weights. Who holds an area is the business of `ownership`.
"""

from datetime import UTC, datetime, timedelta
from math import log2, sqrt

import polars as pl

from trimtab.lake.tables import INSTANT

# Chosen by back-test: of 30 to 365 days, 180 tells best who works in an area next, and who reviews there.
KNOWN_HALF_LIFE = timedelta(days=180)
# How much changes somewhere *now* is forgotten sooner than what somebody knows of it.
HALF_LIFE = timedelta(days=90)
# What an act counts for, against having written the same commit.
ACT_WEIGHTS = {"wrote": 1.0, "reviewed": 0.5, "merged": 0.1}
MOST_LINES = 1023  # a larger commit teaches no more than this one

WEIGHTS = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "person": pl.String(),
        "weight": pl.Float64(),
        "written": pl.Float64(),  # of that, what they wrote themselves
        "share": pl.Float64(),  # of the area's weight; the shares of one area sum to one
        "commits": pl.UInt32(),
        "tests": pl.UInt32(),  # of those, the ones that changed only tests there
        "reviews": pl.UInt32(),
        "merges": pl.UInt32(),  # commits they took in without a word on them
        "weeks": pl.UInt32(),  # distinct ISO weeks (UTC) with a commit
        "first_at": INSTANT,
        "last_at": INSTANT,
        "oids": pl.List(pl.String),  # commits written, then reviewed, newest first
    }
)


def size(lines: pl.Expr) -> pl.Expr:
    """What a commit of so many lines counts for, between 1 and 3.2: the square root of log2(1 + lines)."""
    return (1 + lines.clip(1, MOST_LINES)).log(2).sqrt()


def size_of(lines: int) -> float:
    """As `size`, of one number."""
    return sqrt(log2(1 + min(max(lines, 1), MOST_LINES)))


def decay(as_of: datetime, half_life: timedelta = HALF_LIFE) -> pl.Expr:
    """What an act at `at` still counts for: half as much for every half-life that has passed."""
    as_of = as_of.astimezone(UTC)
    age = (pl.lit(as_of) - pl.col("at")).dt.total_seconds() / half_life.total_seconds()
    return pl.lit(0.5).pow(age)


def weights(doings: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Each person's weight in each area; columns `WEIGHTS`.

    A commit weighs the square root of log2(1 + lines) of its lines in the area (between 1 and 3.2: a typing error is not
    a redesign, and a thousand lines are not a thousand changes); half as much for who reviewed it, a tenth for who only
    merged it; and half as much again for every 180 days since.
    """
    kind = pl.col("act").replace_strict(ACT_WEIGHTS, return_dtype=pl.Float64)
    wrote, reviewed = pl.col("act") == "wrote", pl.col("act") == "reviewed"
    summed = (
        doings.with_columns(weight=size(pl.col("lines")) * kind * decay(as_of, KNOWN_HALF_LIFE))
        .sort("at", "oid", descending=True)
        .group_by("repo", "area", "person", maintain_order=True)
        .agg(
            pl.col("weight").sum(),
            written=pl.col("weight").filter(wrote).sum(),
            commits=wrote.sum(),
            tests=(wrote & pl.col("tests")).sum(),
            reviews=reviewed.sum(),
            merges=(pl.col("act") == "merged").sum(),
            weeks=pl.col("at").filter(wrote).dt.truncate("1w").n_unique(),
            first_at=pl.col("at").min(),
            last_at=pl.col("at").max(),
            oids=pl.concat([pl.col("oid").filter(wrote), pl.col("oid").filter(~wrote)]),
        )
    )
    shared = summed.with_columns(share=pl.col("weight") / pl.col("weight").sum().over("repo", "area"))
    return shared.select(WEIGHTS.names()).cast(WEIGHTS).sort("repo", "area", "person")
