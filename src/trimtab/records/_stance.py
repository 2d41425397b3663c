"""Stances and zones, which may change: a value alone, or values with the day each began."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Protocol, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from trimtab.records._fields import Shape, Zone, refuse
from trimtab.records._nodes import Plain


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
