"""How often things change in the same commit: counts for each thing and each pair, whatever the things are.

What a thing is (a file, an area) and which commits count is decided by `coupling`.
"""

import polars as pl

from trimtab.lake.tables import INSTANT

EVIDENCE = 5

PAIRS = pl.Schema(
    {
        "repo": pl.String(),
        "one": pl.String(),
        "other": pl.String(),  # after `one` in the alphabet, so that each pair is there once
        "commits": pl.UInt32(),  # that changed both
        "commits_one": pl.UInt32(),
        "commits_other": pl.UInt32(),
        "confidence_one": pl.Float64(),  # the share of the commits to `one` that changed `other` too
        "confidence_other": pl.Float64(),
        "lift": pl.Float64(),  # times as often as by chance
        "last_at": INSTANT,
        "oids": pl.List(pl.String),  # the last five commits that changed both, newest first
    }
)

_PAIR = ["repo", "one", "other"]


def pairs(rows: pl.DataFrame, least: int) -> pl.DataFrame:
    """Pairs of things with at least `least` common commits; columns `PAIRS`, the most common first.

    `rows` are `repo`, `oid`, `at`, `thing`, once each.
    """
    commits = (
        rows.select("repo", "oid", "at").unique(["repo", "oid"]).sort("at", "repo", "oid").with_row_index("commit")
    )
    things = rows.group_by("repo", "thing").agg(own=pl.len()).sort("repo", "thing").with_row_index("number")
    # What is too rare to be in any pair goes before pairs are made: of most histories that is most files.
    common = things.filter(pl.col("own") >= least)
    # Joined frame by frame: a lazy plan would be free to join the two short ones on `repo` first, which is everything.
    numbered = (
        rows.join(common, on=["repo", "thing"])
        .join(commits.select("repo", "oid", "commit"), on=["repo", "oid"])
        .select("commit", "number")
        .filter(pl.len().over("commit") > 1)
    )
    both = _both(numbered)
    counted = both.group_by("one", "other").agg(commits=pl.len()).filter(pl.col("commits") >= least)
    found = counted.collect(engine="streaming")
    named = _named(found, common, commits, _evidence(both, found, commits))
    return named.sort("commits", *_PAIR, descending=[True, False, False, False])


def _both(numbered: pl.DataFrame) -> pl.LazyFrame:
    """One row for each commit and pair: the numbers of things follow the alphabet, so each pair is seen one way."""
    left, right = numbered.lazy().rename({"number": "one"}), numbered.lazy().rename({"number": "other"})
    return left.join(right, on="commit").filter(pl.col("one") < pl.col("other"))


def _evidence(both: pl.LazyFrame, found: pl.DataFrame, commits: pl.DataFrame) -> pl.DataFrame:
    """The newest commits of each pair that was found; commits are numbered in the order of time."""
    shared = both.join(found.lazy(), on=["one", "other"], how="semi").collect(engine="streaming")
    newest = (
        shared.sort("commit", descending=True)
        .group_by("one", "other", maintain_order=True)
        .agg(last=pl.col("commit").first(), commit=pl.col("commit").head(EVIDENCE))
    )
    each = newest.select("one", "other", "commit").explode("commit")
    oids = (
        each.with_columns(oid=commits["oid"].gather(each["commit"]))
        .group_by("one", "other", maintain_order=True)
        .agg(oids=pl.col("oid"))
    )
    return newest.select("one", "other", last_at=commits["at"].gather(newest["last"]), oids=oids["oids"])


def _named(found: pl.DataFrame, common: pl.DataFrame, commits: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    one = common.select("repo", one_name="thing", one="number", commits_one="own")
    other = common.select(other_name="thing", other="number", commits_other="own")
    everything = commits.group_by("repo").agg(all_commits=pl.len())
    told = (
        found.join(one, on="one")
        .join(other, on="other")
        .join(everything, on="repo")
        .join(evidence, on=["one", "other"])
        .with_columns(
            one="one_name",
            other="other_name",
            confidence_one=pl.col("commits") / pl.col("commits_one"),
            confidence_other=pl.col("commits") / pl.col("commits_other"),
            lift=pl.col("commits").cast(pl.Float64)
            * pl.col("all_commits")
            / (pl.col("commits_one").cast(pl.Float64) * pl.col("commits_other")),
        )
    )
    return told.select(PAIRS.names()).cast(PAIRS)
