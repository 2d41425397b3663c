"""A folder opened: which clones it names, where its lake lies, and what a sync of several clones does."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import trimtab.workspace
from builders_git import History
from trimtab.errors import NotARepository, SourceUnreadable, UsageError
from trimtab.workspace import (
    Workspace,
    find_workspace,
    first_enough,
    open_clone,
    open_workspace,
    private_folder,
    read_json,
)

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def history(folder: Path, *, commits: int = 1) -> History:
    made = History(folder)
    with made.many():
        for number in range(commits):
            made.commit(f"change {number}", files={"ledger.py": f"rate = {number}\n"})
    return made


def workspace_of(folder: Path, *clones: Path) -> Workspace:
    """A workspace for clones, each under the name of its folder."""
    folder.mkdir(exist_ok=True)
    sources = "".join(f"    - {{slug: {clone.name}, path: {clone}}}\n" for clone in clones)
    (folder / "trimtab.yaml").write_text(f"version: 1\nsources:\n  git:\n{sources}")
    return open_workspace(folder)


def commits_in(workspace: Workspace) -> int:
    return workspace.snapshot().scan("commits").collect().height


def test_the_front_door_of_the_workspace_lists_what_it_offers() -> None:
    assert sorted(trimtab.workspace.__all__) == [
        "Clone",
        "Enough",
        "Live",
        "SETTINGS",
        "Saved",
        "Synced",
        "Workspace",
        "clones_folder",
        "find_workspace",
        "first_enough",
        "open_clone",
        "open_workspace",
        "private_folder",
        "read_json",
        "write_whole",
    ]
    assert all(hasattr(trimtab.workspace, name) for name in trimtab.workspace.__all__)


def test_opening_reads_no_evidence_and_writes_nothing(tmp_path: Path) -> None:
    clone = history(tmp_path / "harbour")
    workspace_of(tmp_path / "lead", clone.path)
    open_clone(clone.path)

    assert [file.name for file in (tmp_path / "lead").iterdir()] == ["trimtab.yaml"]
    assert not (tmp_path / "data").exists()


def test_a_workspace_is_found_from_any_folder_below_it(tmp_path: Path) -> None:
    workspace_of(tmp_path / "lead", history(tmp_path / "harbour").path)
    (tmp_path / "lead" / "people" / "old").mkdir(parents=True)

    assert find_workspace(tmp_path / "lead" / "people" / "old").folder == tmp_path / "lead"


def test_a_clone_is_found_from_any_folder_within_it(tmp_path: Path) -> None:
    clone = history(tmp_path / "harbour")
    (clone.path / "billing" / "ledger").mkdir(parents=True)

    found = find_workspace(clone.path / "billing" / "ledger")

    assert found.records is None
    assert found.clones[0].slug == "harbour"
    assert found.hidden == open_clone(clone.path).hidden


def test_a_folder_that_is_neither_is_refused_with_both_ways_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"neither a workspace .* nor a clone.*trimtab brief PATH.*trimtab init PATH"):
        find_workspace(tmp_path)


def test_the_lake_of_a_clone_lies_in_the_users_data_under_a_name_that_tells_which_it_is(tmp_path: Path) -> None:
    clone = open_clone(history(tmp_path / "harbour").path)
    clone.sync(NOW)

    assert clone.hidden.is_relative_to(tmp_path / "data" / "trimtab" / "clones")
    assert clone.folder.name.startswith("harbour-")
    assert not list((tmp_path / "harbour").glob("*trimtab*"))


def test_two_clones_of_one_name_have_lakes_of_their_own(tmp_path: Path) -> None:
    one, other = (open_clone(history(tmp_path / place / "harbour").path) for place in ("a", "b"))

    assert one.hidden != other.hidden


def test_one_clone_reached_by_two_paths_has_one_lake(tmp_path: Path) -> None:
    clone = history(tmp_path / "harbour")
    (tmp_path / "link").symlink_to(clone.path)

    assert open_clone(tmp_path / "link").hidden == open_clone(clone.path).hidden


def test_what_is_read_in_part_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    clone = history(tmp_path / "harbour")
    since = datetime(2026, 1, 1, tzinfo=UTC)

    places = {
        open_clone(clone.path).hidden,
        open_clone(clone.path, since=since).hidden,
        open_clone(clone.path, paths=("billing",)).hidden,
        open_clone(clone.path, since=since, paths=("billing",)).hidden,
    }

    assert len(places) == 4


def test_a_clone_goes_by_the_name_of_its_remote(tmp_path: Path) -> None:
    clone = history(tmp_path / "my checkout")
    clone.git("remote", "add", "origin", "git@git.harbour.example:team/Harbour API.git")

    assert open_clone(clone.path).clones[0].slug == "harbour-api"


@pytest.mark.parametrize(("folder", "slug"), [("Harbour API", "harbour-api"), ("Größe", "gr-e"), ("港", "repository")])
def test_a_folder_of_any_name_gives_a_name_that_can_be_written(tmp_path: Path, folder: str, slug: str) -> None:
    assert open_clone(history(tmp_path / folder).path).clones[0].slug == slug


def test_a_sync_takes_in_what_is_there_and_the_next_one_finds_nothing_new(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "lead", history(tmp_path / "harbour", commits=3).path)

    first, second = workspace.sync(NOW), workspace.sync(NOW)

    assert first.reports["harbour"].rows["commits"] == 3
    assert second.reports["harbour"].unchanged
    assert commits_in(workspace) == 3


def test_a_new_commit_is_all_that_the_next_sync_reads(tmp_path: Path) -> None:
    clone = history(tmp_path / "harbour", commits=3)
    workspace = workspace_of(tmp_path / "lead", clone.path)
    workspace.sync(NOW)
    clone.commit("one more")

    assert workspace.sync(NOW).reports["harbour"].rows["commits"] == 1
    assert commits_in(workspace) == 4


def test_a_lost_cache_costs_nothing_but_a_look(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "lead", history(tmp_path / "harbour", commits=3).path)
    workspace.sync(NOW)
    shutil.rmtree(workspace.cache)

    again = open_workspace(workspace.folder).sync(NOW)

    assert not any(again.reports["harbour"].rows.values())
    assert commits_in(workspace) == 3


def test_a_lost_lake_is_read_again_although_the_cache_knows_the_clone(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "lead", history(tmp_path / "harbour", commits=3).path)
    workspace.sync(NOW)
    shutil.rmtree(workspace.hidden / "lake")

    again = open_workspace(workspace.folder)

    assert again.sync(NOW).reports["harbour"].rows["commits"] == 3


def test_what_cannot_be_read_among_several_clones_is_reported_and_the_rest_is_used(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "lead", tmp_path / "gone", history(tmp_path / "harbour").path)

    synced = workspace.sync(NOW)

    assert list(synced.reports) == ["harbour"]
    (message,) = synced.unreadable
    assert str(tmp_path / "gone") in message
    assert commits_in(workspace) == 1


def test_the_only_clone_that_cannot_be_read_ends_the_sync(tmp_path: Path) -> None:
    with pytest.raises(NotARepository, match="nothing there, so no git repository"):
        workspace_of(tmp_path / "lead", tmp_path / "gone").sync(NOW)


def test_clones_that_can_be_read_are_given_and_others_are_passed_over(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "lead", tmp_path / "gone", history(tmp_path / "harbour").path)

    assert [slug for slug, _ in workspace.repositories()] == ["harbour"]
    with pytest.raises(SourceUnreadable):
        workspace.repository("gone")


def test_progress_names_the_clone_and_ends_at_the_whole(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path / "lead", history(tmp_path / "harbour", commits=5).path)
    seen = []

    workspace.sync(NOW, progress=seen.append)

    assert {one.source for one in seen} == {"git/harbour"}
    assert seen[-1].done == seen[-1].total


def test_a_first_brief_waits_for_two_years_or_for_35_seconds() -> None:
    enough = first_enough(NOW, None)

    assert enough is not None
    assert not enough(NOW - timedelta(days=900), 10)
    assert enough(NOW - timedelta(days=900), 21)
    assert not enough(NOW - timedelta(days=100), 21)
    assert not enough(NOW - timedelta(days=100), 34)
    assert enough(NOW - timedelta(days=100), 36)


def test_a_replay_of_the_past_waits_for_all_of_it() -> None:
    assert first_enough(NOW, "2020-01-01") is None


def test_a_sync_that_stopped_early_says_how_far_it_came_and_the_next_one_reads_the_rest(tmp_path: Path) -> None:
    clone = History(tmp_path / "harbour")
    with clone.many():
        for day in range(6000):
            clone.commit(at=NOW - timedelta(days=6000 - day))
    workspace = workspace_of(tmp_path / "lead", clone.path)

    first = workspace.sync(NOW, enough=lambda back_to, seconds: True)
    back_to = first.read_back_to
    kept = commits_in(workspace)
    second = workspace.sync(NOW)

    assert not first.complete
    assert back_to is not None
    assert 0 < kept < 6000
    assert second.complete
    assert second.read_back_to is None
    assert commits_in(workspace) == 6000


def test_a_private_folder_is_its_owners_alone_and_those_above_it_too(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        private_folder(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)

    assert [(tmp_path / part).stat().st_mode & 0o777 for part in ("a", "a/b", "a/b/c")] == [0o700] * 3


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine").chmod(0o755)

    private_folder(tmp_path / "mine" / "new")

    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", None])
def test_a_torn_cache_is_as_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "cached.json").write_bytes(content)

    assert read_json(tmp_path / "cached.json") is None
