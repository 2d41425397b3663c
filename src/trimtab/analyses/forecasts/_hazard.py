"""Hazards of the present and of past instants, from what ended and what was at risk in steps of four weeks.

Steps are counted back from the instant, so that step 0 ends at it. Each step adds, for each band of authors and each
stretch of age, the days that items spent there and how many ended there; so an item that was open before the history
begins, or is open still, counts for just the time it was watched (delayed entry and censoring).

Older steps count less, in three layers that lean on each other: all history, a half-life of two years, one of half a
year. Each layer is drawn to the one below it by a few made-up ends, so that where it saw little it says what that says.
A level of the last months, and the authors' band, multiply the result; both are drawn to 1 where they saw little.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.analyses.forecasts._ages import BINS, EDGES, MIDDLES, Curve
from trimtab.analyses.forecasts._lives import BANDS

STEP = 28.0
"""Days of a step."""

MOST_STEPS = 400  # thirty years: what is older counts into the oldest step

# The half-life of a layer in days, and the made-up ends by which it leans on the layer before.
LAYERS = ((math.inf, 1.0), (730.0, 2.0), (180.0, 4.0))
LEVEL_HALF, LEVEL_ENDS = 90.0, 5.0
BAND_ENDS = 8.0
# A band's factor is worked out apart for items of up to so many days.
BAND_AGES = (2.0, 20.0, 120.0)
_CLASS = tuple(sum(middle >= age for age in BAND_AGES) for middle in MIDDLES)

Table = list[list[float]]
"""For each band, a number for each stretch of age."""


@dataclass(frozen=True, slots=True)
class Cells:
    """By step, newest first: days at risk and ends, each by band and stretch of age."""

    at_risk: tuple[Table, ...]
    ends: tuple[Table, ...]


def watched(lives: pl.DataFrame, at: float) -> pl.DataFrame:
    """Each item once for each step in which it was open: `step`, `band`, `opened`, `ended`, and the ages it had, `young` and `old`.

    `at` is the instant in days since 1970.
    """
    end = pl.coalesce("ended", pl.lit(at))
    first = ((at - end) / STEP).floor().clip(0, MOST_STEPS - 1).cast(pl.Int64)
    last = ((at - pl.col("opened")) / STEP).floor().clip(0, MOST_STEPS - 1).cast(pl.Int64)
    steps = lives.with_columns(step=pl.int_ranges(first, last + 1)).explode("step", empty_as_null=True, keep_nulls=True)
    until = at - STEP * pl.col("step")
    begun = pl.when(pl.col("step") == MOST_STEPS - 1).then(-math.inf).otherwise(until - STEP)
    return steps.select(
        "step",
        "band",
        "opened",
        "ended",
        young=pl.max_horizontal("opened", begun) - pl.col("opened"),
        old=pl.min_horizontal(end, until) - pl.col("opened"),
    )


def cells(lives: pl.DataFrame, rows: pl.DataFrame, at: float) -> Cells:
    """Days at risk and ends by step, band and stretch of age; `rows` are those of `watched`."""
    ends = (*EDGES[1:], math.inf)
    spent = rows.group_by("step", "band").agg(
        (pl.min_horizontal("old", pl.lit(high)) - pl.max_horizontal("young", pl.lit(low)))
        .clip(0.0)
        .sum()
        .alias(str(place))
        for place, (low, high) in enumerate(zip(EDGES, ends, strict=True))
    )
    age = pl.col("ended") - pl.col("opened")
    ended = lives.filter(pl.col("ended").is_not_null()).select(
        "band",
        step=((at - pl.col("ended")) / STEP).floor().clip(0, MOST_STEPS - 1).cast(pl.Int64),
        place=pl.sum_horizontal((age >= edge).cast(pl.Int64) for edge in EDGES[1:]),
    )
    deaths = ended.group_by("step", "band", "place").len()
    seen, gone = spent.rows(), deaths.rows()
    steps = 1 + max((row[0] for row in (*seen, *gone)), default=0)
    risk, over = [_blank() for _ in range(steps)], [_blank() for _ in range(steps)]
    for step, band, *numbers in seen:
        risk[step][band] = numbers
    for step, band, place, count in gone:
        over[step][band][place] += count
    return Cells(tuple(risk), tuple(over))


def curves(of: Cells, newest: int) -> list[list[Curve]]:
    """For each of the `newest` steps, as known when it ended: a curve for each band, and one for all of them last.

    The first is that of the instant itself, the next one what would have been said four weeks before.
    """
    halves = [half for half, _ in LAYERS] + [LEVEL_HALF]
    kept = [0.5 ** (STEP / half) for half in halves]
    risk, ends = [[0.0] * BINS for _ in halves], [[0.0] * BINS for _ in halves]
    band_risk, band_ends = _blank(), _blank()
    found: list[list[Curve]] = []
    for step in range(len(of.at_risk) - 1, -1, -1):
        for layer, keep in enumerate(kept):
            _add(risk[layer], keep, _all(of.at_risk[step]))
            _add(ends[layer], keep, _all(of.ends[step]))
        for band in range(len(BANDS)):
            _add(band_risk[band], kept[len(LAYERS) - 1], of.at_risk[step][band])
            _add(band_ends[band], kept[len(LAYERS) - 1], of.ends[step][band])
        if step < newest:
            base = _base(risk, ends)
            found.append([*(_banded(base, *pair) for pair in zip(band_risk, band_ends, strict=True)), Curve.of(base)])
    return found[::-1]


def _base(risk: Sequence[list[float]], ends: Sequence[list[float]]) -> list[float]:
    # Before anything is seen, a thing is as likely as not to last as long again as it has lasted.
    hazards = [1.0 / (1.0 + middle) for middle in MIDDLES]
    for layer, (_, lean) in enumerate(LAYERS):
        hazards = [
            (died + lean) / (time + lean / hazard)
            for died, time, hazard in zip(ends[layer], risk[layer], hazards, strict=True)
        ]
    level = _factor(risk[-1], ends[-1], hazards, LEVEL_ENDS, 1.0)
    return [hazard * level for hazard in hazards]


def _banded(base: list[float], risk: list[float], ends: list[float]) -> Curve:
    """The curve of one band: a factor for each class of ages, drawn to the band's own over all ages, and that to 1."""
    whole = _factor(risk, ends, base, BAND_ENDS, 1.0)
    factors = []
    for one in range(len(BAND_AGES) + 1):
        mine = [place for place in range(BINS) if _CLASS[place] == one]
        time, died, said = ([numbers[place] for place in mine] for numbers in (risk, ends, base))
        factors.append(_factor(time, died, said, BAND_ENDS, whole))
    return Curve.of([hazard * factors[_CLASS[place]] for place, hazard in enumerate(base)])


def _factor(risk: list[float], ends: list[float], hazards: list[float], lean: float, toward: float) -> float:
    """How many times more ended than these hazards say, drawn to `toward` by so many made-up ends."""
    said = sum(time * hazard for time, hazard in zip(risk, hazards, strict=True))
    return (sum(ends) + lean * toward) / (said + lean)


def _blank() -> Table:
    return [[0.0] * BINS for _ in BANDS]


def _all(table: Table) -> list[float]:
    return [sum(column) for column in zip(*table, strict=True)]


def _add(to: list[float], keep: float, more: Sequence[float]) -> None:
    for place, value in enumerate(more):
        to[place] = to[place] * keep + value
