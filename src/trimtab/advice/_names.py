"""How people are called in an answer: `you` for the lead, a first name where it names one person, else the full name."""

from collections import Counter
from collections.abc import Iterable, Sequence

import polars as pl

MANY = 3


class Names:
    """Short names of persons. First names are compared among those seen in the last year, whom an answer may name."""

    def __init__(self, persons: pl.DataFrame, lead: str | None) -> None:
        people = persons.filter(~pl.col("bot")).select("person", "display", "last_at").sort("last_at", nulls_last=False)
        newest = people["last_at"].max()
        self._lead = lead
        self._full: dict[str, str] = dict(people.select("person", "display").iter_rows())
        # Of people whom the records alone know, nothing was seen yet.
        lately = (
            people.filter((pl.lit(newest) - pl.col("last_at")).dt.total_days() <= 366) if newest is not None else people
        )
        self._lately: tuple[str, ...] = tuple(lately["person"])
        self._first = Counter(self._first_of(display) for display in lately["display"])

    def short(self, person: str) -> str:
        """The name for a line of an answer."""
        if person == self._lead:
            return "you"
        return self.own(person)

    def own(self, person: str) -> str:
        """The name of a person, the lead included."""
        full = self._full.get(person, person)
        first = self._first_of(full)
        return first if " " in full and len(first) > 1 and self._first[first] == 1 else full

    def called(self, name: str) -> str | None:
        """Whom an answer calls so, whatever the case; None where it calls nobody or several so."""
        people = [person for person in self._lately if self.own(person).casefold() == name.casefold()]
        return people[0] if len(people) == 1 else None

    def full(self, person: str) -> str:
        """The whole name."""
        return self._full.get(person, person)

    def listed(self, persons: Iterable[str], most: int = MANY) -> str:
        """`Ife and Jun`, `Ife, Jun and Tomas`, `Ife, Jun and 5 more`; the lead comes first."""
        short = sorted((self.short(person) for person in persons), key=lambda name: (name != "you", name))
        return listed(short, most)

    @staticmethod
    def _first_of(display: str) -> str:
        return display.split(" ", 1)[0]


def listed(words: Sequence[str], most: int = MANY) -> str:
    """Words as a phrase: `a`, `a and b`, `a, b and c`, `a, b and 4 more`."""
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nobody"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 commit`, `2 commits`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def times(count: int) -> str:
    """`once`, `twice`, `5 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
