"""The critical path by the textbook: early and late dates and slack, on calendars and without regard to who is busy.

Forward and backward pass of the critical path method (Kelley and Walker, 1959), with all four kinds of link and lags of
either sign. A task begins as early as any candidate works, and ends as early as the quickest has done it on their own calendar.
Nobody is taken to be on anything else, so no schedule has anything earlier.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trimtab.planning.problem import FULL, Link, Person, Problem, Task

_NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Times:
    """Slots of one task: ends are the slot after the last. `late_*` are the latest that keep the end of the whole."""

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int

    @property
    def slack(self) -> int:
        """Total slack: by how many slots the start can slip without moving the end; below 0 where a due slot is missed."""
        return self.late_start - self.early_start


@dataclass(frozen=True, slots=True)
class Network:
    """The times of every task, in the problem's order, and one path of tasks that decides the end.

    `path` runs from the first task of a longest chain to the last. `clashes` are tasks that must start before what they
    wait for is over.
    """

    times: tuple[Times, ...]
    path: tuple[int, ...]
    clashes: tuple[int, ...] = ()

    @property
    def length(self) -> int:
        """The slot in which everything has ended at the earliest."""
        return max((one.early_finish for one in self.times), default=0)

    @property
    def critical(self) -> tuple[int, ...]:
        """Every task without slack, and those of the path: at a slow pace a start may slip by a slot of rounding."""
        path = set(self.path)
        return tuple(task for task, one in enumerate(self.times) if one.slack <= 0 or task in path)


def critical_path(problem: Problem, *, by_due: bool = False) -> Network:
    """Early and late times of a problem's tasks.

    With `by_due` a task's late finish is no later than its due slot, so that slack below 0 tells who is late at best.
    Several people on one task are taken one by one, each from when they work. Pools are not looked at.

    Raises `ValueError` with the task's name where nobody ever ends it.
    """
    calendars = tuple(_Calendar(person) for person in problem.people)
    lengths = tuple(_Length(task, calendars, problem) for task in problem.tasks)
    early, drivers, clashes = _forward(problem, lengths)
    end = max((finish for _, finish in early), default=0)
    late = _backward(problem, lengths, early, end, by_due=by_due)
    times = tuple(Times(*one, *other) for one, other in zip(early, late, strict=True))
    return Network(times, _path(early, drivers), clashes)


class _Calendar:
    """How much one person gets done by each slot, in thousandths of slots at full pace, and the inverse."""

    def __init__(self, person: Person) -> None:
        self._since = [since for since, _ in person.pace]
        self._pace = [pace for _, pace in person.pace]
        self._done = [0]
        for (since, pace), (until, _) in pairwise(person.pace):
            self._done.append(self._done[-1] + (until - since) * pace)

    def next_working(self, slot: int) -> int:
        """The first slot from one on in which they work."""
        run = bisect_right(self._since, slot) - 1
        while not self._pace[run]:
            run += 1
            if run == len(self._pace):
                return _NEVER
        return max(slot, self._since[run])

    def last_working(self, slot: int) -> int:
        """The last slot up to one, that one included, in which they work; below 0 as if they always had worked."""
        run = bisect_right(self._since, slot) - 1
        while run >= 0 and not self._pace[run]:
            slot = self._since[run] - 1
            run -= 1
        return slot

    def end(self, start: int, work: int) -> int:
        """The slot by which `work` is done that begins at `start`."""
        if not work:
            return start
        target = self._by(start) + work * FULL
        run = bisect_left(self._done, target) - 1
        pace = self._pace[run]
        return self._since[run] - (-(target - self._done[run]) // pace) if pace else _NEVER

    def latest_start(self, end: int, work: int) -> int:
        """The last slot from which `work` is done by `end`; below 0 where there is none, as if they always had worked."""
        if not work:
            return end
        most = self._by(end) - work * FULL
        if most < 0:
            return most // FULL
        run = bisect_right(self._done, most) - 1  # the last run that begins with no more than this done
        pace = self._pace[run]
        return self._since[run] + (most - self._done[run]) // pace if pace else self._since[run] - 1

    def _by(self, slot: int) -> int:
        if slot <= 0:
            return slot * FULL
        run = bisect_right(self._since, slot) - 1
        return self._done[run] + (slot - self._since[run]) * self._pace[run]


class _Length:
    """From the slot a task may begin in to its times, and back, by its best candidates."""

    def __init__(self, task: Task, calendars: Sequence[_Calendar], problem: Problem) -> None:
        self._duration = task.duration
        frozen = task.people or (None,) * len(task.roles)
        self._roles = [
            [(calendars[one.person], one.work) for one in role if who is None or one.person == who]
            for role, who in zip(task.roles, frozen, strict=True)
        ]
        if task.roles and self.times(0)[1] >= _NEVER:
            names = sorted({problem.people[one.person].name for role in task.roles for one in role})
            raise ValueError(f"{task.name}: {', '.join(names)} never end it")

    def times(self, slot: int) -> tuple[int, int]:
        """Start and end of a task that may begin at `slot`."""
        if not self._roles:
            return slot, slot + self._duration
        starts = [min(one.next_working(slot) if work else slot for one, work in role) for role in self._roles]
        return max(starts), max(min(one.end(slot, work) for one, work in role) for role in self._roles)

    def latest(self, end: int) -> int:
        """The last slot that a task may begin in and have ended by `end`."""
        if not self._roles:
            return end - self._duration
        return min(max(one.latest_start(end, work) for one, work in role) for role in self._roles)

    def latest_to_start(self, start: int) -> int:
        """The last slot that a task may begin in and have begun by `start`."""
        if not self._roles:
            return start
        return min(max(one.last_working(start) if work else start for one, work in role) for role in self._roles)

    def to_end_from(self, end: int, slot: int) -> int:
        """The first slot, `slot` or later, from which a task ends no earlier than `end`."""
        return slot if self.times(slot)[1] >= end else max(self.latest(end - 1) + 1, slot)


def _forward(
    problem: Problem, lengths: Sequence[_Length]
) -> tuple[list[tuple[int, int]], list[int | None], tuple[int, ...]]:
    """Early starts and finishes, which task decides each, and the tasks whose fixed start comes too soon."""
    early = [(0, 0)] * len(problem.tasks)
    drivers: list[int | None] = [None] * len(problem.tasks)
    clashes = []
    for number in problem.order:
        task, length = problem.tasks[number], lengths[number]
        slot = task.release if task.start is None else task.start
        found = length.times(slot)
        for link in problem.before[number]:
            needed = _earliest(link, early[link.before], length, slot)
            if needed > slot:
                slot = needed
                later = length.times(slot)
                # What only moves the wait for a calendar decides nothing.
                if later != found:
                    found, drivers[number] = later, link.before
        if task.start is not None and slot > task.start:
            clashes.append(number)
        early[number] = found
    return early, drivers, tuple(clashes)


def _earliest(link: Link, before: tuple[int, int], length: _Length, slot: int) -> int:
    """The slot from which a task may begin for one link."""
    reached = before[link.kind[0] == "F"] + link.lag
    return reached if link.kind[1] == "S" else length.to_end_from(reached, slot)


def _backward(
    problem: Problem, lengths: Sequence[_Length], early: Sequence[tuple[int, int]], end: int, *, by_due: bool
) -> list[tuple[int, int]]:
    """Late starts and finishes."""
    late = [(0, 0)] * len(problem.tasks)
    for number in reversed(problem.order):
        task, length = problem.tasks[number], lengths[number]
        finish, start = end, _NEVER
        if by_due and task.due is not None:
            finish = min(finish, task.due)
        for link in problem.after[number]:
            allowed = late[link.after][link.kind[1] == "F"] - link.lag
            if link.kind[0] == "F":
                finish = min(finish, allowed)
            else:
                start = min(start, allowed)
        start = _latest(length, start, finish, early[number])
        if task.start is not None:
            start = min(start, task.start)
        late[number] = start, min(finish, _end_from(length, start))
    return late


def _latest(length: _Length, start: int, finish: int, early: tuple[int, int]) -> int:
    """The last start for an end and a start that must be kept.

    Of several people, who are taken one by one, one may have to begin before another can: then nothing may slip.
    """
    found = min(length.latest(finish), length.latest_to_start(start) if start < _NEVER else _NEVER)
    return max(found, early[0]) if early[0] <= start and early[1] <= finish else found


def _end_from(length: _Length, start: int) -> int:
    return length.times(start)[1] if start >= 0 else _NEVER


def _path(early: Sequence[tuple[int, int]], drivers: Sequence[int | None]) -> tuple[int, ...]:
    """The chain that decides the end, from its first task to its last."""
    if not early:
        return ()
    last: int | None = max(range(len(early)), key=lambda task: (early[task][1], early[task][0] < early[task][1], -task))
    found: list[int] = []
    while last is not None:
        found.append(last)
        last = drivers[last]
    return tuple(reversed(found))
