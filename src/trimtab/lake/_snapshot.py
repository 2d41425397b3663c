"""One consistent view of the lake: what the completed batches hold, and nothing of those still being written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from trimtab.lake._delta import DeltaStore
from trimtab.lake.tables import SYNCS, TABLES

# JSON as a source wrote it: the lake keeps a bookmark and never looks inside, so its shape is the source's own.
Bookmark = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SyncedSource:
    """A source as of its last completed batch."""

    name: str
    last_batch: int
    bookmark: str
    seen_at: datetime


class Snapshot:
    """The lake as it stood when the snapshot was taken.

    `syncs` is read first. A batch is listed there only after all of its rows were committed, so every table opened
    later holds each listed batch whole; rows of unlisted batches are filtered out. A table is opened at most once.
    """

    def __init__(self, store: DeltaStore) -> None:
        self._store = store
        self._syncs = store.scan(SYNCS).sort("source", "batch").collect()
        self._scans: dict[str, pl.LazyFrame] = {}

    def scan(self, table: str, as_of: datetime | None = None, seen_by: datetime | None = None) -> pl.LazyFrame:
        """Rows of a table with its full schema; nothing that happened after `as_of` or was read after `seen_by`.

        `as_of` is what an answer is cut at; scoring a past forecast cuts on both clocks.
        """
        if table not in self._scans:
            self._scans[table] = self._store.scan(TABLES[table]).filter(_listed(self._syncs))
        rows = self._scans[table]
        if as_of is not None:
            rows = rows.filter(pl.col("happened_at") <= as_of.astimezone(UTC))
        if seen_by is not None:
            rows = rows.filter(pl.col("seen_at") <= seen_by.astimezone(UTC))
        return rows

    def sources(self) -> Mapping[str, SyncedSource]:
        """Every source with a completed batch, by name."""
        last = self._syncs.group_by("source", maintain_order=True).last()
        return {
            row["source"]: SyncedSource(row["source"], row["batch"], row["bookmark"], row["seen_at"])
            for row in last.iter_rows(named=True)
        }


def _listed(syncs: pl.DataFrame) -> pl.Expr:
    """Whether a row belongs to a completed batch.

    Batches of a source are consecutive but for those that a killed process left behind, so a few ranges say it all, and
    a range can be pushed down to the files where a join could not.
    """
    ranges = (
        syncs.select("source", "batch")
        .unique()
        .sort("source", "batch")
        .with_columns(run=pl.col("batch") - pl.int_range(pl.len()).over("source"))
        .group_by("source", "run")
        .agg(first=pl.col("batch").min(), last=pl.col("batch").max())
        .sort("source", "first")
    )
    tests = [
        (pl.col("source") == row["source"]) & pl.col("batch").is_between(row["first"], row["last"])
        for row in ranges.iter_rows(named=True)
    ]
    return pl.any_horizontal(tests) if tests else pl.lit(value=False)
