"""What waits for what in a plan, as its text says: names, groups, links, and where they run in a circle.

A group stands in the net twice, as its start and its end, so that a hundred tasks after a hundred others are two
hundred links. Dates and people are not looked at here.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from trimtab.records._fields import Record
from trimtab.records._nodes import Path
from trimtab.records.plan import Contract, Dependency, Lag, LinkType, Milestone, Plan, PlanTask, Risk, Unknown

NO_LAG = Lag(0, "h")

Kind = Literal["task", "group", "contract", "unknown", "milestone", "risk"]
Point = tuple[str, Literal["start", "end", "whole"]]
"""A place in the net: a whole task, contract, unknown or milestone, or one end of a group."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id; `around` are the groups that hold it, the outermost first."""

    kind: Kind
    record: Record
    around: tuple[PlanTask, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """`after` waits for `before`, because of a value of `record` at `path`."""

    before: Point
    after: Point
    record: Record
    path: Path
    type: LinkType = "FS"
    lag: Lag = NO_LAG


@dataclass(frozen=True, slots=True)
class Mention:
    """An id that stands somewhere: in the value of `record` at `path`."""

    id: str
    record: Record
    path: Path


class Graph:
    """The net of one plan; ids that nothing has, or that stand twice, are left out of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def every(self) -> tuple[tuple[str, Named], ...]:
        """All that has an id, in the order written, doubles too."""
        return tuple(self._every())

    @cached_property
    def named(self) -> Mapping[str, Named]:
        """What each id means: the first that has it."""
        found: dict[str, Named] = {}
        for name, one in self.every:
            found.setdefault(name, one)
        return found

    def _every(self) -> Iterator[tuple[str, Named]]:
        yield from self._tasks(self.plan.tasks, ())
        yield from ((one.id, Named("unknown", one)) for one in self.plan.unknowns)
        yield from ((one.id, Named("contract", one)) for one in self.plan.contracts)
        yield from ((one.id, Named("milestone", one)) for one in self.plan.milestones)
        yield from ((one.id, Named("risk", one)) for one in self.plan.risks)

    def _tasks(self, tasks: Sequence[PlanTask], around: tuple[PlanTask, ...]) -> Iterator[tuple[str, Named]]:
        for task in tasks:
            yield task.id, Named("group" if task.is_group else "task", task, around)
            yield from self._tasks(task.tasks, (*around, task))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every place where an id is named."""
        return tuple(self._mentions())

    def _mentions(self) -> Iterator[Mention]:
        for _, one in self.every:
            record = one.record
            if isinstance(record, PlanTask | Contract | Milestone):
                yield from (Mention(link.task, link, ("task",)) for link in record.after)
            if isinstance(record, Unknown):
                yield from (Mention(name, record, ("blocks", at)) for at, name in enumerate(record.blocks))
            if isinstance(record, Risk):
                yield from (Mention(name, record, ("hits", at)) for at, name in enumerate(record.hits))
            if isinstance(record, Contract):
                yield Mention(record.provider, record, ("provider",))
                yield from (Mention(name, record, ("consumers", at)) for at, name in enumerate(record.consumers))
                if record.integration:
                    yield Mention(record.integration, record, ("integration",))

    @cached_property
    def waits(self) -> tuple[Wait, ...]:
        """Every link that is written down, but those of a task to a group of its own, and those that a contract replaces."""
        return tuple(wait for wait in self._waits() if not self.own_group(wait) and not self._replaced(wait))

    @cached_property
    def all_waits(self) -> tuple[Wait, ...]:
        """The same with those."""
        return tuple(self._waits())

    def _waits(self) -> Iterator[Wait]:
        for name, one in self.named.items():
            record = one.record
            if isinstance(record, PlanTask | Contract | Milestone):
                for link in record.after:
                    yield from self._wait(link.task, name, link, ("task",), link.type, link.lag)
            if isinstance(record, Unknown):
                for at, blocked in enumerate(record.blocks):
                    yield from self._wait(name, blocked, record, ("blocks", at))
            if isinstance(record, Contract):
                for at, consumer in enumerate(record.consumers):
                    yield from self._wait(name, consumer, record, ("consumers", at))
                    if not record.integration:
                        yield from self._wait(record.provider, consumer, record, ("consumers", at), "FF")
                if record.integration:
                    for before in (record.provider, *record.consumers):
                        yield from self._wait(before, record.integration, record, ("integration",))

    def _wait(
        self, before: str, after: str, record: Record, path: Path, kind: LinkType = "FS", lag: Lag = NO_LAG
    ) -> Iterator[Wait]:
        ends = self._point(before, "end"), self._point(after, "start")
        if ends[0] is None or ends[1] is None or self.named[before].record is self.named[after].record:
            return
        yield Wait(ends[0], ends[1], record, path, kind, lag)

    def _point(self, name: str, end: Literal["start", "end"]) -> Point | None:
        one = self.named.get(name)
        if one is None or one.kind == "risk":
            return None
        return (name, end) if one.kind == "group" else (name, "whole")

    def own_group(self, wait: Wait) -> bool:
        """Whether a task waits for a group that holds it, or a group for what it holds."""
        before, after = self.named[wait.before[0]], self.named[wait.after[0]]
        return any(one is before.record for one in after.around) or any(one is after.record for one in before.around)

    def _replaced(self, wait: Wait) -> bool:
        """Whether a contract stands in for a link: its consumers need not wait for its provider."""
        return isinstance(wait.record, Dependency) and (wait.before[0], wait.after[0]) in self._by_contract

    @cached_property
    def _by_contract(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.provider, consumer) for one in self.plan.contracts for consumer in one.consumers)

    # The net

    @cached_property
    def links(self) -> Mapping[Point, tuple[tuple[Point, Wait | None], ...]]:
        """What comes after each point, with the wait that says so; None within a group."""
        found: dict[Point, list[tuple[Point, Wait | None]]] = {point: [] for point in self._points()}
        for name, one in self.named.items():
            here = self._point(name, "start"), self._point(name, "end")
            if one.around and here[0] is not None and here[1] is not None:
                group = one.around[-1].id
                if (group, "start") in found:
                    found[(group, "start")].append((here[0], None))
                    found[here[1]].append(((group, "end"), None))
        for wait in self.waits:
            found[wait.before].append((wait.after, wait))
        return {point: tuple(after) for point, after in found.items()}

    def _points(self) -> Iterator[Point]:
        for name, one in self.named.items():
            if one.kind == "group":
                yield from ((name, "start"), (name, "end"))
            elif one.kind != "risk":
                yield (name, "whole")

    @cached_property
    def order(self) -> tuple[Point, ...]:
        """All points that lie on no circle and behind none, each behind all it waits for."""
        return _order(self.links)

    def cycles(self) -> Iterator[tuple[tuple[Point, Wait | None], ...]]:
        """One circle of each knot, as short as can be from its first point: the points, each with the wait that leads to it."""
        ordered = set(self.order)
        left = _without_tails({point: after for point, after in self.links.items() if point not in ordered})
        while left:
            found = next((circle for start in left if (circle := _shortest(left, start))), None)
            if found is None:
                return
            yield found
            knot = _reached(left, found[0][0]) & _reached(_turned(left), found[0][0])
            left = _without_tails({point: after for point, after in left.items() if point not in knot})

    def leaves_of(self, name: str) -> Iterator[PlanTask]:
        """The tasks that an id means: itself, or all in the group, which are no groups."""
        one = self.named.get(name)
        if one is not None and isinstance(one.record, PlanTask):
            yield from _leaves(one.record)


Links = Mapping[Point, Sequence[tuple[Point, Wait | None]]]


def _leaves(task: PlanTask) -> Iterator[PlanTask]:
    if not task.is_group:
        yield task
    for one in task.tasks:
        yield from _leaves(one)


def _order(links: Links) -> tuple[Point, ...]:
    waiting = dict.fromkeys(links, 0)
    for after in links.values():
        for point, _ in after:
            waiting[point] += 1
    ready = deque(point for point, count in waiting.items() if not count)
    found: list[Point] = []
    while ready:
        point = ready.popleft()
        found.append(point)
        for behind, _ in links[point]:
            waiting[behind] -= 1
            if not waiting[behind]:
                ready.append(behind)
    return tuple(found)


def _within(links: Links) -> Links:
    return {point: [pair for pair in after if pair[0] in links] for point, after in links.items()}


def _turned(links: Links) -> Links:
    found: dict[Point, list[tuple[Point, Wait | None]]] = {point: [] for point in links}
    for point, after in links.items():
        for behind, wait in after:
            if behind in found:
                found[behind].append((point, wait))
    return found


def _without_tails(links: Links) -> Links:
    """What is left when all that only leads into a circle, or only out of one, is gone."""
    left: Links = _within(links)
    for net in (left, _turned(left)):
        gone = set(_order(_within({point: after for point, after in net.items() if point in left})))
        left = {point: after for point, after in left.items() if point not in gone}
    return _within(left)


def _shortest(links: Links, start: Point) -> tuple[tuple[Point, Wait | None], ...]:
    """The shortest way from a point back to it, without the point at its beginning; empty where there is none."""
    came: dict[Point, tuple[Point, Wait | None]] = {}
    queue = deque([start])
    while queue and start not in came:
        point = queue.popleft()
        for behind, wait in links[point]:
            if behind in links and behind not in came:
                came[behind] = (point, wait)
                queue.append(behind)
    if start not in came:
        return ()
    way = [(start, came[start][1])]
    point = came[start][0]
    while point != start:
        way.append((point, came[point][1]))
        point = came[point][0]
    return tuple(reversed(way))


def _reached(links: Links, start: Point) -> set[Point]:
    seen = {start}
    queue = deque([start])
    while queue:
        for behind, _ in links[queue.popleft()]:
            if behind in links and behind not in seen:
                seen.add(behind)
                queue.append(behind)
    return seen
