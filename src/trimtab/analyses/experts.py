"""Who can take it: candidates for given paths as of an instant, in order, with the facts that speak for each.

Many questions are answered in one pass over the history; each sees nothing later than its own instant. The definition
stands in docs/reference/who.md, where a lead can dispute it. Putting candidates for one named piece of work in order is
allowed; nothing here compares people otherwise. Who holds an area now is the business of `ownership`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import polars as pl

from trimtab.analyses._experts_events import events
from trimtab.analyses._experts_facts import LATELY_COMMITS, Speaking
from trimtab.analyses._experts_features import BUSY_DAYS
from trimtab.analyses._experts_memory import Memory
from trimtab.analyses._experts_places import Places, Question
from trimtab.analyses._experts_relevant import relevant
from trimtab.analyses._experts_score import ROLES, ranked
from trimtab.lake.tables import INSTANT

__all__ = ["BUSY_DAYS", "CANDIDATES", "LATELY_COMMITS", "QUESTIONS", "ROLES", "candidates"]

QUESTIONS = pl.Schema(
    {
        "id": pl.String(),
        "as_of": INSTANT,
        "role": pl.String(),  # one of `ROLES`
        "paths": pl.List(pl.String),  # files or folders, under any name they had by then
        "exclude": pl.List(pl.String),  # persons who may not be named
    }
)

CANDIDATES = pl.Schema(
    {
        "id": pl.String(),
        "place": pl.UInt32(),  # 1 is the first
        "person": pl.String(),
        "weight": pl.Float64(),  # share among all who could be named; says nothing across questions
        "commits": pl.UInt32(),  # by them to these files, ever
        "lately": pl.UInt32(),  # of the last `lately_of` commits to these files, theirs
        "lately_of": pl.UInt32(),  # 40, or as many as there are
        "last_at": INSTANT,  # of their commits to these files
        "reviews": pl.UInt32(),  # by them of changes to these files
        "merges": pl.UInt32(),  # changes to these files that they took in without a word
        "reviewed_at": INSTANT,  # the last review or merge
        "folder": pl.String(),  # the nearest folder above where they did something; empty for the whole; null when never
        "folder_commits": pl.UInt32(),
        "folder_reviews": pl.UInt32(),
        "folder_last_at": INSTANT,
        "acts": pl.UInt32(),  # commits and reviews anywhere within 90 days
        "seen_at": INSTANT,  # their last act anywhere
        "wrote_at": INSTANT,  # their last commit anywhere
        "oids": pl.List(pl.String),  # their newest commits to these files, then in that folder
        "review_oids": pl.List(pl.String),  # the newest commits to these files that they reviewed
    }
)


def candidates(
    questions: pl.DataFrame,
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    people: pl.LazyFrame,
    reviews: pl.LazyFrame,
    *,
    most: int = 10,
) -> pl.DataFrame:
    """The first `most` candidates of each question (`QUESTIONS`), in order; columns `CANDIDATES`.

    `commits` and `changes` are the lake's tables, `people` maps raw (`name`, `email`) to `person` and `bot`, `reviews` are
    the acts of `reviews_of`. A commit counts from its `happened_at` on, a review from its `at` on, a rename from when it
    was made: a question sees none that is later than its `as_of`. A path without a history is answered from the folders
    above it. Sorted by question in the order given, then by place.
    """
    asked = sorted(_asked(questions), key=lambda pair: (pair[1].at, pair[0]))
    found: dict[int, list[tuple[object, ...]]] = {}
    if asked:
        latest: datetime = questions["as_of"].max()  # type: ignore[assignment]  # of a column of instants, which holds one
        matters = relevant(changes, [question.paths for _, question in asked])
        memory = Memory(asked[-1][1].at, matters.names)
        coming = events(commits, changes, people, reviews, latest.astimezone(UTC), matters.changes)
        event = next(coming, None)
        for place, question in asked:
            while event is not None and event.at <= question.at:
                memory.take(event)
                event = next(coming, None)
            found[place] = list(_answered(Places(memory, question), most))
    rows = [(place, number, *row) for place in sorted(found) for number, row in enumerate(found[place], start=1)]
    return _frame(questions["id"].to_list(), rows)


def _answered(places: Places, most: int) -> Iterator[tuple[object, ...]]:
    """The first candidates as rows: person, weight, and the facts."""
    speaking = Speaking(places)
    for one in ranked(places)[:most]:
        yield one.person, one.weight, *speaking.of(one.person).row()


def _asked(questions: pl.DataFrame) -> Iterator[tuple[int, Question]]:
    table = questions.select(QUESTIONS.names()).with_columns(pl.col("as_of").dt.epoch("us"))
    for place, (name, at, role, paths, exclude) in enumerate(table.iter_rows()):
        yield place, Question(name, at, role, tuple(paths), frozenset(exclude or ()))


def _frame(ids: list[str], rows: list[tuple[object, ...]]) -> pl.DataFrame:
    """Instants are numbers of microseconds in `rows`, since datetimes are slow to make."""
    names = CANDIDATES.names()
    plain = {name: pl.Int64() if CANDIDATES[name] == INSTANT else CANDIDATES[name] for name in names[2:]}
    told = pl.DataFrame(rows, schema={"asked": pl.Int64(), "place": pl.UInt32(), **plain}, orient="row")
    named = told.with_columns(id=pl.Series([ids[place] for place in told["asked"]], dtype=pl.String))
    return named.sort("asked", "place").select(names).cast(CANDIDATES)
