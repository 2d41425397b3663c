"""The search for a plan like the last one: small changes to the queues, worse ones taken ever more seldom (annealing).

Kirkpatrick, Gelatt, Vecchi, "Optimization by simulated annealing", Science 220 (1983). A plan that is too long or too late
may be passed through; what a slot of that costs is the caller's to raise.
"""

from trimtab.planning._kernel import njit
from trimtab.planning.search._people_form import Form, Ints
from trimtab.planning.search._people_moves import Dice, draw
from trimtab.planning.search._people_queues import (
    COST,
    LATE,
    OVER,
    Last,
    Queues,
    opens,
    run,
    turn,
    turn_back,
)

LOOKS = 16
"""How many tasks are looked at for one that is not as it was."""
STEPS = 8
"""How far back it goes on average from a task that is too late to what it waited for."""
MARGIN, GAIN = 4_000, 24
"""What a try may be dearer than it may be in the end while it is worked out; and by how many slots it could become shorter."""
BITS = 20


@njit(cache=True, nogil=True)
def bits_of_luck(dice: Dice) -> int:
    """How many coins in a row fell right, in 1,024ths, between them a straight line: whole numbers, as on any machine."""
    drawn = draw(dice, 1 << BITS) + 1
    whole = 0
    while drawn >> (whole + 1):
        whole += 1
    return int((BITS - whole) * 1024 - (((drawn - (1 << whole)) << 10) >> whole))


@njit(cache=True, nogil=True)
def cause(form: Form, line: Queues, task: int) -> int:
    """What a task waited for last, by a link or in a queue; -1 where that was its release."""
    found, latest = -1, 0
    for link in range(form.before_at[task], form.before_at[task + 1]):
        other, kind = form.before[link], form.before_kind[link]
        bound = (line.end[other] if kind == 0 or kind == 2 else line.start[other]) + form.before_lag[link]
        if bound > latest:
            found, latest = other, bound
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        ahead = line.ahead[seat]
        if form.edges.work[line.seat[seat]] > 0 and line.part[ahead] >= latest and ahead < len(line.seat):
            found, latest = line.owner[ahead], line.part[ahead]
    return int(found)


@njit(cache=True, nogil=True)
def pick(form: Form, line: Queues, last: Last, free: Ints, dice: Dice) -> int:
    """A task that is not as it was, or too late, or what leads to that; now and then any task."""
    task, kind, stays = free[draw(dice, len(free))], draw(dice, 4), 2
    if kind == 0:
        return int(task)
    if kind == 1 and (line.tally[OVER] > 0 or line.tally[LATE] > last.late):
        task, stays = too_late(form, line, draw(dice, len(line.order))), STEPS
        if form.fixed[task] >= 0:
            return int(free[draw(dice, len(free))])
    else:
        for _ in range(LOOKS):
            if differs(form, line, last, task):
                break
            task = free[draw(dice, len(free))]
    while draw(dice, stays):
        other = cause(form, line, task)
        if other < 0 or form.fixed[other] >= 0:
            break
        task = other
    return int(task)


@njit(cache=True, nogil=True)
def too_late(form: Form, line: Queues, at: int) -> int:
    """The first task from a place in the list on, and then from its beginning, that ends too late; else that one."""
    for far in range(len(line.order)):
        task = line.order[(at + far) % len(line.order)]
        if line.over[task] or line.end[task] > form.due[task]:
            return int(task)
    return int(line.order[at])


@njit(cache=True, nogil=True)
def differs(form: Form, line: Queues, last: Last, task: int) -> bool:
    """Whether something of a task is not as it was."""
    first, after = form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]
    return bool(line.cost[task]) or (first < after and last.counts[task] > 0 and not last.kept[line.seat[first]])


@njit(cache=True, nogil=True)
def somebody(form: Form, line: Queues, last: Last, task: int, seat: int, dice: Dice) -> int:
    """The edge for a seat: as it is, as it was in the last plan, or any that nobody of the task's people has."""
    kind, edge = draw(dice, 4), line.seat[seat]
    group = form.group_at[task]
    while seat >= form.seat_at[group + 1]:
        group += 1
    low, high = form.edge_at[group], form.edge_at[group + 1]
    if kind == 3 or high - low == 1:
        return int(edge)
    if kind == 2:
        for one in range(low, high):
            if last.kept[one]:
                edge = one
    else:
        edge = low + draw(dice, high - low)
    for other in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        if other != seat and form.edges.person[line.seat[other]] == form.edges.person[edge]:
            return int(line.seat[seat])
    return int(edge)


@njit(cache=True, nogil=True)
def aim(form: Form, line: Queues, last: Last, task: int, seat: int, dice: Dice) -> int:
    """The slot in which a task is to begin: that of the last plan, as now, before whom it waits for, or near by."""
    kind = draw(dice, 8)
    if kind <= 2 and last.start[task] >= 0:
        return int(last.start[task])
    if kind <= 4 and seat >= 0:
        beside = line.ahead[seat] if kind == 3 else line.behind[seat]
        if beside < len(line.seat) and form.edges.work[line.seat[seat]] > 0:
            return int(line.start[line.owner[beside]] + (kind == 4))
    if kind <= 6:
        reach = last.day << draw(dice, 5)
        return int(line.start[task] + draw(dice, 2 * reach + 1) - reach)
    return int(line.start[task])


@njit(cache=True, nogil=True)
def place_for(form: Form, line: Queues, task: int, edge: int, at: int) -> int:
    """The place in the list that is nearest to a task's and behind all who begin before `at` in the queue of an edge."""
    here = line.place[task]
    if form.edges.work[edge] == 0:
        return int(here)
    behind = len(line.seat) + form.edges.person[edge]
    ahead = line.ahead[behind]
    while ahead < len(line.seat):
        other = line.owner[ahead]
        if other != task:
            if line.start[other] < at:
                break
            behind = ahead
        ahead = line.ahead[ahead]
    if behind < len(line.seat) and line.place[line.owner[behind]] < here:
        return int(line.place[line.owner[behind]])
    if ahead < len(line.seat) and line.place[line.owner[ahead]] > here:
        return int(line.place[line.owner[ahead]])
    return int(here)


@njit(cache=True, nogil=True)
def worth(line: Queues, last: Last, dear: int) -> int:
    """What a plan costs when each slot that it is too long or too late costs `dear`."""
    return int(line.tally[COST] + dear * (line.tally[OVER] + max(0, line.tally[LATE] - last.late)))


@njit(cache=True, nogil=True)
def keep(line: Queues, last: Last) -> None:
    """Notes the plan where it is the best so far of those that are neither too long nor too late."""
    if line.tally[OVER] == 0 and line.tally[LATE] <= last.late and line.tally[COST] < line.best_worth[0]:
        line.best_worth[0] = line.tally[COST]
        line.best_order[:], line.best_seat[:], line.best_hold[:] = line.order, line.seat, line.hold


@njit(cache=True, nogil=True)
def cool(form: Form, line: Queues, last: Last, free: Ints, tries: int, warmth: int, dear: int, dice: Dice) -> None:
    """So many tries at a warmth (what a try may cost once in two times)."""
    now = worth(line, last, dear)
    for _ in range(tries):
        task = pick(form, line, last, free, dice)
        seat = edge = was = -1
        first, after = form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]
        at = aim(form, line, last, task, first if first < after else -1, dice)
        to = line.place[task]
        if first < after:
            seat = first + draw(dice, after - first)
            was = line.seat[seat]
            edge = somebody(form, line, last, task, seat, dice)
            to = place_for(form, line, task, edge, at)
        hold, held = 1 if last.held[task] <= at and draw(dice, 8) else 0, line.hold[task]
        if to == line.place[task] and edge == was and hold == held:
            continue
        most = now + (warmth * bits_of_luck(dice) >> 10)
        turn(form, line, last, task, seat, edge, to, hold, dear, most + MARGIN + dear * min(line.tally[OVER], GAIN))
        then = worth(line, last, dear)
        if then <= most:
            now = then
            keep(line, last)
        else:
            turn_back(form, line, last, task, seat, was, held)


@njit(cache=True, nogil=True)
def linger(form: Form, line: Queues, last: Last) -> None:
    """Puts off what begins earlier than in the last plan, up to then, where nothing else has to move for it."""
    for place in range(len(line.order) - 1, -1, -1):
        task = line.order[place]
        early, late = line.start[task], last.start[task] + 1
        idle = form.demand_at[task] == form.demand_at[task + 1]
        if form.fixed[task] >= 0 or not last.counts[task] or not idle:
            continue
        while early + 1 < late:
            middle = late - 1 if late == last.start[task] + 1 else (early + late) >> 1
            at = opens(form, line, task, middle, 0)
            if early < at < late and has_room(form, line, last, task, at):
                early = at
            else:
                late = middle
        line.start[task] = early
        line.end[task] = run(form, line, task, early)


@njit(cache=True, nogil=True)
def has_room(form: Form, line: Queues, last: Last, task: int, at: int) -> bool:
    """Whether a task that begins at `at` ends before all that waits for it begins, and is neither too long nor late."""
    end = run(form, line, task, at)
    if end > max(line.end[task], min(last.latest[task], form.due[task])):
        return False
    for link in range(form.after_at[task], form.after_at[task + 1]):
        other = form.after[link]
        for own in range(form.before_at[other], form.before_at[other + 1]):
            if form.before[own] == task:
                kind = form.before_kind[own]
                bound = (end if kind == 0 or kind == 2 else at) + form.before_lag[own]
                if bound > (line.start[other] if kind <= 1 else line.end[other]):
                    return False
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        if form.edges.work[line.seat[seat]] > 0:
            behind = line.owner[line.behind[seat]]
            if behind >= 0 and line.part[seat] > line.start[behind]:
                return False
    return True
