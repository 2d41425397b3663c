"""Review acts on pull requests brought to the commits they are about, and joined with those that git shows.

One act may be seen twice: an ACK in a comment and in the message of the merge, the button that merged and the merge commit. Of
words the tracker's row is kept, which knows when they were said; of merges git's.
"""

from dataclasses import dataclass

import polars as pl

from trimtab.analyses._areas_acts import TOOK_IN
from trimtab.analyses.item_commits import Sides, item_commits

_ITEM = ["tracker", "item"]
_SAME = ["repo", "oid", "person"]


@dataclass(frozen=True, slots=True)
class OnItems:
    """What a tracker tells of reviews: acts (`item_reviews.ITEM_REVIEWS`), and the lake's tables `items` and `item_links`."""

    acts: pl.DataFrame
    items: pl.LazyFrame
    links: pl.LazyFrame


def with_items(
    shown: pl.DataFrame, told: OnItems, table: pl.DataFrame, sides: Sides
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The acts of git (`reviews.REVIEWS`) and those of the tracker, each once; and the commits of pull requests.

    `table` holds the commits with their `author`, a person. An act counts from when the commit was there: before, whoever
    asks git for it would not find it.
    """
    of_items = item_commits(told.items, told.links, table.lazy(), sides)
    acts = told.acts.filter(pl.col("kind") != "commented")
    on_commits = (
        acts.join(of_items, on=_ITEM)
        .join(table.select("repo", "oid", "author", "happened_at"), on=["repo", "oid"])
        .filter(pl.col("author").ne_missing(pl.col("person")))
        .with_columns(at=pl.max_horizontal("at", "happened_at"))
    )
    rows = _once_a_day(pl.concat([on_commits.select(shown.columns), _elsewhere(acts, of_items, table, told.items)]))
    word = ~pl.col("kind").is_in(TOOK_IN)
    told_words, seen_merges = rows.filter(word), shown.filter(~word)
    git = pl.concat([seen_merges, shown.filter(word).join(told_words, on=_SAME, how="anti")])
    tracker = pl.concat([told_words, rows.filter(~word).join(seen_merges, on=_SAME, how="anti")])
    return pl.concat([git, tracker]), of_items.select("repo", "oid").unique()


def _once_a_day(rows: pl.DataFrame) -> pl.DataFrame:
    """A person comes back to a change on other days; what they did to it in one day is one act of a kind."""
    key = ["repo", "oid", "person", "kind", "source"]
    days = rows.group_by(*key, day=pl.col("at").dt.date()).agg(pl.col("at").max())
    return days.select(rows.columns)


def _elsewhere(acts: pl.DataFrame, of_items: pl.DataFrame, table: pl.DataFrame, items: pl.LazyFrame) -> pl.DataFrame:
    """Words on pull requests of which git holds no commit: they show that somebody reviewed, and not what.

    They count for the repository that holds most commits of the tracker.
    """
    home = (
        of_items.group_by("tracker", "repo")
        .agg(pl.len())
        .sort("len", "repo", descending=[True, False])
        .unique("tracker", keep="first", maintain_order=True)
        .select("tracker", "repo")
    )
    names = items.group_by(_ITEM).agg(pl.col("number").sort_by("seen_at").last()).collect()
    number = pl.coalesce(pl.col("number").cast(pl.String), "item")
    first = pl.lit(table["happened_at"].min(), table.schema["happened_at"])  # of no commit at all none
    return (
        acts.filter(~pl.col("kind").is_in(TOOK_IN), pl.col("at") >= first)
        .join(of_items, on=_ITEM, how="anti")
        .join(home, on="tracker")
        .join(names, on=_ITEM)
        .with_columns(oid=pl.lit(None, pl.String), source=pl.concat_str("tracker", number, separator="#"))
        .select("repo", "oid", "person", "kind", "at", "source")
    )
