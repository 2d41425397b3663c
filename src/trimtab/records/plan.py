"""What is intended: one plan per file under `plans/`, with tasks, unknowns, contracts, risks and milestones.

A plan says what is to be done and what it waits for, in the lead's words and units. When it lands, and who is in the
way, is worked out by `trimtab.advice.plan`; rules about a whole plan are in `plan_checks`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from trimtab.records._fields import Record, Words, refuse
from trimtab.records._nodes import Plain

FOLDER = "plans"
HISTORY = ".history"

Priority = Literal["must", "should", "could"]
LinkType = Literal["FS", "SS", "FF", "SF"]
Unit = Literal["h", "d", "w"]

_NUMBER = r"(\d+(?:\.\d+)?)\s*(h|d|w)"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of work: so many working hours (h), days (d) or weeks (w) of five days. Days are the team's, see `hours`."""

    amount: float
    unit: Unit

    def hours(self, a_day: float) -> float:
        """In working hours, with `a_day` hours in a working day."""
        return self.amount * {"h": 1.0, "d": a_day, "w": 5 * a_day}[self.unit]


@dataclass(frozen=True, slots=True)
class Estimate:
    """`low` and `high` bound the work as surely as the task's `confidence` says; `likely` is between them, when given.

    One number is all three. Written `3d`, `2d..5d` or `1d/2d/4d`; it is the work of each person the task needs.
    """

    low: Span
    high: Span
    likely: Span | None = None

    @property
    def is_point(self) -> bool:
        """Whether one number was given."""
        return self.low == self.high

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from text."""
        return no_info_after_validator_function(estimate_of, handler.generate_schema(str))


def span_of(written: str) -> Span:
    """`3d`, `4 h` or `1.5w` as a span, which may be 0."""
    found = re.fullmatch(_NUMBER, written.strip())
    if not found:
        raise refuse("bad-estimate", f'"{written}" is no amount of work', "write 4h, 3d or 2w: hours, days or weeks.")
    return Span(float(found[1]), found[2])  # type: ignore[arg-type]  # the pattern allows the three units alone


def estimate_of(written: str) -> Estimate:
    """`3d`, `2d..5d` or `1d/2d/4d` as an estimate."""
    parts = [span_of(part) for part in re.split(r"\.\.|/", written)]
    hint = "write one amount (3d), a range (2d..5d), or lowest, likeliest and highest (1d/2d/4d), rising."
    if len(parts) > 3 or (".." in written and len(parts) != 2) or (len(parts) == 2 and ".." not in written):
        raise refuse("bad-estimate", f'"{written}" is no estimate', hint)
    if [one.hours(8) for one in parts] != sorted(one.hours(8) for one in parts) or not parts[-1].amount:
        raise refuse("bad-estimate", f'"{written}" does not rise, or is nothing', hint)
    return Estimate(parts[0], parts[-1], parts[1] if len(parts) == 3 else None)


class Lag(Span):
    """A span that may be negative, such as `-1d`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from text."""
        return no_info_after_validator_function(_lag_of, handler.generate_schema(str))


def _lag_of(written: str) -> Lag:
    span = span_of(written.strip().lstrip("+-"))
    return Lag(-span.amount if written.strip().startswith("-") else span.amount, span.unit)


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", value):
        made = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        hint = f'write "{made}".' if made else "use lower-case letters, digits and hyphens, such as import-v2."
        raise refuse("bad-id", f'"{value}" is no id', hint)
    return value


Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": "^[a-z0-9]+([._-][a-z0-9]+)*$"})]


def _share(written: Plain) -> Plain:
    """`40%` as 0.4; anything else as it is."""
    if isinstance(written, str) and (found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", written.strip())):
        return float(found[1]) / 100
    if isinstance(written, int) and not isinstance(written, bool):
        return float(written)
    return written


Share = Annotated[
    float,
    BeforeValidator(_share, json_schema_input_type=float | str),
    Field(ge=0, le=1),
]


def _short_deadline(written: Plain) -> Plain:
    return {"date": written} if isinstance(written, date) else written


def _short_member(written: Plain) -> Plain:
    return {"id": written} if isinstance(written, str) else written


def _short_link(written: Plain) -> Plain:
    """`schema` or `schema SS+1d` as a mapping."""
    if not isinstance(written, str):
        return written
    found = re.fullmatch(r"(\S+?)(?:\s+(FS|SS|FF|SF))?(?:\s*([+-]\s*\d\S*))?", written.strip())
    if not found:
        hint = "write the id of a task, or with the type of link and a lag: schema, schema SS, schema FS+2d."
        raise refuse("bad-link", f'"{written}" is no dependency', hint)
    given = {"task": found[1], "type": found[2], "lag": found[3]}
    return {key: value for key, value in given.items() if value}


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


AnyDependency = Annotated[Dependency, BeforeValidator(_short_link, json_schema_input_type=str | Dependency)]


class Need(Record):
    """People a task needs at once."""

    skill: Words | None = Field(default=None, description="What they can do; anybody, when left out.", examples=["sql"])
    people: int = Field(default=1, ge=1, le=20, description="How many of them.", examples=["2"])


def _short_need(written: Plain) -> Plain:
    return {"skill": written} if isinstance(written, str) else written


AnyNeed = Annotated[Need, BeforeValidator(_short_need, json_schema_input_type=str | Need)]


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
    confidence: Share | None = Field(
        default=None, description="How sure you are of the range; 80 %, when left out.", examples=["80%"]
    )
    after: tuple[AnyDependency, ...] = Field(
        default=(),
        description="What it waits for: ids, with the type of link (FS when left out) and a lag where needed.",
        examples=["[schema, api SS+1d]"],
    )
    needs: tuple[AnyNeed, ...] = Field(
        default=(),
        description="Skills it needs, one person each, or with how many people; one person, when left out.",
        examples=["[python, {skill: sql, people: 2}]"],
    )
    owner: Words | None = Field(default=None, description="Who does it, and nobody else.", examples=["tomas"])
    candidates: tuple[Words, ...] = Field(
        default=(), description="Who could do it; whoever has the skills, when left out.", examples=["[tomas, ife]"]
    )
    starts: date | None = Field(default=None, description="The day it must begin.", examples=["2027-01-11"])
    not_before: date | None = Field(default=None, description="The first day it can begin.", examples=["2026-12-01"])
    due: AnyDeadline | None = Field(default=None, description="When it is asked for.", examples=["2027-01-29"])
    priority: Priority | None = Field(
        default=None, description="must, should or could; that of its group, else must.", examples=["should"]
    )
    items: tuple[Words, ...] = Field(
        default=(), description="Issues and pull requests it stands for.", examples=["['#412']"]
    )
    done: Share | bool = Field(default=False, description="Whether it is done, or which share of it.", examples=["40%"])
    remaining: Estimate | None = Field(default=None, description="Work that is left, from today.", examples=["1d..2d"])
    started: date | None = Field(default=None, description="The day work on it began.", examples=["2026-11-24"])
    finished: date | None = Field(default=None, description="The day it was done.", examples=["2026-11-27"])
    tags: tuple[Words, ...] = Field(default=(), description="Words of your own.", examples=["[risky]"])
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
    blocks: tuple[Words, ...] = Field(default=(), description="Tasks that hang on it.", examples=["[refunds]"])
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
    consumers: tuple[Words, ...] = Field(
        description="Tasks that begin against the stand-in instead of waiting.", examples=["[billing-ui]"]
    )
    integration: Words | None = Field(
        default=None,
        description="The task that puts both together; without one, consumers end no earlier than the provider.",
        examples=["end-to-end"],
    )
    estimate: Estimate | None = Field(default=None, description="Work to agree it.", examples=["0.5d..1d"])
    owner: Words | None = Field(default=None, description="Who writes it down.", examples=["tomas"])
    after: tuple[AnyDependency, ...] = Field(default=(), description="What agreeing waits for.", examples=["[schema]"])
    agreed: date | None = Field(default=None, description="The day it was agreed.", examples=["2026-11-27"])


class Risk(Record):
    """Something that may happen."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["audit-early"])
    event: Words = Field(description="What may happen.", examples=["the audit comes early"])
    chance: Share = Field(description="How likely.", examples=["20%"])
    extra: Estimate = Field(description="Work that it adds to each task it hits.", examples=["2d..5d"])
    hits: tuple[Words, ...] = Field(default=(), description="Tasks it adds work to.", examples=["[reports]"])
    trigger: Words | None = Field(default=None, description="How you will notice.", examples=["a mail by the auditor"])
    response: Words | None = Field(default=None, description="What you do then.", examples=["reports first"])
    owner: Words | None = Field(default=None, description="Who watches it.", examples=["mara"])


class Milestone(Record):
    """A point that others wait for."""

    id: Id = Field(description="A short name, unique in the plan.", examples=["beta"])
    title: Words | None = Field(default=None, description="What is reached.", examples=["Beta for ten customers"])
    after: tuple[AnyDependency, ...] = Field(description="What it is made of.", examples=["[billing-ui, refunds]"])
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
    stakeholders: tuple[Words, ...] = Field(default=(), description="Who asks for it.", examples=["[finance]"])
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
    cut: Priority | None = Field(
        default=None, description="What is left out for now: this priority and all below it.", examples=["could"]
    )


class Plan(PlanFile):
    """One plan: what its file says, and its name as `id`."""

    id: str

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
