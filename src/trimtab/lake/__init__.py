"""The lake: rows of evidence, append-only, exactly once, in Delta tables that other programs can read too.

    lake = Lake(folder)
    with lake.writer("git/harbour", now=now) as writer:
        writer.append({"commits": rows}, bookmark={...}, seen_at=now)
    lake.snapshot().scan("commits", as_of=instant)

What the columns mean stands in `trimtab.lake.tables`. Where rows come from is the business of `trimtab.sources`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from trimtab.lake._delta import READER_GRACE, DeltaStore
from trimtab.lake._locks import Waiting, writer_lock
from trimtab.lake._snapshot import Bookmark, Snapshot, SyncedSource
from trimtab.lake._writer import Writer
from trimtab.lake.tables import SCHEMA_VERSION, TABLES, Table

__all__ = ["SCHEMA_VERSION", "TABLES", "Bookmark", "Lake", "Snapshot", "SyncedSource", "Table", "Writer"]

# A first sync of a long history leaves a part per chunk, later ones a few rows each. Opening a file costs about as much
# as reading a thousand rows, so a reader feels a pile of parts long before the disk does.
_PARTS_THAT_PILE_UP = 24


class Lake:
    """The tables of one folder. Making the value touches nothing; the first append makes folder and tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = DeltaStore(folder)

    def snapshot(self) -> Snapshot:
        """What is committed now, unmoved by whatever is written afterwards.

        Raises LakeTooNew or LakeDamaged.
        """
        return Snapshot(self._store)

    @contextmanager
    def writer(
        self, source: str, *, now: datetime, wait: float = 30.0, on_wait: Waiting | None = None
    ) -> Iterator[Writer]:
        """The one writer of `source`; a second one waits up to `wait` seconds, then raises LakeBusy.

        Parts that piled up are merged when the writer is done.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writer_lock(self.folder / "_locks", source, now, wait, on_wait):
            yield Writer(self._store, source)
            self.compact(only_where_needed=True)

    def compact(self, *, only_where_needed: bool = False, grace: timedelta = READER_GRACE) -> None:
        """Merge small parts of every table; files no reader can still hold (older than `grace`) are removed.

        When another process is compacting, this one leaves it to that one.
        """
        if not self.folder.is_dir():
            return
        try:
            with FileLock(self.folder / "_compact.lock", timeout=0):
                for table in TABLES.values():
                    if not only_where_needed or self._store.parts(table) > _PARTS_THAT_PILE_UP:
                        self._store.compact(table, grace)
        except Timeout:
            return
