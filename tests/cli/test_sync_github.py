"""`trimtab sync` with a tracker on GitHub: what is said when it is read, unchanged, forbidden, failing, or not logged in."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders_git import History
from cli.program import HEAVY, Here, environment
from github_server import Fault, Server
from github_server.answers import Quota
from github_server.harbour import world as harbour
from trimtab.workspace import open_workspace

ITEMS = 12


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(harbour(ITEMS)) as running:
        running.tokens = {"good"}
        yield running


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    """A workspace with a clone and a tracker."""
    history = History(tmp_path / "harbour")
    history.commit("ledger: start", files={"ledger.py": "rate = 1\n"})
    place = tmp_path / "lead"
    place.mkdir()
    (place / "trimtab.yaml").write_text(
        "version: 1\nme: mara@harbour.example\nsources:\n  git:\n    - {slug: harbour, path: ../harbour}\n"
        f"  github:\n    - repo: harbour/ledger\n      api: {server.base}\n"
    )
    return place


def test_the_clone_is_read_and_then_the_tracker_each_with_its_report(folder: Path, trimtab: Here) -> None:
    done = trimtab("-C", str(folder), "sync")

    assert done.code == 0
    clone, tracker = done.out.splitlines()
    assert clone.startswith("git/harbour: 1 commits")
    assert tracker.startswith(f"github/github.com/77: {ITEMS} items, ")


def test_json_tells_the_same(folder: Path, trimtab: Here) -> None:
    told = json.loads(trimtab("-C", str(folder), "sync", "--json").out)

    assert [one["source"] for one in told["sources"]] == ["git/harbour", "github/github.com/77"]
    assert told["sources"][1]["rows"]["items"] == ITEMS


def test_without_news_two_requests_are_made_and_nothing_heavy_is_loaded(
    folder: Path, server: Server, trimtab: Here, home: Path
) -> None:
    for _ in range(2):  # what the settings name is kept in the cache, which the first run makes
        trimtab("-C", str(folder), "sync")
    server.forget()
    loaded = (
        "import sys, trimtab.cli.app as app\nsys.argv = ['trimtab', '-C', sys.argv[1], 'sync']\n"
        f"try:\n    app.main()\nexcept SystemExit:\n    print(sorted({HEAVY - {'rich'}!r} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", loaded, str(folder)], capture_output=True, text=True, check=True, env=environment(home)
    )

    assert done.stdout.splitlines() == ["git/harbour: nothing new", "github/github.com/77: nothing new", "[]"]
    assert server.statuses() == {304: 2}


def test_offline_asks_nobody_and_is_no_failure(folder: Path, server: Server, trimtab: Here) -> None:
    done = trimtab("-C", str(folder), "sync", "--offline")

    assert (done.code, server.asked) == (0, [])
    assert done.out.startswith("git/harbour: 1 commits")
    assert "trimtab: offline: not read: github.com/harbour/ledger" in done.err


def test_an_answer_asks_nobody(folder: Path, server: Server, trimtab: Here) -> None:
    assert trimtab("-C", str(folder), "brief").code == 0
    assert server.asked == []


def test_a_tracker_that_says_no_leaves_the_clone_read_and_ends_with_3(
    folder: Path, server: Server, trimtab: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GH_TOKEN", "expired-token")

    done = trimtab("-C", str(folder), "sync")

    assert done.code == 3
    assert done.out.startswith("git/harbour: 1 commits")
    assert (
        "trimtab: github.com/harbour/ledger: the login is refused (401): the token of GH_TOKEN has expired" in done.err
    )
    assert "expired-token" not in done.out + done.err
    kept = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert not any(b"expired-token" in text for text in kept)


def test_a_clone_that_is_gone_leaves_the_tracker_read_and_ends_with_3(folder: Path, trimtab: Here) -> None:
    (folder.parent / "harbour").rename(folder.parent / "elsewhere")

    done = trimtab("-C", str(folder), "sync")

    assert done.code == 3
    assert done.out.startswith(f"github/github.com/77: {ITEMS} items")


def test_a_workspace_of_a_tracker_alone_can_be_read(folder: Path, server: Server, trimtab: Here) -> None:
    (folder / "trimtab.yaml").write_text(
        f"version: 1\nsources:\n  github:\n    - repo: harbour/ledger\n      api: {server.base}\n"
    )
    assert trimtab("-C", str(folder), "sync").out.startswith(f"github/github.com/77: {ITEMS} items")

    server.status = 404
    done = trimtab("-C", str(folder), "sync")

    assert done.code == 3
    assert "no such repository (404)" in done.err


def test_a_limit_is_told_on_standard_error_and_the_output_stays_clean(
    folder: Path, server: Server, trimtab: Here
) -> None:
    server.quota = Quota(limit=20, seconds=3)

    done = trimtab("-C", str(folder), "sync", "--json")

    assert json.loads(done.out)["sources"][1]["rows"]["items"] == ITEMS
    assert "requests of this hour are used up; going on at" in done.err


def test_ctrl_c_in_a_pause_ends_at_once_with_130_and_the_next_sync_goes_on(
    folder: Path, server: Server, trimtab: Here, home: Path
) -> None:
    server.faults = [Fault("secondary", after=20, headers={"retry-after": "600"})]
    program = [str(Path(sys.executable).with_name("trimtab")), "-C", str(folder), "sync"]
    with subprocess.Popen(program, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while server.statuses()[403] == 0:
            time.sleep(0.01)
        time.sleep(1)
        running.send_signal(2)
        _, said = running.communicate(timeout=60)

    assert running.returncode == 130
    assert b"going on at" in said
    some = open_workspace(folder).snapshot().scan("items").collect().height
    assert 0 < some < ITEMS
    assert f" {ITEMS - some} items" in trimtab("-C", str(folder), "sync").out


def test_what_a_tracker_brought_is_in_the_answers(folder: Path, trimtab: Here) -> None:
    trimtab("-C", str(folder), "sync")

    done = trimtab("-C", str(folder), "waiting", "--as-of", "2026-01-12")

    assert done.code == 0
    assert "no issues or pull requests" not in done.out + done.err


def test_the_settings_are_read_anew_when_they_change(folder: Path, server: Server, trimtab: Here) -> None:
    trimtab("-C", str(folder), "sync")
    settings = folder / "trimtab.yaml"
    settings.write_text(settings.read_text() + "      since: 2020-01-01\n")

    live = [open_workspace(folder).live for _ in range(2)]  # the second time from the cache

    assert live[0] == live[1]
    assert [str(one.since) for one in live[0]] == ["2020-01-01"]
    assert trimtab("-C", str(folder), "sync").out.splitlines()[1] == "github/github.com/77: nothing new"
