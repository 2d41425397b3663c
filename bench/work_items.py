"""What happened next, as cases: pieces of work that somebody took, changes that somebody reviewed, people who left.

A *work item* is one author's commits with less than two days between one and the next, and at most seven days from the
first to the last. Asked are the items of the last three years whose author has three of them at least; of more than 800,
that many evenly spread. The history stops an instant before the item begins, so that a series of patches cannot answer
itself.

A *reviewed change* is all commits that one merge, trailer or line of a merge bot is about, with whoever read it (said so in
a trailer, acknowledged it, tested it; who only merged it did not). Its authors may not be named. Asked are those of the
later half of the history, 800 at most. The history stops an instant before its first commit.

A *departure* is a person with 5 % of the items of the two years before and 30 commits, whose last commit lies 18 months before
the history's end, while the project made 50 commits in the next twelve. Asked is who makes most of the changes, in these
twelve months, to the 40 files at most that the leaver touched most often.

Merges, bots and commits that change more than 60 files are no work.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from histories import History
from trimtab.analyses.areas import WIDE_FILES, first_copies
from trimtab.analyses.reviews import reviews_of

GAP, LONGEST = timedelta(days=2), timedelta(days=7)
YEARS = timedelta(days=3 * 365)
LEAST_ITEMS, MOST_CASES = 3, 800
LEFT_SHARE, LEFT_COMMITS, LEFT_FILES = 0.05, 30, 40
LEFT_BEFORE_END, LEFT_AFTER, LEFT_STILL = timedelta(days=548), timedelta(days=365), 50
READ = ("reviewed", "acked", "tested")
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One question and its truth: the last instant that may be seen, the files, who is right, who may not be named."""

    at: datetime
    paths: tuple[str, ...]
    right: frozenset[str]
    exclude: frozenset[str] = frozenset()


def reviews(history: History) -> pl.DataFrame:
    """All review acts of a history."""
    end = history.commits["happened_at"].max()
    if not isinstance(end, datetime):
        raise TypeError(f"{history.name} has no commits")
    return reviews_of(history.commits.lazy(), history.people.lazy(), end).acts


def work(history: History) -> pl.DataFrame:
    """Each commit that is work, with its author and its files: columns oid, at, person, paths."""
    commits, people = history.commits.lazy(), history.people.lazy().filter(~pl.col("bot"))
    files = history.changes.lazy().group_by("oid").agg(paths=pl.col("path").sort())
    return (
        commits.filter(pl.col("parents").list.len() <= 1)
        .join(first_copies(commits), on=["repo", "oid"], how="semi")
        .join(people, left_on=["author_name", "author_email"], right_on=["name", "email"])
        .join(files, on="oid")
        .filter(pl.col("paths").list.len() <= WIDE_FILES)
        .select("oid", "person", "paths", at="happened_at")
        .sort("person", "at", "oid")
        .collect()
    )


def items(commits: pl.DataFrame) -> list[Case]:
    """All work items, oldest first."""
    found = [
        Case(run[0][0] - INSTANT, tuple(sorted({path for _, paths in run for path in paths})), frozenset({str(person)}))
        for (person,), rows in commits.group_by("person", maintain_order=True)
        for run in _runs(rows.select("at", "paths").rows())
    ]
    return sorted(found, key=lambda case: (case.at, sorted(case.right), case.paths))


def _runs(rows: Sequence[tuple[datetime, list[str]]]) -> Iterator[list[tuple[datetime, list[str]]]]:
    """One person's commits, in order, parted into items."""
    run: list[tuple[datetime, list[str]]] = []
    for row in rows:
        if run and (row[0] - run[-1][0] >= GAP or row[0] - run[0][0] > LONGEST):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def taken(history: History) -> list[Case]:
    """The work items that are asked about."""
    every = items(work(history))
    recent = [case for case in every if case.at >= every[-1].at - YEARS]
    of = Counter(person for case in recent for person in case.right)
    return spread([case for case in recent if all(of[person] >= LEAST_ITEMS for person in case.right)])


def reviewed(history: History, acts: pl.DataFrame) -> list[Case]:
    """The reviewed changes that are asked about."""
    known = {row[0]: row[1:] for row in work(history).select("oid", "person", "at", "paths").iter_rows()}
    said = (
        acts.filter(pl.col("kind").is_in(READ))
        .group_by("source")
        .agg(pl.col("oid").unique(), pl.col("person").unique())
    )
    found = []
    for oids, people in said.select("oid", "person").iter_rows():
        commits = [known[oid] for oid in oids if oid in known]
        authors = frozenset(person for person, _, _ in commits)
        paths = sorted({path for _, _, paths in commits for path in paths})
        right = frozenset(people) - authors
        if right and 0 < len(paths) <= WIDE_FILES:
            found.append(Case(min(at for _, at, _ in commits) - INSTANT, tuple(paths), right, authors))
    found.sort(key=lambda case: (case.at, sorted(case.right), case.paths))
    return spread(found[len(found) // 2 :])


def departures(history: History) -> list[Case]:
    """People who left, and who carried on."""
    commits = work(history).sort("at", "oid")
    every = items(commits.sort("person", "at", "oid"))
    people = commits.group_by("person").agg(pl.len(), pl.col("at").max()).sort("at", "person")
    found = (
        _departure(commits, every, person, at) for person, count, at in people.iter_rows() if count >= LEFT_COMMITS
    )
    return [case for case in found if case is not None]


def _departure(commits: pl.DataFrame, every: Sequence[Case], person: str, at: datetime) -> Case | None:
    end = commits["at"][-1]
    after = commits.filter(pl.col("at") > at, pl.col("at") <= at + LEFT_AFTER, pl.col("person") != person)
    before = [case for case in every if at - 2 * LEFT_AFTER <= case.at <= at]
    theirs = sum(person in case.right for case in before)
    if end - at < LEFT_BEFORE_END or after.height < LEFT_STILL or theirs < LEFT_SHARE * len(before):
        return None
    touched = Counter(path for paths in commits.filter(person=person)["paths"].to_list() for path in paths)
    files = sorted(touched, key=lambda path: (-touched[path], path))[:LEFT_FILES]
    carried = Counter(who for who, paths in after.select("person", "paths").iter_rows() if set(files) & set(paths))
    most = max(carried.values(), default=0)
    right = frozenset(who for who, count in carried.items() if count == most)
    return Case(at, tuple(files), right, frozenset({person})) if right else None


def spread(every: Sequence[Case]) -> list[Case]:
    """All of them, or as many as are asked, evenly spread."""
    if len(every) <= MOST_CASES:
        return list(every)
    return [every[place * len(every) // MOST_CASES] for place in range(MOST_CASES)]
