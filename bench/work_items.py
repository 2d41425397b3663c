"""What happened next, as cases: pieces of work that somebody took, changes that somebody reviewed, people who left.

Pieces of work and reviewed changes are those of `trimtab.analyses.backtests`, by which the product tests itself: asked are the
pieces of the last three years, and the reviewed changes of the later half of the history, 800 at most of each.

A *departure* is a person with 5 % of the items of the two years before and 30 commits, whose last commit lies 18 months before
the history's end, while the project made 50 commits in the next twelve. Asked is who makes most of the changes, in these
twelve months, to the 40 files at most that the leaver touched most often.

Merges, bots and commits that change more than 60 files are no work.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from histories import History
from trimtab.analyses import backtests
from trimtab.analyses.backtests import _work as pieces
from trimtab.analyses.backtests._work import INSTANT as INSTANT
from trimtab.analyses.backtests._work import Piece as Case
from trimtab.analyses.reviews import reviews_of

YEARS = timedelta(days=3 * 365)
MOST_CASES = 800
LEFT_SHARE, LEFT_COMMITS, LEFT_FILES = 0.05, 30, 40
LEFT_BEFORE_END, LEFT_AFTER, LEFT_STILL = timedelta(days=548), timedelta(days=365), 50


def frames(history: History, acts: pl.DataFrame) -> backtests.Frames:
    """A history and the reviews of it, as back-tests take them."""
    return backtests.Frames(history.commits.lazy(), history.changes.lazy(), history.people.lazy(), acts.lazy())


def reviews(history: History) -> pl.DataFrame:
    """All review acts of a history."""
    end = history.commits["happened_at"].max()
    if not isinstance(end, datetime):
        raise TypeError(f"{history.name} has no commits")
    return reviews_of(history.commits.lazy(), history.people.lazy(), end).acts


def work(history: History) -> pl.DataFrame:
    """Each commit that is work, with its author and its files: columns repo, oid, at, person, paths."""
    return pieces.work(frames(history, pl.DataFrame()))


def taken(history: History) -> list[Case]:
    """The pieces of work that are asked about."""
    return pieces.taken(pieces.pieces(work(history)), YEARS, MOST_CASES)


def reviewed(history: History, acts: pl.DataFrame) -> list[Case]:
    """The reviewed changes that are asked about."""
    found = pieces.reviewed(work(history), acts)
    return spread(found[len(found) // 2 :])


def departures(history: History) -> list[Case]:
    """People who left, and who carried on."""
    commits = work(history).sort("at", "oid")
    every = pieces.pieces(commits.sort("person", "at", "oid"))
    people = commits.group_by("person").agg(pl.len(), pl.col("at").max()).sort("at", "person")
    found = (
        _departure(commits, every, person, at) for person, count, at in people.iter_rows() if count >= LEFT_COMMITS
    )
    return [case for case in found if case is not None]


def _departure(commits: pl.DataFrame, every: Sequence[Case], person: str, at: datetime) -> Case | None:
    end = commits["at"][-1]
    after = commits.filter(pl.col("at") > at, pl.col("at") <= at + LEFT_AFTER, pl.col("person") != person)
    before = [case for case in every if at - 2 * LEFT_AFTER <= case.at <= at]
    theirs = sum(person in case.right for case in before)
    if end - at < LEFT_BEFORE_END or after.height < LEFT_STILL or theirs < LEFT_SHARE * len(before):
        return None
    touched = Counter(path for paths in commits.filter(person=person)["paths"].to_list() for path in paths)
    files = sorted(touched, key=lambda path: (-touched[path], path))[:LEFT_FILES]
    carried = Counter(who for who, paths in after.select("person", "paths").iter_rows() if set(files) & set(paths))
    most = max(carried.values(), default=0)
    right = frozenset(who for who, count in carried.items() if count == most)
    return Case(at, tuple(files), right, frozenset({person})) if right else None


def spread(every: Sequence[Case]) -> list[Case]:
    """All of them, or as many as are asked, evenly spread."""
    return pieces.spread(every, MOST_CASES)
