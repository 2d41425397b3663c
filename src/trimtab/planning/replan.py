"""From the last accepted schedule to a new one that changes as little as it can, for a stated price.

A schedule made afresh would tear apart what people have agreed on for the sake of a slot. So the fresh one only says how
short the plan could be; the one that is taken may be a little longer (`price`), and has as few tasks with other people,
and as few on other days, as the search can find.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from trimtab.planning._best import Budget, Limits, lateness_of
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Placement, Schedule, Solution
from trimtab.planning.solve import solve
from trimtab.planning.validity import faults

PRICE = 0.01
"""By which share of its makespan a plan may be longer than a fresh one for the sake of what stays as it was."""

LARGE = 500
"""From so many tasks on a fresh schedule is sought from the last one, and in a quarter of the time: it is the small changes
that need many tries."""


@dataclass(frozen=True, slots=True)
class Replan:
    """The new schedule, the makespan of a fresh one, and how many tasks of the last plan changed people or day.

    `of` is how many could have: tasks of the last plan that are not fixed by now.
    """

    solution: Solution
    fresh: int
    reassigned: int
    moved: int
    of: int


def replan(
    problem: Problem,
    last: Sequence[Placement | None],
    *,
    limits: Limits,
    day: int,
    price: float = PRICE,
    same: bool = False,
    seed: int = 1,
    on_better: Callable[[Solution], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Replan:
    """The schedule that changes least against `last` (None for a task it did not have), in the order of the tasks.

    Half of the limits goes into a fresh schedule (of a large plan a quarter), the rest into one like the last. `day` is
    how many slots a start may move before it counts. `same` says that nothing has changed since: then the last schedule
    is the new one, as it stands. A last schedule that still holds, and is within the price, stays too. Work that is
    begun is the caller's to fix before.
    """
    old = Schedule(tuple(one for one in last if one is not None))
    whole = len(old.placements) == len(problem.tasks) and not faults(problem, old)
    if whole and same:
        fresh = solve(problem, limits=Limits(rounds=0), seed=seed, first=old, stopped=stopped)
        return _told(problem, last, replace(fresh, schedule=old, lateness=lateness_of(problem, old)), old.makespan, day)
    large = len(problem.tasks) >= LARGE
    known = old if whole or (large and len(old.placements) == len(problem.tasks)) else None
    afresh = 1 if large else 2
    fresh = solve(problem, limits=_part(limits, afresh), seed=seed, first=known, on_better=on_better, stopped=stopped)
    most = max(int(fresh.schedule.makespan * (1 + price)), fresh.bound)
    if whole and old.makespan <= most and lateness_of(problem, old) <= fresh.lateness:
        found: Schedule | None = old
    else:
        from trimtab.planning.search.stable import closest

        budget = Budget(_part(limits, 4 - afresh), stopped)
        found = closest(
            problem, last, fresh.schedule, budget, lateness=fresh.lateness, makespan=most, day=day, seed=seed, far=large
        )
    if found is None:
        return _told(problem, last, fresh, fresh.schedule.makespan, day)
    status = fresh.status if fresh.status != "optimal" or found.makespan <= fresh.bound else "feasible"
    solution = replace(fresh, schedule=found, lateness=lateness_of(problem, found), status=status)
    return _told(problem, last, solution, fresh.schedule.makespan, day)


def _part(limits: Limits, quarters: int) -> Limits:
    rounds = None if limits.rounds is None else max(1, limits.rounds * quarters // 4)
    return Limits(rounds, None if limits.seconds is None else limits.seconds * quarters / 4)


def _told(problem: Problem, last: Sequence[Placement | None], solution: Solution, fresh: int, day: int) -> Replan:
    pairs = [
        (was, now)
        for task, was, now in zip(problem.tasks, last, solution.schedule.placements, strict=True)
        if was is not None and task.start is None
    ]
    return Replan(
        solution,
        fresh,
        reassigned=sum(set(was.people) != set(now.people) for was, now in pairs),
        moved=sum(abs(was.start - now.start) > day for was, now in pairs),
        of=len(pairs),
    )
