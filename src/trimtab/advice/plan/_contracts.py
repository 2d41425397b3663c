"""What an agreed interface saves, and where one more would shorten a plan most: by the critical path, and in a schedule.

The critical path takes nobody to be busy, so it alone may promise what no team can keep; where the extra `plan` is there, short
searches of equal length, with and without the contract, say what is left of it once people are given.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from trimtab.advice.plan._model import Model
from trimtab.advice.plan._scene import PlanScene
from trimtab.planning.critical import Network, critical_path
from trimtab.planning.problem import Impossible, Problem
from trimtab.planning.solve import Limits, extra_missing, solve
from trimtab.records.plan import Contract, Dependency, Estimate, Plan, PlanTask, Span

MOST = 3
_LOOKED_AT = 40  # links of the path, the longest providers first
_REACH = 20_000  # tasks times links that are looked at: each takes a critical path of its own
_AGREEING = Estimate(Span(0.5, "d"), Span(1.0, "d"))
_WORTH = 2  # hours that a proposal must save
_RECHECKED = 6  # proposals that are looked at in a schedule, those that save most first

QUICK = 4
"""Rounds of each search: enough for plans of a hundred tasks to come within a hair of what a long one finds."""

LARGEST = 600
"""Plans of more tasks are not scheduled for a contract: each search would take seconds."""


@dataclass(frozen=True, slots=True)
class Saving:
    """How many slots earlier the plan ends with a contract than without; below 0 where it costs time.

    `slots` are by the critical path, `levelled` in a schedule, None where none was made. `is_needed` says that without the
    contract there is no schedule, since a fixed start comes too early.
    """

    contract: Contract
    slots: int
    levelled: int | None = None
    is_needed: bool = False


class Levelling:
    """Short searches on the plan and on what it would be otherwise, all of one seed and length; dates asked for play no part."""

    def __init__(self, scene: PlanScene, seed: int = 1, rounds: int = QUICK) -> None:
        self.scene, self.seed, self.rounds = scene, seed, rounds

    def end(self, problem: Problem) -> int | None:
        """The slot in which everything has ended; None where fixed starts leave no schedule."""
        free = replace(problem, tasks=tuple(replace(task, due=None) for task in problem.tasks))
        try:
            return solve(free, limits=Limits(rounds=self.rounds), seed=self.seed).schedule.makespan
        except Impossible:
            return None

    @cached_property
    def now(self) -> int | None:
        """The end of the plan as it is."""
        return self.end(self.scene.model.problem)


def levelling(scene: PlanScene, seed: int = 1) -> Levelling | None:
    """How to hold contracts against a schedule; None without the extra, for a very large plan, and for one that nobody can do."""
    large = len(scene.model.tasks) > LARGEST
    return None if large or scene.model.obstacles or extra_missing() else Levelling(scene, seed)


def savings(scene: PlanScene, network: Network, held: Levelling | None = None) -> tuple[Saving, ...]:
    """What each contract saves: the critical path, and a schedule, with and without it."""
    plan = scene.plan
    found = []
    for one in plan.contracts:
        others = tuple(other for other in plan.contracts if other is not one)
        without = plan.model_copy(
            update={"contracts": others, "tasks": tuple(_without(task, one) for task in plan.tasks)}
        )
        problem = scene.remade(without).problem
        slots = critical_path(problem).length - network.length
        now = None if held is None else held.now
        if held is None or now is None:
            found.append(Saving(one, slots))
            continue
        end = held.end(problem)
        found.append(Saving(one, slots, None if end is None else end - now, end is None))
    return tuple(found)


def _without(task: PlanTask, contract: Contract) -> PlanTask:
    """A task as it would have to wait without the contract, whether it says so or not."""
    inner = tuple(_without(one, contract) for one in task.tasks)
    after = task.after
    if task.id in contract.consumers:
        kept = tuple(one for one in after if one.task not in (contract.id, contract.provider))
        after = (*kept, Dependency(task=contract.provider))
    if task.id == contract.integration:
        sides = (contract.provider, *contract.consumers)
        after = (*after, *(Dependency(task=side) for side in sides if side != task.id))
    return task.model_copy(update={"tasks": inner, "after": after})


def proposals(scene: PlanScene, network: Network, held: Levelling | None = None) -> tuple[Saving, ...]:
    """Contracts that are not there, each with the slots it would save; those that save most, three at most.

    Looked at is every task of the critical path that waits for the end of the one before it, where different people could
    do the two. Agreeing is taken as half a day to a day of whoever could do the first. With `held` only those are told that
    save as much in a schedule.
    """
    least = _WORTH * 4
    found: list[tuple[Saving, Problem]] = []
    for provider, consumer in _places(scene.model, network):
        contract = Contract(
            id=_free_id(scene.plan, provider, consumer), provider=provider, consumers=(consumer,), estimate=_AGREEING,
            after=_before(scene.plan, provider),
        )  # fmt: skip
        with_it = scene.plan.model_copy(update={"contracts": (*scene.plan.contracts, contract)})
        problem = scene.remade(with_it).problem
        saved = network.length - critical_path(problem).length
        if saved >= least:
            found.append((Saving(contract, saved), problem))
    found.sort(key=lambda one: -one[0].slots)
    if held is None or not found or (now := held.now) is None:
        return tuple(one for one, _ in found[:MOST])
    ends = [(one, held.end(problem)) for one, problem in found[:_RECHECKED]]
    checked = [replace(one, levelled=now - end) for one, end in ends if end is not None and now - end >= least]
    return tuple(sorted(checked, key=lambda one: -(one.levelled or 0))[:MOST])


def _places(model: Model, network: Network) -> Iterator[tuple[str, str]]:
    """Neighbours on the path that different people could do side by side, those with the longest provider first."""
    path = [at for at in network.path if model.tasks[at].kind != "group"]
    pairs = sorted(pairwise(path), key=lambda pair: -model.tasks[pair[0]].slots)
    most = min(_LOOKED_AT, max(_REACH // max(len(model.tasks), 1), MOST))
    for one, other in pairs[:most]:
        provider, consumer = model.tasks[one], model.tasks[other]
        works = all(each.kind == "task" and each.is_work for each in (provider, consumer))
        if works and not consumer.progress.is_begun and not _waits(model, one, other) and _apart(model, one, other):
            yield provider.id, consumer.id


def _waits(model: Model, one: int, other: int) -> bool:
    """Whether time has to pass between two tasks, which no agreement shortens."""
    return any(link.lag > 0 for link in model.problem.before[other] if link.before == one)


def _apart(model: Model, one: int, other: int) -> bool:
    """Whether different people could do two tasks: nobody is needed by both, and there are two of them at all."""
    needed = [{role[0].person for role in model.problem.tasks[at].roles if len(role) == 1} for at in (one, other)]
    return not needed[0] & needed[1] and len(_able(model, one) | _able(model, other)) > 1


def _able(model: Model, at: int) -> set[int]:
    return {one.person for role in model.problem.tasks[at].roles for one in role}


def _before(plan: Plan, provider: str) -> tuple[Dependency, ...]:
    """What the provider waits for: agreeing waits for the same."""
    found: list[Dependency] = []
    for task, around in plan.leaves():
        if task.id == provider:
            found += [one for holder in (*around, task) for one in holder.after]
    return tuple(found)


def _free_id(plan: Plan, provider: str, consumer: str) -> str:
    taken = plan.ids_written
    name = f"{provider}-for-{consumer}"
    return name if name not in taken else f"{name}-2"
