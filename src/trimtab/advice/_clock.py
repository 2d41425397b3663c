"""The lead's own clock: zone, hours, holidays and leave, from the records, else inferred, else a stated default."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl

from trimtab.analyses.zones import zone_of
from trimtab.workdays import DEFAULT_HOURS, DEFAULT_HOURS_TEXT, WorkingTime

if TYPE_CHECKING:  # a clone without a workspace needs no records, and they take a while to import
    from trimtab.records import Person, Settings


@dataclass(frozen=True, slots=True)
class Clock:
    """Working time, and how it is known; the notes are for an answer that counts hours."""

    working: WorkingTime
    zone_note: str
    hours_note: str


def clock_of(
    settings: "Settings | None", person: "Person | None", own: pl.LazyFrame, now: datetime, machine: str
) -> Clock:
    """The clock of the lead whose commits are `own`; `machine` is the zone this machine is set to.

    What the lead wrote holds. Without it the zone is that of their own commits, and the hours are the default.
    """
    zone, moves, zone_note = _zone(settings, person, own, now, machine)
    hours = (person.hours if person else None) or (settings.hours if settings else None)
    holidays = settings.holidays if settings else None
    working = WorkingTime(
        zone=zone,
        moves=moves,
        hours=hours.days if hours else DEFAULT_HOURS,
        country=holidays.country if holidays else None,
        subdivision=holidays.subdivision if holidays else None,
        leave=tuple((leave.first, leave.last) for leave in person.leave) if person else (),
        capacity=person.capacity if person else 1.0,
    )
    return Clock(working, zone_note, "" if hours else f"working hours are assumed: {DEFAULT_HOURS_TEXT}")


def _zone(
    settings: "Settings | None", person: "Person | None", own: pl.LazyFrame, now: datetime, machine: str
) -> tuple[str, tuple[tuple[date, str], ...], str]:
    written = (person.zone if person else None) or (settings.zone if settings else None)
    if written:
        moves = tuple((dated.first, dated.value) for dated in written if dated.first is not None)
        first = next((dated.value for dated in written if dated.first is None), written[0].value)
        return first, moves, ""
    guess = zone_of(own, now)
    if guess is None:
        return machine, (), f"zone {machine} is this machine's; too few own commits to infer one"
    if guess.only_utc:
        return "UTC", (), "your commits carry UTC, as machines do; set zone: in trimtab.yaml"
    like = " or another on its clock," if guess.alternatives else ""
    said = f"zone {guess.zone}{like} inferred from {guess.agreeing} of {guess.commits} own commits"
    return guess.zone, (), said
