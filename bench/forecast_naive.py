"""The ways that forecasts are compared with: what most tools do, and what the literature would do first.

A way to forecast days is a function of them: the share of futures in which it is done by then.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from statistics import NormalDist, fmean, pvariance

from forecast_series import Cut, Life
from trimtab.analyses.forecasts import Series

By = Callable[[float], float]
_DRAWS = 400
_NORMAL = NormalDist()
_FACTORS = [_NORMAL.inv_cdf((place + 0.5) / 15) for place in range(15)]


class Curve:
    """The product-limit estimate of Kaplan and Meier (1958) of waits (entry, exit, ended), with late entry."""

    def __init__(self, waits: Sequence[tuple[float, float, bool]]) -> None:
        entries = sorted(entry for entry, _, _ in waits)
        exits = sorted(exit_ for _, exit_, _ in waits)
        ends = sorted(exit_ for _, exit_, ended in waits if ended)
        self.ages: list[float] = []
        self.left: list[float] = []
        left, place = 1.0, 0
        while place < len(ends):
            age, after = ends[place], bisect_right(ends, ends[place])
            risk = bisect_right(entries, age) - bisect_left(exits, age)
            left *= 1 - (after - place) / max(risk, after - place)
            self.ages.append(age)
            self.left.append(left)
            place = after

    def going(self, age: float) -> float:
        """The share that is older than this."""
        place = bisect_right(self.ages, age) - 1
        return 1.0 if place < 0 else self.left[place]

    def by(self, age: float = 0.0) -> By:
        """For an item of this age; what is older than anything that ended is done at once."""
        reached = self.going(age) if age > 0 else 1.0
        if reached <= 0:
            return lambda days: float(days > 0)
        return lambda days: 1 - self.going(age + days) / reached if days > 0 else 0.0


def waits(cut: Cut, window: float = math.inf, band: int | None = None) -> list[tuple[float, float, bool]]:
    """What was in view in the last `window` days, from the age it had when it came into view."""
    since, found = cut.at - window, []
    for one in cut.rows:
        end = cut.at if one.ended is None else one.ended
        if end > since and (band is None or one.band == band):
            found.append((max(0.0, since - one.opened), end - one.opened, one.ended is not None))
    return found


def closed(cut: Cut, window: float = math.inf) -> Curve:
    """Closed items only, of the last `window` days."""
    return Curve(
        [
            (0.0, one.ended - one.opened, True)
            for one in cut.rows
            if one.ended is not None and one.ended > cut.at - window
        ]
    )


def openings(cut: Cut) -> Callable[[Life], dict[str, By]]:
    """Every way to forecast an item at its opening."""
    series, banded = Series(cut.lives, cut.at), {}
    shared = {
        "closed items only": closed(cut).by(),
        "closed in last 180 d": closed(cut, 180).by(),
        "Kaplan-Meier, all history": Curve(waits(cut)).by(),
        "KM, last 365 d, late entry": Curve(waits(cut, 365)).by(),
    }

    def ways(one: Life) -> dict[str, By]:
        if one.band not in banded:
            banded[one.band] = Curve(waits(cut, 730, one.band)).by()
        outlook = series.new(one.band)
        raw = lambda days: outlook.curve.over(0.0, days) if days > 0 else 0.0  # noqa: E731 - one way among others
        return {
            **shared,
            "KM by author band, 730 d": banded[one.band],
            "Trimtab, not mended": raw,
            "Trimtab": outlook.by,
        }

    return ways


def standing(cut: Cut) -> Callable[[Life], dict[str, By]]:
    """Every way to forecast an open item."""
    series, curve = Series(cut.lives, cut.at), Curve(waits(cut))
    ignorant = {"closed only, age ignored": closed(cut).by(), "KM, age ignored": curve.by()}

    def ways(one: Life) -> dict[str, By]:
        age = cut.at - one.opened
        outlook = series.rest(age, one.band)
        raw = lambda days: outlook.curve.over(age, days) if days > 0 else 0.0  # noqa: E731 - one way among others
        return {**ignorant, "KM given age": curve.by(age), "Trimtab, not mended": raw, "Trimtab": outlook.by}

    return ways


def batches(cut: Cut, past: "Past", rng: random.Random, needed: int) -> Callable[[Sequence[Life]], dict[str, By]]:
    """Every way to say when `needed` of some open items are done."""
    series, curve, done = Series(cut.lives, cut.at), Curve(waits(cut)), closed(cut)
    pace, became = throughput(cut, needed, rng), past.curve(cut)

    def ways(some: Sequence[Life]) -> dict[str, By]:
        given = [curve.by(cut.at - one.opened) for one in some]
        together = series.together([(cut.at - one.opened, one.band) for one in some], needed)
        alone = [outlook.by for outlook in together.outlooks]
        return {
            "throughput Monte Carlo, 26 weeks": pace,
            "closed only, independent": independent([done.by() for _ in some], needed),
            "KM given age, independent": independent(given, needed),
            "what became of past batches (KM)": became,
            "Trimtab, each on its own": independent(alone, needed),
            "Trimtab, shared .25": independent(alone, needed, 0.25),
            "Trimtab, shared .50": independent(alone, needed, 0.50),
            "Trimtab": together.by,
        }

    return ways


class Past:
    """What became of batches drawn at the instants before this one, as far as it is known by now."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        self.drawn: list[tuple[float, tuple[str, ...]]] = []

    def draw(self, cut: Cut, some: Sequence[Life]) -> None:
        """Remember a batch of an instant."""
        self.drawn.append((cut.at, tuple(one.item for one in some)))

    def curve(self, cut: Cut) -> By:
        """The curve of how long batches took; one that is not done yet counts as far as it got."""
        known = {one.item: one.ended for one in cut.rows}
        found = []
        for at, items in self.drawn:
            ends = sorted(end for item in items if (end := known[item]) is not None)
            done = len(ends) >= self.needed
            found.append((0.0, max(ends[self.needed - 1] - at, 0.0) if done else cut.at - at, done))
        return Curve(found).by() if found else lambda days: 1 - 1 / (1 + days) if days > 0 else 0.0


def independent(ways: Sequence[By], needed: int, shared: float = 0.0) -> By:
    """When enough are done, each by its own way; `shared` is the part of their fate they have in common."""

    def by(days: float) -> float:
        shares = [way(days) for way in ways]
        if not shared:
            return _at_least(shares, needed)
        deep = [_NORMAL.inv_cdf(min(max(share, 1e-12), 1 - 1e-12)) for share in shares]
        total = 0.0
        for factor in _FACTORS:
            moved = [(one - math.sqrt(shared) * factor) / math.sqrt(2 * (1 - shared)) for one in deep]
            total += _at_least([0.5 * math.erfc(-one) for one in moved], needed)
        return total / len(_FACTORS)

    return by


def _at_least(shares: Sequence[float], needed: int) -> float:
    found = [1.0]
    for share in shares:
        found = [
            (found[done] * (1 - share) if done < len(found) else 0.0) + (found[done - 1] * share if done else 0.0)
            for done in range(len(found) + 1)
        ]
    return sum(found[needed:])


def weeks(cut: Cut, many: int) -> list[int]:
    """How many items ended in each of the last weeks, newest first."""
    found = [0] * many
    for one in cut.rows:
        if one.ended is not None and 0 <= (week := int((cut.at - one.ended) / 7)) < many:
            found[week] += 1
    return found


def throughput(cut: Cut, needed: int, rng: random.Random) -> By:
    """Weeks drawn from the last 26 until enough items ended, whichever they are: the usual tool."""
    seen, found = weeks(cut, 26), []
    for _ in range(_DRAWS):
        done = week = 0
        while done < needed and week < 60:
            done += rng.choice(seen)
            week += 1
        found.append(7.0 * (week - rng.random()) if done >= needed else math.inf)
    found.sort()
    return lambda days: bisect_right(found, days) / _DRAWS


def numbers(cut: Cut, ahead: int, rng: random.Random) -> dict[str, list[float]]:
    """Every way to forecast how many items end in the next `ahead` weeks: the share of each number."""
    half, year, two = weeks(cut, 26), weeks(cut, 52), weeks(cut, 104)
    windows = [sum(two[place : place + ahead]) for place in range(104 - ahead + 1)]
    last = [sum(year[place : place + ahead]) for place in range(52 - ahead + 1)]
    fours = [sum(year[place : place + 4]) for place in range(49)]
    blocks = ahead / 4
    whole = [sum(rng.choice(fours) for _ in range(math.ceil(blocks))) for _ in range(_DRAWS)]
    series = Series(cut.lives, cut.at).count(7.0 * ahead)
    most = int(series.expected * 12) + 4 * max(last) + 60
    return {
        "Poisson, 26 weeks": _spread_of(fmean(half) * ahead, 0.0, most),
        "weekly resampling, 26 weeks": _shares([sum(rng.choices(half, k=ahead)) for _ in range(_DRAWS)]),
        "weekly resampling, 52 weeks": _shares([sum(rng.choices(year, k=ahead)) for _ in range(_DRAWS)]),
        "4-week blocks, 52 weeks": _shares([round(one * blocks / math.ceil(blocks)) for one in whole]),
        "same-length windows, 104 weeks": _shares(windows),
        "negative binomial of windows": _spread_of(fmean(last), pvariance(last), most),
        "Trimtab": series.spread(most),
    }


def _shares(found: Sequence[int]) -> list[float]:
    spread = [0.0] * (max(found) + 1)
    for one in found:
        spread[one] += 1 / len(found)
    return spread


def _spread_of(mean: float, variance: float, most: int) -> list[float]:
    """Negative binomial of this mean and variance; Poisson where the variance is no larger."""
    mean = max(mean, 0.02)
    if variance <= mean:
        part, spread = math.exp(-mean), []
        for number in range(most + 1):
            spread.append(part)
            part *= mean / (number + 1)
        return spread
    size = mean * mean / (variance - mean)
    part, spread = math.exp(-size * math.log1p(mean / size)), []
    for number in range(most + 1):
        spread.append(part)
        part *= mean / (size + mean) * (number + size) / (number + 1)
    return spread
