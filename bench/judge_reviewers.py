"""Who reviews a change? Whoever did, named from what was known before its first commit; its authors may not be named.

Cases are the reviewed changes of bench/work_items.py, those of the later half of each history. What git alone does not show
is not here: repositories with fewer than 100 such changes are left out. Means are over repositories.

With `--tracker`, cases are the pull requests whose commits git holds, and who reviewed one is whoever reviewed it, commented on
its lines, or said ACK or NACK, on the tracker or in git. The history stops before the pull request was opened, and before its
first commit; its opener may not be named either.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from histories import history
from ranking import REVIEWERS, Score, scores
from tracked import Tracked, tracked
from trimtab.analyses.areas import WIDE_FILES
from trimtab.analyses.identity.accounts import ALONE
from trimtab.analyses.item_commits import item_commits
from trimtab.analyses.item_reviews import READ
from trimtab.analyses.reviews import OnItems, reviews_of
from ways_table import ways
from work_items import INSTANT, Case, reviewed, reviews, spread, work

LEAST = 100


def table(repositories: Sequence[Path], *, markdown: bool, trackers: Sequence[tuple[str, str, str]] = ()) -> str:
    """Every way on every repository that has enough cases."""
    found = {}
    for path in repositories:
        one = history(path)
        acts = reviews(one)
        cases = reviewed(one, acts)
        if len(cases) >= LEAST:
            found[one.name] = scores(one, acts, cases, "reviewer", REVIEWERS)
    for repository, file, tracker in trackers:
        both = tracked(Path(repository), Path(file), tracker)
        found[f"{both.name} + tracker"] = _with_tracker(both)
    return ways(found, markdown=markdown)


def _with_tracker(one: Tracked) -> Mapping[str, Score]:
    told = one.on_items()
    end = one.history.commits["happened_at"].max()
    if not isinstance(end, datetime):
        raise TypeError(f"{one.name} has no commits")
    acts = reviews_of(one.commits, one.history.people.lazy(), end, told).acts
    return scores(one.history, acts, _cases(one, told, acts), "reviewer", REVIEWERS)


def _cases(one: Tracked, told: OnItems, acts: pl.DataFrame) -> list[Case]:
    """The reviewed pull requests that are asked about."""
    of_items = item_commits(told.items, told.links, one.commits)
    item = ["tracker", "item"]
    read = acts.filter(pl.col("kind").is_in([*READ, "tested"])).select("repo", "oid", "person")
    right = (
        pl.concat(
            [
                told.acts.filter(pl.col("kind").is_in(READ)).select(*item, "person"),
                of_items.join(read, on=["repo", "oid"]).select(*item, "person"),
            ]
        )
        .group_by(item)
        .agg(pl.col("person").unique().alias("right"))
    )
    opener = one.accounts().filter(pl.col("rule") != ALONE).select("account", opener="person")
    opened = told.items.group_by(item).agg(opened_at=pl.col("created_at").min()).collect()
    rows = (
        of_items.join(work(one.history).rename({"person": "author"}), on="oid")
        .join(opener, on="account", how="left")
        .group_by(item)
        .agg(
            pl.col("at").min(),
            pl.col("paths").list.explode().unique(),
            pl.col("author").unique(),
            pl.col("opener").first(),
        )
        .join(right, on=item)
        .join(opened, on=item)
    )
    found = []
    for at, paths, authors, first, people, opened_at in rows.select(
        "at", "paths", "author", "opener", "right", "opened_at"
    ).iter_rows():
        not_named = frozenset([*authors, *([first] if first else [])])
        if (who := frozenset(people) - not_named) and 0 < len(paths) <= WIDE_FILES:
            found.append(Case(min(at, opened_at) - INSTANT, tuple(sorted(paths)), who, not_named))
    found.sort(key=lambda case: (case.at, sorted(case.right), case.paths))
    return spread(found[len(found) // 2 :])
