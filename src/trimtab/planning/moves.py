"""What moves the date most: the same futures again without one doubt at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trimtab.planning.doubts import FUTURES, Doubts, Policy
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Schedule
from trimtab.planning.simulate import Futures, Simulation

MOST = 0.8
TASKS = 16
"""So many tasks are tried at most: those whose work goes most with the end, and that futures hang on."""


@dataclass(frozen=True, slots=True)
class Move:
    """By how many slots the P80 would be earlier: with a task at its median, without an event, with a person not away."""

    kind: Literal["task", "event", "leave"]
    what: int
    slots: int


def moves(
    problem: Problem, schedule: Schedule, doubts: Doubts, told: Futures, *, policy: Policy = "kept", seed: int = 1,
    futures: int = FUTURES, present: Mapping[int, Problem] | None = None,
) -> tuple[Move, ...]:  # fmt: skip
    """What would bring the P80 forward, the most first; the same dice stand behind all of them.

    `told` are the futures with everything in them, of the same policy, seed and number, with what was critical.
    `present` holds by person the problem in which they are not away.
    """
    simulation = Simulation(problem, schedule, seed=seed)
    base = told.quantile(MOST)

    def earlier(other: Simulation, changed: Doubts) -> int:
        return base - other.run(changed, policy=policy, futures=futures).quantile(MOST)

    found = [
        Move("task", task, earlier(simulation, doubts.at_median(task))) for task in _worth_trying(problem, doubts, told)
    ]
    found += [
        Move("event", place, earlier(simulation, doubts.without(event.name)))
        for place, event in enumerate(doubts.events)
        if event.tasks and event.chance
    ]
    found += [
        Move("leave", person, earlier(Simulation(other, schedule, seed=seed), doubts))
        for person, other in (present or {}).items()
    ]
    return tuple(sorted((one for one in found if one.slots > 0), key=lambda one: (-one.slots, one.kind, one.what)))


def _worth_trying(problem: Problem, doubts: Doubts, told: Futures) -> Sequence[int]:
    tasks = [
        task for task in range(len(problem.tasks)) if doubts.spreads[task] is not None and told.cruciality[task] > 0
    ]
    return sorted(tasks, key=lambda task: (-told.cruciality[task] * told.critical[task], task))[:TASKS]
