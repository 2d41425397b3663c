"""What is to be scheduled, as whole numbers: people, pools, tasks and links, checked when made.

Time runs in slots from 0 on, without nights and weekends that all have off; what a slot is in the world is the
caller's business. A task is done by people (its roles) or takes units of pools, or neither (a wait, a milestone). The
same form holds a lead's plan, and the project scheduling problems of the literature: RCPSP (pools alone), multi-skill
projects with one person a task, and with several.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

LinkKind = Literal["FS", "SS", "FF", "SF"]


class Impossible(Exception):
    """No schedule keeps all that is asked, or none was found: `tasks` and `people` are the indices concerned."""

    def __init__(self, reason: str, tasks: Sequence[int] = (), people: Sequence[int] = ()) -> None:
        self.reason = reason
        self.tasks = tuple(tasks)
        self.people = tuple(people)
        super().__init__(reason)


FULL = 1000
"""The pace of somebody who works all of a slot, in thousandths of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on one task at a time.

    `pace` is (first slot, thousandths of each slot from there on), rising from slot 0; the last one holds for ever. A
    pace of 0 is an absence: a task begun goes on after it.
    """

    name: str
    pace: tuple[tuple[int, int], ...] = ((0, FULL),)

    def __post_init__(self) -> None:
        if not self.pace or self.pace[0][0] != 0 or any(a >= b for (a, _), (b, _) in pairwise(self.pace)):
            raise ValueError(f"{self.name}: the pace begins at slot 0 and rises")
        if any(not 0 <= share <= FULL for _, share in self.pace):
            raise ValueError(f"{self.name}: a pace lies between 0 and {FULL}")


@dataclass(frozen=True, slots=True)
class Pool:
    """So many alike of something that tasks take units of while they run."""

    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could fill a role, and how long their part is: `work`, in slots at full pace."""

    person: int
    work: int


@dataclass(frozen=True, slots=True)
class Task:
    """One task; indices point into the problem.

    Everybody of `roles` begins at the task's start, each works their own part (`Candidate.work`) without taking up
    anything else, and the task ends with the last of them; one person fills one role of a task at most. A start lies in
    a slot in which each of them works. Without roles a task lasts `duration` slots, and takes `demands` (pool, units)
    all along.

    `release` is the first slot it may start in, `start` the slot it must start in, `people` who must do it (one a
    role; frozen work). `due` is the slot by which it should have ended, and `weight` what a slot of lateness costs:
    lateness goes before the length of the plan. `rank` orders tasks that nothing else tells apart, the lower first.
    """

    name: str
    roles: tuple[tuple[Candidate, ...], ...] = ()
    duration: int = 0
    demands: tuple[tuple[int, int], ...] = ()
    release: int = 0
    start: int | None = None
    people: tuple[int, ...] | None = None
    due: int | None = None
    weight: int = 1
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """`after` waits for `before`: its start or finish (the second letter of `kind`) comes no earlier than `lag` slots
    after the other's start or finish (the first letter). A negative lag is an overlap that is allowed."""

    before: int
    after: int
    kind: LinkKind = "FS"
    lag: int = 0


@dataclass(frozen=True)
class Problem:
    """People, pools, tasks and links. Raises `ValueError` for an index that points nowhere, and for a cycle."""

    tasks: tuple[Task, ...]
    links: tuple[Link, ...] = ()
    people: tuple[Person, ...] = ()
    pools: tuple[Pool, ...] = ()

    def __post_init__(self) -> None:
        if fault := next(self._faults(), None):
            raise ValueError(fault)
        _ = self.order

    @cached_property
    def before(self) -> tuple[tuple[Link, ...], ...]:
        """The links that each task waits for."""
        return self._links_by(lambda link: link.after)

    @cached_property
    def after(self) -> tuple[tuple[Link, ...], ...]:
        """The links that wait for each task."""
        return self._links_by(lambda link: link.before)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The tasks so that each stands behind all it waits for, the first in number where there is a choice.

        Raises `ValueError` with the names of a cycle where there is one.
        """
        waiting = [len(links) for links in self.before]
        ready = deque(task for task, count in enumerate(waiting) if not count)
        found: list[int] = []
        while ready:
            task = ready.popleft()
            found.append(task)
            for link in self.after[task]:
                waiting[link.after] -= 1
                if not waiting[link.after]:
                    ready.append(link.after)
        if len(found) < len(self.tasks):
            raise ValueError(f"a cycle: {' -> '.join(self.tasks[task].name for task in self._cycle(set(found)))}")
        return tuple(found)

    def _links_by(self, end: Callable[[Link], int]) -> tuple[tuple[Link, ...], ...]:
        found: list[list[Link]] = [[] for _ in self.tasks]
        for link in self.links:
            found[end(link)].append(link)
        return tuple(map(tuple, found))

    def _cycle(self, sorted_out: set[int]) -> Sequence[int]:
        """One cycle among the tasks that no order was found for."""
        path: list[int] = [next(task for task in range(len(self.tasks)) if task not in sorted_out)]
        while path[-1] not in path[:-1]:
            path.append(next(link.before for link in self.before[path[-1]] if link.before not in sorted_out))
        return path[path.index(path[-1]) :][::-1]

    def _faults(self) -> Iterator[str]:
        counts = len(self.tasks), len(self.people), len(self.pools)
        for link in self.links:
            if not (0 <= link.before < counts[0] and 0 <= link.after < counts[0]):
                yield f"a link names task {max(link.before, link.after)} of {counts[0]}"
        for task in self.tasks:
            yield from _faults_of(task, counts[1], self.pools)


def _faults_of(task: Task, people: int, pools: Sequence[Pool]) -> Iterator[str]:
    if task.duration < 0 or task.release < 0 or (task.start is not None and task.start < task.release):
        yield f"{task.name}: a duration below 0, or a start before the release"
    for role in task.roles:
        if not role:
            yield f"{task.name}: a role that nobody can fill"
        if any(not 0 <= one.person < people or one.work < 0 for one in role):
            yield f"{task.name}: a candidate who is nobody, or works less than nothing"
    if task.people is not None and len(task.people) != len(task.roles):
        yield f"{task.name}: {len(task.people)} people for {len(task.roles)} roles"
    for pool, units in task.demands:
        if not 0 <= pool < len(pools) or units < 0:
            yield f"{task.name}: a demand on a pool that is not there, or below 0"
        elif units > pools[pool].capacity:
            yield f"{task.name}: needs {units} of {pools[pool].name}, which has {pools[pool].capacity}"
    if task.roles and task.demands:
        yield f"{task.name}: takes people or units of pools, not both"
