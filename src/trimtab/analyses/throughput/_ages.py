"""How old open items are for a project that is as fast as this one: the share of its items that were over by that age."""

from datetime import UTC, datetime

import polars as pl

from trimtab.analyses.survival import LEAST_ENDS, below, share_over
from trimtab.analyses.throughput._spans import waits, within

AGES = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "kind": pl.String(),
        "days": pl.Float64(),  # since it was opened
        "over": pl.Float64(),  # the share of items of its kind that were over by that age; null where too few ended
    }
)

_KEY = ["tracker", "item"]


def ages(states: pl.DataFrame, leads: pl.DataFrame, since: datetime, as_of: datetime) -> pl.DataFrame:
    """Every open item with its age, oldest for its kind first; columns `AGES`.

    What is usual is what happened from `since` on, in every tracker and kind apart; open items count as open.
    """
    at = as_of.astimezone(UTC)
    seen = within(leads, since, at).join(states.select(*_KEY, "kind"), on=_KEY)
    going = states.filter(pl.col("state") == "open").select(
        *_KEY, "kind", days=(pl.lit(at) - pl.col("opened_at")).dt.total_seconds() / 86_400
    )
    found = [pl.DataFrame(schema=AGES)]
    for (tracker, kind), those in going.group_by("tracker", "kind"):
        past = waits(seen.filter(pl.col("tracker") == tracker, pl.col("kind") == kind))
        shares = share_over(below(past), those["days"].to_list()) if past["counts"].sum() >= LEAST_ENDS else None
        found.append(those.with_columns(over=pl.Series(shares or [None] * those.height, dtype=pl.Float64)))
    told = pl.concat([frame.select(list(AGES)).cast(AGES) for frame in found])
    return told.sort("over", "days", "tracker", "item", descending=[True, True, False, False], nulls_last=True)
