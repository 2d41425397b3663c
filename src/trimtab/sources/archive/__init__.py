"""The archive source: issues and pull requests from saved tracker JSON, without a network.

    ArchiveSource(Path("saved.ndjson.gz"), tracker="github.com/harbour/ledger").sync(lake, seen_at=now)

Which forms are read, how each object becomes rows, and what is left out, stands in `docs/reference/trackers.md`.
"""

from trimtab.sources.archive._source import ArchiveSource

__all__ = ["ArchiveSource"]
