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

BLOCK = 512
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
    """Of a block of futures, the multiple of a task's work and what comes on top, both with what all share in them.

    `first` is a multiple of 4: one number holds the dice of four futures.
    """
    row = draws.table[task]
    extra[:] = 0.0
    if row < 0:
        multiple[:] = 1.0
        return
    key, count = np.uint64(draws.key[task]), len(multiple)
    shared = draws.shared[first : first + count]
    if draws.fixed[task]:
        multiple[:] = draws.tables[row, draws.tables.shape[1] // 2] * shared
    else:
        rolled(key, first, draws.tables[row], shared, multiple)
    if draws.found_chance > 0 and draws.found_work[task] > 0:
        add(key ^ np.uint64(0x5851F42D4C957F2D), first, draws.found_chance, draws.tables[draws.found_table],
            np.float64(draws.found_work[task]), shared, extra)  # fmt: skip
    for hit in range(draws.hit_at[task], draws.hit_at[task + 1]):
        event = draws.hit_event[hit]
        add(np.uint64(draws.event_key[event]), first, draws.event_chance[event], draws.tables[draws.event_table[event]],
            np.float64(draws.event_extra[event]), shared, extra)  # fmt: skip


@njit(cache=True, nogil=True)
def rolled(key: np.uint64, first: Whole, table: Floats, shared: Floats, multiple: Floats) -> None:
    """One of the table's values in each future, times what all share."""
    for b in range(0, len(multiple), 4):
        bits = dice(key, (first + b) // 4)
        for one in range(b, min(b + 4, len(multiple))):
            multiple[one] = table[bits & np.uint64(4095)] * shared[one]
            bits = bits >> np.uint64(16)


@njit(cache=True, nogil=True)
def add(
    key: np.uint64, first: Whole, chance: float, table: Floats, amount: float, shared: Floats, extra: Floats
) -> None:  # fmt: skip
    """With a chance, an amount on top, by a table."""
    for b in range(len(extra)):
        bits = dice(key, first + b)
        if np.float64(bits & np.uint64(0xFFFFFFFF)) * _EVEN < chance:
            extra[b] += table[bits >> np.uint64(52)] * amount * shared[b]


@njit(cache=True, nogil=True)
def drawn(work: Whole, multiple: float, extra: float) -> Whole:
    """Thousandths of slots of a part in one future."""
    return np.int64(np.float64(work) * multiple + extra + 0.5)


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
        best: Whole = at
        soonest: Whole = np.int64(NEVER + 1)
        for candidate in range(at, network.candidate_at[first + role + 1]):
            person = network.person[candidate]
            taken = False
            for other in range(role):
                taken = taken or network.person[chosen[other]] == person
            if taken:
                continue
            work = drawn(network.work[candidate], by[0], by[1])
            begin: Whole = np.int64(ready)
            if work > 0:
                begin = max(begin, np.int64(free[person, b]))
            end: Whole = end_of(days, person, begin, work)
            if end < soonest:
                best, soonest = candidate, end
        chosen[role] = best


@njit(cache=True, nogil=True)
def alone(
    days: Days, person: Whole, work: Whole, ready: Ints, free: Ints, multiple: Floats, extra: Floats, end: Ints
) -> None:
    """When one person has done a task, over a block of futures: the hot loop, its tables at hand."""
    at, length, pace = days.at[person], days.length[person], days.pace[person]
    worked, opens = days.worked[at : at + length + 1], days.opens[at : at + length + 1]
    reached = days.reached[days.units[person] :]
    most, full = np.int64(worked[length]), np.float64(work)
    for b in range(len(ready)):
        begin: Whole = max(np.int64(ready[b]), np.int64(free[b]))
        need = np.int64(full * multiple[b] + extra[b] + 0.5)
        if need <= 0 or begin >= NEVER:
            end[b] = min(np.int64(ready[b]) if need <= 0 else begin, NEVER)
            continue
        until = need + (np.int64(worked[begin]) if begin <= length else most + (begin - length) * pace)
        if until <= most:
            slot: Whole = np.int64(reached[(until - 1) // 1000])
            while worked[slot] < until:
                slot = np.int64(opens[slot]) + 1
            end[b] = slot
        else:
            late: Whole = length + (until - most + pace - 1) // pace if pace > 0 else NEVER
            end[b] = min(late, NEVER)


@njit(cache=True, nogil=True)
def solo(
    network: Network, days: Days, at: Whole, many: Whole, ready: Ints, free: Ints, multiple: Floats, extra: Floats,
    end: Ints, chosen: Ints,
) -> None:  # fmt: skip
    """Which of the `many` candidates from `at` on ends a task first, and when; `end` holds that of the first one."""
    chosen[:] = at
    for candidate in range(at + 1, at + many):
        person, full = network.person[candidate], np.float64(network.work[candidate])
        row = free[person]
        for b in range(len(end)):
            begin: Whole = max(np.int64(ready[b]), np.int64(row[b]))
            need = np.int64(full * multiple[b] + extra[b] + 0.5)
            if need <= 0:
                begin = np.int64(ready[b])
            if begin * 1000 + need >= np.int64(end[b]) * 1000:
                continue  # nobody works more than all of a slot, so this one cannot end it sooner
            finish = end_of(days, person, begin, need)
            if finish < end[b]:
                end[b], chosen[b] = finish, candidate


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
    free = np.zeros((len(days.at), count), np.int32)
    last = np.full((len(days.at), count), -1, np.int32)
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
            alone(
                days,
                network.person[at],
                network.work[at],
                ready,
                free[network.person[at]],
                multiple,
                extra,
                walked.end[task],
            )
            noted = why or network.start_read[task]
            if many > 1 or noted:
                solo(network, days, at, many, ready, free, multiple, extra, walked.end[task], walked.chosen[role])
            if noted:
                note(network, days, task, role, ready, free, last, walked)
            occupy(network, at, many, ready, walked.end[task], walked.chosen[role], free)
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
