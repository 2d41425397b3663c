"""One sync while the writer's lock is held: items in the order of their last change, in batches, each with a bookmark.

Exactly once: what is read again after a kill is compared with what is stored (`tracker.known`). A sync that ends early,
by a failing server, a refusal or Ctrl-C, writes first what it has read whole.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from trimtab.errors import SourceUnreadable
from trimtab.sources._protocol import Enough, Progress, SyncReport, Waiting
from trimtab.sources.github._address import Place
from trimtab.sources.github._answer import Answer, Limit, NotThere, Unanswered, waiting_for
from trimtab.sources.github._bookmark import Bookmark
from trimtab.sources.github._connector import Connector
from trimtab.sources.github._item import Items, Json
from trimtab.sources.github._kept import Kept, Page
from trimtab.sources.github._look import look_through
from trimtab.sources.github._stretch import Stretch, instant, written
from trimtab.sources.github._walk import FULL, Guide, Walk
from trimtab.sources.tracker import Tracker, github
from trimtab.sources.tracker.items import Unusable
from trimtab.sources.tracker.known import Known
from trimtab.sources.tracker.links import closed_by
from trimtab.sources.tracker.rows import Rows, hashed, text_of, told

if TYPE_CHECKING:
    from trimtab.lake import Writer

# A batch also ends here, however few items it holds: one with thousands of events fills it alone.
_EVENTS = 50_000


@dataclass(frozen=True, slots=True)
class Run:
    """What one sync is about: the repository, from when on, and when it began (by the clock that only runs forward)."""

    place: Place
    tracker: Tracker
    begin: str | None
    seen_at: datetime
    items_a_batch: int
    began: float


class Sync:
    """One run. `asked` are answers that were got already."""

    def __init__(self, run: Run, connector: Connector, writer: "Writer", kept: Kept, asked: dict[str, Answer]) -> None:
        self._run = run
        self._connector = connector
        self._writer = writer
        self._kept = kept
        self._asked = asked
        self._items = Items(connector, run.place.base, int(run.tracker.name.rpartition("/")[2]))
        stored = dict(writer.bookmark) if writer.bookmark else None
        if kept.bookmark != stored:  # somebody else wrote since: what was remembered is of another state
            kept.pages = {}
        self._mark = Bookmark.from_json(stored) if stored else Bookmark.first(run.seen_at, run.begin)
        self._mark.widen(run.begin)
        # Of a lake that is complete only the items of a batch are compared; a first reading meets nearly all.
        self._known = None if self._mark.complete else Known(writer)
        self._failed = list(self._mark.again)
        self._rows, self._held = Rows(run.tracker), set[int]()
        self._count: Counter[str] = Counter(items=0, item_events=0, item_links=0, accounts=0, gaps=0)
        self._read, self._total, self._stopped, self._ended, self._writing = 0, 0, False, False, False

    def run(self, *, progress: Callable[[Progress], None] | None, enough: Enough | None, tell: Waiting) -> SyncReport:
        """Do it; see `GitHubSource.sync`."""
        self._progress, self._enough, self._tell = progress or (lambda _: None), enough, tell
        self._connector.pausing = self._pause
        try:
            self._all()
        except (SourceUnreadable, KeyboardInterrupt):
            # A batch that was being written is not whole, and a bookmark after it would pass it over.
            if not self._writing:
                self._flush()
            raise
        self._flush()
        older = self._mark.stretches[1:]
        back = older[0].until if older else None
        return SyncReport(
            self._writer.source,
            dict(self._count),
            complete=not older,
            unchanged=not any(self._count.values()),
            mined_back_to=instant(back) if back else None,
        )

    def _all(self) -> None:
        self._try_again()
        self._walk(0)
        while len(self._mark.stretches) > 1 and not self._stopped:
            self._walk(1)
            if not self._stopped:
                del self._mark.stretches[1]
        if self._stopped:
            return
        if self._mark.look_due(self._now):
            self._look()
        if self._mark.looked is None or self._mark.look_due(self._now):
            self._mark.have_looked(self._now)
        self._ended = True

    @property
    def _now(self) -> datetime:
        return self._run.seen_at.astimezone(UTC)

    def _walk(self, place: int) -> None:
        """Read the items of a stretch."""
        address = partial(self._mark.listing, self._run.place.base, self._run.tracker)
        walk = Walk(self._mark.stretches, place, Guide(address, self._list, self._take, partial(self._settle, place)))
        walk.run()
        self._stopped = walk.stopped
        if place == 0 and walk.last:
            looked = {at: page for at, page in self._kept.pages.items() if page.held is not None}
            self._kept.pages = {**looked, walk.last[0]: Page(walk.last[1])}

    def _list(self, address: str) -> Answer:
        page = self._kept.pages.get(address)
        try:
            answer = self._asked.pop(address, None) or self._connector.get(address, page.etag if page else None)
        except NotThere as gone:
            raise self._connector.refused(gone.status) from gone
        if not answer.unchanged:
            self._total = max(self._total, self._read + FULL * (answer.last - 1) + len(answer.body))
        return answer

    def _settle(self, place: int, stretch: Stretch) -> bool:
        """Write a batch that is full; whether the rest may be left to the next sync, all newer changes having been read."""
        if len(self._held) < self._run.items_a_batch and self._rows.height < _EVENTS:
            return False
        self._flush()
        seconds = time.monotonic() - self._run.began
        return bool(place and self._enough and stretch.until and self._enough(instant(stretch.until), seconds))

    def _take(self, listed: Json) -> None:
        """Read one item; what cannot be read becomes a gap, and is tried again by the next sync."""
        number, key = listed["number"], listed["id"]
        if key in self._held:  # it changed while this batch was read, and a batch holds an item once
            self._flush()
        try:
            found = self._items.read(listed)
            item = github.add(self._rows, found.saved, found.asked)
        except NotThere as gone:
            self._gone(listed, gone)
        except (Unanswered, Unusable) as fault:
            self._gap(number, fault)
        else:
            self._mark.again = [one for one in self._mark.again if one != number]
            self._held.add(key)
            self._rows.end_item()
            pull = found.saved.get("pull", {})
            self._mark.closing += [(item, one, text_of(pull.get("created_at"))) for one in closed_by(pull)]
        self._read += 1
        self._progress(Progress(self._writer.source, self._read, max(self._read, self._total), "items"))

    def _gap(self, number: int, fault: Exception) -> None:
        """Note what could not be read. Raises the fault again where the tracker answers nothing else either."""
        if isinstance(fault, Unanswered):
            self._still_there(fault)
        if number not in self._mark.again:
            self._mark.again = [*self._mark.again, number]
        if number not in self._failed:
            self._rows.gaps.append((f"{self._run.tracker.name}#{number}", str(fault)))

    def _gone(self, listed: Json, gone: NotThere) -> None:
        """An item that was deleted, or moved to another repository: when is not told, only that it is so now."""
        self._still_there(gone)
        if "pull_request" in listed:
            self._rows.gaps.append((f"{self._run.tracker.name}#{listed['number']}", f"the pull request {gone}"))
            return
        self.note_gone(str(listed["id"]), gone)

    def note_gone(self, item: str, gone: NotThere) -> None:
        """The event that says so, dated by when it was noticed."""
        kind = "transferred" if gone.status == 301 else "deleted"
        facts = told({"noticed": True, "status": gone.status}, ("noticed", "status"))
        self._rows.events.append(
            (item, kind, hashed(kind, item), written(self._now), None, gone.moved_to, None, None, None, facts, None)
        )

    def _still_there(self, fault: Exception) -> None:
        """Whether the repository answers; what ails one item is told apart from what ails all of them."""
        try:
            self._connector.get(f"/repositories/{self._run.tracker.name.rpartition('/')[2]}")
        except NotThere as gone:
            raise self._connector.refused(gone.status) from gone
        except Unanswered:
            raise fault from None

    def _try_again(self) -> None:
        """Items that could not be read the last time."""
        for number in tuple(self._mark.again):
            try:
                listed = self._items.listed(number)
            except NotThere:
                self._mark.again = [one for one in self._mark.again if one != number]
            except Unanswered as fault:
                self._gap(number, fault)
            else:
                self._take(listed)

    def _look(self) -> None:
        """Look through the open items for what no change tells of."""
        self._flush()
        found = look_through(self._connector, self._writer, self._run, self._kept)
        for number, item in found.doubtful:
            try:
                listed = self._items.listed(number)
            except NotThere as gone:
                self._still_there(gone)
                self.note_gone(item, gone)
            else:
                if number in found.differing:
                    self._take(listed)
        self._mark.have_looked(self._now)

    def _pause(self, limit: Limit, seconds: float) -> None:
        """Before a pause, write what there is and say how long it will take."""
        self._flush()
        self._tell(waiting_for(self._run.place.title, limit, seconds))

    def _flush(self) -> None:
        """Write the batch so far, where there is anything to write or to remember."""
        self._writing = True
        self._write()
        self._writing = False

    def _close(self) -> None:
        """Links to items that a text names by number, as far as those have been read; the bookmark keeps the rest.

        Once all has been read, a number that is nobody's names nothing.
        """
        asked = {number for _, number, _ in self._mark.closing}
        if not asked:
            return
        stored = self._writer.stored("items", ("number", "item"), where=pl.col("number").is_in(list(asked)))
        known = {**dict(stored.iter_rows()), **{row[1]: row[0] for row in self._rows.items}}
        links = self._mark.closing
        self._rows.links.extend((item, "closes", known[to], at) for item, to, at in links if to in known)
        self._mark.closing = [] if self._ended else [link for link in links if link[1] not in known]

    def _write(self) -> None:
        self._close()
        rows, self._rows, self._held = self._rows, Rows(self._run.tracker), set()
        mark = self._mark.as_json()
        if not (rows.height or rows.gaps or rows.links) and mark == self._writer.bookmark:
            return
        frames = rows.frames(self._run.seen_at)
        known = self._known or Known(self._writer, of={event[0] for event in (*rows.events, *rows.bare_events)})
        fresh = {**known.take(frames), "gaps": frames["gaps"]}
        if mark == self._writer.bookmark and not any(frame.height for frame in fresh.values()):
            return
        self._writer.append(fresh, bookmark=mark, seen_at=self._run.seen_at)
        for name, frame in fresh.items():
            self._count[name] += frame.height
