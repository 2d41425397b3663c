"""What comes out: when each task is done and by whom, and how good that is at least."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["optimal", "feasible", "stopped"]


@dataclass(frozen=True, slots=True)
class Placement:
    """When a task is done, from `start` up to but not including slot `end`, and by whom: one person a role, by index."""

    start: int
    end: int
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """One placement a task, in the order of the problem's tasks."""

    placements: tuple[Placement, ...]

    @property
    def makespan(self) -> int:
        """The slot in which the last task has ended; 0 for no tasks."""
        return max((one.end for one in self.placements), default=0)


@dataclass(frozen=True, slots=True)
class Solution:
    """The best schedule found, and `bound`: no schedule ends in fewer slots.

    `status` is `optimal` when nothing better can be, `stopped` when the user broke the search off, else `feasible`.
    `lateness` is the weighted slots by which due tasks end late, `seed` and `rounds` what it takes to find it again.
    """

    schedule: Schedule
    bound: int
    status: Status
    lateness: int = 0
    seed: int = 0
    rounds: int = 0

    @property
    def gap(self) -> float:
        """By which share of the bound the schedule is longer than the bound, at most; 0 when it is the best possible."""
        return (self.schedule.makespan - self.bound) / self.bound if self.bound else 0.0
