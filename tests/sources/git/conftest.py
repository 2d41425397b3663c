"""A lake per test, and the rows that a repository leaves in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from trimtab.lake import Lake
from trimtab.sources import GitSource, SyncReport

SEEN_AT = datetime(2026, 11, 15, 12, tzinfo=UTC)

Row = dict[str, Any]  # a row of any table; what it holds is what the tests are about


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a lake holds, as plain rows."""

    lake: Lake
    report: SyncReport

    def rows(self, table: str) -> list[Row]:
        return self.lake.snapshot().scan(table).collect().to_dicts()

    def commit(self, oid: str) -> Row:
        (found,) = [row for row in self.rows("commits") if row["oid"] == oid]
        return found

    def changes(self, oid: str) -> dict[str, Row]:
        found = [row for row in self.rows("changes") if row["oid"] == oid]
        assert len({row["path"] for row in found}) == len(found)
        return {row["path"]: row for row in found}

    def counts(self, oid: str) -> dict[str, tuple[int | None, int | None]]:
        return {path: (row["added"], row["deleted"]) for path, row in self.changes(oid).items()}

    def oids(self) -> list[str]:
        return sorted(row["oid"] for row in self.rows("commits"))


Mine = Callable[..., Evidence]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def mine(lake: Lake) -> Mine:
    """Sync a repository into the lake of this test, with the settings of `GitSource`."""

    def run(path: Path, *, seen_at: datetime = SEEN_AT, enough: Any = None, **settings: Any) -> Evidence:
        return Evidence(lake, GitSource("harbour", path, **settings).sync(lake, seen_at=seen_at, enough=enough))

    return run
