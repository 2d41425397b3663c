"""Work in progress: how many items were open at the end of each week, how many came and went, how many were old.

An item that is reopened comes again; one that goes elsewhere goes. So the counts of a week are those of the week before,
plus what came, less what went.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

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
    starts = pl.Series([start for start, _ in weeks], dtype=INSTANT)
    ends = pl.Series([end for _, end in weeks], dtype=INSTANT)
    found = [pl.DataFrame(schema=PROGRESS)]
    for (kind,), those in spells.group_by("kind"):
        found.append(_of_kind(str(kind), those, starts, ends))
    return pl.concat(found).sort("kind", "start")


def _of_kind(kind: str, spells: pl.DataFrame, starts: pl.Series, ends: pl.Series) -> pl.DataFrame:
    """The weeks of one kind, counted by how many spells had begun, and had ended, by each of their ends."""
    begun, over = spells["start"].sort(), spells["end"].drop_nulls().sort()
    old_then = pl.max_horizontal("start", pl.col("opened_at") + OLD)
    old = spells.select(old_then).to_series().sort()
    # A spell that ended before its item was old leaves as it becomes one.
    old_gone = spells.filter(pl.col("end").is_not_null()).select(pl.max_horizontal("end", old_then)).to_series().sort()
    return pl.DataFrame(
        {
            "kind": kind,
            "start": starts,
            "end": ends,
            "came": _until(begun, ends) - _until(begun, starts),
            "went": _until(over, ends) - _until(over, starts),
            "open": _until(begun, ends) - _until(over, ends),
            "old": _until(old, ends) - _until(old_gone, ends),
        },
        schema=PROGRESS,
    )


def _until(instants: pl.Series, ends: pl.Series) -> pl.Series:
    """For each end how many of these sorted instants are not after it."""
    return instants.search_sorted(ends, side="right").cast(pl.Int64)
