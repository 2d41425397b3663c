"""What a new schedule may not move: work that somebody is in the middle of, and what was agreed for the days next ahead.

Both are told to the solver as fixed starts and people. Where they cannot all hold, it is the frozen window that gives way,
with the reason in words; then whoever is in the middle of something goes on as soon as they can.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from trimtab.advice._names import counted
from trimtab.advice.plan._load import part_end
from trimtab.advice.plan._scene import PlanScene
from trimtab.advice.plan._work import PRIORITIES
from trimtab.planning.critical import Times, critical_path
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Impossible, Link, Person, Problem, Task
from trimtab.planning.schedule import Placement
from trimtab.records.plan import Window
from trimtab.records.plan_history import Baseline, BaselineTask

_DAY = timedelta(days=1)
# Starts that are taken back one by one, and tasks placed for that; then all that is frozen goes.
_TRIES, _TRIED_TASKS = 25, 12_500

LATE = "what it waits for cannot be done by then"
"""Why a start was taken back that nothing by itself speaks against."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A task of the frozen window that cannot begin as agreed: when that was, and why; no reason where that day is over."""

    task: int
    agreed: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The problem with all that may not move.

    `begun` go on at once, `frozen` begin on the day and with the people that were agreed, `loose` would have had to.
    `until` is the last day of the frozen window, None where nothing is frozen.
    """

    problem: Problem
    begun: tuple[int, ...] = ()
    frozen: tuple[int, ...] = ()
    loose: tuple[Loose, ...] = ()
    until: date | None = None


def held(scene: PlanScene, before: Mapping[int, Placement], baseline: Baseline | None, freeze: Window | None) -> Held:
    """The problem of a plan with begun and frozen work where it is; `before` is where `baseline` had each task.

    A fixed start is only asked for where a plain list schedule keeps it: a search that begins from nothing is no worse off.
    """
    until = last_day(scene, freeze) if freeze is not None and baseline is not None else None
    found = _Holding(scene, before)
    found.go_on()
    if baseline is not None and until is not None:
        found.freeze({task.id: task for task in baseline.tasks}, until)
    return found.settled(until)


def last_day(scene: PlanScene, freeze: Window) -> date | None:
    """The last day of a frozen window: so many weekdays of the lead, today among them; None for none at all."""
    left = math.ceil(freeze.hours(1.0))
    if left <= 0:
        return None
    day = max(scene.local_as_of.date(), scene.plan.start)
    weekdays = any(scene.working.hours)
    while left > 1 or (weekdays and not scene.working.is_usual_weekday(day)):
        left -= not weekdays or scene.working.is_usual_weekday(day)
        day += _DAY
    return day


class _Holding:
    """Fixed starts, one after the other; `busy` is who is on what from when to when, by person."""

    def __init__(self, scene: PlanScene, before: Mapping[int, Placement]) -> None:
        self.scene, self.model, self.before = scene, scene.model, before
        self.problem = scene.model.problem
        self.fixed: dict[int, Placement] = {}
        self.begun: list[int] = []
        self.frozen: dict[int, datetime] = {}
        self.loose: list[Loose] = []
        self.hands: dict[int, tuple[int, ...]] = {}
        self.late: set[int] = set()
        self.points: dict[int, int] = {}  # when points are reached, while one task is looked at
        self.busy: list[list[tuple[int, int, int]]] = [[] for _ in self.problem.people]
        for at, task in enumerate(self.problem.tasks):
            people = _alone(task)
            if task.start is not None and people:
                self._book(at, task.start, people)

    # Begun work

    def go_on(self) -> None:
        """Whoever is in the middle of a task goes on with it before anything else that is theirs."""
        for at in sorted(self._in_hand(), key=self._turn):
            task, people = self.problem.tasks[at], self.hands[at]
            # A later day in the plan's own words is a break that was meant; and what ends behind something may have to wait.
            if task.start is not None or task.release > 0 or self.problem.before[at]:
                continue
            slot = self._next(
                people, max((end for one in people for _, end, on in self.busy[one] if on in self.fixed), default=0)
            )
            if slot is not None and not self._in_the_way(at, slot, people):
                self._fix(at, slot, people)
                self.begun.append(at)

    def _in_hand(self) -> Iterator[int]:
        """Begun tasks of which it is known who does them: as accepted, else because nobody else could."""
        for at, piece in enumerate(self.model.tasks):
            if piece.is_work and piece.progress.is_begun:
                known = self.before.get(at)
                people = known.people if known is not None else _alone(self.problem.tasks[at])
                if people:
                    self.hands[at] = people
                    yield at

    def _turn(self, at: int) -> tuple[int, int, float, date, int]:
        """Which of several begun tasks comes first: as agreed, then what matters more, is asked for sooner, began earlier."""
        piece, task = self.model.tasks[at], self.problem.tasks[at]
        agreed = self.before[at].start if at in self.before else 0
        due = math.inf if task.due is None else task.due
        return agreed, PRIORITIES.index(piece.priority), due, piece.progress.started or date.max, at

    # The frozen window

    def freeze(self, agreed: Mapping[str, BaselineTask], until: date) -> None:
        """All that was to begin by a day begins on its day, with whoever was to do it, where that can be."""
        early = critical_path(self._with_fixed()).times
        rank = {at: place for place, at in enumerate(self.problem.order)}
        mine = [
            (written.start, rank[at], at, written)
            for at, piece in enumerate(self.model.tasks)
            if piece.is_work and not piece.progress.is_begun and (written := agreed.get(piece.id)) is not None
        ]
        for start, _, at, written in sorted(mine, key=lambda one: one[:3]):
            local = self.scene.working.local(start)
            if local.date() <= until:
                self._freeze(at, local, written, early)

    def _freeze(self, at: int, agreed: datetime, written: BaselineTask, early: Sequence[Times]) -> None:
        task, place = self.problem.tasks[at], self.before.get(at)
        if place is None:
            self.loose.append(Loose(at, agreed, self._gone(at, written)))
            return
        if task.start is not None or not task.roles:
            return  # the plan itself says when
        slot, why, is_away = self._fit(at, place, early)
        is_over = self.scene.starts(place.start).date() > agreed.date()
        if slot is not None and not is_over and self.scene.starts(slot).date() == agreed.date():
            self._fix(at, slot, place.people)
            self.frozen[at] = agreed
            return
        self.loose.append(Loose(at, agreed, "" if is_over else why or LATE))
        if slot is not None and (is_over or not is_away):
            # Who is late with one thing does it before the next: it stays theirs, and what was agreed after it gives way.
            self.hands[at] = place.people
            self.late.add(at)
            self._book(at, slot, place.people)

    def _gone(self, at: int, written: BaselineTask) -> str:
        """Why the people that were agreed cannot do a task any more."""
        there = {worker.id: place for place, worker in enumerate(self.model.workers)}
        able = {one.person for role in self.problem.tasks[at].roles for one in role}
        for person in written.people:
            if person not in there:
                known = self.scene.records.person(person)
                return f"{known.display if known else person} is not among the people of the plan any more"
            if there[person] not in able:
                who = self.scene.who(there[person])
                return f"{who} {'are' if who == 'you' else 'is'} not to do it any more"
        needed, agreed = len(self.problem.tasks[at].roles), len(written.people)
        takes = f"it takes {counted(needed, 'person', 'people')} now"
        return f"{takes}, and {agreed} {'was' if agreed == 1 else 'were'} agreed"

    def _fit(self, at: int, place: Placement, early: Sequence[Times]) -> tuple[int | None, str, bool]:
        """The first slot from the agreed one on in which it can begin, what it was that moved it last, and whether that was
        an absence."""
        task, slot, why, is_away = self.problem.tasks[at], place.start, "", False
        self.points.clear()
        if task.release > slot:
            slot, why = task.release, f"it cannot begin before {self._day(task.release)}"
        for link in self.problem.before[at]:
            reached = self._reached(link, early)
            if link.kind[1] == "S" and reached > slot:
                slot, does = reached, "ends" if link.kind[0] == "F" else "begins"
                why = f"{self.model.tasks[link.before].id}, which it waits for, {does} on {self._day(reached)} at the earliest"
        while True:
            there = self._next(place.people, slot)
            if there is None:
                return None, f"{self.scene.people(place.people)} will not be there", True
            if there > slot:
                if self.scene.starts(there).date() != self.scene.starts(slot).date():
                    why, is_away = self._away(place.people, slot), True
                slot = there
            taken = self._in_the_way(at, slot, place.people)
            if taken is None:
                break
            person, end, on = taken
            who = self.scene.who(person)
            slot, why = (
                end,
                f"{who} {'are' if who == 'you' else 'is'} on {self.model.tasks[on].id} until {self._day(end)}",
            )
        end = max(self._ends(at, slot, place.people), default=slot)
        late = [link for link in self.problem.before[at] if link.kind[1] == "F" and self._reached(link, early) > end]
        if late:
            return None, f"it ends no earlier than {self.model.tasks[late[0].before].id}", False
        return slot, why, is_away

    def _away(self, people: Sequence[int], slot: int) -> str:
        """Who does not work in a slot, and until when."""
        person = next(one for one in people if not self.model.ground.pace_at(one, slot))
        who, back = self.scene.who(person), self._next([person], slot)
        until = "" if back is None else f" until {self.scene.day(self.scene.ends(back))}"
        return f"{who} {'are' if who == 'you' else 'is'} away{until}"

    def _reached(self, link: Link, early: Sequence[Times]) -> int:
        """The slot that a link leads to at the earliest."""
        at, finish = link.before, link.kind[0] == "F"
        known = self.fixed.get(at)
        if known is not None:
            return (known.end if finish else known.start) + link.lag
        slot = early[at].early_finish if finish else early[at].early_start
        if not self.problem.tasks[at].roles:
            # Nobody does it: it has ended once the last of what it waits for has.
            if at not in self.points:
                self.points[at] = max([slot, *(self._reached(one, early) for one in self.problem.before[at])])
            slot = self.points[at]
        return slot + link.lag

    # Slots

    def _next(self, people: Sequence[int], slot: int) -> int | None:
        """The first slot from one on in which all of them work."""
        return _all_there([self.problem.people[one] for one in people], slot)

    def _ends(self, at: int, slot: int, people: Sequence[int]) -> Iterator[int]:
        for person, role in zip(people, self.problem.tasks[at].roles, strict=True):
            work = next(one.work for one in role if one.person == person)
            yield part_end(self.problem.people[person], slot, work)

    def _in_the_way(self, at: int, slot: int, people: Sequence[int]) -> tuple[int, int, int] | None:
        """Whoever is on something else meanwhile, until when, and on what."""
        for person, end in zip(people, self._ends(at, slot, people), strict=True):
            for since, until, on in self.busy[person]:
                # What is late holds up only what would have begun after it: a place further ahead is no more than a guess.
                if since < end and slot < until and (since <= slot or on not in self.late):
                    return person, until, on
        return None

    def _book(self, at: int, slot: int, people: Sequence[int]) -> int:
        last = slot
        for person, end in zip(people, self._ends(at, slot, people), strict=True):
            self.busy[person].append((slot, end, at))
            last = max(last, end)
        return last

    def _fix(self, at: int, slot: int, people: tuple[int, ...]) -> None:
        self.fixed[at] = Placement(slot, self._book(at, slot, people), people)

    def _day(self, slot: int) -> str:
        return self.scene.day(self.scene.ends(slot))

    # The problem

    def _with_fixed(self) -> Problem:
        """The problem with every start and everybody that is known to be so."""
        return replace(self.problem, tasks=tuple(self._told(at, task) for at, task in enumerate(self.problem.tasks)))

    def _told(self, at: int, task: Task) -> Task:
        if at in self.fixed:
            place = self.fixed[at]
            return replace(task, start=place.start, release=min(task.release, place.start), people=place.people)
        return replace(task, people=self.hands[at]) if at in self.hands else task

    def settled(self, until: date | None) -> Held:
        """The problem with all that can hold together."""
        tries, most = 0, min(_TRIES, 1 + _TRIED_TASKS // max(len(self.problem.tasks), 1))
        while self.fixed and (asked := _refused(self._with_fixed())) is not None:
            self._let_go(asked if tries < most else ())
            tries += 1
        kept = set(self.fixed)
        return Held(
            self._with_fixed(),
            tuple(at for at in self.begun if at in kept),
            tuple(at for at in self.frozen if at in kept),
            tuple(sorted(self.loose, key=lambda one: (one.agreed, one.task))),
            until,
        )

    def _let_go(self, asked: Sequence[int]) -> None:
        """Take back the first start that clashes, frozen ones before begun ones; where none is named, all of one kind."""
        frozen = [at for at in self.frozen if at in self.fixed]
        ours: list[int] = [at for at in asked if at in self.fixed][:1] or frozen or list(self.fixed)
        for at in ours:
            self.hands[at] = self.fixed.pop(at).people
            if at in self.frozen:
                self.loose.append(Loose(at, self.frozen[at], LATE))


def _refused(problem: Problem) -> Sequence[int] | None:
    """The tasks whose fixed starts a list schedule could not keep; None where it keeps them all."""
    try:
        list_schedule(problem)
    except Impossible as error:
        return error.tasks
    return None


def _alone(task: Task) -> tuple[int, ...]:
    """Who does a task where nobody else could; empty where there is a choice, or nobody to do it."""
    if task.people is not None:
        return task.people
    people = tuple(role[0].person for role in task.roles if len(role) == 1)
    return people if len(people) == len(task.roles) else ()


def _all_there(people: Sequence[Person], slot: int) -> int | None:
    """The first slot from one on in which all of them work; None for never."""
    later = sorted({since for one in people for since, _ in one.pace if since > slot})
    paces = [partial(_pace, one) for one in people]
    return next((at for at in (slot, *later) if all(pace(at) > 0 for pace in paces)), None)


def _pace(person: Person, slot: int) -> int:
    return next(share for since, share in reversed(person.pace) if since <= slot)
