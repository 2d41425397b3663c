"""Who is away and when: the person meant, the days, and who else is not there in that time."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from trimtab.advice._clock import clock_of
from trimtab.advice._ground import Ground
from trimtab.advice._sight import Sight
from trimtab.analyses.identity import find
from trimtab.errors import UnknownPerson, UsageError
from trimtab.workdays import WorkingTime

if TYPE_CHECKING:  # a clone without a workspace needs no records, and they take a while to import
    from trimtab.records import Person

_USUAL = timedelta(days=13)  # two weeks, both ends included
_LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Days:
    """From one date to another, both included, how many of them are working days, and how many come before."""

    first: date
    last: date
    working: int
    before: int

    @property
    def weeks(self) -> float:
        """Working weeks: what a pace per week is multiplied by."""
        return self.working / 5


@dataclass(frozen=True, slots=True)
class Absence:
    """One person away for some days.

    `state` is that of `ownership.presence`, or `unseen` for somebody without a trace in two years; `others` are those who
    are away for at least half of the working days too, as the records have it; `asks` says that it is the lead themselves,
    `planned` is their next leave in the records where no days were asked for.
    """

    person: str
    days: Days
    state: str
    last_seen: datetime | None
    silent_days: int
    others: tuple[str, ...]
    asks: bool
    planned: tuple[date, date] | None = None

    @property
    def can_hand_over(self) -> bool:
        """Whether they are there to hand anything over; a lead who asks for themselves is, however silent in git."""
        return self.asks or self.state == "here"


def person_meant(sight: Sight, asked: str) -> str:
    """The id of the person that `asked` names: `me`, or an id, a name, a login or an address.

    Raises UsageError where nobody is known as the lead, for a program, and for somebody nobody knows.
    """
    if asked.strip().casefold() == "me":
        if sight.lead is None:
            why = sight.notes[0].replace(", so this is an observer's view", "")
            raise UsageError(
                f"{why.removesuffix('; use --me EMAIL')}. Say --me EMAIL, or name somebody instead of `me`."
            )
        return sight.lead.person
    persons = sight.identities.persons
    written = sight.workspace.records.person(asked.strip()) if sight.workspace.records else None
    if written is not None and written.id in persons["person"]:
        asked = written.id
    found = find(persons.filter(~pl.col("bot")), asked)
    if found.person is not None:
        return found.person
    # As answers call them: a first name that only one of the people seen in the last year has.
    called = sight.names.called(asked.strip())
    if called is not None:
        return called
    program = find(persons.filter("bot"), asked).person
    if program is not None:
        raise UsageError(f"{program} is a program: it holds nothing, and nothing of it can be handed over.")
    raise UnknownPerson(asked, found.nearest)


def absence(ground: Ground, person: str, first: str | None, last: str | None, now: datetime, zone: str) -> Absence:
    """Their absence in the days asked for. Raises UsageError for days that cannot be meant."""
    sight = ground.sight
    days = _days(_working_time(ground, person, now, zone), sight.local_as_of.date(), first, last)
    there = ground.there.filter(person=person).to_dicts()
    row = there[0] if there else None
    seen = row["last_at"] if row else _last_seen(sight, person)
    return Absence(
        person=person,
        days=days,
        state=row["state"] if row else "unseen",
        last_seen=sight.clock.working.local(seen) if seen else None,
        silent_days=round(row["silent_days"]) if row else 0,
        others=_away_too(ground, person, days),
        asks=person == ground.lead,
        planned=None if first or last else _planned(ground, person, days.first),
    )


def _days(working: WorkingTime, today: date, first: str | None, last: str | None) -> Days:
    begin = _date("--from", first) if first else None
    end = _date("--to", last) if last else None
    begin = begin or today + _DAY
    end = end or begin + _USUAL
    if end < begin and first is None:
        raise UsageError(
            f"--to {end} is past: as of {today} the time away begins on {begin} unless --from says otherwise."
        )
    if end < begin:
        raise UsageError(f"--to {end} comes before --from {begin}. Swap the two dates.")
    if end <= today:
        raise UsageError(
            f"{begin} to {end} is past as of {today}. Name days to come, or look from before it: --as-of {begin - _DAY}."
        )
    if end - begin >= _LONGEST:
        raise UsageError(
            f"{begin} to {end} is over a year, and further than a count of past weeks can see. Name a year at most; who leaves "
            "for good leaves the same gaps in the first two weeks."
        )
    # Days that are over cannot be prepared for.
    begin = max(begin, today + _DAY)
    return Days(begin, end, working.working_days(begin, end), max(working.working_days(today + _DAY, begin - _DAY), 0))


def _date(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f'{option} takes a day such as 2026-12-01, not "{text}".') from error


def _working_time(ground: Ground, person: str, now: datetime, zone: str) -> WorkingTime:
    """When the person usually works; their own leave is what is asked about, so it is none here."""
    sight = ground.sight
    if person == ground.lead:
        return replace(sight.clock.working, leave=())
    records = sight.workspace.records
    own = commits_of(sight, person)
    known = clock_of(records.settings if records else None, _written(ground, person), own, now, zone)
    return replace(known.working, leave=())


def commits_of(sight: Sight, person: str) -> pl.LazyFrame:
    """The commits of one person that the answer sees."""
    names = sight.people.filter(pl.col("person") == person).select(author_name="name", author_email="email")
    return sight.commits.join(names, on=["author_name", "author_email"], how="semi")


def _written(ground: Ground, person: str) -> "Person | None":
    records = ground.sight.workspace.records
    return records.person(person) if records else None


def _away_too(ground: Ground, person: str, days: Days) -> tuple[str, ...]:
    """Who else is away on at least half of the weekdays, by the records, or has left the team."""
    records = ground.sight.workspace.records
    spread = [days.first + _DAY * ahead for ahead in range((days.last - days.first).days + 1)]
    weekdays = [day for day in spread if day.weekday() < 5] or spread
    found = [
        one.id
        for one in (records.people if records else ())
        if one.id != person and sum(map(one.away_on, weekdays)) >= _HALF * len(weekdays)
    ]
    return tuple(sorted(found))


def _planned(ground: Ground, person: str, day: date) -> tuple[date, date] | None:
    """The person's next leave that the records know of, from a day on."""
    written = _written(ground, person)
    coming = [(leave.first, leave.last) for leave in written.leave if leave.last >= day] if written else []
    return min(coming, default=None)


def _last_seen(sight: Sight, person: str) -> datetime | None:
    """Their last commit in all of history up to the instant: who is not seen in two years may have been before."""
    names = sight.people.filter(pl.col("person") == person).select(author_name="name", author_email="email")
    every = sight.snapshot.scan("commits", as_of=sight.as_of)
    mine = every.join(names, on=["author_name", "author_email"], how="semi")
    at: datetime | None = mine.select(pl.col("happened_at").max()).collect().item()
    return at
