"""What happens in each area: how many commits, how lately, and which files of it they changed.

What to expect of the time to come is the business of `pace`, who did it that of `ownership`, which areas there are that of
`areas`.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_weights import decay
from trimtab.lake.tables import INSTANT

__all__ = ["ACTIVITY", "activity"]

LATELY = timedelta(weeks=12)

ACTIVITY = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "folder": pl.String(),
        "rest": pl.Boolean(),  # only what was left of a folder: no area that anybody could hold
        "aside": pl.Boolean(),  # tests or texts alone
        "changed_files": pl.UInt32(),  # files that are there and changed in the window
        "commits": pl.UInt32(),  # in the window
        "lately": pl.UInt32(),  # of those, in the last 12 weeks
        "now": pl.Float64(),  # commits, each halved every 90 days
        "last_at": INSTANT,  # null where nobody known changed it
        "oids": pl.List(pl.String),  # newest first
    }
)


def activity(doings: pl.DataFrame, files: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Counts of every area of `files` from the acts of `doings`; columns `ACTIVITY`, what changes most now first.

    A commit counts once in each area that it changes, however many files it changes there.
    """
    as_of = as_of.astimezone(UTC)
    of_area = ["repo", "area"]
    every = files.group_by(of_area).agg(
        pl.col("folder").first(),
        rest=pl.col("rest").all(),
        aside=(pl.col("test") | pl.col("text")).all(),
        changed_files=pl.len(),
    )
    changes = doings.filter(pl.col("act") == "wrote").unique([*of_area, "oid"]).sort("at", "oid", descending=True)
    counted = changes.group_by(of_area, maintain_order=True).agg(
        commits=pl.len(),
        lately=(pl.col("at") > pl.lit(as_of - LATELY)).sum(),
        now=decay(as_of).sum(),
        last_at=pl.col("at").max(),
        oids=pl.col("oid"),
    )
    told = every.join(counted, on=of_area, how="left").with_columns(
        pl.col("commits", "lately").fill_null(0), pl.col("now").fill_null(0.0), pl.col("oids").fill_null([])
    )
    return told.select(ACTIVITY.names()).cast(ACTIVITY).sort("now", *of_area, descending=[True, False, False])
