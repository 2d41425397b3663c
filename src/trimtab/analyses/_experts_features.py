"""What is known of each person about the places of a question, as ten numbers; docs/reference/who.md explains each.

They are made so that one set of weights serves a project of five people and one of five hundred: shares of what
happened at a place, decays, and counts on a logarithmic scale. What each counts for is the business of `_experts_score`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import log1p

from trimtab.analyses._experts_memory import DAY, LATER, SOON, Node, Trace
from trimtab.analyses._experts_places import Places, Spot

# Of a mixture of shares, what those in the file, in its folder, in the top-most folder and in the whole count for.
IN_FILE, IN_FOLDER, IN_TOP, IN_ALL = 0.6, 0.18, 0.1, 0.05
# A share is one of all that happened at the place and one act more, so that a place where little happens says little.
ONE_MORE = 1.0
BUSY_DAYS = 2.0
WEEK = 7.0
_LONGEST = 3650.0


@dataclass(slots=True)
class Features:
    """The ten numbers of one person; 0 means that nothing is known, except for `since_review`, where it is today."""

    near: float = 0.0  # log of a mixture of shares of recent commits: file, its folder, the top-most folder, the whole
    commits: float = 0.0  # log of their recent commits to the files
    cover: float = 0.0  # share of the files they ever changed
    about: float = 0.0  # how lately they did anything anywhere: half as much for every 90 days
    soon: float = 0.0  # the same, for every 30 days
    pace: float = 0.0  # log of their share of all commits of late
    read: float = 0.0  # log of their share of recent reviews of the files
    read_all: float = 0.0  # log of the same anywhere, of late
    since_review: float = 0.0  # log of the weeks since their last review or merge, negative
    busy: float = 0.0  # 1 when their last commit is of the last two days: they are in the middle of something


NAMES = tuple(one.name for one in fields(Features))


def features(places: Places) -> dict[str, Features]:
    """The numbers of everybody who could be named."""
    found = {person: Features() for person in places.people}
    mixture = dict.fromkeys(found, 0.0)
    _written(places, found, mixture)
    _read(places, found)
    _anywhere(places, found, mixture)
    for person, one in found.items():
        one.near = _scaled(mixture[person], 0.01)
        one.commits = log1p(one.commits)
    return found


def _scaled(share: float, unit: float) -> float:
    """A share on a logarithmic scale that begins at 0 and does not tell apart what is far below `unit`."""
    return log1p(share / unit)


def _written(places: Places, found: dict[str, Features], mixture: dict[str, float]) -> None:
    shrink = places.memory.shrink(LATER, places.question.at)
    for node, part in _shares(spot.node for spot in places.spots):
        whole = node.all.wrote_later * shrink + ONE_MORE
        for person, trace in _those(node, found):
            theirs = trace.wrote_later * shrink
            mixture[person] += IN_FILE * part * theirs / whole
            found[person].commits += theirs
            if trace.commits:
                found[person].cover += part
    for weight, level in ((IN_FOLDER, _folder), (IN_TOP, _top)):
        for node, part in _shares(level(spot) for spot in places.spots):
            whole = node.all.wrote_later * shrink + ONE_MORE
            for person, trace in _those(node, found):
                mixture[person] += weight * part * trace.wrote_later * shrink / whole


def _read(places: Places, found: dict[str, Features]) -> None:
    shrink = places.memory.shrink(LATER, places.question.at)
    for node, part in _shares(spot.node for spot in places.spots):
        whole = node.all.read_later * shrink + ONE_MORE
        for person, trace in _those(node, found):
            found[person].read += part * trace.read_later * shrink / whole
    for one in found.values():
        one.read = _scaled(one.read, 0.03)


def _anywhere(places: Places, found: dict[str, Features], mixture: dict[str, float]) -> None:
    memory, at = places.memory, places.question.at
    for root, part in _shares(spot.tree.root for spot in places.spots):
        every = root.all
        for person, trace in _those(root, found):
            mixture[person] += IN_ALL * part * _ratio(trace.wrote_later, every.wrote_later)
            found[person].pace += part * _ratio(trace.wrote_soon, every.wrote_soon)
            found[person].read_all += part * _ratio(trace.read_soon, every.read_soon)
    for person, one in found.items():
        one.pace, one.read_all = _scaled(one.pace, 0.003), _scaled(one.read_all, 0.003)
        acts = memory.people[person]
        idle = max(at - acts.last, 0) / DAY
        one.about, one.soon = 0.5 ** (idle / LATER), 0.5 ** (idle / SOON)
        unread = max(at - acts.read[-1], 0) / DAY if acts.read else _LONGEST
        one.since_review = -log1p(min(unread, _LONGEST) / WEEK)
        one.busy = float(bool(acts.wrote) and at - acts.wrote[-1] < BUSY_DAYS * DAY)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def _folder(spot: Spot) -> Node | None:
    """The nearest folder above that has a history."""
    return next((node for node in spot.above if node is not None), None)


def _top(spot: Spot) -> Node | None:
    """The top-most folder that has a history; the whole for a file that lies in none."""
    known = [node for node in spot.above if node is not None]
    return known[-2] if len(known) > 1 else known[-1]


def _shares(nodes: Iterator[Node | None]) -> Iterator[tuple[Node, float]]:
    """Each node once, with its share of all that are known."""
    known = [node for node in nodes if node is not None]
    count = Counter(id(node) for node in known)
    for node in {id(node): node for node in known}.values():
        yield node, count[id(node)] / len(known)


def _those(node: Node, found: dict[str, Features]) -> Iterator[tuple[str, Trace]]:
    """The traces of whoever could be named."""
    traces = node.traces
    if len(traces) <= len(found):
        yield from ((person, trace) for person, trace in traces.items() if person in found)
    else:
        yield from ((person, traces[person]) for person in found if person in traces)
