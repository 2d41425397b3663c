"""What a schedule comes to once people are given: which tasks now decide the end, and how far each could slip.

A task waits for what the plan says, and for whatever each of its people does before it. On these links together the
critical path is that of the schedule: the longest chain of work and of people (Goldratt's critical chain).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from trimtab.advice.plan._load import Booking, worked
from trimtab.planning.critical import critical_path
from trimtab.planning.problem import Link, Problem
from trimtab.planning.schedule import Placement, Schedule

_AT_ONCE = 4  # slots that a start may slip and still be told as critical: an hour


@dataclass(frozen=True, slots=True)
class Levelled:
    """A schedule's own network. `slack` is by task, in slots; `chain` is one path that decides the end, first task first."""

    slack: tuple[int, ...]
    critical: frozenset[int]
    chain: tuple[int, ...]


def levelled(problem: Problem, schedule: Schedule, bookings: Sequence[Booking]) -> Levelled:
    """The slack of every task while people and their order stay as they are."""
    placed = schedule.placements
    tasks = tuple(
        replace(task, people=place.people if task.roles else None, release=place.start, start=task.start)
        for task, place in zip(problem.tasks, placed, strict=True)
    )
    links = (*problem.links, *_order(bookings, placed))
    try:
        held = Problem(tasks, links, problem.people)
    except ValueError:  # somebody goes on to what their own task has to end behind: the plan's links alone are kept
        held = Problem(tasks, problem.links, problem.people)
    times = critical_path(held).times
    slack = tuple(max(one.late_start - place.start, 0) for one, place in zip(times, placed, strict=True))
    chain = tuple(reversed(tuple(_chain(held, placed))))
    return Levelled(slack, frozenset(at for at, one in enumerate(slack) if one < _AT_ONCE) | set(chain), chain)


def _order(bookings: Sequence[Booking], placed: Sequence[Placement]) -> Iterator[Link]:
    """From each person's work to the next: it may begin once their part of the one before is done."""
    for person in sorted({one.person for one in bookings}):
        own = (one for one in bookings if one.person == person and one.end > one.start)
        for before, after in pairwise(sorted(own, key=lambda one: one.start)):
            yield Link(before.task, after.task, "FS", before.end - placed[before.task].end)


def _chain(problem: Problem, placed: Sequence[Placement]) -> Iterator[int]:
    """Back from the task that ends last, each time to one that leaves no time before it."""
    at: int | None = max(range(len(placed)), key=lambda one: (placed[one].end, placed[one].start, one), default=None)
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        tight = [link.before for link in problem.before[at] if _is_tight(problem, placed, link)]
        at = max(tight, key=lambda one: (placed[one].end, placed[one].start, one), default=None)


def _is_tight(problem: Problem, placed: Sequence[Placement], link: Link) -> bool:
    """Whether what waits could not have begun, or ended, any earlier for this link."""
    before, after = placed[link.before], placed[link.after]
    reached = (before.end if link.kind[0] == "F" else before.start) + link.lag
    if link.kind[1] == "F":
        return reached >= after.end
    there = [problem.people[person] for person in after.people]
    return reached >= after.start or any(not worked(one, reached, after.start) for one in there)
