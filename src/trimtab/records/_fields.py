"""What fields of several records share: dated values, hours, stances, addresses, and how a value is refused.

The models check one value or one record; rules across records are in `checks`.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, LiteralString, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from trimtab.diagnostics import Diagnostic, Span, did_you_mean
from trimtab.records._nodes import Path, Tree, follow
from trimtab.records._text import flaw, top_of


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
