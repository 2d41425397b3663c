"""CP-SAT for problems with people, from a warm start: proof for small plans, and polish for those up to some 300 tasks.

Its schedules are never taken as they are: their order and people go through the compiled kernel, which knows calendars
to the slot, and what comes out is kept where it is better. What it says of how good a schedule can be counts only where
the model tells all there is to tell: paces that are even but for absences (breaks with literals), and few of these.

Larger plans are left alone: beyond some 300 tasks with calendars the solver finds no plan within a minute.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from trimtab.planning._best import Best, Budget
from trimtab.planning.bound.people import NEVER, Calendar, heads, roles_of, tails
from trimtab.planning.problem import FULL, Candidate, Person, Problem
from trimtab.planning.schedule import Placement, Schedule

MOST_TASKS = 300
MOST_PARTS = 4_000
MOST_BREAKS = 3_000
MOST_KINDS = 5
MOST_SETS = 40
WORK = 0.003
"""Of OR-Tools' units of work for each round."""
SHARE = 0.75
"""What may be used of the budget until the search goes on."""

_POLL = 0.05


def fits(problem: Problem) -> bool:
    """Whether CP-SAT is worth asking: a plan of moderate size, without pools."""
    parts = sum(len(able) for task in problem.tasks for able in task.roles)
    return len(problem.tasks) <= MOST_TASKS and parts <= MOST_PARTS and not problem.pools


def polish(best: Best, budget: Budget, replay: Callable[[Schedule], Schedule | None], rounds: int | None) -> None:
    """Betters `best` or proves it, within so many rounds where rounds are counted, else until `SHARE` of the budget is used.

    `replay` makes a schedule of the order and the people of another.
    """
    held = best.schedule
    if held is None or best.proved or not fits(best.problem):
        return
    model = _Model(best.problem, held, best.bound, late=best.lateness > 0)
    listener = _Listener(model)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = best.seed % (1 << 31)
    solver.parameters.num_workers = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if rounds is not None:
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = max(1, rounds) * WORK

    def over() -> bool:
        for found in listener.news():
            replayed = replay(found)
            if replayed is not None:
                best.offer(replayed)
        return budget.broken_off() or (not budget.by_rounds and budget.used >= SHARE)

    status = _watched(solver, model, listener, over)
    over()
    budget.spend(rounds or 0)
    if model.exact and not budget.stopped:
        _conclude(best, model, solver, status)


def _conclude(best: Best, model: "_Model", solver: cp_model.CpSolver, status: object) -> None:
    """What the solver proved: that the best is the best possible, or a bound on the makespan."""
    proved = cp_model.OPTIMAL, cp_model.FEASIBLE
    least = solver.best_objective_bound
    if status == cp_model.OPTIMAL and best.lateness * model.price + best.cost[1] <= round(least):
        best.is_optimal()
    elif status in proved and not model.late:
        best.raise_bound(min(best.cost[1], int(least)))


def _watched(solver: cp_model.CpSolver, model: "_Model", listener: "_Listener", over: Callable[[], bool]) -> object:
    """Solves in a thread and ends it when it is over; the solver's status."""
    status: list[object] = []
    worker = threading.Thread(target=lambda: status.append(solver.solve(model.model, listener)))
    worker.start()
    while worker.is_alive():
        worker.join(_POLL)
        if over():
            solver.stop_search()
    return status[0] if status else cp_model.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Part:
    """A candidate in a group of like roles: the literal that they fill one, and the slot in which their part ends."""

    task: int
    group: int
    person: int
    chosen: cp_model.IntVar
    end: cp_model.IntVar


class _Model:
    """The variables and constraints. `exact` says whether every rule of the problem is in them."""

    def __init__(self, problem: Problem, held: Schedule, bound: int, *, late: bool) -> None:
        self.model = cp_model.CpModel()
        self.problem = problem
        self.late = late or any(task.due is not None for task in problem.tasks)
        self._horizon = held.makespan
        calendars = [Calendar(person) for person in problem.people]
        first, self._last = heads(problem, calendars)[0], tails(problem, calendars)
        self.breaks = [_breaks(person) for person in problem.people]
        met = sum(
            sum(1 for since, _ in self.breaks[one.person] or () if since < self._horizon)
            for task in problem.tasks
            for able in task.roles
            for one in able
        )
        self._with_breaks = met <= MOST_BREAKS
        self.exact = all(one is not None for one in self.breaks) and (self._with_breaks or not met)
        self.price = self._horizon + 1
        self.starts = [self._start(task, first[task], held.placements[task]) for task in range(len(problem.tasks))]
        self.ends = [self.model.new_int_var(0, self._horizon, "") for _ in problem.tasks]
        self.parts: list[_Part] = []
        self.roles: list[list[list[int]]] = []
        self._intervals: list[list[cp_model.IntervalVar]] = [[] for _ in problem.people]
        for task in range(len(problem.tasks)):
            self._task(task, held.placements[task])
        for intervals in self._intervals:
            self.model.add_no_overlap(intervals)
        self._links()
        self._sets()
        self._goal(bound)

    def _start(self, task: int, head: int, held: Placement) -> cp_model.IntVar:
        fixed = self.problem.tasks[task].start
        start = self.model.new_int_var(head if fixed is None else fixed, self._horizon, "")
        if fixed is not None:
            self.model.add(start == fixed)
        self.model.add_hint(start, held.start)
        return start

    def _task(self, task: int, held: Placement) -> None:
        start, end = self.starts[task], self.ends[task]
        self.model.add(end <= self._horizon - self._last[task])
        roles = roles_of(self.problem, task)
        if not roles:
            self.model.add(end == start + self.problem.tasks[task].duration)
            self.roles.append([])
            return
        length = self._length(roles)
        if length is not None:
            self.model.add(end == start + length)
        alike: dict[tuple[Candidate, ...], list[int]] = {}
        for role, able in enumerate(roles):
            alike.setdefault(able, []).append(role)
        self.roles.append([*alike.values()])
        parts = []
        for group, (able, own) in enumerate(alike.items()):
            there = {held.people[role] for role in own}
            group_parts = [
                self._part(
                    task, group, one, end if length else None, alone=len(able) == len(own), held=one.person in there
                )
                for one in able
            ]
            if len(own) == 1:
                self.model.add_exactly_one(part.chosen for part in group_parts)
            else:
                self.model.add(sum(part.chosen for part in group_parts) == len(own))
            parts += group_parts
        for person in {part.person for part in parts}:
            self.model.add_at_most_one(part.chosen for part in parts if part.person == person)
        if length is None:
            self._ends_with_the_last(end, parts, alone=len(roles) == 1)
        self.parts += parts

    def _length(self, roles: Sequence[Sequence[Candidate]]) -> int | None:
        """How long a task takes whoever does it, in slots; None where that depends on who does it, and when."""
        found = set()
        for one in (one for able in roles for one in able):
            share = max(pace for _, pace in self.problem.people[one.person].pace)
            breaks = self.breaks[one.person]
            if not one.work or not share or breaks is None or any(since < self._horizon for since, _ in breaks):
                return None
            found.add(-(-one.work * FULL // share))
        length = max(found)
        return length if len(found) == 1 and length <= self._horizon else None

    def _ends_with_the_last(self, end: cp_model.IntVar, parts: Sequence[_Part], *, alone: bool) -> None:
        """A task ends with its last part: one of those chosen ends with it, where there are several, and none later."""
        for part in parts:
            self.model.add(end >= part.end).only_enforce_if(part.chosen)
            if alone:
                self.model.add(end == part.end).only_enforce_if(part.chosen)
        if alone:
            return
        last = [self.model.new_bool_var("") for _ in parts]
        self.model.add_bool_or(last)
        for literal, part in zip(last, parts, strict=True):
            self.model.add_implication(literal, part.chosen)
            self.model.add(end == part.end).only_enforce_if(literal)

    def _part(
        self, task: int, group: int, one: Candidate, whole: cp_model.IntVar | None, *, alone: bool, held: bool
    ) -> _Part:
        """Somebody's part in a task; `whole` is the end of the task where all parts of it are known to end together."""
        chosen = self.model.new_constant(1) if alone else self.model.new_bool_var("")
        if not alone:
            self.model.add_hint(chosen, held)
        start = self.starts[task]
        person = self.problem.people[one.person]
        share = max(pace for _, pace in person.pace)
        length = -(-one.work * FULL // share) if share else NEVER
        if length > self._horizon:
            self.model.add(chosen == 0)
            return _Part(task, group, one.person, chosen, start)
        if not one.work:
            return _Part(task, group, one.person, chosen, start)
        if whole is not None:
            self._intervals[one.person].append(self.model.new_optional_interval_var(start, length, whole, chosen, ""))
            return _Part(task, group, one.person, chosen, whole)
        breaks = [(a, b) for a, b in self.breaks[one.person] or () if a < self._horizon] if self._with_breaks else []
        end = self.model.new_int_var(0, self._horizon, "")
        gone = [(b - a) * self._straddles(start, end, chosen, a, min(b, NEVER)) for a, b in breaks]
        size = self.model.new_int_var(length, self._horizon, "") if gone else length
        if gone:
            self.model.add(size == length + sum(gone)).only_enforce_if(chosen)
        self._intervals[one.person].append(self.model.new_optional_interval_var(start, size, end, chosen, ""))
        return _Part(task, group, one.person, chosen, end)

    def _straddles(
        self, start: cp_model.IntVar, end: cp_model.IntVar, chosen: cp_model.IntVar, since: int, until: int
    ) -> cp_model.IntVar:
        """Whether a part goes on after a break; otherwise, if chosen, it ends by then or begins after it."""
        before, after, across = (self.model.new_bool_var("") for _ in range(3))
        self.model.add_exactly_one(before, after, across, chosen.negated())
        self.model.add(end <= since).only_enforce_if(before)
        self.model.add(start >= until).only_enforce_if(after)
        self.model.add(start < since).only_enforce_if(across)
        self.model.add(end > until).only_enforce_if(across)
        return across

    def _links(self) -> None:
        for link in self.problem.links:
            reached = (self.ends if link.kind[0] == "F" else self.starts)[link.before]
            waiting = (self.starts if link.kind[1] == "S" else self.ends)[link.after]
            self.model.add(waiting >= reached + link.lag)

    def _sets(self) -> None:
        """Redundant: who only these people can do runs on no more of them at once than they are."""
        wanted: list[tuple[frozenset[int], cp_model.IntervalVar]] = []
        for task in range(len(self.problem.tasks)):
            for able in roles_of(self.problem, task):
                least = min(one.work for one in able)
                if least:
                    interval = self.model.new_fixed_size_interval_var(self.starts[task], least, "")
                    wanted.append((frozenset(one.person for one in able), interval))
        for kind in _unions({kind for kind, _ in wanted}):
            inside = [interval for own, interval in wanted if own <= kind]
            if len(inside) > len(kind) > 1:
                self.model.add_cumulative(inside, [1] * len(inside), len(kind))

    def _goal(self, bound: int) -> None:
        """As little weighted lateness as can be, then as few slots."""
        makespan = self.model.new_int_var(min(bound, self._horizon) if not self.late else 0, self._horizon, "")
        late = []
        for task, end in zip(self.problem.tasks, self.ends, strict=True):
            self.model.add(end <= makespan)
            if task.due is not None:
                slots = self.model.new_int_var(0, self._horizon, "")
                self.model.add(slots >= end - task.due)
                late.append(task.weight * slots)
        self.model.minimize(makespan + self.price * sum(late))


class _Listener(cp_model.CpSolverSolutionCallback):
    """Keeps what the solver finds, as schedules."""

    def __init__(self, model: _Model) -> None:
        super().__init__()
        self._model = model
        self._found: list[Schedule] = []
        self._told = 0

    def news(self) -> list[Schedule]:
        """What was found since this was last asked."""
        new = self._found[self._told :]
        self._told += len(new)
        return new

    def on_solution_callback(self) -> None:
        model = self._model
        people = [[0] * len(task.roles) for task in model.problem.tasks]
        left = [[list(roles) for roles in groups] for groups in model.roles]
        for part in model.parts:
            if self.value(part.chosen):
                people[part.task][left[part.task][part.group].pop()] = part.person
        pairs = zip(model.starts, model.ends, people, strict=True)
        self._found.append(Schedule(tuple(Placement(self.value(s), self.value(e), tuple(p)) for s, e, p in pairs)))


def _unions(kinds: set[frozenset[int]]) -> list[frozenset[int]]:
    """The sets of candidates, and what any of them are together where they are few."""
    found = set(kinds)
    if len(kinds) <= MOST_KINDS:
        for kind in kinds:
            found |= {kind | other for other in found}
    else:
        found.add(frozenset().union(*kinds))
    return sorted(found, key=lambda kind: (len(kind), sorted(kind)))[-MOST_SETS:]


def _breaks(person: Person) -> list[tuple[int, int]] | None:
    """The absences of somebody whose pace is even otherwise; None for another."""
    shares = {pace for _, pace in person.pace if pace}
    if len(shares) > 1:
        return None
    stretches = pairwise((*person.pace, (NEVER, 0)))
    return [(since, until) for (since, pace), (until, _) in stretches if not pace]
