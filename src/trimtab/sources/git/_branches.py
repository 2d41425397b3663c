"""Work in flight: branches not merged into the main line, today or at an instant of the past.

Where a branch of the past is gone, it is inferred: commits made by then that the main line did not hold belong to a
branch, whose name survives in a ref or in the subject of the merge that took it in.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from trimtab.sources.git._shadow import ObjectStore, Shadow, shadow

STALE = timedelta(days=180)

# A branch that left the main line longer ago is a line of its own: releases kept alive, generated pages. The bound also
# keeps the walk short where a branch shares nothing with the main line.
APART = timedelta(days=3 * 365)

# Enough for any team; more are the bot branches of a mirror.
_MOST = 60

_MERGES = (
    re.compile(r"Merge (?:remote-tracking )?branch(?:es)? '(?P<name>[^']+)'"),
    re.compile(r"Merge pull request #\d+ from (?P<name>\S+)"),
    re.compile(r"Merge (?P<name>\S*[#!]\d+)\b"),
)


@dataclass(frozen=True, slots=True)
class UnmergedBranch:
    """One branch in flight.

    `ref` is its full name today, None when it is gone and was inferred; `oids` are its own commits, newest first, of
    which there are `ahead`; `behind` counts the commits of the main line that it lacks.
    """

    name: str
    ref: str | None
    tip: str
    ahead: int
    behind: int
    oids: tuple[str, ...]

    @property
    def inferred(self) -> bool:
        """Whether no ref of today names it."""
        return self.ref is None


@dataclass(slots=True)
class _Graph:
    """Commits beyond the main line as it stood: their seconds, parents and children; `forks` lie on that line,
    with their seconds."""

    seconds: dict[str, int] = field(default_factory=dict)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    forks: dict[str, int] = field(default_factory=dict)

    def own(self, tip: str) -> list[str]:
        """What `tip` reaches in this graph, newest first."""
        seen, ahead = {tip}, [tip]
        while ahead:
            for parent in self.parents[ahead.pop()]:
                if parent in self.parents and parent not in seen:
                    seen.add(parent)
                    ahead.append(parent)
        return sorted(seen, key=lambda oid: (-self.seconds[oid], oid))

    def touches_main(self, oids: Iterable[str]) -> bool:
        """Whether any of these commits has a parent on the main line."""
        return any(parent in self.forks for oid in oids for parent in self.parents[oid])


def mainline_tip(store: ObjectStore, start: str, as_of: datetime) -> str | None:
    """The first commit on the first-parent line from `start` that was made by `as_of`."""
    with shadow(store) as git:
        return _mainline_tip(git, start, as_of)


def _mainline_tip(git: Shadow, start: str, as_of: datetime) -> str | None:
    before = f"--min-age={int(as_of.timestamp())}"
    return git.run("rev-list", "--first-parent", "--max-count=1", before, start, "--").out.decode().strip() or None


def unmerged_until(
    store: ObjectStore, main: str, tips: Mapping[str, str], as_of: datetime
) -> tuple[list[UnmergedBranch], int]:
    """See `Repository.unmerged`; and the second before which every later instant has the same answer."""
    with shadow(store) as git:
        then = _mainline_tip(git, main, as_of)
        if then is None:
            return [], int(as_of.timestamp())
        there = dict(zip(tips, git.existing(tips.values()), strict=True))
        refs = {ref: oid for ref, oid in there.items() if oid}
        graph = _beyond(git, {*refs.values(), main}, then, as_of - APART)
        found = _named(git, graph, _candidates(graph, refs, main, as_of))
        behind = _behind(git, graph, then, found)
        return [replace(branch, behind=behind[branch.tip]) for branch in found], _until(graph, refs, as_of)


def _until(graph: _Graph, refs: Mapping[str, str], as_of: datetime) -> int:
    """When the first commit is made that is not yet, a tip goes stale, or a commit is too far back to be looked at."""
    now, stale, apart = int(as_of.timestamp()), int(STALE.total_seconds()), int(APART.total_seconds())
    seconds = graph.seconds
    to_come = [second for second in (*seconds.values(), *graph.forks.values()) if second > now]
    inner = {parent for oid, parents in graph.parents.items() if seconds[oid] <= now for parent in parents}
    tips = (seconds.keys() - inner) | (seconds.keys() & set(refs.values()))
    going_stale = [seconds[oid] + stale for oid in tips if now - stale <= seconds[oid] <= now]
    going_far = [second + apart for second in (*seconds.values(), *graph.forks.values())]
    return min((*to_come, *going_stale, *going_far), default=now + stale)


def _beyond(git: Shadow, tips: Iterable[str], then: str, oldest: datetime) -> _Graph:
    asked = "".join([*(f"{oid}\n" for oid in sorted(tips)), f"^{then}\n"]).encode()
    first = int(oldest.timestamp())
    options = ("--timestamp", "--parents", "--boundary", f"--max-age={first}", "--stdin", "--")
    graph = _Graph()
    for line in git.read("rev-list", *options, stdin=asked).decode().splitlines():
        stamp, oid, *parents = line.split(" ")
        if oid.startswith("-"):
            # A boundary is either on the main line or merely too old.
            graph.forks |= {oid[1:]: int(stamp)} if int(stamp) >= first else {}
            continue
        graph.seconds[oid], graph.parents[oid] = int(stamp), tuple(parents)
        for parent in parents:
            graph.children.setdefault(parent, []).append(oid)
    return graph


def _candidates(graph: _Graph, refs: Mapping[str, str], main: str, as_of: datetime) -> list[UnmergedBranch]:
    """Branches of today that existed then, and heads of that time which no branch of today ends at."""
    newest, oldest = int(as_of.timestamp()), int((as_of - STALE).timestamp())
    made = {oid for oid, seconds in graph.seconds.items() if seconds <= newest}
    heads = {oid for oid in made if not any(child in made for child in graph.children.get(oid, ()))}
    mainline = set(_first_parents(graph, main))
    named = {oid: _best_ref(oid, refs) for oid in refs.values() if oid in made}
    tips = sorted((named.keys() | heads) - mainline, key=lambda oid: (-graph.seconds[oid], oid))
    fresh = [oid for oid in tips if graph.seconds[oid] >= oldest][:_MOST]
    found = [_branch(graph, oid, named.get(oid) or _later_ref(graph, oid, refs, mainline)) for oid in fresh]
    return _without_older_selves([one for one in found if graph.touches_main(one.oids)])


def _branch(graph: _Graph, tip: str, ref: str | None) -> UnmergedBranch:
    own = tuple(graph.own(tip))
    return UnmergedBranch(short_name(ref) if ref else "", ref, tip, len(own), 0, own)


def _first_parents(graph: _Graph, tip: str) -> Iterable[str]:
    while tip in graph.parents:
        yield tip
        tip = next(iter(graph.parents[tip]), "")


def _best_ref(oid: str, refs: Mapping[str, str]) -> str:
    """Of several names for one commit the local one, then the first."""
    return min(
        (ref for ref, tip in refs.items() if tip == oid), key=lambda ref: (not ref.startswith("refs/heads/"), ref)
    )


def _later_ref(graph: _Graph, tip: str, refs: Mapping[str, str], mainline: set[str]) -> str | None:
    """The branch of today that went on from `tip`, if it was not merged into another one first."""
    tips = {oid: _best_ref(oid, refs) for oid in refs.values() if oid not in mainline}
    return next((tips[oid] for oid in _went_on(graph, tip) if oid in tips), None)


def _went_on(graph: _Graph, tip: str) -> Iterable[str]:
    """Commits that continue the line of `tip`: those of which it is the first parent, nearest first."""
    seen, ahead = {tip}, deque([tip])
    while ahead:
        oid = ahead.popleft()
        yield oid
        on = [child for child in graph.children.get(oid, ()) if graph.parents[child][0] == oid and child not in seen]
        seen.update(on)
        ahead.extend(on)


def _named(git: Shadow, graph: _Graph, branches: Sequence[UnmergedBranch]) -> list[UnmergedBranch]:
    """Names for those without a ref: what the first merge that took one in calls it, else the subject of its tip."""
    merges = {branch.tip: _merges(graph, branch.tip) for branch in branches if branch.inferred}
    subjects = _subjects(git, [*merges, *(oid for found in merges.values() for oid in found)])
    names = {
        tip: _name([subjects.get(oid, "") for oid in found], subjects.get(tip, "")) for tip, found in merges.items()
    }
    return [replace(branch, name=names.get(branch.tip, branch.name)) for branch in branches]


def _merges(graph: _Graph, tip: str) -> list[str]:
    """Merges that took in the line of `tip`, nearest first."""
    return [
        child for oid in _went_on(graph, tip) for child in graph.children.get(oid, ()) if graph.parents[child][0] != oid
    ][:8]


def _name(merges: Sequence[str], subject: str) -> str:
    matches = (pattern.match(merge) for merge in merges for pattern in _MERGES)
    return next((match["name"] for match in matches if match), subject)


def _subjects(git: Shadow, oids: Iterable[str]) -> dict[str, str]:
    asked = "".join(f"{oid}\n" for oid in dict.fromkeys(oids)).encode()
    if not asked:
        return {}
    options = ("--no-walk=unsorted", "--stdin", "-z", "--no-patch", "--no-show-signature", "--format=%H %s", "--")
    shown = git.read("log", *options, stdin=asked).decode("utf-8", errors="replace")
    return {oid: subject for oid, _, subject in (entry.partition(" ") for entry in shown.split("\0"))}


def _behind(git: Shadow, graph: _Graph, then: str, branches: Sequence[UnmergedBranch]) -> dict[str, int]:
    """How many commits of `then` each tip lacks, from one walk: every commit carries the set of tips that reach it.

    The walk ends where the main line stood when the first of the branches left it, since all of them hold that. An older
    side branch that was merged only later is then not counted.
    """
    tips = [branch.tip for branch in branches]
    left = [graph.forks.get(parent) for one in branches for oid in one.oids for parent in graph.parents[oid]]
    first = min((seconds for seconds in left if seconds is not None), default=None)
    if first is None:
        return {}
    base = _mainline_tip(git, then, datetime.fromtimestamp(first, UTC))
    asked = "".join(f"{oid}\n" for oid in (then, *tips, *([f"^{base}"] if base else []))).encode()
    reached = {oid: 1 << place for place, oid in enumerate(dict.fromkeys((then, *tips)))}
    bits = dict(reached)
    kinds: Counter[int] = Counter()
    for line in git.read("rev-list", "--topo-order", "--parents", "--stdin", "--", stdin=asked).decode().splitlines():
        oid, *parents = line.split(" ")
        kinds[reached[oid]] += 1
        for parent in parents:
            reached[parent] = reached.get(parent, 0) | reached[oid]
    main = bits[then]
    return {tip: sum(many for kind, many in kinds.items() if kind & main and not kind & bits[tip]) for tip in tips}


def _without_older_selves(branches: Sequence[UnmergedBranch]) -> list[UnmergedBranch]:
    """A branch and its copy on a remote are one: the one that holds the other stays."""
    kept: list[UnmergedBranch] = []
    for branch in branches:
        twins = [one for one in branches if one is not branch and one.ref and branch.ref and one.name == branch.name]
        if not any(branch.tip in twin.oids for twin in twins):
            kept.append(branch)
    return kept


def short_name(ref: str) -> str:
    """A branch's name as people say it: without `refs/heads/`, or `refs/remotes/` and the remote."""
    name = ref.removeprefix("refs/heads/")
    return name if name != ref else ref.removeprefix("refs/remotes/").partition("/")[2] or ref
