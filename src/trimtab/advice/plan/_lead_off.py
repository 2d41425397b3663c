"""The lead off the critical path, as the stance of a plan asks: by what futures hang on, not by the slack of one schedule."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trimtab.advice.plan._doubts import doubts_of
from trimtab.advice.plan._scene import PlanScene
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Schedule, Solution
from trimtab.planning.solve import Limits, lateness_of, solve

if TYPE_CHECKING:  # it needs the extra `plan`
    from trimtab.planning.lead import Point

_FUTURES, _ROUNDS = 1000, 20


@dataclass(frozen=True, slots=True)
class Relief:
    """What was taken off the lead: tasks and who has them now, and the lead's share of criticality before and after."""

    handed: tuple[tuple[int, int], ...]
    before: float
    after: float


def relieved(scene: PlanScene, solution: Solution, seed: int) -> tuple[Solution, Relief | None]:
    """The schedule that the stance asks for, and what that took off the lead; the same one where there is nothing to take.

    Only tasks that the plan itself leaves open to others change hands.
    """
    model = scene.model
    lead = model.lead
    if lead is None or scene.plan.lead.critical == "allow" or not _shared(model.problem, solution.schedule, lead):
        return solution, None
    from trimtab.planning.lead import chosen, frontier

    def again(problem: Problem, first: Schedule | None) -> Solution:
        return solve(problem, limits=Limits(rounds=_ROUNDS), seed=seed, first=first)

    doubts, _ = doubts_of(model, scene.history())
    points = frontier(model.problem, lead, doubts, again, solution, seed=seed, futures=_FUTURES)
    point = chosen(points, scene.plan.lead.critical)
    if not point.handed:
        return solution, None
    return _taken(model.problem, solution, point), Relief(point.handed, _before(points), point.share)


def _shared(problem: Problem, schedule: Schedule, lead: int) -> bool:
    """Whether the lead has a task that somebody else could do."""
    pairs = zip(problem.tasks, schedule.placements, strict=True)
    return any(
        lead in placed.people
        and task.people is None
        and all(any(one.person != lead for one in role) for role in task.roles)
        for task, placed in pairs
    )


def _before(points: tuple["Point", ...]) -> float:
    return max(one.share for one in points)


def _taken(problem: Problem, solution: Solution, point: "Point") -> Solution:
    late = lateness_of(problem, point.schedule)
    is_as_good = (late, point.schedule.makespan) <= (solution.lateness, solution.schedule.makespan)
    status = solution.status if is_as_good or solution.status == "stopped" else "feasible"
    return replace(solution, schedule=point.schedule, lateness=late, status=status)
