"""Who reviewed which pull request, by what happened on it: reviews, comments on lines, (N)ACKs, merges, other comments.

Instants are those of the acts. Which commits they are about is the business of `trimtab.analyses.reviews`, how long they
took that of `trimtab.analyses.sittings`. What the words mean stands in docs/reference/people.md.
"""

from datetime import UTC, datetime

import polars as pl

from trimtab.analyses.item_commits import host
from trimtab.lake.tables import INSTANT

ITEM_REVIEWS = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "person": pl.String(),
        "kind": pl.String(),  # `reviewed`, `acked`, `merged`, or `commented`, which says nothing of the code
        "at": INSTANT,
        "event": pl.String(),
        "event_kind": pl.String(),
    }
)

READ = ("reviewed", "acked")
"""Kinds that say somebody looked at the change itself."""

_EVENT = ["tracker", "kind", "event"]
KINDS = ("reviewed", "line-commented", "commented", "merged")
# As `_review_marks` reads them in commits; here what is quoted is another's, and the idea alone is none of the code.
_QUOTED = r"(?m)^\s*>.*$"
_IDEA_ONLY = r"(?i)\b(?:concept|approach)\s+n?ack\b"
_ACK, _NACK = r"(?:^|[^A-Za-z])[a-z]{0,3}-?ACK\b", r"(?:^|[^A-Za-z])NACK\b"


def item_reviews(
    items: pl.LazyFrame, events: pl.LazyFrame, linked: pl.DataFrame, as_of: datetime, since: datetime | None = None
) -> pl.DataFrame:
    """Every act on somebody else's pull request, of everyone but bots (`ITEM_REVIEWS`), in order.

    `items` and `events` are the lake's tables, `linked` says who has which account (`identity.accounts.LINKED`). Nobody
    reviews what they opened, under whichever of their accounts. An event that two sources brought is here once.
    """
    people = linked.filter(~pl.col("bot")).lazy().select("tracker", "account", "person")
    opened = (
        items.filter(kind="pull")
        .group_by("tracker", "item")
        .agg(account=pl.col("author").drop_nulls().first())
        .with_columns(host=host())
        .join(
            people.rename({"person": "author"}),
            left_on=["host", "account"],
            right_on=["tracker", "account"],
            how="left",
        )
        .select("tracker", "item", "host", "author")
    )
    done = (
        _by_then(events.filter(pl.col("kind").is_in(KINDS)), as_of, since)
        .select("tracker", "item", "kind", "event", "text", "facts", "actor", at="happened_at")
        .join(opened, on=["tracker", "item"])
        .join(people, left_on=["host", "actor"], right_on=["tracker", "account"])
        .filter(pl.col("author").ne_missing(pl.col("person")))
        .with_columns(said=_said())
        .with_columns(event_kind="kind", kind=_kind())
    )
    return (
        done.select(ITEM_REVIEWS.names())
        .collect()
        .cast(ITEM_REVIEWS)
        .sort("tracker", "item", "at", "event_kind", "event")
        .unique(["person", "event_kind", "event", "at"], keep="first", maintain_order=True)
    )


def _by_then(events: pl.LazyFrame, as_of: datetime, since: datetime | None) -> pl.LazyFrame:
    """Events as they stood then; edits and deletions are few, so that most need no looking for them.

    As `items.latest`, which would part all events by their names, and takes a second for a million.
    """
    until = events.filter(pl.col("happened_at") <= as_of.astimezone(UTC))
    first = until.filter(pl.col("version") == 1, pl.col("actor").is_not_null())
    if since is not None:
        first = first.filter(pl.col("happened_at") >= since.astimezone(UTC))
    edits = (
        until.filter(pl.col("version") > 1).select(*_EVENT, "version", "seen_at", "deleted", "text", "facts").collect()
    )
    last = (
        edits.sort("version", "seen_at")
        .unique(_EVENT, keep="last", maintain_order=True)
        .select(*_EVENT, edited=pl.lit(value=True), gone="deleted", new_text="text", new_facts="facts")
    )
    now = [pl.when("edited").then(f"new_{name}").otherwise(name).alias(name) for name in ("text", "facts")]
    both = (
        first.join(last.lazy(), on=_EVENT, how="left")
        if last.height
        else first.with_columns(
            edited=pl.lit(value=False),
            gone=pl.lit(value=False),
            new_text=pl.lit(None, pl.String),
            new_facts=pl.lit(None, pl.String),
        )
    )
    return both.filter(~pl.col("gone").fill_null(value=False)).with_columns(now)


def _said() -> pl.Expr:
    """The words of an act, or the one word that a source kept of them; quotations left out."""
    kept = pl.col("facts").str.json_path_match("$.ack")
    return pl.coalesce("text", kept, pl.lit("")).str.replace_all(_QUOTED, "")


def _kind() -> pl.Expr:
    """A review of the idea alone is a comment; a NACK means that somebody looked."""
    idea = pl.col("said").str.contains(_IDEA_ONLY)
    code = pl.col("said").str.replace_all(_IDEA_ONLY, "")
    acked, refused = code.str.contains(_ACK), code.str.contains(_NACK)
    return (
        pl.when(pl.col("kind") == "merged")
        .then(pl.lit("merged"))
        .when(acked)
        .then(pl.lit("acked"))
        .when(refused | (pl.col("kind") == "line-commented") | ((pl.col("kind") == "reviewed") & ~idea))
        .then(pl.lit("reviewed"))
        .otherwise(pl.lit("commented"))
    )
