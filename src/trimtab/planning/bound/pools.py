"""How short a schedule of pools could be: the work that each pool has to give between the first starts and last ends.

Of all tasks that cannot start before `a` and have at least `z` slots of others behind them, the work must fit between
`a` and `z` slots before the end: the end comes no earlier than a + work / capacity + z, for every pool, a and z.
"""

from collections.abc import Sequence

from trimtab.planning.bound.paths import earliest
from trimtab.planning.list_schedule import remaining, shortest
from trimtab.planning.problem import Problem

_BEGINS = 200  # first starts that are looked at, so that thousands of tasks take no longer than a schedule of them


def energy(problem: Problem) -> int:
    """The fewest slots in which the pools can give what their tasks take, at every stretch between heads and tails."""
    heads = [start for start, _ in earliest(problem)]
    length = shortest(problem)
    behind = [tail - mine for tail, mine in zip(remaining(problem), length, strict=True)]
    return max((_of_pool(problem, pool, heads, behind, length) for pool in range(len(problem.pools))), default=0)


def _of_pool(problem: Problem, pool: int, heads: Sequence[int], behind: Sequence[int], length: Sequence[int]) -> int:
    capacity = problem.pools[pool].capacity
    work = {}
    for number, task in enumerate(problem.tasks):
        units = sum(units for taken, units in task.demands if taken == pool)
        if units and length[number]:
            work[number] = units * length[number]
    by_tail = sorted(work, key=lambda number: -behind[number])
    best = 0
    begins = sorted({heads[number] for number in work})
    for begin in begins[:: 1 + len(begins) // _BEGINS]:
        total = 0
        for number in by_tail:
            if heads[number] >= begin:
                total += work[number]
                best = max(best, begin + -(-total // capacity) + behind[number])
    return best
