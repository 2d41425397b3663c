"""How many hours of coding one person's commits show: always a range, by the gap method with its doubts kept.

Two customary numbers decide what the gap method says, and nobody knows them for a given person: how long a pause still
belongs to a session, and how much work went before its first commit. So they are drawn from a stated prior, many times,
and the sessions are resampled; what eight in ten of the draws say is the range. `docs/reference/hours.md` argues for
each choice. Review time is the business of `trimtab.analyses.reviews`.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from trimtab.analyses._attention_model import GAPS, LEADS, Model, Period, places_of
from trimtab.analyses.sessions import Acts, sessions_of
from trimtab.workdays import WorkingTime

__all__ = [
    "DRAWS",
    "GAPS",
    "LEADS",
    "WEEKS",
    "Calibration",
    "CodingHours",
    "Period",
    "Range",
    "Trend",
    "calibrate",
    "coding_hours",
    "compared",
    "days_as_periods",
    "range_of",
    "trend",
    "usual_hours",
    "weeks_as_periods",
]

DRAWS = 160
CONFIRMED_WEEKS = 4
"""How many confirmed weeks it takes before `calibrate` says anything."""

_LOW, _HIGH = 0.1, 0.9
_NORMAL = 1.2816  # the 90 % point of the normal distribution

WEEKS = pl.Schema(
    {
        "week": pl.String(),
        "low": pl.Float64(),
        "mid": pl.Float64(),
        "high": pl.Float64(),
        "commits": pl.Int64(),
        "sessions": pl.Int64(),
        "outside_sessions": pl.Int64(),
        "evening_sessions": pl.Int64(),
        "weekend_sessions": pl.Int64(),
        "outside_minutes": pl.Float64(),
    }
)
"""A week (or day): an 80 % range of coding hours, and the sessions behind it by where in the day they lie."""

Verdict = Literal["more", "less", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Range:
    """Hours, as the range that holds the truth in eight of ten cases, and its middle."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Hours a week now and before, and what their difference allows to say."""

    now: Range
    before: Range
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CodingHours:
    """Hours per period (`WEEKS`), the sessions behind them (`sessions.SESSIONS`), and what was left out."""

    periods: pl.DataFrame
    sessions: pl.DataFrame
    left_out: Mapping[str, int]


def weeks_as_periods(weeks: Sequence[str], working: WorkingTime) -> tuple[Period, ...]:
    """ISO weeks in the person's zone."""
    return tuple(Period(week, *working.week_bounds(week)) for week in weeks)


def days_as_periods(first: date, last: date, working: WorkingTime) -> tuple[Period, ...]:
    """Dates in the person's zone, both ends included."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 2)]
    starts = [working.start_of_day(day) for day in days]
    return tuple(Period(day.isoformat(), start, end) for day, start, end in zip(days, starts, starts[1:], strict=False))


def coding_hours(acts: Acts, periods: Sequence[Period], working: WorkingTime, rng: random.Random) -> CodingHours:
    """Hours of coding in each period, with the sessions as evidence. A session counts where its first commit lies.

    At least one period; they come in order and do not overlap. Outside is outside the working day of that date (lunch
    is within), evening is after it, weekend is a weekday without working hours; each on the clock where the person was.
    """
    model = Model(acts, periods)
    draws = [model.drawn(rng) for _ in range(DRAWS)]
    ranges = [range_of([hours[place] for hours in draws]) for place in range(len(periods))]
    shown = sessions_of(acts, working, periods[0].start, periods[-1].end)
    rows = [
        (period.name, found.low, found.mid, found.high, *counts)
        for period, found, counts in zip(periods, ranges, _counts(shown, periods), strict=True)
    ]
    return CodingHours(pl.DataFrame(rows, schema=WEEKS, orient="row"), shown, acts.left_out)


def usual_hours(acts: Acts, weeks: Sequence[Period], rng: random.Random) -> Range:
    """The range of a usual week: the mean over `weeks`, which are resampled together with the person's parameters."""
    model = Model(acts, weeks)
    means = [_mean_of_resampled(model.expected(rng), rng) for _ in range(DRAWS)]
    return range_of(means)


def trend(acts: Acts, now: Sequence[Period], before: Sequence[Period], rng: random.Random) -> Trend:
    """Whether the hours a week differ between two groups of weeks, `before` earlier than `now`.

    Both groups share each draw of the person's parameters, so the doubt that is common to both cancels. "More" or
    "less" is said when the 80 % range of the difference lies on one side of zero and its middle is half an hour or
    more; else nobody can tell. One week is compared with single weeks before it, several with the mean.
    """
    model = Model(acts, (*before, *now))
    return compared((model.expected(rng) for _ in range(DRAWS)), len(before), rng)


def compared(draws: Iterable[Sequence[float]], before: int, rng: random.Random) -> Trend:
    """The trend that draws of the hours of each week show, the first `before` weeks against the others."""
    late, early, difference = [], [], []
    for hours in draws:
        then, lately = hours[:before], hours[before:]
        late.append(_mean_of_resampled(lately, rng))
        early.append(_mean_of_resampled(then, rng))
        difference.append(late[-1] - (rng.choice(then) if len(lately) == 1 and then else early[-1]))
    found = _range(difference)
    verdict: Verdict = "cannot tell"
    if before > 1 and abs(found.mid) >= 0.5 and found.low * found.high > 0:
        verdict = "more" if found.mid > 0 else "less"
    return Trend(_rounded(_range(late)), _rounded(_range(early)), verdict)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What confirmed weeks taught about one person: truth = `level` + `slope` x (estimate - `centre`), and its spread."""

    weeks: int
    centre: float
    level: float
    slope: float
    spread: float
    weight: float

    def range_of(self, estimate: float) -> Range:
        """The 80 % range of the true hours of a week whose `mid` is `estimate`."""
        middle = max(self.level + self.slope * (estimate - self.centre), 0.0)
        doubt = 1 + 1 / self.weeks + (estimate - self.centre) ** 2 / self.weight
        reach = _student(self.weeks - 2 + _PRIOR_FREEDOM) * self.spread * math.sqrt(doubt)
        return Range(max(middle - reach, 0.0), middle, middle + reach)


# Before any week is confirmed: the truth follows the estimate with this slope (a noisy estimate exaggerates how much
# weeks differ) as if so many weeks had said it, and weeks spread by this share of the mean around that line.
_PRIOR_SLOPE, _PRIOR_SLOPE_WEEKS, _PRIOR_WEEK_SPREAD = 0.8, 16, 0.15
_PRIOR_SPREAD, _PRIOR_FREEDOM = 0.15, 2


def calibrate(weeks: Sequence[tuple[float, float]]) -> Calibration | None:
    """Learns from weeks whose hours the person confirmed or corrected: (estimate, truth) in hours.

    A straight line by least squares, its slope and spread drawn towards a prior because eight weeks are few. None
    with fewer than four weeks, or when no hours were estimated or true.
    """
    count = len(weeks)
    centre, level = (sum(pair[side] for pair in weeks) / max(count, 1) for side in (0, 1))
    if count < CONFIRMED_WEEKS or centre <= 0 or level <= 0:
        return None
    prior = _PRIOR_SLOPE_WEEKS * (_PRIOR_WEEK_SPREAD * centre) ** 2
    weight = sum((estimate - centre) ** 2 for estimate, _ in weeks) + prior
    together = sum((estimate - centre) * (truth - level) for estimate, truth in weeks)
    slope = (together + prior * _PRIOR_SLOPE * level / centre) / weight
    misses = sum((truth - level - slope * (estimate - centre)) ** 2 for estimate, truth in weeks)
    expected = _PRIOR_FREEDOM * (_PRIOR_SPREAD * level) ** 2
    spread = math.sqrt((misses + expected) / (count - 2 + _PRIOR_FREEDOM))
    return Calibration(count, centre, level, slope, spread, weight)


def _student(freedom: int) -> float:
    """The 90 % point of Student's distribution, to two digits from three degrees of freedom on."""
    normal = 1.2816
    return (
        normal
        + (normal**3 + normal) / (4 * freedom)
        + (5 * normal**5 + 16 * normal**3 + 3 * normal) / (96 * freedom**2)
    )


def _counts(sessions: pl.DataFrame, periods: Sequence[Period]) -> list[tuple[int, int, int, int, int, float]]:
    """Per period: commits, sessions, those outside, in the evening and at weekends, minutes outside."""
    placed = sessions.with_columns(place=pl.Series(places_of(sessions["first_act"].to_list(), periods), dtype=pl.Int64))
    sums = placed.group_by("place").agg(
        pl.col("commits").sum(), pl.len(), pl.col("outside", "evening", "weekend", "outside_minutes").sum()
    )
    found = {row[0]: row[1:] for row in sums.iter_rows()}
    return [found.get(place, (0, 0, 0, 0, 0, 0.0)) for place in range(len(periods))]


def _mean_of_resampled(hours: Sequence[float], rng: random.Random) -> float:
    """The mean of so many weeks drawn from these weeks, its distance from their mean stretched when they are few.

    Resampling alone makes the spread of a mean too narrow, as Student found for small samples; he gives the factor.
    """
    count = len(hours)
    mean = sum(hours) / count if hours else 0.0
    if count < 2:
        return mean
    stretch = _student(count - 1) / _NORMAL * math.sqrt(count / (count - 1))
    return mean + stretch * (sum(rng.choices(hours, k=count)) / count - mean)


def range_of(draws: Sequence[float]) -> Range:
    """The middle eight tenths of the draws, to half hours."""
    return _rounded(_range(draws))


def _range(draws: Sequence[float]) -> Range:
    """The middle eight tenths of the draws, not yet rounded."""
    ordered = sorted(draws)
    low, mid, high = (ordered[round((len(ordered) - 1) * share)] for share in (_LOW, 0.5, _HIGH))
    return Range(low, mid, high)


def _rounded(found: Range) -> Range:
    """To half hours, outward where the range would lose all width: no more is known."""
    if found.high <= 0:
        return Range(0.0, 0.0, 0.0)
    low, mid, high = (round(max(hours, 0.0) * 2) / 2 for hours in (found.low, found.mid, found.high))
    return Range(low, mid, max(high, low + 0.5))
