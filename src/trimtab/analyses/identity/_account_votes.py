"""What acts of a tracker say about whose account is whose: pull requests and their commits, merges and their authors.

Each pull request whose commits git holds is one vote of the account that opened it for the people who wrote them; each merge
commit one vote of the account that merged for whoever committed it. Nothing is concluded here.
"""

import polars as pl

VOTES = pl.Schema(
    {
        "tracker": pl.String(),  # the host
        "account": pl.String(),
        "person": pl.String(),
        "pulls": pl.Float64(),  # opened by the account; each is parted among those who wrote its commits
        "merges": pl.Float64(),  # made by the account and committed by the person
    }
)

# A repository's `Merge pull request #7` speaks of a tracker when so many merges say the number that the tracker knows,
# and so large a share of all whose number the tracker knows.
LEAST_NUMBERS, SAME_NUMBERS = 5, 0.9
_NUMBER = r"^Merge (?:pull request )?#(\d+)\b"


def host(tracker: str = "tracker") -> pl.Expr:
    """The host of a tracker: what stands before its repository."""
    return pl.col(tracker).str.split("/").list.first()


def pull_commits(items: pl.LazyFrame, links: pl.LazyFrame, commits: pl.LazyFrame) -> pl.DataFrame:
    """The commits of each pull request that git holds: tracker, item, account (who opened it), repo, oid.

    Those that the tracker lists, and of each merge of one the commit that was merged; no merges.
    """
    pulls = _pulls(items)
    listed = links.filter(kind="contains_commit").select("tracker", "item", oid="target").unique().collect()
    known = commits.select("repo", "oid", "parents", "subject").collect().unique("oid", keep="first", maintain_order=True)
    told = listed.join(known, on="oid")
    told = pl.concat([told, _numbered(pulls, told, known)])
    is_merge = pl.col("parents").list.len() > 1
    merged = told.filter(is_merge).select("tracker", "item", oid=pl.col("parents").list.get(1))
    direct = told.filter(~is_merge).select("tracker", "item", "oid")
    plain = known.filter(~is_merge).select("repo", "oid")
    return (
        pl.concat([direct, merged])
        .unique()
        .join(plain, on="oid")
        .join(pulls.select("tracker", "item", "account"), on=["tracker", "item"])
        .filter(pl.col("account").is_not_null())
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


def _numbered(pulls: pl.DataFrame, told: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Merges that name a pull request which the tracker gives no commit for, where repository and tracker agree on numbers."""
    named = (
        known.filter(pl.col("parents").list.len() > 1)
        .with_columns(number=pl.col("subject").str.extract(_NUMBER, 1).cast(pl.Int64, strict=False))
        .drop_nulls("number")
    )
    if named.is_empty() or pulls.is_empty():
        return told.clear()
    numbers = pulls.select("tracker", "item", known_number="number")
    both = told.join(named.select("oid", "number"), on="oid").join(numbers, on=["tracker", "item"])
    agreed = (
        both.group_by("repo", "tracker")
        .agg(same=(pl.col("number") == pl.col("known_number")).sum(), all=pl.len())
        .filter(pl.col("same") >= LEAST_NUMBERS, pl.col("same") >= SAME_NUMBERS * pl.col("all"))
        .select("repo", "tracker")
    )
    missing = named.join(told, on="oid", how="anti").join(agreed, on="repo")
    return missing.join(pulls, on=["tracker", "number"]).select(told.columns)


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
    each = of_pulls.join(wrote, on="oid").group_by("tracker", "item", "account", "person").agg(count=pl.len())
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
