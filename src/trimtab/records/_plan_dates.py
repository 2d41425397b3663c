"""Dates that cannot be kept: rules about what a plan asks for on which day.

How early something could be done is reckoned from the lowest estimates, as if everybody were free: what is late then is
late whoever does it. When it will be done is worked out by `trimtab.advice.plan`.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from trimtab.diagnostics import Diagnostic
from trimtab.records._plan_graph import Point, Wait
from trimtab.records._plan_view import View
from trimtab.records.plan import Contract, Milestone, PlanTask
from trimtab.workdays import Elapsed, WorkingTime

# Past this many days no lowest estimate is told: the dates are a slip, which other rules name.
_FURTHEST = 5 * 366


def impossible_dates(view: View) -> Iterator[Diagnostic]:
    """Dates of one task, and those of the plan, do not contradict each other."""
    if view.has_start:
        yield from _before_the_plan(view)
    for task in view.tasks:
        if task.finished and task.started and task.finished < task.started:
            message = f"it was finished on {task.finished}, before it was started on {task.started}"
            yield task.flaw_at(("finished",), "ends-before-it-begins", message, "swap the two, or correct the year.")
        first = _first(task)
        if task.starts and task.not_before and task.starts < task.not_before:
            message = f"it must start on {task.starts}, and cannot before {task.not_before}"
            yield task.flaw_at(("starts",), "impossible-date", message, "correct one of the two, or delete it.")
        elif task.due and task.due.day < first:
            message = f"it is due on {task.due.day}, before it can start on {first}"
            yield task.flaw_at(("due",), "impossible-date", message, "move the one or the other.")


def _first(task: PlanTask) -> date:
    """The first day on which a task may begin, by its own dates."""
    return max(filter(None, (task.starts, task.not_before)), default=date.min)


def _before_the_plan(view: View) -> Iterator[Diagnostic]:
    plan, start = view.plan, view.plan.start
    hint = f"correct the date, or the start of the plan ({start})."
    if plan.deadline and plan.deadline.day < start:
        message = f"the deadline, {plan.deadline.day}, is before the plan begins"
        yield plan.flaw_at(("deadline",), "impossible-date", message, hint)
    for task in view.tasks:
        if view.is_over(task):
            continue
        if task.starts and task.starts < start:
            message = f"it must start on {task.starts}, before the plan begins"
            yield task.flaw_at(("starts",), "impossible-date", message, hint)
        if task.due and task.due.day < start:
            message = f"it is due on {task.due.day}, before the plan begins"
            yield task.flaw_at(("due",), "impossible-date", message, hint)
    for milestone in plan.milestones:
        if milestone.due and milestone.due.day < start:
            message = f"it is due on {milestone.due.day}, before the plan begins"
            yield milestone.flaw_at(("due",), "impossible-date", message, hint)


def free_days(view: View) -> Iterator[Diagnostic]:
    """A task that must start on a day starts on one on which its owner works, or the team where it has none."""
    for task in view.leaves:
        if task.starts is None or view.is_over(task):
            continue
        owner = view.person(task.owner) if task.owner else None
        who = owner.id if owner else "nobody"
        working = view.records.working_time(owner) if owner else team_time(view)
        away = owner is not None and owner.away_on(task.starts)
        if away or not working.is_working_day(task.starts):
            why = f"{who} is away" if away else f"{who} {'does not work' if owner else 'works'}"
            message = f"it must start on {task.starts:%A} {task.starts}, when {why}"
            yield task.flaw_at(("starts",), "free-day", message, _next_day(working, task.starts))


def team_time(view: View) -> WorkingTime:
    """The team's working time: the lead's, without their own leave and part time."""
    return replace(view.records.working_time(), leave=(), capacity=1.0)


def _next_day(working: WorkingTime, day: date) -> str:
    for _ in range(30):
        day += timedelta(days=1)
        if working.is_working_day(day):
            return f"the next day of work is {day:%A} {day}; or use not_before for the first day it can begin."
    return "use not_before for the first day it can begin."


def too_early(view: View) -> Iterator[Diagnostic]:
    """What is due can be done by then, were all work the least that its estimates say and everybody free."""
    if not view.has_start:
        return
    earliest = Earliest(view)
    for name, one in view.graph.named.items():
        record = one.record
        if not isinstance(record, PlanTask | Milestone) or record.due is None or record.due.day < view.plan.start:
            continue
        point: Point = (name, "end") if one.kind == "group" else (name, "whole")
        if isinstance(record, PlanTask) and (view.is_over(record) or record.due.day < _first(record)):
            continue  # what contradicts itself has been told
        if (day := earliest.day(point)) and day > record.due.day:
            yield record.flaw_at(("due",), "too-early", *_late(view, earliest, point, record.due.day, day))
    deadline = view.plan.deadline
    if deadline and deadline.day >= view.plan.start and (last := earliest.last()):
        day = earliest.day(last)
        if day and day > deadline.day:
            yield view.plan.flaw_at(("deadline",), "too-early", *_late(view, earliest, last, deadline.day, day))


def _late(view: View, earliest: "Earliest", point: Point, due: date, day: date) -> tuple[str, str]:
    way = [name for name in earliest.way(point) if name in view.graph.named]
    shown = " -> ".join(way if len(way) <= 5 else [*way[:2], "...", *way[-2:]])
    message = f"at the lowest estimates it is done on {day:%a} {day} at the earliest, not by {due}"
    alone = "" if len(way) > 1 else " alone"
    return message, f"so long takes {shown}{alone}: cut there, let a contract part two of them, or move the date."


@dataclass(frozen=True, slots=True)
class _Reached:
    """When a point starts and ends at the earliest, in working hours from the start of the plan, and what it waits for."""

    start: float
    end: float
    because: Point | None


class Earliest:
    """How early each point could be reached, with the least work and everybody free, in the team's working days."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.working = team_time(view)
        self.a_day = Elapsed(self.working).hours_a_day

    def day(self, point: Point) -> date | None:
        """The day on which it could be done at the earliest; None for what lies on or behind a circle, or far out."""
        found = self._reached.get(point)
        if found is None:
            return None
        at = max(math.ceil(round(found.end / self.a_day, 6)) - 1, 0)
        return self._days[at] if at < len(self._days) else None

    def last(self) -> Point | None:
        """The point that could be reached last."""
        return max(self._reached, key=lambda point: self._reached[point].end, default=None)

    def way(self, point: Point) -> list[str]:
        """The ids on the longest way to a point, in order."""
        found: list[str] = []
        at: Point | None = point
        while at is not None:
            if at[1] == "whole" or at == point:
                found.append(at[0])
            at = self._reached[at].because
        return found[::-1]

    @cached_property
    def _days(self) -> tuple[date, ...]:
        first = self.view.plan.start.toordinal()
        days = (date.fromordinal(day) for day in range(first, first + _FURTHEST))
        return tuple(day for day in days if self.working.is_working_day(day))

    @cached_property
    def _reached(self) -> Mapping[Point, _Reached]:
        before: dict[Point, list[tuple[Point, Wait | None]]] = {}
        for point, links in self.view.graph.links.items():
            for behind, wait in links:
                before.setdefault(behind, []).append((point, wait))
        found: dict[Point, _Reached] = {}
        for point in self.view.graph.order:
            work, release = self._work(point), self._release(point)
            start, because = release, None
            for one, wait in before.get(point, ()):
                earliest = self._after(found[one], wait, work)
                if earliest > start:
                    start, because = earliest, one
            if point[1] == "end" and because is None and before.get(point):
                because = before[point][0][0]
            found[point] = _Reached(start, start + work, because)
        return found

    def _after(self, one: _Reached, wait: Wait | None, work: float) -> float:
        if wait is None:
            return one.end
        lag = wait.lag.hours(self.a_day)
        at = (one.start if wait.type[0] == "S" else one.end) + lag
        return at if wait.type[1] == "S" else at - work

    def _work(self, point: Point) -> float:
        record = self.view.graph.named[point[0]].record
        if isinstance(record, Contract):
            return record.estimate.low.hours(self.a_day) if record.estimate and not record.agreed else 0.0
        if not isinstance(record, PlanTask) or record.is_group or self.view.is_over(record):
            return 0.0
        if record.remaining:
            return record.remaining.low.hours(self.a_day)
        left = 1.0 - float(record.done)
        return record.estimate.low.hours(self.a_day) * left if record.estimate else 0.0

    def _release(self, point: Point) -> float:
        record = self.view.graph.named[point[0]].record
        if not isinstance(record, PlanTask) or self.view.is_over(record) or point[1] == "end":
            return 0.0
        day = _first(record)
        if day <= self.view.plan.start:
            return 0.0
        if (day - self.view.plan.start).days > _FURTHEST:
            return _FURTHEST * self.a_day
        return sum(1 for one in self._days if one < day) * self.a_day
