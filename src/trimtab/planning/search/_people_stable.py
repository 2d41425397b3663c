"""The compiled search for a plan that is like the last one: what must be first, then as few changes as can be.

Besides lists and biases it has one more gene: whether a task is held, so that it does not begin before its old start.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from trimtab.planning.search._people_form import NEVER, Form, Ints
from trimtab.planning.search._people_kernel import Room, better, decode, measure
from trimtab.planning.search._people_moves import Crowd, Dice, chain_of, draw, hurry, reassign, shift

SOMEBODY_ELSE = 3
ANOTHER_DAY = 2
FINE = 1_000


class Last(NamedTuple):
    """The last plan, by task: its start (-1 where there was none), whether it counts, and which edges were taken.

    `release` is the array of the form that the search writes: a held task's old start, or what the problem asks for.
    `limits` is the lateness and the makespan that may be reached, and the slots that make a day.
    """

    start: Ints
    counts: Ints
    kept: Ints
    plain: Ints
    release: Ints
    limits: Ints


@njit(cache=True, nogil=True)
def changes(form: Form, room: Room, last: Last) -> int:
    """What the changes against the last plan cost: people above all, days next, and how far tasks moved."""
    cost, day = 0, last.limits[2]
    for task in range(len(room.start)):
        if not last.counts[task]:
            continue
        for seat in range(form.seat_at[form.group_at[task]], form.seat_at[form.group_at[task + 1]]):
            if not last.kept[room.seat[seat]]:
                cost += SOMEBODY_ELSE * FINE
        moved = abs(room.start[task] - last.start[task])
        if moved > day:
            cost += ANOTHER_DAY * FINE
        cost += min(moved * 20 // day, FINE // 2)
    return cost


@njit(cache=True, nogil=True)
def weigh(form: Form, room: Room, last: Last, worth: Ints) -> None:
    """Broken rules, lateness and slots beyond what may be reached, then the changes."""
    measure(form, room, worth)
    worth[1] = max(0, worth[1] - last.limits[0])
    worth[2] = max(0, worth[2] - last.limits[1])
    worth[3] = changes(form, room, last) if worth[0] < NEVER else NEVER


@njit(cache=True, nogil=True)
def hold(last: Last, task: int, held: bool) -> None:
    """A held task begins no earlier than it did."""
    last.release[task] = max(last.plain[task], last.start[task]) if held else last.plain[task]


@njit(cache=True, nogil=True)
def back(form: Form, crowd: Crowd, last: Last, task: int, order: Ints, bias: Ints, dice: Dice) -> None:
    """Takes a task back to where and whose it was."""
    kind = draw(dice, 3)
    if kind != 1:
        for edge in range(form.edge_at[form.group_at[task]], form.edge_at[form.group_at[task + 1]]):
            bias[edge] = -last.limits[2] * 4 if last.kept[edge] else 0
    if kind != 0:
        hold(last, task, True)
        to = position = -1
        for place in range(crowd.first[0], len(order)):
            if to < 0 and last.start[order[place]] > last.start[task]:
                to = place
            if order[place] == task:
                position = place
        if 0 <= to < position:
            shift(form, crowd, order, position, to)


@njit(cache=True, nogil=True)
def loosen(form: Form, crowd: Crowd, last: Last, count: int, order: Ints, bias: Ints, dice: Dice) -> None:
    """Lets one task, of those that lead to the end where the plan is too long, begin earlier or go to somebody else."""
    task = crowd.chain[draw(dice, count)] if count else draw(dice, len(order))
    kind = draw(dice, 4)
    if kind <= 1:
        hold(last, task, False)
    if kind == 1 or kind == 2:
        reassign(form, bias, task, dice)
    if kind == 3:
        if count:
            hurry(form, crowd, count, order, bias, dice)
        else:
            to = crowd.first[0] + draw(dice, len(order) - crowd.first[0])
            shift(form, crowd, order, to + draw(dice, min(len(order) - to, 20)), to)


@njit(cache=True, nogil=True)
def stay_close(form: Form, room: Room, crowd: Crowd, last: Last, tries: int, dice: Dice) -> None:
    """Betters the child, whose worth `crowd.found` is, by so many small changes, keeping what is not worse."""
    count, spare, first = len(crowd.child), np.zeros_like(last.release), crowd.first[0]
    if first == count:
        return
    chain = chain_of(form, room, crowd.chain)
    order, bias = crowd.trial_order, crowd.trial_bias
    for _ in range(tries):
        order[:], bias[:] = crowd.child, crowd.child_bias
        spare[:] = last.release
        if draw(dice, 2):
            at = first + draw(dice, count - first)
            for place in range(at, min(count, at + (1 << draw(dice, 4)))):
                if last.counts[crowd.child[place]]:
                    back(form, crowd, last, crowd.child[place], order, bias, dice)
        else:
            too_much = crowd.found[2] + crowd.found[1]
            for _ in range(1 + draw(dice, 3)):
                loosen(form, crowd, last, chain if too_much else 0, order, bias, dice)
        decode(form, room, order, bias)
        weigh(form, room, last, crowd.trial)
        if better(crowd.trial, crowd.found) >= 0:
            crowd.child[:], crowd.child_bias[:], crowd.found[:] = order, bias, crowd.trial
            if crowd.found[2] + crowd.found[1]:
                chain = chain_of(form, room, crowd.chain)
        else:
            last.release[:] = spare
