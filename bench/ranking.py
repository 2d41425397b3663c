"""Cases put to several ways of naming people, and how high each way placed who was right.

The ways see the same memory of the same history, cut at the instant of each case. Where a way gives several people the same
value, the right one is taken to be in the middle of them; whom it gives nothing it does not name.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log1p

import polars as pl

from histories import History
from trimtab.analyses._experts_features import features
from trimtab.analyses._experts_memory import DAY, LATER, Node, Trace
from trimtab.analyses._experts_places import Places
from trimtab.analyses._experts_score import BUSY, score
from trimtab.analyses.backtests import _ways as ways
from trimtab.analyses.backtests._ways import Way, busiest, busiest_reviewer, last_modifier, last_reviewer, ours
from work_items import Case, frames

YEAR = 365 * DAY
BACK_OFF = 0.3


def put(history: History, acts: pl.DataFrame, cases: Sequence[Case], role: str) -> Iterator[tuple[Case, Places]]:
    """Each case with what was known then, oldest first."""
    yield from ways.put(frames(history, acts), [replace(case, role=role) for case in cases])


@dataclass(slots=True)
class Score:
    """How one way did: the reciprocal ranks of who was right, of all cases and of those delegated."""

    all: list[float] = field(default_factory=list)
    delegated: list[float] = field(default_factory=list)

    def top(self, most: int) -> float:
        """The share of cases in which one who was right was among so many."""
        return sum(one >= 1 / most - 1e-9 for one in self.all) / max(len(self.all), 1)

    @property
    def mrr(self) -> float:
        """The mean reciprocal rank."""
        return sum(self.all) / max(len(self.all), 1)

    @property
    def delegated_mrr(self) -> float:
        """The mean reciprocal rank of the delegated."""
        return sum(self.delegated) / len(self.delegated) if self.delegated else float("nan")


def scores(
    history: History, acts: pl.DataFrame, cases: Sequence[Case], role: str, ways: Mapping[str, Way]
) -> dict[str, Score]:
    """Every way on every case.

    Delegated are the cases that did not go to last year's busiest committer, who then may not be named.
    """
    found = {name: Score() for name in ways}
    for case, places in put(history, acts, cases, role):
        busiest = _busiest_of_year(places)
        for name, way in ways.items():
            values = {person: value for person, value in way(places).items() if value > 0}
            found[name].all.append(_reciprocal(values, case.right))
            if busiest not in case.right:
                values.pop(busiest, None)
                found[name].delegated.append(_reciprocal(values, case.right))
    return found


def _reciprocal(values: Mapping[str, float], right: frozenset[str]) -> float:
    """One over the place of the best-placed person who is right; 0 when none is named."""
    place = ways.place(values, right)
    return 1 / place if place else 0.0


def ours_without_busy(places: Places) -> Mapping[str, float]:
    """The same, whoever is in the middle of something counted in full."""
    known = features(places)
    values = {person: score(one, places.question.role) - BUSY * one.busy for person, one in known.items()}
    return {person: exp(value) for person, value in values.items()}


def _busiest_of_year(places: Places) -> str:
    since = places.question.at - YEAR
    people = places.memory.people
    counts = {person: len(one.wrote) - bisect_right(one.wrote, since) for person, one in people.items()}
    return max(sorted(counts), key=lambda person: counts[person], default="")


def _sum(places: Places, value: Callable[[Trace], float], levels: Callable[[int], float]) -> dict[str, float]:
    """The value of each person's trace at the files and at each folder above them, each level by what it counts for."""
    found = dict.fromkeys(places.people, 0.0)
    for spot in places.spots:
        for level, node in enumerate((spot.node, *spot.above)):
            counts = levels(level)
            for person, trace in node.traces.items() if node and counts else ():
                if person in found:
                    found[person] += counts * value(trace)
    return found


def _only_files(level: int) -> float:
    return float(level == 0)


def _all_levels(level: int) -> float:
    return BACK_OFF**level


def back_off(places: Places) -> Mapping[str, float]:
    """Commits halved every 90 days: to the files, 0.3 of those to the folder, 0.09 of those to its parent, and so on."""
    return _sum(places, lambda trace: trace.wrote_later, _all_levels)


def back_off_of_shares(places: Places) -> Mapping[str, float]:
    """The same of everybody's share at each level, so that the many commits of the top do not drown the few of a file."""
    return _of_shares(places, lambda trace: trace.wrote_later, LATER)


def _of_shares(places: Places, value: Callable[[Trace], float], half: float) -> dict[str, float]:
    found = dict.fromkeys(places.people, 0.0)
    shrink = places.memory.shrink(half, places.question.at)
    for spot in places.spots:
        for level, node in enumerate((spot.node, *spot.above)):
            for person, trace in node.traces.items() if node else ():
                if node and person in found:
                    found[person] += BACK_OFF**level * value(trace) * shrink / (value(node.all) * shrink + 1)
    return found


def back_off_of_shares_and_busy(places: Places) -> Mapping[str, float]:
    """The same, with a quarter of it for whoever is in the middle of something."""
    busy = {person for person, one in features(places).items() if one.busy}
    return {
        person: value * (exp(BUSY) if person in busy else 1) for person, value in back_off_of_shares(places).items()
    }


def recency(places: Places) -> Mapping[str, float]:
    """Commits to the files, halved every 90 days."""
    return _sum(places, lambda trace: trace.wrote_later, _only_files)


def most_commits(places: Places) -> Mapping[str, float]:
    """All commits to the files, ever."""
    return _sum(places, lambda trace: float(trace.commits), _only_files)


def doa(places: Places) -> Mapping[str, float]:
    """Degree of authorship, summed over the files where it is positive."""
    found = dict.fromkeys(places.people, 0.0)
    for spot in places.spots:
        for person in spot.node.traces if spot.node else ():
            if spot.node and person in found:
                found[person] += max(_doa(spot.node, person, spot.tree.commits[spot.node.log[0]].people), 0.0)
    return found


def _doa(node: Node, person: str, first: tuple[str, ...]) -> float:
    own, wrote_first = node.traces[person].commits, person in first
    others = max(node.all.commits - own, 0)
    return 3.293 + 1.098 * wrote_first + 0.164 * (own - wrote_first) - 0.321 * log1p(others)


def reviews_back_off(places: Places) -> Mapping[str, float]:
    """Reviews halved every 90 days, with the folders above."""
    return _sum(places, lambda trace: trace.read_later, _all_levels)


def reviews_and_half_authors(places: Places) -> Mapping[str, float]:
    """The same plus half of the back-off of commits."""
    read, wrote = reviews_back_off(places), back_off(places)
    return {person: read[person] + 0.5 * wrote[person] for person in read}


def reviews_and_half_authors_of_shares(places: Places) -> Mapping[str, float]:
    """The same, each of shares."""
    read = _of_shares(places, lambda trace: trace.read_later, LATER)
    wrote = back_off_of_shares(places)
    return {person: read[person] + 0.5 * wrote[person] for person in read}


def busiest_reviewer_lately(places: Places) -> Mapping[str, float]:
    """The same, halved every 30 days."""
    return ways.anywhere(places, lambda trace: trace.read_soon)


OURS = "Trimtab"
AUTHORS: Mapping[str, Way] = {
    OURS: ours,
    "file + directory back-off, h = 90 d": back_off,
    "back-off of shares, h = 90 d": back_off_of_shares,
    "recency, h = 90 d": recency,
    "last modifier": last_modifier,
    "most commits": most_commits,
    "degree of authorship": doa,
    "busiest of the last 90 d, no file at all": busiest,
}
# What the product does beyond the named ways, taken apart; none of them is a way to be measured against.
APART: Mapping[str, Way] = {
    "Trimtab, the busy in full": ours_without_busy,
    "back-off of shares, the busy a quarter": back_off_of_shares_and_busy,
}
REVIEWERS: Mapping[str, Way] = {
    OURS: ours,
    "review back-off, h = 90 d, + 0.5 of authors": reviews_and_half_authors,
    "back-off of shares, + 0.5 of authors": reviews_and_half_authors_of_shares,
    "back-off of reviews alone": reviews_back_off,
    "busiest reviewer, h = 90 d": busiest_reviewer,
    "busiest reviewer, h = 30 d": busiest_reviewer_lately,
    "last reviewer": last_reviewer,
    "authors of the files, back-off": back_off,
}
__all__ = ["APART", "AUTHORS", "OURS", "REVIEWERS", "Score", "put", "scores"]
