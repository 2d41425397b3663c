"""When work on items began and ended, as their commits tell: the first and the last that a pull request was made of.

Work before the first commit is not seen, and waiting for a review after the last one is none. An issue is as long as the pull
requests that close it. The merge itself, and what a squash left of the commits, say when a change was taken, not when it was
made, and count for neither end.
"""

import polars as pl

from trimtab.lake.tables import INSTANT

WORK_SPANS = pl.Schema({"tracker": pl.String(), "item": pl.String(), "first": INSTANT, "last": INSTANT})
"""One row per item of which such commits are known, by their authors' dates, else as the tracker dated them."""

_KEY = ["tracker", "item"]
_IS_MERGE = pl.col("parents").list.len() > 1


def work_spans(states: pl.DataFrame, events: pl.LazyFrame, links: pl.LazyFrame, commits: pl.LazyFrame) -> pl.DataFrame:
    """The spans (`WORK_SPANS`) of items that ended (`items.STATES`), in order of tracker and item.

    `events` and `links` are those of the lake up to the instant of the states, `commits` need `oid`, `parents` and `author_at`.
    """
    pulls = _pulls(events, links, commits).join(states.select(*_KEY, "ended_at", "state"), on=_KEY, how="inner")
    own = pulls.filter(pl.col("ended_at").is_not_null())
    merged = own.filter(pl.col("state") == "merged")
    closes = links.filter(pl.col("kind") == "closes").select(*_KEY, "target").unique().collect()
    issues = (
        merged.join(closes, on=_KEY, how="inner")
        .select("tracker", "first", "last", "ended_at", item="target")
        .join(states.filter(pl.col("ended_at").is_not_null()).select(_KEY), on=_KEY, how="semi")
        .join(own, on=_KEY, how="anti")
    )
    both = pl.concat(
        [own.select(*_KEY, "first", "last", "ended_at"), issues.select(*_KEY, "first", "last", "ended_at")]
    )
    last = pl.min_horizontal("last", "ended_at")
    return (
        both.with_columns(last=last, first=pl.min_horizontal("first", last))
        .group_by(_KEY)
        .agg(pl.col("first").min(), pl.col("last").max())
        .select(list(WORK_SPANS))
        .cast(WORK_SPANS)
        .sort(_KEY)
    )


def _pulls(events: pl.LazyFrame, links: pl.LazyFrame, commits: pl.LazyFrame) -> pl.DataFrame:
    """The first and the last commit of each item that has any."""
    told = (
        events.filter(pl.col("kind").is_in(("committed", "merged"))).select(*_KEY, "kind", target="subject").collect()
    )
    listed = links.filter(pl.col("kind") == "contains_commit").select(*_KEY, "target", at="happened_at").collect()
    of_item = [*_KEY, "target"]
    own = told.filter(pl.col("kind") == "committed").select(of_item)
    taken = told.filter(pl.col("kind") == "merged", pl.col("target").is_not_null()).select(of_item)
    mine = commits.filter(pl.col("oid").is_in(listed["target"].unique().implode()))
    known = mine.select("author_at", "parents", target="oid").unique("target").collect()
    dated = (
        listed.join(taken.join(own, on=of_item, how="anti"), on=of_item, how="anti")
        .join(known, on="target", how="left")
        .filter(~_IS_MERGE.fill_null(value=False))
        .with_columns(at=pl.coalesce("author_at", "at"))
        .filter(pl.col("at").is_not_null())
    )
    return dated.group_by(_KEY).agg(first=pl.col("at").min(), last=pl.col("at").max())
