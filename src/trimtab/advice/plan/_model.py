"""From a plan's text to a problem of whole numbers, and what each of its indices is.

The text is read as docs/reference/plan.md says: tasks of a group wait for what the group waits for, a contract lets its
consumers begin without the provider, an unknown is answered on its day. Nothing is solved here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from statistics import median

from trimtab.advice.plan._ground import PlanGround, ground_of
from trimtab.advice.plan._links import Weaver
from trimtab.advice.plan._pieces import Gone, Obstacle, Piece, lines_of
from trimtab.advice.plan._roles import Roles, roles_of
from trimtab.advice.plan._team import Worker
from trimtab.advice.plan._work import PRIORITIES, expected_hours, hours_left, priority_of, progress_of
from trimtab.errors import UsageError
from trimtab.planning.problem import Candidate, Problem, Task
from trimtab.records import Records
from trimtab.records.plan import Deadline, Milestone, Plan, PlanTask, Priority
from trimtab.workdays import Axis

_HARD = 100
_WEIGHTS: Mapping[Priority, int] = {"must": 4, "should": 2, "could": 1}


@dataclass(frozen=True)
class Model:
    """A plan at an instant as a problem: `tasks` says what each index of `problem.tasks` is, `workers` of its people.

    `gone` is what takes no time any more, by id. Where `obstacles` holds anything there is no schedule: the tasks it
    names stand in the problem as waits of their length. `hard` are the slots by which tasks must have ended, by index, where
    their date cannot move. `notes` are what an answer must say about the model.
    """

    plan: Plan
    problem: Problem
    ground: PlanGround
    tasks: tuple[Piece, ...]
    gone: Mapping[str, Gone]
    obstacles: tuple[Obstacle, ...] = ()
    hard: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def axis(self) -> Axis:
        """Slots and instants."""
        return self.ground.axis

    @property
    def workers(self) -> tuple[Worker, ...]:
        """Who each person of the problem is."""
        return self.ground.team.workers

    @property
    def as_of(self) -> datetime:
        """The instant at which progress was looked at."""
        return self.ground.as_of

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each id stands among `tasks`."""
        return {piece.id: place for place, piece in enumerate(self.tasks)}

    @cached_property
    def lead(self) -> int | None:
        """Where the lead stands among `workers`."""
        return next((place for place, one in enumerate(self.workers) if one.is_lead), None)

    def must_be_possible(self) -> None:
        """Raise `UsageError` with every obstacle, where there is one."""
        if self.obstacles:
            said = "\n".join(f"  {one}" for one in self.obstacles)
            raise UsageError(f"{self.plan.file}: there is no schedule, whatever the dates:\n{said}")


def model(
    plan: Plan,
    records: Records,
    *,
    as_of: datetime,
    closed: Mapping[str, bool] | None = None,
    zone: str = "UTC",
    without: Collection[tuple[str, str]] = (),
    ground: PlanGround | None = None,
) -> Model:
    """The model of a plan at `as_of`.

    `closed` says of items, as the plan writes them, whether they are closed. `without` are pairs of task and person that
    shall not come together (an owner stays). `ground` is that of another model of the same plan, people and instant.
    Raises `UsageError` for a plan whose tasks wait for each other.
    """
    return _Maker(plan, ground or ground_of(plan, records, as_of, zone), closed or {}, without).make()


class _Maker:
    def __init__(
        self, plan: Plan, ground: PlanGround, closed: Mapping[str, bool], without: Collection[tuple[str, str]]
    ) -> None:
        self.plan, self.ground, self.closed = plan, ground, closed
        self.day = ground.clock.date_of(ground.as_of)
        self.lines = lines_of(plan)
        self.pieces: list[Piece] = []
        self.gone: dict[str, Gone] = {}
        self.obstacles: list[Obstacle] = []
        self.notes: list[str] = list(ground.team.notes)
        self.without: dict[str, set[int]] = {}
        for task, person in without:
            if (place := ground.team.find(person)) is not None:
                self.without.setdefault(task, set()).add(place)
        self.roles: dict[str, Roles] = {}
        self.around: dict[str, tuple[PlanTask, ...]] = {}
        self.leaves: dict[str, tuple[str, ...]] = {}

    def make(self) -> Model:
        for task, around in self.plan.leaves():
            self.around.setdefault(task.id, around)
            for group in around:
                self.leaves[group.id] = (*self.leaves.get(group.id, ()), task.id)
        self._take_tasks()
        self._take_contracts()
        self._take_unknowns()
        for one in self.plan.milestones:
            self.pieces.append(Piece("milestone", one.id, one.display, self.lines[one.id], one))
        weaver = Weaver(self.plan, self.ground, self.pieces, self.gone, self.leaves, self.lines)
        links = weaver.weave()
        tasks = tuple(self._task(piece, weaver.releases.get(place, 0)) for place, piece in enumerate(weaver.pieces))
        try:
            problem = Problem(tasks, links, self.ground.people)
        except ValueError as error:
            hint = f"Take one of these links out; `trimtab plan check {self.plan.id}` names their lines."
            raise UsageError(f"{self.plan.file}: {error}. {hint}") from error
        return Model(
            self.plan,
            problem,
            self.ground,
            tuple(weaver.pieces),
            self.gone,
            tuple(self.obstacles),
            {at: slot for at, piece in enumerate(weaver.pieces) if (slot := self._hard(piece)) is not None},
            tuple(self.notes),
        )

    # What there is

    def _take_tasks(self) -> None:
        leaves = list(self.plan.leaves())
        cut = PRIORITIES.index(self.plan.cut) if self.plan.cut else len(PRIORITIES)
        known = [expected_hours(task.estimate, self.ground.hours_a_day) for task, _ in leaves if task.estimate]
        otherwise = median(known) if known else self.ground.hours_a_day
        guessed, left_out = [], 0
        for task, around in leaves:
            progress = progress_of(task, around, self.closed, self.day)
            priority = priority_of(task, around)
            if progress.is_done:
                self.gone[task.id] = Gone(task.id, task.display, "done", progress.started, progress.finished, task)
            elif PRIORITIES.index(priority) >= cut:
                self.gone[task.id] = Gone(task.id, task.display, "cut", task=task)
                left_out += 1
            else:
                if task.estimate is None and task.remaining is None:
                    guessed.append(task.id)
                slots = self.ground.slots(hours_left(task, progress, self.ground.hours_a_day, otherwise))
                groups = tuple(group.id for group in around)
                piece = Piece(
                    "task", task.id, task.display, self.lines[task.id], task, groups, slots, priority, progress
                )
                self.pieces.append(piece)
                self._fill(piece, task, around)
        if guessed:
            days = f"{otherwise / self.ground.hours_a_day:.2g}"
            each = " each" if len(guessed) > 1 else ""
            assumed = f"1 day{each} is assumed" if days == "1" else f"{days} days{each} are assumed"
            of_others = ", the median of the others" if known else ""
            self.notes.append(f"{_some(guessed)} without an estimate: {assumed}{of_others}")
        if left_out:
            one = left_out == 1
            some = "1 task of that priority or below is" if one else f"{left_out} tasks of that priority and below are"
            self.notes.append(f"cut at {self.plan.cut}: {some} left out")

    def _fill(self, piece: Piece, task: PlanTask, around: tuple[PlanTask, ...]) -> None:
        banned = frozenset(self.without.get(piece.id, ()))
        roles, obstacles = roles_of(task, around, piece.slots, self.ground, piece.line, banned)
        if obstacles and banned:
            roles, obstacles = roles_of(task, around, piece.slots, self.ground, piece.line, frozenset())
        self.roles[piece.id] = roles
        self.obstacles.extend(obstacles)

    def _take_contracts(self) -> None:
        for one in self.plan.contracts:
            if one.agreed is not None and one.agreed <= self.day:
                self.gone[one.id] = Gone(one.id, one.title or one.id, "done", ended=one.agreed)
                continue
            hours = expected_hours(one.estimate, self.ground.hours_a_day) if one.estimate else 0.0
            slots = self.ground.slots(hours)
            self.pieces.append(Piece("contract", one.id, one.title or one.id, self.lines[one.id], one, slots=slots))
            if slots:
                self.roles[one.id] = self._agreeing(one.owner, one.provider, slots)

    def _agreeing(self, owner: str | None, provider: str, slots: int) -> Roles:
        """Who could write a contract down: its owner, else whoever could do what it stands for, else anybody."""
        place = self.ground.team.find(owner) if owner else None
        if place is None:
            first = self.leaves.get(provider, (provider,))[0]
            could = [one.person for role in self.roles.get(first, ())[:1] for one in role]
            able = could or [at for at in range(len(self.ground.people)) if self.ground.can_end(at, slots)]
        else:
            able = [place]
        return (tuple(Candidate(one, slots) for one in able),) if able else ()

    def _take_unknowns(self) -> None:
        for one in self.plan.unknowns:
            if one.answer is not None:
                self.gone[one.id] = Gone(one.id, one.question, "done", ended=one.by)
                continue
            if one.by is not None and one.by < self.day:
                self.notes.append(f"the answer to {one.id} was due on {_day(one.by)}: taken as if it came today")
            self.pieces.append(Piece("unknown", one.id, one.question, self.lines[one.id], one))

    # How each is told as a task of the problem

    def _task(self, piece: Piece, release: int) -> Task:
        roles = self.roles.get(piece.id, ()) if piece.slots else ()
        release = max(release, self._release(piece))
        due, weight = self._due(piece)
        rank = PRIORITIES.index(piece.priority) * 2 + (not piece.progress.is_begun)
        task = Task(piece.id, roles, 0 if roles else piece.slots, release=release, due=due, weight=weight, rank=rank)
        start = self._fixed(piece, task)
        return replace(task, start=start, release=min(release, start)) if start is not None else task

    def _holders(self, piece: Piece) -> Iterator[PlanTask]:
        """A task and the groups around it, from the inside out."""
        if isinstance(piece.source, PlanTask):
            yield piece.source
            yield from reversed(self.around[piece.id])

    def _release(self, piece: Piece) -> int:
        if piece.kind == "unknown" and (by := getattr(piece.source, "by", None)) is not None:
            return max(self.ground.over_on(by), 0)
        holders = list(self._holders(piece))
        if piece.progress.is_begun:
            # It began all the same; a later day that the task itself names is a break.
            pause = holders[0].not_before if holders else None
            return self.ground.first_on(pause) if pause is not None else 0
        days = [one.not_before for one in holders] + [one.starts for one in holders[1:]]
        return max((self.ground.first_on(day) for day in days if day is not None), default=0)

    def _asked(self, piece: Piece) -> list[Deadline]:
        """Every date by which a piece is asked for."""
        asked = [one.due for one in self._holders(piece) if one.due is not None]
        if isinstance(piece.source, Milestone) and piece.source.due is not None:
            asked.append(piece.source.due)
        if piece.kind == "end" and self.plan.deadline is not None:
            asked.append(self.plan.deadline)
        return asked

    def _due(self, piece: Piece) -> tuple[int | None, int]:
        """The slot a piece should have ended by, and what a slot of lateness weighs."""
        asked = self._asked(piece)
        if not asked:
            return None, 1
        weight = max((_HARD if one.hard else 1) * _WEIGHTS[piece.priority] for one in asked)
        return max(min(self.ground.over_on(one.day) for one in asked), 0), weight

    def _hard(self, piece: Piece) -> int | None:
        return min((max(self.ground.over_on(one.day), 0) for one in self._asked(piece) if one.hard), default=None)

    def _fixed(self, piece: Piece, task: Task) -> int | None:
        """The slot of the day a task must begin on: the first in which the most of its candidates work."""
        day = piece.source.starts if isinstance(piece.source, PlanTask) else None
        if day is None or piece.progress.is_begun:
            return None
        if day < self.ground.clock.date_of(self.ground.axis.origin):
            if day < self.day:
                self.notes.append(f"{piece.id} was to begin on {_day(day)} and did not: it may begin now")
            return None
        first = self.ground.first_on(day)
        there = {
            slot: [sum(self.ground.pace_at(one.person, slot) > 0 for one in role) for role in task.roles]
            for slot in range(first, max(self.ground.over_on(day), first))
        }
        fit = {slot: sum(counts) for slot, counts in there.items() if all(counts)}
        if not task.roles and there:
            return first
        if not fit:
            message = f"{piece.id} must begin on {day:%a} {_day(day)}, when nobody who could do it works"
            self.obstacles.append(Obstacle(message, piece.id, piece.line, "Name another day, or somebody else."))
            return None
        return max(fit, key=lambda slot: (fit[slot], -slot))


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _some(ids: list[str]) -> str:
    return f"{ids[0]} is" if len(ids) == 1 else f"{len(ids)} tasks are"
