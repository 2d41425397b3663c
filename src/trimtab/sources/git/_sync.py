"""One sync of a repository: what is new is listed, mined newest first, and written batch by batch.

Exactly once: whatever the refs did, a commit that is stored is never written again. What vanished from the refs stays
in the lake; that it vanished follows from the rows of `refs`.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from trimtab.errors import GitFailed, SourceUnreadable
from trimtab.sources._protocol import Enough, Progress, SyncReport
from trimtab.sources.git._bookmark import Stop
from trimtab.sources.git._chunks import Line, cut, workers_for
from trimtab.sources.git._dates import AHEAD
from trimtab.sources.git._mine import CHUNK_BYTES, ChunkRequest, Mined
from trimtab.sources.git._place import Place, locate
from trimtab.sources.git._ref_rows import moved_refs
from trimtab.sources.git._refs import BRANCHES, TAGS, Ref, fingerprint_of, read_refs, with_commits
from trimtab.sources.git._shadow import shadow
from trimtab.sources.git._walk import Listed, Scope, list_commits

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from trimtab.lake import Writer
    from trimtab.sources.git._source import GitSource

# More missing objects than this are counted rather than named: a partial clone lacks them by the hundred thousand.
_GAPS_NAMED = 500


@dataclass(slots=True)
class _Tally:
    """Rows written so far, and the gaps already told."""

    rows: Counter[str] = field(default_factory=lambda: Counter(commits=0, changes=0, refs=0, gaps=0))
    told: set[str] = field(default_factory=set)
    begun: float = field(default_factory=time.monotonic)


class Sync:
    """One run, while the writer's lock is held."""

    def __init__(
        self,
        source: "GitSource",
        writer: "Writer",
        seen_at: datetime,
        progress: Callable[[Progress], None] | None,
        enough: Enough | None,
    ) -> None:
        self._source = source
        self._writer = writer
        self._seen_at = seen_at
        self._progress = progress or (lambda _: None)
        self._enough = enough or (lambda _, __: False)
        self._tally = _Tally()
        self._lost: dict[str, str] = {}

    def run(self) -> SyncReport:
        """Do it; see `GitSource.sync`."""
        place = locate(self._source.path)
        refs = read_refs(place, tags=self._source.tags)
        before = Stop.from_json(self._writer.bookmark)
        fingerprint = fingerprint_of(place, refs, self._source.settings())
        if before.complete and before.fingerprint == fingerprint:
            return SyncReport(self._source.name, {}, complete=True, unchanged=True)
        held = with_commits(place, refs.refs)
        self._lost = self._lost_branches(refs.refs, held)
        now = self._next_stop(before, place, fingerprint, held)
        pending = self._pending(before, now, place, held)
        moved = moved_refs(self._writer, self._source.slug, held, place, before.last_look, self._seen_at)
        return self._mine(pending, before, now, place, moved)

    def _lost_branches(self, named: Sequence[Ref], held: Sequence[Ref]) -> dict[str, str]:
        """Branches whose commit is not there, each with the reason as a gap tells it.

        Raises SourceUnreadable where that is all of them: an empty history would be taken for the truth, and the
        branches for gone.
        """
        there = {ref.name for ref in held if ref.oid}
        lost = {
            ref.name: ref.oid for ref in named if ref.oid and ref.name not in there and not ref.name.startswith(TAGS)
        }
        if lost and not any(name.startswith(BRANCHES) for name in there):
            name, oid = next(iter(lost.items()))
            raise SourceUnreadable(
                f"{self._source.path}: no branch can be read; {name} names {oid[:12]}, which is missing or damaged. "
                "`git fsck` there says more, a new clone or `git fetch` may mend it. Nothing was changed."
            )
        return {name: f"this branch names {oid}, which is missing or damaged" for name, oid in lost.items()}

    def _next_stop(self, before: Stop, place: Place, fingerprint: str, held: list[Ref]) -> Stop:
        """The bookmark this sync will leave when it ends."""
        since = self._source.since.isoformat() if self._source.since else None
        widened = before.fingerprint != "" and before.paths != self._source.paths
        return Stop(
            fingerprint=fingerprint,
            complete=True,
            tips=tuple(dict.fromkeys(ref.oid for ref in held if ref.oid)),
            since=since,
            paths=self._source.paths,
            shallow=place.store.shallow,
            replay=before.replay or widened or _deepened(before, place),
            seen_at=self._seen_at.isoformat(),
        )

    def _pending(self, before: Stop, now: Stop, place: Place, held: list[Ref]) -> Listed:
        """The commits to read: all that the refs reach and the lake does not hold."""
        latest = int(self._seen_at.timestamp()) + AHEAD
        scope = Scope(self._source.since, self._source.paths)
        same = (before.since, before.paths, before.shallow) == (now.since, now.paths, now.shallow)
        known = before.tips if same and not now.replay else ()
        stored = set() if now.replay else set(self._writer.stored("commits", ("oid",))["oid"])
        with shadow(place.store) as git:
            # An old tip may have been pruned; what the others do not cover is found among the stored commits.
            there = [oid for oid in git.existing(known) if oid]
            try:
                return list_commits(git, now.tips, there, stored, scope, latest)
            except GitFailed:
                if not there:
                    raise
                return list_commits(git, now.tips, (), stored, scope, latest)

    def _mine(self, pending: Listed, before: Stop, now: Stop, place: Place, moved: pl.DataFrame) -> SyncReport:
        total, done = len(pending.oids), 0
        waiting = {"refs": moved}
        self._report(done, pending)
        if not total:
            self._append({**waiting, "gaps": self._gap_rows(self._lost)}, now)
        with self._line(pending, place) as line:
            for mined in line.results():
                done += mined.done
                self._append(
                    {**waiting, **self._frames(mined, replayed=now.replay)}, self._stop(done, pending, before, now)
                )
                waiting = {}
                self._report(done, pending)
                back_to = self._mined_back_to(done, pending)
                if back_to and self._enough(back_to, time.monotonic() - self._tally.begun):
                    line.stop()
        return SyncReport(
            self._source.name, dict(self._tally.rows), done == total, mined_back_to=self._mined_back_to(done, pending)
        )

    @contextmanager
    def _line(self, pending: Listed, place: Place) -> Iterator[Line]:
        workers = workers_for(len(pending.oids))
        requests = (
            ChunkRequest(
                place.store, self._source.slug, oids, pending.clock.only(oids), self._source.paths, CHUNK_BYTES
            )
            for oids in cut(pending.oids, workers)
        )
        with self._executor(workers) as executor:
            line = Line(executor, requests, workers + 1)
            try:
                yield line
            finally:
                line.drop()

    @contextmanager
    def _executor(self, workers: int) -> Iterator["Executor"]:
        if self._source.executor is not None:
            yield self._source.executor
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(workers, thread_name_prefix="git") as threads:
            yield threads

    def _frames(self, mined: Mined, *, replayed: bool) -> dict[str, pl.DataFrame]:
        frames = {"commits": mined.commits, "changes": mined.changes}
        if replayed:
            frames = {name: self._writer.fresh(name, rows) for name, rows in frames.items()}
        return {**frames, "gaps": self._gaps(mined)}

    def _gaps(self, mined: Mined) -> pl.DataFrame:
        """What this chunk could not read, each subject once in a sync."""
        lost, self._lost = self._lost, {}
        absent = sorted(mined.missing - self._tally.told)
        found = {oid: "this commit's changes could not be read: " + reason for oid, reason in mined.unread}
        room = max(0, _GAPS_NAMED - len(self._tally.told))
        found |= dict.fromkeys(
            absent[:room], "this file content is missing or damaged; line counts that need it are unknown"
        )
        self._tally.told |= found.keys()
        if absent[room:] and self._source.slug not in self._tally.told:
            self._tally.told.add(self._source.slug)
            found[self._source.slug] = (
                f"more than {_GAPS_NAMED} file contents are not in this repository (a partial clone?)"
            )
        return self._gap_rows(lost | found)

    def _gap_rows(self, found: Mapping[str, str]) -> pl.DataFrame:
        instants = [self._seen_at] * len(found)
        return pl.DataFrame({"happened_at": instants, "subject": list(found), "reason": list(found.values())})

    def _stop(self, done: int, pending: Listed, before: Stop, now: Stop) -> Stop:
        back_to = self._mined_back_to(done, pending)
        if back_to is None:
            return replace(now, replay=False)
        return replace(now, complete=False, tips=before.tips, mined_back_to=back_to.isoformat())

    def _append(self, frames: dict[str, pl.DataFrame], stop: Stop) -> None:
        self._writer.append(frames, bookmark=stop.to_json(), seen_at=self._seen_at)
        for name, frame in frames.items():
            self._tally.rows[name] += frame.height

    def _report(self, done: int, pending: Listed) -> None:
        total = len(pending.oids)
        self._progress(Progress(self._source.name, done, total, "commits", self._mined_back_to(done, pending)))

    @staticmethod
    def _mined_back_to(done: int, pending: Listed) -> datetime | None:
        """The instant after which nothing is missing; None when nothing is missing at all."""
        return datetime.fromtimestamp(pending.seconds[done], UTC) if done < len(pending.oids) else None


def _deepened(before: Stop, place: Place) -> bool:
    """Whether a commit at the boundary of a shallow clone has since got its parents, and with them its changes."""
    return bool(set(before.shallow) - set(place.store.shallow))
