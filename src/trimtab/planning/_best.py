"""The best schedule so far, what is known of how good it is, and how long a search may go on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Schedule, Solution, Status

ROUND = 100_000
"""How many tasks a search places in one round, about; so a round takes as long for any size of problem."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a search may go on: `rounds` of work, the same on any machine, or `seconds` of CPU time of all threads."""

    rounds: int | None = None
    seconds: float | None = None


class Budget:
    """What is left of the limits. A search spends rounds as it works, and ends when it is `over`."""

    def __init__(self, limits: Limits, stopped: Callable[[], bool] | None = None) -> None:
        self._limits = limits
        self._stopped = stopped
        self._begun = time.process_time()
        self.rounds = 0
        self.stopped = False

    @property
    def by_rounds(self) -> bool:
        """Whether the work is counted, so that the same problem and seed give the same schedule."""
        return self._limits.rounds is not None

    def spend(self, rounds: int = 1) -> None:
        """Say that so many rounds were worked."""
        self.rounds += rounds

    @property
    def rounds_left(self) -> int | None:
        """Rounds that may still be worked; None when they are not counted."""
        return None if self._limits.rounds is None else max(0, self._limits.rounds - self.rounds)

    @property
    def seconds_left(self) -> float | None:
        """CPU seconds that may still be used; None when they are not counted."""
        if self._limits.seconds is None:
            return None
        return max(0.0, self._limits.seconds - (time.process_time() - self._begun))

    @property
    def used(self) -> float:
        """The share of the limits that is used up, from 0 to 1; 0 without limits."""
        rounds = self.rounds / self._limits.rounds if self._limits.rounds else 0.0
        seconds = (time.process_time() - self._begun) / self._limits.seconds if self._limits.seconds else 0.0
        return min(1.0, max(rounds, seconds))

    def broken_off(self) -> bool:
        """Whether the user said to stop."""
        if not self.stopped and self._stopped is not None:
            self.stopped = self._stopped()
        return self.stopped

    def over(self) -> bool:
        """Whether to end: the rounds or seconds are used up, or the user broke off."""
        return self.broken_off() or self.rounds_left == 0 or self.seconds_left == 0


@dataclass
class Best:
    """The best schedule offered so far: the least lateness, then the fewest slots; of equals the first.

    Each that is better goes to `on_better`.
    """

    problem: Problem
    seed: int
    budget: Budget
    on_better: Callable[[Solution], None] | None = None
    bound: int = 0
    late_bound: int = 0
    schedule: Schedule | None = None
    lateness: int = 0
    _proved: bool = field(default=False, repr=False)

    @property
    def cost(self) -> tuple[int, int]:
        """Lateness and makespan, in the order in which they count."""
        if self.schedule is None:
            raise ValueError("nothing was offered yet")
        return self.lateness, self.schedule.makespan

    @property
    def proved(self) -> bool:
        """Whether nothing better can be."""
        return self._proved or (self.schedule is not None and self.cost <= (self.late_bound, self.bound))

    def offer(self, schedule: Schedule) -> bool:
        """Keep a schedule when it is better than the last; whether it was."""
        lateness = lateness_of(self.problem, schedule)
        if self.schedule is not None and (lateness, schedule.makespan) >= self.cost:
            return False
        self.schedule, self.lateness = schedule, lateness
        if self.on_better is not None:
            self.on_better(self.solution())
        return True

    def raise_bound(self, bound: int) -> None:
        """No schedule ends in fewer slots than `bound`."""
        self.bound = max(self.bound, bound)

    def is_optimal(self) -> None:
        """Somebody proved that nothing is better than what is held."""
        self._proved = True

    def solution(self) -> Solution:
        """What is held, with its bound."""
        if self.schedule is None:
            raise ValueError("nothing was offered yet")
        if self._proved and self.lateness <= self.late_bound:
            self.bound = self.schedule.makespan
        status: Status = "optimal" if self.proved else "stopped" if self.budget.stopped else "feasible"
        return Solution(
            self.schedule, self.bound, status, lateness=self.lateness, seed=self.seed, rounds=self.budget.rounds
        )


def lateness_of(problem: Problem, schedule: Schedule) -> int:
    """The weighted slots by which tasks end after they are due."""
    pairs = zip(problem.tasks, schedule.placements, strict=True)
    return sum(max(0, placed.end - task.due) * task.weight for task, placed in pairs if task.due is not None)
