"""The futures of one plan, worked out: both policies, what is critical, what moves the date, the lead, the view from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from trimtab.advice.forecast import LOOKED_BACK, Outside, outside
from trimtab.advice.plan._doubts import Told, doubts_of
from trimtab.advice.plan._ground import SLOTS_AN_HOUR
from trimtab.advice.plan._history import History
from trimtab.advice.plan._instead import handed_out
from trimtab.advice.plan._scene import PlanScene
from trimtab.advice.plan.schedule import Search, solved
from trimtab.errors import UsageError
from trimtab.planning.doubts import FUTURES, Doubts, Policy
from trimtab.planning.durations import conformal
from trimtab.planning.problem import Person, Problem
from trimtab.planning.schedule import Schedule, Solution
from trimtab.planning.solve import Limits, extra_missing, solve
from trimtab.records.plan import ItemName, PlanTask, item_name

if TYPE_CHECKING:  # both need the extra `plan`, and numba takes a second to import
    from trimtab.advice.plan._model import Model
    from trimtab.planning.lead import Point
    from trimtab.planning.moves import Move
    from trimtab.planning.simulate import Futures

HALF, MOST, NEARLY = 0.5, 0.8, 0.95
LEVELS = ((HALF, "half the futures by"), (MOST, "8 in 10 by"), (NEARLY, "19 in 20 by"))
POLICIES: tuple[Policy, ...] = ("kept", "first")

_MOVE_FUTURES, _LEAD_FUTURES, _LEAD_ROUNDS = 2000, 1000, 20
_ALWAYS = 9000

LEAST_DONE = 10
"""Tasks of plans done in the last half year from which on a plan's tasks are counted as so many items."""

_EXTRA = "a forecast needs numpy, numba and OR-Tools, which are not installed. Type: pip install 'trimtab[plan]'"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: how many futures, by which dice and policy, and whether the team's own history is applied.

    `rounds` limits each search for a schedule, which is otherwise as long as that of `plan schedule`.
    """

    futures: int = FUTURES
    seed: int = 1
    policy: Policy = "kept"
    calibrate: bool = True
    rounds: int | None = None


class Run:
    """One plan's futures; everything is worked out when first asked for."""

    def __init__(self, scene: PlanScene, wanted: Wanted, places: Sequence[float] = ()) -> None:
        """`places` says where past truths lay in their forecasts.

        Raises `UsageError` where the extra is missing, or no schedule exists whatever the dates.
        """
        if extra_missing():
            raise UsageError(_EXTRA)
        scene.model.must_be_possible()
        self.scene, self.wanted, self.places = scene, wanted, places
        self.model: Model = scene.model
        self.problem: Problem = scene.model.problem
        self.doubts: Doubts
        self.events: Mapping[str, Told]
        self.doubts, self.events = doubts_of(self.model, self.history)

    @cached_property
    def history(self) -> History:
        """What finished tasks say, and the growth of past plans."""
        return self.scene.history(apply=self.wanted.calibrate)

    @cached_property
    def solution(self) -> Solution:
        """The schedule that futures begin from: the one that `plan schedule` tells."""
        return solved(self.scene, Search(self.wanted.seed, self.wanted.rounds)).solution

    @cached_property
    def milestones(self) -> tuple[int, ...]:
        """Where milestones stand among the tasks."""
        return tuple(place for place, piece in enumerate(self.model.tasks) if piece.kind == "milestone")

    @cached_property
    def ways(self) -> Mapping[Policy, "Futures"]:
        """The futures under each policy, by the same dice; of the one asked for, what was critical too."""
        from trimtab.planning.simulate import Simulation

        simulation = Simulation(self.problem, self.solution.schedule, seed=self.wanted.seed)
        return {
            policy: simulation.run(
                self.doubts,
                policy=policy,
                futures=self.wanted.futures,
                watch=self.milestones,
                why=policy == self.wanted.policy,
                short_gap=self.model.axis.slots_a_day(),
            )
            for policy in POLICIES
        }

    @property
    def told(self) -> "Futures":
        """The futures of the policy asked for."""
        return self.ways[self.wanted.policy]

    @property
    def other(self) -> "Futures":
        """Those of the other policy."""
        return self.ways["first" if self.wanted.policy == "kept" else "kept"]

    def slot(self, futures: "Futures", level: float, task: int | None = None) -> int:
        """The slot by which it has ended, at the share of futures that past forecasts ask for to be right so often."""
        return futures.quantile(conformal(level, self.places), task)

    @cached_property
    def moves(self) -> tuple["Move", ...]:
        """What would bring the P80 forward, the most first."""
        from trimtab.planning.moves import moves

        futures = min(self.wanted.futures, _MOVE_FUTURES)
        told = self.told
        if futures < self.wanted.futures:
            told = replace(told, ends=told.ends[:futures], _sorted={})
        return moves(
            self.problem, self.solution.schedule, self.doubts, told, policy=self.wanted.policy, seed=self.wanted.seed,
            futures=futures, present=self._present(),
        )  # fmt: skip

    def _present(self) -> Mapping[int, Problem]:
        """By person who is on leave before the plan is nearly surely done, the plan if they were not."""
        until = self.told.quantile(NEARLY)
        found: dict[int, Problem] = {}
        for place, worker in enumerate(self.model.workers):
            leave = tuple(one for one in worker.working.leave if one[0].year == 1 or one[1].year > _ALWAYS)
            person = self.problem.people[place]
            if len(leave) == len(worker.working.leave):
                continue
            pace = self.model.axis.pace(replace(worker.working, leave=leave), person.pace[-1][0], worker.share)
            if _up_to(pace, until) != _up_to(person.pace, until):
                people = (*self.problem.people[:place], Person(person.name, pace), *self.problem.people[place + 1 :])
                found[place] = replace(self.problem, people=people)
        return found

    @cached_property
    def points(self) -> tuple["Point", ...]:
        """The frontier of the lead's share of criticality against the date; the first is the schedule. Empty without a lead."""
        from trimtab.planning.lead import frontier

        lead = self.model.lead
        if lead is None or not self.told.by_person[lead]:
            return ()

        limits = Limits(rounds=min(_LEAD_ROUNDS, self.wanted.rounds or _LEAD_ROUNDS))

        def again(problem: Problem, first: Schedule | None) -> Solution:
            return solve(problem, limits=limits, seed=self.wanted.seed, first=first)

        return frontier(
            handed_out(self.model, lead), lead, self.doubts, again, self.solution, seed=self.wanted.seed,
            futures=min(self.wanted.futures, _LEAD_FUTURES),
        )  # fmt: skip

    @cached_property
    def outside(self) -> Outside | None:
        """The view from outside: open tasks as so many items as ended here while as many tasks of plans were done.

        Where too few were (`by_tasks` is false), items that tasks name by their own age, and other work as so many as ended
        while the plan's people had as many hours for it. None where no tracker was read.
        """
        workspace, scene = self.scene.workspace, self.scene
        if not self.tracked:
            return None
        from trimtab.advice._scene import scene_of  # git and trackers, which a plan alone has no need of

        since, done = self._went_by
        names, part = ([], self._open / len(done)) if self.by_tasks else self._counted()
        seen = scene_of(workspace, now=scene.as_of, as_of=None, me=None, machine_zone=scene.zone)
        return outside(
            seen,
            part,
            lambda tracker, number: any(one.number == number and one.is_of(tracker) for one in names),
            since if self.by_tasks else None,
        )

    @cached_property
    def tracked(self) -> bool:
        """Whether a tracker was read."""
        return bool(self.scene.workspace.snapshot().scan("items").select("item").head(1).collect().height)

    @property
    def by_tasks(self) -> bool:
        """Whether enough tasks of plans were done in the last half year to count this plan's by."""
        return len(self._went_by[1]) >= LEAST_DONE

    @property
    def is_over(self) -> bool:
        """Whether no work is left, and something was done."""
        return not any(piece.is_work for piece in self.model.tasks) and any(
            one.why == "done" and one.task is not None for one in self.model.gone.values()
        )

    @property
    def landed_on(self) -> date | None:
        """The last day on which a task was done; None where that of any is not known."""
        ends = [one.ended for one in self.model.gone.values() if one.why == "done" and one.task is not None]
        return max((end for end in ends if end), default=None) if all(ends) else None

    @property
    def _open(self) -> int:
        """How many tasks are not done."""
        return sum(isinstance(piece.source, PlanTask) for piece in self.model.tasks)

    @cached_property
    def _went_by(self) -> tuple[datetime, Sequence[date]]:
        """Since when tasks of plans are looked at, half a year at most, and when each was done since then."""
        clock, history = self.scene.working, self.history
        since = self.scene.as_of - timedelta(days=LOOKED_BACK)
        if history.begun is not None:
            since = max(since, clock.start_of_day(history.begun))
        return since, tuple(day for day in history.ends if clock.end_of_day(day) > since)

    def _counted(self) -> tuple[list[ItemName], float]:
        """The items of open tasks, and the work of the others as a part of what the plan's people had in half a year."""
        names: list[ItemName] = []
        hours = 0.0
        for piece, task in zip(self.model.tasks, self.problem.tasks, strict=True):
            items = piece.source.items if isinstance(piece.source, PlanTask) else ()
            names += map(item_name, items)
            hours += 0.0 if items else piece.slots * max(len(task.roles), 1) / SLOTS_AN_HOUR
        since = self.scene.as_of - timedelta(days=LOOKED_BACK)
        had = sum(one.working.hours_between(since, self.scene.as_of) * one.share for one in self.model.workers)
        return names, hours / had if had else 0.0


def _up_to(pace: tuple[tuple[int, int], ...], until: int) -> tuple[tuple[int, int], ...]:
    return tuple(one for one in pace if one[0] < until)
