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
        counts = _Counts(those)
        rows += [{"kind": kind, **counts.of_week(start, end)} for start, end in weeks]
    return pl.DataFrame(rows, schema=PROGRESS).sort("kind", "start")


class _Counts:
    """How many spells had begun and had ended by an instant, and of those begun by items opened before another."""

    def __init__(self, spells: pl.DataFrame) -> None:
        self._starts, self._ends = spells["start"].sort(), spells["end"].drop_nulls().sort()
        old_then = pl.max_horizontal("start", pl.col("opened_at") + OLD)
        self._old = spells.select(old_then).to_series().sort()
        # A spell that ended before its item was old leaves as it becomes one.
        gone = spells.filter(pl.col("end").is_not_null()).select(pl.max_horizontal("end", old_then))
        self._old_gone = gone.to_series().sort()

    def of_week(self, start: datetime, end: datetime) -> dict[str, object]:
        """The counts of the week after `start`, up to `end`."""
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        begun, over = _until(self._starts, last), _until(self._ends, last)
        return {
            "start": first,
            "end": last,
            "came": begun - _until(self._starts, first),
            "went": over - _until(self._ends, first),
            "open": begun - over,
            "old": _until(self._old, last) - _until(self._old_gone, last),
        }


def _until(instants: pl.Series, at: datetime) -> int:
    """How many of these sorted instants are not after `at`."""
    return int(instants.search_sorted(at, side="right"))
