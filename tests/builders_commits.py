"""Builds frames of commits as the lake has them, from literal commits of the demo team."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import polars as pl

from trimtab.lake.tables import COMMITS

ADDRESS = "harbour.example"
_PARENTS = ("p",)


@dataclass(frozen=True)
class Commit:
    """A commit at a clock reading such as `2026-11-10 10:00`, with the offset of that clock in minutes."""

    oid: str
    clock: str
    by: str = "Mara Lindqvist"
    offset: int = 60
    parents: tuple[str, ...] = _PARENTS
    subject: str = ""
    body: str = ""
    trailers: tuple[str, ...] = ()
    committer: str | None = None
    committed: str | None = None
    flags: tuple[str, ...] = ()
    repo: str = "harbour"

    @property
    def at(self) -> datetime:
        """The instant of the author's clock."""
        sign, minutes = "-" if self.offset < 0 else "+", abs(self.offset)
        return datetime.fromisoformat(f"{self.clock}{sign}{minutes // 60:02}:{minutes % 60:02}").astimezone(UTC)


def email_of(name: str) -> str:
    """The address of somebody, from the first name."""
    return f"{name.split()[0].casefold()}@{ADDRESS}"


def frame(*commits: Commit) -> pl.LazyFrame:
    """The commits as the lake's table has them."""
    return pl.LazyFrame([_row(commit) for commit in commits], schema=COMMITS.schema)


def people(*names: str, bots: tuple[str, ...] = ()) -> pl.LazyFrame:
    """Each name with its address, as a person called by the first name; `bots` are bots."""
    rows = [(name, email_of(name), name.split()[0].casefold(), name in bots) for name in (*names, *bots)]
    schema = {"name": pl.String, "email": pl.String, "person": pl.String, "bot": pl.Boolean}
    return pl.LazyFrame(rows, schema=schema, orient="row")


def _row(commit: Commit) -> dict[str, object]:
    committer = commit.committer or commit.by
    committed = datetime.fromisoformat(commit.committed) if commit.committed else commit.at
    row: dict[str, object] = dict.fromkeys(COMMITS.schema)
    row |= {name: value for name, value in asdict(commit).items() if name in row}
    return row | {
        "parents": list(commit.parents),
        "flags": list(commit.flags),
        "author_name": commit.by,
        "author_email": email_of(commit.by),
        "author_at": None if "no-author-date" in commit.flags else commit.at,
        "author_offset": commit.offset,
        "committer_name": committer,
        "committer_email": committer if "@" in committer else email_of(committer),
        "happened_at": committed,
        "trailers": [dict(zip(("key", "value"), line.split(": ", 1), strict=True)) for line in commit.trailers],
    }
