"""What may turn out otherwise in a plan, and how many futures are told of it: plain values, without numpy."""

from dataclasses import dataclass, replace
from typing import Literal

from trimtab.planning.durations import CERTAIN, COMMON_SD, Spread

Policy = Literal["kept", "first"]

FUTURES = 4000
"""How many futures are told: the standard error of the P80 is some 2 % of the spread."""

FOUND = 0.15
"""The share of tasks that bring work nobody wrote down, before a team's own is known."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may happen: with `chance` it adds `work` slots, times a spread, to each of `tasks`."""

    name: str
    chance: float
    work: float
    tasks: tuple[int, ...]
    spread: Spread = CERTAIN


@dataclass(frozen=True, slots=True)
class Doubts:
    """What differs between futures.

    `spreads` hold one a task: multiples of the work that the problem gives it; None for what is the same in every
    future, what all share included. `common` is the log sd of what all others share. `found` is the share of those
    that bring found work, as much of it as a task of theirs is large (the problem's own work, with a log sd of 0.75).
    `fixed` tasks have their median in every future.
    """

    spreads: tuple[Spread | None, ...]
    events: tuple[Event, ...] = ()
    common: float = COMMON_SD
    found: float = 0.0
    fixed: frozenset[int] = frozenset()

    def without(self, event: str) -> "Doubts":
        """The same, but that never happens."""
        return replace(self, events=tuple(one for one in self.events if one.name != event))

    def at_median(self, task: int) -> "Doubts":
        """The same, but that task has its median always."""
        return replace(self, fixed=self.fixed | {task})
