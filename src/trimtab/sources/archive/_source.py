"""The archive source: one file of saved tracker JSON, and the tracker it was saved from.

What reads and writes is loaded when there is something to read.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.sources._protocol import Enough, Progress, SyncReport, Waiting
from trimtab.sources.archive._identity import tracker_of
from trimtab.sources.tracker import Tracker

if TYPE_CHECKING:
    from trimtab.lake import Lake


class ArchiveSource:
    """The issues and pull requests of one tracker, as a file holds them.

    `tracker` is HOST/OWNER/NAME, for a file that does not say where it was saved; where given, it is believed.
    """

    def __init__(self, path: Path, *, tracker: str | None = None) -> None:
        self.path = path
        self.given = tracker

    @cached_property
    def tracker(self) -> Tracker:
        """Where the items come from, by which name they go. Raises SourceUnreadable and UsageError."""
        return tracker_of(self.path, self.given)

    @property
    def name(self) -> str:
        """The name under which the rows stand in the lake; it is the tracker's, so that a newer file goes on."""
        return f"archive/{self.tracker.name}"

    def sync(
        self,
        lake: "Lake",
        *,
        seen_at: datetime,
        progress: Callable[[Progress], None] | None = None,
        enough: Enough | None = None,
        wait: float = 30.0,
        on_wait: Waiting | None = None,
    ) -> SyncReport:
        """Bring what the file tells and the lake lacks into the lake; see `trimtab.sources.Source`.

        A file is always read to its end: it is in no order of time, so `enough` cannot be answered. What could not be
        read is counted under `gaps`. Raises SourceUnreadable where the file holds nothing that could be read.
        """
        from trimtab.sources.archive._sync import Sync

        tracker = self.tracker  # what cannot be read should be said before a lake is made
        with lake.writer(self.name, now=seen_at, wait=wait, on_wait=on_wait) as writer:
            return Sync(self.path, tracker, writer, seen_at, progress).run()
