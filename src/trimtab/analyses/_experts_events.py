"""What happened, in order: commits with their files and review acts, as plain values for a memory that forgets nothing.

Frames come in, values go out. What is remembered of them is the business of `_experts_memory`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge

import polars as pl

from trimtab.analyses._areas_acts import TOOK_IN, writers
from trimtab.analyses.areas import first_copies

ALL = pl.lit(value=True)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit; `old` is its name before a rename, `status` git's letter."""

    path: str
    old: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """A commit by people (none when only bots wrote it); `files` are those that matter to what is asked."""

    at: int  # microseconds since 1970
    repo: str
    oid: str
    people: tuple[str, ...]
    files: tuple[File, ...]
    width: int  # how many files it changed
    more: int  # how many more there are since


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One person's review of a change: all commits that one trailer, merge or approval is about, none where they are not known.

    `took_in` when they only merged, applied or signed it off.
    """

    at: int
    repo: str
    oids: tuple[str, ...]
    person: str
    took_in: bool


Event = Wrote | Reviewed


def events(
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    people: pl.LazyFrame,
    reviews: pl.LazyFrame,
    until: datetime,
    matters: pl.Expr = ALL,
) -> Iterator[Event]:
    """Every non-merge commit and review act up to `until`, oldest first; at one instant commits come before reviews.

    `matters` says of a change whether a commit has to name the file. Second copies of a commit and acts by bots are left
    out; files that bots change are followed when renamed.
    """
    wrote: Iterator[Event] = _wrote(commits, changes, people, until, matters)
    yield from merge(wrote, _reviewed(reviews, until), key=_order)


def _order(event: Event) -> tuple[int, bool, str, str, str]:
    if isinstance(event, Wrote):
        return event.at, False, event.repo, event.oid, ""
    return event.at, True, event.repo, event.oids[0] if event.oids else "", event.person


def _wrote(
    commits: pl.LazyFrame, changes: pl.LazyFrame, people: pl.LazyFrame, until: datetime, matters: pl.Expr
) -> Iterator[Wrote]:
    told = commits.filter(pl.col("happened_at") <= until, pl.col("parents").list.len() <= 1)
    by = writers(commits, people, until).group_by("repo", "oid").agg(pl.col("person").sort())
    added = pl.col("status").is_in(["A", "C"]).sum().cast(pl.Int64)
    files = (
        changes.filter(pl.col("happened_at") <= until)
        .with_columns(matters=matters)
        .sort("repo", "oid", "path")
        .group_by("repo", "oid", maintain_order=True)
        .agg(
            pl.col("path", "old_path", "status").filter("matters"),
            width=pl.len(),
            more=added - (pl.col("status") == "D").sum().cast(pl.Int64),
        )
    )
    rows = (
        told.select("repo", "oid", at=pl.col("happened_at").dt.epoch("us"))
        .join(first_copies(told), on=["repo", "oid"], how="semi")
        .join(files, on=["repo", "oid"])
        .join(by.lazy(), on=["repo", "oid"], how="left")
        .sort("at", "repo", "oid")
        .collect()
    )
    for repo, oid, at, paths, olds, statuses, width, more, persons in rows.iter_rows():
        yield Wrote(at, repo, oid, tuple(persons or ()), tuple(map(File, paths, olds, statuses)), width, more)


def _reviewed(reviews: pl.LazyFrame, until: datetime) -> Iterator[Reviewed]:
    """One act a day for each person and source, the commits of one change taken together."""
    source = "source" if "source" in reviews.collect_schema() else "oid"
    acts = (
        reviews.filter(pl.col("at") <= until)
        .group_by("repo", "person", about=source, day=pl.col("at").dt.date())
        .agg(
            at=pl.col("at").max().dt.epoch("us"),
            oids=pl.col("oid").drop_nulls().unique().sort(),
            took_in=pl.col("kind").is_in(TOOK_IN).all(),
        )
        .sort("at", "repo", pl.col("oids").list.first().fill_null(""), "person", "about")
        .collect()
    )
    for repo, person, at, oids, took_in in acts.select("repo", "person", "at", "oids", "took_in").iter_rows():
        yield Reviewed(at, repo, tuple(oids), person, took_in)
