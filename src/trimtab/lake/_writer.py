"""Writing a source's rows exactly once: batches under a lock, listed only when they are whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from trimtab import __version__
from trimtab.lake._delta import DeltaStore
from trimtab.lake._snapshot import Bookmark, Snapshot
from trimtab.lake.tables import SYNCS, TABLES


class Writer:
    """The one writer of a source, alive while its lock is held.

    A batch is: its number allotted, its rows committed table by table, `syncs` with the bookmark last. A process killed
    before that last step leaves rows under a number that no reader counts and no later batch takes again; the source
    then resumes from the last bookmark.
    """

    def __init__(self, store: DeltaStore, source: str) -> None:
        self.source = source
        self._store = store
        synced = Snapshot(store).sources().get(source)
        self._bookmark: Bookmark | None = json.loads(synced.bookmark) if synced else None
        reached = (store.last_transaction(table, source) for table in TABLES.values())
        self._batch = max(synced.last_batch if synced else 0, *reached)

    @property
    def bookmark(self) -> Bookmark | None:
        """Where the last completed batch said to resume; None before the first."""
        return self._bookmark

    def stored(self, table: str, columns: Sequence[str | pl.Expr], where: pl.Expr | bool = True) -> pl.DataFrame:
        """The rows of this source in completed batches, batches of this writer included."""
        mine = Snapshot(self._store).scan(table).filter(pl.col("source") == self.source, where)
        return mine.select(columns).collect(engine="streaming")

    def fresh(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Those rows whose key is not stored yet, one per key: replaying what was read before adds nothing."""
        key = TABLES[table].key
        own = [column for column in key if column != "source"]
        return rows.unique(own, keep="first", maintain_order=True).join(self.stored(table, own), on=own, how="anti")

    def append(self, frames: Mapping[str, pl.DataFrame], *, bookmark: Bookmark, seen_at: datetime) -> int:
        """Write one batch and return its number. `frames` maps table names to rows.

        Columns that a frame lacks become null; `source` and `batch` are filled in here, `seen_at` where it is absent.
        Raises DiskFull, LakeTooNew or LakeDamaged; the batch then does not count.
        """
        self._batch += 1
        rows = {name: frame.height for name, frame in frames.items() if frame.height}
        for name in rows:
            self._store.append(TABLES[name], self._shaped(name, frames[name], seen_at), self.source, self._batch)
        done = pl.DataFrame(
            {
                "happened_at": [seen_at],
                "bookmark": [json.dumps(bookmark, sort_keys=True)],
                "rows": [json.dumps(rows, sort_keys=True)],
                "trimtab": [__version__],
            }
        )
        self._store.append(SYNCS, self._shaped("syncs", done, seen_at), self.source, self._batch)
        self._bookmark = bookmark
        return self._batch

    def _shaped(self, table: str, frame: pl.DataFrame, seen_at: datetime) -> pl.DataFrame:
        """The frame with exactly the table's columns, in its order and types."""
        schema = TABLES[table].schema
        unknown = set(frame.columns) - set(schema)
        if unknown:
            raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
        filled = {"source": pl.lit(self.source), "batch": pl.lit(self._batch), "seen_at": pl.lit(seen_at)}
        return frame.select(
            (pl.col(name) if name in frame.columns else filled.get(name, pl.lit(None))).cast(dtype).alias(name)
            for name, dtype in schema.items()
        )
