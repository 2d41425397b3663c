"""The git source: a repository given by slug and folder, and the question whether it holds anything new.

Only what answers that question is imported here; what mines is loaded when there is something to mine.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.sources._protocol import Enough, Progress, SyncReport, Waiting
from trimtab.sources.git._place import locate
from trimtab.sources.git._refs import fingerprint_of, read_refs

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from trimtab.lake import Lake


class GitSource:
    """One repository's commits, changed files and refs.

    `since` limits commits by their committer's date, `paths` (files or folders, as they stand in the repository) to
    those that touch them; a file that moved in from elsewhere then shows as added. `executor` runs the heavy work;
    without one, threads do, each driving a git process.
    """

    def __init__(
        self,
        slug: str,
        path: Path,
        *,
        executor: "Executor | None" = None,
        since: datetime | None = None,
        paths: Sequence[str] = (),
        tags: bool = True,
    ) -> None:
        self.slug = slug
        self.path = path
        self.executor = executor
        self.since = since
        self.paths = tuple(paths)
        self.tags = tags

    @property
    def name(self) -> str:
        """The name under which the rows stand in the lake."""
        return f"git/{self.slug}"

    def settings(self) -> str:
        """All that decides which rows this source brings, as text."""
        since = self.since.isoformat() if self.since else None
        return json.dumps({"since": since, "paths": self.paths, "tags": self.tags})

    def fingerprint(self) -> str:
        """A hash that changes whenever a sync would have something to do; it takes a few hundredths of a second.

        Equal to the bookmark's `fingerprint`, and the bookmark `complete`, means that there is nothing new. Raises
        NotARepository or SourceUnreadable.
        """
        place = locate(self.path)
        return fingerprint_of(place, read_refs(place, tags=self.tags), self.settings())

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
        """Bring what is new into the lake, newest commits first; see `trimtab.sources.Source`.

        `seen_at` must not be before the commits are made: dates later than a day after it count as broken clocks.
        """
        from trimtab.sources.git._sync import Sync

        locate(self.path)  # what cannot be read should be said before a lake is made
        with lake.writer(self.name, now=seen_at, wait=wait, on_wait=on_wait) as writer:
            return Sync(self, writer, seen_at, progress, enough).run()
