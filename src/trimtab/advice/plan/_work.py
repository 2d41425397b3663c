"""How much work a task is, and how much of it is left at an instant."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trimtab.records.plan import Estimate, PlanTask, Priority

PRIORITIES: tuple[Priority, ...] = ("must", "should", "could")


@dataclass(frozen=True, slots=True)
class Progress:
    """What is done of a task. `left` is the share that is, 0 when it is done; the dates are as written."""

    left: float = 1.0
    started: date | None = None
    finished: date | None = None
    because: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.left <= 0

    @property
    def is_begun(self) -> bool:
        """Whether work on it began."""
        return self.left < 1 or self.started is not None


UNTOUCHED = Progress()


def expected_hours(estimate: Estimate, a_day: float) -> float:
    """The work to count with where one number is needed: the likeliest, else the geometric middle of the range.

    The geometric middle is the median of work that is as likely to be twice as much as half as much.
    """
    if estimate.likely is not None:
        return estimate.likely.hours(a_day)
    low, high = estimate.low.hours(a_day), estimate.high.hours(a_day)
    return math.sqrt(low * high) if low else high / 2


def progress_of(task: PlanTask, around: Sequence[PlanTask], closed: Mapping[str, bool], day: date) -> Progress:
    """What is done of a task by the end of `day`, by its own words, else by its items (`closed` of each that is known)."""
    whole = (task, *reversed(around))
    finished = next((one.finished for one in whole if one.finished is not None and one.finished <= day), None)
    started = task.started if task.started is not None and task.started <= day else None
    if finished is not None or any(one.done is True or one.done == 1 for one in whole):
        return Progress(0.0, started, finished, "written in the plan")
    if task.remaining is not None or not isinstance(task.done, bool):
        share = 0.0 if isinstance(task.done, bool) else task.done
        return Progress(1 - share, started, None, "written in the plan")
    known = [closed[item] for item in task.items if item in closed]
    share = sum(known) / len(task.items) if task.items else 0.0
    if share == 1:
        return Progress(0.0, started, None, f"closed: {', '.join(task.items)}")
    return Progress(1 - share, started, None, f"{sum(known)} of {len(task.items)} items closed" if share else "")


def hours_left(task: PlanTask, progress: Progress, a_day: float, otherwise: float) -> float:
    """Working hours of each person that a task still takes; `otherwise` are those of a task without an estimate."""
    if task.remaining is not None:
        return expected_hours(task.remaining, a_day)
    whole = expected_hours(task.estimate, a_day) if task.estimate else otherwise
    return whole * progress.left


def priority_of(task: PlanTask, around: Sequence[PlanTask]) -> Priority:
    """The priority of a task: its own, else of the nearest group that has one, else must."""
    return next((one.priority for one in (task, *reversed(around)) if one.priority), "must")
