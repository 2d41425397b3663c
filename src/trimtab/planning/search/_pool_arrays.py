"""A problem of pools as the arrays that its kernel reads.

Tasks are numbered in the order of `Problem.order`, so that no link points back. As each lasts a known number of slots,
a link of any kind says how many slots one start comes after another at least: `offset`. Links that a longer path says
already are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trimtab.planning.problem import Link, Problem

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]
Floats = NDArray[np.float32]

_WORD = 64
_FAR = 1 << 30
_REDUCED = 1500  # tasks, up to which it pays to look for links that say nothing new


class Way(NamedTuple):
    """One direction of time: of each task those that come before it in this direction, and what is free at first.

    `first` (n+1) says where each task's `others` begin, `offset` how many slots after theirs its start comes at least.
    `release` and `fixed` (-1 for none) bound its start, `free` (slots, words) is what the pools have in each slot.
    """

    first: Ints
    others: Ints
    offset: Ints
    release: Ints
    fixed: Ints
    free: Words


class Tasks(NamedTuple):
    """What each task lasts and takes, and what its lateness costs; `due` is -1 where it is not due.

    The units of several pools lie side by side in one word, each in a field with a guard bit on top: taking `demand`
    from what is free leaves every bit of `guard` set exactly when there is enough of all. `tail` is the longest path
    from a task's start to the end of all, `take` the shares of the pools that it takes, summed.
    """

    duration: Ints
    demand: Words
    guard: Words
    tail: Ints
    due: Ints
    weight: Ints
    take: Floats


@dataclass(frozen=True, slots=True)
class Arrays:
    """`order` maps to the problem's tasks, the rest is by number in that order. `simple` tells that no link lets its
    second task start before the first, so that starts alone sort the tasks, and that no task is due or fixed."""

    order: Sequence[int]
    tasks: Tasks
    forward: Way
    backward: Way
    simple: bool

    @property
    def horizon(self) -> int:
        """No list of tasks makes a schedule that ends later."""
        return len(self.forward.free)


def arrays(problem: Problem) -> Arrays:
    """The arrays of a problem without people."""
    order = problem.order
    tasks = [problem.tasks[task] for task in order]
    duration = np.array([task.duration for task in tasks], np.int32)
    arcs = _arcs(problem)
    before, after = _sorted(arcs, len(tasks), 1), _sorted(arcs, len(tasks), 0)
    release = np.array([task.release for task in tasks], np.int32)
    fixed = np.array([-1 if task.start is None else task.start for task in tasks], np.int32)
    full, guard, demand = _packed(problem)
    horizon = _horizon(duration, release, fixed, arcs)
    free = np.tile(full, (horizon, 1))
    plain = free.copy()
    for place in np.flatnonzero(fixed >= 0):
        free[fixed[place] : fixed[place] + duration[place]] -= demand[place]
    none, zero = np.full(len(tasks), -1, np.int32), np.zeros(len(tasks), np.int32)
    back = np.array([offset + duration[j] - duration[i] for i, j, offset in sorted(arcs)], np.int32)
    due = np.array([-1 if task.due is None else task.due for task in tasks], np.int32)
    weight = np.array([task.weight for task in tasks], np.int32)
    simple = min((arc[2] for arc in arcs), default=0) >= 0 and back.min(initial=0) >= 0
    return Arrays(
        order,
        Tasks(duration, demand, guard, _tails(duration, arcs), due, weight, _shares(problem)),
        Way(*before, release, fixed, free),
        Way(after[0], after[1], back, zero, none, plain),
        bool(simple and (due < 0).all() and (fixed < 0).all()),
    )


def _arcs(problem: Problem) -> list[tuple[int, int, int]]:
    """(before, after, offset) for each pair of tasks that no longer path binds already."""
    place = {task: at for at, task in enumerate(problem.order)}
    offsets: list[dict[int, int]] = [{} for _ in problem.tasks]
    for link in problem.links:
        mine = offsets[place[link.before]]
        after = place[link.after]
        mine[after] = max(mine.get(after, -_FAR), _offset(problem, link))
    found = []
    for before, mine in enumerate(offsets):
        longer = _longest_by_others(before, offsets) if len(offsets) <= _REDUCED else {}
        found += [(before, after, offset) for after, offset in mine.items() if longer.get(after, -_FAR) < offset]
    return found


def _offset(problem: Problem, link: Link) -> int:
    first = problem.tasks[link.before].duration if link.kind in ("FS", "FF") else 0
    second = problem.tasks[link.after].duration if link.kind in ("FF", "SF") else 0
    return first + link.lag - second


def _longest_by_others(before: int, offsets: Sequence[dict[int, int]]) -> dict[int, int]:
    """The longest path of two links or more from a task to each that its own links reach."""
    wanted = offsets[before]
    if not wanted:
        return {}
    last = max(wanted)
    direct = dict(wanted)
    longer: dict[int, int] = {}
    for task in range(before + 1, last):
        here = max(direct.get(task, -_FAR), longer.get(task, -_FAR))
        if here > -_FAR:
            for after, offset in offsets[task].items():
                if after <= last and here + offset > longer.get(after, -_FAR):
                    longer[after] = here + offset
    return longer


def _sorted(arcs: Sequence[tuple[int, int, int]], tasks: int, by: int) -> tuple[Ints, Ints, Ints]:
    """The arcs by one end: where each task's begin, the other ends, the offsets."""
    ordered = sorted(arcs, key=lambda arc: (arc[by], arc[1 - by]))
    counts = [0] * tasks
    for arc in ordered:
        counts[arc[by]] += 1
    others, offsets = [arc[1 - by] for arc in ordered], [arc[2] for arc in ordered]
    first = np.array([0, *accumulate(counts)], np.int32)
    return first, np.array(others, np.int32), np.array(offsets, np.int32)


def _packed(problem: Problem) -> tuple[Words, Words, Words]:
    """What is free of all pools (words), their guard bits (words), and what each task takes (n, words)."""
    bits = max((pool.capacity for pool in problem.pools), default=0).bit_length() + 1
    each = max(1, _WORD // bits)
    words = max(1, -(-len(problem.pools) // each))
    full, guard = [0] * words, [0] * words
    for at, pool in enumerate(problem.pools):
        word, shift = at // each, at % each * bits
        full[word] |= (pool.capacity | 1 << (bits - 1)) << shift
        guard[word] |= 1 << (bits - 1) << shift
    demand = [[0] * words for _ in problem.tasks]
    for row, task in zip(demand, problem.order, strict=True):
        for at, units in problem.tasks[task].demands:
            row[at // each] += units << at % each * bits
    return np.array(full, np.uint64), np.array(guard, np.uint64), np.array(demand, np.uint64).reshape(-1, words)


def _shares(problem: Problem) -> Floats:
    taken = [problem.tasks[task].demands for task in problem.order]
    shares = [sum(units / max(1, problem.pools[pool].capacity) for pool, units in demands) for demands in taken]
    return np.array(shares, np.float32)


def _horizon(duration: Ints, release: Ints, fixed: Ints, arcs: Sequence[tuple[int, int, int]]) -> int:
    waits: dict[int, int] = {}
    for before, after, offset in arcs:
        wait = offset - int(duration[before])
        waits[after] = max(waits.get(after, 0), wait)
    begin = max((fixed + duration).max(initial=0), release.max(initial=0))
    return int(begin) + int(duration.sum()) + sum(waits.values()) + 2


def _tails(duration: Ints, arcs: Sequence[tuple[int, int, int]]) -> Ints:
    tails = duration.copy()
    for before, after, offset in sorted(arcs, reverse=True):
        tails[before] = max(tails[before], tails[after] + offset)
    return tails
