"""Duties: work that is not an area, such as tagging releases, and what is common to all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from trimtab.advice._ground import Ground
from trimtab.advice._names import listed
from trimtab.advice.answer import Claim, Figure, Group
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._words import Words
from trimtab.analyses import pace as paces

DUTIES = "duties"
ANCHOR = "docs/reference/away.md#duties"
ALONE, SOME = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Duty:
    """How one duty stands: a gap where it rests on the person, else who shares it (`merging (Ife, 14 of 41)`), or nothing."""

    gap: Gap | None = None
    shared: str = ""
    groups: tuple[Group, ...] = ()


def shared(duties: Sequence[Duty], words: Words, ground: Ground) -> Claim | None:
    """The duties that others do as well, on one line."""
    named = [one.shared for one in duties if one.shared]
    if not named:
        return None
    return Claim(
        id="",
        subject=DUTIES,
        text=f"{listed(named)}: shared",
        headline=f"What {words.who} and others do",
        because=tuple(group for one in duties if one.shared for group in one.groups),
        window=ground.year,
        meaning="duties of which the one who goes did a fifth or more, and less than four fifths",
        anchor=ANCHOR,
        wrong=("trimtab people merge",),
    )


def first_able(ground: Ground, away: Absence, ordered: Sequence[str]) -> str | None:
    """The first of these who is active and not away."""
    active = set(ground.there.filter("active", "regular")["person"]) - {away.person, *away.others}
    return next((person for person in ordered if person in active), None)


def expected(instants: Sequence[datetime], ground: Ground, away: Absence) -> paces.Expected:
    """How many more are to come in the time, from when the others were."""
    counts = [0] * paces.WEEKS
    for at in instants:
        week = (ground.sight.as_of - at) // timedelta(weeks=1)
        if 0 <= week < paces.WEEKS:
            counts[week] += 1
    return paces.expected(counts, away.days.weeks)


def figures(unit: str, found: paces.Expected, away: Absence, share: float, of: str) -> Iterator[Figure]:
    """What is to come, and the person's share of what was."""
    days = f"in these {away.days.working} working days"
    definition = f"{days}, at the pace of the weeks before; the range holds eight cases in ten"
    yield Figure(f"{unit} to expect", round(found.mean, 1), unit, definition, found.low, found.high)
    yield Figure("share", round(100 * share), "%", of)
