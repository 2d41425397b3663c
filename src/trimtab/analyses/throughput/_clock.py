"""The two clocks: ages in calendar days, or in hours that the team works. Whole columns of instants at once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import polars as pl

from trimtab.workdays import WorkingTime

_DAY = timedelta(days=1)
_MICROSECONDS_A_DAY = 86_400_000_000


def in_days(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """These instants as days since 1970."""
    return frame.with_columns(pl.col(columns).dt.epoch("us") / _MICROSECONDS_A_DAY)


def in_working_hours(frame: pl.DataFrame, columns: Sequence[str], working: WorkingTime) -> pl.DataFrame:
    """These instants as working hours since some day before the first of them; null stays null.

    So the difference of two is what `WorkingTime.hours_between` says of them.
    """
    bounds = (bound for name in columns for bound in (frame[name].min(), frame[name].max()))
    ends = [bound for bound in bounds if isinstance(bound, datetime)]
    if not ends:
        return frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in columns)
    stretches = _stretches(min(ends), max(ends), working)
    worked = frame.with_row_index("_row")
    for name in columns:
        asked = worked.select("_row", pl.col(name).alias("opens")).filter(pl.col("opens").is_not_null()).sort("opens")
        found = asked.join_asof(stretches, on="opens", strategy="backward", coalesce=False)
        into = pl.min_horizontal("opens", "closes") - pl.col("opens_right")
        hours = (pl.col("before") + into.dt.total_microseconds() / 3.6e9) * working.capacity
        worked = worked.drop(name).join(found.select("_row", hours.fill_null(0.0).alias(name)), on="_row", how="left")
    return worked.sort("_row").select(frame.columns)


def _stretches(first: datetime, last: datetime, working: WorkingTime) -> pl.DataFrame:
    """Working stretches with the hours worked before each, from the beginning of the year of the day before `first`."""
    years = range((first - _DAY).year, (last + _DAY).year + 1)
    hours = (pl.col("closes") - pl.col("opens")).dt.total_microseconds() / 3.6e9
    found = pl.concat([_of_year(year, working) for year in years])
    return found.with_columns(before=hours.cum_sum().shift(1, fill_value=0.0))


@lru_cache(maxsize=64)
def _of_year(year: int, working: WorkingTime) -> pl.DataFrame:
    """The stretches of a year in UTC. An answer asks for the same few years again and again."""
    found = working.intervals(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    return pl.DataFrame(
        {"opens": [opens for opens, _ in found], "closes": [closes for _, closes in found]},
        schema={"opens": pl.Datetime("us", "UTC"), "closes": pl.Datetime("us", "UTC")},
    )
