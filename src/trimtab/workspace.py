"""One opened folder: the lead's records, the clones they name, and the lake that holds the evidence.

A workspace is a folder with a `trimtab.yaml`. A clone without one is opened the same way: its lake then lives in the
user's data directory, and the records are empty. Nothing is ever written into a clone.

What the rows mean is not known here. `trimtab.analyses` turns them into findings, `trimtab.advice` joins those.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources import ArchiveSource, GitSource, Progress, Repository, SyncReport

if TYPE_CHECKING:  # polars and pydantic take half a second to import; a sync that finds nothing new needs neither
    from trimtab.lake import Lake, Snapshot
    from trimtab.records import Records

SETTINGS = "trimtab.yaml"


@dataclass(frozen=True, slots=True)
class Clone:
    """One repository of a workspace: the name its rows go by, and where it lies."""

    slug: str
    path: Path
    since: datetime | None = None
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: a report for each clone that was read, a message for each that could not be."""

    reports: Mapping[str, SyncReport]
    unreadable: tuple[str, ...]

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


class Workspace:
    """An opened workspace. Opening reads no evidence and writes nothing."""

    def __init__(self, folder: Path, hidden: Path, clones: tuple[Clone, ...], *, has_records: bool) -> None:
        self.folder = folder
        self.hidden = hidden
        self.clones = clones
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
        """Take in what is new in the clones; an unchanged clone costs one look at its refs.

        `enough` may end a first sync early; the next one goes on where it stopped. Raises LakeBusy, LakeTooNew,
        DiskFull, UsageError where no clone is named; a clone that cannot be read is reported, not raised, unless it is
        the only one.
        """
        if not self.clones:
            raise UsageError(
                f"{self.folder / SETTINGS}: no clone is named under sources.git, so there is nothing to read. "
                "Name one; `trimtab check` tells what is wrong with the file, if anything is."
            )
        reports: dict[str, SyncReport] = {}
        unreadable: list[str] = []
        for clone in self.clones:
            try:
                report = self._sync_clone(clone, now, progress, enough, wait, on_wait)
            except SourceUnreadable as error:
                if len(self.clones) == 1:
                    raise
                unreadable.append(str(error))
            else:
                reports[clone.slug] = report
        return Synced(reports, tuple(unreadable))

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
        private_folder(self.hidden)
        report = source.sync(self.lake, seen_at=now, progress=progress, wait=wait, on_wait=on_wait)
        return Synced({name: report}, ())

    def _sync_clone(
        self,
        clone: Clone,
        now: datetime,
        progress: Callable[[Progress], None] | None,
        enough: Enough | None,
        wait: float,
        on_wait: Callable[[str], None] | None,
    ) -> SyncReport:
        source = GitSource(clone.slug, clone.path, since=clone.since, paths=clone.paths)
        seen = self.cache / "fingerprints" / clone.slug
        current = source.fingerprint()
        # The lake's bookmark holds the same fingerprint. This copy spares opening the lake to learn that nothing is new.
        if seen.is_file() and (self.hidden / "lake").is_dir() and seen.read_text() == current:
            return SyncReport(source.name, {}, complete=True, unchanged=True)
        private_folder(self.hidden)
        report = source.sync(self.lake, seen_at=now, progress=progress, enough=enough, wait=wait, on_wait=on_wait)
        # What came in while the sync ran is seen by the next one: the fingerprint was taken before it began.
        if report.complete:
            private_folder(seen.parent)
            seen.write_text(current)
        return report

    def _repository(self, clone: Clone) -> Repository:
        return Repository(clone.path, self.cache / "git" / clone.slug)


def open_workspace(folder: Path) -> Workspace:
    """The workspace of a folder that holds `trimtab.yaml`; what is wrong with its text stands in its records."""
    hidden = folder / ".trimtab"
    return Workspace(folder, hidden, _clones_of(folder, hidden / "cache" / "clones.json"), has_records=True)


def _clones_of(folder: Path, kept: Path) -> tuple[Clone, ...]:
    """The clones that the settings name, from the cache where the settings are the same as then.

    Reading the records takes half a second, nearly all of it for importing what checks them, and a sync that finds
    nothing new needs none of them.
    """
    try:
        rests_on = [(folder / SETTINGS).read_bytes(), os.fsencode(folder), os.fsencode(Path.home())]
    except (OSError, RuntimeError):
        rests_on = []  # what is wrong with the file, the records say
    said = hashlib.sha256(b"\0".join(rests_on)).hexdigest()
    found = read_json(kept) if rests_on else None
    if isinstance(found, dict) and found.get("of") == said:
        return tuple(_clone_from(one) for one in found["clones"])
    from trimtab.records import load

    clones = tuple(
        Clone(source.slug, source.clone(folder).resolve(), _midnight(source.since), source.paths)
        for source in load(folder).settings.git_sources
    )
    if rests_on and kept.parent.is_dir():
        told = [{**asdict(one), "path": str(one.path), "since": one.since and one.since.isoformat()} for one in clones]
        write_whole(kept, json.dumps({"of": said, "clones": told}))
    return clones


def _clone_from(kept: Mapping[str, Any]) -> Clone:  # Any: what `_clones_of` wrote, and nothing else has this hash
    since = datetime.fromisoformat(kept["since"]) if kept["since"] else None
    return Clone(kept["slug"], Path(kept["path"]), since, tuple(kept["paths"]))


def write_whole(file: Path, text: str) -> None:
    """Write a file of the cache whole or not at all; two processes at once leave the text of one of them."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    Path(name).replace(file)


def open_clone(path: Path, since: datetime | None = None, paths: tuple[str, ...] = ()) -> Workspace:
    """A clone as a workspace without records; its lake lies in the user's data directory.

    `since` and `paths` limit what is read; each choice has a lake of its own, so that none is taken for the whole.
    Raises NotARepository.
    """
    repository = Repository(path)
    slug = _slug_of(repository)
    limits = [since.isoformat() if since else "", *sorted(paths)]
    named = os.fsencode(repository.git_dir.resolve()) + "\0".join(["", *limits]).encode() * any(limits)
    key = hashlib.sha256(named).hexdigest()[:10]
    home = clones_folder() / f"{slug}-{key}"
    return Workspace(home, home / ".trimtab", (Clone(slug, path, since, paths),), has_records=False)


def clones_folder() -> Path:
    """Where the lakes of clones without a workspace lie: in the user's data directory."""
    import platformdirs

    return Path(platformdirs.user_data_path("trimtab")) / "clones"


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` or a folder above it holds, else the clone that `start` lies in.

    Raises UsageError when it is neither.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return open_workspace(folder)
    try:
        return open_clone(start)
    except SourceUnreadable as error:
        raise UsageError(
            f"{start}: neither a workspace (no {SETTINGS} here or above) nor a clone. "
            "Name one: `trimtab brief PATH`, or make a workspace: `trimtab init PATH`."
        ) from error


def private_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, for its owner's eyes alone."""
    missing = [folder, *folder.parents]
    for step in reversed(missing[: next(n for n, path in enumerate(missing) if path.is_dir())]):
        step.mkdir(mode=0o700, exist_ok=True)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _slug_of(repository: Repository) -> str:
    """A short name for a clone: the last part of its remote's address, else of its folder."""
    git_dir = repository.git_dir
    folder = git_dir.parent if git_dir.name == ".git" else git_dir
    named = (repository.remote_url() or "").rstrip("/") or folder.name
    last = re.split(r"[/:]", named)[-1].removesuffix(".git")
    return re.sub(r"[^a-z0-9._-]+", "-", last.lower()).strip("-.") or "repository"


def read_json(file: Path) -> object:
    """A cached JSON file, None when it is absent or torn: the cache may always be rebuilt."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
