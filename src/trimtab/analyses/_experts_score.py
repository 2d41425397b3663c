"""Candidates in order: each one's score from their features, and the weights of the features.

A pure function of features, so that the three roles differ by their weights alone.
"""

from dataclasses import dataclass

from trimtab.analyses._experts_memory import WRITTEN
from trimtab.analyses._experts_places import Places

ROLES = ("author", "reviewer", "heir")
BACK_OFF = 0.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A person who could be named, and their share of all who could."""

    person: str
    weight: float


def ranked(places: Places) -> list[Scored]:
    """Everybody who could be named, in order."""
    half = WRITTEN.index(90.0)
    total: dict[str, float] = dict.fromkeys(places.people, 0.0)
    for spot in places.spots:
        for level, node in enumerate((spot.node, *spot.above)):
            for person, trace in node.traces.items() if node else ():
                if person in total:
                    total[person] += BACK_OFF**level * trace.written[half]
    whole = sum(total.values()) or 1.0
    seen = places.memory.people
    order = sorted(total, key=lambda person: (-total[person], -seen[person].last, person))
    return [Scored(person, total[person] / whole) for person in order]
