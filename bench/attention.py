"""How honest are the ranges of coding hours? Simulated leads whose true hours are known.

    python bench/attention.py [--leads 25] [--weeks 60] [--seed 1]

Three committing styles; by default 25 leads of 60 weeks each, 1,500 weeks a style. A lead's working week has five days
of one to three coding sessions, log-normal in length. While coding, commits come at random at the rate of the style; a
session ends with a commit more often than not; `squashed` keeps every third commit of a day and its last. Leads of a
style differ in all of this. The last column of the first table checks the simulation against the study it
follows: the fixed-parameter gap method (120, 120 minutes) gave 2.36, 1.86 and 1.03 times the truth there.

First table: the range without any confirmed week. Second: after the lead confirmed the first eight weeks, measured
on the others. Coverage is the share of weeks whose true hours lie in the range (80 % is promised), width is the
median of (high - low) / truth. Last table: the range of a usual week over twelve, and what the trend of the last four
weeks against the twelve before says when nothing changed, and when the lead stops coding in the middle of each week.
"""

import argparse
import math
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from trimtab.analyses.attention import calibrate, coding_hours, trend, usual_hours, weeks_as_periods
from trimtab.analyses.sessions import Act, Acts
from trimtab.workdays import WorkingTime, week_name

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
WORKING = WorkingTime("UTC")
STYLES = {"2 an hour": (2.0, 1), "0.8 an hour": (0.8, 1), "0.8, squashed 3:1": (0.8, 3)}
CONFIRMED = 8


@dataclass(frozen=True, slots=True)
class Habits:
    """One simulated lead: commits an hour, commits squashed into one, session lengths, and how weeks differ."""

    rate: float
    squash: int
    median: float
    spread: float
    ends_with_commit: float
    busy: float


def habits(rng: random.Random, rate: float, squash: int, busy: float) -> Habits:
    return Habits(rate, squash, rng.uniform(40, 70), rng.uniform(0.5, 0.8), rng.uniform(0.3, 0.8), busy)


def simulated_week(lead: Habits, rng: random.Random) -> tuple[list[float], float]:
    """Minutes of the week at which commits were made, and the true hours."""
    load = math.exp(rng.gauss(0, lead.busy))
    commits: list[float] = []
    worked = 0.0
    for day in range(5):
        lengths = [
            min(240.0, max(10.0, load * lead.median * math.exp(rng.gauss(0, lead.spread))))
            for _ in range(rng.choice((1, 2, 3)))
        ]
        while sum(lengths) > 450:
            lengths.pop()
        commits += simulated_day(lead, day * 1440 + 540.0, lengths, rng)
        worked += sum(lengths)
    return commits, worked / 60


def simulated_day(lead: Habits, opens: float, lengths: Sequence[float], rng: random.Random) -> list[float]:
    """Sessions lie at random within nine and a half hours, a quarter of an hour apart or more."""
    free = max(0.0, 570 - sum(lengths) - 15 * (len(lengths) - 1))
    breaks = sorted(rng.random() * free for _ in lengths)
    commits: list[float] = []
    elapsed = 0.0
    for pause, length in zip(breaks, lengths, strict=True):
        start = opens + pause + elapsed
        at = start + rng.expovariate(lead.rate / 60)
        while at < start + length:
            commits.append(at)
            at += rng.expovariate(lead.rate / 60)
        if rng.random() < lead.ends_with_commit:
            commits.append(start + length)
        elapsed += length + 15
    if lead.squash == 1:
        return commits
    kept = commits[lead.squash - 1 :: lead.squash]
    return kept if not commits or kept[-1:] == commits[-1:] else [*kept, commits[-1]]


def gap_method(commits: Sequence[float], gap: float, lead_in: float) -> float:
    """The customary point estimate in hours, with fixed parameters in minutes."""
    between = (after - before for before, after in pairwise(commits))
    return (sum(pause if pause <= gap else lead_in for pause in between) + (lead_in if commits else 0)) / 60


def acts_of_weeks(weeks: Sequence[list[float]]) -> Acts:
    instants = [MONDAY + timedelta(weeks=week, minutes=at) for week, commits in enumerate(weeks) for at in commits]
    return Acts(tuple(Act(at, at.replace(tzinfo=None), (("demo", str(at)),)) for at in instants), {})


@dataclass(slots=True)
class Tally:
    """What was found in the weeks of one style."""

    covered: list[bool]
    widths: list[float]
    ratios: list[float]

    def add(self, low: float, mid: float, high: float, truth: float) -> None:
        self.covered.append(low <= truth <= high)
        self.widths.append((high - low) / truth)
        self.ratios.append(mid / truth)

    def row(self) -> str:
        tenths = statistics.quantiles(self.ratios, n=10)
        return (
            f"{len(self.covered):>6} {100 * statistics.mean(self.covered):>8.1f} % {statistics.median(self.widths):>7.2f}"
            f" {statistics.median(self.ratios):>7.2f} ({tenths[0]:.2f} to {tenths[-1]:.2f})"
        )


def measure(rate: float, squash: int, leads: int, weeks: int, busy: float, seed: int) -> tuple[Tally, Tally, str]:
    rng = random.Random(seed)
    alone, confirmed, fixed, truths = Tally([], [], []), Tally([], [], []), [], []
    names = [week_name((MONDAY + timedelta(weeks=week)).date()) for week in range(weeks)]
    periods = weeks_as_periods(names, WORKING)
    for _ in range(leads):
        lead = habits(rng, rate, squash, busy)
        simulated = [simulated_week(lead, rng) for _ in range(weeks)]
        found = coding_hours(acts_of_weeks([commits for commits, _ in simulated]), periods, WORKING, rng)
        ranges = list(found.periods.select("low", "mid", "high").iter_rows())
        learned = calibrate([(ranges[week][1], simulated[week][1]) for week in range(CONFIRMED)])
        for week, (commits, truth) in enumerate(simulated):
            truths.append(truth)
            fixed.append(gap_method(commits, 120, 120) / truth)
            low, mid, high = ranges[week]
            alone.add(low, mid, high, truth)
            if learned and week >= CONFIRMED:
                better = learned.range_of(mid)
                confirmed.add(better.low, better.mid, better.high, truth)
    check = f"{statistics.mean(truths):>7.1f} {statistics.stdev(truths) / statistics.mean(truths):>6.2f}"
    return alone, confirmed, f"{check} {statistics.median(fixed):>9.2f}"


def trends(rate: float, squash: int, leads: int, seed: int) -> str:
    """Coverage of the usual week, and the shares of leads whose trend is called when all is as before, and when halved."""
    rng = random.Random(seed)
    names = [week_name((MONDAY + timedelta(weeks=week)).date()) for week in range(16)]
    before, now = weeks_as_periods(names[:12], WORKING), weeks_as_periods(names[12:], WORKING)
    covered, false_alarms, found = [], [], []
    for _ in range(leads):
        lead = habits(rng, rate, squash, 0.15)
        simulated = [simulated_week(lead, rng) for _ in names]
        same = acts_of_weeks([commits for commits, _ in simulated])
        halved = acts_of_weeks(
            [commits if week < 12 else _half(commits) for week, (commits, _) in enumerate(simulated)]
        )
        usual = usual_hours(same, before, rng)
        covered.append(usual.low <= statistics.mean(truth for _, truth in simulated[:12]) <= usual.high)
        false_alarms.append(trend(same, now, before, rng).verdict != "cannot tell")
        found.append(trend(halved, now, before, rng).verdict == "less")
    return " ".join(f"{100 * statistics.mean(shares):>13.0f} %" for shares in (covered, false_alarms, found))


def _half(commits: Sequence[float]) -> list[float]:
    """The commits of Monday, Tuesday and the first half of Wednesday."""
    return [at for at in commits if at < 2.5 * 1440]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=25)
    parser.add_argument("--weeks", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for busy, told in ((0.0, "weeks much alike"), (0.3, "weeks that differ much (log-normal load, 0.3)")):
        found = {name: measure(*style, asked.leads, asked.weeks, busy, asked.seed) for name, style in STYLES.items()}
        print(f"{told}\n")
        ranges = f"{'weeks':>6} {'coverage':>10} {'width':>7} {'mid / truth (p10 to p90)':>24}"
        print(f"{'':20}{ranges} {'truth':>8} {'cv':>6} {'(120,120)':>9}")
        print("without confirmed weeks")
        for name, (alone, _, check) in found.items():
            print(f"  {name:18}{alone.row()}   {check}")
        print(f"after {CONFIRMED} confirmed weeks")
        for name, (_, confirmed, _) in found.items():
            print(f"  {name:18}{confirmed.row()}")
        print()
    print(f"{'a usual week, and trends':28}{'covered':>9} {'false alarms':>15} {'halves found':>15}")
    for name, style in STYLES.items():
        print(f"  {name:18} {trends(*style, 8 * asked.leads, asked.seed)}")


if __name__ == "__main__":
    main()
