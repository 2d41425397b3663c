"""The compiled part of the search with people: lists of tasks made into schedules. Plain functions over arrays.

A schedule is made by taking the tasks in the order of a list and placing each as early as it can be, in the gaps that
those before it have left (serial schedule generation). Of several candidates the one who would be ready first takes the
task, with a bias a candidate; the list and the biases are what the search changes. All times are exact: how much a
person has done by a slot is a prefix sum, and its inverse says when a part is done.
"""

from typing import NamedTuple

import numpy as np

from trimtab.planning._kernel import njit
from trimtab.planning.search._people_form import NEVER, Calendar, Edges, Form, Ints

TIES = 1024
CLOSED = 1 << 30
TRIES = 6


class Busy(NamedTuple):
    """When each person is busy, one row a person: stretches that do not touch, and how many."""

    since: Ints
    until: Ints
    number: Ints


class Room(NamedTuple):
    """What a schedule is made in: times of the tasks, the edge in each seat, and when each person is busy."""

    start: Ints
    end: Ints
    placed: Ints
    seat: Ints
    busy: Busy
    open_at: Ints
    ready_at: Ints
    cost: Ints
    holder: Ints
    seen: Ints
    trial: Ints
    taken: Ints
    queue: Ints
    came_by: Ints


def room_for(form: Form) -> Room:
    """Room for schedules of this form."""
    tasks, edges, people = len(form.release), len(form.edges.person), len(form.calendar.at) - 1
    seats, groups = int(form.seat_at[-1]), len(form.need) + 1
    most = int(np.bincount(form.edges.person, minlength=1).max()) + 1 if edges else 1
    busy = Busy(_zeros((people, most)), _zeros((people, most)), _zeros(people))
    own = map(_zeros, (edges, edges, edges, people, groups, seats, groups, groups, groups))
    return Room(_zeros(tasks), _zeros(tasks), _zeros(tasks), _zeros(seats), busy, *own)


def _zeros(shape: int | tuple[int, int]) -> Ints:
    return np.zeros(shape, np.int64)


@njit(cache=True, nogil=True)
def span(calendar: Calendar, person: int, at: int, work: int) -> tuple[int, int]:
    """The first slot from `at` on in which the person works, and when that much work, begun there, is done."""
    low, last = calendar.at[person], calendar.at[person + 1] - 1
    high = last
    while low < high:
        middle = (low + high + 1) >> 1
        if calendar.since[middle] <= at:
            low = middle
        else:
            high = middle - 1
    while calendar.pace[low] == 0:
        if low == last:
            return NEVER, NEVER
        low += 1
        at = calendar.since[low]
    due = calendar.done[low] + (at - calendar.since[low]) * calendar.pace[low] + work
    while low < last and calendar.done[low + 1] < due:
        low += 1
    if calendar.pace[low] == 0:
        return NEVER, NEVER
    return at, calendar.since[low] + (due - calendar.done[low] + calendar.pace[low] - 1) // calendar.pace[low]


@njit(cache=True, nogil=True)
def begin_by(calendar: Calendar, person: int, work: int, until: int) -> int:
    """The first slot so that the work, begun there, is not done before `until`."""
    if until <= 0:
        return 0
    first, last = calendar.at[person], calendar.at[person + 1] - 1
    at = last
    while calendar.since[at] > until - 1:
        at -= 1
    amount = calendar.done[at] + (until - 1 - calendar.since[at]) * calendar.pace[at] - work + 1
    if amount <= 0:
        return 0
    while at > first and calendar.done[at] >= amount:
        at -= 1
    if calendar.pace[at] == 0:
        return NEVER
    return int(calendar.since[at] + (amount - calendar.done[at] + calendar.pace[at] - 1) // calendar.pace[at])


@njit(cache=True, nogil=True)
def gap(calendar: Calendar, busy: Busy, person: int, at: int, work: int) -> tuple[int, int]:
    """The first start from `at` on, and the end, at which the person works and has the time."""
    count = busy.number[person]
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if busy.until[person, middle] <= at:
            low = middle + 1
        else:
            high = middle
    least = (work + 999) // 1000
    while low < count:
        if busy.since[person, low] - at >= least:
            at, end = span(calendar, person, at, work)
            if end <= busy.since[person, low]:
                return at, end
        at = max(at, busy.until[person, low])
        low += 1
    return span(calendar, person, at, work)


@njit(cache=True, nogil=True)
def occupy(busy: Busy, person: int, start: int, end: int) -> None:
    """The person is busy from `start` to `end`; stretches that touch become one."""
    count = busy.number[person]
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if busy.until[person, middle] < start:
            low = middle + 1
        else:
            high = middle
    after = low
    if after < count and busy.until[person, after] == start:
        start = busy.since[person, after]
        after += 1
    if after < count and busy.since[person, after] == end:
        end = busy.until[person, after]
        after += 1
    shift = 1 - (after - low)
    if shift > 0:
        for at in range(count, low, -1):
            busy.since[person, at] = busy.since[person, at - 1]
            busy.until[person, at] = busy.until[person, at - 1]
    elif shift < 0:
        for at in range(low + 1, count - 1):
            busy.since[person, at] = busy.since[person, at + 1]
            busy.until[person, at] = busy.until[person, at + 1]
    busy.since[person, low] = start
    busy.until[person, low] = end
    busy.number[person] = count + shift


@njit(cache=True, nogil=True)
def place_one(
    calendar: Calendar, busy: Busy, edges: Edges, bias: Ints, low: int, high: int, at: int, until: int
) -> tuple[int, int, int]:
    """One role: of the edges from `low` to `high` the one who would be ready first takes it; -1 where nobody ever can."""
    best, chosen, start, end = NEVER * TIES, -1, NEVER, NEVER
    for edge in range(low, high):
        work = edges.work[edge]
        if bias[edge] >= CLOSED or (at + bias[edge] + work // 1000) * TIES >= best:
            continue
        person = edges.person[edge]
        if work == 0:
            begins = ready = max(at, until)
        else:
            from_ = max(at, begin_by(calendar, person, work, until)) if until > at else at
            begins, ready = gap(calendar, busy, person, from_, work)
        cost = (ready + bias[edge]) * TIES + edges.tie[edge]
        if ready < NEVER and cost < best:
            best, chosen, start, end = cost, edge, begins, ready
    if chosen >= 0 and edges.work[chosen] > 0:
        occupy(busy, edges.person[chosen], start, end)
    return chosen, start, end


@njit(cache=True, nogil=True)
def look(form: Form, room: Room, edge: int, at: int) -> None:
    """When the candidate of an edge could begin, from `at` on, and be ready. Who has nothing to do need only be there."""
    person, work = form.edges.person[edge], form.edges.work[edge]
    if work == 0:
        room.open_at[edge] = room.ready_at[edge] = span(form.calendar, person, at, 0)[0]
    else:
        room.open_at[edge], room.ready_at[edge] = gap(form.calendar, room.busy, person, at, work)


@njit(cache=True, nogil=True)
def enough(form: Form, room: Room, task: int, bias: Ints, at: int) -> int:
    """The first slot from `at` on in which every group by itself has as many candidates as it needs, looked at anew."""
    moved = True
    while moved and at < NEVER:
        moved = False
        for group in range(form.group_at[task], form.group_at[task + 1]):
            able, later = 0, NEVER
            for edge in range(form.edge_at[group], form.edge_at[group + 1]):
                if bias[edge] >= CLOSED:
                    continue
                if room.open_at[edge] < at:
                    look(form, room, edge, at)
                if room.open_at[edge] <= at:
                    able += 1
                else:
                    later = min(later, room.open_at[edge])
            if able < form.need[group]:
                at, moved = later, True
                if at >= NEVER:
                    return NEVER
    return at


@njit(cache=True, nogil=True)
def seat_person(form: Form, room: Room, task: int, bias: Ints, at: int, edge: int, group: int) -> bool:
    """Gives the person of `edge` a seat in its group, others of the team changing groups if need be (augmenting path)."""
    first = form.group_at[task]
    head = tail = 0
    for one in range(first, form.group_at[task + 1]):
        room.came_by[one - first] = -2
    room.queue[tail] = group
    tail += 1
    room.came_by[group - first] = -1
    while head < tail:
        here = room.queue[head]
        head += 1
        if room.taken[here] < form.need[here]:
            return _settle(form, room, first, edge, here)
        for seat in range(form.seat_at[here], form.seat_at[here + 1]):
            mover = form.edges.person[room.trial[seat]]
            for other in range(first, form.group_at[task + 1]):
                if room.came_by[other - first] != -2:
                    continue
                for way in range(form.edge_at[other], form.edge_at[other + 1]):
                    if form.edges.person[way] == mover and room.open_at[way] == at and bias[way] < CLOSED:
                        room.came_by[other - first] = seat
                        room.seen[other - first] = way
                        room.queue[tail] = other
                        tail += 1
                        break
    return False


@njit(cache=True, nogil=True)
def _settle(form: Form, room: Room, first: int, edge: int, group: int) -> bool:
    """Moves everybody along the path that was found, from the free seat of `group` back to the newcomer."""
    free = form.seat_at[group] + room.taken[group]
    room.taken[group] += 1
    while room.came_by[group - first] >= 0:
        seat = room.came_by[group - first]
        room.trial[free] = room.seen[group - first]
        free = seat
        group = first
        while not form.seat_at[group] <= seat < form.seat_at[group + 1]:
            group += 1
    room.trial[free] = edge
    return True


@njit(cache=True, nogil=True)
def seat_team(form: Form, room: Room, task: int, bias: Ints, at: int) -> int:
    """Seats those who can begin at `at`, the cheapest people first; the slot they are all ready, or -1 for no team.

    The sets of people that can be seated form a matroid, so taking the cheapest who still fits is best.
    """
    first, last = form.group_at[task], form.group_at[task + 1]
    low, high = form.edge_at[first], form.edge_at[last]
    for group in range(first, last):
        room.taken[group] = 0
    for edge in range(low, high):
        room.holder[form.edges.person[edge]] = 0
    missing = form.seat_at[last] - form.seat_at[first]
    _price(form, room, bias, low, high, at)
    while missing > 0:
        edge, cost = -1, NEVER * TIES
        for one in range(low, high):
            if room.cost[one] < cost:
                edge, cost = one, room.cost[one]
        if edge < 0:
            return -1
        room.cost[edge] = NEVER * TIES
        if room.holder[form.edges.person[edge]]:
            continue
        group = first
        while edge >= form.edge_at[group + 1]:
            group += 1
        if seat_person(form, room, task, bias, at, edge, group):
            room.holder[form.edges.person[edge]] = 1
            missing -= 1
    ready = 0
    for seat in range(form.seat_at[first], form.seat_at[last]):
        ready = max(ready, room.ready_at[room.trial[seat]])
    return ready


@njit(cache=True, nogil=True)
def _price(form: Form, room: Room, bias: Ints, low: int, high: int, at: int) -> None:
    for edge in range(low, high):
        if bias[edge] < CLOSED and room.open_at[edge] == at:
            room.cost[edge] = (room.ready_at[edge] + bias[edge]) * TIES + form.edges.tie[edge]
        else:
            room.cost[edge] = NEVER * TIES


@njit(cache=True, nogil=True)
def place_team(form: Form, room: Room, task: int, bias: Ints, at: int, until: int) -> tuple[int, int]:
    """Several roles: the first start at which a team is there, or one of the next few at which one is cheaper.

    What a team costs is the slot in which it is ready, and the biases of all in it: as with one role, people who are
    preferred are worth waiting for.
    """
    first, last = form.group_at[task], form.group_at[task + 1]
    least, bound, soonest = 0, 0, NEVER
    for group in range(first, last):
        shortest = cheapest = NEVER
        for edge in range(form.edge_at[group], form.edge_at[group + 1]):
            room.open_at[edge] = -1
            shortest = min(shortest, form.edges.work[edge])
            cheapest = min(cheapest, bias[edge])
            if until > at:
                soonest = min(soonest, begin_by(form.calendar, form.edges.person[edge], form.edges.work[edge], until))
        least = max(least, (shortest + 999) // 1000)
        bound += cheapest * form.need[group]
    bound += least
    at = max(at, soonest) if until > at else at
    start, end, best, tries = NEVER, NEVER, NEVER * TIES, 0
    while tries < TRIES:
        at = enough(form, room, task, bias, at)
        if at >= NEVER or at + bound >= best:
            break
        ready = seat_team(form, room, task, bias, at)
        if ready >= max(until, 0):
            cost = ready + _biases(form, room, task, bias)
            if cost < best:
                start, end, best = at, ready, cost
                for seat in range(form.seat_at[first], form.seat_at[last]):
                    room.seat[seat] = room.trial[seat]
        if end < NEVER:
            tries += 1
        at = _next(form, room, task, bias, at, until if 0 <= ready < until else 0)
    _take(form, room, first, last, start)
    return start, end


@njit(cache=True, nogil=True)
def _biases(form: Form, room: Room, task: int, bias: Ints) -> int:
    """What the biases of the team that was tried come to."""
    found = 0
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        found += bias[room.trial[seat]]
    return found


@njit(cache=True, nogil=True)
def _take(form: Form, room: Room, first: int, last: int, start: int) -> None:
    """The team that was found is busy from `start` on, each for their own part; without one the seats are empty."""
    for seat in range(form.seat_at[first], form.seat_at[last]):
        if start >= NEVER:
            room.seat[seat] = -1
        elif form.edges.work[room.seat[seat]] > 0:
            look(form, room, room.seat[seat], start)
            occupy(room.busy, form.edges.person[room.seat[seat]], start, room.ready_at[room.seat[seat]])


@njit(cache=True, nogil=True)
def _next(form: Form, room: Room, task: int, bias: Ints, at: int, until: int) -> int:
    """The next slot at which the team may differ, or end late enough where it was ready too early."""
    later = NEVER
    for edge in range(form.edge_at[form.group_at[task]], form.edge_at[form.group_at[task + 1]]):
        if bias[edge] >= CLOSED:
            continue
        if at < room.open_at[edge] < later:
            later = room.open_at[edge]
        if until > 0:
            from_ = begin_by(form.calendar, form.edges.person[edge], form.edges.work[edge], until)
            if at < from_ < later:
                later = from_
    return later


@njit(cache=True, nogil=True)
def place_units(
    form: Form, start: Ints, end: Ints, task: int, at: int, until: int, order: Ints, before: int
) -> tuple[int, int]:
    """A task without roles: as early as the pools it takes from allow, beside the tasks placed before it."""
    duration = form.duration[task]
    at = max(at, until - duration)
    if form.demand_at[task] == form.demand_at[task + 1] or duration == 0:
        return at, at + duration
    moved = True
    while moved:
        moved = False
        for demand in range(form.demand_at[task], form.demand_at[task + 1]):
            free = _free_from(form, start, end, demand, (at, at + duration), order, before)
            if free > at:
                at, moved = free, True
    return at, at + duration


@njit(cache=True, nogil=True)
def _free_from(
    form: Form, start: Ints, end: Ints, demand: int, stretch: tuple[int, int], order: Ints, before: int
) -> int:
    """Where the stretch begins, if the pool has the units all along, else the end of a task that has to be waited for."""
    at, until = stretch
    pool, spare = form.demand_pool[demand], form.capacity[form.demand_pool[demand]] - form.demand_units[demand]
    for probe in range(-1, before):
        moment = at if probe < 0 else start[order[probe]]
        if not at <= moment < until:
            continue
        used, first = 0, NEVER
        for position in range(before):
            other = order[position]
            if start[other] <= moment < end[other]:
                for own in range(form.demand_at[other], form.demand_at[other + 1]):
                    if form.demand_pool[own] == pool and form.demand_units[own] > 0:
                        used += form.demand_units[own]
                        first = min(first, end[other])
        if used > spare:
            return first
    return at


@njit(cache=True, nogil=True)
def decode(form: Form, room: Room, order: Ints, bias: Ints) -> None:
    """Makes the schedule of a list in which each task stands behind all it waits for; fixed tasks come first in it."""
    room.busy.number[:] = 0
    room.placed[:] = 0
    for position in range(len(order)):
        task = order[position]
        at, until = form.release[task], 0
        if form.fixed[task] >= 0:
            at = form.fixed[task]
        else:
            for link in range(form.before_at[task], form.before_at[task + 1]):
                other, kind = form.before[link], form.before_kind[link]
                if not room.placed[other]:
                    continue
                bound = (room.end[other] if kind == 0 or kind == 2 else room.start[other]) + form.before_lag[link]
                if kind <= 1:
                    at = max(at, bound)
                else:
                    until = max(until, bound)
        groups = form.group_at[task + 1] - form.group_at[task]
        if at >= NEVER or until >= NEVER:
            start, end = NEVER, NEVER
        elif groups == 0:
            start, end = place_units(form, room.start, room.end, task, at, until, order, position)
        elif groups == 1 and form.need[form.group_at[task]] == 1:
            group = form.group_at[task]
            low, high = form.edge_at[group], form.edge_at[group + 1]
            chosen, start, end = place_one(form.calendar, room.busy, form.edges, bias, low, high, at, until)
            room.seat[form.seat_at[group]] = chosen
        else:
            start, end = place_team(form, room, task, bias, at, until)
        if start >= NEVER:
            for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
                room.seat[seat] = -1
        room.start[task], room.end[task], room.placed[task] = start, end, 1


@njit(cache=True, nogil=True)
def measure(form: Form, room: Room, found: Ints) -> None:
    """What a schedule is worth, the first figure first: slots of broken rules, lateness, makespan, sum of the ends."""
    broken = late = makespan = total = 0
    for task in range(len(room.start)):
        start, end = min(room.start[task], NEVER), min(room.end[task], NEVER)
        if form.fixed[task] >= 0:
            broken += abs(start - form.fixed[task])
            for link in range(form.before_at[task], form.before_at[task + 1]):
                kind, other = form.before_kind[link], form.before[link]
                bound = (room.end[other] if kind == 0 or kind == 2 else room.start[other]) + form.before_lag[link]
                broken += max(0, bound - (start if kind <= 1 else end))
        if end >= NEVER:
            broken += NEVER
        late += form.weight[task] * max(0, end - form.due[task])
        makespan = max(makespan, end)
        total += end
    found[0], found[1], found[2], found[3] = broken, late, makespan, total


@njit(cache=True, nogil=True)
def better(one: Ints, other: Ints) -> int:
    """1 where `one` is worth more than `other`, -1 where it is worth less, 0 where they are alike."""
    for at in range(len(one)):
        if one[at] != other[at]:
            return 1 if one[at] < other[at] else -1
    return 0
