"""The frames of this question: raw identities out of commits, people and persons out of what was matched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.analyses.identity._clusters import Reason
from trimtab.analyses.identity._declared import Declared
from trimtab.analyses.identity._persons import Groups, called, describe, grouped, person_ids
from trimtab.analyses.identity._resolve import Matched, Row, match

INSTANT = pl.Datetime("us", "UTC")
Columns = dict[str, pl.DataType | type[pl.DataType]]

RAW = pl.Schema(
    Columns(
        {
            "name": pl.String,
            "email": pl.String,
            "count": pl.Int64,
            "authored": pl.Int64,
            "first_at": INSTANT,
            "last_at": INSTANT,
        }
    )
)
PEOPLE = pl.Schema(Columns({"name": pl.String, "email": pl.String, "person": pl.String, "bot": pl.Boolean}))
PERSONS = pl.Schema(
    Columns(
        {
            "person": pl.String,
            "display": pl.String,
            "emails": pl.List(pl.String),
            "names": pl.List(pl.String),
            "bot": pl.Boolean,
            "commits": pl.Int64,
            "first_at": INSTANT,
            "last_at": INSTANT,
            "logins": pl.List(pl.String),
        }
    )
)
_PAIR: Columns = {
    "name_a": pl.String,
    "email_a": pl.String,
    "name_b": pl.String,
    "email_b": pl.String,
    "rule": pl.String,
    "certainty": pl.String,
    "reason": pl.String,
}
REASONS = pl.Schema(Columns({"person": pl.String, **_PAIR}))
PROPOSALS = pl.Schema({"person_a": pl.String, "person_b": pl.String, **_PAIR})

# Trailers that name a person; others, such as `Fixes`, name things.
_PERSON_TRAILER = r"(?i)^[a-z][a-z-]*-by$"
_NAME_AND_EMAIL = r"^\s*(?<name>[^<]*?)\s*<(?<email>[^<>]*)>"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is who.

    `people` gives every raw name and address its person (`PEOPLE`), `persons` describes each (`PERSONS`), `reasons` says
    why two identities were joined (`REASONS`), and `proposals` holds pairs that the lead may join (`PROPOSALS`).
    """

    people: pl.DataFrame
    persons: pl.DataFrame
    reasons: pl.DataFrame
    proposals: pl.DataFrame


def identities(commits: pl.LazyFrame) -> pl.DataFrame:
    """Every name and address that authored, committed or is credited in a trailer, sorted (`RAW`).

    `count` counts each of these roles; `authored` only commits written. Instants are the commits' `happened_at`.
    """
    roles = [
        _role(commits, "author_name", "author_email", authored=1),
        _role(commits, "committer_name", "committer_email", authored=0),
        _credited(commits),
    ]
    found = (
        pl.concat(roles)
        .group_by("name", "email")
        .agg(
            count=pl.len().cast(pl.Int64),
            authored=pl.col("authored").sum().cast(pl.Int64),
            first_at=pl.col("at").min(),
            last_at=pl.col("at").max(),
        )
        .sort("name", "email")
    )
    return found.collect().match_to_schema(RAW)


def _role(commits: pl.LazyFrame, name: str, email: str, authored: int) -> pl.LazyFrame:
    return commits.select(
        name=pl.col(name).fill_null(""),
        email=pl.col(email).fill_null(""),
        at=pl.col("happened_at"),
        authored=pl.lit(authored, pl.Int64),
    )


def _credited(commits: pl.LazyFrame) -> pl.LazyFrame:
    trailers = commits.select("happened_at", "trailers").filter(pl.col("trailers").list.len() > 0).explode("trailers")
    named = trailers.filter(pl.col("trailers").struct.field("key").str.contains(_PERSON_TRAILER)).select(
        "happened_at", found=pl.col("trailers").struct.field("value").str.extract_groups(_NAME_AND_EMAIL)
    )
    return named.filter(pl.col("found").struct.field("email").is_not_null()).select(
        name=pl.col("found").struct.field("name"),
        email=pl.col("found").struct.field("email"),
        at=pl.col("happened_at"),
        authored=pl.lit(0, pl.Int64),
    )


def resolve(raw: pl.DataFrame, mailmaps: Sequence[str] = (), declared: Sequence[Declared] = ()) -> Resolved:
    """Which of these identities (`RAW`) are one person.

    Args:
        raw: what `identities` found, in any order.
        mailmaps: the text of each repository's `.mailmap`.
        declared: what the lead's records say; it goes before everything else.
    """
    rows: list[Row] = raw.select(RAW.names()).rows()
    matched = match(rows, mailmaps, declared)
    groups = grouped(matched)
    names = {root: called(group) for root, group in groups.items()}
    ids = person_ids(matched, groups, names, declared)
    root = matched.clusters.root
    return Resolved(
        people=_frame(_people(matched, groups, ids), PEOPLE).sort("name", "email"),
        persons=_frame(describe(matched, groups, names, ids, declared), PERSONS).sort("person"),
        reasons=_frame(
            ((ids[root(reason.one)], *_pair(matched, reason)) for reason in matched.clusters.reasons), REASONS
        ).sort(REASONS.names()),
        proposals=_frame(
            ((ids[root(one.one)], ids[root(one.other)], *_pair(matched, one)) for one in matched.questions), PROPOSALS
        ).sort(PROPOSALS.names()),
    )


def _frame(rows: Iterable[tuple[object, ...]], schema: pl.Schema) -> pl.DataFrame:
    """Rows as a frame; column by column, which Polars takes in faster."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pl.DataFrame(
        [pl.Series(name, column, dtype) for (name, dtype), column in zip(schema.items(), columns, strict=True)]
    )


def _people(matched: Matched, groups: Groups, ids: Mapping[int, str]) -> Iterator[tuple[str, str, str, bool]]:
    for root, group in groups.items():
        for identity in group:
            yield identity.name, identity.email, ids[root], identity.index in matched.bots


def _pair(matched: Matched, reason: Reason) -> tuple[str, ...]:
    one, other = matched.identities[reason.one], matched.identities[reason.other]
    return (one.name, one.email, other.name, other.email, reason.rule, reason.certainty, reason.text)
