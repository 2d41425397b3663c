"""Three years of a team of twelve, each with a folder, for back-tests: `settled`, where the past tells what comes, and `rotating`.

Every folder gets a commit every twenty days, and so four or five in each stretch of ninety.
"""

from datetime import timedelta

import polars as pl

from builders_work import NOW, Work, days_ago
from trimtab.analyses.backtests import Frames
from trimtab.analyses.reviews import REVIEWS

TEAM = tuple(f"{letter}{letter}" for letter in "abcdefghijkl")
SPAN, STEP, DAYS = 90, 20, 3 * 365 + 200


def frames(work: Work) -> Frames:
    """What back-tests read of a history."""
    reviews = pl.LazyFrame([{**row, "source": row["oid"]} for row in work.reviewed], schema=REVIEWS)
    return Frames(work.commit_rows(), work.change_rows(), work.people(), reviews)


def settled() -> Work:
    """Each person goes on in the folder that is theirs; on the day before each cut three others touch every one of them."""
    work = Work()
    for ago in range(DAYS, 0, -STEP):
        for number, who in enumerate(TEAM):
            work.commit(who, ago + number / 100, f"{who}/work.py:90", f"{who}/more.py:90")
    for cut in range(1, 13):
        for number, folder in enumerate(TEAM):
            for beside in (1, 2, 3):
                other = TEAM[(number + beside) % len(TEAM)]
                work.commit(other, SPAN * cut + 1 - beside / 10, f"{folder}/work.py:1")
    # The newest commit, which the cuts count from.
    work.commit(TEAM[0], 0, f"{TEAM[0]}/work.py:1")
    return work


def rotating() -> Work:
    """Every ninety days each folder goes to somebody who has not had it for a year or more."""
    work = Work()
    for ago in range(DAYS, 0, -STEP):
        stretch = int((ago - 1) // SPAN)
        for number, folder in enumerate(TEAM):
            who = TEAM[(number + 5 * stretch) % len(TEAM)]
            work.commit(who, ago + number / 100 - 0.5, f"{folder}/work.py:90", f"{folder}/more.py:90")
    work.commit(TEAM[0], 0, f"{TEAM[0]}/work.py:1")
    return work


def later(work: Work) -> Work:
    """The same, and what the next half year brings: everybody does what nobody expected."""
    for day in range(1, 180, 3):
        who = TEAM[day % len(TEAM)]
        at = NOW + timedelta(days=day)
        work.commit(who, at, *(f"{folder}/work.py:300" for folder in TEAM), f"{TEAM[0]}/work.py>gone/{day}.py")
    return work


__all__ = ["NOW", "TEAM", "days_ago", "frames", "later", "rotating", "settled"]
