"""How long the reviews known from git may have taken: a range per act, and no minute counted as code as well.

A commit shows that a review ended, never that it began. An approval takes two minutes at least; at most ten, and the
time to read what was changed. How thorough a person is stays unknown, so it is drawn once for all of their acts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses.attention import CodingHours, Period
from trimtab.analyses.minutes import Stretch, length, sweep

SHORTEST, LONGEST_BRIEF = 2.0, 10.0
"""Minutes of a review of which only the approval is known: at least, and at most before reading is added."""

LINES_AN_HOUR = 300
"""Changed lines a careful reviewer reads in an hour."""

LONGEST_READING = 90.0
"""Minutes. Attention to a review does not last longer, whatever its size."""

# Where in the range of each act a person lies: from a tenth to nine tenths, that is in eight of ten cases.
_THOROUGHNESS = (0.1, 0.5, 0.9)

SPLIT = pl.Schema(
    {
        "week": pl.String(),
        "code_low": pl.Float64(),
        "code_mid": pl.Float64(),
        "code_high": pl.Float64(),
        "review_low": pl.Float64(),
        "review_mid": pl.Float64(),
        "review_high": pl.Float64(),
        "reviews": pl.Int64(),
    }
)
"""Hours of code and of review in a period, as 80 % ranges that share no minute, and the number of review acts."""


@dataclass(frozen=True, slots=True)
class ReviewAct:
    """One sitting: all that a person reviewed by one commit or merge; `low` and `high` bound its minutes."""

    at: datetime
    source: str
    commits: int
    lines: int
    low: float
    high: float

    def minutes(self, thoroughness: float) -> float:
        """Minutes of a person of this thoroughness, from 0 to 1; the scale between is logarithmic."""
        return self.low * math.pow(self.high / self.low, thoroughness)


def review_acts(reviews: pl.DataFrame, changes: pl.LazyFrame, person: str) -> tuple[ReviewAct, ...]:
    """The review acts of one person, in order; one per source, whatever its kinds and however many commits it covers.

    `changes` has the columns of the lake's table; lines that are not known (binary files, merges) are not read.
    """
    own = reviews.lazy().filter(pl.col("person") == person).unique(["repo", "oid", "source"])
    sizes = changes.group_by("repo", "oid").agg(
        lines=pl.sum_horizontal(pl.col("added").fill_null(0).sum(), pl.col("deleted").fill_null(0).sum())
    )
    acts = (
        own.join(sizes, on=["repo", "oid"], how="left")
        .group_by("repo", "source")
        .agg(pl.col("at").max(), pl.len(), pl.col("lines").sum())
        .sort("at", "repo", "source")
        .collect()
    )
    return tuple(
        ReviewAct(at, source, commits, lines, SHORTEST, _longest(lines))
        for source, at, commits, lines in acts.select("source", "at", "len", "lines").iter_rows()
    )


def split_hours(code: CodingHours, acts: Sequence[ReviewAct], periods: Sequence[Period]) -> pl.DataFrame:
    """Code and review in each period (`SPLIT`). A minute of a review is none of code; code is shortened by as much.

    `code` comes from `coding_hours` for the same periods. A review counts where its commit lies.
    """
    sessions = list(code.sessions.select("start", "end").iter_rows())
    rows = []
    for period, (low, mid, high) in zip(periods, code.periods.select("low", "mid", "high").iter_rows(), strict=True):
        within = [act for act in acts if period.start <= act.at < period.end]
        near = [stretch for stretch in sessions if stretch[0] < period.end and stretch[1] > period.start]
        kept = _kept(near, windows(within, _THOROUGHNESS[1]))
        review = [sum(act.minutes(share) for act in within) / 60 for share in _THOROUGHNESS]
        rows.append((period.name, *_halves((low * kept, mid * kept, high * kept)), *_halves(review), len(within)))
    return pl.DataFrame(rows, schema=SPLIT, orient="row")


def windows(acts: Sequence[ReviewAct], thoroughness: float) -> list[Stretch]:
    """The minutes before each act that went into it, one act after another where they would overlap."""
    found: list[Stretch] = []
    for act in reversed(acts):
        end = min(act.at, found[-1][0]) if found else act.at
        found.append((end - timedelta(minutes=act.minutes(thoroughness)), end))
    return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in reversed(found)]


def _kept(sessions: Sequence[Stretch], reviewed: Sequence[Stretch]) -> float:
    """The share of session minutes that no review takes."""
    whole = length(sweep({"code": sessions})["code"])
    left = length(sweep({"review": reviewed, "code": sessions})["code"])
    return left / whole if whole else 1.0


def _longest(lines: int) -> float:
    return max(LONGEST_BRIEF, min(LONGEST_BRIEF + 60 * lines / LINES_AN_HOUR, LONGEST_READING))


def _halves(hours: Sequence[float]) -> tuple[float, float, float]:
    low, mid, high = (round(part * 2) / 2 for part in hours)
    return low, mid, max(high, low + 0.5) if hours[2] > 0 else 0.0
