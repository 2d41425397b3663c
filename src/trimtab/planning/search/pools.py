"""The search for pools: populations of task lists that are crossed and improved, on two threads.

Each thread has a population of its own; after each generation the best of each visits the other, always at the same
count of schedules, so that the same seed and rounds give the same schedule however the threads are timed.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from trimtab.planning._best import ROUND, Best, Budget
from trimtab.planning.problem import Link, Pool, Problem, Task
from trimtab.planning.schedule import Placement, Schedule
from trimtab.planning.search._dice import state
from trimtab.planning.search._pool_arrays import Arrays, Floats, Ints, arrays
from trimtab.planning.search._pool_kernel import BROKEN, LATE, evolved, improved

THREADS = 2
_PASSES = 3  # schedules that an improved list takes
_SPEED = 12_000_000  # tasks placed in a CPU second, about: a population is sized by how many children it will have
_CHILDREN = 100  # for each place of a population
_LEAST, _MOST, _EACH = 30, 800, 12  # places of a population, and at most so many for each task
_FIRST = 0.12  # of the budget, before a proof is tried
_STALE = 80  # children for each place without a better schedule, before all begins anew


def search(best: Best, budget: Budget, prove: Callable[[Best, Budget], None]) -> None:
    """Better `best` until it is proved or the budget is over; `prove` is asked once, when the easy gains are made."""
    given = arrays(best.problem)
    many = _size(given, budget)
    work = max(1, ROUND // (_PASSES * THREADS * max(1, len(given.order))))
    islands = [Island(given, many, best.seed * THREADS + number) for number in range(THREADS)]
    fresh, asked = 0, False
    with ThreadPoolExecutor(THREADS) as threads:
        while not best.proved and not budget.over():
            for done in [threads.submit(island.work, work) for island in islands]:
                done.result()
            budget.spend()
            better = [island for island in islands if island.cost < _cost(best) and best.offer(island.schedule())]
            fresh = 0 if better else fresh + work
            if not asked and budget.used >= _FIRST:
                asked = True
                prove(best, budget)
            elif fresh > _STALE * many:
                fresh = 0
                for island in islands:
                    island.begin_anew()
            elif all(island.generation_done for island in islands):
                _visit(islands)


def _size(given: Arrays, budget: Budget) -> int:
    """How many lists a population holds: many for a long search, few for a short one."""
    number = max(1, len(given.order))
    by_rounds = ROUND * (budget.rounds_left or 0) if budget.by_rounds else None
    by_seconds = None if budget.seconds_left is None else int(_SPEED * budget.seconds_left)
    work = min((one for one in (by_rounds, by_seconds) if one is not None), default=_MOST * number)
    children = work // (_PASSES * number * THREADS)
    return max(_LEAST, min(children // _CHILDREN, _MOST, _EACH * number))


def _cost(best: Best) -> int:
    lateness, makespan = best.cost
    return lateness * int(LATE) + makespan


def _visit(islands: list["Island"]) -> None:
    guests = [island.guest() for island in islands]
    for island, guest in zip(islands, reversed(guests), strict=True):
        island.receive(*guest)


class Island:
    """One population, and the room its work needs."""

    def __init__(self, given: Arrays, many: int, seed: int) -> None:
        number = len(given.order)
        self._given = given
        self._lists = np.zeros((many, number), np.int32)
        self._costs = np.full(many, np.iinfo(np.int64).max, np.int64)
        self._dice = state(seed)
        self._free = np.zeros_like(given.forward.free)
        self._room = np.zeros((5, number), np.int32)
        self._count = np.zeros(given.horizon + 3, np.int32)
        self._crowds = np.zeros((many, number + 1), np.float32)
        self._crowd = np.zeros(given.horizon + 3, np.float32)
        self._born = 0
        self._children = 0

    @property
    def cost(self) -> int:
        """What the best of the population costs."""
        return int(self._costs.min())

    @property
    def generation_done(self) -> bool:
        """Whether as many children were made since the last visit as the population has places."""
        return self._children >= len(self._lists)

    def begin_anew(self) -> None:
        """Forget the population."""
        self._costs[:] = np.iinfo(np.int64).max
        self._born = self._children = 0

    def work(self, children: int) -> None:
        """Make so many lists: first the population, then children."""
        given = self._given
        evolved(
            children, self._born, self._lists, self._costs, self._crowds, given.tasks, given.forward, given.backward,
            given.simple, self._dice, self._free, self._room, self._count, self._crowd,
        )  # fmt: skip
        first = min(children, len(self._lists) - self._born)
        self._born += first
        self._children += children - first

    def guest(self) -> tuple[Ints, int, Floats]:
        """A copy of the best list, its cost, and where it is crowded."""
        place = int(self._costs.argmin())
        return self._lists[place].copy(), int(self._costs[place]), self._crowds[place].copy()

    def receive(self, order: Ints, cost: int, crowds: Floats) -> None:
        """Put a list in the place of the worst, unless a like one is there."""
        self._children = 0
        if not (self._lists == order).all(axis=1).any():
            place = int(self._costs.argmax())
            self._lists[place], self._costs[place], self._crowds[place] = order, cost, crowds

    def schedule(self) -> Schedule:
        """The schedule of the best list."""
        given = self._given
        order, *_ = self.guest()
        start = self._room[1]
        improved(
            order, given.tasks, given.forward, given.backward, given.simple, self._free, len(self._free), start,
            self._room[2], self._count,
        )  # fmt: skip
        found = [Placement(0, 0)] * len(given.order)
        for place, task in enumerate(given.order):
            begin = int(start[place])
            found[task] = Placement(begin, begin + int(given.tasks.duration[place]))
        return Schedule(tuple(found))


def compile_all() -> None:
    """Compile the kernel, or read it from the disk where it was compiled before."""
    tasks = tuple(Task(str(number), duration=1, demands=((0, 1),)) for number in range(3))
    given = arrays(Problem(tasks, (Link(0, 1),), pools=(Pool("pool", 1),)))
    island = Island(given, 2, 1)
    island.work(4)
    if island.cost >= BROKEN:
        raise AssertionError("three tasks of one pool always fit")
    island.schedule()
