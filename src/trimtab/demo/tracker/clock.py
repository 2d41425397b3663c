"""When people of the team are at work, and what is so many of their working hours from an instant."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from trimtab.demo.story import SILENCE
from trimtab.demo.team import TEAM, Person

_HOURS = 8.5


def is_there(who: str, at: datetime, without: Collection[str]) -> bool:
    """Whether that person can still be heard of then."""
    person = TEAM[who]
    gone = who == "ravi" and "ravi-silent" not in without and _local(person, at).date() >= SILENCE
    return person.joined <= _local(person, at).date() and not gone


def at_work(who: str, at: datetime) -> bool:
    """Whether an instant lies within that person's working day."""
    person, local = TEAM[who], _local(TEAM[who], at)
    opens = person.at(local.date(), person.starts)
    return person.works(local.date()) and opens <= local <= opens + timedelta(hours=_HOURS)


def later(who: str, at: datetime, hours: float) -> datetime:
    """The instant that many of a person's working hours after `at`; with 0, the next one at which they work."""
    person, left = TEAM[who], timedelta(hours=hours)
    local = _local(person, at)
    day = local.date()
    while True:
        if person.works(day):
            opens = person.at(day, person.starts)
            begins, shuts = max(local, opens), opens + timedelta(hours=_HOURS)
            if begins <= shuts:
                if left <= shuts - begins:
                    return begins + left
                left -= shuts - begins
        day += timedelta(days=1)


def earlier(who: str, at: datetime, hours: float) -> datetime:
    """The instant that many of a person's working hours before `at`, but not before they joined."""
    person, left = TEAM[who], timedelta(hours=hours)
    local = _local(person, at)
    day = local.date()
    while day >= person.joined:
        if person.works(day):
            opens = person.at(day, person.starts)
            ends = min(local, opens + timedelta(hours=_HOURS))
            if ends >= opens:
                if left <= ends - opens:
                    return ends - left
                left -= ends - opens
        day -= timedelta(days=1)
    return person.at(person.joined, person.starts)


def _local(person: Person, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(person.zone))
