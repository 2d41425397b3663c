"""Candidates in order: each one's score is a weighted sum of their features, with weights for each role.

The weights are those of a choice among people ("conditional logit"): the chance that somebody takes, reviews or inherits
the work is exp(score) over that of everybody who could. They were fitted on 28 public histories by

    python bench/fit_experts.py REPO...

and judged on others (docs/benchmarks.md). None may speak against a person for knowing more. `busy` was not fitted: see
docs/reference/who.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from trimtab.analyses._experts_features import Features, features
from trimtab.analyses._experts_places import Places

# Somebody in the middle of something counts a quarter for new work (exp -1.386).
BUSY = -1.386

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "author": {"near": 0.58, "commits": 0.53, "cover": 1.37, "about": 3.83, "busy": BUSY},
    "reviewer": {"near": 0.52, "soon": 2.15, "read": 0.59, "read_all": 0.47, "since_review": 0.54},
    "heir": {"commits": 0.82, "soon": 3.55, "pace": 0.53},
}
ROLES = tuple(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Scored:
    """A person who could be named, and the chance the weights give them among all who could."""

    person: str
    weight: float


def score(one: Features, role: str) -> float:
    """The score of one person in a role."""
    return sum(weight * float(getattr(one, name)) for name, weight in WEIGHTS[role].items())


def ranked(places: Places) -> list[Scored]:
    """Everybody who could be named, in order; whoever was there last comes first among equals."""
    scores = {person: score(one, places.question.role) for person, one in features(places).items()}
    if not scores:
        return []
    best = max(scores.values())
    chances = {person: exp(value - best) for person, value in scores.items()}
    whole = sum(chances.values())
    seen = places.memory.people
    order = sorted(scores, key=lambda person: (-scores[person], -seen[person].last, person))
    return [Scored(person, chances[person] / whole) for person in order]
