"""The lead off the critical path, as the stance of a plan asks: by what futures hang on, not by the slack of one schedule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trimtab.advice._names import listed
from trimtab.advice.answer import Claim, Figure
from trimtab.advice.plan._doubts import doubts_of
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.problem import Problem, Task
from trimtab.planning.replan import LARGE
from trimtab.planning.schedule import Placement, Schedule, Solution
from trimtab.planning.solve import lateness_of

if TYPE_CHECKING:  # it needs the extra `plan`
    from trimtab.planning.lead import Point

FUTURES = 1000
_SHOWN = 3
# What a stance may give to others beyond what changes anyway, of the tasks that were agreed: a share, and so many at least. More
# would tear apart what it should mend.
_FEW, _SOME = 0.1, 3

Again = Callable[[Problem, Schedule | None], Solution]


@dataclass(frozen=True, slots=True)
class Relief:
    """What was taken off the lead: tasks and who has them now, and the lead's share of criticality before and after.

    `kept` are those of them that the accepted schedule had given to others already. `later` is by how many slots 8 in 10
    futures land later for it, `longer` by how many the schedule ends later, below 0 for sooner.
    """

    handed: tuple[tuple[int, int], ...]
    before: float
    after: float
    kept: frozenset[int] = frozenset()
    later: int = 0
    longer: int = 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a schedule is held against: where the accepted one had each task, and the share of its length that staying
    close to that costs already. `close` is one that leaves with others what was agreed to be theirs."""

    before: Mapping[int, Placement]
    spent: float = 0.0
    close: Schedule | None = None

    def changes(self, schedule: Schedule) -> int:
        """How many tasks have other people than were agreed."""
        return sum(set(schedule.placements[at].people) != set(place.people) for at, place in self.before.items())


def back_to_lead(scene: PlanScene, schedule: Schedule, before: Mapping[int, Placement]) -> bool:
    """Whether a schedule gives the lead, against the stance, what was agreed to be done by others."""
    lead = scene.model.lead
    if lead is None or scene.plan.lead.critical == "allow":
        return False
    return any(lead in schedule.placements[at].people and lead not in place.people for at, place in before.items())


def as_shared_out(scene: PlanScene, problem: Problem, before: Mapping[int, Placement]) -> Problem:
    """The problem without the lead for what was agreed to be done by others, as far as there are others."""
    lead = scene.model.lead
    theirs = {at for at, place in before.items() if lead not in place.people}
    return replace(
        problem, tasks=tuple(_without(task, lead) if at in theirs else task for at, task in enumerate(problem.tasks))
    )


def _without(task: Task, lead: int | None) -> Task:
    roles = tuple(tuple(one for one in role if one.person != lead) or role for role in task.roles)
    return replace(task, roles=roles)


def relieved(
    scene: PlanScene, problem: Problem, solution: Solution, again: Again, seed: int, agreed: Agreed | None = None
) -> tuple[Solution, Relief | None]:
    """The schedule that the stance asks for, and what that took off the lead; the same one where there is nothing to take.

    `problem` has fixed what may not move, `again` makes a schedule of it with other lengths. Only tasks that the plan itself
    leaves open to others change hands; with `agreed` as few as can be of those that were agreed.
    """
    model = scene.model
    lead = model.lead
    if lead is None or scene.plan.lead.critical == "allow" or not _shared(problem, solution.schedule, lead):
        return solution, None
    from trimtab.planning.lead import ROUNDS, chosen, frontier

    doubts, _ = doubts_of(model, scene.history())
    changes = None if agreed is None else agreed.changes
    # Of a large plan a short search finds nothing close to what was agreed: there, tasks are handed over one by one alone.
    rounds = ROUNDS if agreed is None or len(problem.tasks) < LARGE else 0
    points = frontier(
        problem, lead, doubts, again, solution, seed=seed, futures=FUTURES, changes=changes, rounds=rounds,
        also=(agreed.close,) if agreed is not None and agreed.close is not None else (),
    )  # fmt: skip
    first = frontier(problem, lead, doubts, again, solution, seed=seed, futures=FUTURES, rounds=0, steps=0)[0]
    late = _missed(model.hard, solution.schedule)
    kept = tuple(one for one in points if _missed(model.hard, one.schedule) <= late) or (first,)
    if agreed is not None:
        most = agreed.changes(solution.schedule) + max(_FEW * len(agreed.before), _SOME)
        kept = tuple(one for one in kept if agreed.changes(one.schedule) <= most) or (first,)
    spent = 0.0 if agreed is None else agreed.spent
    point = chosen(kept, scene.plan.lead.critical, spent=spent, changes=changes)
    if not point.handed:
        return solution, None
    before = {} if agreed is None else agreed.before
    others = frozenset(task for task, _ in point.handed if task in before and lead not in before[task].people)
    later, longer = round(point.most - first.most), point.schedule.makespan - solution.schedule.makespan
    return _taken(problem, solution, point), Relief(point.handed, first.share, point.share, others, later, longer)


def _missed(hard: Mapping[int, int], schedule: Schedule) -> int:
    """The slots by which dates that cannot move are missed."""
    return sum(max(schedule.placements[at].end - slot, 0) for at, slot in hard.items())


def _shared(problem: Problem, schedule: Schedule, lead: int) -> bool:
    """Whether the lead has a task that somebody else could do."""
    pairs = zip(problem.tasks, schedule.placements, strict=True)
    return any(
        lead in placed.people
        and task.people is None
        and all(any(one.person != lead for one in role) for role in task.roles)
        for task, placed in pairs
    )


def _taken(problem: Problem, solution: Solution, point: "Point") -> Solution:
    late = lateness_of(problem, point.schedule)
    is_as_good = (late, point.schedule.makespan) <= (solution.lateness, solution.schedule.makespan)
    status = solution.status if is_as_good or solution.status == "stopped" else "feasible"
    return replace(solution, schedule=point.schedule, lateness=late, status=status)


def relief_claims(scene: PlanScene, relief: Relief | None) -> Iterator[Claim]:
    """What was taken off the lead, or kept off them, as a line of an answer."""
    if relief is None:
        return
    new = [pair for pair in relief.handed if pair[0] not in relief.kept]
    old = [pair for pair in relief.handed if pair[0] in relief.kept]
    told = [f"off your hands: {_given(scene, new, 'to')}"] if new else []
    told += [f"kept off {'them' if new else 'your hands'}: {_given(scene, old, 'with')}"] if old else []
    before, after = f"{relief.before:.0%}", f"{relief.after:.0%}"
    if before != after:
        told.append(f"{before} of the criticality {'was' if new else 'would be'} yours, {after} is")
    price = [f"the schedule ends {_moved(scene, relief.longer)}"] if relief.longer else []
    price += [f"8 in 10 futures land {_moved(scene, relief.later)}"] if relief.later else []
    told += [f"for it {listed(price)}"] if price else []
    days = scene.model.axis.slots_a_day()
    yield Claim(
        id="",
        subject="relief",
        text="; ".join(told).replace("%", " %"),
        figures=(
            Figure("before", round(100 * relief.before, 1), "%", "of the criticality, in the schedule without the stance"),
            Figure("now", round(100 * relief.after, 1), "%", "of the criticality, in this one"),
            Figure("price", round(relief.later / days, 2), "days", "by which 8 in 10 futures land later for it"),
            Figure("longer", round(relief.longer / days, 2), "days", "by which the schedule ends later for it"),
        ),
        meaning="tasks that others could do too and that many futures hang on are given to these, as the plan's stance asks: the "
        "lead avoids the critical path, or is on it only where it pays",
        anchor=f"{PAGE}#lead",
        wrong=(f"lead: {{critical: allow}} in {scene.plan.file}",),
    )  # fmt: skip


def _given(scene: PlanScene, handed: list[tuple[int, int]], how: str) -> str:
    return listed([f"{scene.model.tasks[at].id} {how} {scene.who(person)}" for at, person in handed], _SHOWN)


def _moved(scene: PlanScene, slots: int) -> str:
    return f"{scene.days(abs(slots))} {'later' if slots > 0 else 'sooner'}"
