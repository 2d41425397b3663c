"""Who did what in which area: the commits people wrote and the commits they reviewed, one row each.

What follows from the acts (weights, holders, who is near, blind spots) is the business of `ownership`.
"""

from datetime import UTC, datetime

import polars as pl

from trimtab.lake.tables import INSTANT

ACTS = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "oid": pl.String(),
        "person": pl.String(),
        "act": pl.String(),  # `wrote`, `reviewed`, or `merged` (took it in or passed it on, without a word on it)
        "at": INSTANT,
        "lines": pl.Int64(),  # of the commit, within the area
        "files": pl.UInt32(),
        "tests": pl.Boolean(),  # whether it changed nothing but tests there
    }
)

WRITERS = pl.Schema({"repo": pl.String(), "oid": pl.String(), "person": pl.String(), "at": INSTANT})

# Kinds of review acts that only took a change in; every other kind says that somebody read it.
TOOK_IN = ("merged", "applied", "signed")

_TRAILER_PERSON = r"^\s*(.*?)\s*<([^<>]*)>"


def writers(
    commits: pl.LazyFrame, people: pl.LazyFrame, as_of: datetime, *, since: datetime | None = None
) -> pl.DataFrame:
    """Who wrote each non-merge commit: its author and everybody it was co-authored by; bots and strangers are left out.

    Columns are `WRITERS`. A co-author whose name and address were never seen on a commit goes by the address alone.
    """
    as_of = as_of.astimezone(UTC)
    within = (pl.col("happened_at") <= as_of) & (pl.col("parents").list.len() <= 1)
    told = commits.filter(within if since is None else within & (pl.col("happened_at") >= since)).select(
        "repo", "oid", "author_name", "author_email", "trailers", at="happened_at"
    )
    table = told.collect()
    persons = people.filter(~pl.col("bot")).select("name", "email", "person").collect()
    authors = table.select("repo", "oid", "at", name="author_name", email="author_email")
    helped = _co_authors(table)
    by_both = pl.concat([authors, helped]).join(persons, on=["name", "email"], how="inner")
    by_address = persons.group_by("email").agg(pl.col("person").unique()).filter(pl.col("person").list.len() == 1)
    unnamed = helped.join(persons, on=["name", "email"], how="anti").join(by_address.explode("person"), on="email")
    columns = ["repo", "oid", "person", "at"]
    return pl.concat([by_both.select(columns), unnamed.select(columns)]).unique().sort("repo", "at", "oid", "person")


def _co_authors(table: pl.DataFrame) -> pl.DataFrame:
    lines = (
        table.filter(pl.col("trailers").list.len() > 0)
        .explode("trailers")
        .unnest("trailers")
        .filter(pl.col("key").str.to_lowercase() == "co-authored-by")
    )
    return lines.select(
        "repo",
        "oid",
        "at",
        name=pl.col("value").str.extract(_TRAILER_PERSON, 1),
        email=pl.col("value").str.extract(_TRAILER_PERSON, 2),
    )


def acts(
    touches: pl.DataFrame,
    files: pl.DataFrame,
    commits: pl.LazyFrame,
    people: pl.LazyFrame,
    reviews: pl.LazyFrame,
    as_of: datetime,
) -> pl.DataFrame:
    """Each commit that a person wrote or reviewed in each area, within the window of `touches`; columns `ACTS`.

    Nobody reviews what they wrote. Commits that change too much to teach anything are not here, nor are files that are
    gone.
    """
    told = touches.filter(pl.col("alive"), ~pl.col("wide")).join(files, on=["repo", "path"])
    changed = told.group_by("repo", "area", "oid").agg(
        pl.col("at").first(), pl.col("lines").sum(), files=pl.len(), tests=pl.col("test").all()
    )
    if told.is_empty():
        return pl.DataFrame(schema=ACTS)
    start = told.select(pl.col("at").min()).item()
    wrote_who = writers(commits, people, as_of, since=start)
    wrote = changed.join(wrote_who.drop("at"), on=["repo", "oid"]).with_columns(act=pl.lit("wrote"))
    reviewed_who = reviewed_commits(reviews, as_of, since=start).join(
        wrote_who, on=["repo", "oid", "person"], how="anti"
    )
    reviewed = changed.drop("at").join(reviewed_who, on=["repo", "oid"])
    names = ACTS.names()
    both = pl.concat([wrote.select(names), reviewed.select(names)])
    return both.cast(ACTS).sort("repo", "area", "at", "oid", "person")


def reviewed_commits(reviews: pl.LazyFrame, as_of: datetime, *, since: datetime | None = None) -> pl.DataFrame:
    """One row per reviewed commit and reviewer: repo, oid, person, at (of the last act), act."""
    as_of = as_of.astimezone(UTC)
    only_took_in = pl.col("kind").is_in(TOOK_IN).all()
    act = pl.when(only_took_in).then(pl.lit("merged")).otherwise(pl.lit("reviewed"))
    before = pl.col("at") <= as_of
    return (
        reviews.filter(before if since is None else before & (pl.col("at") >= since), pl.col("oid").is_not_null())
        .group_by("repo", "oid", "person")
        .agg(pl.col("at").max(), act=act)
        .collect()
    )
