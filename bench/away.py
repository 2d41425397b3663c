"""How far to trust what `trimtab away` says: the changes it expects, and the areas it says will stall.

    python bench/away.py pace REPO...      do the ranges hold what came?
    python bench/away.py stalls REPO...    in the absences of the past, was less done in what stalls than in what holds up?

REPO is a clone, bare or not. Both only read. `pace` asks every third week of a year, for two and for four weeks ahead, from
what was known then. `stalls` takes every absence of two weeks or more between two commits or reviews of a regular within
three years, looks from its first day with the code of the product, and counts the changes of the two weeks that followed.
Areas are found anew for each absence, and for each of three years where the pace is asked.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from histories import History, history
from trimtab.analyses import areas, cover, ownership
from trimtab.analyses.pace import expected, pace
from trimtab.analyses.reviews import reviews_of

_YEAR, _WEEK = timedelta(days=365), timedelta(weeks=1)
_AHEAD = (2, 4)
_GAP, _LONGEST = timedelta(days=14), timedelta(days=90)
_MOST = 60  # absences of one repository, evenly picked


@dataclass
class Ranges:
    """How many ranges held what came."""

    cases: int = 0
    above: int = 0
    below: int = 0

    def add(self, came: int, low: float, high: float) -> None:
        self.cases += 1
        self.above += came > high
        self.below += came < low

    def __str__(self) -> str:
        held = self.cases - self.above - self.below
        parts = (f"{100 * count / max(self.cases, 1):5.1f} %" for count in (held, self.above, self.below))
        return f"{self.cases:7,} cases   held {next(parts)}   more came {next(parts)}   fewer {next(parts)}"


@dataclass
class Went:
    """Changes that came, and those that were expected, over all areas of a sort."""

    areas: int = 0
    came: int = 0
    expected: float = 0.0

    def __str__(self) -> str:
        return f"{self.areas:5,} areas   {self.came:6,} of {self.expected:8.1f} expected: {self.came / max(self.expected, 0.1):.2f}"


@dataclass
class Kinds:
    """By sort of area."""

    stalls: Went = field(default_factory=Went)
    shared: Went = field(default_factory=Went)


def main() -> None:
    what, *repositories = sys.argv[1:]
    every = [history(Path(one)) for one in repositories]
    if what == "pace":
        _pace(every)
    elif what == "stalls":
        _stalls(every)
    else:
        raise SystemExit(__doc__)


def _pace(every: list[History]) -> None:
    ranges = {ahead: Ranges() for ahead in _AHEAD}
    for one in every:
        for back in range(3):
            for counts in _weekly(one, one.commits["happened_at"].max() - back * _YEAR):
                for ahead in _AHEAD:
                    for origin in range(ahead, 52, 3):
                        past = counts[origin : origin + 52]
                        if sum(past) >= 5:
                            found = expected(past, ahead)
                            ranges[ahead].add(sum(counts[origin - ahead : origin]), found.low, found.high)
    for ahead, told in ranges.items():
        print(f"{ahead} weeks  {told}")


def _weekly(one: History, at: datetime) -> Iterator[list[int]]:
    """Commits of each area by week before the instant, newest first."""
    touches = areas.touched(one.commits.lazy(), one.changes.lazy(), one.people.lazy(), at, since=at - 2.1 * _YEAR)
    files = areas.areas(touches).filter(~pl.col("rest"))
    seen = touches.filter(pl.col("alive"), ~pl.col("wide")).join(files, on=["repo", "path"]).unique(["area", "oid"])
    week = ((pl.lit(at) - pl.col("at")).dt.total_seconds() // _WEEK.total_seconds()).cast(pl.Int64)
    placed = seen.with_columns(week=week).filter(pl.col("week").is_between(0, 107))
    for _, part in placed.sort("area").group_by("area", maintain_order=True):
        counts = [0] * 108
        for place in part["week"]:
            counts[place] += 1
        yield counts


def _stalls(every: list[History]) -> None:
    whole = Kinds()
    for one in every:
        kinds = Kinds()
        absences = list(_absences(one))
        for person, start in absences[:: max(1, len(absences) // _MOST)][:_MOST]:
            _look(one, person, start, kinds, whole)
        print(
            f"{one.name:28} {len(absences):4} absences\n   stalls {kinds.stalls}\n   shared {kinds.shared}", flush=True
        )
    print(f"all\n   stalls {whole.stalls}\n   shared {whole.shared}")


def _absences(one: History) -> Iterator[tuple[str, datetime]]:
    """Regulars, and the instant of their last commit before two weeks or more without one, in order of time."""
    end = one.commits["happened_at"].max() - _LONGEST
    people = one.people.filter(~pl.col("bot")).select(author_name="name", author_email="email", person="person")
    wrote = one.commits.join(people, on=["author_name", "author_email"]).select("person", at="happened_at")
    seen = reviews_of(one.commits.lazy(), one.people.lazy(), end + _LONGEST).acts.select("person", "at")
    acts = pl.concat([wrote, seen]).sort("person", "at")
    gaps = acts.with_columns(back=pl.col("at").shift(-1).over("person"), many=pl.len().over("person"))
    length = pl.col("back") - pl.col("at")
    found = gaps.filter(pl.col("many") >= 100, length >= _GAP, length <= _LONGEST, pl.col("at") <= end)
    recent = found.filter(pl.col("at") > end - 3 * _YEAR).sort("at", "person")
    yield from recent.select("person", "at").iter_rows()


def _look(one: History, person: str, start: datetime, kinds: Kinds, whole: Kinds) -> None:
    """What stalls and what is shared as of the first day of an absence, and what came in the two weeks after."""
    commits, changes, people = one.commits.lazy(), one.changes.lazy(), one.people.lazy()
    within = commits.filter(pl.col("happened_at").is_between(start - 2 * _YEAR, start))
    reviews = reviews_of(within, people, start).acts.lazy()
    touches = areas.touched(commits, changes, people, start)
    files = areas.areas(touches)
    doings = ownership.acts(touches, files, commits, people, reviews, start)
    there = ownership.presence(within, people, reviews, start)
    known = cover.cover(doings, files, there, start, leaver=person)
    ahead = pace(doings, start, 2)
    after = areas.touched(commits, changes, people, start + _GAP, since=start + timedelta(seconds=1))
    came = after.filter(~pl.col("wide")).join(files, on=["repo", "path"]).unique(["repo", "area", "oid"])
    counted = came.group_by("repo", "area").agg(came=pl.len())
    told = known.join(ahead, on=["repo", "area"], how="left").join(counted, on=["repo", "area"], how="left")
    for stalls, many, mean in told.select("stalls", pl.col("came", "expected").fill_null(0)).iter_rows():
        for sort in (kinds, whole):
            went = sort.stalls if stalls else sort.shared
            went.areas, went.came, went.expected = went.areas + 1, went.came + many, went.expected + mean


if __name__ == "__main__":
    main()
