"""What a problem of a plan is made of, in the plan's own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trimtab.advice.plan._work import UNTOUCHED, Progress
from trimtab.records.plan import Contract, Milestone, Plan, PlanTask, Priority, Unknown

PieceKind = Literal["task", "group", "contract", "unknown", "milestone", "end", "wait"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one index of the problem is.

    A `group` is the end of a group of tasks, an `end` that of the whole plan, a `wait` a lag behind something that is
    over; these three and milestones, unknowns and contracts without work take no time. `slots` is the expected work of
    each person that is left, `line` the place in the plan's file (`plans/billing.yaml:14`), `around` the ids of the groups
    around, the outermost first.
    """

    kind: PieceKind
    id: str
    title: str
    line: str
    source: PlanTask | Contract | Unknown | Milestone | None = None
    around: tuple[str, ...] = ()
    slots: int = 0
    priority: Priority = "must"
    progress: Progress = UNTOUCHED

    @property
    def is_work(self) -> bool:
        """Whether somebody does it."""
        return self.kind in ("task", "contract") and self.slots > 0


@dataclass(frozen=True, slots=True)
class Gone:
    """Something others may wait for that takes no time any more: done, answered, agreed or left out.

    The dates are those of its beginning and its end, where they are known.
    """

    id: str
    title: str
    why: Literal["done", "cut"]
    began: date | None = None
    ended: date | None = None
    task: PlanTask | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a plan cannot be scheduled at all: in words, with the task's id, the place in the file, and what to do."""

    message: str
    task: str
    line: str
    hint: str

    def __str__(self) -> str:
        return f"{self.line}: {self.message}. {self.hint}"


def lines_of(plan: Plan) -> dict[str, str]:
    """The place of each id in the plan's file."""
    found: dict[str, str] = {}
    for path, task in _tasks(plan.tasks, ()):
        found.setdefault(task.id, _line(plan, "tasks", *path))
    for key in ("unknowns", "contracts", "risks", "milestones"):
        for place, one in enumerate(getattr(plan, key)):
            found.setdefault(one.id, _line(plan, key, place))
    return found


def _line(plan: Plan, *path: str | int) -> str:
    span = plan.span_of(*path)
    return f"{span.file or plan.file}:{span.line}"


def _tasks(
    tasks: tuple[PlanTask, ...], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], PlanTask]]:
    for place, task in enumerate(tasks):
        yield (*path, place), task
        yield from _tasks(task.tasks, (*path, place, "tasks"))
