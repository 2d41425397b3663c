"""What the lead's plans ask of a person, for answers that are about people: by the critical path, without a schedule.

A plan that nobody could follow (a cycle, a task without anybody) is passed over here; `trimtab plan check` tells it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from trimtab.advice._sight import Sight
from trimtab.advice.answer import Evidence
from trimtab.advice.plan._items import closed_items
from trimtab.advice.plan._model import Model, model
from trimtab.errors import UsageError
from trimtab.planning.critical import Network, critical_path
from trimtab.planning.problem import Person
from trimtab.records.plan import Plan

_MOST = 1_000  # tasks: beyond, a brief would wait for the plan


@dataclass(frozen=True)
class Planned:
    """One plan at an instant, and its critical path."""

    model: Model
    network: Network

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.model.plan

    def only(self, person: str) -> list[int]:
        """The tasks left that nobody but this person can do, in the order of their early start."""
        place = self._place(person)
        tasks = self.model.problem.tasks
        own = [
            at
            for at, piece in enumerate(self.model.tasks)
            if piece.kind == "task" and any([one.person for one in role] == [place] for role in tasks[at].roles)
        ]
        return sorted(own, key=lambda at: (self.network.times[at].early_start, at))

    def is_critical(self, at: int) -> bool:
        """Whether the end of the plan waits for a task."""
        return at in self._critical

    def waiting_for(self, at: int) -> int:
        """How many tasks cannot begin, or end, before this one has."""
        seen, edge = set[int](), [at]
        while edge:
            edge = [link.after for one in edge for link in self.model.problem.after[one] if link.after not in seen]
            seen.update(edge)
        return sum(self.model.tasks[one].kind == "task" for one in seen)

    def next_after(self, own: Sequence[int]) -> list[int]:
        """The tasks and milestones that wait for some of these directly, and are none of them."""
        after = {link.after for at in own for link in self.model.problem.after[at]} - set(own)
        return sorted(at for at in after if self.model.tasks[at].kind in ("task", "milestone", "contract"))

    def can_begin(self, at: int) -> bool:
        """Whether a task waits for nothing that is still to come."""
        return self.model.tasks[at].progress.is_begun or (
            not self.model.problem.before[at] and self.model.problem.tasks[at].release == 0
        )

    def between(self, at: int, first: date, last: date) -> bool:
        """Whether a task could be under way on one of these days: between its early start and its late finish."""
        times, axis, clock = self.network.times[at], self.model.axis, self.model.ground.clock
        begins = clock.date_of(axis.start_of(max(times.early_start, 0)))
        ends = clock.date_of(axis.end_of(max(times.late_finish, times.early_finish, 1)))
        return begins <= last and first <= ends

    def ends(self) -> datetime:
        """When the critical path is over, at the earliest."""
        return self.model.axis.end_of(self.network.length)

    def days_lost(self, person: str, first: date, last: date) -> float:
        """Working days by which the critical path gets longer if the person is not there on these days."""
        place = self._place(person)
        if place is None:
            return 0.0
        ground, problem = self.model.ground, self.model.problem
        begins, over = ground.first_on(first), ground.over_on(last)
        gone = replace(problem.people[place], pace=_without(problem.people[place], begins, over))
        people = tuple(gone if at == place else one for at, one in enumerate(problem.people))
        later = critical_path(replace(problem, people=people)).length
        return (later - self.network.length) / ground.axis.slots_a_day()

    def late_start(self, at: int) -> date:
        """The last day a task can begin on without moving the end of the plan."""
        axis, late = self.model.axis, max(self.network.times[at].late_start, 0)
        return self.model.ground.clock.date_of(axis.start_of(late))

    def evidence(self, at: int) -> Evidence:
        """The line of the plan's file that a task stands on."""
        piece = self.model.tasks[at]
        return Evidence("record", piece.line, f"{piece.id}: {piece.title}")

    def worker(self, asked: str) -> str | None:
        """The id of whoever of the plan is meant by an id or a name."""
        place = self.model.ground.team.find(asked)
        return None if place is None else self.model.workers[place].id

    def _place(self, person: str) -> int | None:
        return next((at for at, one in enumerate(self.model.workers) if one.id == person), None)

    @cached_property
    def _critical(self) -> frozenset[int]:
        return frozenset(self.network.critical)


def planned(sight: Sight) -> tuple[Planned, ...]:
    """The plans of a workspace that can be followed and are not over, in the order of their names."""
    return tuple(_planned(sight))


def _planned(sight: Sight) -> Iterator[Planned]:
    records = sight.workspace.records
    if records is None:
        return
    for plan in records.plans:
        if sum(1 for _ in plan.leaves()) > _MOST:
            continue
        try:
            closed = closed_items(sight.workspace, plan, sight.as_of)
            found = model(plan, records, as_of=sight.as_of, closed=closed, zone=sight.clock.working.zone)
            network = critical_path(found.problem)
        except (UsageError, ValueError):
            continue
        if not found.obstacles and any(piece.kind == "task" for piece in found.tasks):
            yield Planned(found, network)


def _without(person: Person, begins: int, over: int) -> tuple[tuple[int, int], ...]:
    """A person's pace with an absence from one slot up to another."""
    if begins >= over:
        return person.pace
    before = [one for one in person.pace if one[0] < begins]
    after = [one for one in person.pace if one[0] > over]
    held = [pace for since, pace in person.pace if since <= over][-1]
    return tuple(_joined([*before, (begins, 0), (over, held), *after]))


def _joined(runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    said = -1
    for since, pace in runs:
        if pace != said:
            yield since, pace
        said = pace
