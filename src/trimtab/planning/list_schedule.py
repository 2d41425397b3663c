"""The first plan: tasks one by one, the most urgent of those that can be placed first, each as early as it fits.

The slow and obvious form of what the compiled searches do, for people and pools alike; needs no numpy. It is the first
feasible plan, and what the tests hold the searches against. Among people the one who ends a task first does it, of those
the one with the least work so far.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from trimtab.planning._bookings import Bookings, Levels
from trimtab.planning._worktime import Worktime
from trimtab.planning.problem import Candidate, Impossible, Link, Problem
from trimtab.planning.schedule import Placement, Schedule


def list_schedule(problem: Problem, priority: Sequence[int] | None = None) -> Schedule:
    """A schedule that keeps every link, absence, capacity and fixed start.

    `priority` ranks the tasks, the lowest first; without it the one comes first that must start first for nothing to
    end late. Raises `Impossible` where no placement was found; where no start is fixed, there is none.
    """
    ranks = latest_starts(problem) if priority is None else list(priority)
    try:
        return _Placing(problem, ranks).schedule()
    except Impossible:
        if all(task.start is None for task in problem.tasks):
            raise
    return _Placing(problem, _before_fixed(problem, ranks)).schedule()


def shortest(problem: Problem) -> list[int]:
    """The fewest slots that each task can last, by the quickest candidate of its longest role at full pace."""
    return [
        max((min(one.work for one in role) for role in task.roles), default=0) if task.roles else task.duration
        for task in problem.tasks
    ]


def remaining(problem: Problem) -> list[int]:
    """The slots from each task's start to the end of all, at least: the longest path of links behind it."""
    length = shortest(problem)
    tails = list(length)
    for task in reversed(problem.order):
        for link in problem.after[task]:
            tails[task] = max(tails[task], _apart(link, length) + tails[link.after])
    return tails


def latest_starts(problem: Problem) -> list[int]:
    """The slot that each task must start in for nothing to end after its due slot or the longest path of links."""
    length = shortest(problem)
    tails = remaining(problem)
    end = max(tails, default=0)
    found = [end - tail for tail in tails]
    for task in reversed(problem.order):
        due = problem.tasks[task].due
        if due is not None:
            found[task] = min(found[task], due - length[task])
        for link in problem.after[task]:
            found[task] = min(found[task], found[link.after] - _apart(link, length))
    return found


def _apart(link: Link, length: Sequence[int]) -> int:
    """By how much the second task of a link starts after the first, at least."""
    first = length[link.before] if link.kind in ("FS", "FF") else 0
    second = length[link.after] if link.kind in ("FF", "SF") else 0
    return first + link.lag - second


def _before_fixed(problem: Problem, ranks: Sequence[int]) -> list[int]:
    """The same ranks, with all that a fixed task waits for moved to the front."""
    ahead = {task for task, one in enumerate(problem.tasks) if one.start is not None}
    for task in reversed(problem.order):
        if any(link.after in ahead for link in problem.after[task]):
            ahead.add(task)
    first = min(ranks, default=0) - max(ranks, default=0) - 1
    return [rank + first if task in ahead else rank for task, rank in enumerate(ranks)]


class _Placing:
    """What has been placed so far."""

    def __init__(self, problem: Problem, ranks: Sequence[int]) -> None:
        self._problem = problem
        self._ranks = ranks
        self._times = [Worktime(person) for person in problem.people]
        self._booked = [Bookings() for _ in problem.people]
        self._levels = [Levels(pool.capacity) for pool in problem.pools]
        self._placed: list[Placement | None] = [None] * len(problem.tasks)

    def schedule(self) -> Schedule:
        fixed = [task for task, one in enumerate(self._problem.tasks) if one.start is not None]
        for task in fixed:
            self._place(task)
        waiting = [len(links) for links in self._problem.before]
        ready = [self._key(task) for task, count in enumerate(waiting) if not count]
        heapify(ready)
        while ready:
            task = heappop(ready)[-1]
            if self._placed[task] is None:
                self._place(task)
            for link in self._problem.after[task]:
                waiting[link.after] -= 1
                if not waiting[link.after]:
                    heappush(ready, self._key(link.after))
        placements = tuple(one for one in self._placed if one is not None)
        for task in fixed:
            self._check(task, placements)
        return Schedule(placements)

    def _key(self, task: int) -> tuple[int, int, int]:
        return self._ranks[task], self._problem.tasks[task].rank, task

    def _check(self, task: int, placements: Sequence[Placement]) -> None:
        """A fixed task was placed before what it waits for; was that in time?"""
        mine = placements[task]
        start, end = _earliest(self._problem.before[task], placements)
        if mine.start < start or mine.end < end:
            late = [link.before for link in self._problem.before[task]]
            raise Impossible("what a fixed task waits for is not done by then", (task, *late))

    def _place(self, task: int) -> None:
        one = self._problem.tasks[task]
        if one.start is None:
            start, end = _earliest(self._problem.before[task], self._placed)
            start = max(start, one.release)
            latest = None
        else:
            start, end, latest = one.start, 0, one.start
        if one.roles:
            found = self._with_people(task, start, end, latest)
        else:
            found = self._with_pools(task, max(start, end - one.duration), latest)
        if found is None:
            self._refuse(task)
        self._placed[task] = found

    def _refuse(self, task: int) -> None:
        one = self._problem.tasks[task]
        able = sorted({candidate.person for role in self._roles(task) for candidate in role})
        if one.start is not None:
            raise Impossible("a fixed start does not fit", (task,), able)
        raise Impossible("nobody has the time for it", (task,), able)

    def _with_pools(self, task: int, start: int, latest: int | None) -> Placement | None:
        one = self._problem.tasks[task]
        wants = [(self._levels[pool], units) for pool, units in one.demands if units]
        while clash := max((level.clash(start, start + one.duration, units) for level, units in wants), default=0):
            if latest is not None:
                return None
            start = clash
        for level, units in wants:
            level.take(start, start + one.duration, units)
        return Placement(start, start + one.duration)

    def _roles(self, task: int) -> tuple[tuple[Candidate, ...], ...]:
        """Who can fill each role; of frozen work those named alone."""
        one = self._problem.tasks[task]
        if one.people is None:
            return one.roles
        kept = tuple(
            tuple(candidate for candidate in role if candidate.person == person)
            for role, person in zip(one.roles, one.people, strict=True)
        )
        if not all(kept):
            raise Impossible("frozen work names somebody who cannot do it", (task,), one.people)
        return kept

    def _with_people(self, task: int, start: int, end: int, latest: int | None) -> Placement | None:
        roles = self._roles(task)
        if len(roles) == 1:
            chosen, start = self._one(roles[0], start, end, latest)
        else:
            chosen, start = self._several(roles, start, end, latest)
        if not chosen:
            return None
        ends = []
        for candidate in chosen:
            part = self._end(candidate, start)
            self._booked[candidate.person].take(start, part, candidate.work)
            ends.append(part)
        return Placement(start, max(ends), tuple(candidate.person for candidate in chosen))

    def _end(self, candidate: Candidate, start: int) -> int:
        end = self._times[candidate.person].end(start, candidate.work)
        if end is None:
            raise Impossible("somebody is away for ever", (), (candidate.person,))
        return end

    def _one(self, role: Sequence[Candidate], start: int, end: int, latest: int | None) -> tuple[list[Candidate], int]:
        """Whoever ends it first, and when they start."""
        found: tuple[int, int, int, int] | None = None
        chosen: list[Candidate] = []
        for candidate in role:
            span = self._span(candidate, start, end, latest)
            if span is None:
                continue
            key = (span[1], self._booked[candidate.person].work, candidate.person, span[0])
            if found is None or key < found:
                found, chosen = key, [candidate]
        return chosen, found[-1] if found else start

    def _span(self, candidate: Candidate, start: int, end: int, latest: int | None) -> tuple[int, int] | None:
        """The first stretch of a person's time from `start` on that holds the work, and ends at `end` or later."""
        times, booked = self._times[candidate.person], self._booked[candidate.person]
        first: int | None = times.start_for(end, candidate.work)
        while first is not None:
            first = max(first, start)
            if candidate.work:
                first = times.next_working(first)
            if first is None or (latest is not None and first > latest):
                return None
            ends = times.end(first, candidate.work)
            if ends is None:
                return None
            clash = booked.clash(first, ends)
            if not clash:
                return first, ends
            first = clash
        return None

    def _several(
        self, roles: Sequence[Sequence[Candidate]], start: int, end: int, latest: int | None
    ) -> tuple[list[Candidate], int]:
        """The first slot in which as many different people as there are roles can begin together."""
        idle = all(not candidate.work for role in roles for candidate in role)
        begin: int | None = start
        while begin is not None and (latest is None or begin <= latest):
            free: list[list[Candidate]] = []
            later: list[int] = []
            for role in roles:
                able = []
                for candidate in role:
                    first = begin if idle else self._free_from(candidate, begin)
                    if first == begin:
                        able.append(candidate)
                    elif first is not None:
                        later.append(first)
                free.append(able)
            chosen = self._matched(free, begin)
            short = end - max((self._end(one, begin) for one in chosen), default=end)
            if chosen and short <= 0:
                return chosen, begin
            begin = begin + 1 if chosen else min(later, default=None)
        return [], start

    def _free_from(self, candidate: Candidate, begin: int) -> int | None:
        """The first slot from `begin` on in which the person works, and has time for all of their part, if it is any."""
        if not candidate.work:
            return self._times[candidate.person].next_working(begin)
        span = self._span(candidate, begin, 0, None)
        return span[0] if span else None

    def _matched(self, free: Sequence[Sequence[Candidate]], begin: int) -> list[Candidate]:
        """One of the free for each role, no person twice; empty when they do not suffice."""
        held: dict[int, int] = {}
        filled: list[Candidate | None] = [None] * len(free)
        order = [
            sorted(role, key=lambda one: (self._end(one, begin), self._booked[one.person].work, one.person))
            for role in free
        ]
        for role in sorted(range(len(free)), key=lambda place: len(free[place])):
            if not _fill(role, order, held, filled, set()):
                return []
        return [one for one in filled if one is not None]


def _fill(
    role: int,
    free: Sequence[Sequence[Candidate]],
    held: dict[int, int],
    filled: list[Candidate | None],
    asked: set[int],
) -> bool:
    """Find somebody for a role, moving others to their second choice where that helps."""
    for candidate in free[role]:
        if candidate.person in asked:
            continue
        asked.add(candidate.person)
        holder = held.get(candidate.person)
        if holder is None or _fill(holder, free, held, filled, asked):
            held[candidate.person] = role
            filled[role] = candidate
            return True
    return False


def _earliest(links: Sequence[Link], placed: Sequence[Placement | None]) -> tuple[int, int]:
    """The first slots in which a task may start and may end, by what it waits for."""
    start = end = 0
    for link in links:
        other = placed[link.before]
        if other is None:
            continue
        at = (other.end if link.kind in ("FS", "FF") else other.start) + link.lag
        if link.kind in ("FS", "SS"):
            start = max(start, at)
        else:
            end = max(end, at)
    return start, end
