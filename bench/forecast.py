"""Do forecasts hold? Ranges and distances on saved trackers, beside every simple way, with as-of cuts that leak nothing.

    python bench/forecast.py FILE... [--only new,open,batch,count4,count13] [--least 250] [--each] [--period all|first|second]
        [--seed N] [--markdown]

FILE is what `trimtab sync --source archive` reads: GitHub's REST objects, or an `archive.json`. Its issues and its pull requests
are a series each. `new`: each item at its opening. `open`: every open item at each start of a month. `batch`: when 6 of 8
open items, drawn four times at each start of a month, are done. `count4`, `count13`: how many items end in the next 4 and
13 weeks. Scored from the day on which 50 items had ended, while a year (a batch and items) or the weeks of the count lie ahead.

Columns: how often the 50, 80 and 95 % ranges held; in how many series the 80 % range held within 5 points; the distance
(Kolmogorov and Smirnov) of the shares from an even spread; CRPS and pinball loss, on log(1 + days) up to a year, or on numbers.
Means are over series. `--period` scores one half of each history alone, so that what was chosen on one can be checked on the other.
"""

import argparse
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from forecast_naive import Past, batches, numbers, openings, standing
from forecast_series import Case, Life, days_of, instant_of, read
from trimtab.analyses.forecasts import HORIZON, Score, Summary, of_days, of_number, summary

NEEDED, DRAWN, DRAWS = 6, 8, 4
Scored = Iterator[tuple[str, Score]]


def new(case: Case, rng: random.Random) -> Scored:
    """Each item at its opening."""
    for one in sorted(case.truth.values(), key=lambda life: (life.opened, life.item)):
        if case.begin < one.opened <= case.end - HORIZON:
            ways = openings(case.cut(instant_of(one.opened)))
            for name, by in ways(one).items():
                yield name, of_days(by, _rest(one, one.opened), rng)


def standing_items(case: Case, rng: random.Random) -> Scored:
    """Every open item at each start of a month."""
    for month in case.months(HORIZON):
        cut = case.cut(month)
        ways = standing(cut)
        for one in cut.open:
            for name, by in ways(one).items():
                yield name, of_days(by, _rest(case.truth[one.item], cut.at), rng)


def batch(case: Case, rng: random.Random) -> Scored:
    """When 6 of 8 open items are done."""
    past = Past(NEEDED)
    for month in case.months(HORIZON):
        cut = case.cut(month)
        if len(cut.open) < DRAWN:
            continue
        ways = batches(cut, past, rng, NEEDED)
        for some in [rng.sample(cut.open, DRAWN) for _ in range(DRAWS)]:
            past.draw(cut, some)
            ends = sorted(end for one in some if (end := case.truth[one.item].ended) is not None)
            took = ends[NEEDED - 1] - cut.at if len(ends) >= NEEDED else None
            for name, by in ways(some).items():
                yield name, of_days(by, took, rng)


def count(weeks: int) -> Callable[[Case, random.Random], Scored]:
    """How many items end in the next weeks."""

    def scored(case: Case, rng: random.Random) -> Scored:
        ends = case.ended()
        for month in case.months(7.0 * weeks):
            at = days_of(month)
            came = bisect_right(ends, at + 7 * weeks) - bisect_right(ends, at)
            for name, spread in numbers(case.cut(month), weeks, rng).items():
                yield name, of_number(spread, came, rng)

    return scored


TESTS: dict[str, Callable[[Case, random.Random], Scored]] = {
    "new": new, "open": standing_items, "batch": batch, "count4": count(4), "count13": count(13),
}  # fmt: skip


def _rest(one: Life, at: float) -> float | None:
    return None if one.ended is None else one.ended - at


def main() -> None:
    """Score every way on every series, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--only", default=",".join(TESTS), help="tests, with commas between them")
    parser.add_argument("--least", type=int, default=250, help="items that a series must have")
    parser.add_argument("--each", action="store_true", help="print every series, not the means alone")
    parser.add_argument("--period", choices=("all", "first", "second"), default="all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    tests = asked.only.split(",")
    if unknown := sorted(set(tests) - set(TESTS)):
        parser.error(f"no test is called {unknown[0]}; there is {', '.join(TESTS)}")
    cases = read(asked.files, asked.least, asked.period)
    for case in cases:
        begin, end = instant_of(case.begin), instant_of(case.end)
        print(f"{case.name}: {len(case.truth):,} items, scored from {begin:%Y-%m-%d} to {end:%Y-%m-%d}")
    for test in tests:
        found: dict[str, dict[str, Summary]] = defaultdict(dict)
        for case in cases:
            scores: dict[str, list[Score]] = defaultdict(list)
            for name, score in TESTS[test](case, random.Random(f"{asked.seed} {case.name}")):
                scores[name].append(score)
            for name, some in scores.items():
                found[name][case.name] = summary(some)
        table(test, found, each=asked.each, markdown=asked.markdown)


def table(test: str, found: dict[str, dict[str, Summary]], *, each: bool, markdown: bool) -> None:
    """Print one test: a row for each way."""
    series = len(next(iter(found.values()), {}))
    line = _markdown if markdown else _plain
    print()
    print(line((f"{test} ({series} series)", "50/80/95 %", "within 5", "KS", "CRPS", "pinball")))
    if markdown:
        print("| :-- | :-- | --: | --: | --: | --: |")
    for name, by_series in found.items():
        print(line(_row(name, list(by_series.values()))))
    for one in next(iter(found.values()), {}) if each else ():
        forecasts = found["Trimtab"][one].forecasts
        print(line((f"  {one}, {forecasts} forecasts", "", "", "", "", "")))
        for name, by_series in found.items():
            print(line(_row(f"    {name}", [by_series[one]])))


def _row(name: str, some: Sequence[Summary]) -> tuple[str, ...]:
    many = len(some)
    held = [sum(one.held[place] for one in some) / many for place in range(3)]
    within = sum(abs(one.held[1] - 0.8) <= 0.05 for one in some)
    means = (sum(one.distance for one in some), sum(one.crps for one in some), sum(one.pinball for one in some))
    return (name, "/".join(f"{one:.2f}" for one in held), f"{within}/{many}", *(f"{one / many:.3f}" for one in means))


def _plain(cells: Sequence[str]) -> str:
    return f"{cells[0]:<40} {cells[1]:<16} {cells[2]:>8} {cells[3]:>6} {cells[4]:>8} {cells[5]:>8}".rstrip()


def _markdown(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
