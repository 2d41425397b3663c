"""Who is there: last seen when, by their own rhythm.

A fact about absence, so that an area nobody looks after is seen; it says nothing about how much anybody does.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_acts import writers
from trimtab.lake.tables import INSTANT

REGULAR_COMMITS = 3  # who made fewer in all of history is a visitor and holds nothing
ACTIVE_DAYS = 90
SILENT_DAYS = 14
SILENT_UNKNOWN_DAYS = 30.0  # the usual gap of somebody too new to have one
LEAST_GAPS = 5
RHYTHM_WINDOW = timedelta(days=730)

PRESENCE = pl.Schema(
    {
        "person": pl.String(),
        "commits": pl.UInt32(),  # ever
        "last_at": INSTANT,
        "silent_days": pl.Float64(),
        "usual_gap_days": pl.Float64(),  # 19 in 20 of their gaps between active days are shorter; at least 14
        "state": pl.String(),  # `here`, `silent` (longer than usual) or `gone` (also longer than 90 days)
        "active": pl.Boolean(),  # wrote or reviewed within 90 days
        "regular": pl.Boolean(),  # not a visitor
    }
)


def presence(commits: pl.LazyFrame, people: pl.LazyFrame, reviews: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    """Who is there: last seen when, and whether that is longer ago than their own rhythm explains; columns `PRESENCE`.

    Rhythm is judged on the days with a commit or a review within two years; silence has to exceed 19 in 20 of the gaps
    between such days and 14 days.
    """
    as_of = as_of.astimezone(UTC)
    persons = people.filter(~pl.col("bot")).select("name", "email", "person")
    authored = (
        commits.filter(pl.col("happened_at") <= as_of, pl.col("parents").list.len() <= 1)
        .group_by("author_name", "author_email")
        .agg(commits=pl.len(), last_at=pl.col("happened_at").max())
        .join(persons, left_on=["author_name", "author_email"], right_on=["name", "email"])
        .group_by("person")
        .agg(pl.col("commits").sum(), pl.col("last_at").max())
        .collect()
    )
    start = as_of - RHYTHM_WINDOW
    reviewed = reviews.filter(pl.col("at").is_between(start, as_of)).select("person", "at").collect()
    seen = pl.concat([writers(commits, people, as_of, since=start).select("person", "at"), reviewed])
    last = pl.concat([authored.select("person", "last_at"), seen.select("person", last_at="at")])
    joined = (
        last.group_by("person")
        .agg(pl.col("last_at").max())
        .join(authored.select("person", "commits"), on="person", how="left")
        .join(_usual_gaps(seen), on="person", how="left")
        .with_columns(
            pl.col("commits").fill_null(0),
            pl.col("usual_gap_days").fill_null(SILENT_UNKNOWN_DAYS).clip(lower_bound=SILENT_DAYS),
            silent_days=(pl.lit(as_of) - pl.col("last_at")).dt.total_seconds() / 86400,
        )
    )
    longer = pl.col("silent_days") > pl.col("usual_gap_days")
    away = pl.col("silent_days") > ACTIVE_DAYS
    state = (
        pl.when(longer & away).then(pl.lit("gone")).when(longer | away).then(pl.lit("silent")).otherwise(pl.lit("here"))
    )
    told = joined.with_columns(state=state, active=~away, regular=pl.col("commits") >= REGULAR_COMMITS)
    return told.select(PRESENCE.names()).cast(PRESENCE).sort("person")


def _usual_gaps(seen: pl.DataFrame) -> pl.DataFrame:
    days = seen.select("person", day=pl.col("at").dt.date()).unique().sort("person", "day")
    gaps = days.with_columns(gap=pl.col("day").diff().over("person").dt.total_days()).drop_nulls("gap")
    return (
        gaps.group_by("person")
        .agg(usual_gap_days=pl.col("gap").quantile(0.95, "higher"), known=pl.len())
        .filter(pl.col("known") >= LEAST_GAPS)
        .select("person", pl.col("usual_gap_days").cast(pl.Float64))
    )
