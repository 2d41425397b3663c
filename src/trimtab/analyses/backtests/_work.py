"""What happened next, as pieces: work that somebody took, and changes that somebody reviewed.

A *piece of work* is one author's commits with less than two days between one and the next, and at most seven days from the
first to the last. The history stops an instant before it begins, so that a series of patches cannot answer itself.

A *reviewed change* is all commits that one merge, trailer, line of a merge bot or pull request is about, with whoever read it
(said so in a trailer or a review, acknowledged it, tested it; who only merged it did not). Its authors may not be named. The
history stops an instant before its first commit.

Merges, bots and commits that change more than 60 files are no work.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from trimtab.analyses.areas import WIDE_FILES, first_copies
from trimtab.analyses.backtests._areas import Frames

GAP, LONGEST = timedelta(days=2), timedelta(days=7)
LEAST = 3
READ = ("reviewed", "acked", "tested")
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """One question and its truth: the last instant that may be seen, the files, who is right, who may not be named."""

    at: datetime
    paths: tuple[str, ...]
    right: frozenset[str]
    exclude: frozenset[str] = frozenset()
    role: str = "author"
    keys: tuple[str, ...] = ()


def work(frames: Frames) -> pl.DataFrame:
    """Each commit that is work, with its author and its files: columns repo, oid, at, person, paths."""
    commits, people = frames.commits, frames.people.filter(~pl.col("bot"))
    files = frames.changes.group_by("repo", "oid").agg(paths=pl.col("path").sort())
    return (
        commits.filter(pl.col("parents").list.len() <= 1)
        .join(first_copies(commits), on=["repo", "oid"], how="semi")
        .join(people, left_on=["author_name", "author_email"], right_on=["name", "email"])
        .join(files, on=["repo", "oid"])
        .filter(pl.col("paths").list.len() <= WIDE_FILES)
        .select("repo", "oid", "person", "paths", at="happened_at")
        .sort("person", "at", "oid")
        .collect()
    )


_Row = tuple[datetime, list[str], str, str]


def pieces(commits: pl.DataFrame) -> list[Piece]:
    """All pieces of work, oldest first."""
    found = [
        Piece(
            run[0][0] - INSTANT,
            tuple(sorted({path for _, paths, _, _ in run for path in paths})),
            frozenset({str(person)}),
            keys=tuple(f"{repo}@{oid}" for _, _, repo, oid in run),
        )
        for (person,), rows in commits.group_by("person", maintain_order=True)
        for run in _runs(rows.select("at", "paths", "repo", "oid").rows())
    ]
    return sorted(found, key=lambda piece: (piece.at, sorted(piece.right), piece.paths))


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """One person's commits, in order, parted into pieces."""
    run: list[_Row] = []
    for row in rows:
        if run and (row[0] - run[-1][0] >= GAP or row[0] - run[0][0] > LONGEST):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def taken(every: Sequence[Piece], reach: timedelta, most: int) -> list[Piece]:
    """Pieces of the last years whose author has three of them at least; of more than `most`, that many evenly spread."""
    recent = [piece for piece in every if piece.at >= every[-1].at - reach]
    of = Counter(person for piece in recent for person in piece.right)
    return spread([piece for piece in recent if all(of[person] >= LEAST for person in piece.right)], most)


def reviewed(commits: pl.DataFrame, acts: pl.DataFrame) -> list[Piece]:
    """The reviewed changes, oldest first; `commits` are those of `work`."""
    known = {row[0]: row[1:] for row in commits.select("oid", "person", "at", "paths", "repo").iter_rows()}
    said = (
        acts.filter(pl.col("kind").is_in(READ), pl.col("oid").is_not_null())
        .group_by("source")
        .agg(pl.col("oid").unique().sort(), pl.col("person").unique())
    )
    found = []
    for oids, people in said.select("oid", "person").iter_rows():
        named = [(oid, *known[oid]) for oid in oids if oid in known]
        authors = frozenset(person for _, person, _, _, _ in named)
        paths = sorted({path for _, _, _, paths, _ in named for path in paths})
        right = frozenset(people) - authors
        if right and 0 < len(paths) <= WIDE_FILES:
            at = min(at for _, _, at, _, _ in named) - INSTANT
            keys = tuple(f"{repo}@{oid}" for oid, _, _, _, repo in named)
            found.append(Piece(at, tuple(paths), right, authors, "reviewer", keys))
    return sorted(found, key=lambda piece: (piece.at, sorted(piece.right), piece.paths))


def spread(every: Sequence[Piece], most: int) -> list[Piece]:
    """All of them, or as many as are asked, evenly spread."""
    if len(every) <= most:
        return list(every)
    return [every[number * len(every) // most] for number in range(most)]
