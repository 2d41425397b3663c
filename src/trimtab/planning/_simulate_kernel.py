"""The futures of a plan, compiled: each task in turn, over a block of futures that stays in the processor's cache.

Plain functions over arrays, read and checked against a slow, obvious walk in the tests. Nothing here knows what a plan
is: `_simulate_arrays` makes the arrays, and says what they mean.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trimtab.planning._kernel import njit
from trimtab.planning._simulate_days import NEVER, Days, Ints, Longs, Whole, end_of, opening, start_for
from trimtab.planning._simulate_dice import Draws, Floats, Marks, draw, drawn

Doubles = NDArray[np.float64]

BLOCK = 512
"""Futures that are walked at once."""

MOST_ROLES = 64
FINISH_START, START_START, FINISH_FINISH, START_FINISH = 0, 1, 2, 3


class Network(NamedTuple):
    """Tasks by index; what belongs to row i of a list lies from `..._at[i]` up to `..._at[i + 1]`.

    `order` walks each task behind all it waits for; `start_read` marks those whose start a link asks for. Candidates of
    a role begin with whom the schedule names; their `work` is in thousandths of slots, as is `duration`.
    """

    order: Longs
    release: Longs
    duration: Longs
    link_at: Longs
    link_task: Longs
    link_kind: Longs
    link_lag: Longs
    start_read: Marks
    role_at: Longs
    role_task: Longs
    candidate_at: Longs
    person: Longs
    work: Longs


class Walked(NamedTuple):
    """A block of futures: slots by task and future; by role and future the candidate, the end of their part, and the
    role that they filled before it (-1 for none)."""

    start: Ints
    end: Ints
    chosen: Ints
    part: Ints
    before: Ints


@njit(cache=True, nogil=True)
def bounds(network: Network, task: Whole, walked: Walked, ready: Ints, close: Ints) -> bool:
    """By its links, the first slot a task may start in, and the slot before which it may not end; whether there is one."""
    ready[:] = network.release[task]
    close[:] = 0
    held = False
    for link in range(network.link_at[task], network.link_at[task + 1]):
        other, kind, lag = network.link_task[link], network.link_kind[link], np.int32(network.link_lag[link])
        row = walked.end[other] if kind in (FINISH_START, FINISH_FINISH) else walked.start[other]
        into = ready if kind in (FINISH_START, START_START) else close
        held = held or kind in (FINISH_FINISH, START_FINISH)
        for b in range(len(ready)):
            into[b] = max(into[b], row[b] + lag)
    return held


@njit(cache=True, nogil=True)
def together(network: Network, days: Days, chosen: Longs, roles: Whole, begin: Whole, work: Longs) -> Whole:
    """The first slot from `begin` on in which all of them work who have something to do."""
    moved = True
    while moved and begin < NEVER:
        moved = False
        for role in range(roles):
            if work[role] <= 0:
                continue
            at = opening(days, network.person[chosen[role]], begin)
            moved = moved or at > begin
            begin = max(begin, at)
    return min(begin, np.int64(NEVER))


@njit(cache=True, nogil=True)
def place(
    network: Network, days: Days, chosen: Longs, roles: Whole, begin: Whole, close: Whole, work: Longs, parts: Longs
) -> Whole:
    """The start of a task whose people are free from `begin` on and that ends no earlier than `close`; their own ends
    go to `parts`."""
    for role in range(roles):
        parts[role] = 0
    if work[:roles].max() <= 0:
        begin = max(begin, close)
        for role in range(roles):
            parts[role] = begin
        return begin
    while True:
        begin = together(network, days, chosen, roles, begin, work)
        later = np.int64(NEVER)
        for role in range(roles):
            person = network.person[chosen[role]]
            parts[role] = end_of(days, person, begin, work[role])
            if work[role] > 0 and begin < NEVER and close > 0:
                later = min(later, start_for(days, person, close, work[role]))
        if begin >= NEVER or parts[:roles].max() >= close:
            return begin
        begin = max(begin + 1, later)


@njit(cache=True, nogil=True)
def choose(
    network: Network,
    days: Days,
    task: Whole,
    b: Whole,
    ready: Whole,
    free: Ints,
    by: tuple[float, float],
    chosen: Longs,
) -> None:
    """Fill each role with the candidate who ends it first in this future, the schedule's choice where it is as good."""
    first = network.role_at[task]
    for role in range(network.role_at[task + 1] - first):
        at = network.candidate_at[first + role]
        best: Whole = at
        soonest: Whole = np.int64(NEVER + 1)
        for candidate in range(at, network.candidate_at[first + role + 1]):
            person = network.person[candidate]
            taken = False
            for other in range(role):
                taken = taken or network.person[chosen[other]] == person
            if taken:
                continue
            end: Whole = ended(days, person, network.work[candidate], ready, free[person, b], by[0], by[1])
            if end < soonest:
                best, soonest = candidate, end
        chosen[role] = best


@njit(cache=True, nogil=True)
def ended(
    days: Days, person: Whole, work: Whole, ready: Whole, free: Whole, multiple: float, extra: float
) -> Whole:  # fmt: skip
    """When a person who is free from a slot on has done a task that is ready."""
    need, begin = drawn(work, multiple, extra), np.int64(ready)
    if need > 0:
        begin = max(begin, np.int64(free))
    return end_of(days, person, begin, need)


@njit(cache=True, nogil=True)
def alone(
    days: Days, person: Whole, work: Whole, ready: Ints, free: Ints, multiple: Floats, extra: Floats, end: Ints
) -> None:
    """When one person has done a task, over a block of futures."""
    for b in range(len(end)):
        end[b] = ended(days, person, work, ready[b], free[b], multiple[b], extra[b])


@njit(cache=True, nogil=True)
def soonest(
    network: Network, days: Days, at: Whole, many: Whole, ready: Ints, free: Ints, multiple: Floats, extra: Floats,
    end: Ints, chosen: Ints, least: Doubles,
) -> None:  # fmt: skip
    """Which of the `many` candidates from `at` on ends a task first in each future, and when.

    Working times are slow to look up, so whoever would end it first if all worked without a break goes first; of the
    others only who could still be sooner, or as soon and before them in the list, is looked up.
    """
    first = least[many]
    first[:] = np.inf
    for candidate in range(many):
        person = network.person[at + candidate]
        guess(network.work[at + candidate], days.most[person], ready, free[person], multiple, extra, least[candidate])
        sooner(least[candidate], np.int32(at + candidate), first, chosen)
    look_up(days, network.person, network.work, ready, free, multiple, extra, end, chosen)
    for candidate in range(many):
        person = network.person[at + candidate]
        look_again(
            days, person, network.work[at + candidate], at + candidate, ready, free[person], multiple, extra, end,
            chosen, least[candidate],
        )  # fmt: skip


@njit(cache=True, nogil=True)
def guess(
    work: Whole, most: Whole, ready: Ints, free: Ints, multiple: Floats, extra: Floats, least: Doubles
) -> None:  # fmt: skip
    """The slot by which a candidate ends a task if they work their most in all slots; they cannot end it sooner."""
    full, pace = np.float64(work), np.float64(most)
    for b in range(len(least)):
        need = np.floor(full * multiple[b] + extra[b] + 0.5)
        begin = ready[b] if ready[b] > free[b] or need < 1.0 else free[b]
        least[b] = np.float64(begin) + np.ceil(need / pace)


@njit(cache=True, nogil=True)
def sooner(row: Doubles, candidate: np.int32, first: Doubles, chosen: Ints) -> None:
    """Notes a candidate where their slot is before the first so far."""
    for b in range(len(row)):
        chosen[b] = candidate if row[b] < first[b] else chosen[b]
        first[b] = row[b] if row[b] < first[b] else first[b]


@njit(cache=True, nogil=True)
def look_up(
    days: Days, people: Longs, work: Longs, ready: Ints, free: Ints, multiple: Floats, extra: Floats, end: Ints,
    chosen: Ints,
) -> None:  # fmt: skip
    """When whoever goes first ends a task."""
    for b in range(len(end)):
        candidate = chosen[b]
        person = people[candidate]
        end[b] = ended(days, person, work[candidate], ready[b], free[person, b], multiple[b], extra[b])


@njit(cache=True, nogil=True)
def look_again(
    days: Days, person: Whole, work: Whole, candidate: Whole, ready: Ints, free: Ints, multiple: Floats,
    extra: Floats, end: Ints, chosen: Ints, least: Doubles,
) -> None:  # fmt: skip
    """Puts a candidate in the place of whoever goes first where they end a task sooner, or as soon and are before them."""
    for b in range(len(end)):
        if least[b] < end[b] or (least[b] == end[b] and candidate < chosen[b]):
            until = ended(days, person, work, ready[b], free[b], multiple[b], extra[b])
            if until < end[b] or (until == end[b] and candidate < chosen[b]):
                end[b], chosen[b] = until, candidate


@njit(cache=True, nogil=True)
def occupy(network: Network, at: Whole, many: Whole, ready: Ints, end: Ints, chosen: Ints, free: Ints) -> None:
    """Whoever did a task is free when it has ended; who had nothing to do in it is not kept by it."""
    if many == 1:
        row = free[network.person[at]]
        for b in range(len(end)):
            row[b] = end[b] if end[b] > ready[b] and end[b] > row[b] else row[b]
        return
    for b in range(len(end)):
        person = network.person[chosen[b]]
        if end[b] > ready[b] and end[b] > free[person, b]:
            free[person, b] = end[b]


@njit(cache=True, nogil=True)
def walk(network: Network, days: Days, draws: Draws, first_come: bool, why: bool, first: Whole, walked: Walked) -> None:
    """All tasks, in as many futures from `first` on as `walked` has room for; what `critical` reads only with `why`."""
    count = walked.start.shape[1]
    ready, close = np.empty(count, np.int32), np.empty(count, np.int32)
    multiple, extra = np.empty(count, np.float32), np.empty(count, np.float32)
    free = np.zeros((len(days.most), count), np.int32)
    last = np.full((len(days.most), count), -1, np.int32)
    least = np.empty((len(days.most) + 1, count), np.float64)
    for task in network.order:
        draw(draws, task, first, multiple, extra)
        held = bounds(network, task, walked, ready, close)
        role = network.role_at[task]
        roles = network.role_at[task + 1] - role
        if roles == 0:
            for b in range(count):
                length = (drawn(network.duration[task], multiple[b], extra[b]) + 999) // 1000
                opens: Whole = min(max(np.int64(ready[b]), np.int64(close[b] - length)), np.int64(NEVER))
                walked.start[task, b], walked.end[task, b] = opens, min(opens + length, np.int64(NEVER))
        elif roles == 1 and not held:
            many = network.candidate_at[role + 1] - network.candidate_at[role] if first_come else 1
            at = network.candidate_at[role]
            person, end, chosen = network.person[at], walked.end[task], walked.chosen[role]
            if many > 1:
                soonest(network, days, at, many, ready, free, multiple, extra, end, chosen, least)
            else:
                alone(days, person, network.work[at], ready, free[person], multiple, extra, end)
                chosen[:] = at
            if why or network.start_read[task]:
                note(network, days, task, role, ready, free, last, walked)
            occupy(network, at, many, ready, end, chosen, free)
        else:
            team(network, days, task, first_come, ready, close, free, last, multiple, extra, walked)


@njit(cache=True, nogil=True)
def note(
    network: Network, days: Days, task: Whole, role: Whole, ready: Ints, free: Ints, last: Ints, walked: Walked
) -> None:
    """What of a task of one person only some ask for: when it began, and what the person did before."""
    for b in range(len(ready)):
        person, end = network.person[walked.chosen[role, b]], walked.end[task, b]
        begin: Whole = np.int64(ready[b])
        walked.before[role, b] = -1
        if end > begin:
            begin = opening(days, person, max(begin, np.int64(free[person, b])))
            walked.before[role, b], last[person, b] = last[person, b], role
        walked.start[task, b], walked.part[role, b] = begin, end


@njit(cache=True, nogil=True)
def team(
    network: Network, days: Days, task: Whole, first_come: bool, ready: Ints, close: Ints, free: Ints, last: Ints,
    multiple: Floats, extra: Floats, walked: Walked,
) -> None:  # fmt: skip
    """A task of several people, or one whose end waits for others, over a block of futures."""
    chosen, work, parts = np.empty(MOST_ROLES, np.int64), np.empty(MOST_ROLES, np.int64), np.empty(MOST_ROLES, np.int64)
    role = network.role_at[task]
    roles = network.role_at[task + 1] - role
    for b in range(len(ready)):
        if first_come:
            choose(network, days, task, b, ready[b], free, (multiple[b], extra[b]), chosen)
        else:
            for one in range(roles):
                chosen[one] = network.candidate_at[role + one]
        base: Whole = np.int64(ready[b])
        for one in range(roles):
            work[one] = drawn(network.work[chosen[one]], multiple[b], extra[b])
            if work[one] > 0:
                base = max(base, np.int64(free[network.person[chosen[one]], b]))
        begin = place(network, days, chosen, roles, base, close[b], work, parts)
        walked.start[task, b], walked.end[task, b] = begin, max(begin, parts[:roles].max())
        for one in range(roles):
            person = network.person[chosen[one]]
            walked.chosen[role + one, b] = chosen[one]
            walked.part[role + one, b] = parts[one]
            walked.before[role + one, b] = -1
            if work[one] > 0:
                walked.before[role + one, b] = last[person, b]
                free[person, b], last[person, b] = parts[one], role + one
