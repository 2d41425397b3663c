"""Builds the frames that analyses read (commits, changes, people, reviews) from one line per commit."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses.areas import areas, touched
from trimtab.analyses.ownership import acts, presence
from trimtab.lake.tables import CHANGES, COMMITS

NOW = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
REVIEWS = pl.Schema(
    {
        "repo": pl.String(),
        "oid": pl.String(),
        "person": pl.String(),
        "kind": pl.String(),
        "at": pl.Datetime("us", "UTC"),
    }
)


def days_ago(days: float) -> datetime:
    """An instant so many days before `NOW`."""
    return NOW - timedelta(days=days)


def when(day: str) -> datetime:
    """Noon in UTC of a day such as `2026-11-02`."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


@dataclass
class Work:
    """A history under construction.

    `commit("mara", 3, "billing/ledger.py:12")` is a commit of three days ago that changed twelve lines; `a.py>b.py`
    renames, `-a.py` deletes. Object ids are `c1`, `c2`, ... in the order of the calls.
    """

    repo: str = "harbour"
    bots: tuple[str, ...] = ("harbour-ci",)
    commits: list[dict[str, object]] = field(default_factory=list)
    changes: list[dict[str, object]] = field(default_factory=list)
    reviewed: list[dict[str, object]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def commit(
        self,
        who: str,
        ago: float | datetime,
        *files: str,
        by: tuple[str, ...] = (),
        parents: tuple[str, ...] = ("root",),
        subject: str = "",
    ) -> str:
        """Adds a commit (co-written by `by`), and gives its object id."""
        at = ago if isinstance(ago, datetime) else days_ago(ago)
        oid = f"c{len(self.commits) + 1}"
        self.names.add(who)
        self.commits.append(
            {
                "repo": self.repo,
                "oid": oid,
                "happened_at": at,
                "author_at": at,
                "parents": list(parents),
                "author_name": who,
                "author_email": f"{who}@harbour.example",
                "author_seconds": int(at.timestamp()),
                "subject": subject or oid,
                "trailers": [{"key": "Co-authored-by", "value": f"{name} <{name}@harbour.example>"} for name in by],
            }
        )
        if len(parents) < 2:
            self.changes.extend(self._change(oid, at, text) for text in files)
        return oid

    def review(self, who: str, oid: str, ago: float, kind: str = "reviewed") -> None:
        """Adds a review act."""
        self.reviewed.append({"repo": self.repo, "oid": oid, "person": who, "kind": kind, "at": days_ago(ago)})

    def _change(self, oid: str, at: datetime, text: str) -> dict[str, object]:
        named, _, lines = text.partition(":")
        old, _, new = named.rpartition(">")
        gone = named.startswith("-")
        return {
            "repo": self.repo,
            "oid": oid,
            "happened_at": at,
            "path": new.removeprefix("-"),
            "old_path": old or None,
            "status": "D" if gone else "R" if old else "M",
            "added": int(lines or 10),
            "deleted": 0,
        }

    def commit_rows(self) -> pl.LazyFrame:
        """The table `commits` of the lake."""
        return pl.LazyFrame(self.commits, schema_overrides=dict(COMMITS.schema)).pipe(_whole, COMMITS.schema)

    def change_rows(self) -> pl.LazyFrame:
        """The table `changes` of the lake."""
        return pl.LazyFrame(self.changes, schema_overrides=dict(CHANGES.schema)).pipe(_whole, CHANGES.schema)

    def people(self) -> pl.LazyFrame:
        """Everybody under their own name; `bots` are bots."""
        names = sorted(self.names)
        return pl.LazyFrame(
            {
                "name": names,
                "email": [f"{name}@harbour.example" for name in names],
                "person": names,
                "bot": [name in self.bots for name in names],
            },
            schema={"name": pl.String, "email": pl.String, "person": pl.String, "bot": pl.Boolean},
        )

    def reviews(self) -> pl.LazyFrame:
        """The frame of review acts."""
        return pl.LazyFrame(self.reviewed, schema=REVIEWS)


def _whole(frame: pl.LazyFrame, schema: pl.Schema) -> pl.LazyFrame:
    present = frame.collect_schema().names()
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in present]
    return frame.with_columns(missing).select(schema.names())


@dataclass(frozen=True)
class Known:
    """All that is known of a history as of an instant."""

    touches: pl.DataFrame
    files: pl.DataFrame
    doings: pl.DataFrame
    there: pl.DataFrame


def know(work: Work, as_of: datetime = NOW) -> Known:
    commits, people, reviews = work.commit_rows(), work.people(), work.reviews()
    touches = touched(commits, work.change_rows(), people, as_of)
    files = areas(touches)
    doings = acts(touches, files, commits, people, reviews, as_of)
    return Known(touches, files, doings, presence(commits, people, reviews, as_of))


def busy(work: Work, who: str, *files: str, times: int = 8, every: float = 9, ago: float = 1) -> list[str]:
    """A regular contributor: a commit every nine days."""
    return [work.commit(who, ago + every * number, *files) for number in range(times)]
