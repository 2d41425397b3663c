"""When the next items of a tracker have ended: the pace beside a plan's dates, against plain throughput, on saved trackers.

    python bench/futures_pace.py FILE... [--numbers 10,25,50,100] [--months 3]

At starts of months (every third, unless told otherwise), from the day on which 50 items of each kind had ended, all items of a
tracker as one, with what was known then. Scored for a year: what takes longer counts as not yet. *Weeks* draws from the last
26 until enough ended; with the regime factor each future's weeks are multiplied by one lognormal factor whose log sd is that of
"next 13 weeks over the last 13" in the past (0.25 until eight such stretches are known). CRPS is a share of the days it took.
"""

import argparse
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
import polars as pl

from forecast_series import Case, days_of, read
from trimtab.analyses.forecasts import Series

YEAR, STEP, DRAWS = 365.0, 2.0, 1000
DAYS = np.arange(STEP, YEAR + STEP, STEP)
WEEKS, QUARTER = 26, 13
PRIOR_SD, ENOUGH = 0.25, 8
LEVELS = (0.5, 0.8, 0.95)
Way = dict[str, np.ndarray]


def ways(lives: pl.DataFrame, at: float, number: int, rng: np.random.Generator) -> Way:
    """The share of futures in which so many have ended within each of `DAYS`, by every way."""
    ends = np.sort(lives["ended"].drop_nulls().to_numpy())
    weekly = np.histogram(ends, at - 7.0 * np.arange(WEEKS, -1, -1))[0]
    drawn = rng.choice(weekly, (DRAWS, 60))
    factor = np.exp(rng.normal(0, regime(ends, at), (DRAWS, 1)))
    reach = Series(lives, at).reach(number)
    return {
        "weeks": reached(drawn, number),
        "weeks x regime factor": reached(drawn * factor, number),
        "Trimtab": np.array([reach.by(float(day)) for day in DAYS]),
    }


def reached(weekly: np.ndarray, number: int) -> np.ndarray:
    """Weeks drawn until enough have ended; within a week evenly."""
    before = np.concatenate([np.zeros((len(weekly), 1)), np.cumsum(weekly, axis=1)], axis=1)
    week = np.argmax(before >= number, axis=1)
    done = before[:, -1] >= number
    rows = np.arange(len(weekly))
    part = (number - before[rows, week - 1]) / np.maximum(weekly[rows, week - 1], 1e-9)
    days = np.where(done, 7.0 * (week - 1 + part), np.inf)
    return np.mean(days[:, None] <= DAYS[None, :], axis=0)


def regime(ends: np.ndarray, at: float) -> float:
    """The log sd of "next quarter over the last", of stretches that do not overlap."""
    first = ends[0] if len(ends) else at
    edges = np.arange(at, first, -7.0 * QUARTER)[::-1]
    counts = np.histogram(ends, edges)[0] + 0.5 if len(edges) > 1 else np.array([])
    ratios = np.diff(np.log(counts))
    return float(np.std(ratios, ddof=1)) if len(ratios) >= ENOUGH else PRIOR_SD


def instants(cases: Sequence[Case], months: int) -> Iterator[tuple[float, pl.DataFrame]]:
    """What one tracker knew at every so many starts of months, both kinds as one."""
    late = max(cases, key=lambda case: case.begin)
    for month in list(late.months(YEAR))[::months]:
        yield days_of(month), pl.concat([case.cut(month).lives for case in cases])


def main() -> None:
    """Print a table for each tracker."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--numbers", default="10,25,50,100")
    parser.add_argument("--months", type=int, default=3)
    asked = parser.parse_args()
    numbers = [int(one) for one in asked.numbers.split(",")]
    print("| tracker, next items | forecasts | way | P50 | P80 | P95 held | CRPS | of plain weeks |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for file in asked.files:
        cases = read([file], 60, "all")
        truth = np.sort([end for case in cases for end in case.ended()])
        held: dict[tuple[int, str], list[tuple[bool, ...]]] = defaultdict(list)
        off: dict[tuple[int, str], list[float]] = defaultdict(list)
        took: dict[int, list[float]] = defaultdict(list)
        rng = np.random.default_rng(1)
        for at, lives in instants(cases, asked.months):
            after = truth[truth > at]
            for number in numbers:
                days = float(after[number - 1] - at) if len(after) >= number else math.inf
                took[number].append(min(days, YEAR))
                for way, shares in ways(lives, at, number, rng).items():
                    here = float(np.interp(min(days, YEAR), DAYS, shares))
                    # A share that is not reached within the year is told for later: what is later still is not known.
                    held[number, way].append(tuple(here <= level for level in LEVELS))
                    off[number, way].append(float(np.sum((shares - (days <= DAYS)) ** 2) * STEP))
        for (number, way), scores in held.items():
            shares = " | ".join(f"{fmean(one[place] for one in scores):.2f}" for place in range(len(LEVELS)))
            mean = fmean(off[number, way])
            beside = mean / fmean(off[number, "weeks"])
            print(
                f"| {file.name.split('.')[0]}, {number} | {len(scores)} | {way} | {shares} "
                f"| {mean / fmean(took[number]):.3f} | {beside:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
