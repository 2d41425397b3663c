"""How good a recorded forecast of a plan was, once its date came, and what that says of the two views of the next one."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from trimtab.workdays import WorkingTime

SHARES = (0.025, *(step / 20 for step in range(1, 20)), 0.975)
"""The shares of futures whose dates are kept."""

LEVELS = {"50": 0.5, "80": 0.8, "95": 0.95}

START = 0.9
"""The weight of the inside view before both were scored: one outside that is wholly later makes its P89 the P80 of both."""

# How many forecasts the start weighs, and how sharply less of an error weighs more: bench/futures.py blend.
_LEAN, _POWER = 6, 6
_LEAST_ERROR = 0.5  # days: what is nearer is a matter of the hour
_MOST_RATIO = math.log(4)  # of one forecast's errors: beyond, it would decide alone
_FAR = 3653.0  # days: what lies beyond the ten years that are told
_SHORTEST = 1.0  # days that a stretch of a forecast lasts at least: dates are whole days
_DAY = timedelta(days=1)

# Any: what JSON holds, as the ledger keeps it.
Json = Any


def weight_of(errors: Sequence[tuple[float, float]]) -> float:
    """The weight of the inside view, from the CRPS in days of both views of past forecasts, the inside one first.

    The odds are the ratio of the errors (their geometric mean) to the sixth power, leaning on nine to one as six forecasts
    would; no forecast counts for more than a ratio of four. Densities are not used: one forecast of which nearly nothing was
    left at the truth would decide for years.
    """
    start = math.log(START / (1 - START)) / _POWER
    ratios = (math.log((outside + _LEAST_ERROR) / (inside + _LEAST_ERROR)) for inside, outside in errors)
    seen = sum(max(-_MOST_RATIO, min(_MOST_RATIO, one)) for one in ratios)
    return 1 / (1 + math.exp(-_POWER * (_LEAN * start + seen) / (_LEAN + len(errors))))


def dates_of(told: Json) -> Mapping[str, Json] | None:
    """Dates by share as a forecast keeps them; None for what an editor left behind."""
    return told if isinstance(told, dict) and all(map(is_date, told.values())) else None


def is_date(told: Json) -> bool:
    """Whether it is an aware instant, or None for never."""
    try:
        return told is None or datetime.fromisoformat(told).tzinfo is not None
    except (TypeError, ValueError):
        return False


def days_to(as_of: datetime, at: datetime) -> float:
    """Days from one instant to another."""
    took: timedelta = at - as_of
    return took / _DAY


def scores(told: Mapping[str, Json], as_of: datetime, at: datetime, clock: WorkingTime) -> dict[str, Json]:
    """Of the dates told as of an instant, and of when it came: where that lay, which levels held, CRPS and pinball loss in
    days, and the log of the density there."""
    days = days_to(as_of, at)
    dates = [None if told.get(str(share)) is None else datetime.fromisoformat(told[str(share)]) for share in SHARES]
    rising = [_FAR if date is None else days_to(as_of, date) for date in dates]
    losses = {
        share: (share if days >= quantile else share - 1) * (days - quantile)
        for share, quantile in zip(SHARES, rising, strict=True)
    }
    place, log = place_of(rising, days)
    told_by = {name: dates[SHARES.index(level)] for name, level in LEVELS.items()}
    return {
        "place": round(place, 4),
        # A date is kept by the end of its day.
        "held": {name: date is None or at <= clock.end_of_day(clock.date_of(date)) for name, date in told_by.items()},
        "crps": round(2 * sum(losses.values()) / len(losses), 3),
        "pinball": round(losses[0.8], 3),
        "log": round(log, 4),
    }


def place_of(rising: Sequence[float], days: float) -> tuple[float, float]:
    """The share of futures at or before a number of days, and the log of the density there, per day."""
    if days <= rising[0] or days > rising[-1]:
        # Beyond its ends a forecast says little: what is left of it falls off over as much as it is wide.
        beyond = rising[0] - days if days <= rising[0] else days - rising[-1]
        width = max(rising[-1] - rising[0], _SHORTEST)
        density = SHARES[0] / width * math.exp(-min(beyond / width, 30.0))
        return (0.0 if days <= rising[0] else 1.0), math.log(density)
    stretches = zip(pairwise(rising), pairwise(SHARES), strict=True)
    (low, high), (first, last) = next(pair for pair in stretches if pair[0][0] < days <= pair[0][1])
    wide = max(high - low, _SHORTEST)
    return first + (last - first) * (days - low) / (high - low), math.log((last - first) / wide)
