"""Who reviewed which pull request, by what happened on it: reviews, comments on lines, (N)ACKs, merges, other comments.

Instants are those of the acts. Which commits they are about is the business of `trimtab.analyses.reviews`, how long they
took that of `trimtab.analyses.sittings`. What the words mean stands in docs/reference/people.md.
"""

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

KINDS = ("reviewed", "line-commented", "commented", "merged")
# As `_review_marks` reads them in commits; here what is quoted is another's, and the idea alone is none of the code.
_QUOTED = r"(?m)^\s*>.*$"
_IDEA_ONLY = r"(?i)\b(?:concept|approach)\s+n?ack\b"
_ACK, _NACK = r"(?:^|[^A-Za-z])[a-z]{0,3}-?ACK\b", r"(?:^|[^A-Za-z])NACK\b"


def item_reviews(items: pl.LazyFrame, events: pl.LazyFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """Every act on somebody else's pull request, of everyone but bots (`ITEM_REVIEWS`), in order.

    `items` is the lake's table, `events` hold each event once (`items.latest`), `linked` says who has which account
    (`identity.accounts.LINKED`). Nobody reviews what they opened, under whichever of their accounts.
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
        events.filter(pl.col("kind").is_in(KINDS), pl.col("actor").is_not_null())
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
    )


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
