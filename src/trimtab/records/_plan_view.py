"""What the rules about a plan look at: the plan, its net, and who is in it. Made once per plan, each part when asked for."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from trimtab.records._plan_graph import Graph
from trimtab.records._plan_reading import NO_START
from trimtab.records.people import Person
from trimtab.records.plan import Plan, PlanTask, Priority
from trimtab.workdays import WorkingTime


class Team(Protocol):
    """Who there is, and when they work."""

    @property
    def people(self) -> Sequence[Person]: ...
    @property
    def plans(self) -> Sequence[Plan]: ...
    @property
    def me(self) -> Person | None: ...
    def person(self, asked: str) -> Person | None: ...
    def working_time(self, person: Person | None = None, zone: str = "UTC") -> WorkingTime: ...


class View:
    """One plan among the records."""

    def __init__(self, plan: Plan, records: Team) -> None:
        self.plan = plan
        self.records = records
        self.graph = Graph(plan)

    @property
    def has_start(self) -> bool:
        """Whether the plan says when it begins."""
        return self.plan.start != NO_START

    @cached_property
    def tasks(self) -> tuple[PlanTask, ...]:
        """All tasks and groups, in the order written."""
        return tuple(one.record for _, one in self.graph.every if isinstance(one.record, PlanTask))

    @cached_property
    def leaves(self) -> tuple[PlanTask, ...]:
        """All tasks that are no groups."""
        return tuple(task for task in self.tasks if not task.is_group)

    def person(self, word: str) -> Person | None:
        """Who is meant by an id; `me` is the lead."""
        return self.records.me if word == "me" and self.records.me else self.records.person(word)

    def is_lead(self, person: Person) -> bool:
        """Whether somebody is the lead, whose share stands under `lead`."""
        return self.records.me is not None and person.id == self.records.me.id

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        """The ids of all who have a file."""
        return tuple(person.id for person in self.records.people)

    @cached_property
    def members(self) -> frozenset[str]:
        """The ids of all whom the plan names as its people."""
        named = (self.person(member.id) for member in self.plan.people)
        return frozenset(person.id for person in named if person is not None)

    @cached_property
    def team(self) -> tuple[Person, ...]:
        """Whoever may work on the plan: its people, or everybody with a file who is there; and who has work in it."""
        first = self.plan.start
        there = [person for person in self.records.people if not person.bot]
        if not self.plan.people:
            return tuple(person for person in there if person.left is None or person.left >= first)
        words = [word for task in self.tasks for word in (task.owner, *task.candidates) if word]
        working = {person.id for word in words if (person := self.person(word))}
        return tuple(person for person in there if person.id in self.members | working)

    @cached_property
    def over(self) -> frozenset[str]:
        """The ids of all tasks that are done, or within a group that is."""
        found = ((name, (*one.around, one.record)) for name, one in self.graph.named.items())
        return frozenset(
            name for name, whole in found if any(isinstance(task, PlanTask) and task.is_done for task in whole)
        )

    def is_over(self, task: PlanTask) -> bool:
        """Whether nothing is left of a task."""
        return task.is_done or task.id in self.over

    @cached_property
    def priorities(self) -> Mapping[str, Priority]:
        """How much each task matters: as it says, or the nearest group around it, or must."""
        found: dict[str, Priority] = {}
        for name, one in self.graph.named.items():
            if isinstance(one.record, PlanTask):
                given = [task.priority for task in (*one.around, one.record) if task.priority]
                found[name] = given[-1] if given else "must"
        return found
