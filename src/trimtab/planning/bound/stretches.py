"""A higher bound for plans of moderate size: what people can do in each stretch of time, and what may be done in it.

A length is ruled out where the people lack the time for the parts, though each may be cut up and shared at will, as long
as no piece lies before its first start or after its last end. Again a linear program proposes prices, here for the time
of each person in each stretch, and whole-number arithmetic on them decides: if even the cheapest way to do every part
costs more than all the time there is, no schedule is that short.
"""

from collections.abc import Sequence
from itertools import pairwise

from trimtab.planning.bound.people import NEVER, Calendar, Part, parts_of, prices_of
from trimtab.planning.problem import FULL, Problem

STRETCHES = 16
FEW = 4
MOST_PIECES = 20_000
"""Ways to do a piece of a part, above which the program takes too long for a first answer."""
STEP = 50
"""The first step up, as a part of the bound."""


def stretched(problem: Problem, bound: int) -> int:
    """A makespan that no schedule is below, in slots, from `bound` on."""
    calendars = [Calendar(person) for person in problem.people]
    parts = parts_of(problem, calendars)
    bound = max([bound, *(_alone(parts, calendar, person) for person, calendar in enumerate(calendars))])
    count = min(STRETCHES, MOST_PIECES // max(1, sum(len(part.able) for part in parts)))
    if not parts or count < FEW or bound >= NEVER:
        return bound
    step = max(1, bound // STEP)
    while step:
        if _too_short(parts, calendars, bound + step - 1, count):
            bound += step
        else:
            step //= 2
    return bound


def _alone(parts: Sequence[Part], calendar: Calendar, person: int) -> int:
    """The least makespan with the time for what only this person can do, between any first start and last wait."""
    mine = sorted(
        (part for part in parts if {one.person for one in part.able} == {person}), key=lambda part: -part.tail
    )
    best = 0
    for head in {part.head for part in mine}:
        work = 0
        for part in mine:
            if part.head >= head:
                work += min(one.work for one in part.able)
                best = max(best, calendar.ready(head, work) + part.tail)
    return best


def _too_short(parts: Sequence[Part], calendars: Sequence[Calendar], makespan: int, count: int) -> bool:
    """Whether it is certain that no schedule ends by `makespan`."""
    if any(part.head + part.tail >= makespan for part in parts):
        return True
    stretches = _stretches(parts, makespan, count)
    time = [calendar.done(until) - calendar.done(since) for calendar in calendars for since, until in stretches]
    pieces = [_pieces(part, stretches, makespan, time) for part in parts]
    if not all(pieces):
        return True
    shares: dict[tuple[tuple[int, int], ...], int] = {}
    for own in pieces:
        least = min(work for _, work in own)
        key = tuple((place, round(16 * work / least)) for place, work in own)
        shares[key] = shares.get(key, 0) + least
    prices = prices_of(shares, time)
    asked = sum(min(prices[place] * work for place, work in own) * FULL for own in pieces)
    return asked > sum(price * own for price, own in zip(prices, time, strict=True))


def _stretches(parts: Sequence[Part], makespan: int, count: int) -> list[tuple[int, int]]:
    """The time up to `makespan`, cut where parts may begin and where they must have ended: most finely at both ends."""
    begins, waits = sorted({part.head for part in parts}), sorted({part.tail for part in parts})
    half = count // 2
    cuts = {begins[len(begins) * at * at // half**2] for at in range(half)}
    cuts |= {makespan - waits[len(waits) * at * at // half**2] for at in range(half)}
    return list(pairwise((0, *sorted(cut for cut in cuts if 0 < cut < makespan), makespan)))


def _pieces(
    part: Part, stretches: Sequence[tuple[int, int]], makespan: int, time: Sequence[int]
) -> list[tuple[int, int]]:
    """Where a part may lie, by place in `time` (each person's stretches), and how much work it would be there."""
    inside = [at for at, (since, until) in enumerate(stretches) if until > part.head and since < makespan - part.tail]
    places = ((one.person * len(stretches) + at, one.work) for one in part.able for at in inside)
    return [(place, work) for place, work in places if time[place]]
