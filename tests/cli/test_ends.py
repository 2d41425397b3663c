"""How a run ends that does not go as planned: interrupted, killed, without room, two at once."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builders_git import IFE, MARA, TOMAS, History
from cli.program import HEAVY, PROGRAM, Done, environment, loaded_by, run

START = datetime.fromisoformat("2025-01-01T09:00+01:00")
MANY = 30_000


@pytest.fixture(scope="module")
def long_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history that takes some seconds to read."""
    made = History(tmp_path_factory.mktemp("long") / "harbour", bare=True)
    with made.many():
        for number in range(MANY):
            made.commit(
                f"change {number}",
                files={f"d{number % 40}/f{number % 400}.py": f"{number}\n"},
                author=(MARA, TOMAS, IFE)[number % 3],
                at=START + timedelta(minutes=20 * number),
            )
    return made.path


@pytest.fixture
def clone(long_history: Path) -> Path:
    return long_history


def started(*words: str, home: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(PROGRAM), *words],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ended(process: "subprocess.Popen[bytes]") -> Done:
    out, err = process.communicate(timeout=90)
    return Done(process.returncode, out.decode(), err.decode())


def lake_of(home: Path) -> Path:
    (found,) = (home / ".local/share/trimtab/clones").glob("*/.trimtab/lake")
    return found


def wait_for_a_batch(home: Path) -> None:
    """Until the first batch of the sync that runs is listed."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if list((home / ".local/share/trimtab/clones").glob("*/.trimtab/lake/syncs/*.parquet")):
            return
        time.sleep(0.01)
    raise AssertionError("no batch was written within a minute")


def stored(home: Path) -> tuple[int, int]:
    """Commits in the lake, and how many different ones these are, as the program's own reader counts them."""
    from trimtab.lake import Lake

    rows = Lake(lake_of(home)).snapshot().scan("commits").collect()
    return rows.height, rows["oid"].n_unique()


@pytest.mark.slow
def test_an_interrupted_sync_leaves_a_whole_lake_and_the_next_run_goes_on(clone: Path, home: Path) -> None:
    process = started("sync", str(clone), home=home)
    wait_for_a_batch(home)
    process.send_signal(signal.SIGINT)
    interrupted = ended(process)
    kept, different = stored(home)

    resumed = run("sync", str(clone), "--json", home=home)

    assert interrupted.code == 130
    assert "interrupted; what was committed before is whole" in interrupted.err
    assert "Traceback" not in interrupted.err
    assert 0 < kept == different < MANY
    assert json.loads(resumed.out)["sources"][0]["rows"]["commits"] == MANY - kept
    assert stored(home) == (MANY, MANY)


@pytest.mark.slow
def test_two_syncs_at_once_read_everything_once_and_the_second_says_whom_it_waits_for(clone: Path, home: Path) -> None:
    first = started("sync", str(clone), home=home)
    while not list((home / ".local/share/trimtab/clones").glob("*/.trimtab/lake/**/*.holder")):
        assert first.poll() is None
        time.sleep(0.01)
    second = started("sync", str(clone), home=home)

    ends = ended(first), ended(second)

    assert [done.code for done in ends] == [0, 0], ends
    assert f"waiting for process {first.pid} on" in ends[1].err
    assert stored(home) == (MANY, MANY)


@pytest.fixture
def little_room() -> Iterator[Path]:
    """A disk of two megabytes, which only root can mount: a namespace of its own gives that to anybody."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_a_full_disk_is_said_in_one_message_and_room_made_later_is_used(
    clone: Path, home: Path, little_room: Path
) -> None:
    script = f"""
        mount -t tmpfs -o size=1200k tmpfs '{little_room}' || exit 77
        trap "umount '{little_room}'" EXIT
        export XDG_DATA_HOME='{little_room}'
        '{PROGRAM}' sync '{clone}'; echo "first: $?"
        mount -o remount,size=100m '{little_room}'
        '{PROGRAM}' sync '{clone}'; echo "second: $?"
        cp -r '{little_room}/trimtab' '{home}/found'
    """
    # Root may mount, also where no user namespace can be made (in a chroot, say); anybody else needs one to be root in.
    namespace = [] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    done = subprocess.run(
        [*namespace, "sh", "-c", script],
        env=environment(home),
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )

    assert "first: 4" in done.stdout, done.stderr
    assert (
        "the disk is full. What was committed before is whole; make room and run the same command again" in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert "second: 0" in done.stdout
    (home / ".local/share").mkdir(parents=True)
    (home / "found").rename(home / ".local/share/trimtab")
    assert stored(home) == (MANY, MANY)


@pytest.mark.parametrize("words", [("--help",), ("brief", "--help"), ("people", "merge", "--help"), ("--version",)])
def test_help_loads_nothing_heavy(home: Path, words: tuple[str, ...]) -> None:
    assert loaded_by(*words, home=home) & HEAVY == set()


def test_a_sync_that_finds_nothing_new_loads_nothing_heavy(home: Path, tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit()
    run("sync", str(history.path), home=home)

    assert loaded_by("sync", str(history.path), home=home) & HEAVY == set()


def test_no_more_does_one_of_a_workspace(home: Path, lead: Path) -> None:
    run("-C", str(lead), "sync", home=home)

    assert loaded_by("-C", str(lead), "sync", home=home) & HEAVY == set()
