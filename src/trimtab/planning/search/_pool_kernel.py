"""The compiled part of the search for pools: plain functions over arrays, each of which a slow version could check.

A list of tasks in which none stands before what it waits for is turned into a schedule by placing each as early as it
fits (`placed`). Shifting all tasks as late as possible and back as early as possible never makes it longer and often
shorter (`improved`: forward-backward improvement, Tormos and Lova 2001; Valls, Ballestin and Quintanilla 2005).
Two schedules are crossed by keeping a stretch of one's list together, and the other's order around it (`crossed`).
"""

from typing import Any

import numpy as np

from trimtab.planning._kernel import njit
from trimtab.planning.search._dice import below, share
from trimtab.planning.search._pool_arrays import Ints, Tasks, Way, Words

_SWAPS = 0.04  # the chance of a swap at each place of a child
_TRIES = 3  # stretches looked at, of which the fullest is kept

LATE = np.int64(1) << np.int64(32)
"""What a weighted slot of lateness costs in slots of length."""
BROKEN = np.int64(1) << np.int64(56)
"""What a schedule costs that breaks the start of a fixed task."""


@njit(cache=True, nogil=True)
def placed(order: Ints, tasks: Tasks, way: Way, free: Words, dirty: int, start: Ints) -> Any:
    """Place the tasks of a list one by one, each as early as links and pools allow; fills `start`, returns the end.

    `free` (slots, words) is working room, whose first `dirty` slots hold an earlier schedule.
    """
    words = tasks.demand.shape[1]
    for slot in range(dirty):
        for word in range(words):
            free[slot, word] = way.free[slot, word]
    end = 0
    for place in range(order.shape[0]):
        task = order[place]
        duration = tasks.duration[task]
        if way.fixed[task] >= 0:
            begin = way.fixed[task]
        else:
            begin = way.release[task]
            for link in range(way.first[task], way.first[task + 1]):
                ready = start[way.others[link]] + way.offset[link]
                if ready > begin:
                    begin = ready
            begin = _fitting(tasks, task, free, begin, duration, words)
            for slot in range(begin, begin + duration):
                for word in range(words):
                    free[slot, word] -= tasks.demand[task, word]
        start[task] = begin
        if begin + duration > end:
            end = begin + duration
    return end


@njit(cache=True, nogil=True)
def _fitting(tasks: Tasks, task: int, free: Words, begin: int, duration: int, words: int) -> Any:
    """The first slot from `begin` on from which the pools have enough all along.

    Looked at from the last slot back: the last one that lacks something says where to go on, and what lies behind it
    is known to suffice (`known`).
    """
    known = begin
    slot = begin + duration - 1
    while slot >= known:
        enough = True
        for word in range(words):
            guard = tasks.guard[word]
            if (free[slot, word] - tasks.demand[task, word]) & guard != guard:
                enough = False
                break
        if enough:
            slot -= 1
        else:
            known = begin + duration
            begin = slot + 1
            slot = begin + duration - 1
    return begin


@njit(cache=True, nogil=True)
def sorted_by(key: Ints, top: int, way: Way, simple: bool, order: Ints, count: Ints, upward: bool) -> None:
    """Fill `order` with the tasks by rising key (0 to `top`), none before what it waits for in this direction.

    Ties go by number, rising when `upward` (the forward direction), else falling. `count` is room for top + 2.
    """
    tasks = key.shape[0]
    if not simple:
        for place in range(tasks):
            task = place if upward else tasks - 1 - place
            for link in range(way.first[task], way.first[task + 1]):
                if key[way.others[link]] > key[task]:
                    key[task] = key[way.others[link]]
    for slot in range(top + 2):
        count[slot] = 0
    for task in range(tasks):
        count[key[task] + 1] += 1
    for slot in range(top + 1):
        count[slot + 1] += count[slot]
    for place in range(tasks):
        task = place if upward else tasks - 1 - place
        order[count[key[task]]] = task
        count[key[task]] += 1


@njit(cache=True, nogil=True)
def improved(
    order: Ints, tasks: Tasks, forward: Way, backward: Way, simple: bool, free: Words, dirty: int, start: Ints, key: Ints,
    count: Ints,
) -> Any:  # fmt: skip
    """The cost of a list after one shift to the right and one back; `order` and `start` become those of the result.

    A shift may make a due task late; a list that is better without it stays as it is. Returns (cost, slots of `free`
    that are in use).
    """
    end = placed(order, tasks, forward, free, dirty, start)
    before, given = cost(tasks, forward, simple, start, end), order
    if not simple:
        given = order.copy()
    after, end = _shifted(order, tasks, forward, backward, simple, free, end, start, key, count)
    if simple or after <= before:
        return after, end
    order[:] = given
    return before, placed(order, tasks, forward, free, end, start)


@njit(cache=True, nogil=True)
def _shifted(
    order: Ints, tasks: Tasks, forward: Way, backward: Way, simple: bool, free: Words, end: int, start: Ints, key: Ints,
    count: Ints,
) -> Any:  # fmt: skip
    """The cost after both shifts of a schedule that ends at `end`, and the new end."""
    number = order.shape[0]
    for task in range(number):
        key[task] = end - start[task] - tasks.duration[task]
    sorted_by(key, end, backward, simple, order, count, False)
    late = placed(order, tasks, backward, free, end, start)
    for task in range(number):
        key[task] = late - start[task] - tasks.duration[task]
    sorted_by(key, late, forward, simple, order, count, True)
    end = placed(order, tasks, forward, free, late, start)
    key[:] = start
    sorted_by(key, end, forward, simple, order, count, True)
    return cost(tasks, forward, simple, start, end), end


@njit(cache=True, nogil=True)
def cost(tasks: Tasks, forward: Way, simple: bool, start: Ints, end: int) -> Any:
    """Length and weighted lateness as one number, and far more where a fixed task starts before it may."""
    found = np.int64(end)
    if simple:
        return found
    for task in range(start.shape[0]):
        if tasks.due[task] >= 0 and start[task] + tasks.duration[task] > tasks.due[task]:
            late = np.int64(start[task] + tasks.duration[task] - tasks.due[task])
            found += late * tasks.weight[task] * LATE
        if forward.fixed[task] >= 0:
            for link in range(forward.first[task], forward.first[task + 1]):
                if start[forward.others[link]] + forward.offset[link] > start[task]:
                    found += BROKEN
    return found


@njit(cache=True, nogil=True)
def sampled(tasks: Tasks, forward: Way, backward: Way, dice: Words, greedy: bool, order: Ints, room: Ints) -> None:
    """A random list in which tasks with much work behind them stand early; with `greedy` always the one with most.

    `room` (2, n) is working room.
    """
    number = order.shape[0]
    waiting, ready = room[0], room[1]
    many = 0
    for task in range(number):
        waiting[task] = forward.first[task + 1] - forward.first[task]
        if waiting[task] == 0:
            ready[many] = task
            many += 1
    for place in range(number):
        pick = _drawn(tasks.tail, ready, many, dice, greedy)
        task = ready[pick]
        many -= 1
        ready[pick] = ready[many]
        order[place] = task
        for link in range(backward.first[task], backward.first[task + 1]):
            after = backward.others[link]
            waiting[after] -= 1
            if waiting[after] == 0:
                ready[many] = after
                many += 1


@njit(cache=True, nogil=True)
def _drawn(tail: Ints, ready: Ints, many: int, dice: Words, greedy: bool) -> Any:
    least = tail[ready[0]]
    most = 0
    for place in range(many):
        least = min(least, tail[ready[place]])
        if tail[ready[place]] > tail[ready[most]]:
            most = place
    if greedy:
        return most
    total = 0.0
    for place in range(many):
        total += (tail[ready[place]] - least + 1.0) ** 2
    drawn = share(dice) * total
    for place in range(many):
        drawn -= (tail[ready[place]] - least + 1.0) ** 2
        if drawn <= 0:
            return place
    return many - 1


@njit(cache=True, nogil=True)
def crossed(
    father: Ints, mother: Ints, begin: int, end: int, forward: Way, backward: Way, side: Ints, child: Ints
) -> None:
    """Keep the father's list from place `begin` up to `end`, and the mother's order of all others around it.

    What the kept stretch waits for goes before it, what waits for it behind, the others before it as long as there is
    room, so that the stretch keeps its place. `side` (n) is working room.
    """
    number = father.shape[0]
    free, kept, ahead, behind = 0, 1, 2, 3
    side[:] = free
    for place in range(begin, end):
        side[father[place]] = kept
    room = begin
    for place in range(end - 1, -1, -1):
        task = father[place]
        if side[task] == kept or side[task] == ahead:
            for link in range(forward.first[task], forward.first[task + 1]):
                if side[forward.others[link]] == free:
                    side[forward.others[link]] = ahead
                    room -= 1
    for place in range(begin, number):
        task = father[place]
        if side[task] == kept or side[task] == behind:
            for link in range(backward.first[task], backward.first[task + 1]):
                if side[backward.others[link]] == free:
                    side[backward.others[link]] = behind
    first, last = 0, end
    for place in range(number):
        task = mother[place]
        if side[task] == free and room > 0:
            room -= 1
            side[task] = ahead
        if side[task] == ahead:
            child[first] = task
            first += 1
        elif side[task] != kept:
            child[last] = task
            last += 1
    child[begin:end] = father[begin:end]


@njit(cache=True, nogil=True)
def swapped(order: Ints, chance: float, forward: Way, dice: Words) -> None:
    """Change neighbours in a list with some chance, where the second does not wait for the first."""
    for place in range(order.shape[0] - 1):
        if share(dice) < chance:
            first, second = order[place], order[place + 1]
            waits = False
            for link in range(forward.first[second], forward.first[second + 1]):
                if forward.others[link] == first:
                    waits = True
            if not waits:
                order[place], order[place + 1] = second, first


@njit(cache=True, nogil=True)
def evolved(
    many: int, born: int, lists: Ints, costs: Any, crowds: Any, tasks: Tasks, forward: Way, backward: Way, simple: bool,
    dice: Words, free: Words, room: Ints, count: Ints, crowd: Any,
) -> None:  # fmt: skip
    """Make so many lists for a population of which the first `born` are there, each improved once.

    Samples fill what is missing; after them come children, of which each that is new and no worse takes the place of
    one of the worse. `room` is (5, n), `count` and `crowd` are room for a slot each.
    """
    full, number = lists.shape
    order, start, key, side = room[0], room[1], room[2], room[3]
    dirty = free.shape[0]
    for _ in range(many):
        if born < full:
            sampled(tasks, forward, backward, dice, born == 0, order, room[3:])
        else:
            father, mother = _better(costs, dice), _better(costs, dice)
            if mother == father:
                mother = (father + 1 + below(dice, full - 1)) % full
            length = 1 + int(number * (0.25 + 0.5 * share(dice)))
            begin = _crowded(crowds[father], length, dice)
            crossed(lists[father], lists[mother], begin, begin + length, forward, backward, side, order)
            swapped(order, _SWAPS, forward, dice)
        worth, dirty = improved(order, tasks, forward, backward, simple, free, dirty, start, key, count)
        place = born if born < full else _worse(costs, dice)
        if born < full or (worth <= costs[place] and _is_new(order, worth, lists, costs)):
            costs[place] = worth
            lists[place] = order
            crowding(order, tasks, start, dirty, crowd, crowds[place])
        born = min(born + 1, full)


@njit(cache=True, nogil=True)
def crowding(order: Ints, tasks: Tasks, start: Ints, end: int, crowd: Any, found: Any) -> None:
    """How full the pools are where the tasks of a list start, summed from its first task on into `found` (n + 1)."""
    crowd[: end + 1] = 0
    for task in range(order.shape[0]):
        crowd[start[task]] += tasks.take[task]
        crowd[start[task] + tasks.duration[task]] -= tasks.take[task]
    for slot in range(1, end + 1):
        crowd[slot] += crowd[slot - 1]
    found[0] = 0
    for place in range(order.shape[0]):
        found[place + 1] = found[place] + crowd[start[order[place]]]


@njit(cache=True, nogil=True)
def _crowded(crowding: Any, length: int, dice: Words) -> Any:
    """Where a stretch of a list begins that is kept: of a few at random the one in which the pools are fullest.

    A full stretch is what a good schedule is made of (the peaks of Valls, Ballestin and Quintanilla 2008).
    """
    choices = crowding.shape[0] - length
    begin = below(dice, choices)
    for _ in range(_TRIES):
        other = below(dice, choices)
        if crowding[other + length] - crowding[other] > crowding[begin + length] - crowding[begin]:
            begin = other
    return begin


@njit(cache=True, nogil=True)
def _worse(costs: Any, dice: Words) -> Any:
    found = below(dice, costs.shape[0])
    for _ in range(3):
        other = below(dice, costs.shape[0])
        if costs[other] > costs[found]:
            found = other
    return found


@njit(cache=True, nogil=True)
def _better(costs: Any, dice: Words) -> Any:
    one, other = below(dice, costs.shape[0]), below(dice, costs.shape[0])
    return one if costs[one] <= costs[other] else other


@njit(cache=True, nogil=True)
def _is_new(order: Ints, worth: int, lists: Ints, costs: Any) -> Any:
    for place in range(lists.shape[0]):
        if costs[place] == worth:
            same = True
            for at in range(order.shape[0]):
                if lists[place, at] != order[at]:
                    same = False
                    break
            if same:
                return False
    return True
