"""CP-SAT on a problem of pools: proves that a schedule is the best possible, or finds a shorter one, when it is small.

It is asked whether a plan fits into so many slots, from the bound up and below what is held already: an answer of
"impossible" is the proof. The variables of OR-Tools stay in here. For problems without due dates.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from trimtab.planning.bound.paths import earliest
from trimtab.planning.list_schedule import remaining
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Placement, Schedule

_LEAST = 0.001  # of work or seconds, below which nothing is begun
_TRY = 0.25  # of what is left, for a length that may be beyond what can be shown
_POLL = 0.05  # seconds between two looks at whether the user broke off


@dataclass
class Allowance:
    """What OR-Tools may still use: `work` is its own count, the same on any machine, `seconds` are of CPU time."""

    seed: int
    work: float | None = None
    seconds: float | None = None
    stopped: Callable[[], bool] = lambda: False

    def part(self, share: float) -> "Allowance":
        """A share of what is left."""
        work = None if self.work is None else self.work * share
        seconds = None if self.seconds is None else self.seconds * share
        return Allowance(self.seed, work, seconds, self.stopped)

    def gone(self) -> bool:
        """Whether too little is left to begin anything."""
        return self.stopped() or (self.work or 1.0) < _LEAST or (self.seconds or 1.0) < _LEAST

    def use(self, other: "Allowance", begun: float, work: float) -> None:
        """Take off what a solver used that was given `other`."""
        if self.work is not None and other.work is not None:
            self.work = max(0.0, self.work - min(work, other.work))
        if self.seconds is not None:
            self.seconds = max(0.0, self.seconds - (time.process_time() - begun))


def raised(problem: Problem, bound: int, held: Schedule, allowed: Allowance) -> tuple[Schedule | None, int]:
    """A higher bound: no schedule fits into fewer slots, which is asked length by length from the bound on.

    Strides double while the answer is no. Where one fits, it is the second thing told, and ends at the bound. (The
    destructive bounds of Klein and Scholl 1999.)
    """
    stride = 1
    while bound < held.makespan and not allowed.gone():
        length = min(bound + stride, held.makespan) - 1
        mine, begun = allowed.part(_TRY if stride > 1 else 1.0), time.process_time()
        model = cp_model.CpModel()
        starts, _ = _stated(model, problem, 0, length)
        solver, status = _solved(model, mine, probing=2)
        allowed.use(mine, begun, solver.response_proto.deterministic_time)
        if status == cp_model.INFEASIBLE:
            bound, stride = length + 1, stride * 2
        elif status in (cp_model.OPTIMAL, cp_model.FEASIBLE) and stride == 1:
            return _schedule(problem, solver, starts), bound
        elif stride == 1:
            break
        else:
            stride = 1
    return None, bound


def shorter(problem: Problem, bound: int, held: Schedule, allowed: Allowance) -> tuple[Schedule | None, int]:
    """A schedule that ends before `held` where one was found, and the bound that is known now.

    The bound is the makespan of the best schedule when there is none shorter.
    """
    if bound >= held.makespan or allowed.gone():
        return None, bound
    model = cp_model.CpModel()
    limit = held.makespan - 1
    starts, makespan = _stated(model, problem, bound, limit)
    for start, placed in zip(starts, held.placements, strict=True):
        model.add_hint(start, min(placed.start, limit))
    model.minimize(makespan)
    solver, status = _solved(model, allowed, probing=0)
    if status == cp_model.INFEASIBLE:
        return None, held.makespan
    known = max(bound, round(solver.best_objective_bound))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, min(known, held.makespan)
    return _schedule(problem, solver, starts), known


def _solved(model: cp_model.CpModel, allowed: Allowance, *, probing: int) -> tuple[cp_model.CpSolver, Any]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = allowed.seed % (1 << 31)
    solver.parameters.cp_model_probing_level = probing
    solver.parameters.symmetry_level = 0
    solver.parameters.use_timetable_edge_finding_in_cumulative = probing > 0
    if allowed.work is not None:
        solver.parameters.max_deterministic_time = allowed.work
    if allowed.seconds is not None:
        solver.parameters.max_time_in_seconds = allowed.seconds
    ended = threading.Event()
    watch = threading.Thread(target=_stop_when, args=(allowed.stopped, solver, ended))
    watch.start()
    try:
        return solver, solver.solve(model)
    finally:
        ended.set()
        watch.join()


def _schedule(problem: Problem, solver: cp_model.CpSolver, starts: Sequence[cp_model.IntVar]) -> Schedule:
    begins = [int(solver.value(start)) for start in starts]
    pairs = zip(begins, problem.tasks, strict=True)
    return Schedule(tuple(Placement(begin, begin + task.duration) for begin, task in pairs))


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
