"""The compiled search over lists and biases: a population that crosses, shifts and re-assigns, each child straightened.

Straightening (forward-backward improvement, or justification: Valls, Ballestin, Quintanilla, EJOR 165 (2005)) makes the
schedule from its end backwards and from there forwards again; what comes out is seldom longer. Lists are crossed at two
points (Hartmann, Naval Research Logistics 45 (1998)), and the biases of a task travel with its place in the list.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from trimtab.planning._kernel import njit
from trimtab.planning.search._people_form import NEVER, Form, Ints
from trimtab.planning.search._people_kernel import CLOSED, Room, better, decode, measure

Dice = npt.NDArray[np.uint64]
WORTH = 4
CHANGES = 3
REACH = 60


class Crowd(NamedTuple):
    """The population: a list, biases and worth each; what is found best; and room to work in."""

    order: Ints
    bias: Ints
    worth: Ints
    best_order: Ints
    best_bias: Ints
    best_worth: Ints
    best_start: Ints
    best_end: Ints
    best_seat: Ints
    key: Ints
    closed: Ints
    spare: Ints
    mark: Ints
    found: Ints
    child: Ints
    child_bias: Ints
    trial: Ints
    chain: Ints
    trial_order: Ints
    trial_bias: Ints
    topo: Ints
    first: Ints


def crowd_for(form: Form, size: int, topo: Ints, first: int) -> Crowd:
    """An empty population of `size`; the `first` tasks of each list are fixed and stay in front."""
    tasks, edges, seats = len(form.release), len(form.edges.person), int(form.seat_at[-1])
    worst = np.full((size, WORTH), NEVER * 4, np.int64)
    return Crowd(
        order=np.zeros((size, tasks), np.int64),
        bias=np.zeros((size, edges), np.int64),
        worth=worst,
        best_order=_zeros(tasks),
        best_bias=_zeros(edges),
        best_worth=worst[0].copy(),
        best_start=_zeros(tasks),
        best_end=_zeros(tasks),
        best_seat=_zeros(seats),
        key=_zeros(tasks),
        closed=_zeros(edges),
        spare=_zeros(tasks),
        mark=_zeros(tasks),
        found=_zeros(WORTH),
        child=_zeros(tasks),
        child_bias=_zeros(edges),
        trial=_zeros(WORTH),
        chain=_zeros(tasks),
        trial_order=_zeros(tasks),
        trial_bias=_zeros(edges),
        topo=topo,
        first=np.array([first], np.int64),
    )


def _zeros(length: int) -> Ints:
    return np.zeros(length, np.int64)


@njit(cache=True, nogil=True)
def draw(dice: Dice, below: int) -> int:
    """A number from 0 up to but not including `below` (xorshift, so that it is the same on every machine)."""
    state = dice[0]
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    dice[0] = state
    return int(state >> np.uint64(17)) % below


@njit(cache=True, nogil=True)
def line_up(at: Ints, waits_for: Ints, topo: Ints, key: Ints, order: Ints, first: int) -> None:
    """Sorts the list behind its first tasks by `key`, nothing before what it waits for. `topo` runs the way of the links."""
    count = len(topo)
    for position in range(count):
        task = topo[position]
        for link in range(at[task], at[task + 1]):
            key[task] = max(key[task], key[waits_for[link]])
    for position in range(count):
        key[topo[position]] = key[topo[position]] * count + position
    for position in range(first):
        key[order[position]] = -(NEVER * count) * 2 + position
    order[:] = np.argsort(key)


@njit(cache=True, nogil=True)
def straighten(form: Form, mirror: Form, room: Room, crowd: Crowd, order: Ints, bias: Ints) -> None:
    """From the schedule in `room`: its list as a backward pass with the same people gives it, and the schedule of that."""
    first = crowd.first[0]
    crowd.closed[:] = CLOSED
    for seat in range(len(room.seat)):
        if room.seat[seat] >= 0:
            crowd.closed[room.seat[seat]] = 0
    crowd.spare[:] = order
    crowd.key[:] = -room.end
    line_up(form.after_at, form.after, crowd.topo[::-1], crowd.key, crowd.spare, 0)
    decode(mirror, room, crowd.spare, crowd.closed)
    crowd.key[:] = -room.end
    line_up(form.before_at, form.before, crowd.topo, crowd.key, order, first)
    decode(form, room, order, bias)


@njit(cache=True, nogil=True)
def shift(form: Form, crowd: Crowd, order: Ints, position: int, to: int) -> None:
    """Moves a task up the list to `to`, before all that stands there; what it waits for comes along."""
    crowd.mark[:] = 0
    crowd.mark[order[position]] = 1
    low = position - to + 1
    for at in range(position, to - 1, -1):
        task = order[at]
        if crowd.mark[task]:
            for link in range(form.before_at[task], form.before_at[task + 1]):
                crowd.mark[form.before[link]] = 1
    count = 0
    for at in range(to, position + 1):
        if crowd.mark[order[at]]:
            crowd.spare[count] = order[at]
            count += 1
    for at in range(to, position + 1):
        if not crowd.mark[order[at]]:
            crowd.spare[count] = order[at]
            count += 1
    order[to : position + 1] = crowd.spare[:low]


@njit(cache=True, nogil=True)
def reassign(form: Form, bias: Ints, task: int, dice: Dice) -> None:
    """Makes one candidate of a task dearer or cheaper by up to about as long as the part, or all alike again."""
    groups = form.group_at[task + 1] - form.group_at[task]
    if groups == 0:
        return
    group = form.group_at[task] + draw(dice, groups)
    low, high = form.edge_at[group], form.edge_at[group + 1]
    if high - low <= form.need[group]:
        return
    edge = low + draw(dice, high - low)
    kind = draw(dice, 4)
    if kind == 0:
        bias[low:high] = 0
    elif kind == 1:
        bias[edge] = 1 + draw(dice, form.edges.work[edge] // 500 + 2)
    else:
        bias[low:high] = 0
        bias[edge] = -1 - draw(dice, form.edges.work[edge] // 250 + 2)


@njit(cache=True, nogil=True)
def keep_best(room: Room, crowd: Crowd, worth: Ints, order: Ints, bias: Ints) -> bool:
    """Copies the schedule in `room` where it is the best so far."""
    if better(worth, crowd.best_worth) <= 0:
        return False
    crowd.best_worth[:] = worth
    crowd.best_order[:] = order
    crowd.best_bias[:] = bias
    crowd.best_start[:] = room.start
    crowd.best_end[:] = room.end
    crowd.best_seat[:] = room.seat
    return True


@njit(cache=True, nogil=True)
def cross(form: Form, crowd: Crowd, one: int, other: int, dice: Dice) -> None:
    """The child has a stretch of the list, and the biases there, as in `one`; before and behind it follows `other`."""
    count, first = len(crowd.child), crowd.first[0]
    low = first + draw(dice, count - first)
    high = min(count, low + 1 + draw(dice, max(1, (count - first) * 2 // 3)))
    crowd.mark[:] = 0
    for at in range(low, high):
        crowd.mark[crowd.order[one, at]] = 2
    for at in range(low):
        crowd.mark[crowd.order[one, at]] = 1
    head, tail = 0, high
    for at in range(count):
        task = crowd.order[other, at]
        if crowd.mark[task] == 1:
            crowd.child[head] = task
            head += 1
        elif crowd.mark[task] == 0:
            crowd.child[tail] = task
            tail += 1
    crowd.child[low:high] = crowd.order[one, low:high]
    for task in range(count):
        giver = one if crowd.mark[task] == 2 else other
        a, b = form.edge_at[form.group_at[task]], form.edge_at[form.group_at[task + 1]]
        crowd.child_bias[a:b] = crowd.bias[giver, a:b]


@njit(cache=True, nogil=True)
def pick(crowd: Crowd, dice: Dice) -> int:
    """The better of two members."""
    one, other = draw(dice, len(crowd.worth)), draw(dice, len(crowd.worth))
    return one if better(crowd.worth[one], crowd.worth[other]) >= 0 else other


@njit(cache=True, nogil=True)
def change(form: Form, crowd: Crowd, dice: Dice) -> None:
    """A few tasks of the child moved up its list, or given to somebody else."""
    count, first = len(crowd.child), crowd.first[0]
    for _ in range(draw(dice, CHANGES + 1)):
        if draw(dice, 2):
            to = first + draw(dice, count - first)
            shift(form, crowd, crowd.child, to + draw(dice, min(count - to, REACH)), to)
        else:
            reassign(form, crowd.child_bias, crowd.child[first + draw(dice, count - first)], dice)


@njit(cache=True, nogil=True)
def holds_up(form: Form, room: Room, task: int) -> int:
    """What a task waited for: the last before it by a link or with one of its people; -1 for nothing."""
    start, found, latest = room.start[task], -1, -1
    for link in range(form.before_at[task], form.before_at[task + 1]):
        other, kind = form.before[link], form.before_kind[link]
        bound = (room.end[other] if kind == 0 or kind == 2 else room.start[other]) + form.before_lag[link]
        if latest < bound <= start and kind <= 1:
            found, latest = other, bound
    if latest == start:
        return found
    for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
        person = form.edges.person[room.seat[seat]]
        for other in range(len(room.start)):
            if latest < room.end[other] <= start and other != task:
                for own in range(form.seat_at[form.group_at[other]], form.seat_at[form.group_at[other + 1]]):
                    if form.edges.person[room.seat[own]] == person:
                        found, latest = other, room.end[other]
                if latest == start:
                    return found
    return found


@njit(cache=True, nogil=True)
def chain_of(form: Form, room: Room, chain: Ints) -> int:
    """Fills in the tasks that lead to the end, the last first, each held up by the next; how many there are."""
    task, count = int(np.argmax(room.end)), 0
    while task >= 0 and count < len(chain):
        chain[count] = task
        count += 1
        task = holds_up(form, room, task)
    return count


@njit(cache=True, nogil=True)
def hurry(form: Form, crowd: Crowd, count: int, order: Ints, bias: Ints, dice: Dice) -> None:
    """One task of the chain before the one that holds it up or far up the list, or one of them given to somebody else.

    Far up, because what holds up a task may be all that its people did before, since long before the chain.
    """
    at = draw(dice, count)
    task = crowd.chain[at]
    kind = draw(dice, 4)
    if kind == 0 or (at + 1 >= count and kind < 3):
        reassign(form, bias, task, dice)
        return
    blocker = crowd.chain[at + 1] if kind < 3 else -1
    if kind == 1:
        reassign(form, bias, blocker, dice)
        return
    to = position = -1
    for place in range(len(order)):
        if order[place] == blocker:
            to = place
        elif order[place] == task:
            position = place
    if kind == 3 and position > crowd.first[0]:
        to = position - 1 - draw(dice, position - crowd.first[0])
    if crowd.first[0] <= to < position:
        shift(form, crowd, order, position, to)


@njit(cache=True, nogil=True)
def climb(form: Form, room: Room, crowd: Crowd, tries: int, dice: Dice) -> None:
    """Hurries the tasks that lead to the end of the child, as long as it gets no longer."""
    if tries == 0:
        return
    order, bias = crowd.trial_order, crowd.trial_bias
    count = chain_of(form, room, crowd.chain)
    for _ in range(tries):
        order[:] = crowd.child
        bias[:] = crowd.child_bias
        for _ in range(1 + draw(dice, 2)):
            hurry(form, crowd, count, order, bias, dice)
        decode(form, room, order, bias)
        measure(form, room, crowd.trial)
        if better(crowd.trial[:3], crowd.found[:3]) >= 0:
            keep_best(room, crowd, crowd.trial, order, bias)
            crowd.child[:] = order
            crowd.child_bias[:] = bias
            crowd.found[:] = crowd.trial
            count = chain_of(form, room, crowd.chain)


@njit(cache=True, nogil=True)
def evolve(form: Form, mirror: Form, room: Room, crowd: Crowd, tries: int, climbs: int, dice: Dice, goal: int) -> int:
    """Makes about so many schedules; each child takes the place of the worse of its parents where it is better.

    `climbs` is how often each child is hurried along its longest chain before that. Comes back with how many were made.
    """
    made = 0
    if crowd.first[0] == len(crowd.child):
        return made
    while made < tries and (crowd.best_worth[2] > goal or crowd.best_worth[1] > 0 or crowd.best_worth[0] > 0):
        one, other = pick(crowd, dice), pick(crowd, dice)
        cross(form, crowd, one, other, dice)
        change(form, crowd, dice)
        decode(form, room, crowd.child, crowd.child_bias)
        measure(form, room, crowd.found)
        keep_best(room, crowd, crowd.found, crowd.child, crowd.child_bias)
        made += 1
        if crowd.found[0] < NEVER:
            straighten(form, mirror, room, crowd, crowd.child, crowd.child_bias)
            measure(form, room, crowd.found)
            keep_best(room, crowd, crowd.found, crowd.child, crowd.child_bias)
            made += 2
            climb(form, room, crowd, climbs, dice)
            made += 2 * climbs
        worse = other if better(crowd.worth[one], crowd.worth[other]) > 0 else one
        if better(crowd.found, crowd.worth[worse]) > 0:
            crowd.order[worse] = crowd.child
            crowd.bias[worse] = crowd.child_bias
            crowd.worth[worse] = crowd.found
    return made
