"""Who works on Harbour, under which names, in which zone, and on which days.

What they work on, and how that changes, is the business of `story`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Signature:
    """A name and an address as git stores them."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the team; `starts` is the hour at which their day begins, `leave` holds first and last days."""

    id: str
    signature: Signature
    zone: str
    country: str
    joined: date
    starts: int = 9
    leave: tuple[tuple[date, date], ...] = ()
    also: tuple[Signature, ...] = ()

    def works(self, day: date) -> bool:
        """Whether that day is a working day of theirs."""
        if day.weekday() >= 5 or day < self.joined or day in HOLIDAYS[self.country]:
            return False
        return not any(first <= day <= last for first, last in self.leave)

    def at(self, day: date, hour: float) -> datetime:
        """That hour of the day on their own clock; 14.5 is half past two."""
        midnight = datetime.combine(day, time(), ZoneInfo(self.zone))
        return (midnight.replace(tzinfo=None) + timedelta(minutes=round(hour * 60))).replace(tzinfo=ZoneInfo(self.zone))


def _days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _leave(*pairs: tuple[str, str]) -> tuple[tuple[date, date], ...]:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


# Written out, because a library of holidays may learn better between two versions and then move every commit.
HOLIDAYS: Mapping[str, frozenset[date]] = {
    "SE": _days("2025-05-29", "2025-06-06", "2025-06-20", "2025-12-24", "2025-12-25", "2025-12-26", "2025-12-31", "2026-01-01",
                "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-06-19"),
    "CZ": _days("2025-10-28", "2025-11-17", "2025-12-24", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06",
                "2026-05-01", "2026-05-08", "2026-07-06", "2026-09-28", "2026-10-28"),
    "NG": _days("2025-06-12", "2025-10-01", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01",
                "2026-06-12", "2026-10-01"),
    "IN": _days("2025-08-15", "2025-10-02", "2025-10-20", "2025-10-21", "2025-12-25", "2026-01-26", "2026-08-14", "2026-10-02"),
    "DE": _days("2025-05-29", "2025-06-09", "2025-10-03", "2025-12-24", "2025-12-25", "2025-12-26", "2025-12-31", "2026-01-01",
                "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25"),
    "JP": _days("2025-07-21", "2025-08-11", "2025-09-15", "2025-09-23", "2025-10-13", "2025-11-03", "2025-11-24", "2026-01-01",
                "2026-01-12", "2026-02-11", "2026-02-23", "2026-03-20", "2026-04-29", "2026-05-04", "2026-05-05", "2026-05-06",
                "2026-07-20", "2026-08-11", "2026-09-21", "2026-09-22", "2026-09-23", "2026-10-12", "2026-11-03"),
}  # fmt: skip

FOUNDED = date(2025, 5, 12)

MARA = Person(
    "mara",
    Signature("Mara Lindqvist", "mara@harbour.example"),
    "Europe/Stockholm",
    "SE",
    FOUNDED,
    leave=_leave(
        ("2025-07-07", "2025-07-25"),
        ("2025-12-22", "2026-01-02"),
        ("2026-07-06", "2026-07-24"),
        ("2026-12-21", "2027-01-01"),
    ),
    also=(
        Signature("Mara Lindqvist", "mara.lindqvist@northquay.example"),
        Signature("harbour-mara", "900000001+harbour-mara@users.noreply.github.com"),
    ),
)
TOMAS = Person(
    "tomas",
    Signature("Tomas Novak", "tomas@harbour.example"),
    "Europe/Prague",
    "CZ",
    FOUNDED,
    starts=8,
    leave=_leave(
        ("2025-08-04", "2025-08-15"),
        ("2025-12-22", "2026-01-02"),
        ("2026-08-03", "2026-08-14"),
        ("2026-12-23", "2027-01-01"),
    ),
)
IFE = Person(
    "ife",
    Signature("Ife Okafor", "ife@harbour.example"),
    "Africa/Lagos",
    "NG",
    FOUNDED,
    leave=_leave(
        ("2025-08-18", "2025-08-29"),
        ("2025-12-24", "2026-01-02"),
        ("2026-08-17", "2026-08-28"),
        ("2026-12-24", "2027-01-01"),
    ),
    also=(Signature("ife", "ife@personal.example"),),
)
RAVI = Person(
    "ravi",
    Signature("Ravi Menon", "ravi@harbour.example"),
    "Asia/Kolkata",
    "IN",
    FOUNDED,
    starts=10,
    leave=_leave(
        ("2025-10-20", "2025-10-24"),
        ("2025-12-25", "2026-01-01"),
        ("2026-05-11", "2026-05-22"),
        ("2027-01-11", "2027-01-22"),
    ),
)
SOFIE = Person(
    "sofie",
    Signature("Sofie Brandt", "sofie@harbour.example"),
    "Europe/Berlin",
    "DE",
    FOUNDED,
    leave=_leave(
        ("2025-07-28", "2025-08-15"),
        ("2025-12-22", "2026-01-02"),
        ("2026-07-27", "2026-08-14"),
        ("2026-12-21", "2027-01-01"),
    ),
)
JUN = Person(
    "jun",
    Signature("Jun Sato", "jun@harbour.example"),
    "Asia/Tokyo",
    "JP",
    FOUNDED,
    starts=10,
    leave=_leave(
        ("2025-08-11", "2025-08-15"),
        ("2025-12-29", "2026-01-05"),
        ("2026-08-10", "2026-08-14"),
        ("2026-12-28", "2027-01-05"),
    ),
)
DANA = Person(
    "dana",
    Signature("Dana Kruse", "dana@harbour.example"),
    "Europe/Berlin",
    "DE",
    date(2026, 6, 15),
    leave=_leave(("2026-08-24", "2026-08-28")),
)

TEAM: Mapping[str, Person] = {person.id: person for person in (MARA, TOMAS, IFE, RAVI, SOFIE, JUN, DANA)}

DEPENDABOT = Signature("dependabot[bot]", "dependabot[bot]@users.noreply.github.com")
CI = Signature("harbour-ci", "ci@harbour.example")
