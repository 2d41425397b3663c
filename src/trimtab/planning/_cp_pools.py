"""CP-SAT on a problem of pools: proves that a schedule is the best possible, or finds a shorter one, when it is small.

It is asked for less than what is held already, so that an answer of "impossible" is the proof. The variables of OR-Tools
stay in here.
"""

import threading
from collections.abc import Callable

from ortools.sat.python import cp_model

from trimtab.planning.bound.paths import earliest
from trimtab.planning.list_schedule import remaining
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Placement, Schedule

_POLL = 0.05  # seconds between two looks at whether the user broke off


def shorter(
    problem: Problem,
    held: Schedule,
    bound: int,
    *,
    seed: int,
    work: float | None = None,
    seconds: float | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Schedule | None, int]:
    """A schedule that ends before `held` where one was found, and the bound that is known now.

    The bound is the makespan of the best schedule when there is none shorter. `work` limits by OR-Tools' count of work,
    the same on any machine, `seconds` by time of one worker. For problems without due dates.
    """
    model = cp_model.CpModel()
    limit = held.makespan - 1
    starts, makespan = _stated(model, problem, bound, limit)
    for start, placed in zip(starts, held.placements, strict=True):
        model.add_hint(start, min(placed.start, limit))
    model.minimize(makespan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % (1 << 31)
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if work is not None:
        solver.parameters.max_deterministic_time = work
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    ended = threading.Event()
    watch = threading.Thread(target=_stop_when, args=(stopped, solver, ended))
    watch.start()
    try:
        status = solver.solve(model)
    finally:
        ended.set()
        watch.join()
    if status == cp_model.INFEASIBLE:
        return None, held.makespan
    known = max(bound, round(solver.best_objective_bound))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, min(known, held.makespan)
    found = tuple(
        Placement(int(solver.value(start)), int(solver.value(start)) + task.duration)
        for start, task in zip(starts, problem.tasks, strict=True)
    )
    return Schedule(found), known


def _stop_when(stopped: Callable[[], bool], solver: cp_model.CpSolver, ended: threading.Event) -> None:
    while not ended.wait(_POLL):
        if stopped():
            solver.stop_search()


def _stated(
    model: cp_model.CpModel, problem: Problem, bound: int, limit: int
) -> tuple[list[cp_model.IntVar], cp_model.IntVar]:
    """The variables of the starts and of the makespan, under all constraints."""
    makespan = model.new_int_var(min(bound, limit), limit, "makespan")
    starts: list[cp_model.IntVar] = []
    for (head, _), tail, task in zip(earliest(problem), remaining(problem), problem.tasks, strict=True):
        first, last = head, limit - max(tail, task.duration)
        if task.start is not None:
            first = last = task.start
        if first > last:
            model.add_bool_or([])
            last = first
        starts.append(model.new_int_var(first, last, task.name))
        model.add(starts[-1] + task.duration <= makespan)
    for link in problem.links:
        before = starts[link.before] + (problem.tasks[link.before].duration if link.kind in ("FS", "FF") else 0)
        after = starts[link.after] + (problem.tasks[link.after].duration if link.kind in ("FF", "SF") else 0)
        model.add(after >= before + link.lag)
    intervals = [
        model.new_fixed_size_interval_var(start, task.duration, task.name)
        for start, task in zip(starts, problem.tasks, strict=True)
    ]
    for number, pool in enumerate(problem.pools):
        takers = [
            (intervals[at], units)
            for at, task in enumerate(problem.tasks)
            for taken, units in task.demands
            if taken == number and units
        ]
        model.add_cumulative([interval for interval, _ in takers], [units for _, units in takers], pool.capacity)
    return starts, makespan
