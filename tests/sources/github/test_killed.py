"""A sync killed anywhere, and resumed, leaves the lake that an undisturbed one leaves."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from github_server import Server, World
from github_server.harbour import at
from github_server.harbour import world as harbour
from sources.github.conftest import NOW, Reader, told
from trimtab.lake import Writer

PROGRAM = Path(__file__).with_name("reading.py")


def tracker() -> World:
    """Sixty items; in one that changed late, people act before they do in any other."""
    made = harbour(60)
    for event in made.items[57]["events"]:
        event["created_at"] = at(1)
    return made


def started(server: Server, folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, str(PROGRAM), server.base, str(folder / "lake"), str(folder / "cache")])


def killed_at(server: Server, folder: Path, request: int, *, later: float) -> bool:
    """Run the reader, and kill it some time after it has asked so often; whether it was killed before its end."""
    server.forget()
    process = started(server, folder)
    while process.poll() is None and len(server.asked) < request:
        time.sleep(0.001)
    time.sleep(later)
    process.kill()
    return process.wait() == -signal.SIGKILL


def unbroken(folder: Path) -> dict[str, pl.DataFrame]:
    with Server(tracker()) as server:
        reader = Reader(folder / "unbroken", server)
        reader.sync(items_a_batch=4)
        return told(reader.lake)


@pytest.mark.slow
def test_a_sync_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    expected = unbroken(tmp_path)

    with Server(tracker()) as server:
        # At the first answer, in the middle of an item, around the ends of batches (some eleven requests each), and some
        # milliseconds after those, when a batch is being written.
        moments = [(1, 0.0), (3, 0.0), (12, 0.0), (13, 0.01), (13, 0.03), (14, 0.05), (14, 0.08), (15, 0.0)]
        killed = [killed_at(server, tmp_path, request, later=later) for request, later in moments]
        assert started(server, tmp_path).wait(60) == 0
        reader = Reader(tmp_path, server)
        again = reader.sync()

    found = told(reader.lake)
    assert all(killed)
    assert [table for table in expected if not found[table].equals(expected[table])] == []
    assert again.unchanged


def test_the_place_where_batches_end_changes_nothing_of_what_is_told(tmp_path: Path) -> None:
    expected = unbroken(tmp_path)

    with Server(tracker()) as server:
        for size in (1, 7, 1000):
            reader = Reader(tmp_path / str(size), server)
            reader.sync(items_a_batch=size, at=NOW)

            found = told(reader.lake)
            assert [table for table in expected if not found[table].equals(expected[table])] == []


def test_ctrl_c_while_a_batch_is_written_loses_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = unbroken(tmp_path)
    append = Writer.append

    def interrupted(writer: Writer, *frames: Any, **rest: Any) -> int:
        if len(server.asked) > 30:
            monkeypatch.setattr(Writer, "append", append)
            raise KeyboardInterrupt
        return append(writer, *frames, **rest)

    monkeypatch.setattr(Writer, "append", interrupted)
    with Server(tracker()) as server:
        reader = Reader(tmp_path, server)
        with pytest.raises(KeyboardInterrupt):
            reader.sync(items_a_batch=4)
        reader.sync(items_a_batch=4)

    found = told(reader.lake)
    assert [table for table in expected if not found[table].equals(expected[table])] == []
