"""Every host that could be contacted, and every file that is kept."""

from datetime import datetime
from pathlib import Path

import pytest

from advice.asking import workspace_for
from builders_git import History
from trimtab.advice.privacy import account
from trimtab.workspace import open_clone, open_workspace

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")


@pytest.fixture(autouse=True)
def _data_of_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_a_workspace_of_clones_contacts_no_host(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path / "lead", History(tmp_path / "harbour").path)

    assert account(workspace).hosts == ()


def test_everything_that_a_workspace_keeps_is_listed_and_only_the_cache_may_go(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit(files={"ledger.py": "rate = 1\n"})
    workspace = workspace_for(tmp_path / "lead", history.path, people="tomas: tomas@harbour.example")
    workspace.sync(NOW)
    (workspace.folder / "plans" / ".history").mkdir(parents=True)
    (workspace.folder / "plans" / ".history" / "accepted.json").write_text("{}\n")

    kept = account(workspace).kept

    folders = {str(Path(one.path).relative_to(workspace.folder)): one.safe_to_delete for one in kept}
    own = {"trimtab.yaml": False, "people": False, "plans": False}
    assert folders == own | {".trimtab/lake": False, ".trimtab/cache": True}
    held = sum(file.stat().st_size for file in workspace.folder.rglob("*") if file.is_file())
    assert sum(one.bytes for one in kept) == held


def test_a_file_of_saved_items_is_listed_as_the_leads_own(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path / "lead", History(tmp_path / "harbour").path)
    settings = workspace.folder / "trimtab.yaml"
    settings.write_text(settings.read_text() + "  archive: [{file: ../saved.ndjson}, {file: ../gone.ndjson}]\n")
    (tmp_path / "saved.ndjson").write_text("{}\n")

    listed = [one for one in account(open_workspace(workspace.folder)).kept if one.path.endswith(".ndjson")]

    assert [(Path(one.path).name, one.bytes, one.safe_to_delete) for one in listed] == [("saved.ndjson", 3, False)]


def test_before_anything_was_read_only_the_leads_own_text_is_there(tmp_path: Path) -> None:
    workspace = workspace_for(tmp_path / "lead", History(tmp_path / "harbour").path)

    assert [Path(one.path).name for one in account(workspace).kept] == ["trimtab.yaml", "people"]


def test_the_lake_of_a_bare_clone_is_in_the_users_data_and_not_in_the_clone(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit()
    workspace = open_clone(history.path)
    workspace.sync(NOW)

    kept = account(workspace).kept

    assert kept
    assert all(Path(one.path).is_relative_to(tmp_path / "data") for one in kept)


def test_what_other_clones_left_in_the_users_data_is_listed_too(tmp_path: Path) -> None:
    for name in ("harbour", "quay"):
        history = History(tmp_path / name)
        history.commit()
        open_clone(history.path).sync(NOW)

    kept = account(open_clone(tmp_path / "harbour")).kept

    others = [one for one in kept if "another clone" in one.what]
    assert [Path(one.path).name.startswith("quay-") for one in others] == [True]
    assert others[0].bytes > 0


def test_folders_that_trimtab_makes_are_for_their_owner_alone(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit()
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    made = [workspace.hidden, workspace.hidden / "lake", workspace.cache]

    assert [oct(folder.stat().st_mode & 0o077) for folder in made] == ["0o0"] * 3


def test_the_hosts_of_trackers_are_those_that_a_sync_contacts(tmp_path: Path) -> None:
    workspace_for(tmp_path / "lead", History(tmp_path / "harbour").path)
    settings = tmp_path / "lead" / "trimtab.yaml"
    settings.write_text(
        settings.read_text() + "  github:\n    - repo: harbour/ledger\n    - repo: harbour/atlas\n"
        "    - {repo: harbour/web, host: git.harbour.example}\n"
        "    - {repo: harbour/old, host: forge.example, api: https://api.forge.example/v3}\n"
    )

    hosts = account(open_workspace(tmp_path / "lead")).hosts

    assert hosts == ("api.forge.example", "api.github.com", "git.harbour.example")
