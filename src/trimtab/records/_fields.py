"""What fields of several records share: dated values, hours, stances, addresses, and how a value is refused.

The models check one value or one record; rules across records are in `checks`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Annotated, LiteralString, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from trimtab.diagnostics import Diagnostic, Span, did_you_mean
from trimtab.records._nodes import Path, Plain, Tree, follow
from trimtab.records._text import flaw, top_of

_DAY = 24 * 60  # minutes

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

T = TypeVar("T")


def refuse(code: LiteralString, message: str, hint: str, at: str = "") -> PydanticCustomError:
    """A refusal that becomes a diagnostic of `code`; `at` names the key of a mapping to point at."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint, "at": at})


class Shape(BaseModel):
    """The settings of every model of the records: frozen, strict, and no unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)


class Record(Shape):
    """A shape that was read from a file and can say where; places are no part of its value."""

    _tree: Tree | None = PrivateAttr(default=None)
    _path: Path = PrivateAttr(default=())

    def placed(self, tree: Tree, *path: str | int) -> Self:
        """This record, told where it stands."""
        self._tree, self._path = tree, path
        return self

    def span_of(self, *path: str | int) -> Span:
        """The place of a value, such as `span_of("leave", 0, "from")`; of the nearest thing around it when not given."""
        if self._tree is None or self._tree.root is None:
            return top_of(self._tree.text.name if self._tree else "")
        node, _, _ = follow(self._tree.root, (*self._path, *path))
        return self._tree.text.span(node.start, node.end)

    def flaw_at(self, path: Path, code: str, message: str, hint: str) -> Diagnostic:
        """A diagnostic of `code` that points at a value of this record."""
        if self._tree is None or self._tree.root is None:
            return flaw(code, message, self.span_of(*path), hint)
        node, _, _ = follow(self._tree.root, (*self._path, *path))
        return self._tree.text.flaw(code, message, node.start, node.end, hint)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # records hold mappings, so they cannot be keys


class Period(Record):
    """Days from one date to another, both included."""

    first: date = Field(alias="from", description="The first day.", examples=["2026-12-21"])
    last: date = Field(alias="to", description="The last day; it counts.", examples=["2027-01-06"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            message = f"the last day, {self.last}, is before the first, {self.first}"
            raise refuse("ends-before-it-begins", message, "swap the two dates, or correct the year.", at="to")
        return self

    def covers(self, day: date) -> bool:
        """Whether a day belongs to it."""
        return self.first <= day <= self.last


def overlaps(periods: Sequence[Period]) -> Iterable[tuple[int, int]]:
    """Pairs of positions (earlier in time, later in time) of periods that share a day."""
    by_date = sorted(range(len(periods)), key=lambda at: (periods[at].first, periods[at].last, at))
    reaching = by_date[:1]
    for at in by_date[1:]:
        furthest = max(reaching, key=lambda one: periods[one].last)
        if periods[at].first <= periods[furthest].last:
            yield furthest, at
        reaching.append(at)


# Words


def _text(value: str) -> str:
    if not value.strip():
        raise refuse("wrong-value", "this text is empty", "write something, or delete the line.")
    return value


Words = Annotated[str, AfterValidator(_text)]


def _address(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
        hint = "write it as it stands in the commits, without brackets: ana@example.org."
        raise refuse("bad-address", f'"{value}" is no address', hint)
    return value


Address = Annotated[str, AfterValidator(_address)]


def _pattern(value: str) -> str:
    if not value.strip() or value.startswith("/") or "\\" in value or ".." in value.split("/"):
        hint = "write it from the root of the repository, with forward slashes: vendor/** or docs/*.svg."
        raise refuse("bad-pattern", f'"{value}" can match no path of a repository', hint)
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", value):
        made = re.sub(r"[^a-z0-9._-]+", "-", value.lower()).strip("-._")
        hint = f'write "{made}".' if made else "use lower-case letters, digits and hyphens, such as harbour-api."
        raise refuse("bad-slug", f'"{value}" is no slug', hint)
    return value


Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": "^[a-z0-9][a-z0-9._-]*$"})]


def _zone(value: str) -> str:
    if value == "UTC":
        return value
    try:
        # Short names exist too, and most of them know no summer.
        if "/" in value and ZoneInfo(value).key:
            return value
    except (OSError, ValueError, KeyError):
        pass
    hint = f"{did_you_mean_zone(value)}Zones are named by a city, such as Europe/Rome or America/Toronto."
    raise refuse("unknown-zone", f'no zone is called "{value}"', hint)


def did_you_mean_zone(value: str) -> str:
    """As `did_you_mean`, by the whole name and by the city alone."""
    zones = {zone.lower(): zone for zone in sorted(available_timezones()) if "/" in zone}
    cities = {name.rpartition("/")[2]: zone for name, zone in zones.items()}
    asked = value.lower().replace(" ", "_")
    exact = zones.get(asked) or cities.get(asked.rpartition("/")[2])
    return f'did you mean "{exact}"? ' if exact else did_you_mean(asked, zones.values())


Zone = Annotated[str, AfterValidator(_zone)]


# Hours of a week


@dataclass(frozen=True, slots=True)
class Week:
    """Working hours per weekday, Monday first: seven tuples of (from, to), local time, in order.

    Midnight as an end is the end of the day. `days` is what `workdays.WorkingTime` takes as its hours.
    """

    days: tuple[tuple[tuple[time, time], ...], ...]

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """The hours of a weekday, 0 for Monday."""
        return self.days[weekday]

    @property
    def hours(self) -> float:
        """Hours of a whole week."""
        return sum((_minutes(end) or _DAY) - _minutes(start) for day in self.days for start, end in day) / 60

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from a mapping of days to hours, both as text."""
        return no_info_after_validator_function(week_of, handler.generate_schema(dict[DayRange, DayHours]))


def week_of(written: dict[str, str]) -> Week:
    """`{"mon-fri": "09:00-17:00"}` as a week; days not named are free."""
    if not written:
        raise refuse("bad-hours", "no day has hours", "write mon-fri: 09:00-17:00, or delete the key.")
    days: list[tuple[tuple[time, time], ...]] = [()] * len(DAYS)
    named: dict[int, str] = {}
    for key, hours in written.items():
        for day in days_of(key):
            if day in named:
                message = f'{DAYS[day]} has hours twice: in "{named[day]}" and in "{key}"'
                raise refuse("bad-days", message, "name each day once.", at=key)
            named[day] = key
            days[day] = stretches_of(hours)
    return Week(tuple(days))


def days_of(key: str) -> tuple[int, ...]:
    """`mon-fri` or `sat` as weekdays, 0 for Monday."""
    first, _, last = (part.strip() for part in key.lower().partition("-"))
    if first not in DAYS or (last and last not in DAYS):
        hint = "write mon, tue, wed, thu, fri, sat or sun, or a run of them such as mon-fri."
        raise refuse("bad-days", f'"{key}" names no days', did_you_mean(first, DAYS) + hint)
    start, end = DAYS.index(first), DAYS.index(last or first)
    if end < start:
        raise refuse("bad-days", f'"{key}" runs backwards', "a run goes forward, within one week: sat-sun, mon-wed.")
    return tuple(range(start, end + 1))


def stretches_of(written: str) -> tuple[tuple[time, time], ...]:
    """`09:00-12:30, 13:30-17:30` as pairs of times in order."""
    found = tuple(_stretch(part.strip()) for part in written.split(","))
    edges = [minute for start, end in found for minute in (_minutes(start), _minutes(end) or _DAY)]
    if edges != sorted(edges) or any(start == end for start, end in found):
        hint = "spans rise and do not overlap, within one day: 09:00-12:30, 13:30-17:30."
        raise refuse("bad-hours", f'"{written}" is not in order', hint)
    return found


def _stretch(part: str) -> tuple[time, time]:
    part = re.sub(r"24:00$", "00:00", part)
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*[-–]\s*([01]?[0-9]|2[0-3]):([0-5][0-9])", part, re.ASCII)
    if not found:
        hint = "write hours and minutes of both ends, parted by commas: 09:00-12:30, 13:30-17:30."
        raise refuse("bad-hours", f'"{part}" is no span of hours', hint)
    hour, minute, to_hour, to_minute = (int(number) for number in found.groups())
    return time(hour, minute), time(to_hour, to_minute)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _checked_days(key: str) -> str:
    days_of(key)
    return key


def _checked_hours(written: str) -> str:
    stretches_of(written)
    return written


DayRange = Annotated[str, AfterValidator(_checked_days)]
DayHours = Annotated[str, AfterValidator(_checked_hours)]


# Stances


class Stance(Shape):
    """Target shares of the lead's week, per cent; the four make 100."""

    code: float = Field(ge=0, le=100, description="Writing code, per cent.", examples=["10"])
    review: float = Field(
        ge=0, le=100, description="Reviewing code, designs and architecture, per cent.", examples=["30"]
    )
    people: float = Field(ge=0, le=100, description="1:1s, mentoring, hiring and feedback, per cent.", examples=["30"])
    strategy: float = Field(
        ge=0, le=100, description="Planning, stakeholders and decisions, per cent.", examples=["30"]
    )
    code_is_a_minimum: bool = Field(
        default=False, description="Whether more code than its share is as asked, and no drift.", examples=["true"]
    )

    @model_validator(mode="after")
    def _make_a_hundred(self) -> Self:
        total = self.code + self.review + self.people + self.strategy
        if abs(total - 100) > 0.01:
            raise refuse(
                "bad-stance", f"the shares make {total:g} %, not 100 %", "change one of the four so that they make 100."
            )
        return self

    @property
    def shares(self) -> dict[str, float]:
        """Per cent per kind of work."""
        return {"code": self.code, "review": self.review, "people": self.people, "strategy": self.strategy}

    @property
    def name(self) -> str:
        """As it is written in short: `10/30/30/30`, or a preset's name."""
        if self == MAKER:
            return "maker"
        return "/".join(f"{share:g}" for share in self.shares.values())


MAKER = Stance(code=30, review=25, people=25, strategy=20, code_is_a_minimum=True)


def _stance(written: Plain) -> Plain:
    """The short forms of a stance as a mapping."""
    if not isinstance(written, str):
        return written
    if written.strip() == "maker":
        return dict(MAKER)
    shares = re.fullmatch(r"\s*([0-9]{1,3})/([0-9]{1,3})/([0-9]{1,3})/([0-9]{1,3})\s*", written, re.ASCII)
    if not shares:
        hint = "write maker, four shares such as 10/30/30/30 (code, review, people, strategy), or the four as keys."
        raise refuse("bad-stance", f'"{written}" is no stance', hint)
    numbers = [int(share) for share in shares.groups()]
    if sum(numbers) != 100:
        message = f"the shares make {sum(numbers)} %, not 100 %"
        raise refuse("bad-stance", message, "change one of the four so that they make 100.")
    return dict(zip(("code", "review", "people", "strategy"), numbers, strict=True))


AnyStance = Annotated[Stance, BeforeValidator(_stance, json_schema_input_type=str | Stance)]


# Values with a date


class _Dated(Protocol):
    @property
    def first(self) -> date | None: ...


class DatedZone(Shape):
    """A zone from a day on."""

    first: date | None = Field(default=None, alias="from", description="The first day it holds; always, when left out.")
    value: Zone = Field(description="The zone's IANA name.", examples=["Europe/Rome"])


class DatedStance(Shape):
    """A stance from a day on."""

    first: date | None = Field(default=None, alias="from", description="The first day it holds; always, when left out.")
    value: AnyStance = Field(description="The stance.", examples=["10/30/30/30"])


def _as_dated(written: Plain) -> Plain:
    return written if isinstance(written, tuple) else ({"value": written},)


D = TypeVar("D", bound=_Dated)


def _rising(dated: tuple[D, ...]) -> tuple[D, ...]:
    if not dated:
        raise refuse("wrong-value", "this list is empty", "write at least one value, or delete the key.")
    for before, after in pairwise(dated):
        if after.first is None or after.first <= (before.first or date.min):
            said = f"{after.first} follows {before.first}" if after.first else "only the first may go without a date"
            raise refuse("dates-out-of-order", f"the dates do not rise: {said}", "put the oldest first, each day once.")
    return dated


Zones = Annotated[
    tuple[DatedZone, ...],
    AfterValidator(_rising),
    BeforeValidator(_as_dated, json_schema_input_type=Zone | tuple[DatedZone, ...]),
]
Stances = Annotated[
    tuple[DatedStance, ...],
    AfterValidator(_rising),
    BeforeValidator(_as_dated, json_schema_input_type=str | Stance | tuple[DatedStance, ...]),
]


def holds_on(dated: Sequence[D], day: date) -> D | None:
    """The value that held on a day: the last begun by then, else the earliest known; None when there is none."""
    begun = [one for one in dated if one.first is None or one.first <= day]
    return begun[-1] if begun else next(iter(dated), None)
