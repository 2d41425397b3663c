"""The only importer of deltalake: one Delta table opened, appended to, scanned, compacted.

It knows nothing of batches being listed or of sources; that is `_writer` and `_snapshot`. It turns the library's
errors into ours, and keeps the schema version in the properties of each table.
"""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock

from trimtab.errors import DiskFull, LakeDamaged, LakeTooNew, MachineFailed
from trimtab.lake.tables import SCHEMA_VERSION, Table

_VERSION_KEY = "trimtab.schema"
_COMPRESSION = WriterProperties(compression="ZSTD", compression_level=3)

# Blind appends of other sources are retried against the newer log; a repeated transaction is refused at once.
_COMMIT_RETRIES = 50

# Below this size a part is worth merging with its neighbours; above it a rewrite would cost more than it saves.
_PART_BYTES = 64 * 2**20

# Readers hold parts of an older version open; a week is what Delta itself asks for.
READER_GRACE = timedelta(days=7)

_FULL = ("No space left on device", f"os error {errno.ENOSPC}", "Disk quota exceeded", f"os error {errno.EDQUOT})")


class DeltaStore:
    """The Delta tables of one folder, one sub-folder each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, table: Table) -> DeltaTable | None:
        """The newest version of a table, None when it was never written.

        Raises LakeTooNew when a newer Trimtab wrote it, LakeDamaged when its log cannot be read.
        """
        where = self.folder / table.name
        if not (where / "_delta_log").is_dir():
            return None
        with self._translated(table):
            delta = DeltaTable(where) if DeltaTable.is_deltatable(str(where)) else None
        if delta is None:
            # A process was killed, or the disk was full, between making the folder and its first log entry.
            if any((where / "_delta_log").iterdir()):
                raise LakeDamaged(self.folder, table.name, "its log has no readable first entry")
            return None
        found = delta.metadata().configuration.get(_VERSION_KEY, "0")
        if not found.isdigit() or int(found) > SCHEMA_VERSION:
            raise LakeTooNew(self.folder, table.name, found, SCHEMA_VERSION)
        return delta

    def append(self, table: Table, frame: pl.DataFrame, source: str, batch: int) -> None:
        """Append the rows of one batch as one Delta commit, once: a repeat of the same batch changes nothing.

        The commit carries the application transaction (source, batch), so that neither a replay nor a second writer
        that lost its lock can write it twice.
        """
        delta = self.open(table) or self._create(table)
        with self._translated(table):
            written = delta.transaction_version(source)
            if written is not None and written >= batch:
                return
            write_deltalake(
                delta,
                frame,
                mode="append",
                schema_mode="merge",
                writer_properties=_COMPRESSION,
                commit_properties=CommitProperties(
                    app_transactions=[Transaction(source, batch)], max_commit_retries=_COMMIT_RETRIES
                ),
            )

    def last_transaction(self, table: Table, source: str) -> int:
        """The highest batch of a source that ever reached this table, listed or not; 0 when none did."""
        delta = self.open(table)
        return (delta and delta.transaction_version(source)) or 0

    def scan(self, table: Table) -> pl.LazyFrame:
        """All rows of the newest version with the full schema: columns an older lake lacks are null."""
        delta = self.open(table)
        if delta is None:
            return pl.LazyFrame(schema=table.schema)
        with self._translated(table):
            rows = pl.scan_delta(delta)
            present = rows.collect_schema()
        return rows.select(
            pl.col(name).cast(dtype) if name in present else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in table.schema.items()
        )

    def parts(self, table: Table) -> int:
        """How many files the newest version of a table has."""
        delta = self.open(table)
        return len(delta.file_uris()) if delta else 0

    def compact(self, table: Table, grace: timedelta = READER_GRACE) -> None:
        """Merge small parts; drop files that no version younger than `grace` names."""
        delta = self.open(table)
        if delta is None:
            return
        with self._translated(table):
            delta.optimize.compact(target_size=_PART_BYTES, writer_properties=_COMPRESSION)
            delta.vacuum(retention_hours=int(grace.total_seconds() // 3600), dry_run=False)

    def _create(self, table: Table) -> DeltaTable:
        """A new table; two processes may try at once, and both then use the one that was made."""
        where = self.folder / table.name
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._translated(table), FileLock(self.folder / "_tables.lock"):
            existing = self.open(table)
            if existing is not None:
                return existing
            # What a killed or failed creation left behind holds no rows: nothing was ever committed there.
            shutil.rmtree(where, ignore_errors=True)
            return DeltaTable.create(
                where,
                schema=table.schema,
                name=table.name,
                description=table.row,
                configuration={_VERSION_KEY: str(SCHEMA_VERSION)},
                raise_if_key_not_exists=False,
            )

    @contextmanager
    def _translated(self, table: Table) -> Iterator[None]:
        try:
            yield
        except (DeltaError, pl.exceptions.PolarsError, OSError) as error:
            said = str(error)
            if any(mark in said for mark in _FULL):
                raise DiskFull(self.folder) from error
            if isinstance(error, PermissionError) or "Permission denied" in said:
                raise MachineFailed(
                    f"{self.folder / table.name}: permission denied; the lake must be yours to write."
                ) from error
            raise LakeDamaged(
                self.folder, table.name, said.splitlines()[0] if said else type(error).__name__
            ) from error
