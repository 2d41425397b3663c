"""How much of everybody's time a plan takes, week by week."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.critical import Network
from trimtab.planning.problem import FULL, Person, Problem
from trimtab.planning.schedule import Placement
from trimtab.workdays import week_dates, week_name

MOST_WEEKS = 26
_OVER = 1.005  # of a week's time; less is rounding


@dataclass(frozen=True, slots=True)
class Booking:
    """Part of a task on one person: `work` slots at full pace, done at their pace in the slots from `start` to `end`."""

    task: int
    person: int
    start: int
    end: int
    work: float


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a plan, by its slots."""

    name: str
    first: int
    end: int


def by_early_dates(problem: Problem, network: Network) -> Iterator[Booking]:
    """Everything as early as it can be; what several could do is shared evenly among them."""
    for number, (task, times) in enumerate(zip(problem.tasks, network.times, strict=True)):
        for role in task.roles:
            for one in role:
                yield Booking(number, one.person, times.early_start, times.early_finish, one.work / len(role))


def by_schedule(problem: Problem, placements: Sequence[Placement]) -> Iterator[Booking]:
    """Everything when it is scheduled, by who does it; somebody whose part is done before the task is free then."""
    for number, (task, place) in enumerate(zip(problem.tasks, placements, strict=True)):
        for role, person in zip(task.roles, place.people, strict=True):
            work = next(one.work for one in role if one.person == person)
            yield Booking(number, person, place.start, part_end(problem.people[person], place.start, work), work)


def part_end(person: Person, start: int, work: int) -> int:
    """The slot by which somebody has done `work` that they begin at `start`."""
    left = work * FULL
    bounds = [*person.pace, (1 << 60, 0)]
    for (since, pace), (until, _) in pairwise(bounds):
        begin = max(since, start)
        if left <= 0 or begin >= until or not pace:
            continue
        needed = -(-left // pace)
        if begin + needed <= until:
            return begin + needed
        left -= (until - begin) * pace
    return start


def weeks_of(scene: PlanScene, end: int) -> list[Week]:
    """The weeks from slot 0 to a slot, at most as many as are told."""
    monday, _ = week_dates(week_name(scene.starts(0).date()))
    found: list[Week] = []
    while len(found) < MOST_WEEKS:
        following = monday + timedelta(weeks=1)
        first, last = (scene.model.axis.first_from(scene.working.start_of_day(day)) for day in (monday, following))
        if found and first >= end:
            break
        found.append(Week(week_name(monday), first, last))
        monday = following
    return found


def capacity(person: Person, week: Week) -> float:
    """What somebody can get done in a week, in slots at full pace."""
    return worked(person, week.first, week.end)


def worked(person: Person, first: int, end: int) -> float:
    """What somebody can get done from one slot to another, in slots at full pace."""
    bounds = [*person.pace, (1 << 60, 0)]
    within = ((max(since, first), min(until, end), pace) for (since, pace), (until, _) in pairwise(bounds))
    return sum((last - begin) * pace for begin, last, pace in within if begin < last) / FULL


def load_section(scene: PlanScene, bookings: Iterable[Booking], end: int, meaning: str) -> Section:
    """A line a person, a column a week: which share of the time they have for the plan is taken."""
    weeks = weeks_of(scene, end)
    booked: dict[int, list[Booking]] = {}
    for one in bookings:
        booked.setdefault(one.person, []).append(one)
    columns = ("LOAD", *(f"W{week.name[-2:]}" for week in weeks))
    claims = (
        _claim(scene, person, weeks, booked.get(person, ()), meaning) for person in range(len(scene.model.workers))
    )
    return Section("LOAD", tuple(one for one in claims if one is not None), columns=columns)


def _claim(
    scene: PlanScene, person: int, weeks: Sequence[Week], booked: Sequence[Booking], meaning: str
) -> Claim | None:
    if not booked:
        return None
    who = scene.model.problem.people[person]
    there = [capacity(who, week) for week in weeks]
    taken = [sum(_within(one, week, who) for one in booked) for week in weeks]
    shares = [work / able if able else 0.0 for work, able in zip(taken, there, strict=True)]
    over = [week.name for week, share in zip(weeks, shares, strict=True) if share > _OVER]
    top = max(range(len(weeks)), key=lambda at: (shares[at], -at))
    busiest = f"{taken[top] / 4:.0f} of {there[top] / 4:.0f} h in {weeks[top].name}"
    name = scene.who(person)
    return Claim(
        id="",
        subject=f"load:{scene.model.workers[person].id}",
        name=name,
        text=f"busiest: {busiest}",
        cells=tuple(_cell(work, able) for work, able in zip(taken, there, strict=True)),
        headline=f"{name[:1].upper()}{name[1:]}: {busiest}"
        + (f"; more than there is in {', '.join(over)}" if over else ""),
        figures=tuple(
            Figure(week.name, round(100 * share), "%", f"{work / 4:.1f} h of work for the plan in {able / 4:.1f} h")
            for week, share, work, able in zip(weeks, shares, taken, there, strict=True)
            if work or able
        ),
        because=(_tasks(scene, booked),),
        meaning=meaning,
        anchor=f"{PAGE}#load",
        left_out=(f"weeks after {weeks[-1].name}",) if len(weeks) == MOST_WEEKS else (),
    )


def overloaded(section: Section) -> list[Claim]:
    """The lines of those who have more work in some week than time."""
    return [one for one in section.claims if "more than there is" in one.headline]


def _tasks(scene: PlanScene, booked: Sequence[Booking]) -> Group:
    tasks = dict.fromkeys(one.task for one in sorted(booked, key=lambda one: (one.start, one.task)))
    rows = tuple(scene.line(scene.model.tasks[at]) for at in tasks)
    return Group("tasks", f"{sum(one.work for one in booked) / 4:.0f} h of work in {len(rows)} tasks", rows, len(rows))


def _within(booking: Booking, week: Week, person: Person) -> float:
    """The part of a booking that falls into a week: by the pace of whoever does it, who does nothing while away."""
    first, last = max(booking.start, week.first), min(booking.end, week.end)
    if first >= last:
        return 0.0
    there = worked(person, booking.start, booking.end)
    if not there:  # somebody else would do it in this time
        return booking.work * (last - first) / (booking.end - booking.start)
    return booking.work * worked(person, first, last) / there


def _cell(work: float, able: float) -> str:
    if not able:
        return "away" if not work else f"{work / 4:.0f} h"
    return f"{100 * work / able:.0f} %" if work else "-"
