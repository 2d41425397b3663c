"""Series of items to back-test forecasts on: the issues, and the pull requests, of saved trackers.

`Cut` holds what an instant knows and nothing else: later events are removed, what a reading says of an item beyond its
number, kind and author is blanked, and states are rebuilt from the events that are left. What came later is the truth alone.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from trimtab.analyses.forecasts import LIVES, lives
from trimtab.analyses.items import states
from trimtab.lake import Lake
from trimtab.sources import ArchiveSource

ENDS = ("opened", "closed", "merged", "reopened", "transferred", "converted_to_discussion", "deleted")
DAY = 86_400.0
WARM = 50
"""Forecasts are scored from the day on which so many items of the series had ended."""


def days_of(instant: datetime) -> float:
    """Days since 1970."""
    return instant.timestamp() / DAY


def instant_of(days: float) -> datetime:
    """The instant of so many days since 1970, never before it."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Life:
    """An item as an instant knows it; days since 1970."""

    item: str
    opened: float
    ended: float | None
    band: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What an instant knows of a series: `lives` as the product reads them, and the same as plain rows."""

    at: float
    lives: pl.DataFrame
    rows: tuple[Life, ...]

    @property
    def open(self) -> list[Life]:
        """Items that are open."""
        return [one for one in self.rows if one.ended is None]


@dataclass(frozen=True, slots=True)
class Case:
    """One series, whole: its rows, where scored forecasts begin, and what became of each item in the end."""

    name: str
    kind: str
    items: pl.LazyFrame
    events: pl.LazyFrame
    accounts: pl.DataFrame
    truth: dict[str, Life]
    begin: float
    end: float

    def cut(self, at: datetime) -> Cut:
        """What was known at an instant."""
        before = self.events.filter(pl.col("happened_at") <= at)
        known = states(self.items, before, at)
        mine = lives(known, self.accounts).filter(pl.col("kind") == self.kind)
        rows = mine.select("item", "opened", "ended", "band").iter_rows()
        return Cut(days_of(at), mine, tuple(Life(*row) for row in rows))

    def ended(self) -> list[float]:
        """When items ended, in order."""
        return sorted(one.ended for one in self.truth.values() if one.ended is not None)

    def months(self, ahead: float) -> Iterator[datetime]:
        """Starts of months from the beginning on, that have so many days after them."""
        day = instant_of(self.begin)
        while True:
            day = datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=UTC)
            if days_of(day) + ahead > self.end:
                return
            yield day


def read(files: Sequence[Path], least: int, period: str) -> list[Case]:
    """The series of at least so many items in these files; `period` limits what is scored: `all`, `first` or `second` half."""
    found = []
    for file in files:
        tables = _tables(file)
        end = tables["item_events"].select(pl.col("happened_at").max()).collect().item()
        name = file.parent.name if file.stem.startswith("archive") else file.name.split(".")[0]
        for kind in ("issue", "pull"):
            case = _case(f"{name} {kind}s", kind, tables, end, period)
            if case is not None and len(case.truth) >= least:
                found.append(case)
    return found


def _tables(file: Path) -> dict[str, pl.LazyFrame]:
    """The lake's tables of one file, read by the product into a lake that is thrown away."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        ArchiveSource(file, tracker=f"example.org/bench/{file.parent.name}").sync(lake, seen_at=now)
        snapshot = lake.snapshot()
        return {name: snapshot.scan(name).collect().lazy() for name in ("items", "item_events", "accounts")}


def _case(name: str, kind: str, tables: dict[str, pl.LazyFrame], end: datetime, period: str) -> Case | None:
    events = tables["item_events"].filter(pl.col("kind").is_in(ENDS)).collect().lazy()
    blank = ("title", "labels", "assignees", "milestone", "facts", "link", "text", "state")
    items = tables["items"].with_columns(
        pl.lit(None).cast(tables["items"].collect_schema()[one]).alias(one) for one in blank
    )
    accounts = tables["accounts"].select("tracker", "account", "bot").collect()
    whole = Case(name, kind, items.collect().lazy(), events, accounts, {}, 0.0, days_of(end))
    last = whole.cut(end)
    ends = sorted(one.ended for one in last.rows if one.ended is not None)
    if len(ends) <= WARM:
        return None
    begin, until = ends[WARM - 1], days_of(end)
    middle = begin + (until - 365 - begin) / 2
    if period == "first":
        until = middle + 365
    begin = middle if period == "second" else begin
    truth = {one.item: one for one in last.rows}
    return Case(name, kind, whole.items, events, accounts, truth, begin, until)


assert tuple(LIVES)[-1] == "band"  # noqa: S101 - `Life` is read by place
