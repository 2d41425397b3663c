"""Moments of a saved tracker, and what was known to whom: whose turn it was and who acted next, by several ways.

A moment: an open pull request on which nobody had acted for one hour, three days or a fortnight, and on which somebody known
acted afterwards. Acts are comments, reviews, line comments, pushes, ready or draft, merge, close and reopen; one per actor
and ten minutes; programs left out. Pull requests go by when they were opened: ways are judged on the later half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from trackers_read import Tracker
from trimtab.analyses.flow._walk import HOUR, Moment, Walk

HELD_OUT = timedelta(days=365)


@dataclass(frozen=True)
class Told:
    """The moments of one tracker in the order of when they were followed, and which are of the later half."""

    name: str
    moments: Sequence[Moment]
    later: frozenset[str]
    begins: float


def told(tracker: Tracker, *, cut: bool = False) -> Told:
    """Every moment; with `cut` only of what happened up to a year before the end."""
    as_of = tracker.end - HELD_OUT if cut else tracker.end
    known = tracker.told(as_of)
    moments = list(Walk(known.states, known.acts, people=True).moments())
    pulls = known.states.filter(pl.col("kind") == "pull").sort("opened_at", "item")
    later = pulls.slice(pulls.height // 2)
    first: datetime = later["opened_at"][0]
    return Told(tracker.name, moments, frozenset(later["item"]), first.timestamp() / HOUR)


def early(one: Told) -> list[Moment]:
    """Moments that were over before the later half began."""
    return [moment for moment in one.moments if moment.next_at < one.begins]


def late(one: Told) -> list[Moment]:
    """Moments of the later half."""
    return [moment for moment in one.moments if moment.item in one.later]
