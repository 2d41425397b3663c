"""What every model of one plan stands on, worked out once: the team, its axis of working time, and everybody's pace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from trimtab.advice.plan._team import Team, team_of
from trimtab.advice.plan._work import expected_hours
from trimtab.planning.problem import FULL, Person
from trimtab.records import Records
from trimtab.records.plan import Plan, Span
from trimtab.workdays import SLOT, Axis, Elapsed, WorkingTime

SLOTS_AN_HOUR = timedelta(hours=1) // SLOT
_DAY = timedelta(days=1)
_MOST_YEARS = 12  # beyond it a pace is that of a usual year, without leave and holidays one by one


@dataclass(frozen=True, slots=True)
class PlanGround:
    """Team, axis and paces of a plan at an instant.

    `people` are the workers as the problem knows them. `hours_a_day` is the length of the team's working day, by which an
    estimate in days is meant.
    """

    team: Team
    axis: Axis
    people: tuple[Person, ...]
    clock: WorkingTime
    hours_a_day: float
    as_of: datetime

    def slots(self, hours: float) -> int:
        """Working hours as slots of work at full pace: none is rounded away."""
        return max(-(-round(hours * SLOTS_AN_HOUR * 1000) // 1000), 0)

    def lag(self, span: Span) -> int:
        """A lag as slots of the axis: a day is a day of the axis, which is longer where zones differ."""
        if span.unit == "h":
            return round(span.amount * SLOTS_AN_HOUR)
        return round(span.hours(1.0) * self.axis.slots_a_day())

    def first_on(self, day: date) -> int:
        """The first slot of a date, or after it; 0 where that is over."""
        return max(self.axis.first_from(self.clock.start_of_day(day)), 0)

    def over_on(self, day: date) -> int:
        """How many slots are over by the end of a date."""
        return self.axis.over_by(self.clock.start_of_day(day + _DAY))

    def since(self, day: date, *, begins: bool) -> int:
        """Slots between the beginning, or the end, of a day in the past and slot 0, about."""
        then = self.clock.start_of_day(day if begins else day + _DAY)
        hours = self.clock.hours_between(then, self.axis.origin) / self.clock.capacity
        return max(round(hours / self.hours_a_day * self.axis.slots_a_day()), 0)

    def pace_at(self, person: int, slot: int) -> int:
        """The thousandths of a slot that somebody works."""
        return next(pace for since, pace in reversed(self.people[person].pace) if since <= slot)

    def can_end(self, person: int, slots: int) -> bool:
        """Whether somebody ever does so much work at all."""
        pace = self.people[person].pace
        if pace[-1][1]:
            return True
        ends = [since for since, _ in pace[1:]]
        return sum((end - since) * one for (since, one), end in zip(pace, ends, strict=False)) >= slots * FULL


def ground_of(plan: Plan, records: Records, as_of: datetime, zone: str) -> PlanGround:
    """The ground of a plan: slot 0 is the first of the plan's first day, or of `as_of` where that is later."""
    clock = records.working_time(zone=zone)
    day = max(plan.start, clock.date_of(as_of))
    team = team_of(plan, records, day, zone)
    clocks = [one.working for one in team.workers] or [clock]
    start = max(as_of.astimezone(UTC), min(one.start_of_day(plan.start) for one in clocks))
    axis = Axis(start, clocks)
    hours_a_day = Elapsed(WorkingTime(zone=clock.zone, moves=clock.moves, hours=clock.hours)).hours_a_day
    until = _reach(plan, axis, hours_a_day, clock)
    people = tuple(Person(one.id, axis.pace(one.working, until, one.share)) for one in team.workers)
    return PlanGround(team, axis, people, clock, hours_a_day, as_of)


def _reach(plan: Plan, axis: Axis, a_day: float, clock: WorkingTime) -> int:
    """Slots up to which paces are exact: twice what one person at half pace would take, and a year."""
    work = sum(expected_hours(task.estimate, a_day) for task, _ in plan.leaves() if task.estimate)
    year = 260 * axis.slots_a_day()
    last = max((axis.first_from(clock.start_of_day(day)) for day in _dates(plan)), default=0)
    return min(year + last + round(4 * work * SLOTS_AN_HOUR), _MOST_YEARS * year)


def _dates(plan: Plan) -> Iterator[date]:
    for task, around in plan.leaves():
        yield from (day for one in (task, *around) for day in (one.starts, one.not_before) if day)
    yield from (unknown.by for unknown in plan.unknowns if unknown.by)
