"""What an agreed interface saves, and where one more would shorten a plan most, by the critical path."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from trimtab.advice.plan._model import Model
from trimtab.advice.plan._scene import PlanScene
from trimtab.planning.critical import Network, critical_path
from trimtab.records.plan import Contract, Dependency, Estimate, Plan, PlanTask, Span

MOST = 3
_LOOKED_AT = 40  # links of the path, the longest providers first
_REACH = 20_000  # tasks times links that are looked at: each takes a critical path of its own
_AGREEING = Estimate(Span(0.5, "d"), Span(1.0, "d"))
_WORTH = 2  # hours that a proposal must save


@dataclass(frozen=True, slots=True)
class Saving:
    """How many slots earlier the plan ends at the earliest with a contract than without; below 0 where it costs time."""

    contract: Contract
    slots: int


def savings(scene: PlanScene, network: Network) -> tuple[Saving, ...]:
    """What each contract saves: the critical path with and without it."""
    plan = scene.plan
    found = []
    for one in plan.contracts:
        others = tuple(other for other in plan.contracts if other is not one)
        without = plan.model_copy(
            update={"contracts": others, "tasks": tuple(_without(task, one) for task in plan.tasks)}
        )
        found.append(Saving(one, critical_path(scene.remade(without).problem).length - network.length))
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


def proposals(scene: PlanScene, network: Network) -> tuple[Saving, ...]:
    """Contracts that are not there, each with the slots it would save; those that save most, three at most.

    Looked at is every task of the critical path that waits for the end of the one before it, where different people could
    do the two. Agreeing is taken as half a day to a day of whoever could do the first.
    """
    least = _WORTH * 4
    found = []
    for provider, consumer in _places(scene.model, network):
        contract = Contract(
            id=_free_id(scene.plan, provider, consumer), provider=provider, consumers=(consumer,), estimate=_AGREEING,
            after=_before(scene.plan, provider),
        )  # fmt: skip
        with_it = scene.plan.model_copy(update={"contracts": (*scene.plan.contracts, contract)})
        saved = network.length - critical_path(scene.remade(with_it).problem).length
        if saved >= least:
            found.append(Saving(contract, saved))
    return tuple(sorted(found, key=lambda one: -one.slots)[:MOST])


def _places(model: Model, network: Network) -> Iterator[tuple[str, str]]:
    """Neighbours on the path that different people could do side by side, those with the longest provider first."""
    path = [at for at in network.path if model.tasks[at].kind != "group"]
    pairs = sorted(pairwise(path), key=lambda pair: -model.tasks[pair[0]].slots)
    most = min(_LOOKED_AT, max(_REACH // max(len(model.tasks), 1), MOST))
    for one, other in pairs[:most]:
        provider, consumer = model.tasks[one], model.tasks[other]
        works = all(each.kind == "task" and each.is_work for each in (provider, consumer))
        if works and not consumer.progress.is_begun and len(_able(model, one) | _able(model, other)) > 1:
            yield provider.id, consumer.id


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
