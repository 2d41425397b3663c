"""The gap method under drawn parameters: hours of each period, worked out once per pair of parameters."""

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from trimtab.analyses.sessions import LONGEST_LEAD, SHORTEST_LEAD, Acts, spaces_before

GAPS = (30, 40, 55, 75, 100, 135, 180)
"""Minutes. The prior of the longest pause within a session: each of these is as likely as the others."""

LEADS = (0.5, 0.62, 0.76, 0.93, 1.15, 1.4, 1.75)
"""The prior of the work before a session's first commit, as a multiple of the person's usual gap between commits."""

# How much the work before the first commit differs from session to session: the shape of a gamma distribution whose
# mean is the person's own. Waiting times without memory have shape 1, a fixed lead-in has none; 2 lies between.
_LEAD_SHAPE = 2.0
_AROUND = timedelta(days=1)  # sessions that reach into the first period begin less than a day before it


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of time that hours are counted in; the end does not belong to it."""

    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class _Sessions:
    """The sessions of a period: minutes from first to last act in all, their variance, and what is free before each."""

    minutes: float
    variance: float
    free: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Hours:
    """Hours of a period under one pair of parameters: their mean, and mean and spread of their logarithm."""

    mean: float
    log_mean: float
    log_spread: float


class Model:
    """Hours per period under drawn parameters. Periods come in order and do not overlap."""

    def __init__(self, acts: Acts, periods: Sequence[Period]) -> None:
        within = acts.between(periods[0].start - _AROUND, periods[-1].end + _AROUND) if periods else ()
        self._periods = len(periods)
        self._usual_gap = acts.usual_gap
        self._minutes = [act.at.timestamp() / 60 for act in within]
        self._spaces = spaces_before(within)
        self._places = places_of([act.at for act in within], periods)
        self._sessions: dict[int, list[_Sessions]] = {}
        self._hours: dict[tuple[int, float], list[_Hours]] = {}

    def drawn(self, rng: random.Random) -> list[float]:
        """One draw of the hours of each period: of the parameters, and of what resampling its sessions gives.

        Sessions resampled with replacement sum to the same mean, with the variance of their lengths, and each lead-in
        varies by itself. A log-normal draw with that mean and variance spares the resampling.
        """
        gauss, exp = rng.gauss, math.exp
        hours = self._under(rng.choice(GAPS), rng.choice(LEADS))
        return [exp(gauss(one.log_mean, one.log_spread)) if one.mean else 0.0 for one in hours]

    def expected(self, rng: random.Random) -> list[float]:
        """The mean hours of each period under one draw of the parameters."""
        return [one.mean for one in self._under(rng.choice(GAPS), rng.choice(LEADS))]

    def _under(self, gap: int, multiple: float) -> list[_Hours]:
        key = gap, multiple
        if key not in self._hours:
            lead = min(max(self._usual_gap * multiple, SHORTEST_LEAD), LONGEST_LEAD)
            self._hours[key] = [_hours(sessions, lead) for sessions in self._split_at(gap)]
        return self._hours[key]

    def _split_at(self, gap: int) -> list[_Sessions]:
        if gap not in self._sessions:
            lengths: list[list[float]] = [[] for _ in range(self._periods)]
            free: list[list[float]] = [[] for _ in range(self._periods)]
            firsts = [place for place, space in enumerate(self._spaces) if space.pause > gap]
            for first, following in pairwise([*firsts, len(self._spaces)]):
                if (period := self._places[first]) is not None:
                    lengths[period].append(self._minutes[following - 1] - self._minutes[first])
                    free[period].append(self._spaces[first].free)
            self._sessions[gap] = [_sessions(*both) for both in zip(lengths, free, strict=True)]
        return self._sessions[gap]


def places_of(instants: Sequence[datetime], periods: Sequence[Period]) -> list[int | None]:
    """The place of the period that each instant lies in, or None."""
    starts = [period.start.astimezone(UTC) for period in periods]
    places = ((bisect_right(starts, instant) - 1, instant) for instant in instants)
    return [place if place >= 0 and instant < periods[place].end else None for place, instant in places]


def _sessions(lengths: Sequence[float], free: Sequence[float]) -> _Sessions:
    total = sum(lengths)
    usual = total / len(lengths) if lengths else 0.0
    return _Sessions(total, sum([(length - usual) ** 2 for length in lengths]), tuple(free))


def _hours(sessions: _Sessions, lead: float) -> _Hours:
    if not sessions.free:
        return _Hours(0.0, 0.0, 0.0)
    leads = [free if free < lead else lead for free in sessions.free]
    minutes = max(sessions.minutes + sum(leads), 1.0)
    variance = sessions.variance + sum([part * part for part in leads]) / _LEAD_SHAPE
    spread = math.log1p(variance / minutes**2)
    return _Hours(minutes / 60, math.log(minutes / 60) - spread / 2, math.sqrt(spread))
