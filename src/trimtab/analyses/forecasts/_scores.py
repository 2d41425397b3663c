"""How good forecasts were: whether their ranges held, and how far they lay from what came.

The share below what came (the probability integral transform; where a number is whole or the horizon cuts it off, a random
point between the two shares that it lies between: Czado, Gneiting and Held 2009), coverage of central ranges, the
Kolmogorov-Smirnov distance of the shares from an even spread, pinball loss (Koenker and Bassett 1978) and the continuous
ranked probability score (Gneiting and Raftery 2007) on log(1 + days), up to a horizon of a year.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

HORIZON = 365.0
RANGES = (0.50, 0.80, 0.95)
QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
_PARTS = 72  # a forecast is read at so many days and one, at even distances of their logarithm


@dataclass(frozen=True, slots=True)
class Score:
    """One forecast: the share below what came, CRPS, and pinball loss, its mean over `QUANTILES`."""

    share: float
    crps: float
    pinball: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Many forecasts: how many, how often each of `RANGES` held, KS distance, mean CRPS and pinball loss."""

    forecasts: int
    held: tuple[float, ...]
    distance: float
    crps: float
    pinball: float


def of_days(by: Callable[[float], float], days: float | None, rng: random.Random, horizon: float = HORIZON) -> Score:
    """The score of a forecast of days, of which nothing is known beyond the horizon; `days` is None for not yet."""
    step = math.log1p(horizon) / _PARTS
    shares = [by(math.expm1(place * step)) for place in range(_PARTS + 1)]
    if days is not None and days < horizon:
        came, share = math.log1p(days) / step, _between(by, days, rng)
    else:
        came, share = float(_PARTS), shares[-1] + (1 - shares[-1]) * rng.random()
    return Score(share, _crps(shares, came) * step, _pinball(shares, came) * step)


def _between(by: Callable[[float], float], days: float, rng: random.Random) -> float:
    """The share below these days; where the forecast steps there, a random point of the step."""
    low, high = by(math.nextafter(days, 0.0)), by(days)
    return low + (high - low) * rng.random()


def of_number(spread: Sequence[float], number: int, rng: random.Random) -> Score:
    """The score of a forecast of a number; `spread` holds the share of each number from none on."""
    below, crps, total = 0.0, 0.0, 0.0
    quantiles: list[int] = []
    for place, part in enumerate(spread):
        if place == number:
            below = total
        total = min(1.0, total + part)
        crps += (total - (place >= number)) ** 2
        while len(quantiles) < len(QUANTILES) and total >= QUANTILES[len(quantiles)]:
            quantiles.append(place)
    quantiles += [len(spread)] * (len(QUANTILES) - len(quantiles))
    here = spread[number] if number < len(spread) else 0.0
    if number >= len(spread):  # nothing was said of so many
        below, crps = total, crps + number - len(spread)
    loss = sum(_loss(level, number - quantile) for level, quantile in zip(QUANTILES, quantiles, strict=True))
    return Score(below + here * rng.random(), crps, loss / len(QUANTILES))


def summary(scores: Sequence[Score]) -> Summary:
    """What many scores come to; raises ValueError where there are none."""
    if not scores:
        raise ValueError("no forecasts")
    shares, many = sorted(one.share for one in scores), len(scores)
    held = tuple(sum(abs(share - 0.5) <= wide / 2 for share in shares) / many for wide in RANGES)
    distance = max(max((place + 1) / many - share, share - place / many) for place, share in enumerate(shares))
    return Summary(
        many, held, distance, sum(one.crps for one in scores) / many, sum(one.pinball for one in scores) / many
    )


def _crps(shares: Sequence[float], came: float) -> float:
    """The integral of the squared distance between the forecast's share and what came, in steps of the readings.

    Between two readings the share is a line.
    """
    total, place = 0.0, min(int(came), _PARTS - 1)
    for step, (low, high) in enumerate(pairwise(shares)):
        if step < place:
            total += _squares(low, high)
        elif step > place:
            total += _squares(1 - low, 1 - high)
        else:
            part = came - step
            middle = low + (high - low) * part
            total += part * _squares(low, middle) + (1 - part) * _squares(1 - middle, 1 - high)
    return total


def _squares(low: float, high: float) -> float:
    return (low * low + low * high + high * high) / 3


def _pinball(shares: Sequence[float], came: float) -> float:
    return sum(_loss(level, came - _quantile(shares, level)) for level in QUANTILES) / len(QUANTILES)


def _quantile(shares: Sequence[float], level: float) -> float:
    place = next((place for place, share in enumerate(shares) if share >= level), None)
    if not place:
        return 0.0 if place == 0 else float(_PARTS)
    low, high = shares[place - 1], shares[place]
    return place - 1 + (level - low) / (high - low)


def _loss(level: float, above: float) -> float:
    return above * level if above >= 0 else -above * (1 - level)
