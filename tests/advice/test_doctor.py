"""What works, what is missing, and how to fix it."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import workspace_for
from builders_git import History
from trimtab.advice.doctor import Finding, examine
from trimtab.workspace import Workspace, open_clone, open_workspace

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = History(tmp_path / "harbour")
    made.commit("ledger: start", files={"ledger.py": "rate = 1\n"})
    return made


def found(workspace: Workspace | None, subject: str, now: datetime = NOW) -> Finding:
    (one,) = [finding for finding in examine(workspace, now) if finding.subject == subject]
    return one


def test_without_a_folder_the_machine_alone_is_examined() -> None:
    assert [one.subject for one in examine(None, NOW)] == ["python", "git"]
    assert all(one.state == "ok" for one in examine(None, NOW))


def test_a_sound_workspace_has_nothing_to_mend(tmp_path: Path, history: History) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    findings = examine(workspace, NOW)

    assert [(one.subject, one.state) for one in findings] == [
        ("python", "ok"),
        ("git", "ok"),
        ("folder", "ok"),
        ("disk", "ok"),
        ("records", "ok"),
        ("git/harbour", "ok"),
        ("lake", "ok"),
        ("git/harbour", "ok"),
    ]
    assert [one.remedy for one in findings if one.remedy] == []


def test_the_lake_is_said_to_be_evidence_that_is_kept(tmp_path: Path, history: History) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    assert found(workspace, "lake").text == (
        "1 commits, 1 changed files; evidence, keep it (only cache/ is safe to delete)"
    )


def test_without_git_nothing_can_be_read_and_the_remedy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    git = found(None, "git")

    assert (git.state, git.remedy) == ("broken", "install git, on Debian: apt-get install git")


def test_an_old_git_is_named_with_the_version_that_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\necho git version 2.30.2\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    assert found(None, "git") == Finding("git", "broken", "git version 2.30.2", "upgrade git to 2.31 or newer")


def test_a_clone_without_a_workspace_is_told_how_to_make_one(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    records = found(open_clone(history.path), "records")

    assert (records.state, records.remedy) == ("note", "trimtab init")


def test_before_the_first_sync_the_lake_is_empty_and_doctor_makes_none(tmp_path: Path, history: History) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)

    lake = found(workspace, "lake")

    assert (lake.state, lake.remedy) == ("note", "trimtab sync")
    assert not workspace.hidden.exists()


def test_faulty_records_are_broken_and_check_tells_more(tmp_path: Path, history: History) -> None:
    workspace_for(tmp_path / "lead", history.path)
    (tmp_path / "lead" / "phases.yaml").write_text("- from: never\n")

    records = found(open_workspace(tmp_path / "lead"), "records")

    assert (records.state, records.remedy) == ("broken", "trimtab check")
    assert "what could be read is used" in records.text


def test_a_clone_that_is_gone_is_broken_and_the_setting_is_named(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path / "lead", tmp_path / "nowhere")

    clone = found(workspace, "git/harbour")

    assert clone.state == "broken"
    assert "sources.git in trimtab.yaml" in clone.remedy


def test_a_file_of_saved_items_is_there_or_broken_and_the_setting_is_named(tmp_path: Path, history: History) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    settings = workspace.folder / "trimtab.yaml"
    settings.write_text(settings.read_text() + "  archive: [{file: ../saved.ndjson}]\n")

    gone = found(open_workspace(workspace.folder), "archive")
    (tmp_path / "saved.ndjson").write_bytes(b" " * 2**20)
    there = found(open_workspace(workspace.folder), "archive")

    assert (gone.state, gone.remedy) == ("broken", "mend sources.archive in trimtab.yaml, or restore it")
    assert gone.text == f"{tmp_path / 'saved.ndjson'}: no such file"
    assert (there.state, there.text) == (
        "ok",
        f"{tmp_path / 'saved.ndjson'}, 1.0 MB of saved issues and pull requests",
    )


def test_a_shallow_clone_is_a_note(tmp_path: Path, history: History) -> None:
    history.commit("ledger: round")
    shallow = tmp_path / "shallow"
    history.git("clone", "-q", "--depth=1", f"file://{history.path}", str(shallow))

    clone = found(workspace_for(tmp_path / "lead", shallow), "git/harbour")

    assert (clone.state, clone.remedy) == ("note", "git fetch --unshallow shows the rest")


def test_a_sync_of_last_week_is_old(tmp_path: Path, history: History) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    synced = [one for one in examine(workspace, NOW + timedelta(days=8)) if one.text.startswith("last sync")]

    assert [(one.state, one.remedy) for one in synced] == [("note", "trimtab sync")]
    assert synced[0].text == "last sync 15 Nov 2026 18:00, batch 1"


def test_a_damaged_lake_is_broken_and_named(tmp_path: Path, history: History) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)
    for log in (workspace.hidden / "lake" / "commits" / "_delta_log").glob("*.json"):
        log.write_text("torn")

    lake = found(open_workspace(workspace.folder), "lake")

    assert lake.state == "broken"
    assert "commits" in lake.text


def with_tracker(tmp_path: Path, history: History) -> Workspace:
    workspace_for(tmp_path / "lead", history.path)
    settings = tmp_path / "lead" / "trimtab.yaml"
    settings.write_text(settings.read_text() + "  github:\n    - {repo: harbour/ledger, host: git.harbour.example}\n")
    return open_workspace(tmp_path / "lead")


def test_which_login_a_tracker_has_is_said_and_never_the_token(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.environ["PATH"] + ":/nowhere")
    monkeypatch.setenv("GH_ENTERPRISE_TOKEN", "secret")

    one = found(with_tracker(tmp_path, history), "github/git.harbour.example/harbour/ledger")

    assert (one.state, one.text, one.remedy) == ("ok", "login found in GH_ENTERPRISE_TOKEN", "")


def test_a_tracker_without_a_login_is_noted_with_the_line_to_type(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.advice.doctor.find_login", lambda host: None)

    one = found(with_tracker(tmp_path, history), "github/git.harbour.example/harbour/ledger")

    assert (one.state, one.remedy) == ("note", "gh auth login --hostname git.harbour.example")


def test_a_tracker_without_what_reads_it_is_broken(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.advice.doctor.extra_missing", lambda: True)

    one = found(with_tracker(tmp_path, history), "github/git.harbour.example/harbour/ledger")

    assert (one.state, one.remedy) == ("broken", "pip install 'trimtab[github]'")
