"""Saved tracker JSON made on the spot, and the lake it is read into."""

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from trimtab.lake import Lake
from trimtab.sources import ArchiveSource, SyncReport

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
TRACKER = "github.com/harbour/ledger"
MARA = {"login": "mara", "id": 11, "type": "User"}
TOMAS = {"login": "tomas", "id": 12, "type": "User"}
IFE = {"login": "ife", "id": 13, "type": "User"}


class Reader:
    """A lake, and the files that are read into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lake = Lake(folder / "lake")

    def read(self, *objects: object, file: str = "saved.ndjson", tracker: str | None = TRACKER) -> SyncReport:
        """Save objects one a line (text as it is) and read them."""
        lines = [one if isinstance(one, str) else json.dumps(one) for one in objects]
        return self.read_bytes("".join(f"{line}\n" for line in lines).encode(), file, tracker)

    def read_document(self, document: Mapping[str, Any], tracker: str | None = None) -> SyncReport:
        return self.read_bytes(json.dumps(document, indent=1).encode(), "archive.json", tracker)

    def read_bytes(self, saved: bytes, file: str = "saved.ndjson", tracker: str | None = TRACKER) -> SyncReport:
        path = self.folder / file
        path.write_bytes(gzip.compress(saved) if file.endswith(".gz") else saved)
        return ArchiveSource(path, tracker=tracker).sync(self.lake, seen_at=NOW)

    def rows(self, table: str) -> pl.DataFrame:
        return self.lake.snapshot().scan(table).collect()

    def events(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of all events, in the order of their instants and kinds."""
        return self.rows("item_events").sort("happened_at", "kind", "version").select(columns).rows()


def at(day: int, hour: int = 9) -> str:
    """An instant of March 2026 as GitHub writes it."""
    return f"2026-03-{day:02}T{hour:02}:00:00Z"


def instant(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def issue(number: int = 7, *, updated: str = "2026-03-02T09:00:00Z", **more: Any) -> dict[str, Any]:
    """An issue of Mara's; what is given besides stands on the issue, but for its events and comments."""
    events, comments = more.pop("events", []), more.pop("comments", [])
    shown = {
        "id": 9000 + number,
        "number": number,
        "title": "The ledger rounds wrongly",
        "state": "open",
        "user": MARA,
        "labels": [{"name": "bug"}],
        "assignees": [],
        "created_at": at(1),
        "updated_at": updated,
    }
    return {"type": "issue", "issue": shown | more, "events": events, "comments": comments}


def pull(number: int = 8, **more: Any) -> dict[str, Any]:
    found = issue(number, **more)
    return {"type": "pull", "pull": found["issue"], "events": found["events"], "comments": found["comments"]}


def event(kind: str, day: int, number: int | None = None, actor: Any = TOMAS, **more: Any) -> dict[str, Any]:
    named = {} if number is None else {"id": number}
    return {"event": kind, "created_at": at(day), "actor": actor, **named, **more}
