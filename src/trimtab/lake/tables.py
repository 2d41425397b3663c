"""Every table of the lake: columns, types, key and meaning. Schemas are written nowhere else.

A column is only ever added. A new meaning is a new column. `SCHEMA_VERSION` rises when a reader that does not know the
change would answer wrongly; it stands in the properties of every table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

SCHEMA_VERSION = 1

INSTANT = pl.Datetime("us", "UTC")
TRAILER = pl.Struct({"key": pl.String, "value": pl.String})


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, which columns name it, and every column with its meaning."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[pl.DataType | type[pl.DataType], str]]
    schema: pl.Schema = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "schema", pl.Schema({name: dtype for name, (dtype, _) in self.columns.items()}))


Columns = dict[str, tuple[pl.DataType | type[pl.DataType], str]]

# Every row says where it came from and when: rule 2 and rule 4 of the lake.
_ORIGIN: Columns = {
    "source": (pl.String, "the source that brought the row, such as `git/harbour`"),
    "batch": (pl.Int64, "the batch of that source; a batch counts once `syncs` lists it"),
    "happened_at": (INSTANT, "when it happened in the world; `as of` cuts here"),
    "seen_at": (INSTANT, "when Trimtab read it"),
}

COMMITS = Table(
    "commits",
    "a commit",
    ("repo", "oid"),
    {
        **_ORIGIN,
        "repo": (pl.String, "the slug of the repository in the workspace"),
        "oid": (pl.String, "the object id, lower-case hex"),
        "parents": (pl.List(pl.String), "object ids of the parents, first parent first"),
        "author_name": (pl.String, "as stored; undecodable bytes read as Latin-1 and flagged"),
        "author_email": (pl.String, "as stored"),
        "author_at": (INSTANT, "the author's instant, clamped where absurd; null when the commit has none"),
        "author_seconds": (pl.Int64, "the author's raw seconds since 1970; null when not a number that fits"),
        "author_offset": (pl.Int16, "the author's UTC offset in minutes, as stored"),
        "committer_name": (pl.String, "as stored"),
        "committer_email": (pl.String, "as stored"),
        "committer_seconds": (
            pl.Int64,
            "the committer's raw seconds; `happened_at` is this instant, clamped where absurd",
        ),
        "committer_offset": (pl.Int16, "the committer's UTC offset in minutes, as stored"),
        "subject": (pl.String, "the first paragraph of the message on one line"),
        "body": (pl.String, "the message after the subject"),
        "trailers": (pl.List(TRAILER), "trailers of the last paragraph, in order, keys as written"),
        "flags": (
            pl.List(pl.String),
            "`shallow-boundary`, `odd-date`, `latin-1`, `huge`, `missing-blobs`, `no-author-date`",
        ),
    },
)

CHANGES = Table(
    "changes",
    "a file changed by a commit with at most one parent",
    ("repo", "oid", "path"),
    {
        **_ORIGIN,
        "repo": (pl.String, "the slug of the repository"),
        "oid": (pl.String, "the commit"),
        "path": (
            pl.String,
            "the path after the change; in git's quoted form when it is not UTF-8 or begins with a quote",
        ),
        "old_path": (pl.String, "the path before a rename or copy, else null"),
        "status": (pl.String, "`A`, `M`, `D`, `T` (type), `R` (rename), `C` (copy)"),
        "similarity": (pl.Int16, "per cent, of a rename or copy, else null"),
        "old_mode": (pl.String, "six octal digits; `000000` when there was none"),
        "new_mode": (pl.String, "six octal digits"),
        "added": (pl.Int32, "lines added; null when binary, a submodule, or a blob is missing"),
        "deleted": (pl.Int32, "lines deleted; null as above"),
        "old_blob": (pl.String, "object id before"),
        "new_blob": (pl.String, "object id after"),
        "flags": (pl.List(pl.String), "`binary`, `submodule`, `missing-blob`, `quoted-path`"),
    },
)

REFS = Table(
    "refs",
    "where a branch or tag pointed when seen, appended only when it moved",
    ("repo", "name", "oid", "seen_at"),
    {
        **_ORIGIN,
        "repo": (pl.String, "the slug of the repository"),
        "name": (pl.String, "full name, such as `refs/heads/main`; `HEAD` when detached"),
        "oid": (pl.String, "the commit (tags peeled); null when the ref was gone"),
        "symbolic": (pl.String, "for `HEAD`, the branch it names; else null"),
    },
)

ITEMS = Table(
    "items",
    "a state of an issue or pull request, appended only when it differs from the one before",
    ("tracker", "item", "content_hash"),
    {
        **_ORIGIN,
        "tracker": (pl.String, "host and numeric repository id"),
        "item": (pl.String, "native id of the item"),
        "content_hash": (pl.String, "hash of all that was read, the tracker's own update time included"),
        "number": (pl.Int64, "the number people use; changes on transfer"),
        "kind": (pl.String, "`issue` or `pull`"),
        "title": (pl.String, "the title"),
        "text": (pl.String, "the body"),
        "state": (pl.String, "`open`, `closed` or `merged`, as read on `seen_at`"),
        "author": (pl.String, "account id"),
        "assignees": (pl.List(pl.String), "account ids"),
        "labels": (pl.List(pl.String), "names"),
        "milestone": (pl.String, "title"),
        "created_at": (INSTANT, "when it was opened"),
        "link": (pl.String, "address for people"),
        "facts": (
            pl.String,
            "JSON: what the source tells beyond these columns, and, where it leaves the text out, what it tells of it",
        ),
    },
)

ITEM_EVENTS = Table(
    "item_events",
    "something that happened on an item",
    ("tracker", "kind", "event"),
    {
        **_ORIGIN,
        "tracker": (pl.String, "host and numeric repository id"),
        "item": (pl.String, "native id of the item"),
        "kind": (pl.String, "`opened`, `commented`, `reviewed`, `merged`, ..."),
        "event": (pl.String, "native id, else a hash of kind, parent and payload"),
        "version": (pl.Int64, "rises with each edit; a deletion is a tombstone"),
        "deleted": (pl.Boolean, "true for a tombstone"),
        "actor": (pl.String, "account id"),
        "subject": (pl.String, "who or what it was done to: a reviewer, an assignee, a label"),
        "state": (pl.String, "of a review: `approved`, `changes_requested`, `commented`"),
        "text": (pl.String, "what was written"),
        "link": (pl.String, "address for people"),
        "facts": (
            pl.String,
            "JSON: what the source tells beyond these columns, and, where it leaves the text out, what it tells of it",
        ),
    },
)

ITEM_LINKS = Table(
    "item_links",
    "a link from an item to an item or commit",
    ("tracker", "item", "kind", "target"),
    {
        **_ORIGIN,
        "tracker": (pl.String, "host and numeric repository id"),
        "item": (pl.String, "native id of the item it starts from"),
        "kind": (pl.String, "`closes`, `blocked_by`, `sub_issue`, `contains_commit`"),
        "target": (pl.String, "native id of the item, or the commit's object id"),
    },
)

ACCOUNTS = Table(
    "accounts",
    "a user of a tracker",
    ("tracker", "account"),
    {
        **_ORIGIN,
        "tracker": (pl.String, "host"),
        "account": (pl.String, "native id"),
        "login": (pl.String, "the login as read on `seen_at`"),
        "name": (pl.String, "the display name"),
        "bot": (pl.Boolean, "whether the tracker says it is a program"),
    },
)

MEETINGS = Table(
    "meetings",
    "one occurrence of a meeting",
    ("calendar", "uid", "occurrence", "content_hash"),
    {
        **_ORIGIN,
        "calendar": (pl.String, "the calendar's name in the workspace"),
        "uid": (pl.String, "the event's UID"),
        "occurrence": (pl.String, "the recurrence instant, else the start"),
        "content_hash": (pl.String, "hash of all that was read"),
        "starts_at": (INSTANT, "start"),
        "ends_at": (INSTANT, "end"),
        "zone": (pl.String, "IANA zone, `floating` or `all-day`"),
        "title": (pl.String, "the title"),
        "organiser": (pl.String, "address"),
        "attendees": (
            pl.List(pl.Struct({"address": pl.String, "answer": pl.String})),
            "who was asked, and what they answered",
        ),
        "transparent": (pl.Boolean, "true when it does not make its owner busy"),
        "status": (pl.String, "`confirmed`, `tentative` or `cancelled`"),
        "series": (pl.String, "UID of the series"),
    },
)

SYNCS = Table(
    "syncs",
    "one completed batch of a source",
    ("source", "batch"),
    {
        **_ORIGIN,
        "bookmark": (pl.String, "JSON: where the source resumes"),
        "rows": (pl.String, "JSON: rows written per table"),
        "trimtab": (pl.String, "the version that wrote it"),
    },
)

GAPS = Table(
    "gaps",
    "what could not be read, and why",
    ("source", "subject", "seen_at"),
    {
        **_ORIGIN,
        "subject": (pl.String, "what it is about: an object id, a repository, a page"),
        "reason": (pl.String, "why it could not be read, in a sentence"),
    },
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (COMMITS, CHANGES, REFS, ITEMS, ITEM_EVENTS, ITEM_LINKS, ACCOUNTS, MEETINGS, SYNCS, GAPS)
}
