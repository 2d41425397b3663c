"""Who reviewed what, known from git: trailers, ACKs, merges of others' work, patches applied for others.

Git sees a small part: a review that left no word in a commit is not here, unless a tracker tells of it. What the words
mean stands in `docs/reference/hours.md`; how long reviews took is estimated in `review_time` and `sittings`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from trimtab.analyses._review_items import OnItems as OnItems
from trimtab.analyses._review_items import with_items
from trimtab.analyses._review_marks import TRAILER_KINDS, acks, approvers, people_named
from trimtab.analyses._review_merges import brought, is_pull
from trimtab.analyses._review_people import Directory

REVIEWS = pl.Schema(
    {
        "repo": pl.String(),
        "oid": pl.String(),
        "person": pl.String(),
        "kind": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "source": pl.String(),
    }
)
"""A review act: `person` reviewed the commit `oid`, as the commit `source` shows; `at` is the committer's instant of
`source`, so the act itself was then or earlier. Kinds: `reviewed`, `acked`, `tested`, `signed`, `merged`, `applied`.

Of an act that a tracker tells `at` is its own instant, though not before the commit was made, and `source` the merge of the
pull request (what a squash or a rebase left of it, where there is none). Where git holds no commit of it `oid` is null,
and `source` the item: `TRACKER#NUMBER`."""

WEB_COMMITTER = "noreply@github.com"
"""The committer of what was committed by a button on the web; no person."""

_NEEDED = ("repo", "oid", "parents", "author_name", "author_email", "committer_name", "committer_email")
_TOLD = ("happened_at", "subject", "body", "trailers")
_MERGE = pl.col("parents").list.len() > 1
_Sides = dict[tuple[str, str], list[str]]
# As in `REVIEWS`, but the instant a number of microseconds: there are many, and datetimes are slow to make and to hash.
_Row = tuple[str, str, str, str, int, str]
_INSTANT = pl.col("happened_at").dt.epoch("us").alias("at")


@dataclass(frozen=True, slots=True)
class Reviews:
    """Review acts (`REVIEWS`), and how many marks of git were left out, by reason.

    `tracked` are the commits (repo, oid) of pull requests that a tracker tells of: what is done to them is known from there.
    """

    acts: pl.DataFrame
    left_out: Mapping[str, int]
    tracked: pl.DataFrame


def reviews_of(
    commits: pl.LazyFrame, people: pl.LazyFrame, as_of: datetime, on_items: OnItems | None = None
) -> Reviews:
    """Every review act up to `as_of` that commits show, of everyone but bots; nobody reviews their own work.

    `commits` has the columns of the lake's table, `people` maps raw (`name`, `email`) to `person` and `bot`. `on_items` is
    what trackers tell up to `as_of`; what both show counts once. Sorted by instant, then by all else. A person has at
    most one act of a kind per commit and source, of those that a tracker tells one a day.
    """
    known = people.select("name", "email", "person", "bot").collect()
    directory = Directory(known.select("name", "email", "person").rows())
    table = _with_persons(_seen(commits, as_of), directory)
    marks = _Marks(directory, set(known.filter(pl.col("bot"))["person"]), table)
    sides = _brought(table)
    _from_trailers(table, sides, marks)
    _from_applied(table, marks)
    _from_merges(table, sides, marks)
    acts, tracked = marks.frame(), table.select("repo", "oid").clear()
    if on_items is not None:
        acts, tracked = with_items(acts, on_items, table, sides)
    return Reviews(
        acts.sort("at", "repo", "source", "oid", "person", "kind"), dict(sorted(marks.left_out.items())), tracked
    )


class _Marks:
    """Collects acts; knows whom a mark means, who is a bot, and whose commit it is about."""

    def __init__(self, directory: Directory, bots: set[str], table: pl.DataFrame) -> None:
        self.directory = directory
        self.rows: list[_Row] = []
        self.left_out: Counter[str] = Counter()
        self._bots = bots
        key = pl.concat_str("repo", "oid", separator="@").alias("key")
        self._authors: dict[str, str | None] = dict(zip(table.select(key)["key"], table["author"], strict=True))

    def person(self, kind: str, person: str | None) -> str | None:
        """The person of a mark of this kind if it is one who counts; else the mark is counted as left out."""
        if person is None:
            self.left_out[f"{kind} by somebody not recognised"] += 1
        elif person in self._bots:
            self.left_out[f"{kind} by a bot"] += 1
            return None
        return person

    def add(self, repo: str, oid: str, person: str | None, kind: str, at: int, source: str) -> None:
        """One act, unless nobody did it or it was their own commit."""
        if person is not None and person != self._authors.get(f"{repo}@{oid}"):
            self.rows.append((repo, oid, person, kind, at, source))

    def frame(self) -> pl.DataFrame:
        """The acts, each once."""
        columns = zip(*set(self.rows), strict=True) if self.rows else ([] for _ in REVIEWS)
        plain = {**REVIEWS, "at": pl.Int64()}
        return pl.DataFrame(dict(zip(REVIEWS, map(list, columns), strict=True)), schema=plain).cast(REVIEWS)


def _seen(commits: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    before = commits.select(*_NEEDED, *_TOLD).filter(pl.col("happened_at") <= as_of.astimezone(UTC))
    return (
        before.sort("happened_at", "repo", "oid").unique(["repo", "oid"], keep="first", maintain_order=True).collect()
    )


def _with_persons(table: pl.DataFrame, directory: Directory) -> pl.DataFrame:
    """The persons who wrote and who committed, beside each commit; null where nobody is recognised."""
    for role in ("author", "committer"):
        raw = [f"{role}_name", f"{role}_email"]
        pairs = table.select(raw).unique()
        persons = [directory.named(name or "", email or "") for name, email in pairs.rows()]
        found = pairs.with_columns(pl.Series(role, persons, dtype=pl.String))
        table = table.join(found, on=raw, how="left", nulls_equal=True, maintain_order="left")
    return table


def _brought(table: pl.DataFrame) -> _Sides:
    """By repository and merge, the commits that the merge brought."""
    found: _Sides = {}
    for of_repo in table.partition_by("repo"):
        if not of_repo.filter(_MERGE).is_empty():
            newest_first = of_repo.sort("happened_at", "oid", descending=True)
            parents = dict(zip(newest_first["oid"], newest_first["parents"].to_list(), strict=True))
            sides = brought(parents, newest_first["oid"].to_list())
            found |= {(of_repo["repo"][0], merge): side for merge, side in sides.items()}
    return found


def _from_trailers(table: pl.DataFrame, sides: _Sides, marks: _Marks) -> None:
    """Trailers of a review; those of a merge are about what it brought.

    A sign-off of who wrote or committed the commit passes it on and says no more.
    """
    told = (
        table.lazy()
        .filter(pl.col("trailers").list.len() > 0)
        .explode("trailers", empty_as_null=True, keep_nulls=True)
        .unnest("trailers")
        .with_columns(kind=pl.col("key").str.to_lowercase().replace_strict(TRAILER_KINDS, default=None))
        .filter(pl.col("kind").is_not_null() & ~(_passes_on("author") | _passes_on("committer")))
        .select("repo", "oid", "kind", "value", _INSTANT, "author", "committer")
        .collect()
    )
    for repo, oid, kind, value, at, author, committer in told.rows():
        for name, email in people_named(value):
            person = marks.directory.named(name, email)
            if kind != "signed" or person not in {author, committer}:
                counted = marks.person(kind, person)
                for reviewed in sides.get((repo, oid), (oid,)):
                    marks.add(repo, reviewed, counted, kind, at, oid)


def _passes_on(role: str) -> pl.Expr:
    """Whether a trailer is the sign-off of this role, word for word: nearly all are, and need no looking up."""
    said = pl.concat_str(f"{role}_name", pl.lit(" <"), f"{role}_email", pl.lit(">"))
    return (pl.col("kind") == "signed") & (pl.col("value") == said).fill_null(value=False)


def _from_applied(table: pl.DataFrame, marks: _Marks) -> None:
    """Patches that somebody committed for another person, merges and the web's button left out."""
    applied = table.filter(
        ~_MERGE
        & (pl.col("committer_email") != WEB_COMMITTER)
        & pl.col("author").ne_missing(pl.col("committer"))
        & (pl.col("author_email") != pl.col("committer_email"))
    )
    for repo, oid, person, at in applied.select("repo", "oid", "committer", _INSTANT).rows():
        marks.add(repo, oid, marks.person("applied", person), "applied", at, oid)


def _from_merges(table: pl.DataFrame, sides: _Sides, marks: _Marks) -> None:
    """Merges, the ACKs they list and the approvals their bot names."""
    columns = ("repo", "oid", "author", _INSTANT, "subject", "body")
    for repo, merge, author, at, subject, body in table.filter(_MERGE).select(columns).rows():
        side = sides.get((repo, merge), ())
        if is_pull(subject):
            marks.left_out["merges that only took in the main line"] += 1
        elif side:
            done = [("merged", marks.person("merged", author))]
            done += [("acked", marks.person("acked", marks.directory.login(login))) for login in _logins(subject, body)]
            for oid in side:
                for kind, person in done:
                    marks.add(repo, oid, person, kind, at, merge)


def _logins(subject: str, body: str | None) -> Iterator[str]:
    yield from acks(body or "")
    yield from approvers(subject)
