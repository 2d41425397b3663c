"""What happened, in order: commits with their files and review acts, as plain values for a memory that forgets nothing.

Frames come in, values go out. What is remembered of them is the business of `_experts_memory`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from trimtab.analyses._areas_acts import TOOK_IN, writers
from trimtab.analyses.areas import first_copies


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit; `old` is its name before a rename, `status` git's letter."""

    path: str
    old: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """A commit by people (none when only bots wrote it)."""

    at: int  # microseconds since 1970
    repo: str
    oid: str
    people: tuple[str, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One person's review of a change: all commits that one trailer, merge or approval is about.

    `took_in` when they only merged, applied or signed it off.
    """

    at: int
    repo: str
    oids: tuple[str, ...]
    person: str
    took_in: bool


Event = Wrote | Reviewed


def events(
    commits: pl.LazyFrame, changes: pl.LazyFrame, people: pl.LazyFrame, reviews: pl.LazyFrame, until: datetime
) -> Iterator[Event]:
    """Every non-merge commit and review act up to `until`, oldest first; at one instant commits come before reviews.

    Second copies of a commit and acts by bots are left out; files that bots change are followed when renamed.
    """
    every: list[Event] = list(_wrote(commits, changes, people, until))
    every.extend(_reviewed(reviews, until))
    yield from sorted(every, key=_order)


def _order(event: Event) -> tuple[int, bool, str, str, str]:
    if isinstance(event, Wrote):
        return event.at, False, event.repo, event.oid, ""
    return event.at, True, event.repo, event.oids[0], event.person


def _wrote(commits: pl.LazyFrame, changes: pl.LazyFrame, people: pl.LazyFrame, until: datetime) -> Iterator[Wrote]:
    told = commits.filter(pl.col("happened_at") <= until, pl.col("parents").list.len() <= 1)
    by: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for repo, oid, person in writers(commits, people, until).select("repo", "oid", "person").iter_rows():
        by[repo, oid].append(person)
    files = (
        changes.filter(pl.col("happened_at") <= until)
        .sort("repo", "oid", "path")
        .group_by("repo", "oid", maintain_order=True)
        .agg("path", "old_path", "status")
    )
    rows = (
        told.select("repo", "oid", at=pl.col("happened_at").dt.epoch("us"))
        .join(first_copies(told), on=["repo", "oid"], how="semi")
        .join(files, on=["repo", "oid"])
        .collect()
    )
    for repo, oid, at, paths, olds, statuses in rows.iter_rows():
        yield Wrote(at, repo, oid, tuple(by.get((repo, oid), ())), tuple(map(File, paths, olds, statuses)))


def _reviewed(reviews: pl.LazyFrame, until: datetime) -> Iterator[Reviewed]:
    """One act for each person and source, the commits of one change taken together."""
    source = "source" if "source" in reviews.collect_schema() else "oid"
    acts = (
        reviews.filter(pl.col("at") <= until)
        .group_by("repo", "person", about=source)
        .agg(
            at=pl.col("at").max().dt.epoch("us"),
            oids=pl.col("oid").unique().sort(),
            took_in=pl.col("kind").is_in(TOOK_IN).all(),
        )
        .collect()
    )
    for repo, person, at, oids, took_in in acts.select("repo", "person", "at", "oids", "took_in").iter_rows():
        yield Reviewed(at, repo, tuple(oids), person, took_in)
