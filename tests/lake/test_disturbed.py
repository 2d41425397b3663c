"""A lake that is killed, raced for and starved of disk ends equal to an undisturbed one."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from trimtab.lake import TABLES, Lake

SCRIPT = Path(__file__).with_name("resumable.py")


def start(lake: Path, source: str, stop: int, size: int = 7, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(lake), source, str(stop), str(size), *more]
    asked = subprocess.PIPE if more else None
    return subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, text=True)


def counted(lake: Path, source: str) -> tuple[int, int, int]:
    """Commits, distinct commits, and changed files of a source."""
    snapshot = Lake(lake).snapshot()
    oids = [oid for oid in snapshot.scan("commits").collect()["oid"] if oid.startswith(source)]
    changes = [oid for oid in snapshot.scan("changes").collect()["oid"] if oid.startswith(source)]
    return len(oids), len(set(oids)), len(changes)


@pytest.mark.slow
def test_a_writer_killed_fifty_times_at_random_points_loses_and_doubles_nothing(tmp_path: Path) -> None:
    lake, dice, stop = tmp_path / "lake", random.Random(7), 100_000
    kills_mid_batch = 0

    for _ in range(50):
        process = start(lake, "git/x", stop)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if (lake / "syncs" / "_delta_log").is_dir():
            commits, distinct, changes = counted(lake, "git/x")
            assert commits == distinct
            assert changes == 2 * commits
            assert commits % 7 == 0
            kills_mid_batch += _unlisted_rows(lake) > 0

    reached = counted(lake, "git/x")[0]
    assert reached > 0
    assert kills_mid_batch > 0, "no kill fell between rows and syncs: the test has lost its point"
    last = start(lake, "git/x", reached + 100)
    assert last.wait(60) == 0
    assert last.stdout is not None
    last.stdout.close()
    assert counted(lake, "git/x") == (reached + 100, reached + 100, 2 * (reached + 100))


def test_two_processes_that_sync_one_source_at_once_write_each_row_once(tmp_path: Path) -> None:
    lake = tmp_path / "lake"

    first = start(lake, "git/x", 210, 7, "hold")
    assert first.stdout is not None
    assert [first.stdout.readline(), first.stdout.readline()] == ["ready\n", "7\n"]
    second = start(lake, "git/x", 210)
    assert second.stdout is not None
    assert second.stdout.readline() == "ready\n"
    assert f"waiting for process {first.pid}" in second.stdout.readline()
    said = [first.communicate("go on\n", timeout=120)[0], second.communicate(timeout=120)[0]]

    assert (first.returncode, second.returncode) == (0, 0), said
    assert counted(lake, "git/x") == (210, 210, 420)


def test_two_processes_that_sync_two_sources_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    lake = tmp_path / "lake"

    processes = [start(lake, source, 140) for source in ("git/x", "git/y")]
    said = [process.communicate(timeout=120)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], said
    assert counted(lake, "git/x") == counted(lake, "git/y") == (140, 140, 280)


def test_a_reader_never_sees_half_a_batch_while_a_writer_writes(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    process = start(lake, "git/x", 350)
    seen = []

    while process.poll() is None:
        if (lake / "syncs" / "_delta_log").is_dir():
            seen.append(counted(lake, "git/x"))
    assert process.stdout is not None
    process.stdout.close()

    assert len({commits for commits, _, _ in seen}) > 2, "the reader never met the writer at work"
    assert all(changes == 2 * commits == 2 * distinct and commits % 7 == 0 for commits, distinct, changes in seen)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes. Mounting one takes root, as CI has it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk_loses_nothing_that_was_committed_and_the_run_resumes(small_disk: Path) -> None:
    lake = small_disk / "lake"
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 3_400_000)

    process = start(lake, "git/x", 100_000, size=400)
    said = process.communicate(timeout=120)[0]

    assert process.returncode == 4, said
    assert "the disk is full" in said
    commits, distinct, changes = counted(lake, "git/x")
    assert commits == distinct > 0
    assert changes == 2 * commits
    filler.unlink()
    again = start(lake, "git/x", commits + 800, size=400)
    assert again.communicate(timeout=120)
    assert again.returncode == 0
    assert counted(lake, "git/x") == (commits + 800, commits + 800, 2 * (commits + 800))


def _unlisted_rows(lake: Path) -> int:
    """Rows in the tables that no completed batch names."""
    whole = Lake(lake)
    return sum(
        whole._store.scan(TABLES[name]).collect().height - whole.snapshot().scan(name).collect().height
        for name in ("commits", "changes")
    )
