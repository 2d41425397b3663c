"""A small GitHub on 127.0.0.1, and a reader with a lake and a cache of its own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from github_server import Server, World
from github_server.harbour import world as harbour
from trimtab.lake import Lake
from trimtab.sources import SyncReport
from trimtab.sources.github import GitHubSource, Login
from trimtab.sources.github._connector import Patience

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
QUICK = Patience(tries=3, first=0.01, blind=0.01)


class Reader:
    """A lake, a cache, and what was said while the source read into them."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        self.lake, self.cache = Lake(folder / "lake"), folder / "cache"
        self.told: list[str] = []
        self.on_wait: Callable[[str], None] = self.told.append
        self.requests = 0

    def source(self, owner: str = "harbour", name: str = "ledger", **more: Any) -> GitHubSource:
        given = {"api": self.server.base, "cache": self.cache, "patience": QUICK} | more
        return GitHubSource(owner, name, **given)

    def sync(self, *named: str, at: datetime = NOW, enough: Any = None, **more: Any) -> SyncReport:
        """Read once; `requests` then says how many requests it took."""
        source = self.source(*named, **more)
        try:
            return source.sync(self.lake, seen_at=at, on_wait=self.on_wait, enough=enough)
        finally:
            self.requests = source.requests

    def rows(self, table: str) -> pl.DataFrame:
        return self.lake.snapshot().scan(table).collect()

    def events(self, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
        """These columns of the events that match, in the order of their instants."""
        found = self.rows("item_events").filter(*(pl.col(key) == value for key, value in where.items()))
        return found.sort("happened_at", "kind", "event", "version").select(columns).rows()

    def numbers(self) -> list[int]:
        return self.rows("items")["number"].unique().sort().to_list()


def told(lake: Lake) -> dict[str, pl.DataFrame]:
    """All that a lake says, but for when and in which batch it was read."""
    snapshot = lake.snapshot()
    tables = ("items", "item_events", "item_links", "accounts", "gaps")
    found = {table: snapshot.scan(table).drop("seen_at", "batch").collect() for table in tables}
    return {table: rows.sort(pl.all().exclude("assignees", "labels")) for table, rows in found.items()}


@pytest.fixture
def world() -> World:
    return harbour(12)


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    with Server(world) as running:
        running.tokens = {"good"}
        yield running


@pytest.fixture
def reader(tmp_path: Path, server: Server) -> Reader:
    return Reader(tmp_path, server)


LOGIN = Login("good", "a test")
