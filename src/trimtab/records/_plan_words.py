"""Short forms in a plan: amounts of work, estimates, lags, shares, ids, and the items a task stands for.

Each is read from what a lead would type, and refused with the form that is meant; what they mean together is for `plan`.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function, to_string_ser_schema

from trimtab.records._fields import Words, refuse
from trimtab.records._nodes import Plain

Unit = Literal["h", "d", "w"]

_FIGURE = r"(?:\d+(?:\.\d+)?|\.\d+)"
_UNITS = r"(?:min|minutes?|h|hours?|d|days?|w|weeks?)"
_PART = rf"\s*({_FIGURE})\s*({_UNITS})?\s*"
_BETWEEN = re.compile(r"\.\.|/|[-–]|\sto\s")
_SPAN_PATTERN = rf"^\s*{_FIGURE}\s*{_UNITS}\s*$"
_LAG_PATTERN = rf"^\s*[+-]?\s*{_FIGURE}\s*{_UNITS}\s*$"
_WINDOW = r"\s*(\d+)\s*(d|days?|w|weeks?)\s*"
_WINDOW_PATTERN = r"^\s*\d+\s*(?:d|days?|w|weeks?)\s*$"
_RANGE = rf"{_FIGURE}\s*{_UNITS}?\s*(?:\.\.|[-–]|\sto\s)\s*"
_THREE = rf"(?:{_FIGURE}\s*{_UNITS}?\s*/\s*){{2}}"
_ESTIMATE_PATTERN = rf"^\s*(?:{_RANGE}|{_THREE})?{_FIGURE}\s*{_UNITS}\s*$"
# Ten years of an eight-hour day: more is a slip of the keyboard, and no calendar reaches so far.
_LONGEST_HOURS = 20_000.0
_USUAL_DAY = 8.0
_LONGEST_WINDOW = 260.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of work: so many working hours (h), days (d) or weeks (w) of five days. Days are the team's, see `hours`."""

    amount: float
    unit: Unit

    def hours(self, a_day: float) -> float:
        """In working hours, with `a_day` hours in a working day."""
        return self.amount * {"h": 1.0, "d": a_day, "w": 5 * a_day}[self.unit]

    def __str__(self) -> str:
        return f"{self.amount:g}{self.unit}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from text."""
        return no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.of(value), serialization=to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As text."""
        return {"type": "string", "pattern": _SPAN_PATTERN}

    @classmethod
    def of(cls, written: Plain) -> "Span":
        """As `span_of`."""
        return span_of(written)


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

    def __str__(self) -> str:
        if self.likely is not None:
            return f"{self.low}/{self.likely}/{self.high}"
        return str(self.low) if self.is_point else f"{self.low}..{self.high}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from text."""
        return no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else estimate_of(value), serialization=to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As text."""
        return {"type": "string", "pattern": _ESTIMATE_PATTERN}


class Lag(Span):
    """A span that may be negative, such as `-1d`."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As text."""
        return {"type": "string", "pattern": _LAG_PATTERN}

    @classmethod
    def of(cls, written: Plain) -> "Lag":
        """`+2d`, `2d` or `-1d` as a lag."""
        text = written.strip() if isinstance(written, str) else written
        below = isinstance(text, str) and text.startswith("-")
        span = span_of(text[1:] if isinstance(text, str) and text[:1] in {"+", "-"} else text)
        return cls(-span.amount if below else span.amount, span.unit)


class Window(Span):
    """A stretch of whole days and weeks from today on, such as `2w`; `0d` is none."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """As text."""
        return {"type": "string", "pattern": _WINDOW_PATTERN}

    @classmethod
    def of(cls, written: Plain) -> "Window":
        """`3d` or `2w` as a window of a year at most."""
        found = re.fullmatch(_WINDOW, written) if isinstance(written, str) else None
        hint = "write days or weeks, such as 3d or 2w; 0d freezes nothing."
        if found is None:
            raise refuse("bad-freeze", f'"{_shown(written)}" is no stretch of days or weeks', hint)
        window = cls(float(found[1]), "d" if found[2].startswith("d") else "w")
        if window.hours(1.0) > _LONGEST_WINDOW:
            hint = "write a year at most: what lies further ahead is moved by a new plan, not frozen."
            raise refuse(
                "bad-freeze", f'"{written.strip() if isinstance(written, str) else written}" is more than a year', hint
            )
        return window


def span_of(written: Plain) -> Span:
    """`3d`, `4 h`, `30min` or `1.5 weeks` as a span, which may be 0."""
    hint = "write 4h, 3d or 2w: hours, days or weeks."
    found = re.fullmatch(_PART, written) if isinstance(written, str) else None
    if found and found[2]:
        return _span(found[1], found[2])
    if isinstance(written, int | float) and not isinstance(written, bool):
        hint = f"write {written}h, {written}d or {written}w: hours, days or weeks."
    raise refuse("bad-estimate", f'"{_shown(written)}" is no amount of work', hint)


def _span(figure: str, unit: str) -> Span:
    amount = float(figure)
    if unit.startswith("m"):
        amount, unit = amount / 60, "h"
    # The pattern allows words that begin with these letters alone.
    letter: Unit = "h" if unit[0] == "h" else "d" if unit[0] == "d" else "w"
    span = Span(amount, letter)
    if span.hours(_USUAL_DAY) > _LONGEST_HOURS:
        raise refuse("bad-estimate", f'"{figure}{unit}" is more than ten years', "correct the number or its unit.")
    return span


def estimate_of(written: Plain) -> Estimate:
    """`3d`, `2d..5d` (or `2-5d`, `2..5 days`) or `1d/2d/4d` as an estimate."""
    hint = "write one amount (3d), a range (2d..5d), or lowest, likeliest and highest (1d/2d/4d), rising."
    parts = [re.fullmatch(_PART, part) for part in _BETWEEN.split(written)] if isinstance(written, str) else []
    unit = parts[-1][2] if parts and parts[-1] else None
    if not unit or len(parts) > 3 or (len(parts) == 3) != (str(written).count("/") == 2) or None in parts:
        if isinstance(written, int | float) and not isinstance(written, bool):
            hint = f"write {written}h, {written}d or {written}w: hours, days or weeks."
        raise refuse("bad-estimate", f'"{_shown(written)}" is no estimate', hint)
    if len(parts) == 2 and "/" in str(written):
        raise refuse("bad-estimate", f'"{written}" is no estimate', hint)
    spans = [_span(part[1], part[2] or unit) for part in parts if part]
    hours = [one.hours(_USUAL_DAY) for one in spans]
    if hours != sorted(hours):
        raise refuse("bad-estimate", f'"{written}" does not rise', hint)
    if not hours[0]:
        hint = "begin with a small amount, such as 1h; what needs no work is a milestone, what is done is done: true."
        raise refuse("bad-estimate", f'"{written}" says that it may be no work at all', hint)
    return Estimate(spans[0], spans[-1], spans[1] if len(spans) == 3 else None)


def _shown(written: Plain) -> str:
    return str(written) if isinstance(written, str | int | float) else "this"


# Shares


def _share(written: Plain) -> float:
    """`40%` or 0.4 as 0.4."""
    if isinstance(written, str) and (found := re.fullmatch(rf"({_FIGURE})\s*%", written.strip())):
        share = float(found[1]) / 100
    elif isinstance(written, int | float) and not isinstance(written, bool):
        share = float(written)
    else:
        share = -1.0
    if not 0 <= share <= 1:
        per_cent = isinstance(written, int | float) and 1 < written <= 100
        hint = (
            f"write {written:g}%, with the sign."
            if per_cent
            else "write per cents, such as 40%, or a part of one, such as 0.4."
        )
        raise refuse("bad-share", f'"{_shown(written)}" is no share from 0 to 100 %', hint)
    return share


def _sureness(written: Plain) -> float:
    share = _share(written)
    if not 0.1 <= share <= 0.99:
        hint = "write 10% to 99%: how often the work would end within the range; nobody is surer than that."
        raise refuse("bad-share", f'"{_shown(written)}" is no confidence', hint)
    return share


def _done(written: Plain) -> bool | float:
    return written if isinstance(written, bool) else _share(written)


_PER_CENT: dict[str, Any] = {"type": "string", "pattern": rf"^\s*{_FIGURE}\s*%\s*$"}  # Any: JSON Schema has no type
_PART_OF_ONE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}


class _AsTyped:
    """The JSON Schema of what a lead types, in the place of what it is read as."""

    def __init__(self, *forms: dict[str, Any]) -> None:
        self.forms = forms

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": list(self.forms)}


Share = Annotated[float, BeforeValidator(_share), _AsTyped(_PART_OF_ONE, _PER_CENT)]
Sureness = Annotated[float, BeforeValidator(_sureness), _AsTyped(_PART_OF_ONE, _PER_CENT)]
Done = Annotated[bool | float, BeforeValidator(_done), _AsTyped({"type": "boolean"}, _PART_OF_ONE, _PER_CENT)]

# Ids, and what is named by them


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", value):
        made = id_from(value)
        hint = f'write "{made}".' if made else "use lower-case letters, digits and hyphens, such as import-v2."
        raise refuse("bad-id", f'"{value}" is no id', hint)
    return value


def id_from(words: str) -> str:
    """An id made from a title; empty where no letter or digit is left."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _id_or_number(written: Plain) -> Plain:
    return str(written) if isinstance(written, int) and not isinstance(written, bool) else written


Id = Annotated[
    str,
    BeforeValidator(_id_or_number, json_schema_input_type=str | int),
    AfterValidator(_id),
    Field(json_schema_extra={"pattern": "^[a-z0-9]+([._-][a-z0-9]+)*$"}),
]


def _many(written: Plain) -> Plain:
    """One value as a list of one."""
    return (written,) if isinstance(written, str | int) and not isinstance(written, bool) else written


def _word(written: Plain) -> Plain:
    return str(written) if isinstance(written, int) and not isinstance(written, bool) else written


_Word = Annotated[Words, BeforeValidator(_word, json_schema_input_type=str | int)]
ManyWords = Annotated[
    tuple[_Word, ...], BeforeValidator(_many, json_schema_input_type=str | int | tuple[str | int, ...])
]


# Items of trackers


@dataclass(frozen=True, slots=True)
class ItemName:
    """An issue or pull request by its number, and by as much of its tracker as was given.

    `place` is the tail of `HOST/OWNER/NAME`: empty, the name of the repository, `owner/name`, or all three.
    """

    number: int
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}#{self.number}"

    def is_of(self, tracker: str) -> bool:
        """Whether it may be one of a tracker, by the tracker's name as `HOST/OWNER/NAME`."""
        return not self.place or f"/{tracker}".lower().endswith(f"/{self.place}".lower())


_NUMBERED = re.compile(r"(?P<place>[A-Za-z0-9][\w.-]*(?:/[\w.-]+){0,3})?[#!](?P<number>\d{1,12})")
_LINK = re.compile(
    r"https?://(?P<place>[\w.-]+(?::\d+)?(?:/[\w.-]+){2,})(?:/-)?/(?:issues|pull|pulls|merge_requests)/(?P<number>\d{1,12})(?:[/?#].*)?"
)


def item_name(written: Plain) -> ItemName:
    """`#412`, `412`, `harbour#412`, `owner/name#412` or the item's address, as one name."""
    text = str(written).strip() if isinstance(written, str | int) and not isinstance(written, bool) else ""
    if re.fullmatch(r"\d{1,12}", text):
        return ItemName(int(text))
    found = _NUMBERED.fullmatch(text) or _LINK.fullmatch(text)
    if found is None:
        hint = "write its number in quotes ('#412'), with the repository where there are several ('harbour#412')."
        raise refuse("bad-item", f'"{_shown(written)}" is no issue or pull request', hint)
    return ItemName(int(found["number"]), (found["place"] or "").removesuffix("/-"))


def _item(written: Plain) -> str:
    return str(item_name(written))


Items = Annotated[
    tuple[Annotated[str, BeforeValidator(_item, json_schema_input_type=str | int)], ...],
    BeforeValidator(_many, json_schema_input_type=str | int | tuple[str | int, ...]),
]
