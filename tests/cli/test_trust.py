"""`trimtab trust`, what it adds to other answers, and the process that measures in the background."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from builders_git import History
from cli.program import Here, environment, run
from cli.test_schemas import keeps_to
from trimtab.cli._background import LOCK, LOG, TRIED

ON = {"TRIMTAB_BACKGROUND": "1"}
MODULE = (sys.executable, "-m", "trimtab")


def cache(workspace: Path) -> Path:
    return workspace / ".trimtab" / "cache" / "trust"


def until(happens: Path, seconds: float = 90) -> None:
    """Wait for a file that another process writes."""
    end = time.monotonic() + seconds
    while not happens.exists():
        assert time.monotonic() < end, f"{happens.name} never came: {list(happens.parent.glob('*'))}"
        time.sleep(0.05)


def until_over(workspace: Path) -> None:
    """Wait for the end of whoever measures: they hold the lock until then."""
    until(cache(workspace) / LOCK)
    with FileLock(cache(workspace) / LOCK, timeout=90):
        pass


@pytest.fixture
def workspace(tmp_path: Path, home: Path) -> Path:
    """A small workspace that was read once, and has measured nothing."""
    clone = History(tmp_path / "harbour")
    clone.commit("ledger: start", files={"billing/ledger.py": "1\n"}, at="2026-04-10T10:00Z")
    folder = tmp_path / "lead"
    folder.mkdir()
    (folder / "trimtab.yaml").write_text(f"version: 1\nsources: {{git: [{{slug: harbour, path: {clone.path}}}]}}\n")
    assert run("-C", str(folder), "sync", home=home).code == 0
    return folder


def test_it_is_told_on_one_screen_every_line_opens_and_other_lines_say_how_sure_they_are(
    trimtab: Here, lead: Path
) -> None:
    unsure = trimtab("-C", str(lead), "brief")
    done = trimtab("-C", str(lead), "trust")
    ids = [line.split()[-1] for line in done.out.splitlines() if line.split()[-1:] and line.split()[-1][:1] == "t"]
    opened = {one: trimtab("-C", str(lead), "why", one).out for one in ids if one[1:].isdigit()}

    assert done.code == 0
    assert len(done.out.splitlines()) <= 40
    assert max(map(len, done.out.splitlines())) <= 80
    assert list(opened) == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert all("meaning" in out and "figures" in out for out in opened.values())
    # Nobody is judged: no name of the team stands anywhere.
    assert not any(name in out for name in ("Ife", "Jun", "Ravi", "Sofie", "Tomas") for out in opened.values())

    holder, waits = (_claim(trimtab, lead, *words) for words in (("brief", "holder:"), ("waiting", "waits:")))
    assert '"who changes it next" was among our first three in ' in trimtab("-C", str(lead), "why", holder).out
    assert '"whose turn it is" was right in ' in " ".join(trimtab("-C", str(lead), "why", waits).out.split())
    trimtab("-C", str(lead), "map", "--who", "billing/ledger")
    candidate = json.loads((cache(lead).parent / "last" / "map.json").read_text("utf-8"))["sections"][0]["claims"][0]
    assert candidate["sure"].startswith('"who takes it" was among our first three in ')
    # What is known of the past adds a line to what is opened, and none to the screen.
    assert trimtab("-C", str(lead), "brief").out == unsure.out

    keeps_to("answer", trimtab("-C", str(lead), "trust", "--json").out)

    # A line of the past is measured as of then, and nothing of it is kept.
    kept = {file: file.read_bytes() for file in (cache(lead) / "measured.json", cache(lead).parent / "forecasts.json")}
    then = trimtab("-C", str(lead), "why", "t1", "--as-of", "2026-08-01")
    assert 'How far to trust "who changes it next"' in then.out
    assert "Aug 2026" not in then.out.partition("window")[2].partition("cases")[0].replace("1 Aug 2026", "")
    assert {file: file.read_bytes() for file in kept} == kept


def _claim(trimtab: Here, lead: Path, verb: str, subject: str) -> str:
    told = json.loads(trimtab("-C", str(lead), verb, "--json").out)
    claims = [claim for section in told["sections"] for claim in section["claims"]]
    return str(next(one["id"] for one in claims if one["subject"].startswith(subject) and one["sure"]))


def test_a_sync_measures_in_the_background_once_a_week(workspace: Path, home: Path) -> None:
    first = run("-C", str(workspace), "sync", home=home, extra=ON)
    until(cache(workspace) / "measured.json")
    until_over(workspace)
    tried = (cache(workspace) / TRIED).read_text()
    second = run("-C", str(workspace), "sync", home=home, extra=ON)

    assert (first.out, first.err) == (second.out, second.err) == ("git/harbour: nothing new\n", "")
    assert (cache(workspace) / TRIED).read_text() == tried
    assert json.loads((cache(workspace) / "measured.json").read_text())["form"] == 1


@pytest.mark.parametrize("named", ["as the folder", "as a path"])
def test_what_was_synced_is_what_is_measured_also_of_a_clone_within_a_workspace(
    trimtab: Here, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    folder = tmp_path / "lead"
    clone = History(folder / "harbour")
    clone.commit("ledger: start", files={"billing/ledger.py": "1\n"}, at="2026-04-10T10:00Z")
    (folder / "trimtab.yaml").write_text("version: 1\nsources: {git: [{slug: harbour, path: harbour}]}\n")
    monkeypatch.setenv("TRIMTAB_BACKGROUND", "1")
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", _started(started))

    trimtab("sync", str(clone.path)) if named == "as a path" else trimtab("-C", str(clone.path), "sync")
    (words,) = started
    done = run(*words[3:], home=home)

    assert done.code == 0
    clones = home / ".local" / "share" / "trimtab" / "clones"
    lakes = {"as the folder": [folder], "as a path": list(clones.glob("*")) if clones.exists() else []}
    assert [(cache(lake) / "measured.json").is_file() for lake in lakes[named]] == [True]


def _started(started: list[list[str]]) -> type[subprocess.Popen[bytes]]:
    """A process that is told of, and not started, where it was to go on alone."""

    class Process(subprocess.Popen[bytes]):
        def __new__(cls, words: list[str], **options: object) -> "Process":
            if not options.get("start_new_session"):
                return super().__new__(cls)
            started.append(words)
            return object.__new__(_Nothing)  # type: ignore[return-value] # nobody looks at it

    return Process


class _Nothing:
    """What was not started."""


def test_it_can_be_turned_off(workspace: Path, home: Path) -> None:
    run("-C", str(workspace), "sync", home=home, extra={"TRIMTAB_BACKGROUND": "0"})

    assert not cache(workspace).exists()


def test_what_fails_in_the_background_is_logged_shown_to_nobody_and_not_tried_again_today(
    workspace: Path, home: Path
) -> None:
    (cache(workspace) / "measured.json").mkdir(parents=True)

    done = run("-C", str(workspace), "sync", home=home, extra=ON)
    until_over(workspace)
    end = time.monotonic() + 60
    while not (log := (cache(workspace) / LOG).read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    (cache(workspace) / LOG).write_text("")
    again = run("-C", str(workspace), "sync", home=home, extra=ON)

    assert (done.out, done.err) == (again.out, again.err) == ("git/harbour: nothing new\n", "")
    assert "is a directory" in log
    assert (cache(workspace) / LOG).read_text() == ""
    assert [file.name for file in cache(workspace).iterdir() if file.name.startswith("tmp")] == []


def test_of_two_at_once_one_measures(workspace: Path, home: Path) -> None:
    cache(workspace).mkdir()

    with FileLock(cache(workspace) / LOCK):
        done = run("-C", str(workspace), "trust", "--background", home=home)

    assert (done.code, done.out, done.err) == (0, "", "")
    assert not (cache(workspace) / "measured.json").exists()


def test_one_that_is_killed_leaves_a_whole_cache_or_none(lead: Path, home: Path) -> None:
    words = [*MODULE, "-C", str(lead), "trust", "--background"]
    with subprocess.Popen(words, env=environment(home), stderr=subprocess.PIPE) as process:
        until(cache(lead) / LOCK)
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGKILL)

    kept = cache(lead) / "measured.json"
    assert not kept.exists() or json.loads(kept.read_text("utf-8"))["form"] == 1
    # The lock went with its holder.
    with FileLock(cache(lead) / LOCK, timeout=0):
        pass
