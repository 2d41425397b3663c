"""The lead off the critical path: by simulated criticality fed back into the search, and what that costs.

Slack of a schedule does not tell what futures hang on: solve, simulate, make the lead dear (or forbid them) for the tasks
of theirs that futures hang on, and solve again; each round gives a point of share against date, and the best of them
are the frontier. Nothing but the lead's own tasks is priced.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from trimtab.planning.doubts import Doubts
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Impossible, Problem, Task
from trimtab.planning.schedule import Schedule, Solution
from trimtab.planning.simulate import Simulation

OFTEN, SOMETIMES, SELDOM = 0.1, 0.02, 0.005
"""Tasks of the lead that more futures than this hang on are priced; where there are none, those of the next."""

LITTLE = 0.01
"""Of a smaller share the third is not asked: it would take long and hardly be felt."""

ROUNDS = 4
PRICE = 1.5
"""A priced task looks so many times as long for the lead, and more with each round that it stays."""

STEPS, TRIED = 12, 4
"""Hand-overs that are tried one after the other at most, and tasks and people that are tried for each."""

ALLOWED = 0.02
"""How much later the P80 may be for the lead's sake, as a share of it."""

CLOSE = 0.03
"""Shares of criticality that differ by less are alike: of these the one that changes least is taken."""

Solve = Callable[[Problem, Schedule | None], Solution]
Changes = Callable[[Schedule], int]


@dataclass(frozen=True, slots=True)
class Point:
    """One way to share the work: the lead's share of criticality, the slots of P50 and P80, and which tasks somebody else
    takes over from the lead (task and person)."""

    schedule: Schedule
    bound: int
    share: float
    half: int
    most: int
    handed: tuple[tuple[int, int], ...] = ()


def frontier(
    problem: Problem, lead: int, doubts: Doubts, solve: Solve, solution: Solution, *, seed: int = 1, futures: int = 1000,
    forbid: bool = False, rounds: int = ROUNDS, changes: Changes | None = None, steps: int = STEPS,
    also: Sequence[Schedule] = (),
) -> tuple[Point, ...]:  # fmt: skip
    """The points that no other beats in share, P80 and length, the largest share first; `solution` is where they begin.

    With `forbid` the lead is taken off what is priced, where somebody else can do it. `changes` says how much of what was
    agreed a schedule changes; then points stay that no other beats in that either. `also` are further schedules to judge.
    """
    judge = _Judge(problem, lead, doubts, solution, seed, futures)
    base = judge(solution.schedule)
    points, held = [base, *map(judge, also)], base
    prices: dict[int, float] = {}
    for _ in range(rounds):
        mine = _dear(problem, held, lead)
        if not mine:
            break
        for task in mine:
            prices[task] = prices.get(task, 1.0) * PRICE
        found = solve(_priced(problem, lead, prices, forbid=forbid), held.point.schedule)
        true = _true(problem, found.schedule)
        if true is None:
            break
        held = judge(true)
        points.append(held)
    limits = _Limits(base.point.most * (1 + ALLOWED), base.point.schedule.makespan * (1 + ALLOWED))
    for within in (
        limits,
        replace(limits, longest=math.inf),
    ):  # what an early P80 costs in length is for the stance to say
        best = min(points, key=lambda one: (not within.allow(one.point), one.point.share))
        for begun in (best,) if best is base else (best, base):
            points += _handed_over(problem, lead, judge, begun, within, steps)
    least = min(points, key=lambda one: (not limits.allow(one.point), one.point.share)).point
    if rounds and least.handed:
        points.append(judge(solve(_given(problem, least), least.schedule).schedule))
    return _best([one.point for one in points], changes)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A point, and the share of futures that hang on each task."""

    point: Point
    critical: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Limits:
    """The latest P80 and the longest schedule that a step may lead to, in slots."""

    latest: float
    longest: float

    def allow(self, point: Point) -> bool:
        return point.most <= self.latest and point.schedule.makespan <= self.longest


class _Judge:
    """Simulates schedules of one problem, all by the same dice."""

    def __init__(
        self, problem: Problem, lead: int, doubts: Doubts, base: Solution, seed: int, futures: int
    ) -> None:  # fmt: skip
        self._problem, self._lead, self._doubts, self._base = problem, lead, doubts, base
        self._seed, self._futures = seed, futures
        self._known: dict[Schedule, _Judged] = {}

    def __call__(self, schedule: Schedule) -> _Judged:
        if schedule not in self._known:
            self._known[schedule] = self._judged(schedule)
        return self._known[schedule]

    def _judged(self, schedule: Schedule) -> _Judged:
        simulation = Simulation(self._problem, schedule, seed=self._seed)
        found = simulation.run(self._doubts, futures=self._futures, why=True)
        pairs = zip(self._base.schedule.placements, schedule.placements, strict=True)
        handed = tuple(
            (task, now.people[role])
            for task, (then, now) in enumerate(pairs)
            for role, person in enumerate(then.people)
            if person == self._lead and self._lead not in now.people
        )
        share = found.by_person[self._lead] if found.by_person else 0.0
        most = found.quantile(0.8)
        return _Judged(
            Point(schedule, self._base.bound, share, found.quantile(0.5), most, handed), found.critical
        )  # fmt: skip


def _handed_over(
    problem: Problem, lead: int, judge: _Judge, best: _Judged, limits: _Limits, steps: int
) -> list[_Judged]:
    """Points on from one, handing over one task a step: what leaves the smallest share within the limits."""
    found: list[_Judged] = []
    for _ in range(steps):
        mine = sorted(_dear(problem, best, lead), key=lambda task: -best.critical[task])[:TRIED]
        tried = [judge(one) for task in mine for one in _others(problem, best.point.schedule, task, lead)]
        fit = [one for one in tried if limits.allow(one.point) and one.point.share < best.point.share]
        if not fit:
            break
        best = min(fit, key=lambda one: (one.point.share, one.point.most))
        found.append(best)
    return found


def _others(problem: Problem, schedule: Schedule, task: int, lead: int) -> list[Schedule]:
    """The schedule with a task of the lead's in other hands, everything else in the same ones and order."""
    placed = schedule.placements[task]
    role = placed.people.index(lead)
    able = [one.person for one in problem.tasks[task].roles[role] if one.person not in placed.people]
    found = []
    for person in able[:TRIED]:
        people = (*placed.people[:role], person, *placed.people[role + 1 :])
        placements = list(schedule.placements)
        placements[task] = replace(placed, people=people)
        true = _true(problem, Schedule(tuple(placements)))
        found += [true] if true is not None else []
    return found


def chosen(
    points: tuple[Point, ...],
    stance: str,
    allowed: float = ALLOWED,
    *,
    spent: float = 0.0,
    changes: Changes | None = None,
) -> Point:
    """The point that the stance asks for: `allow` the earliest, `price` the best within `allowed` of the earliest P80 and of
    the shortest schedule, `avoid` the smallest share within five times that.

    What is promised is the schedule's own date too, which is why both count. `spent` is the part of that allowance, as a
    share of the date, which is taken already. With `changes` the one that changes
    least is taken of those whose share is close to the smallest.
    """
    earliest = min(points, key=lambda one: (one.most, one.share))
    reach = max({"allow": 0.0, "price": allowed}.get(stance, 5 * allowed) - spent, 0.0)
    shortest = min(points, key=lambda one: (one.schedule.makespan, one.most, one.share))
    latest, longest = earliest.most * (1 + reach), shortest.schedule.makespan * (1 + reach)
    # The earliest and the shortest may be two, with none within reach of both: then the shortest is what was promised.
    within = [one for one in points if one.most <= latest and one.schedule.makespan <= longest] or [shortest]
    best = min(within, key=lambda one: (one.share, one.most))
    if changes is None:
        return best
    alike = [one for one in within if one.share <= best.share + CLOSE]
    return min(alike, key=lambda one: (changes(one.schedule), one.share, one.most))


def _dear(problem: Problem, held: _Judged, lead: int) -> list[int]:
    """The lead's tasks that futures hang on and somebody else could do."""
    mine = [
        task
        for task, placed in enumerate(held.point.schedule.placements)
        if lead in placed.people and held.critical[task] > SELDOM and _could(problem.tasks[task], lead)
    ]
    levels = ([task for task in mine if held.critical[task] > often] for often in (OFTEN, SOMETIMES))
    return next((some for some in levels if some), mine if held.point.share >= LITTLE else [])


def _could(task: Task, lead: int) -> bool:
    free = task.people is None and task.start is None
    return free and all(any(one.person != lead for one in role) for role in task.roles)


def _priced(problem: Problem, lead: int, prices: Mapping[int, float], *, forbid: bool) -> Problem:
    def priced(task: Task, price: float) -> Task:
        roles = tuple(
            tuple(
                replace(one, work=round(one.work * price)) if one.person == lead else one
                for one in role
                if not (forbid and one.person == lead)
            )
            for role in task.roles
        )
        return replace(task, roles=roles)

    return replace(
        problem,
        tasks=tuple(
            priced(task, prices[index]) if index in prices else task for index, task in enumerate(problem.tasks)
        ),
    )


def _given(problem: Problem, point: Point) -> Problem:
    """The problem with what was handed over in its new hands, so that a search may share out the rest anew around it."""
    given = {task for task, _ in point.handed}
    pairs = zip(problem.tasks, point.schedule.placements, strict=True)
    tasks = (replace(task, people=placed.people) if at in given else task for at, (task, placed) in enumerate(pairs))
    return replace(problem, tasks=tuple(tasks))


def _true(problem: Problem, schedule: Schedule) -> Schedule | None:
    """Order and people of a schedule, in the problem without prices; None where fixed starts cannot be kept with these."""
    held = tuple(
        replace(task, people=placed.people) if task.roles else task
        for task, placed in zip(problem.tasks, schedule.placements, strict=True)
    )
    try:
        return list_schedule(replace(problem, tasks=held), [placed.start for placed in schedule.placements])
    except Impossible:
        return None


def _best(points: list[Point], changes: Changes | None = None) -> tuple[Point, ...]:
    """Those that no other beats in everything, the largest share first; of equals the first."""
    known = [(one.share, one.most, one.schedule.makespan, changes(one.schedule) if changes else 0) for one in points]
    kept = [
        one
        for at, one in enumerate(points)
        if not any(_beats(other, known[at]) and (other != known[at] or place < at) for place, other in enumerate(known))
    ]
    return tuple(sorted(kept, key=lambda one: (-one.share, one.most)))


def _beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))
