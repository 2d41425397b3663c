"""Pieces put to several ways of naming people, and how high each way placed who was right.

The ways see the same memory of the same history, cut at the instant of each piece. Where a way gives several people the same
value, the right one is taken to be in the middle of them; whom it gives nothing it does not name.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from trimtab.analyses._experts_events import events
from trimtab.analyses._experts_memory import DAY, Memory, Trace
from trimtab.analyses._experts_places import Places, Question
from trimtab.analyses._experts_score import ranked
from trimtab.analyses.backtests._areas import Frames
from trimtab.analyses.backtests._work import Piece

QUARTER = 90 * DAY

# A value for each person who could be named; 0 for whom it does not name.
Way = Callable[[Places], Mapping[str, float]]


def put(frames: Frames, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Places]]:
    """Each piece with what was known then, oldest first, in one pass over the history."""
    ordered = sorted(pieces, key=lambda piece: piece.at)
    if not ordered:
        return
    memory = Memory(epoch(ordered[-1].at))
    coming = events(frames.commits, frames.changes, frames.people, frames.reviews, ordered[-1].at)
    event = next(coming, None)
    for number, piece in enumerate(ordered):
        at = epoch(piece.at)
        while event is not None and event.at <= at:
            memory.take(event)
            event = next(coming, None)
        yield piece, Places(memory, Question(str(number), at, piece.role, piece.paths, piece.exclude))


def epoch(at: datetime) -> int:
    """Microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


def place(values: Mapping[str, float], right: frozenset[str]) -> float:
    """The place of the best-placed person who is right; 0 when none is named."""
    named = {person: value for person, value in values.items() if value > 0}
    best = max((named[person] for person in right if person in named), default=None)
    if best is None:
        return 0.0
    above = sum(value > best for value in named.values())
    beside = sum(value == best for person, value in named.items() if person not in right)
    return 1 + above + beside / 2


def ours(places: Places) -> Mapping[str, float]:
    """What the product answers."""
    order = ranked(places)
    return {one.person: float(len(order) - number) for number, one in enumerate(order)}


def busiest(places: Places) -> Mapping[str, float]:
    """Commits of the last 90 days anywhere, whatever the files."""
    since = places.question.at - QUARTER
    people = places.memory.people
    return {
        person: float(len(people[person].wrote) - bisect_right(people[person].wrote, since)) for person in places.people
    }


def last_modifier(places: Places) -> Mapping[str, float]:
    """Whoever changed one of the files last, then the one before."""
    return _latest(places, lambda trace: trace.last)


def last_reviewer(places: Places) -> Mapping[str, float]:
    """Whoever reviewed or merged one of the files last."""
    return _latest(places, lambda trace: trace.last_read)


def busiest_reviewer(places: Places) -> Mapping[str, float]:
    """Reviews anywhere, halved every 90 days, whatever the files."""
    return anywhere(places, lambda trace: trace.read_later)


def anywhere(places: Places, value: Callable[[Trace], float]) -> dict[str, float]:
    """A value of each person's trace at the whole of the repositories."""
    roots = {id(spot.tree): spot.tree.root for spot in places.spots}.values()
    return {
        person: sum(value(root.traces[person]) for root in roots if person in root.traces) for person in places.people
    }


def _latest(places: Places, when: Callable[[Trace], int]) -> dict[str, float]:
    found = dict.fromkeys(places.people, 0.0)
    for spot in places.spots:
        for person, trace in spot.node.traces.items() if spot.node else ():
            if person in found:
                found[person] = max(found[person], float(when(trace)))
    return found
