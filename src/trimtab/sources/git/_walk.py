"""Which commits there are to read: the reachable ones, newest first, with the clock that dates them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.sources.git._dates import Clock, Dated, clamp
from trimtab.sources.git._shadow import Shadow

_UINT64 = 1 << 64


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of a history is wanted: commits since an instant, and those that touch certain paths."""

    since: datetime | None = None
    paths: tuple[str, ...] = ()

    def rev_list_options(self) -> list[str]:
        """The same for rev-list. Every commit that touches a path counts, also on a side branch that came to nothing."""
        since = [] if self.since is None else [f"--max-age={int(self.since.timestamp())}"]
        return [*since, *(["--full-history", "--", *self.paths] if self.paths else ["--"])]


@dataclass(frozen=True, slots=True)
class Listed:
    """Commits newest first, with the second each counts as made, and the clock that says so."""

    oids: tuple[str, ...]
    seconds: tuple[int, ...]
    clock: Clock


def list_commits(
    git: Shadow, tips: Sequence[str], known: Sequence[str], stored: Collection[str], scope: Scope, latest: int
) -> Listed:
    """Commits reachable from `tips` but from none of `known`, without the `stored` ones.

    Raises GitFailed when git cannot walk the history, for instance because a commit is missing.
    """
    if not tips:
        return Listed((), (), Clock(latest))
    asked = _revisions(tips, known)
    printed = git.read("rev-list", "--timestamp", "--stdin", *scope.rev_list_options(), stdin=asked)
    pairs = [(seconds, oid) for seconds, oid in map(_stamped, printed.decode().splitlines()) if oid not in stored]
    plain = Clock(latest)
    if any(plain.is_odd(seconds) for seconds, _ in pairs):
        clock = Clock(latest, clamp(_graph(git, asked), plain))
        pairs = [(clock.committed(oid, seconds), oid) for seconds, oid in pairs]
    else:
        clock = plain
    pairs.sort(key=lambda pair: -pair[0])
    return Listed(tuple(oid for _, oid in pairs), tuple(seconds for seconds, _ in pairs), clock)


def _revisions(tips: Sequence[str], known: Sequence[str]) -> bytes:
    return "".join([*(f"{oid}\n" for oid in tips), *(f"^{oid}\n" for oid in known)]).encode()


def _stamped(line: str) -> tuple[int, str]:
    stamp, _, oid = line.partition(" ")
    return _signed(int(stamp)), oid


def _signed(stamp: int) -> int:
    """Git reads a date before 1970 into an unsigned number; this turns it back."""
    return stamp - _UINT64 if stamp >= _UINT64 >> 1 else stamp


def _graph(git: Shadow, asked: bytes) -> Iterator[Dated]:
    """The commits asked for and their nearest known ancestors, parents first."""
    options = ("--timestamp", "--parents", "--boundary", "--topo-order", "--reverse", "--stdin", "--")
    for line in git.read("rev-list", *options, stdin=asked).decode().splitlines():
        stamp, oid, *parents = line.split(" ")
        yield Dated(oid.removeprefix("-"), parents, _signed(int(stamp)))
