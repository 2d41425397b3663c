"""The opened workspace: its records, its lake, its clones, and bringing it up to date."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources import ArchiveSource, Progress, Repository
from trimtab.workspace._named import SETTINGS, Clone, Live, Saved
from trimtab.workspace._syncing import Enough, Run, Synced, take_clone, take_live, take_saved, taken

if TYPE_CHECKING:  # polars and pydantic take half a second to import; a sync that finds nothing new needs neither
    from trimtab.lake import Lake, Snapshot
    from trimtab.records import Records


class Workspace:
    """An opened workspace. Opening reads no evidence and writes nothing."""

    def __init__(
        self,
        folder: Path,
        hidden: Path,
        clones: tuple[Clone, ...],
        saved: tuple[Saved, ...] = (),
        live: tuple[Live, ...] = (),
        *,
        has_records: bool,
    ) -> None:
        self.folder = folder
        self.hidden = hidden
        self.clones = clones
        self.saved = saved
        self.live = live
        self.has_records = has_records

    @cached_property
    def records(self) -> "Records | None":
        """The lead's own texts, read when first asked for; None for a clone without a workspace."""
        if not self.has_records:
            return None
        from trimtab.records import load

        return load(self.folder)

    @property
    def cache(self) -> Path:
        """The only folder below `.trimtab` that is safe to delete."""
        return self.hidden / "cache"

    @cached_property
    def lake(self) -> "Lake":
        """The lake of this workspace; made on the first sync."""
        from trimtab.lake import Lake

        return Lake(self.hidden / "lake")

    def snapshot(self) -> "Snapshot":
        """One consistent view of the evidence."""
        return self.lake.snapshot()

    def repository(self, slug: str) -> Repository:
        """What git can recompute about one clone; raises SourceUnreadable when it is gone."""
        return next(self._repository(clone) for clone in self.clones if clone.slug == slug)

    def repositories(self) -> Iterator[tuple[str, Repository]]:
        """Every clone that can be read now."""
        for clone in self.clones:
            try:
                yield clone.slug, self._repository(clone)
            except SourceUnreadable:
                continue  # `sync` has said so; answers go on with what the lake holds

    def sync(
        self,
        now: datetime,
        *,
        progress: Callable[[Progress], None] | None = None,
        enough: Enough | None = None,
        wait: float = 30.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> Synced:
        """Take in what is new in the clones and in files of saved items; what is unchanged costs one look.

        `enough` may end a first sync early; the next one goes on where it stopped. Raises LakeBusy, LakeTooNew,
        DiskFull, UsageError where nothing is named; what cannot be read is reported, not raised, unless nothing else is
        named.
        """
        if not self.clones and not self.saved and not self.live:
            raise UsageError(
                f"{self.folder / SETTINGS}: no clone is named under sources.git, so there is nothing to read. "
                "Name one; `trimtab check` tells what is wrong with the file, if anything is."
            )
        run = Run(self.hidden, lambda: self.lake, now, progress, enough, wait, on_wait)
        takes = [
            *(partial(take_clone, run, clone) for clone in self.clones),
            *(partial(take_saved, run, saved) for saved in self.saved),
        ]
        return taken(takes, alone=len(takes) + len(self.live) == 1)

    def sync_live(
        self,
        now: datetime,
        *,
        progress: Callable[[Progress], None] | None = None,
        wait: float = 30.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> Synced:
        """Take in what is new in the trackers that the settings name, over the network.

        What is unchanged costs two requests and no look into the lake. Raises as `sync` does; a pause that a tracker asks
        for is told and waited for.
        """
        run = Run(self.hidden, lambda: self.lake, now, progress, None, wait, on_wait)
        takes = [partial(take_live, run, live) for live in self.live]
        return taken(takes, alone=len(self.clones) + len(self.saved) + len(takes) == 1)

    def read_archive(
        self,
        file: Path,
        tracker: str | None,
        now: datetime,
        *,
        progress: Callable[[Progress], None] | None = None,
        wait: float = 30.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> Synced:
        """Take in saved tracker JSON; `tracker` is HOST/OWNER/NAME for a file that does not say it.

        Raises SourceUnreadable where nothing in the file could be read, UsageError where the tracker is not known,
        LakeBusy, LakeTooNew, DiskFull.
        """
        source = ArchiveSource(file, tracker=tracker)
        name = source.name  # a file that cannot be used should be named before a folder is made
        run = Run(self.hidden, lambda: self.lake, now, progress, None, wait, on_wait)
        return Synced({name: run.take(source)}, ())

    def _repository(self, clone: Clone) -> Repository:
        return Repository(clone.path, self.cache / "git" / clone.slug)
