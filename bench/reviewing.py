"""How honest are the ranges of review hours, and of code beside them? Simulated leads whose true hours are known.

    python bench/reviewing.py [--leads 25] [--weeks 60] [--seed 1]

A lead's day has coding sessions as in bench/attention.py, one or two, and none to three sittings of reviewing, each of one to
three changes after another, at random times that do not overlap. A change takes a log-normal time, from 2 to 90
minutes, whose median is the lead's own (8 to 25). While reading, comments come at random at the rate of the style; at its end
there is a word (a review, an ACK) more often than not. Leads of a style differ in all of this. Two kinds of weeks:
reviewing spread over the day, and one in which reviewing falls between commits of one long session.

Coverage is the share of weeks whose true hours lie in the range (80 % is promised), width is the median of (high - low) /
truth, middle the median of mid / truth. `git alone` is the range that knows the last word of each change alone, without
how much was changed (bench/attention.py has no such column). The last table is of the trend: false alarms, and how often
reviews that stop in the middle of each week are found.
"""

import argparse
import math
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from trimtab.analyses.attention import weeks_as_periods
from trimtab.analyses.review_time import LONGEST_BRIEF, SHORTEST
from trimtab.analyses.sessions import Act, Acts
from trimtab.analyses.sittings import hours_of_both, review_trend
from trimtab.workdays import WorkingTime, week_name

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
WORKING = WorkingTime("UTC")
# Comments an hour while reading, and the chance of a word at the end.
STYLES = {"comments as they read": (6.0, 0.9), "few comments, a word": (1.5, 0.9), "a word at the end": (0.0, 1.0)}
NAMES = ("code", "review")


@dataclass(frozen=True, slots=True)
class Habits:
    """One simulated lead."""

    comments: float
    ends: float
    median: float
    spread: float
    sittings: int
    commits: float
    session: float
    mixed: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes of commits and of review acts in a week, and the true hours of each."""

    commits: list[float]
    acts: list[float]
    words: list[float]
    code: float
    review: float


def habits(rng: random.Random, comments: float, ends: float, *, mixed: bool) -> Habits:
    """A lead of a style."""
    return Habits(
        comments, ends, rng.uniform(8, 25), rng.uniform(0.5, 0.9), rng.choice((1, 2, 3)), rng.uniform(0.8, 2.0),
        rng.uniform(40, 70), mixed,
    )  # fmt: skip


def simulated_week(lead: Habits, rng: random.Random) -> Week:
    """Five days."""
    week = Week([], [], [], 0.0, 0.0)
    code = review = 0.0
    for day in range(5):
        pieces = [("code", [_length(lead.session, 0.6, 10, 200, rng)]) for _ in range(rng.choice((1, 2)))]
        for _ in range(rng.randint(0, lead.sittings)):
            changes = [_length(lead.median, lead.spread, 2, 90, rng) for _ in range(rng.choice((1, 1, 2, 3)))]
            pieces.append(("review", changes))
        while sum(sum(lengths) for _, lengths in pieces) > 450:
            pieces.pop()
        rng.shuffle(pieces)
        pause = 3.0 if lead.mixed else 15.0
        free = max(0.0, 570 - sum(sum(lengths) for _, lengths in pieces) - pause * (len(pieces) - 1))
        breaks = [0.0] * len(pieces) if lead.mixed else sorted(rng.random() * free for _ in pieces)
        first = rng.random() * free if lead.mixed else 0.0
        elapsed = 0.0
        for wait, (kind, lengths) in zip(breaks, pieces, strict=True):
            at = day * 1440 + 540 + first + wait + elapsed
            for length in lengths:
                if kind == "code":
                    week.commits.extend(_acts(at, length, lead.commits, 0.6, rng))
                    code += length
                else:
                    found = _acts(at, length, lead.comments, lead.ends, rng)
                    week.acts.extend(found)
                    week.words.extend(found[-1:])
                    review += length
                at += length
            elapsed += sum(lengths) + pause
    return Week(week.commits, week.acts, week.words, code / 60, review / 60)


def _length(median: float, spread: float, least: float, most: float, rng: random.Random) -> float:
    return min(most, max(least, median * math.exp(rng.gauss(0, spread))))


def _acts(start: float, length: float, rate: float, ends: float, rng: random.Random) -> list[float]:
    """Acts at random at a rate an hour, and one at the end with a chance."""
    found: list[float] = []
    at = start + rng.expovariate(rate / 60) if rate else math.inf
    while at < start + length:
        found.append(at)
        at += rng.expovariate(rate / 60)
    if rng.random() < ends:
        found.append(start + length)
    return found


def acts_of(weeks: Sequence[Sequence[float]]) -> Acts:
    """Minutes of weeks as acts."""
    instants = [MONDAY + timedelta(weeks=week, minutes=at) for week, found in enumerate(weeks) for at in sorted(found)]
    return Acts(tuple(Act(at, at.replace(tzinfo=None), (("demo", str(at)),)) for at in instants), {})


@dataclass(slots=True)
class Tally:
    """What was found in the weeks of one style, of one kind."""

    covered: list[bool]
    widths: list[float]
    ratios: list[float]

    def add(self, low: float, mid: float, high: float, truth: float) -> None:
        """One week."""
        self.covered.append(low <= truth <= high)
        if truth:
            self.widths.append((high - low) / truth)
            self.ratios.append(mid / truth)

    def row(self) -> str:
        """Coverage, width and middle."""
        return (
            f"{100 * statistics.mean(self.covered):>8.1f} % {statistics.median(self.widths):>6.2f}"
            f" {statistics.median(self.ratios):>6.2f}"
        )


def measure(
    style: tuple[float, float], leads: int, weeks: int, seed: int, *, mixed: bool
) -> tuple[Tally, Tally, Tally]:
    """Code, review, and review from the last words alone."""
    rng = random.Random(seed)
    code, review, git = Tally([], [], []), Tally([], [], []), Tally([], [], [])
    periods = weeks_as_periods([week_name((MONDAY + timedelta(weeks=week)).date()) for week in range(weeks)], WORKING)
    for _ in range(leads):
        lead = habits(rng, *style, mixed=mixed)
        simulated = [simulated_week(lead, rng) for _ in range(weeks)]
        found = hours_of_both(
            acts_of([week.commits for week in simulated]), acts_of([week.acts for week in simulated]), periods, rng
        )
        for week, spent in zip(simulated, found, strict=True):
            code.add(spent.code.low, spent.code.mid, spent.code.high, week.code)
            review.add(spent.review.low, spent.review.mid, spent.review.high, week.review)
            low, mid, high = (
                len(week.words) * SHORTEST * (LONGEST_BRIEF / SHORTEST) ** share / 60 for share in (0.1, 0.5, 0.9)
            )
            git.add(low, mid, high, week.review)
    return code, review, git


def trends(style: tuple[float, float], leads: int, seed: int) -> tuple[float, float]:
    """The shares of leads whose trend is called when all is as before, and when half of the reviews stop."""
    rng = random.Random(seed)
    names = [week_name((MONDAY + timedelta(weeks=week)).date()) for week in range(32)]
    before, now = weeks_as_periods(names[:26], WORKING), weeks_as_periods(names[26:], WORKING)
    alarms, found = [], []
    for _ in range(leads):
        lead = habits(rng, *style, mixed=False)
        weeks = [simulated_week(lead, rng) for _ in names]
        code = acts_of([week.commits for week in weeks])
        halved = [[at for at in week.acts if place < 26 or at < 2.5 * 1440] for place, week in enumerate(weeks)]
        alarms.append(
            review_trend(code, acts_of([week.acts for week in weeks]), now, before, rng).verdict != "cannot tell"
        )
        found.append(review_trend(code, acts_of(halved), now, before, rng).verdict == "less")
    return 100 * statistics.mean(alarms), 100 * statistics.mean(found)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=25)
    parser.add_argument("--weeks", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    head = f"{'covered':>10} {'width':>6} {'middle':>6}"
    for mixed, told in ((False, "reviewing spread over the day"), (True, "reviewing between commits, minutes apart")):
        print(
            f"{told}\n{'':24}{'code':>12}{'':14}{'review':>12}{'':14}{'git alone':>14}\n{'':24}{head}  {head}  {head}"
        )
        for name, style in STYLES.items():
            rows = measure(style, asked.leads, asked.weeks, asked.seed, mixed=mixed)
            print(f"  {name:22}{'  '.join(tally.row() for tally in rows)}", flush=True)
        print()
    print(f"{'trend of reviews, 6 weeks against 26':38}{'false alarms':>14} {'halves found':>14}")
    for name, style in STYLES.items():
        alarms, found = trends(style, 4 * asked.leads, asked.seed)
        print(f"  {name:36}{alarms:>12.0f} % {found:>12.0f} %", flush=True)


if __name__ == "__main__":
    main()
