"""What is intended: one plan per file under `plans/`, with tasks, unknowns, contracts, risks and milestones.

A plan says what is to be done and what it waits for, in the lead's words and units. When it lands, and who is in the
way, is worked out by `trimtab.advice.plan`; rules about a whole plan are in `plan_checks`.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr

from trimtab.records._fields import Record, Words, refuse
from trimtab.records._nodes import Plain
from trimtab.records._plan_words import (
    Done,
    Estimate,
    Id,
    ItemName,
    Items,
    Lag,
    ManyWords,
    Share,
    Span,
    Sureness,
    Unit,
    Window,
    estimate_of,
    item_name,
    span_of,
)

__all__ = [
    "FOLDER",
    "HISTORY",
    "Contract",
    "Deadline",
    "Dependency",
    "Estimate",
    "ItemName",
    "Lag",
    "Lead",
    "LinkType",
    "Member",
    "Milestone",
    "Need",
    "Plan",
    "PlanFile",
    "PlanTask",
    "Priority",
    "Risk",
    "Span",
    "Unit",
    "Unknown",
    "Window",
    "estimate_of",
    "item_name",
    "span_of",
]

FOLDER = "plans"
HISTORY = ".history"


Priority = Literal["must", "should", "could"]
LinkType = Literal["FS", "SS", "FF", "SF"]


def _short_deadline(written: Plain) -> Plain:
    if isinstance(written, str):
        hint = "write year, month and day without quotes: 2026-11-04."
        raise refuse("bad-date", f'"{written}" is no date', hint)
    return {"date": written} if isinstance(written, date) else written


def _short_member(written: Plain) -> Plain:
    return {"id": written} if isinstance(written, str) else written


_LINKED = re.compile(
    # A hyphen belongs to an id, unless a blank or the type of the link stands before it.
    r"(?P<task>[^\s+]+)(?:\s+(?P<type>FS|SS|FF|SF)(?:\s*(?P<lag>[+-].+))?|\s*(?P<plus>\+.+)|\s+(?P<minus>-.+))?",
    re.IGNORECASE,
)


def _short_link(written: Plain) -> Plain:
    """`schema` or `schema SS+1d` as a mapping."""
    if isinstance(written, int) and not isinstance(written, bool):
        return {"task": str(written)}
    if not isinstance(written, str):
        return written
    found = _LINKED.fullmatch(written.strip())
    if not found or "," in found["task"]:
        hint = "write the id of a task, or with the type of link and a lag: schema, schema SS, schema FS+2d."
        if "," in written:
            hint = f"put several in brackets: [{written.strip()}]."
        raise refuse("bad-link", f'"{written}" is no dependency', hint)
    lag = found["lag"] or found["plus"] or found["minus"]
    given = {"task": found["task"], "type": (found["type"] or "").upper(), "lag": lag}
    return {key: value for key, value in given.items() if value}


def _one_link(written: Plain) -> Plain:
    return (written,) if isinstance(written, str | int) and not isinstance(written, bool) else written


class Deadline(Record):
    """A date the whole plan, a task or a milestone is asked for."""

    day: date = Field(alias="date", description="The last day that is in time.", examples=["2027-02-26"])
    hard: bool = Field(default=False, description="Whether it cannot move; a wish, when left out.", examples=["true"])


AnyDeadline = Annotated[Deadline, BeforeValidator(_short_deadline, json_schema_input_type=date | Deadline)]


class Member(Record):
    """Somebody who works on the plan."""

    id: Words = Field(description="The person's file under people/, without its ending.", examples=["tomas"])
    share: Share = Field(default=1.0, description="The share of their time for this plan.", examples=["50%"])
    first: date | None = Field(default=None, alias="from", description="The first day.", examples=["2026-12-01"])
    last: date | None = Field(default=None, alias="to", description="The last day.", examples=["2027-01-29"])


AnyMember = Annotated[Member, BeforeValidator(_short_member, json_schema_input_type=str | Member)]


class Lead(Record):
    """The part of the lead in the plan."""

    coding: Share | None = Field(
        default=None,
        description="The share of your time for tasks of this plan; the code share of your stance, when left out.",
        examples=["30%"],
    )
    critical: Literal["avoid", "price", "allow"] = Field(
        default="avoid",
        description="Whether you may sit on the critical path: avoid it, only where it pays (price), or allow it.",
        examples=["avoid"],
    )


class Dependency(Record):
    """What a task waits for."""

    task: Words = Field(description="The id of a task, a contract, an unknown or a milestone.", examples=["schema"])
    type: LinkType = Field(
        default="FS",
        description="From the start (S) or finish (F) of the one to the start or finish of the other.",
        examples=["SS"],
    )
    lag: Lag = Field(default=Lag(0, "h"), description="Working time between the two; may be negative.", examples=["2d"])


AnyDependency = Annotated[Dependency, BeforeValidator(_short_link, json_schema_input_type=str | int | Dependency)]
After = Annotated[
    tuple[AnyDependency, ...],
    BeforeValidator(_one_link, json_schema_input_type=str | int | tuple[str | int | Dependency, ...]),
]


class Need(Record):
    """People a task needs at once."""

    skill: Words | None = Field(default=None, description="What they can do; anybody, when left out.", examples=["sql"])
    people: int = Field(default=1, ge=1, le=20, description="How many of them.", examples=["2"])


def _short_need(written: Plain) -> Plain:
    if isinstance(written, int) and not isinstance(written, bool):
        return {"people": written}
    return {"skill": written} if isinstance(written, str) else written


def _one_need(written: Plain) -> Plain:
    return (written,) if isinstance(written, str | int) and not isinstance(written, bool) else written


AnyNeed = Annotated[Need, BeforeValidator(_short_need, json_schema_input_type=str | int | Need)]
Needs = Annotated[
    tuple[AnyNeed, ...],
    BeforeValidator(_one_need, json_schema_input_type=str | int | tuple[str | int | Need, ...]),
]


class PlanTask(Record):
    """One task, or a group of tasks where it has `tasks` of its own."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["import-v2"])
    title: Words | None = Field(default=None, description="What it is, in words.", examples=["Import, second version"])
    outcome: Words | None = Field(
        default=None, description="What is there when it is done.", examples=["a night's import takes an hour"]
    )
    estimate: Estimate | None = Field(
        default=None,
        description="Work of each person it needs: one amount, a range, or lowest, likeliest and highest.",
        examples=["2d..5d", "1d/2d/4d"],
    )
    confidence: Sureness | None = Field(
        default=None, description="How sure you are of the range; 80 %, when left out.", examples=["80%"]
    )
    after: After = Field(
        default=(),
        description="What it waits for: ids, with the type of link (FS when left out) and a lag where needed.",
        examples=["[schema, api SS+1d]"],
    )
    needs: Needs = Field(
        default=(),
        description="Skills it needs, one person each, or with how many people; one person, when left out.",
        examples=["[python, {skill: sql, people: 2}]"],
    )
    owner: Words | None = Field(default=None, description="Who does it, and nobody else.", examples=["tomas"])
    candidates: ManyWords = Field(
        default=(), description="Who could do it; whoever has the skills, when left out.", examples=["[tomas, ife]"]
    )
    starts: date | None = Field(default=None, description="The day it must begin.", examples=["2027-01-11"])
    not_before: date | None = Field(default=None, description="The first day it can begin.", examples=["2026-12-01"])
    due: AnyDeadline | None = Field(default=None, description="When it is asked for.", examples=["2027-01-29"])
    priority: Priority | None = Field(
        default=None, description="must, should or could; that of its group, else must.", examples=["should"]
    )
    items: Items = Field(default=(), description="Issues and pull requests it stands for.", examples=["['#412']"])
    done: Done = Field(default=False, description="Whether it is done, or which share of it.", examples=["40%"])
    remaining: Estimate | None = Field(default=None, description="Work that is left, from today.", examples=["1d..2d"])
    started: date | None = Field(default=None, description="The day work on it began.", examples=["2026-11-24"])
    finished: date | None = Field(default=None, description="The day it was done.", examples=["2026-11-27"])
    tags: ManyWords = Field(default=(), description="Words of your own.", examples=["[risky]"])
    tasks: "tuple[PlanTask, ...]" = Field(default=(), description="What it breaks down into.")

    @property
    def display(self) -> str:
        """The title to show."""
        return self.title or self.id

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.finished is not None or self.done is True or self.done == 1

    @property
    def is_group(self) -> bool:
        """Whether it is made of other tasks."""
        return bool(self.tasks)


class Unknown(Record):
    """A question whose answer could change the plan."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["bank-sandbox"])
    question: Words = Field(description="The question.", examples=["Does the bank's sandbox support refunds?"])
    who: Words | None = Field(default=None, description="Who finds the answer.", examples=["ravi"])
    by: date | None = Field(default=None, description="When it is needed.", examples=["2026-12-04"])
    blocks: ManyWords = Field(default=(), description="Tasks that hang on it.", examples=["[refunds]"])
    badly: Estimate | None = Field(
        default=None, description="Work that comes on top if it goes badly.", examples=["3d..10d"]
    )
    chance: Share = Field(default=0.5, description="How likely it goes badly.", examples=["30%"])
    answer: Words | None = Field(default=None, description="The answer, once it is known.", examples=["yes, from v3"])


class Contract(Record):
    """An agreed interface: who needs `provider` can begin against a stand-in as soon as it is agreed."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["invoice-json"])
    title: Words | None = Field(default=None, description="What is agreed.", examples=["JSON of an invoice"])
    provider: Words = Field(description="The task that builds the real thing.", examples=["ledger-api"])
    consumers: ManyWords = Field(
        description="Tasks that begin against the stand-in instead of waiting.", examples=["[billing-ui]"]
    )
    integration: Words | None = Field(
        default=None,
        description="The task that puts both together; without one, consumers end no earlier than the provider.",
        examples=["end-to-end"],
    )
    estimate: Estimate | None = Field(default=None, description="Work to agree it.", examples=["0.5d..1d"])
    owner: Words | None = Field(default=None, description="Who writes it down.", examples=["tomas"])
    after: After = Field(default=(), description="What agreeing waits for.", examples=["[schema]"])
    agreed: date | None = Field(default=None, description="The day it was agreed.", examples=["2026-11-27"])


class Risk(Record):
    """Something that may happen."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["audit-early"])
    event: Words = Field(description="What may happen.", examples=["the audit comes early"])
    chance: Share = Field(description="How likely.", examples=["20%"])
    extra: Estimate = Field(description="Work that it adds to each task it hits.", examples=["2d..5d"])
    hits: ManyWords = Field(default=(), description="Tasks it adds work to.", examples=["[reports]"])
    trigger: Words | None = Field(default=None, description="How you will notice.", examples=["a mail by the auditor"])
    response: Words | None = Field(default=None, description="What you do then.", examples=["reports first"])
    owner: Words | None = Field(default=None, description="Who watches it.", examples=["mara"])


class Milestone(Record):
    """A point that others wait for."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["beta"])
    title: Words | None = Field(default=None, description="What is reached.", examples=["Beta for ten customers"])
    after: After = Field(description="What it is made of.", examples=["[billing-ui, refunds]"])
    due: AnyDeadline | None = Field(default=None, description="When it is asked for.", examples=["2027-01-29"])

    @property
    def display(self) -> str:
        """The title to show."""
        return self.title or self.id


class PlanFile(Record):
    """`plans/NAME.yaml`."""

    title: Words = Field(description="What the plan is called.", examples=["Billing rewrite"])
    outcome: Words | None = Field(
        default=None, description="What is different when it is done.", examples=["one ledger for all invoices"]
    )
    stakeholders: ManyWords = Field(default=(), description="Who asks for it.", examples=["[finance]"])
    start: date = Field(description="The first day of work.", examples=["2026-11-23"])
    deadline: AnyDeadline | None = Field(
        default=None,
        description="When it is asked for: a date, or with `hard: true` where it cannot move.",
        examples=["{date: 2027-02-26, hard: true}"],
    )
    lead: Lead = Field(default=Lead(), description="Your own part in it.", examples=["{coding: 30%, critical: avoid}"])
    people: tuple[AnyMember, ...] = Field(
        default=(),
        description="Who works on it, with the share of their time; everybody with a file, when left out.",
        examples=["[tomas, {id: ravi, share: 50%}]"],
    )
    tasks: tuple[PlanTask, ...] = Field(default=(), description="What is to be done.")
    unknowns: tuple[Unknown, ...] = Field(default=(), description="Questions without an answer.")
    contracts: tuple[Contract, ...] = Field(default=(), description="Agreed interfaces.")
    risks: tuple[Risk, ...] = Field(default=(), description="What may happen.")
    milestones: tuple[Milestone, ...] = Field(default=(), description="Points that others wait for.")
    freeze: Window | None = Field(
        default=None,
        description="For how long from today on work that was accepted stays on its day and with its people.",
        examples=["2w"],
    )
    cut: Priority | None = Field(
        default=None, description="What is left out for now: this priority and all below it.", examples=["could"]
    )


class Plan(PlanFile):
    """One plan: what its file says, and its name as `id`."""

    id: str

    _ids: frozenset[str] = PrivateAttr(default=frozenset())
    _sized: frozenset[str] = PrivateAttr(default=frozenset())

    def knowing(self, ids: frozenset[str], sized: frozenset[str] = frozenset()) -> Self:
        """This plan, told which ids its file holds, and at which of them an amount of work is written."""
        self._ids, self._sized = ids, sized
        return self

    @property
    def sized(self) -> frozenset[str]:
        """The ids at which an estimate or what remains is written, also where it could not be read."""
        return self._sized

    @property
    def ids_written(self) -> frozenset[str]:
        """Every id that its file holds, also of tasks that could not be read."""
        return self._ids

    @property
    def file(self) -> str:
        """Where the plan is written down, from the workspace."""
        return f"{FOLDER}/{self.id}.yaml"

    def leaves(self) -> Iterator[tuple[PlanTask, tuple[PlanTask, ...]]]:
        """Each task that is no group, with the groups around it, the outermost first; in the order written."""
        yield from _leaves(self.tasks, ())


def _leaves(
    tasks: tuple[PlanTask, ...], around: tuple[PlanTask, ...]
) -> Iterator[tuple[PlanTask, tuple[PlanTask, ...]]]:
    for task in tasks:
        if task.tasks:
            yield from _leaves(task.tasks, (*around, task))
        else:
            yield task, around
