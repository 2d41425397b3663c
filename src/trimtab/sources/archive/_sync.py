"""One reading of a file: object by object, batch by batch, each with a bookmark that says how far it came.

Exactly once: a killed reading goes on behind the last object of the last whole batch, and whatever is read again, from
this file or a newer one, is compared with what is stored (`tracker.known`).
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trimtab.sources._protocol import Progress, SyncReport
from trimtab.sources.archive import _ietf
from trimtab.sources.archive._identity import nothing_read
from trimtab.sources.archive._read import SavedFile, Torn
from trimtab.sources.tracker import Tracker, github
from trimtab.sources.tracker.items import Unusable
from trimtab.sources.tracker.known import Known
from trimtab.sources.tracker.rows import Rows

if TYPE_CHECKING:
    from trimtab.lake import Writer

# A batch ends at whichever comes first. Two are held at a time, each at some three times its text.
_EVENTS, _BYTES = 100_000, 48 * 2**20

# More torn places than this are counted rather than named.
_GAPS_NAMED = 500
_MEGABYTE = 2**20


class Sync:
    """One run, while the writer's lock is held."""

    def __init__(
        self,
        path: Path,
        tracker: Tracker,
        writer: "Writer",
        seen_at: datetime,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._saved = SavedFile(path)
        self._tracker = tracker
        self._writer = writer
        self._seen_at = seen_at
        self._progress = progress or (lambda _: None)
        self._add = _ietf.add if self._saved.is_document else github.add
        self._rows, self._held, self._bytes = Rows(tracker), set[object](), 0
        self._count: Counter[str] = Counter(items=0, item_events=0, item_links=0, accounts=0, gaps=0)
        self._read = self._torn = 0

    def run(self) -> SyncReport:
        """Do it; see `ArchiveSource.sync`."""
        digest, before = self._saved.digest(), self._writer.bookmark or {}
        again = before.get("file") == digest
        if again and before.get("complete"):
            return SyncReport(self._writer.source, {}, complete=True, unchanged=True)
        done = int(before.get("objects", 0)) if again else 0
        with _uncollected(), _Behind() as behind:
            known = Known(self._writer)
            for number, found, length in self._saved.objects(done):
                if self._is_full(found):
                    behind.do(self._flush(known, {"file": digest, "objects": done, "complete": False}))
                self._take(number, found, length)
                done = number
            self._say_if_nothing(again=again)
            behind.do(self._flush(known, {"file": digest, "objects": done, "complete": True}))
        return SyncReport(self._writer.source, dict(self._count), complete=True)

    def _say_if_nothing(self, *, again: bool) -> None:
        """Raise SourceUnreadable where no item was read; but a document may well hold none: a group that has just begun."""
        if not again and not self._read and (self._torn or not self._saved.is_document):
            raise nothing_read(self._saved.path)

    def _is_full(self, found: "dict[str, Any] | Torn") -> bool:  # Any: JSON as it was saved
        """Whether the batch ends before this object: it is large enough, or holds another reading of the item."""
        return self._rows.height >= _EVENTS or self._bytes >= _BYTES or _name(found) in self._held

    def _take(self, number: int, found: "dict[str, Any] | Torn", length: int) -> None:
        if isinstance(found, Torn):
            self._note_gap(number, found.reason)
            return
        try:
            self._add(self._rows, found)
        except Unusable as fault:
            self._note_gap(number, str(fault))
            return
        self._held.add(_name(found))
        self._bytes += length
        self._read += 1

    def _note_gap(self, number: int, reason: str) -> None:
        self._torn += 1
        if self._torn <= _GAPS_NAMED:
            self._rows.gaps.append((f"{self._saved.path.name}: {self._saved.place} {number}", reason))
        elif self._torn == _GAPS_NAMED + 1:
            self._rows.gaps.append((self._saved.path.name, f"more than {_GAPS_NAMED} places could not be read"))

    def _flush(self, known: Known, bookmark: dict[str, Any]) -> Callable[[], None]:  # Any: JSON, as the lake keeps it
        """What writes the batch so far; a new one is begun."""
        rows, self._rows, self._held, self._bytes = self._rows, Rows(self._tracker), set(), 0
        size = self._saved.size // _MEGABYTE
        self._progress(Progress(self._writer.source, self._saved.done() // _MEGABYTE, size, "megabytes"))

        def write() -> None:
            frames = rows.frames(self._seen_at)
            fresh = {**known.take(frames), "gaps": frames["gaps"]}
            self._writer.append(fresh, bookmark=bookmark, seen_at=self._seen_at)
            for name, frame in fresh.items():
                self._count[name] += frame.height

        return write


class _Behind:
    """One piece of work at a time, done while the next one is prepared; two batches are held at most."""

    def __enter__(self) -> "_Behind":
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._under_way: Future[None] | None = None
        return self

    def do(self, work: Callable[[], None]) -> None:
        """Begin when the work before has ended; what it raised is raised here."""
        self._wait()
        self._under_way = self._thread.submit(work)

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._thread.shutdown()

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: what is gathered has none, and is walked through again and again in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _name(found: "dict[str, Any] | Torn") -> object:  # Any: JSON as it was saved
    """What tells two objects of a file apart; None where nothing does."""
    if isinstance(found, Torn):
        return None
    shown = found.get("pull") or found.get("issue") or found
    number = shown.get("number") if isinstance(shown, dict) else None
    return number if isinstance(number, int) else None
