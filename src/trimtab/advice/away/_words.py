"""Phrases about who is away and who does what: `you review`, `Tomas reviews`, `your next change`, `Ravi's next change`."""

from collections.abc import Sequence
from datetime import date

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted, listed

_LONGEST = 10  # cells of a heading


class Words:
    """Names and verbs as they stand in a line, the lead being `you`."""

    def __init__(self, ground: Ground, leaver: str) -> None:
        self._names = ground.names
        self.leaver = leaver
        self.who = ground.names.short(leaver)

    def name(self, person: str) -> str:
        """`you` or a name."""
        return self._names.short(person)

    def does(self, person: str, verb: str) -> str:
        """`you take`, `Tomas takes`; a name as the subject of a verb."""
        who = self.name(person)
        return f"{who} {verb}" if who == "you" else f"{who} {_third(verb)}"

    def of(self, person: str) -> str:
        """`your`, `Ravi's`."""
        who = self.name(person)
        return "your" if who == "you" else f"{who}'s"

    def by(self, person: str) -> str:
        """`by you`, `by Ravi`."""
        return f"by {self.name(person)}"

    def goes(self) -> str:
        """`BEFORE YOU GO`, `BEFORE RAVI GOES`; a name that is too long for a heading is left."""
        long = max(map(len, self.who.split())) > _LONGEST
        return "BEFORE YOU GO" if self.who == "you" else f"BEFORE {'LEAVE' if long else f'{self.who.upper()} GOES'}"

    def asked(self) -> str:
        """`ASKED OF YOU`, `ASKED OF RAVI`."""
        return f"ASKED OF {'THEM' if max(map(len, self.who.split())) > _LONGEST else self.who.upper()}"

    def gone(self) -> str:
        """`WITHOUT RAVI`."""
        return f"WITHOUT {'THEM' if max(map(len, self.who.split())) > _LONGEST else self.who.upper()}"


def _third(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    ending = "es" if first.endswith(("sh", "ch", "s", "x")) else "s"
    return f"{first}{ending}{' ' + rest if rest else ''}"


def short_date(day: date) -> str:
    """`1 Dec`."""
    return f"{day.day} {day:%b}"


def some(low: float, high: float) -> str:
    """A range of counts: `0 to 3`, `2`."""
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


def hours_text(hours: float) -> str:
    """`0.3 h`, `2.5 h`, `12 h`."""
    if hours < 10:
        rounded = max(round(hours, 1), 0.1)
        return f"{rounded:g} h"
    return f"{hours:.0f} h"


def far(changes: int, reviews: int) -> str:
    """How far somebody is from knowing an area well enough: `2 changes or 4 reviews`."""
    return f"{counted(changes, 'change')} or {counted(reviews, 'review')}"


def branches(names: Sequence[str], most: int = 3) -> str:
    """Names of branches, marked as such."""
    return listed([f"`{name}`" for name in names], most)
