"""The front door: a problem in, the best schedule found out, with how far it may be from the best possible.

A list schedule first, then the compiled search of the problem's shape, for as long as the limits say. The same problem,
seed and rounds give the same schedule. Needs the `plan` extra, but for a problem whose first plan is the best possible.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec

from trimtab.planning._best import Best, Budget, Limits, lateness_of
from trimtab.planning.bound import lower_bound
from trimtab.planning.bound.paths import earliest
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Impossible, Problem
from trimtab.planning.schedule import Schedule, Solution
from trimtab.planning.validity import faults

__all__ = ["EXTRA", "Limits", "extra_missing", "lateness_of", "solve"]

EXTRA = "plan"
_USUAL = Limits(rounds=100)
_PROVABLE = 400  # tasks; above it CP-SAT proves nothing in the time there is
_WORK = 0.0005  # of OR-Tools' units of work for each round that is left
_SHARE = 0.2  # of the CPU seconds that are left
_RAISING = 0.6  # of both, for the bound from below; the rest for a schedule from above


def extra_missing() -> bool:
    """Whether the packages of the `plan` extra are not installed."""
    return any(find_spec(name) is None for name in ("numpy", "numba", "ortools"))


def solve(
    problem: Problem,
    *,
    limits: Limits = _USUAL,
    seed: int = 1,
    first: Schedule | None = None,
    on_better: Callable[[Solution], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Solution:
    """The best schedule found within the limits, or within a usual number of rounds where there are none.

    `first` is a schedule to begin from: kept where it is valid until there is a better one, its order and people tried
    before anything else. So what has room for the old schedule (another person or candidate, more units, and, where no
    link is about an end, more hours and fewer absences) never comes out worse than it; a search afresh does not promise
    that. `on_better` is told each better one as it is found, and `stopped` is asked often: once it says yes, the best so
    far comes back. Raises `Impossible` where no schedule was found at all.
    """
    budget = Budget(_USUAL if limits == Limits() else limits, stopped)
    best = Best(problem, seed, budget, on_better, bound=lower_bound(problem), late_bound=_least_lateness(problem))
    best.offer(list_schedule(problem))
    if first is not None:
        best.offer(list_schedule(problem, [one.start for one in first.placements]))
        for old in _replayed(problem, first):
            best.offer(old)
    if not best.proved and not budget.over():
        _search(best, budget, first)
    return best.solution()


def _replayed(problem: Problem, first: Schedule) -> Iterator[Schedule]:
    """The old schedule as it was where it still holds, and else with whom it named and no task before its old start.

    Where people only work more than they did, each task of the second ends no later than before; but for one whose end
    waits for others, which may then have to begin later, and reach its end in a larger step.
    """
    if not faults(problem, first):
        yield first
        return
    held = tuple(
        replace(task, people=placed.people, release=max(task.release, placed.start)) if task.start is None else task
        for task, placed in zip(problem.tasks, first.placements, strict=True)
    )
    with suppress(Impossible):  # whom it named may be no candidate any more, or gone for good
        yield list_schedule(replace(problem, tasks=held), [one.start for one in first.placements])


def _search(best: Best, budget: Budget, first: Schedule | None) -> None:
    """Better the best by the search of the problem's shape; numba is slow to import, so only now."""
    problem = best.problem
    if any(task.roles for task in problem.tasks):
        from trimtab.planning.search import people

        people.search(best, budget, _polished_people, first)
    elif problem.pools:
        from trimtab.planning.search import pools

        pools.search(best, budget, _shorter_pools)


def _polished_people(
    best: Best, budget: Budget, replay: Callable[[Schedule], Schedule | None], rounds: int | None
) -> None:
    """Ask CP-SAT to better or prove a plan of people; OR-Tools is slow to import, so only now."""
    from trimtab.planning import _cp_people

    _cp_people.polish(best, budget, replay, rounds)


def _shorter_pools(best: Best, budget: Budget) -> None:
    """Ask CP-SAT for a shorter schedule or the proof that there is none, where it has a chance."""
    held = best.schedule
    if held is None or len(best.problem.tasks) > _PROVABLE or any(task.due is not None for task in best.problem.tasks):
        return
    from trimtab.planning import _cp_pools

    left, rounds = budget.seconds_left, budget.rounds_left
    allowed = _cp_pools.Allowance(
        best.seed,
        None if rounds is None else _WORK * rounds,
        None if left is None else left * _SHARE,
        budget.broken_off,
    )
    for ask, share in ((_cp_pools.raised, _RAISING), (_cp_pools.shorter, 1 - _RAISING)):
        found, bound = ask(best.problem, best.bound, best.schedule or held, allowed.part(share))
        best.raise_bound(bound)
        if found is not None:
            best.offer(found)


def _least_lateness(problem: Problem) -> int:
    """The weighted lateness that no schedule can avoid."""
    pairs = zip(problem.tasks, earliest(problem), strict=True)
    return sum(max(0, end - task.due) * task.weight for task, (_, end) in pairs if task.due is not None)
