"""Who will review how much of the next quarter: each person's share of the reviewing, carried on from what it was.

Facts about where reviews land, so that whoever asks for one can ask elsewhere; never an order of people.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

LOAD = pl.Schema({"tracker": pl.String(), "account": pl.String(), "share": pl.Float64(), "lately": pl.Int64()})
"""The share of reviewing that each account is expected to do; the shares of a tracker sum to one. `lately`: how often in the
last 91 days, a pull request and a day of a person counting once."""

HALF_LIFE = timedelta(days=120)
LATELY = timedelta(days=91)
# What is left of one review is not expected to come back; and who reviews much keeps a little more than in proportion.
_PASSING, _POWER = 1.0, 1.1

REVIEW_ACTS = ("comment", "review", "line")


def reviewing(states: pl.DataFrame, acts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Every day on which somebody commented on or reviewed a pull request of another: tracker, item, account, day."""
    pulls = states.filter(pl.col("kind") == "pull").select("tracker", "item")
    theirs = pl.col("actor").is_not_null() & pl.col("actor").ne_missing(pl.col("author")) & ~pl.col("bot")
    said = acts.filter(pl.col("act").is_in(REVIEW_ACTS) & theirs & (pl.col("at") < as_of.astimezone(UTC)))
    days = said.join(pulls, on=["tracker", "item"], how="semi").select(
        "tracker", "item", account="actor", day=pl.col("at").dt.date()
    )
    return days.unique().sort("tracker", "item", "account", "day")


def load(states: pl.DataFrame, acts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Each person's share of the reviewing of the quarter after `as_of` (`LOAD`), by tracker and account.

    A review counts half after each 120 days.
    """
    age = (pl.lit(as_of.astimezone(UTC).date()) - pl.col("day")).dt.total_days()
    counted = (
        reviewing(states, acts, as_of)
        .group_by("tracker", "account")
        .agg(weight=(0.5 ** (age / HALF_LIFE.days)).sum(), lately=(age < LATELY.days).sum().cast(pl.Int64))
    )
    kept = (pl.col("weight") - _PASSING).clip(lower_bound=0) ** _POWER
    # Where nobody is left, because all were passing by, what there is counts.
    left = pl.when(kept.sum().over("tracker") > 0).then(kept).otherwise("weight")
    return (
        counted.with_columns(left=left)
        .with_columns(share=pl.col("left") / pl.col("left").sum().over("tracker"))
        .filter(pl.col("share") > 0)
        .select(list(LOAD))
        .cast(LOAD)
        .sort("tracker", "account")
    )
