"""The compiled part of the search for a plan like the last one: everybody's tasks as a queue, and what one change moves.

A list of all tasks, nothing in it before what it waits for, says in which order everybody takes theirs; nobody goes back
into a gap. So a change is felt by what stands behind it alone, and most of what is held at its old start does not even
feel it: that makes a try many times cheaper than a schedule from the beginning.
"""

from typing import NamedTuple

import numpy as np

from trimtab.planning._kernel import njit
from trimtab.planning.search._people_form import NEVER, Form, Ints
from trimtab.planning.search._people_kernel import begin_by, place_units, span

SOMEBODY_ELSE = 3_000
ANOTHER_DAY = 2_000
FAR = 500
"""What it costs at most, beyond that of another day, how far a task moved."""
BROKEN = 1_000
MOST = 1 << 24
"""More slots than that too late are all alike."""

COST, OVER, LATE, SOILED, MOVED, LOW, HIGH, LOGGED, STAMP = range(9)


class Last(NamedTuple):
    """The last plan: starts, whether a task counts, which edges were taken; and the limits of the new one.

    `held` is the first slot a task may start in while it is held (a day before its old start), `plain` while it is not.
    `latest` is the slot by which a task must have ended that nothing else waits for; `NEVER` for others. `late` is the weighted
    lateness that may be reached, `day` how many slots a start may move before it counts.
    """

    start: Ints
    counts: Ints
    kept: Ints
    held: Ints
    plain: Ints
    latest: Ints
    late: int
    day: int


class Queues(NamedTuple):
    """A plan: the list and each task's place in it, the edge in each seat, who is held, the queues, and the times.

    `ahead` and `behind` are the neighbours of a seat in the queue of its person; behind the seats there is one place a
    person, before the first and after the last of their queue. `tally` is what the plan costs, and what a try is at.
    The `was_` arrays are how it was before a try.
    """

    order: Ints
    place: Ints
    seat: Ints
    hold: Ints
    owner: Ints
    ahead: Ints
    behind: Ints
    start: Ints
    end: Ints
    part: Ints
    cost: Ints
    over: Ints
    soiled: Ints
    moved: Ints
    mark: Ints
    spare: Ints
    log: Ints
    was_start: Ints
    was_end: Ints
    was_part: Ints
    was_cost: Ints
    was_over: Ints
    tally: Ints
    best_order: Ints
    best_seat: Ints
    best_hold: Ints
    best_worth: Ints


def queues_for(form: Form) -> Queues:
    """Room for a plan of this form, without one in it."""
    tasks, seats, people = len(form.release), int(form.seat_at[-1]), len(form.calendar.at) - 1
    by_task = np.repeat(np.arange(len(form.need)), form.need)
    task_of_group = np.repeat(np.arange(tasks), np.diff(form.group_at))
    owner = np.concatenate((task_of_group[by_task] if seats else by_task, np.full(people, -1))).astype(np.int64)
    return Queues(
        order=_zeros(tasks),
        place=_zeros(tasks),
        seat=_zeros(seats),
        hold=_zeros(tasks),
        owner=owner,
        ahead=_zeros(seats + people),
        behind=_zeros(seats + people),
        start=_zeros(tasks),
        end=_zeros(tasks),
        part=_zeros(seats + people),
        cost=_zeros(tasks),
        over=_zeros(tasks),
        soiled=_zeros(tasks),
        moved=_zeros(tasks),
        mark=_zeros(tasks),
        spare=_zeros(tasks),
        log=_zeros(tasks),
        was_start=_zeros(tasks),
        was_end=_zeros(tasks),
        was_part=_zeros(seats),
        was_cost=_zeros(tasks),
        was_over=_zeros(tasks),
        tally=_zeros(9),
        best_order=_zeros(tasks),
        best_seat=_zeros(seats),
        best_hold=_zeros(tasks),
        best_worth=np.full(1, NEVER, np.int64),
    )


def _zeros(length: int) -> Ints:
    return np.zeros(length, np.int64)


@njit(cache=True, nogil=True)
def lift(form: Form, line: Queues, task: int) -> None:
    """Takes a task out of the queues."""
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        if form.edges.work[line.seat[seat]] > 0:
            line.behind[line.ahead[seat]] = line.behind[seat]
            line.ahead[line.behind[seat]] = line.ahead[seat]


@njit(cache=True, nogil=True)
def drop(form: Form, line: Queues, task: int) -> None:
    """Puts a task into the queues of its people, by its place in the list."""
    seats, here = len(line.seat), line.place[task]
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        if form.edges.work[line.seat[seat]] == 0:
            continue
        behind = seats + form.edges.person[line.seat[seat]]
        ahead = line.ahead[behind]
        while ahead < seats and line.place[line.owner[ahead]] > here:
            behind, ahead = ahead, line.ahead[ahead]
        line.ahead[seat], line.behind[seat] = ahead, behind
        line.behind[ahead] = line.ahead[behind] = seat


@njit(cache=True, nogil=True)
def soil(line: Queues, task: int) -> None:
    """The times of a task have to be worked out anew."""
    if task >= 0 and not line.soiled[task]:
        line.soiled[task] = 1
        line.tally[SOILED] += 1


@njit(cache=True, nogil=True)
def soil_behind(form: Form, line: Queues, task: int) -> None:
    """Soils whatever stands behind a task in the queues of its people."""
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        if form.edges.work[line.seat[seat]] > 0:
            soil(line, line.owner[line.behind[seat]])


@njit(cache=True, nogil=True)
def soil_pools(form: Form, line: Queues, task: int, since: int) -> None:
    """Where a task takes units of pools, soils all that do so from a place in the list on."""
    if form.demand_at[task] == form.demand_at[task + 1]:
        return
    for place in range(since, len(line.order)):
        other = line.order[place]
        if form.demand_at[other] < form.demand_at[other + 1]:
            soil(line, other)


@njit(cache=True, nogil=True)
def free_at(form: Form, line: Queues, last: Last, task: int) -> tuple[int, int]:
    """The first slots in which a task may start and may end, by its release, its links, and what its people do before."""
    at, until = last.held[task] if line.hold[task] else last.plain[task], 0
    for link in range(form.before_at[task], form.before_at[task + 1]):
        other, kind = form.before[link], form.before_kind[link]
        bound = (line.end[other] if kind == 0 or kind == 2 else line.start[other]) + form.before_lag[link]
        if kind <= 1:
            at = max(at, bound)
        else:
            until = max(until, bound)
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        if form.edges.work[line.seat[seat]] > 0:
            at = max(at, line.part[line.ahead[seat]])
    return at, until


@njit(cache=True, nogil=True)
def opens(form: Form, line: Queues, task: int, at: int, until: int) -> int:
    """The first slot from `at` on in which all of a task's people work, and from which on it does not end before `until`.

    A task without people begins as soon as its pools have room beside the tasks before it in the list.
    """
    first, after = form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]
    if at >= NEVER or until >= NEVER:
        return NEVER
    if first == after:
        return int(place_units(form, line.start, line.end, task, at, until, line.order, line.place[task])[0])
    if until > at:
        soonest = NEVER
        for seat in range(first, after):
            edge = line.seat[seat]
            work = form.edges.work[edge]
            soonest = min(soonest, begin_by(form.calendar, form.edges.person[edge], work, until) if work else until)
        at = max(at, soonest)
    moved = True
    while moved and at < NEVER:
        moved = False
        for seat in range(first, after):
            edge = line.seat[seat]
            if form.edges.work[edge] > 0:
                works = span(form.calendar, form.edges.person[edge], at, 0)[0]
                if works > at:
                    at, moved = works, True
    return at


@njit(cache=True, nogil=True)
def run(form: Form, line: Queues, task: int, at: int) -> int:
    """The slot in which a task that starts at `at` ends; the ends of its parts are filled in."""
    first, after = form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]
    if at >= NEVER:
        line.part[first:after] = NEVER
        return NEVER
    ready = at + form.duration[task] if first == after else at
    for seat in range(first, after):
        edge = line.seat[seat]
        work = form.edges.work[edge]
        line.part[seat] = span(form.calendar, form.edges.person[edge], at, work)[1] if work else at
        ready = max(ready, line.part[seat])
    return ready


@njit(cache=True, nogil=True)
def price(line: Queues, last: Last, task: int) -> int:
    """What it costs when a task begins, against the last plan."""
    moved = abs(line.start[task] - last.start[task]) - last.day
    if moved <= 0 or not last.counts[task]:
        return 0
    return int(ANOTHER_DAY + min(moved * 20 // last.day, FAR))


@njit(cache=True, nogil=True)
def settle(form: Form, line: Queues, last: Last, task: int) -> None:
    """Works out the times of a task, and what they cost."""
    at, until = free_at(form, line, last, task)
    fixed, broken, seat = form.fixed[task], 0, form.seat_at[form.group_at[task]]
    edge = line.seat[seat] if seat + 1 == form.seat_at[form.group_at[task + 1]] else -1
    if edge >= 0 and until == 0 and fixed < 0 and form.edges.work[edge] > 0 and at < NEVER:
        at, line.part[seat] = span(form.calendar, form.edges.person[edge], at, form.edges.work[edge])
        line.start[task], line.end[task] = at, line.part[seat]
    else:
        opened = opens(form, line, task, at, until)
        at = opened if fixed < 0 else fixed
        broken = min(MOST, max(0, opened - at))
        line.start[task], line.end[task] = at, run(form, line, task, at)
    line.cost[task] = price(line, last, task)
    line.over[task] = broken * BROKEN + min(MOST, max(0, line.end[task] - last.latest[task]))
    if line.end[task] >= NEVER:
        line.over[task] += MOST


@njit(cache=True, nogil=True)
def lateness(form: Form, line: Queues, task: int) -> int:
    """The weighted slots by which a task ends late."""
    return int(form.weight[task] * min(MOST, max(0, line.end[task] - form.due[task])))


@njit(cache=True, nogil=True)
def others(form: Form, line: Queues, last: Last, task: int) -> int:
    """What it costs who does a task, against the last plan."""
    found = 0
    if last.counts[task]:
        for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
            if not last.kept[line.seat[seat]]:
                found += SOMEBODY_ELSE
    return found


@njit(cache=True, nogil=True)
def build(form: Form, line: Queues, last: Last) -> None:
    """The queues and the times of a list, its seats and what is held, from the beginning."""
    seats = len(line.seat)
    for at in range(seats, len(line.ahead)):
        line.ahead[at] = line.behind[at] = at
        line.part[at] = 0
    line.tally[:] = 0
    line.soiled[:] = 0
    line.mark[:] = 0
    for at in range(len(line.order)):
        line.place[line.order[at]] = at
    for at in range(len(line.order)):
        task = line.order[at]
        drop(form, line, task)
        settle(form, line, last, task)
        line.tally[COST] += line.cost[task] + others(form, line, last, task)
        line.tally[OVER] += line.over[task]
        line.tally[LATE] += lateness(form, line, task)


@njit(cache=True, nogil=True)
def spread(form: Form, line: Queues, last: Last, dear: int, most: int) -> None:
    """Works out the times of all that is soiled and of what that moves, from the lowest place on, and logs them.

    Stops where the plan has become dearer than `most`, which leaves some room: what a try gains often comes last.
    """
    logged, at = 0, line.tally[LOW]
    while line.tally[SOILED] > 0:
        task = line.order[at]
        at += 1
        if not line.soiled[task]:
            continue
        line.soiled[task] = 0
        line.tally[SOILED] -= 1
        if line.tally[COST] + dear * line.tally[OVER] > most:
            continue
        line.log[logged] = task
        logged += 1
        first, after = form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]
        line.was_start[task], line.was_end[task] = line.start[task], line.end[task]
        line.was_cost[task], line.was_over[task] = line.cost[task], line.over[task]
        line.was_part[first:after] = line.part[first:after]
        line.tally[LATE] -= lateness(form, line, task)
        settle(form, line, last, task)
        line.tally[LATE] += lateness(form, line, task)
        line.tally[COST] += line.cost[task] - line.was_cost[task]
        line.tally[OVER] += line.over[task] - line.was_over[task]
        if line.start[task] != line.was_start[task] or line.end[task] != line.was_end[task]:
            for link in range(form.after_at[task], form.after_at[task + 1]):
                soil(line, form.after[link])
            soil_pools(form, line, task, at)
        for seat in range(first, after):
            if line.part[seat] != line.was_part[seat] and form.edges.work[line.seat[seat]] > 0:
                soil(line, line.owner[line.behind[seat]])
    line.tally[LOGGED] = logged


@njit(cache=True, nogil=True)
def drag(form: Form, line: Queues, task: int, to: int) -> None:
    """Notes who has to move when a task goes up or down the list to `to`: it, and what is linked to it between."""
    here, count = line.place[task], 0
    line.tally[LOW], line.tally[HIGH] = min(here, to), max(here, to)
    line.tally[STAMP] += 1
    stamp = line.tally[STAMP]
    line.mark[task] = stamp
    for far in range(abs(to - here) + 1):
        one = line.order[here - far if to < here else here + far]
        if line.mark[one] != stamp:
            continue
        line.moved[count] = one
        count += 1
        if to < here:
            for link in range(form.before_at[one], form.before_at[one + 1]):
                line.mark[form.before[link]] = stamp
        else:
            for link in range(form.after_at[one], form.after_at[one + 1]):
                line.mark[form.after[link]] = stamp
    line.tally[MOVED] = count


@njit(cache=True, nogil=True)
def reorder(line: Queues, up: bool) -> None:
    """The list between the places that `drag` noted: those who move at one side, the rest at the other."""
    low, after, stamp = line.tally[LOW], line.tally[HIGH] + 1, line.tally[STAMP]
    line.spare[low:after] = line.order[low:after]
    at = low
    for movers in (up, not up):
        for place in range(low, after):
            if (line.mark[line.spare[place]] == stamp) == movers:
                line.order[at] = line.spare[place]
                at += 1
    for place in range(low, after):
        line.place[line.order[place]] = place


@njit(cache=True, nogil=True)
def turn(
    form: Form, line: Queues, last: Last, task: int, seat: int, edge: int, to: int, hold: int, dear: int, most: int
) -> None:
    """One change: a task to another place in the list, a seat of it to an edge, held or not; and all that follows."""
    was = others(form, line, last, task)
    up = to < line.place[task]
    drag(form, line, task, to)
    for at in range(line.tally[MOVED]):
        soil_behind(form, line, line.moved[at])
    for at in range(line.tally[MOVED]):
        lift(form, line, line.moved[at])
    reorder(line, up)
    if seat >= 0:
        line.seat[seat] = edge
    line.hold[task] = hold
    for at in range(line.tally[MOVED]):
        drop(form, line, line.moved[at])
    for at in range(line.tally[MOVED]):
        soil(line, line.moved[at])
        soil_behind(form, line, line.moved[at])
        soil_pools(form, line, line.moved[at], line.tally[LOW])
    line.tally[COST] += others(form, line, last, task) - was
    spread(form, line, last, dear, most)


@njit(cache=True, nogil=True)
def turn_back(form: Form, line: Queues, last: Last, task: int, seat: int, edge: int, hold: int) -> None:
    """Undoes the last change; `edge` and `hold` are what they were before it."""
    line.tally[COST] -= others(form, line, last, task)
    for at in range(line.tally[MOVED]):
        lift(form, line, line.moved[at])
    for place in range(line.tally[LOW], line.tally[HIGH] + 1):
        line.order[place] = line.spare[place]
        line.place[line.spare[place]] = place
    if seat >= 0:
        line.seat[seat] = edge
    line.hold[task] = hold
    for at in range(line.tally[MOVED]):
        drop(form, line, line.moved[at])
    for at in range(line.tally[LOGGED]):
        _forget(form, line, line.log[at])
    line.tally[COST] += others(form, line, last, task)


@njit(cache=True, nogil=True)
def _forget(form: Form, line: Queues, task: int) -> None:
    """The times of a task as they were before the last change."""
    line.tally[LATE] -= lateness(form, line, task)
    line.tally[COST] -= line.cost[task] - line.was_cost[task]
    line.tally[OVER] -= line.over[task] - line.was_over[task]
    line.start[task], line.end[task] = line.was_start[task], line.was_end[task]
    line.cost[task], line.over[task] = line.was_cost[task], line.was_over[task]
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        line.part[seat] = line.was_part[seat]
    line.tally[LATE] += lateness(form, line, task)
