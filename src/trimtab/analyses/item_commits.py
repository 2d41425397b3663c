"""Which commits of git a pull request consists of, as far as git holds them.

A tracker lists the commits of a branch as they were pushed, and the merge. Those that were rebased or squashed on the way are
not in git any more; what the merge brought then stands for them.
"""

from collections.abc import Mapping, Sequence

import polars as pl

ITEM_COMMITS = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "account": pl.String(),  # who opened it; null for a deleted user
        "repo": pl.String(),
        "oid": pl.String(),  # a commit of it, none of them a merge
        "source": pl.String(),  # the merge of it; else its own last commit, which a squash or a rebase left
    }
)

# By repository and merge, the commits that it brought.
Sides = Mapping[tuple[str, str], Sequence[str]]

# A repository's `Merge pull request #7` speaks of a tracker when so many merges say the number that the tracker knows,
# and so large a share of all whose number the tracker knows.
LEAST_NUMBERS, SAME_NUMBERS = 5, 0.9
_ITEM = ["tracker", "item"]
_IS_MERGE = pl.col("parents").list.len() > 1
_MERGED = r"^Merge (?:pull request )?#(\d+)\b"
_NUMBER = pl.when(_IS_MERGE).then(pl.col("subject").str.extract(_MERGED, 1).cast(pl.Int64, strict=False))


def host(tracker: str = "tracker") -> pl.Expr:
    """The host of a tracker: what stands before its repository."""
    return pl.col(tracker).str.split("/").list.first()


def item_commits(
    items: pl.LazyFrame, links: pl.LazyFrame, commits: pl.LazyFrame, sides: Sides | None = None
) -> pl.DataFrame:
    """The commits of each pull request that git holds (`ITEM_COMMITS`), in order.

    Of a merge all that it brought where `sides` tells it, else the commit that was merged. `items` and `links` are the lake's
    tables, `commits` need `repo`, `oid`, `parents`, `subject` and `happened_at`.
    """
    pulls = _pulls(items)
    known = (
        commits.select("repo", "oid", "parents", "happened_at", number=_NUMBER)
        .collect()
        .unique(["repo", "oid"], keep="first", maintain_order=True)
    )
    listed = links.filter(kind="contains_commit").select(*_ITEM, oid="target").unique().collect()
    told = listed.join(pulls, on=_ITEM, how="semi").join(known, on="oid")
    told = pl.concat([told, _numbered(pulls, told, known)])
    merges = told.filter(_IS_MERGE)
    plain = told.filter(~_IS_MERGE)
    brought = _brought(merges, sides).join(known.filter(~_IS_MERGE).select("repo", "oid"), on=["repo", "oid"])
    own = [*_ITEM, "repo"]
    newest = pl.col("oid").sort_by("happened_at", "oid").last()
    merge_of = merges.group_by(own).agg(merge=newest)
    last_of = plain.group_by(own).agg(last=newest)
    both = pl.concat([plain.select(*own, "oid"), brought.select(*own, "oid")]).unique()
    found = both.join(merge_of, on=own, how="left").join(last_of, on=own, how="left")
    return (
        found.join(pulls.select(*_ITEM, "account"), on=_ITEM)
        .with_columns(source=pl.coalesce("merge", "last"))
        .select(ITEM_COMMITS.names())
        .cast(ITEM_COMMITS)
        .sort("tracker", "item", "repo", "oid")
    )


def _pulls(items: pl.LazyFrame) -> pl.DataFrame:
    """Each pull request once: tracker, item, number, account."""
    return (
        items.filter(kind="pull")
        .group_by("tracker", "item")
        .agg(pl.col("number").sort_by("seen_at").last(), account=pl.col("author").drop_nulls().first())
        .collect()
    )


def _brought(merges: pl.DataFrame, sides: Sides | None) -> pl.DataFrame:
    own = [*_ITEM, "repo"]
    if sides is None:
        return merges.select(*own, oid=pl.col("parents").list.get(1))
    wanted = set(merges.select("repo", "oid").iter_rows())
    rows = [(repo, merge, oid) for repo, merge in sorted(wanted) for oid in sides.get((repo, merge), ())]
    told = pl.DataFrame(rows, {"repo": pl.String, "merge": pl.String, "oid": pl.String}, orient="row")
    return merges.select(*own, merge="oid").join(told, on=["repo", "merge"]).select(*own, "oid")


def _numbered(pulls: pl.DataFrame, told: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Merges that name a pull request and that no tracker told of, where repository and tracker agree on numbers."""
    named = known.drop_nulls("number")
    if named.is_empty() or pulls.is_empty():
        return told.clear()
    both = told.drop_nulls("number").join(pulls.select(*_ITEM, told="number"), on=_ITEM)
    agreed = (
        both.group_by("repo", "tracker")
        .agg(same=(pl.col("number") == pl.col("told")).sum(), all=pl.len())
        .filter(pl.col("same") >= LEAST_NUMBERS, pl.col("same") >= SAME_NUMBERS * pl.col("all"))
        .select("repo", "tracker")
    )
    missing = named.join(told, on="oid", how="anti").join(agreed, on="repo")
    return missing.join(pulls, on=["tracker", "number"]).select(told.columns)
