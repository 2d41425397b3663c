"""Work in progress: how many items were open at the end of each week, how many came and went, how many were old.

An item that is reopened comes again; one that goes elsewhere goes. So the counts of a week are those of the week before,
plus what came, less what went.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.lake.tables import INSTANT

SPELLS = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "kind": pl.String(),
        "opened_at": INSTANT,  # of the item
        "start": INSTANT,  # of the spell
        "end": INSTANT,  # null while it goes on
    }
)
"""A stretch in which an item was open: one for each time it was opened or reopened."""

PROGRESS = pl.Schema(
    {
        "kind": pl.String(),
        "start": INSTANT,
        "end": INSTANT,  # what is counted as open was open then
        "came": pl.Int64(),
        "went": pl.Int64(),
        "open": pl.Int64(),
        "old": pl.Int64(),  # of those, opened longer ago than `OLD`
    }
)

OLD = timedelta(days=90)

_KEY = ["tracker", "item"]
_ENDS = ("closed", "merged", "transferred", "converted_to_discussion", "deleted")


def spells(states: pl.DataFrame, events: pl.LazyFrame) -> pl.DataFrame:
    """When each item was open, columns `SPELLS`; bots end and reopen items as people do.

    What states say holds in the end: an end that no event tells of ends the last spell.
    """
    turns = (
        events.filter(pl.col("kind").is_in((*_ENDS, "reopened")))
        .select(*_KEY, at="happened_at", opens=pl.col("kind") == "reopened")
        .collect()
        .join(states.select(_KEY), on=_KEY, how="semi")
    )
    known = states.select(*_KEY, "kind", "opened_at", "ended_at")
    opened = known.select(*_KEY, at="opened_at", opens=pl.lit(value=True))
    last = known.filter(pl.col("ended_at").is_not_null()).select(*_KEY, at="ended_at", opens=pl.lit(value=False))
    # A merge is told as a closing too: only a change of state begins or ends a spell.
    steps = pl.concat([opened, turns, last]).sort(*_KEY, "at", "opens", descending=[False, False, False, True])
    changed = steps.filter(pl.col("opens").ne_missing(pl.col("opens").shift(1).over(_KEY)))
    return (
        changed.with_columns(end=pl.col("at").shift(-1).over(_KEY))
        .filter("opens")
        .join(known.select(*_KEY, "kind", "opened_at"), on=_KEY)
        .select(*_KEY, "kind", "opened_at", start="at", end="end")
        .cast(SPELLS)
        .sort(*_KEY, "start")
    )


def progress(spells: pl.DataFrame, weeks: Sequence[tuple[datetime, datetime]]) -> pl.DataFrame:
    """Items open at the end of each week (after `start`, up to `end`), what came and went in it; columns `PROGRESS`."""
    rows: list[dict[str, object]] = []
    for (kind,), those in sorted(spells.group_by("kind"), key=lambda pair: str(pair[0])):
        rows += [{"kind": kind, **_of_week(those, start, end)} for start, end in weeks]
    return pl.DataFrame(rows, schema=PROGRESS).sort("kind", "start")


def _of_week(spells: pl.DataFrame, start: datetime, end: datetime) -> dict[str, object]:
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    going = (pl.col("start") <= last) & (pl.col("end").is_null() | (pl.col("end") > last))
    counted = spells.select(
        came=((pl.col("start") > first) & (pl.col("start") <= last)).sum(),
        went=((pl.col("end") > first) & (pl.col("end") <= last)).sum(),
        open=going.sum(),
        old=(going & (pl.col("opened_at") <= last - OLD)).sum(),
    )
    return {"start": first, "end": last, **counted.row(0, named=True)}
