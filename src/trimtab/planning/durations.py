"""How much longer or shorter than its estimate a piece of work may turn out: spreads, as multiples of a middle.

Work overruns by ratios, not by hours, and has no hard upper end: a spread is lognormal to either side of its middle
(Little, IEEE Software 23(3), 2006), or the ratios that were seen. A beta between hard ends is never used: the ends that
estimators name are passed far more often than they say (Jorgensen, Teigen and Molokken, JSS 70, 2004), so both ends of
a range are read as quantiles.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist, fmean, median, pstdev

STEPS = 4096
"""Quantiles of a spread that futures draw from, each as likely as the others."""

PRIOR_SD = 0.75
"""The log sd of actual over estimate of single tasks before a team's own is known: eight in ten within a factor of 2.6."""

COMMON_SD = 0.25
"""The log sd of what all of a plan's tasks share, before it is known."""

ENOUGH = 30
"""Finished tasks from which on a team's own ratios are used, and the weight by which a size class leans on all sizes."""

ENOUGH_WINDOWS = 8
"""Windows of the past from which on the common factor is the team's own."""

USUAL = 0.8
"""How surely work lies in a range, where nothing is said: between its P10 and its P90."""

_SUREST = 0.998
_LEAST_PART = 0.2  # what is a task's own is never less of the whole
_LEAST_RATIO, _MOST_RATIO = 1 / 50, 50.0
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Spread:
    """Multiples of a middle. `below` and `above` are the log sds to either side of it; `ratios` (rising, of equal weight
    each) take their place where they are given, and `wider` stretches these by that power around their median."""

    below: float = 0.0
    above: float = 0.0
    ratios: tuple[float, ...] = field(default=(), repr=False)
    wider: float = 1.0

    def __post_init__(self) -> None:
        if self.below < 0 or self.above < 0 or self.wider <= 0:
            raise ValueError("a spread below 0")
        if list(self.ratios) != sorted(self.ratios) or (self.ratios and self.ratios[0] <= 0):
            raise ValueError("ratios rise, and lie above 0")

    @property
    def is_certain(self) -> bool:
        """Whether it is the same in every future."""
        return self.at(0.0) == self.at(1.0)

    def at(self, share: float) -> float:
        """The multiple that this share of futures does not exceed: one of `STEPS`, each as likely as the others."""
        step = min(STEPS - 1, max(0, int(share * STEPS)))
        place = (step + 0.5) / STEPS
        if not self.ratios:
            z = _NORMAL.inv_cdf(place)
            return math.exp(z * (self.below if z < 0 else self.above))
        middle = median(self.ratios)
        power: float = (_between(self.ratios, place) / middle) ** self.wider
        return middle * power

    @property
    def sd(self) -> float:
        """The log sd, from its P10 and P90."""
        return math.log(self.at(0.9) / self.at(0.1)) / (2 * _NORMAL.inv_cdf(0.9))


CERTAIN = Spread()


@dataclass(frozen=True, slots=True)
class Stated:
    """An estimate as it was written, in hours: `low` to `high` hold the work with probability `sure`."""

    low: float
    high: float
    likely: float | None = None
    sure: float = USUAL

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high or (self.likely is not None and not self.low <= self.likely <= self.high):
            raise ValueError(f"{self.low} to {self.high} is no range")

    @property
    def middle(self) -> float:
        """The P50: the likeliest where it was given, else the geometric mean of both ends (of a low of 0: half the high)."""
        if self.likely:
            return self.likely
        return math.sqrt(self.low * self.high) if self.low else self.high / 2

    @property
    def spread(self) -> Spread:
        """What both ends say, as multiples of the middle: none where they are the same."""
        z = _NORMAL.inv_cdf(0.5 + min(max(self.sure, 0.01), _SUREST) / 2)
        if not self.middle:
            return CERTAIN
        low = max(self.low, self.middle * _LEAST_RATIO)
        return Spread(math.log(self.middle / low) / z, math.log(self.high / self.middle) / z)


def widened(spread: Spread, sd: float) -> Spread:
    """The spread with a log sd of at least `sd` on either side."""
    return Spread(max(spread.below, sd), max(spread.above, sd))


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that is done: `estimate` and `actual` in hours of work, and the window of the past it ended in."""

    estimate: float
    actual: float
    window: int = 0

    @property
    def ratio(self) -> float:
        """Actual over estimate, within a factor of 50: beyond that, one of them is no measurement."""
        return min(_MOST_RATIO, max(_LEAST_RATIO, self.actual / self.estimate))


SIZES = (4.0, 16.0, 40.0)
"""Where the next size class begins, in hours of estimated work: up to half a day, two days, a week, more."""

SIZE_NAMES = ("up to 4 h", "4 to 16 h", "16 to 40 h", "over 40 h")


def size_of(hours: float) -> int:
    """The size class of an estimate."""
    return sum(hours > edge for edge in SIZES)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What finished tasks say about the next ones.

    `by_size` holds the ratios of a class, shrunk to those of all sizes by n / (n + 30); it is empty below 30 finished
    tasks. `common` is the log sd of what a plan's tasks share, from `windows` windows (a prior below 8 of them); `level`
    is that of how far off the ratios may be as a whole, since they are of so many tasks and windows and no more.
    """

    finished: int = 0
    by_size: Mapping[int, Spread] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    common: float = COMMON_SD
    windows: int = 0
    level: float = 0.0
    applied: bool = True

    @property
    def shared(self) -> float:
        """The log sd of what all tasks of a plan share in a future: what they do in any, and what is not known of it."""
        return math.hypot(self.common, self.level)

    @property
    def is_own(self) -> bool:
        """Whether there are enough finished tasks to go by their ratios."""
        return self.applied and bool(self.by_size)

    def spread(self, stated: Stated) -> Spread:
        """How one task may turn out, as multiples of `stated.middle`: the team's ratios, else the range, widened.

        A range that was written wider than what was seen keeps its width.
        """
        if self.is_own:
            seen = self.by_size[size_of(stated.middle)]
            if not seen.sd:
                return Spread(ratios=seen.ratios)
            whole = max(seen.sd, stated.spread.sd)
            return Spread(ratios=seen.ratios, wider=max(_own_part(whole, self.common), _LEAST_PART * whole) / seen.sd)
        return widened(stated.spread, _own_part(PRIOR_SD, self.common))


def _own_part(whole: float, common: float) -> float:
    """The log sd of what is a task's own, of a whole that includes what all share."""
    return math.sqrt(max(whole * whole - common * common, 0.0))


def learnt(finished: Sequence[Finished]) -> Calibration:
    """What these finished tasks say; those without an estimate or an actual are the caller's to leave out."""
    shared, windows = common_factor(finished)
    counts = {size: sum(size_of(one.estimate) == size for one in finished) for size in range(len(SIZE_NAMES))}
    if len(finished) < ENOUGH:
        return Calibration(len(finished), {}, counts, shared, windows)
    every = sorted(one.ratio for one in finished)
    common = min(shared, Spread(ratios=tuple(every)).sd)  # what all share is a part of the whole
    by_size = {
        size: Spread(ratios=_shrunk([one.ratio for one in finished if size_of(one.estimate) == size], every))
        for size in counts
    }
    return Calibration(len(finished), by_size, counts, common, windows, _level(finished, common))


def _level(finished: Sequence[Finished], common: float) -> float:
    """The log sd of the mean of the log ratios: what tasks of a window share, over the windows, and their own, over all.

    A forecast is of what is not known of the past too (the predictive distribution; Gelman et al., Bayesian Data
    Analysis, 3rd ed., section 3.2).
    """
    logs = [math.log(one.ratio) for one in finished]
    own = _own_part(pstdev(logs), common)
    return math.sqrt(common * common / len({one.window for one in finished}) + own * own / len(logs))


def _shrunk(own: Sequence[float], every: Sequence[float]) -> tuple[float, ...]:
    """Quantiles between those of one class and those of all, by n / (n + 30), on the logarithm."""
    if not own:
        return tuple(every)
    part, mine = len(own) / (len(own) + ENOUGH), sorted(own)
    shares = [(step + 0.5) / 200 for step in range(200)]
    # In order, since what is equal but for rounding must not fall.
    return tuple(sorted(_between(mine, share) ** part * _between(every, share) ** (1 - part) for share in shares))


def common_factor(finished: Sequence[Finished]) -> tuple[float, int]:
    """The log sd of what tasks of one window share, and from how many windows; the prior below 8.

    A window's mean log ratio varies by what its tasks share and by chance; what chance explains (the variance within
    windows over their size) is taken off.
    """
    by_window: dict[int, list[float]] = {}
    for one in finished:
        by_window.setdefault(one.window, []).append(math.log(one.ratio))
    groups = [group for group in by_window.values() if len(group) > 1]
    if len(groups) < ENOUGH_WINDOWS:
        return COMMON_SD, len(groups)
    means = [fmean(group) for group in groups]
    free = sum(len(group) - 1 for group in groups)
    pairs = zip(groups, means, strict=True)
    within = sum((log - mean) ** 2 for group, mean in pairs for log in group) / free
    whole = sum((mean - fmean(means)) ** 2 for mean in means) / (len(means) - 1)
    chance = within * fmean(1 / len(group) for group in groups)
    return math.sqrt(max(whole - chance, 0.0)), len(groups)


def conformal(level: float, landed_at: Sequence[float]) -> float:
    """The share of futures to read so that `level` of the dates hold, from where past truths lay in their forecasts.

    `landed_at` holds, for each scored forecast, the share of its futures at or before the truth. The level moves towards
    what would have held then as forecasts come in, with the weight n / (n + 30) (split conformal prediction: Vovk et
    al. 2005; quantile (n + 1) * level of n).
    """
    if not landed_at:
        return level
    places = sorted(landed_at)
    rank = min(len(places), math.ceil((len(places) + 1) * level))
    part = len(places) / (len(places) + ENOUGH)
    return min(1.0, (1 - part) * level + part * places[rank - 1])


def quantiles_of(rising: Sequence[float]) -> tuple[float, ...]:
    """`STEPS` quantiles of these values, each as likely as the others."""
    return tuple(_between(rising, (step + 0.5) / STEPS) for step in range(STEPS))


def _between(rising: Sequence[float], share: float) -> float:
    """A quantile, between the values on the logarithm; beyond the ends it is the end."""
    place = share * len(rising) - 0.5
    low = min(len(rising) - 1, max(0, math.floor(place)))
    high = min(len(rising) - 1, low + 1)
    part = min(1.0, max(0.0, place - low))
    return math.exp((1 - part) * math.log(rising[low]) + part * math.log(rising[high]))


def share_at(rising: Sequence[float], value: float) -> float:
    """The share of values that do not exceed `value`."""
    return bisect_right(rising, value) / len(rising) if rising else 0.0
