"""A plan that is asked about: its records and model at an instant, and how people, days and stretches are called."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Evidence
from trimtab.advice.plan._history import History, history_of
from trimtab.advice.plan._items import closed_items, worked_items
from trimtab.advice.plan._model import Model, model
from trimtab.advice.plan._pieces import Piece
from trimtab.diagnostics import did_you_mean
from trimtab.errors import UsageError
from trimtab.records import Records
from trimtab.records.plan import FOLDER, Contract, Milestone, Plan, PlanTask, Unknown
from trimtab.workdays import parse_as_of
from trimtab.workspace import Workspace

PAGE = "docs/reference/schedule.md"
_SAME_MONTHS = 300  # days


class PlanScene:
    """One plan of a workspace at an instant."""

    def __init__(
        self,
        workspace: Workspace,
        name: str,
        *,
        now: datetime,
        as_of: str | None = None,
        machine_zone: str = "UTC",
        program: str = "trimtab",
    ) -> None:
        """Raises `UsageError` for a plan that is not there or cannot be used, and for text that is no date."""
        self.workspace, self.program, self.zone = workspace, program, machine_zone
        self.records, self.plan = plan_named(workspace, name)
        self.working = self.records.working_time(zone=machine_zone)
        self.as_of = (parse_as_of(as_of, self.working) if as_of else now).astimezone(UTC)
        self.closed: Mapping[str, bool] = closed_items(workspace, self.plan, self.as_of)
        self.model: Model = self.remade(self.plan)

    def remade(self, plan: Plan) -> Model:
        """The model of the plan with other text, on the same ground."""
        ground = self.model.ground if "model" in self.__dict__ else None
        return model(plan, self.records, as_of=self.as_of, closed=self.closed, zone=self.zone, ground=ground)

    def history(self, *, apply: bool = True) -> History:
        """What finished tasks of all plans say; without `apply` it is told and not used."""
        worked = worked_items(self.workspace, self.records.plans, self.as_of)
        return history_of(self.records, self.as_of, self.zone, worked, apply=apply)

    @property
    def local_as_of(self) -> datetime:
        """The instant on the lead's clock."""
        return self.working.local(self.as_of)

    @property
    def sources(self) -> tuple[str, ...]:
        """What the answer rests on."""
        return ("records", "tracker") if self.closed else ("records",)

    # Words

    @cached_property
    def _first(self) -> Counter[str]:
        return Counter(one.name.split(" ", 1)[0] for one in self.model.workers)

    def who(self, person: int) -> str:
        """`you`, a first name where it is one person's, else the full name."""
        worker = self.model.workers[person]
        first = worker.name.split(" ", 1)[0]
        return "you" if worker.is_lead else first if self._first[first] == 1 else worker.name

    def people(self, persons: Iterable[int], most: int = 3) -> str:
        """Several of them as a phrase."""
        return listed([self.who(one) for one in persons], most)

    def starts(self, slot: int) -> datetime:
        """When a slot begins, on the lead's clock."""
        return self.working.local(self.model.axis.start_of(slot))

    def ends(self, slot: int) -> datetime:
        """When something ends that takes all slots before this one, on the lead's clock."""
        return self.working.local(self.model.axis.end_of(slot))

    def day(self, at: datetime | date) -> str:
        """`Fri 12 Feb`; with the year where the month alone could be taken for that of another."""
        told = at.date() if isinstance(at, datetime) else at
        year = f" {at.year}" if abs((told - self.local_as_of.date()).days) > _SAME_MONTHS else ""
        return f"{at:%a} {at.day} {at:%b}{year}"

    def days(self, slots: int) -> str:
        """Slots of the axis as working days: `2.5 days`; hours below one day."""
        return said_days(slots / self.model.axis.slots_a_day(), self.model.ground.hours_a_day)

    def effort(self, slots: int) -> str:
        """Work as working days of one person."""
        a_day = self.model.ground.hours_a_day
        return said_days(slots / (4 * a_day), a_day)

    @property
    def size(self) -> str:
        """`34 tasks, 5 people and you`."""
        tasks = counted(sum(1 for _ in self.plan.leaves()), "task")
        others = sum(not one.is_lead for one in self.model.workers)
        people = f"{counted(others, 'person', 'people')}" + (" and you" if self.model.lead is not None else "")
        return f"{tasks}, {people}"

    # Evidence

    def line(self, piece: Piece) -> Evidence:
        """The line of the plan that a piece was written in."""
        return Evidence("record", piece.line, described(piece))

    def caveats(self) -> tuple[str, ...]:
        """What every answer about this plan must say about its ground."""
        wrong = self.records.errors_in(self.plan.file)
        found = [f"{counted(wrong, 'mistake')} in {self.plan.file}: what they point at was not used; see plan check"]
        return (*(found if wrong else ()), *self.model.notes)


def file_named(name: str) -> str:
    """The file of a plan by its name, or by the name of that file."""
    return f"{FOLDER}/{name.removeprefix(f'{FOLDER}/').removesuffix('.yaml')}.yaml"


def plan_named(workspace: Workspace, name: str) -> tuple[Records, Plan]:
    """The records of a workspace and one plan of it; raises `UsageError` where there is none of the name."""
    records = workspace.records
    if records is None:
        raise UsageError("plans stand in a workspace, under plans/; `trimtab init` makes one beside a clone.")
    plan = records.plan(name.removeprefix("plans/").removesuffix(".yaml"))
    if plan is not None:
        return records, plan
    file = file_named(name)
    if any(one.span.file == file for one in records.diagnostics):
        told = f"`trimtab plan check {name}` says what is wrong with it."
        raise UsageError(f"{file} is there, and cannot be used as it is. {told}")
    ids = [one.id for one in records.plans]
    hint = did_you_mean(name, ids).capitalize() + (f"There is {listed(ids, 8)}." if ids else "")
    begin = "`trimtab plan new` starts one." if not ids else "`trimtab plan check` says what could not be read."
    raise UsageError(f'there is no plan "{name}" under plans/. {hint} {begin}'.replace("  ", " "))


def said_days(days: float, hours_a_day: float) -> str:
    """`1 day`, `2.5 days`, `12 days`; `3 h` below one day."""
    if abs(days) < 0.95:
        return f"{max(round(days * hours_a_day, 1), 0.25):g} h" if days else "no time"
    rounded = round(days * 2) / 2 if abs(days) < 10 else round(days)
    return f"{rounded:g} {'day' if rounded == 1 else 'days'}"


def described(piece: Piece) -> str:
    """What the plan's text says of a piece, in short."""
    source = piece.source
    if isinstance(source, PlanTask):
        parts = [str(source.estimate) if source.estimate else "no estimate"]
        parts += [f"after {', '.join(one.task for one in source.after)}"] if source.after else []
        parts += [f"owner {source.owner}"] if source.owner else []
        return f"{piece.title}: {'; '.join(parts)}"
    if isinstance(source, Contract):
        return f"{piece.title}: {source.provider} for {', '.join(source.consumers)}"
    if isinstance(source, Unknown):
        return f"{source.question}{f' by {source.by}' if source.by else ''}"
    if isinstance(source, Milestone):
        return f"{piece.title}: after {', '.join(one.task for one in source.after)}"
    return piece.title
