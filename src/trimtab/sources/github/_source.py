"""The GitHub source: one repository's issues and pull requests, and the question whether anything changed.

A sync that finds nothing new asks twice, is told "not modified" twice, and loads neither polars nor the lake.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.errors import SourceUnreadable
from trimtab.sources._protocol import Enough, Progress, SyncReport, Waiting
from trimtab.sources.github._address import GITHUB, Place
from trimtab.sources.github._answer import Answer, NotThere, waiting_for
from trimtab.sources.github._bookmark import Bookmark
from trimtab.sources.github._kept import Kept, file_of, identity_of, read_kept, write_kept
from trimtab.sources.github._login import Login
from trimtab.sources.tracker import Tracker

if TYPE_CHECKING:
    from trimtab.lake import Lake
    from trimtab.sources.github._connector import Connector, Patience

EXTRA = "github"
_ITEMS_A_BATCH = 100


def extra_missing() -> bool:
    """Whether what this source needs besides the base install is not there."""
    return find_spec("httpx2") is None


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was asked before the lake is opened: which repository it is, and, where that is all, what changed in it."""

    kept: Kept
    tracker: Tracker
    listing: "tuple[str, Answer] | None"


class GitHubSource:
    """The issues and pull requests of `owner`/`name` on a host.

    `login` is what `find_login` found; without one, only public repositories can be read. `api` is the address of the
    host's API where it is not the usual one. Nothing that changed last before `since` is read. `cache` is the folder where
    answers are remembered, so that what did not change costs nothing.
    """

    def __init__(
        self,
        owner: str,
        name: str,
        *,
        host: str = GITHUB,
        api: str | None = None,
        since: date | None = None,
        login: Login | None = None,
        cache: Path | None = None,
        patience: "Patience | None" = None,
        items_a_batch: int = _ITEMS_A_BATCH,
    ) -> None:
        self.place = Place(owner, name, host, api)
        self.since = since
        self.login = login
        self.cache = cache
        self.patience = patience
        self.items_a_batch = items_a_batch
        self.requests = 0
        self._looked: _Looked | None = None

    @property
    def name(self) -> str:
        """How the source is called before its number is known; in the lake it is `github/HOST/NUMBER`."""
        return f"github/{self.place.title}"

    def look(self, lake: Path, *, seen_at: datetime, on_wait: Waiting | None = None) -> SyncReport | None:
        """Whether there is anything to do for a lake in this folder, which is not opened: the report if there is not.

        What was asked here is not asked again by `sync`. Raises as that does.
        """
        with self._connected() as connector:
            self._looked = self._asked(connector, lake, seen_at, on_wait or (lambda _: None))
            return self._nothing(self._looked)

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
        """Bring what changed into the lake, the newest changes first; see `trimtab.sources.Source`.

        Limits of the tracker are waited for; `on_wait` is told until when. `requests` counts what was asked.
        """
        tell = on_wait or (lambda _: None)
        began = time.monotonic()
        with self._connected() as connector:
            looked, self._looked = self._looked or self._asked(connector, lake.folder, seen_at, tell), None
            if nothing := self._nothing(looked):
                return nothing
            from trimtab.sources.github._sync import Run, Sync

            kept, tracker = looked.kept, looked.tracker
            run = Run(self.place, tracker, self._begin, seen_at, self.items_a_batch, began)
            with lake.writer(f"github/{tracker.name}", now=seen_at, wait=wait, on_wait=on_wait) as writer:
                try:
                    sync = Sync(run, connector, writer, kept, dict([looked.listing] if looked.listing else ()))
                    return sync.run(progress=progress, enough=enough, tell=tell)
                finally:
                    kept.bookmark = dict(writer.bookmark) if writer.bookmark else None
                    kept.lake = identity_of(lake.folder)
                    write_kept(self._file, kept)

    @contextmanager
    def _connected(self) -> "Iterator[Connector]":
        if extra_missing():
            raise SourceUnreadable(
                f"{self.place.title}: reading GitHub needs httpx2, which is not installed. Type: pip install 'trimtab[{EXTRA}]'"
            )
        from trimtab.sources.github._connector import Connector, Patience

        with Connector(self.place, self.login, self.patience or Patience()) as connector:
            try:
                yield connector
            finally:
                self.requests += connector.requests

    @property
    def _file(self) -> Path | None:
        return file_of(self.cache, self.place) if self.cache else None

    def _asked(self, connector: "Connector", lake: Path, now: datetime, tell: Waiting) -> "_Looked":
        connector.pausing = lambda limit, seconds: tell(waiting_for(self.place.title, limit, seconds))
        kept = read_kept(self._file)
        tracker = self._tracker(connector, kept, tell)
        looked = _Looked(kept, tracker, self._news(connector, kept, tracker, lake, now))
        write_kept(self._file, kept)
        return looked

    @staticmethod
    def _nothing(looked: "_Looked") -> SyncReport | None:
        if looked.listing is None or not looked.listing[1].unchanged:
            return None
        return SyncReport(f"github/{looked.tracker.name}", {}, complete=True, unchanged=True)

    @property
    def _begin(self) -> str | None:
        return f"{self.since.isoformat()}T00:00:00Z" if self.since else None

    def _tracker(self, connector: "Connector", kept: Kept, tell: Waiting) -> Tracker:
        """The repository's number, by which it stays the same wherever it moves to. Raises SourceUnreadable."""
        known = kept.repository or {}
        try:
            answer = connector.get(f"/repos/{self.place.owner}/{self.place.name}", known.get("etag"))
        except NotThere as gone:
            raise connector.refused(gone.status) from gone
        if not answer.unchanged:
            found = answer.body
            if not isinstance(found, dict) or not isinstance(found.get("id"), int):
                raise SourceUnreadable(f"{self.place.title}: {self.place.contacted} does not answer as GitHub does.")
            if known and known["id"] != found["id"]:
                tell(f"{self.place.title}: this name belongs to another repository now; it is read as one of its own")
                kept.bookmark, kept.pages = None, {}
            known = {"id": found["id"], "name": found.get("full_name"), "etag": answer.etag}
            kept.repository = known
        asked = f"{self.place.owner}/{self.place.name}"
        if str(known["name"]).lower() != asked.lower():
            tell(
                f"{asked} on {self.place.host} is called {known['name']} now; write that in trimtab.yaml. All is kept."
            )
        return Tracker(f"{self.place.host}/{known['id']}", self.place.host, native=True)

    def _news(
        self, connector: "Connector", kept: Kept, tracker: Tracker, lake: Path, now: datetime
    ) -> "tuple[str, Answer] | None":
        """What the tracker says of changes since the last sync, where that is all there is to ask."""
        if kept.bookmark is None or kept.lake is None or kept.lake != identity_of(lake):
            kept.bookmark, kept.pages = None, {}
            return None
        bookmark = Bookmark.from_json(kept.bookmark)
        if not bookmark.is_idle(now.astimezone(UTC), self._begin):
            return None
        address = bookmark.listing(self.place.base, tracker, bookmark.stretches[0])
        page = kept.pages.get(address)
        return (address, connector.get(address, page.etag)) if page else None
