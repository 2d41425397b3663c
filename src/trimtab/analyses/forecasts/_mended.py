"""Forecasts mended by how earlier ones did: a share that came out too often or too seldom is moved to where it belongs.

A forecast gives each item the share of futures in which it has ended by the day it did end. Were past forecasts right,
these shares would be spread evenly between 0 and 1 (the probability integral transform: Dawid 1984, Gneiting, Balabdaoui
and Raftery 2007). How they were in fact spread is estimated as a survival curve over shares, for an item that is still open
tells only that its share is above the one reached so far (Kaplan and Meier 1958 on the scale of shares). A new forecast is
then read through that curve (Kuleshov, Fenner and Ermon 2018), which leans on a prior by made-up items.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

PARTS = 20
_LEAST_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """An earlier forecast and what became of it: how long ago it was made (days), the share reached, whether it ended."""

    days_ago: float
    share: float
    ended: bool


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before any past forecast is seen: with `hasty` of the weight, items end `times` as fast as said."""

    hasty: float
    times: float
    items: float
    half: float  # days after which an earlier forecast counts half

    def share(self, said: float) -> float:
        """The share of items whose own share came out below this one."""
        return (1 - self.hasty) * said + self.hasty * (1 - math.pow(1 - said, self.times))


NEW = Prior(hasty=0.0, times=1.0, items=60.0, half=365.0)
"""For items that are opened just now."""

OPEN = Prior(hasty=0.3, times=4.0, items=150.0, half=1000.0)
"""For open items: now and then a team clears away what lies, and then much of it ends at once. The two numbers fit how
forecasts of open items did in the histories of docs/reference/forecast.md#where-the-numbers-come-from."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Which share each share stands for: `points` at even distances from 0 to 1; `items` is how many it was learned from."""

    points: tuple[float, ...]
    items: int

    def share(self, said: float) -> float:
        """The share to be told, for the one that was worked out; it never falls."""
        if said >= 1.0:
            return 1.0
        place = int(said * PARTS)
        part = said * PARTS - place
        return self.points[place] * (1 - part) + self.points[place + 1] * part


def mended(past: Iterable[Told], prior: Prior) -> Mended:
    """The curve that earlier forecasts, and the prior, give."""
    ended, watched, items = [0.0] * PARTS, [0.0] * PARTS, 0
    for one in past:
        weight = math.pow(0.5, one.days_ago / prior.half)
        if weight < _LEAST_WEIGHT:
            continue
        items += 1
        place = min(PARTS - 1, int(one.share * PARTS))
        for below in range(place):
            watched[below] += weight
        if one.ended:
            ended[place] += weight
            watched[place] += weight
        else:
            watched[place] += weight * (one.share * PARTS - place)
    left, points = 1.0, [0.0]
    for place in range(PARTS):
        low, high = prior.share(place / PARTS), prior.share((place + 1) / PARTS)
        expected = (high - low) / (1 - low)
        left *= 1 - min(1.0, (ended[place] + prior.items * expected) / (watched[place] + prior.items))
        points.append(1 - left)
    return Mended((*points[:-1], 1.0), items)
