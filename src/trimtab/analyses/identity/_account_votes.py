"""What acts of a tracker say about whose account is whose: pull requests and their commits, merges and their authors.

Each pull request whose commits git holds is one vote of the account that opened it for the people who wrote them; each merge
commit one vote of the account that merged for whoever committed it. Nothing is concluded here.
"""

import polars as pl

from trimtab.analyses.item_commits import host

VOTES = pl.Schema(
    {
        "tracker": pl.String(),  # the host
        "account": pl.String(),
        "person": pl.String(),
        "pulls": pl.Float64(),  # opened by the account; each is parted among those who wrote its commits
        "merges": pl.Float64(),  # made by the account and committed by the person
    }
)


def by_pulls(of_pulls: pl.DataFrame, commits: pl.LazyFrame, people: pl.DataFrame) -> pl.DataFrame:
    """How many pull requests of each account each person wrote: tracker, account, person, pulls."""
    pairs = people.filter(~pl.col("bot")).select("name", "email", "person").lazy()
    wrote = (
        commits.select("oid", "author_name", "author_email")
        .join(of_pulls.lazy().select("oid").unique(), on="oid", how="semi")
        .unique("oid")
        .join(pairs, left_on=["author_name", "author_email"], right_on=["name", "email"])
        .select("oid", "person")
        .collect()
    )
    opened = of_pulls.drop_nulls("account").select("tracker", "item", "account", "oid").unique()
    each = opened.join(wrote, on="oid").group_by("tracker", "item", "account", "person").agg(count=pl.len())
    shares = each.with_columns(pulls=pl.col("count") / pl.col("count").sum().over("tracker", "item"))
    return _of_host(shares, "pulls")


def by_merges(events: pl.LazyFrame, commits: pl.LazyFrame, people: pl.DataFrame) -> pl.DataFrame:
    """How many merges of each account each person committed: tracker, account, person, merges.

    Only of true merges: the author of a squashed commit is whoever opened the pull request.
    """
    merged = (
        events.filter(pl.col("kind") == "merged", pl.col("actor").is_not_null(), pl.col("subject").is_not_null())
        .select("tracker", "item", account="actor", oid="subject")
        .unique()
        .collect()
    )
    pairs = people.filter(~pl.col("bot")).select("name", "email", "person")
    made = (
        commits.filter(pl.col("parents").list.len() > 1)
        .select("oid", "author_name", "author_email")
        .unique("oid")
        .collect()
        .join(pairs, left_on=["author_name", "author_email"], right_on=["name", "email"])
    )
    return _of_host(merged.join(made, on="oid").with_columns(merges=pl.lit(1.0)), "merges")


def votes(pulls: pl.DataFrame, merges: pl.DataFrame) -> pl.DataFrame:
    """Both together (`VOTES`)."""
    both = pulls.join(merges, on=["tracker", "account", "person"], how="full", coalesce=True)
    found = both.with_columns(pl.col("pulls", "merges").fill_null(0.0)).select(VOTES.names())
    return found.cast(VOTES).sort("tracker", "account", "person")


def _of_host(rows: pl.DataFrame, count: str) -> pl.DataFrame:
    named = rows.with_columns(tracker=host())
    return named.group_by("tracker", "account", "person").agg(pl.col(count).sum()).sort("tracker", "account", "person")
