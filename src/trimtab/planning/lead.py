"""The lead off the critical path: by simulated criticality fed back into the search, and what that costs.

Slack of a schedule does not tell what futures hang on: solve, simulate, make the lead dear (or forbid them) for the tasks
of theirs that futures hang on, and solve again; each round gives a point of share against date, and the best of them
are the frontier. Nothing but the lead's own tasks is priced.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from trimtab.planning.doubts import Doubts
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Problem, Task
from trimtab.planning.schedule import Schedule, Solution
from trimtab.planning.simulate import Simulation

OFTEN = 0.1
"""Tasks of the lead that more futures than this hang on are priced."""

ROUNDS = 4
PRICE = 1.5
"""A priced task looks so many times as long for the lead, and more with each round that it stays."""

ALLOWED = 0.02
"""How much later the P80 may be for the lead's sake, as a share of it."""

Solve = Callable[[Problem, Schedule | None], Solution]


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
    forbid: bool = False, rounds: int = ROUNDS,
) -> tuple[Point, ...]:  # fmt: skip
    """The points that no other beats in both share and P80, the largest share first; the first of all is `solution`.

    With `forbid` the lead is taken off what is priced, where somebody else can do it.
    """
    base = _point(problem, lead, doubts, solution, seed, futures, solution.schedule)
    points = [base[0]]
    prices: dict[int, float] = {}
    critical, held = base[1], solution.schedule
    for _ in range(rounds):
        mine = _dear(problem, held, lead, critical)
        if not mine:
            break
        for task in mine:
            prices[task] = prices.get(task, 1.0) * PRICE
        found = solve(_priced(problem, lead, prices, forbid=forbid), held)
        schedule = _true(problem, found.schedule)
        point, critical = _point(problem, lead, doubts, replace(found, schedule=schedule, bound=solution.bound), seed,
                                 futures, solution.schedule)  # fmt: skip
        points.append(point)
        held = schedule
    return _best(points)


def chosen(points: tuple[Point, ...], stance: str, allowed: float = ALLOWED) -> Point:
    """The point that the stance asks for: `allow` the earliest, `price` the best within `allowed` of the earliest P80,
    `avoid` the smallest share within five times that."""
    earliest = min(points, key=lambda one: (one.most, one.share))
    reach = {"allow": 0.0, "price": allowed}.get(stance, 5 * allowed)
    return min(
        (one for one in points if one.most <= earliest.most * (1 + reach)), key=lambda one: (one.share, one.most)
    )


def _point(
    problem: Problem, lead: int, doubts: Doubts, solution: Solution, seed: int, futures: int, base: Schedule
) -> tuple[Point, tuple[float, ...]]:
    found = Simulation(problem, solution.schedule, seed=seed).run(doubts, futures=futures, why=True)
    handed = tuple(
        (task, now.people[role])
        for task, (then, now) in enumerate(zip(base.placements, solution.schedule.placements, strict=True))
        for role, person in enumerate(then.people)
        if person == lead and lead not in now.people
    )
    share = found.by_person[lead] if found.by_person else 0.0
    point = Point(solution.schedule, solution.bound, share, found.quantile(0.5), found.quantile(0.8), handed)
    return point, found.critical


def _dear(problem: Problem, schedule: Schedule, lead: int, critical: tuple[float, ...]) -> list[int]:
    """The lead's tasks that futures hang on and somebody else could do."""
    return [
        task
        for task, placed in enumerate(schedule.placements)
        if lead in placed.people and critical[task] > OFTEN and _could(problem.tasks[task], lead)
    ]


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


def _true(problem: Problem, schedule: Schedule) -> Schedule:
    """Order and people of a schedule, in the problem without prices."""
    held = tuple(
        replace(task, people=placed.people) if task.roles else task
        for task, placed in zip(problem.tasks, schedule.placements, strict=True)
    )
    return list_schedule(replace(problem, tasks=held), [placed.start for placed in schedule.placements])


def _best(points: list[Point]) -> tuple[Point, ...]:
    """Those that no other beats in both, the largest share first."""
    kept: list[Point] = []
    for one in sorted(points, key=lambda point: (point.share, point.most)):
        if not kept or one.most < kept[-1].most:
            kept.append(one)
    return tuple(reversed(kept))
