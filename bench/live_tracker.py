"""What reading a live tracker costs: seconds, requests, rows and memory, of a first sync, one without news, one with few.

    python bench/trackers.py --serve FILE [--touch 5]

FILE holds GitHub's REST objects, one a line. They are served on 127.0.0.1 by the server of the tests, in a process of its own,
with GitHub's paging and ETags, and read by the GitHub source in another. Requests are counted by the server. The rows are then
compared with those that the archive source makes of the same file. At the end stands what GraphQL would ask for, worked out from
the pages that were served: items in batches, and one more query for each further page of an item.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

SYNC = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
begun = time.perf_counter()
from trimtab.sources.github import GitHubSource
base, folder, now = sys.argv[1], Path(sys.argv[2]), datetime(2026, 11, 15, 12, tzinfo=UTC)
source = GitHubSource("harbour", "ledger", api=base, cache=folder / "cache")
report = source.look(folder / "lake", seen_at=now)  # as the workspace does: a lake is opened where there is news
if report is None:
    from trimtab.lake import Lake
    report = source.sync(Lake(folder / "lake"), seen_at=now)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, json.dumps(report.rows))
"""

COMPARE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import polars as pl
from trimtab.lake import Lake
from trimtab.sources import ArchiveSource
live, folder, file = Lake(Path(sys.argv[1]) / "lake"), Path(sys.argv[2]), Path(sys.argv[3])
saved = Lake(folder)
ArchiveSource(file, tracker="github.com/harbour/ledger").sync(saved, seen_at=datetime(2026, 11, 15, 12, tzinfo=UTC))
def told(lake):
    # Items by number: a saved file that does not say its repository's number has no other name for them.
    found = lake.snapshot()
    names = found.scan("items").select("item", "number").unique().collect()
    def numbered(table, *columns):
        rows = found.scan(table).select("item", *columns).collect()
        return rows.join(names, on="item").drop("item").sort(pl.all().exclude("assignees", "labels"))
    return {
        "items": numbered("items", "kind", "title", "state", "author", "assignees", "labels", "milestone", "created_at",
                          "happened_at", "facts"),
        "item_events": numbered("item_events", "kind", "happened_at", "actor", "subject", "state", "facts", "version", "deleted"),
        "item_links": numbered("item_links", "kind", "target", "happened_at"),
        "accounts": found.scan("accounts").select("account", "login", "name", "bot").sort("account").collect(),
    }
ours, theirs = told(live), told(saved)
for table, rows in ours.items():
    other = theirs[table]
    differing = rows.join(other, on=rows.columns, how="anti", nulls_equal=True)
    kinds = dict(differing["kind"].value_counts().rows()) if "kind" in differing.columns else {}
    print(f"{table}: {rows.height:,} live, {other.height:,} saved, {differing.height:,} differ {kinds or ''}")
"""

# Items a query: more of them, each with a hundred events and their comments, run into GitHub's time limit.
_A_QUERY = 25


class Served:
    """The server of the tests in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.base = self._said()

    def _said(self) -> str:
        assert self._process.stdout is not None  # noqa: S101 - it was started with one
        return self._process.stdout.readline().strip()

    def ask(self, line: str) -> str:
        assert self._process.stdin is not None  # noqa: S101 - it was started with one
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._said()


@contextmanager
def served(file: Path) -> Iterator[Served]:
    """Serve a file for the length of the block."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    command = [sys.executable, "-m", "github_server", str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, env=environment) as process:  # type: ignore[call-overload] # two pipes
        try:
            yield Served(process)
        finally:
            process.terminate()


def measure(server: Served, folder: Path, name: str) -> str:
    """A line about one sync."""
    server.ask("used")
    command = [sys.executable, "-c", SYNC, server.base, str(folder)]
    seconds, peak, rows = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split(" ", 2)
    statuses, kinds = json.loads(server.ask("used"))
    requests = sum(statuses.values())
    told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
    answers = ", ".join(f"{count:,} x {status}" for status, count in statuses.items())
    return (
        f"{name}: {float(seconds):.2f} s, {requests:,} requests ({answers}), peak {float(peak):.0f} MB\n"
        f"  rows {rows.strip()}\n  asked for {told}"
    )


def with_graphql(file: Path) -> str:
    """How many queries GraphQL would take for the same: items in batches, and one for each further page of an item."""
    items = further = 0
    for saved in _lines(file):
        items += 1
        parts = (saved.get("events", []), saved.get("comments", []))
        further += sum(max(0, math.ceil(len(part) / 100) - 1) for part in parts)
    return f"GraphQL, {_A_QUERY} items a query: {math.ceil(items / _A_QUERY)} queries and {further} for further pages (worked out)"


def report(file: Path, touch: int) -> Iterator[str]:
    """The lines of the report."""
    with tempfile.TemporaryDirectory() as name, served(file) as server:
        folder = Path(name)
        yield measure(server, folder, "first sync")
        command = [sys.executable, "-c", COMPARE, str(folder), str(folder / "saved"), str(file)]
        yield subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        yield measure(server, folder, "without news")
        numbers: list[Any] = [saved[saved["type"]]["number"] for saved in _lines(file)][:touch]
        server.ask("touch " + " ".join(map(str, numbers)))
        yield measure(server, folder, f"{len(numbers)} items changed")
        yield with_graphql(file)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    from trackers import read_lines

    return read_lines(file)
