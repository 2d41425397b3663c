"""The futures of a plan, compiled: each task in turn, over a block of futures that stays in the processor's cache.

Plain functions over arrays, read and checked against a slow, obvious walk in the tests. Nothing here knows what a plan
is: `_simulate_arrays` makes the arrays, and says what they mean.

Dice are counted, not drawn in order: a number depends on the key of a task (a digest of its name and the seed) and on
the future alone (SplitMix64: Steele, Lea and Flood, OOPSLA 2014). So a task more or less moves no other's.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = Any  # a machine integer: numba infers which, and neither Python nor numpy has one name for all
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]
Marks = NDArray[np.bool_]

BLOCK = 256
"""Futures that are walked at once."""

NEVER = 1 << 30
"""The slot of what does not end: the person is gone for good."""

MOST_ROLES = 64
FINISH_START, START_START, FINISH_FINISH, START_FINISH = 0, 1, 2, 3

_EVEN = 2.0**-32


class Days(NamedTuple):
    """When people work. Of person p, `worked[at[p] + t]` are thousandths of slots worked before slot t, up to slot
    `length[p]`, from where on `pace[p]` holds for ever. `opens[at[p] + t]` is the first slot from t on with work, and
    `reached[units[p] + k]` the first slot before which more than 1,000 k thousandths are worked."""

    at: Longs
    length: Longs
    worked: Ints
    opens: Ints
    units: Longs
    reached: Ints
    pace: Longs


class Network(NamedTuple):
    """Tasks by index; what belongs to row i of a list lies from `..._at[i]` up to `..._at[i + 1]`.

    `order` walks each task behind all it waits for. Candidates of a role begin with whom the schedule names; their
    `work` is in thousandths of slots, as is `duration`.
    """

    order: Longs
    release: Longs
    duration: Longs
    link_at: Longs
    link_task: Longs
    link_kind: Longs
    link_lag: Longs
    role_at: Longs
    role_task: Longs
    candidate_at: Longs
    person: Longs
    work: Longs


class Draws(NamedTuple):
    """What varies. Task i takes multiples of `tables[table[i]]` by dice with `key[i]`, its median where it is `fixed`,
    and 1 in every future where `table[i]` is -1; `shared` of each future multiplies the others. Events happen with their
    chance and add their `event_extra` (thousandths of slots) by their own table to the tasks they hit. A task brings
    `found_work` thousandths of found work with `found_chance`, by `found_table`."""

    key: Keys
    table: Longs
    fixed: Marks
    tables: Floats
    shared: Floats
    hit_at: Longs
    hit_event: Longs
    event_key: Keys
    event_table: Longs
    event_chance: NDArray[np.float64]
    event_extra: Longs
    found_chance: float
    found_work: Longs
    found_table: int


class Walked(NamedTuple):
    """A block of futures: slots by task and future; by role and future the candidate, the end of their part, and the
    role that they filled before it (-1 for none)."""

    start: Ints
    end: Ints
    chosen: Ints
    part: Ints
    before: Ints


@njit(cache=True, nogil=True)
def dice(key: np.uint64, future: Whole) -> np.uint64:
    """64 even bits for one key in one future."""
    bits = key + np.uint64(future + 1) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@njit(cache=True, nogil=True)
def worked_before(days: Days, person: Whole, slot: Whole) -> Whole:
    """Thousandths of slots that a person has worked before a slot."""
    length = days.length[person]
    if slot <= length:
        return np.int64(days.worked[days.at[person] + slot])
    return days.worked[days.at[person] + length] + (slot - length) * days.pace[person]


@njit(cache=True, nogil=True)
def opening(days: Days, person: Whole, slot: Whole) -> Whole:
    """The first slot from `slot` on in which a person works."""
    if slot < days.length[person]:
        return np.int64(days.opens[days.at[person] + slot])
    return np.int64(slot) if days.pace[person] > 0 else np.int64(NEVER)


@njit(cache=True, nogil=True)
def slot_of(days: Days, person: Whole, thousandths: Whole) -> Whole:
    """The first slot before which a person has worked so many thousandths (above 0)."""
    at, length = days.at[person], days.length[person]
    most = np.int64(days.worked[at + length])
    if thousandths > most:
        pace = days.pace[person]
        return length + (thousandths - most + pace - 1) // pace if pace > 0 else np.int64(NEVER)
    slot = np.int64(days.reached[days.units[person] + (thousandths - 1) // 1000])
    while days.worked[at + slot] < thousandths:
        slot = np.int64(days.opens[at + slot]) + 1
    return slot


@njit(cache=True, nogil=True)
def end_of(days: Days, person: Whole, start: Whole, work: Whole) -> Whole:
    """The slot by which a person has done `work` thousandths, begun in slot `start`."""
    if work <= 0:
        return np.int64(start)
    if start >= NEVER:
        return np.int64(NEVER)
    return min(slot_of(days, person, worked_before(days, person, start) + work), np.int64(NEVER))


@njit(cache=True, nogil=True)
def start_for(days: Days, person: Whole, end: Whole, work: Whole) -> Whole:
    """The first slot from which `work` thousandths end no earlier than slot `end`."""
    before = worked_before(days, person, end - 1) - work
    return np.int64(0) if before < 0 else slot_of(days, person, before + 1) - 1


@njit(cache=True, nogil=True)
def draw(draws: Draws, task: Whole, first: Whole, multiple: Floats, extra: Floats) -> None:
    """Of a block of futures, the multiple of a task's work and what comes on top, both with what all share in them."""
    key, row = np.uint64(draws.key[task]), draws.table[task]
    finds = draws.found_chance > 0 and draws.found_work[task] > 0
    if row < 0:
        multiple[:] = 1.0
        extra[:] = 0.0
        return
    middle = draws.tables[row, draws.tables.shape[1] // 2]
    for b in range(len(multiple)):
        bits = dice(key, first + b)
        shared = draws.shared[first + b]
        one = middle if draws.fixed[task] else draws.tables[row, np.int64(bits >> np.uint64(52))]
        multiple[b] = one * shared
        extra[b] = 0.0
        if finds and np.float64(bits & np.uint64(0xFFFFFFFF)) * _EVEN < draws.found_chance:
            step = np.int64(dice(key ^ np.uint64(0x5851F42D4C957F2D), first + b) >> np.uint64(52))
            extra[b] = draws.tables[draws.found_table, step] * draws.found_work[task] * shared
    for hit in range(draws.hit_at[task], draws.hit_at[task + 1]):
        event = draws.hit_event[hit]
        for b in range(len(multiple)):
            bits = dice(np.uint64(draws.event_key[event]), first + b)
            if np.float64(bits & np.uint64(0xFFFFFFFF)) * _EVEN < draws.event_chance[event]:
                amount = draws.tables[draws.event_table[event], np.int64(bits >> np.uint64(52))]
                extra[b] += amount * draws.event_extra[event] * draws.shared[first + b]


@njit(cache=True, nogil=True)
def drawn(work: Whole, multiple: float, extra: float) -> Whole:
    """Thousandths of slots of a part in one future."""
    return np.int64(np.float64(work) * multiple + extra + 0.5)


@njit(cache=True, nogil=True)
def bounds(network: Network, task: Whole, walked: Walked, ready: Longs, close: Longs) -> None:
    """By its links, the first slot a task may start in, and the slot before which it may not end."""
    ready[:] = network.release[task]
    close[:] = 0
    for link in range(network.link_at[task], network.link_at[task + 1]):
        other, kind, lag = network.link_task[link], network.link_kind[link], network.link_lag[link]
        row = walked.end[other] if kind in (FINISH_START, FINISH_FINISH) else walked.start[other]
        into = ready if kind in (FINISH_START, START_START) else close
        for b in range(len(ready)):
            into[b] = max(into[b], row[b] + lag)


@njit(cache=True, nogil=True)
def together(network: Network, days: Days, chosen: Longs, roles: Whole, begin: Whole) -> Whole:
    """The first slot from `begin` on in which all of them work."""
    moved = True
    while moved and begin < NEVER:
        moved = False
        for role in range(roles):
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
        begin = together(network, days, chosen, roles, begin)
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
        best, soonest = at, np.int64(NEVER + 1)
        for candidate in range(at, network.candidate_at[first + role + 1]):
            person = network.person[candidate]
            taken = False
            for other in range(role):
                taken = taken or network.person[chosen[other]] == person
            if taken:
                continue
            begin = opening(days, person, max(ready, free[person, b]))
            end = end_of(days, person, begin, drawn(network.work[candidate], by[0], by[1]))
            if end < soonest:
                best, soonest = candidate, end
        chosen[role] = best


@njit(cache=True, nogil=True)
def walk(network: Network, days: Days, draws: Draws, first_come: bool, first: Whole, walked: Walked) -> None:
    """All tasks, in as many futures from `first` on as `walked` has room for."""
    count = walked.start.shape[1]
    ready, close = np.empty(count, np.int64), np.empty(count, np.int64)
    multiple, extra = np.empty(count, np.float32), np.empty(count, np.float32)
    free = np.zeros((len(days.at), count), np.int32)
    last = np.full((len(days.at), count), -1, np.int32)
    chosen, work, parts = np.empty(MOST_ROLES, np.int64), np.empty(MOST_ROLES, np.int64), np.empty(MOST_ROLES, np.int64)
    for task in network.order:
        draw(draws, task, first, multiple, extra)
        bounds(network, task, walked, ready, close)
        role = network.role_at[task]
        roles = network.role_at[task + 1] - role
        if roles == 0:
            for b in range(count):
                length = (drawn(network.duration[task], multiple[b], extra[b]) + 999) // 1000
                opens = min(max(np.int64(ready[b]), close[b] - length), np.int64(NEVER))
                walked.start[task, b], walked.end[task, b] = opens, min(opens + length, np.int64(NEVER))
            continue
        alone = roles == 1 and not first_come
        for b in range(count):
            if first_come:
                choose(network, days, task, b, ready[b], free, (multiple[b], extra[b]), chosen)
            else:
                for one in range(roles):
                    chosen[one] = network.candidate_at[role + one]
            free_at: Whole = np.int64(ready[b])
            for one in range(roles):
                free_at = max(free_at, np.int64(free[network.person[chosen[one]], b]))
                work[one] = drawn(network.work[chosen[one]], multiple[b], extra[b])
            if alone and close[b] == 0 and work[0] > 0:
                person = network.person[chosen[0]]
                begin = opening(days, person, free_at)
                parts[0] = end_of(days, person, begin, work[0])
            else:
                begin = place(network, days, chosen, roles, free_at, close[b], work, parts)
            finish = begin
            for one in range(roles):
                person = network.person[chosen[one]]
                finish = max(finish, parts[one])
                walked.chosen[role + one, b] = chosen[one]
                walked.part[role + one, b] = parts[one]
                walked.before[role + one, b] = last[person, b]
                if parts[one] > begin:
                    free[person, b], last[person, b] = parts[one], role + one
            walked.start[task, b], walked.end[task, b] = begin, finish
