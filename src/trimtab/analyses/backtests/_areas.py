"""One cut through a history: its areas, who did what there until then, and who did most there next.

What is known at the cut and what came after it are kept apart here, for every back-test of areas. Which weight is asked is the
business of whoever asks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from trimtab.analyses import areas, ownership

SPAN = timedelta(days=90)
LEAST = 3
"""An area is asked about when it got so many commits in the span after the cut."""

Place = tuple[str, str]  # repository and area
Order = Mapping[Place, list[str]]


@dataclass(frozen=True, slots=True)
class Frames:
    """The lake's `commits` and `changes`, who is who (name, email, person, bot), and review acts (`reviews.REVIEWS`)."""

    commits: pl.LazyFrame
    changes: pl.LazyFrame
    people: pl.LazyFrame
    reviews: pl.LazyFrame

    def until(self, at: datetime) -> "Frames":
        """The same, with nothing that is later than an instant."""
        commits, changes = (one.filter(pl.col("happened_at") <= at) for one in (self.commits, self.changes))
        return Frames(commits, changes, self.people, self.reviews.filter(pl.col("at") <= at))


@dataclass(frozen=True, slots=True)
class Cut:
    """What was known at an instant (`doings`, and who was there), and who wrote and reviewed what in the span after it."""

    at: datetime
    doings: pl.DataFrame
    able: frozenset[str]
    wrote: pl.DataFrame  # repo, area, oid, person
    looked: pl.DataFrame


def cut(frames: Frames, at: datetime, rules: areas.Rules | None = None) -> Cut | None:
    """The history cut at an instant; None where it has no areas."""
    known = frames.until(at)
    commits, people, seen = known.commits, known.people, known.reviews
    touches = areas.touched(commits, known.changes, people, at, rules=rules)
    files = areas.areas(touches, rules=rules).filter(~pl.col("rest"))
    if files.is_empty():
        return None
    doings = ownership.acts(touches, files, commits, people, seen, at)
    there = ownership.presence(commits, people, seen, at)
    able = frozenset(there.filter("active", "regular")["person"])
    return Cut(at, doings, able, *_next(frames, files, at))


def _next(frames: Frames, files: pl.DataFrame, at: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who wrote and who reviewed what came next, in the areas of the cut."""
    after = pl.col("happened_at").is_between(at, at + SPAN, closed="right")
    commits = frames.commits.filter(after, pl.col("parents").list.len() <= 1)
    later = (
        frames.changes.filter(after)
        .select("repo", "oid", path=pl.coalesce("old_path", "path"))
        .join(files.lazy().select("repo", "path", "area"), on=["repo", "path"])
        .select("repo", "area", "oid")
        .unique()
        .collect()
    )
    written = ownership.writers(commits, frames.people, at + SPAN).select("repo", "oid", "person")
    acts = frames.reviews.filter(pl.col("at").is_between(at, at + SPAN)).select("repo", "oid", "person")
    on = ["repo", "oid"]
    return later.join(written, on=on), later.join(acts.unique().collect(), on=on)


def most(acts: pl.DataFrame) -> Iterator[tuple[Place, str, list[str]]]:
    """Areas with enough acts, who did most of them (the first by name among equals), and theirs."""
    counted = acts.group_by("repo", "area", "person").agg(pl.col("oid").unique().sort())
    enough = acts.group_by("repo", "area").agg(every=pl.col("oid").n_unique()).filter(pl.col("every") >= LEAST)
    first = (
        counted.with_columns(count=pl.col("oid").list.len())
        .join(enough, on=["repo", "area"])
        .sort("repo", "area", "count", "person", descending=[False, False, True, False])
        .unique(["repo", "area"], keep="first", maintain_order=True)
    )
    for repo, area, person, oids in first.select("repo", "area", "person", "oid").iter_rows():
        yield (repo, area), person, oids


def by_weight(doings: pl.DataFrame, weight: pl.Expr) -> Order:
    """Everybody in each area by the sum of a weight of their acts."""
    key = ["repo", "area"]
    summed = doings.group_by(*key, "person").agg(weight.sum().alias("weight")).filter(pl.col("weight") > 0)
    return _lists(summed.sort(*key, "weight", "person", descending=[False, False, True, False]))


def by_last(doings: pl.DataFrame) -> Order:
    """Everybody in each area, who changed it last first."""
    key = ["repo", "area"]
    last = doings.filter(pl.col("act") == "wrote").group_by(*key, "person").agg(pl.col("at").max())
    return _lists(last.sort(*key, "at", "person", descending=[False, False, True, False]))


def busiest(doings: pl.DataFrame, at: datetime) -> list[str]:
    """Everybody by their commits anywhere in the last 90 days."""
    lately = doings.filter(pl.col("at") > at - SPAN, pl.col("act") == "wrote")
    counted = lately.group_by("person").agg(pl.col("oid").n_unique()).sort("oid", "person", descending=[True, False])
    found: list[str] = counted["person"].to_list()
    return found


def place(order: list[str], person: str, able: frozenset[str]) -> float:
    """Their place among those who are there; 0 where they are not named."""
    named = [one for one in order if one in able]
    return named.index(person) + 1 if person in named else 0


def _lists(ordered: pl.DataFrame) -> Order:
    grouped = ordered.group_by("repo", "area", maintain_order=True).agg("person")
    return {(repo, area): people for repo, area, people in grouped.iter_rows()}
