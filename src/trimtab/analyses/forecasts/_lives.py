"""What forecasts learn from: how long each item was open, or has been open so far, and how much its author had opened before.

A state of the items in, one row an item out. Authors enter by their experience with this tracker alone.
"""

import polars as pl

FIRST, SOME, REGULAR, PROGRAM, UNKNOWN = range(5)
BANDS = ("first-timer", "some", "regular", "program", "unknown")
"""How much an author had opened here before an item: nothing; up to five items; more. Programs and deleted users apart."""

SOME_AT_MOST = 5
_DAY = 86_400_000_000

LIVES = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "kind": pl.String(),
        "opened": pl.Float64(),  # days since 1970
        "ended": pl.Float64(),  # days since 1970; null while it is open
        "band": pl.Int8(),  # a place in BANDS
    }
)


def days(instant: pl.Expr) -> pl.Expr:
    """Days since 1970 of an instant."""
    return instant.dt.epoch("us") / _DAY


def lives(states: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """One row per item (`LIVES`), in the order in which they were opened.

    `states` are those of `trimtab.analyses.items`, which hold nothing later than their instant; `accounts` (tracker, which
    is its host, account, bot) says which of the authors are programs. Whatever ended an item, ended it: merged, closed or moved.
    """
    programs = accounts.filter(pl.col("bot").fill_null(value=False)).select(
        host="tracker", author="account", program=pl.lit(value=True)
    )
    earlier = pl.int_range(pl.len()).over("tracker", "author")
    band = (
        pl.when(pl.col("author").is_null())
        .then(UNKNOWN)
        .when(pl.col("program"))
        .then(PROGRAM)
        .when(pl.col("earlier") == 0)
        .then(FIRST)
        .when(pl.col("earlier") <= SOME_AT_MOST)
        .then(SOME)
        .otherwise(REGULAR)
    )
    return (
        states.sort("opened_at", "tracker", "item")
        .with_columns(host=pl.col("tracker").str.split("/").list.first())
        .join(programs.unique(), on=["host", "author"], how="left")
        .sort("opened_at", "tracker", "item")
        .with_columns(pl.col("program").fill_null(value=False), earlier=earlier)
        .select("tracker", "item", "kind", opened=days(pl.col("opened_at")), ended=days(pl.col("ended_at")), band=band)
        .cast(LIVES)
    )
