"""Was whoever took a piece of work, or reviewed a change, among the first three who were named for it?"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from trimtab.analyses.backtests._areas import Frames
from trimtab.analyses.backtests._result import FIRST, Case, Kind, Result
from trimtab.analyses.backtests._ways import (
    Way,
    busiest,
    busiest_reviewer,
    last_modifier,
    last_reviewer,
    ours,
    place,
    put,
)
from trimtab.analyses.backtests._work import pieces, reviewed, spread, taken, work

REACH = timedelta(days=3 * 365)
MOST = 200
_TOP = 3
_KINDS: Mapping[str, Kind] = {"author": "authors", "reviewer": "reviewers"}
_RULES: Mapping[str, Mapping[str, Way]] = {
    "author": {"always naming the three busiest": busiest, "naming the last three who changed it": last_modifier},
    "reviewer": {
        "always naming the three busiest reviewers": busiest_reviewer,
        "naming the last three who reviewed it": last_reviewer,
    },
}


def experts(frames: Frames, as_of: datetime, *, most: int = MOST) -> tuple[Result, Result]:
    """Pieces of work, and reviewed changes, of the last three years up to `as_of`: at most so many of each, evenly spread.

    Each is asked about as of the instant before it began.
    """
    known = frames.until(as_of)
    commits = work(known)
    wrote, read = pieces(commits), reviewed(commits, known.reviews.collect())
    asked = {
        "author": taken(wrote, REACH, most) if wrote else [],
        "reviewer": spread([piece for piece in read if piece.at >= read[-1].at - REACH], most),
    }
    found: dict[str, list[Case]] = {role: [] for role in asked}
    for piece, places in put(known, [*asked["author"], *asked["reviewer"]]):
        simple = tuple(place(way(places), piece.right) for way in _RULES[piece.role].values())
        keys, count = piece.keys[:FIRST], len(piece.keys)
        ours_placed = place(ours(places), piece.right)
        told = Case(piece.at, about(piece.paths), ours_placed, simple, keys[0], keys=keys, count=count)
        found[piece.role].append(told)
    return _result("author", found["author"], as_of), _result("reviewer", found["reviewer"], as_of)


def _result(role: str, cases: Sequence[Case], as_of: datetime) -> Result:
    start = cases[0].at if cases else as_of
    end = cases[-1].at if cases else as_of
    return Result(_KINDS[role], _TOP, tuple(_RULES[role]), tuple(cases), start, end)


def about(paths: Sequence[str]) -> str:
    """`billing/ledger.py`, or `billing/ledger.py and 3 more`."""
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
