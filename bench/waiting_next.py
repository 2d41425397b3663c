"""Moments of a saved tracker, and what was known to whom: whose turn it was and who acted next, by several ways.

A moment: an open pull request on which nobody had acted for one hour, three days or a fortnight, and on which somebody known
acted afterwards. Acts are comments, reviews, line comments, pushes, ready or draft, merge, close and reopen; one per actor
and ten minutes; programs left out. Pull requests go by when they were opened: ways are judged on the later half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

import waiting_ways as ways
from trackers_read import Tracker
from trimtab.analyses.flow._case import QUIET
from trimtab.analyses.flow._walk import HOUR, Moment, Walk

LAST_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Told:
    """The moments of one tracker in the order of when they were followed, and which are of the later half."""

    name: str
    moments: Sequence[Moment]
    later: frozenset[str]
    begins: float
    ends: datetime


def told(tracker: Tracker) -> Told:
    """Every moment."""
    known = tracker.told(tracker.end)
    moments = list(Walk(known.states, known.acts, people=True).moments())
    pulls = known.states.filter(pl.col("kind") == "pull").sort("opened_at", "item")
    later = pulls.slice(pulls.height // 2)
    first: datetime = later["opened_at"][0]
    return Told(tracker.name, moments, frozenset(later["item"]), first.timestamp() / HOUR, tracker.end)


def early(one: Told) -> list[Moment]:
    """Moments that were over before the later half began."""
    return [moment for moment in one.moments if moment.next_at < one.begins]


def late(one: Told, *, last_year: bool = False) -> list[Moment]:
    """Moments of the later half, or of its last year alone."""
    first = (one.ends - LAST_YEAR).timestamp() / HOUR if last_year else 0.0
    return [moment for moment in one.moments if moment.item in one.later and moment.at >= first]


def table(tracker: Tracker, *, last_year: bool) -> str:
    """Every way on the later half: turn, and the person among the first and the first three."""
    one = told(tracker)
    learned = ways.learned(early(one))
    tried = {
        "always others": ways.others,
        "other side of the last act": ways.other_side,
        "rule of the study": ways.rule_of_study,
        "learned of the study": learned,
        "our rule": ways.rule,
        "our forecast": ways.ours,
    }
    moments = late(one, last_year=last_year)
    parts = [[moment for moment in moments if moment.quiet == quiet] for quiet in QUIET]
    heads = [f"{name} ({len(part)})" for name, part in zip(("1 h", "3 d", "14 d"), parts, strict=True)]
    rows = [
        f"| {one.name}{', its last year' if last_year else ''} | {' | '.join(heads)} |",
        "| --- | --- | --- | --- |",
    ]
    rows += [f"| {name} | {' | '.join(_met(way, part) for part in parts)} |" for name, way in tried.items()]
    return "\n".join(rows)


def _met(way: ways.Way, moments: Sequence[Moment]) -> str:
    """Shares of moments of which the turn was told, and the person by the first and the first three names."""
    turn = first = three = 0
    for moment in moments:
        author, people = way(moment)
        turn += author == (moment.next == moment.author)
        first += moment.next in people[:1]
        three += moment.next in people[:3]
    return " / ".join(f"{count / max(len(moments), 1):.3f}" for count in (turn, first, three))
