"""Does the heat of an area say how much it will change, and does its range hold what comes?

    python bench/heat.py REPO...

REPO is a clone, bare or not; it is only read. Every half year of the last four the history is cut for real, areas are found,
and their heat for the next 26 weeks is set against the commits that came. `caught` is the share of what the ten busiest
areas of the half year that came would have caught, for the ten that each method names; `off` is the mean distance between
expected and come, over the mean of what came. The references are the counts of the last half year, half of the last year,
and the last year alone at the rate of its last 13 weeks.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from histories import History, history
from trimtab.analyses import areas, ownership
from trimtab.analyses.pace import pace

_WEEKS, _ORIGINS, _TOP, _LEAST_AREAS = 26, 8, 10, 12
_AHEAD, _YEAR = timedelta(weeks=_WEEKS), timedelta(days=365)
METHODS = ("heat", "last half year", "half of the last year", "rate of 13 weeks")


@dataclass
class Told:
    """What was counted: ranges that held, and for each method the changes caught and the distance."""

    cases: int = 0
    above: int = 0
    below: int = 0
    came: float = 0.0
    best: float = 0.0
    caught: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    off: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, frame: pl.DataFrame) -> None:
        """The areas of one origin: `came`, `low`, `high`, and a column for each method."""
        self.cases += frame.height
        self.above += frame.filter(pl.col("came") > pl.col("high")).height
        self.below += frame.filter(pl.col("came") < pl.col("low")).height
        self.came += float(frame["came"].sum())
        if frame.height < _LEAST_AREAS:
            return
        self.best += float(frame.sort("came", descending=True).head(_TOP)["came"].sum())
        for method in METHODS:
            top = frame.sort(method, "area", descending=[True, False]).head(_TOP)
            self.caught[method] += float(top["came"].sum())
            self.off[method] += float((frame[method] - frame["came"]).abs().sum())

    def lines(self, name: str) -> Iterator[str]:
        """One line for the ranges, one for each method."""
        held = self.cases - self.above - self.below
        shares = [100 * count / max(self.cases, 1) for count in (held, self.above, self.below)]
        yield f"{name:24} {self.cases:6,} cases   held {shares[0]:.0f} %   more came {shares[1]:.0f} %   fewer {shares[2]:.0f} %"
        for method in METHODS:
            caught, off = self.caught[method] / max(self.best, 1), self.off[method] / max(self.came, 1)
            yield f"  {method:22} caught {caught:.3f}   off {off:.3f}"


def main() -> None:
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    whole = Told()
    for one in (history(Path(path)) for path in sys.argv[1:]):
        told = Told()
        for frame in _origins(one):
            told.add(frame)
            whole.add(frame)
        print("\n".join(told.lines(one.name)), flush=True)
    print("\n".join(whole.lines("all")))


def _origins(one: History) -> Iterator[pl.DataFrame]:
    end = one.commits["happened_at"].max()
    for back in range(1, _ORIGINS + 1):
        at = end - back * _AHEAD
        if one.commits.filter(pl.col("happened_at") <= at - _YEAR).height:
            yield _at(one, at)


def _at(one: History, at: datetime) -> pl.DataFrame:
    """What each method expects of each area as of `at`, and what came."""
    people = one.people.lazy()
    commits = one.commits.filter(pl.col("happened_at") <= at).lazy()
    changes = one.changes.filter(pl.col("happened_at") <= at).lazy()
    touches = areas.touched(commits, changes, people, at)
    files = areas.areas(touches)
    no_reviews = pl.LazyFrame(
        schema={
            "repo": pl.String,
            "oid": pl.String,
            "person": pl.String,
            "at": pl.Datetime("us", "UTC"),
            "kind": pl.String,
        }
    )
    doings = ownership.acts(touches, files, commits, people, no_reviews, at)
    real = files.filter(~pl.col("rest")).select("repo", "area").unique()
    days = (pl.lit(at) - pl.col("at")).dt.total_days()
    counted = doings.unique(["repo", "area", "oid"]).group_by("repo", "area").agg(
        (days < 7 * _WEEKS).sum().cast(pl.Float64).alias("last half year"),
        (pl.len() / 2).alias("half of the last year"),
        (2.0 * (days < 7 * 13).sum()).alias("rate of 13 weeks"),
    )  # fmt: skip
    expected = pace(doings, at, _WEEKS).rename({"expected": "heat"})
    told = real.join(expected, on=["repo", "area"]).join(counted, on=["repo", "area"])
    return told.join(_came(one, files, at), on=["repo", "area"], how="left").with_columns(pl.col("came").fill_null(0))


def _came(one: History, files: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Commits of the half year after `at` by area: a new file counts with the area of its folder."""
    after = areas.touched(
        one.commits.lazy(), one.changes.lazy(), one.people.lazy(), at + _AHEAD, since=at + timedelta(seconds=1)
    ).filter(~pl.col("wide"))
    placed = after.join(areas.place(after.select("repo", "path"), files), on=["repo", "path"])
    return (
        placed.filter(pl.col("area").is_not_null())
        .unique(["repo", "area", "oid"])
        .group_by("repo", "area")
        .agg(came=pl.len().cast(pl.Int64))
    )


if __name__ == "__main__":
    main()
