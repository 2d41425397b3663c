"""Taking in what is new: one run over what a workspace names, and what it has to say at the end."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources import ArchiveSource, GitHubSource, GitSource, Progress, Source, SyncReport, find_login
from trimtab.workspace._files import private_folder, read_json, write_whole
from trimtab.workspace._named import Clone, Live, Saved

if TYPE_CHECKING:  # a sync that finds nothing new opens no lake
    from trimtab.lake import Lake


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: a report for each clone, file and tracker that was read, a message for each that could not be.

    Reports go by the slug of the clone, and else by the name of the source.
    """

    reports: Mapping[str, SyncReport]
    unreadable: tuple[str, ...]

    def with_more(self, other: "Synced") -> "Synced":
        """This and what another sync did."""
        return Synced({**self.reports, **other.reports}, (*self.unreadable, *other.unreadable))

    @property
    def complete(self) -> bool:
        """Whether all history that the clones hold is in the lake."""
        return all(report.complete for report in self.reports.values())

    @property
    def read_back_to(self) -> datetime | None:
        """The instant back to which nothing is missing; None when nothing is missing at all."""
        back = [report.mined_back_to for report in self.reports.values() if not report.complete]
        return max((instant for instant in back if instant is not None), default=None)


# Says when a first sync has enough for an answer: the oldest instant mined so far, and the seconds it took.
Enough = Callable[[datetime, float], bool]


def first_enough(now: datetime, replayed: str | None) -> Enough | None:
    """When a first sync has read enough to brief the present, so that a huge history answers within a minute.

    Two years back in 20 seconds, or whatever 35 seconds bring: batches under way and the brief itself take ten
    more. A replay of the past waits for all of it.
    """
    if replayed:
        return None

    def enough(back_to: datetime, seconds: float) -> bool:
        return (seconds > _SOON and back_to <= now - _NEEDED) or seconds > _LATEST

    return enough


_SOON, _LATEST = 20.0, 35.0
_NEEDED = timedelta(days=750)


@dataclass(frozen=True, slots=True)
class Run:
    """One sync under way: of which workspace, seen at which instant, and whom it tells how far it is."""

    hidden: Path
    lake: Callable[[], "Lake"]
    now: datetime
    progress: Callable[[Progress], None] | None
    enough: Enough | None
    wait: float
    on_wait: Callable[[str], None] | None

    @property
    def has_lake(self) -> bool:
        """Whether anything was ever taken in."""
        return (self.hidden / "lake").is_dir()

    @property
    def cache(self) -> Path:
        """Where it is noted what was read last."""
        return self.hidden / "cache"

    def take(self, source: Source) -> SyncReport:
        """Bring what is new in one source into the lake."""
        private_folder(self.hidden)
        return source.sync(
            self.lake(),
            seen_at=self.now,
            progress=self.progress,
            enough=self.enough,
            wait=self.wait,
            on_wait=self.on_wait,
        )


def take_clone(run: Run, clone: Clone) -> tuple[str, SyncReport]:
    """Take in what is new in one clone; an unchanged one costs a look at its refs."""
    source = GitSource(clone.slug, clone.path, since=clone.since, paths=clone.paths)
    seen = run.cache / "fingerprints" / clone.slug
    current = source.fingerprint()
    # The lake's bookmark holds the same fingerprint. This copy spares opening the lake to learn that nothing is new.
    if seen.is_file() and run.has_lake and seen.read_text() == current:
        return clone.slug, SyncReport(source.name, {}, complete=True, unchanged=True)
    report = run.take(source)
    # What came in while the sync ran is seen by the next one: the fingerprint was taken before it began.
    if report.complete:
        private_folder(seen.parent)
        seen.write_text(current)
    return clone.slug, report


def take_saved(run: Run, saved: Saved) -> tuple[str, SyncReport]:
    """Take in what is new in one file of saved items; one that nobody touched costs a look at its size and date.

    Raises SourceUnreadable, also where nobody says which tracker the file was saved from.
    """
    key = hashlib.sha256(f"{saved.path}\0{saved.tracker}".encode(errors="surrogateescape")).hexdigest()[:16]
    seen = run.cache / "saved" / f"{key}.json"
    current = _stamp(saved.path)
    before = read_json(seen) if run.has_lake else None
    if isinstance(before, dict) and before.get("stamp") == current:
        name = str(before.get("source"))
        return name, SyncReport(name, {}, complete=True, unchanged=True)
    source = ArchiveSource(saved.path, tracker=saved.tracker)
    try:
        name = source.name
    except UsageError as error:
        raise SourceUnreadable(f"{error} In trimtab.yaml it is the key tracker, beside file.") from error
    report = run.take(source)
    # As of a clone: whoever changes the file while it is read finds it read again.
    private_folder(seen.parent)
    write_whole(seen, json.dumps({"stamp": current, "source": name}))
    return name, report


def take_live(run: Run, live: Live) -> tuple[str, SyncReport]:
    """Take in what is new in one repository on GitHub; an unchanged one is asked twice, and no lake is opened."""
    login, cache = find_login(live.host), run.cache / "github"
    source = GitHubSource(
        live.owner, live.name, host=live.host, api=live.api, since=live.since, login=login, cache=cache
    )
    report = source.look(run.hidden / "lake", seen_at=run.now, on_wait=run.on_wait) or run.take(source)
    return source.name, report


def taken(takes: Sequence[Callable[[], tuple[str, SyncReport]]], *, alone: bool) -> Synced:
    """Read one source after the other; one that cannot be read is reported, and raised where it is `alone`."""
    reports: dict[str, SyncReport] = {}
    unreadable: list[str] = []
    for take in takes:
        try:
            name, report = take()
        except SourceUnreadable as error:
            if alone:
                raise
            unreadable.append(str(error))
        else:
            reports[name] = report
    return Synced(reports, tuple(unreadable))


def _stamp(file: Path) -> list[int]:
    """What changes whenever somebody writes the file anew; the digest of its bytes stands in the lake's bookmark."""
    try:
        found = file.stat()
    except OSError as error:
        raise SourceUnreadable(f"{file}: it cannot be read ({error.strerror}). Nothing was changed.") from error
    return [found.st_size, found.st_mtime_ns, found.st_ino]
