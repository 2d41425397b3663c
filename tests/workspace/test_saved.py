"""Files of saved items that the settings name: read by every sync when they changed, and passed over when they did not."""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from builders_git import History
from builders_tracker import issue
from trimtab.errors import SourceUnreadable
from trimtab.workspace import Saved, Workspace, open_workspace

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")
TRACKER = "github.com/harbour/harbour"
SOURCE = f"archive/{TRACKER}"


def write(file: Path, *lines: object) -> Path:
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return file


def lead(folder: Path, *entries: str, clone: bool = False) -> Workspace:
    """A workspace that names files, and one clone beside it if wanted."""
    place = folder / "lead"
    place.mkdir(exist_ok=True)
    git = "  git: [{slug: harbour, path: ../harbour}]\n" if clone else ""
    if clone and not (folder / "harbour").exists():
        History(folder / "harbour").commit()
    (place / "trimtab.yaml").write_text(f"version: 1\nsources:\n{git}  archive: [{', '.join(entries)}]\n")
    return open_workspace(place)


def named(file: str = "../saved.ndjson", tracker: str = TRACKER) -> str:
    return f"{{file: {file}, tracker: {tracker}}}"


def numbers(workspace: Workspace) -> list[int]:
    return sorted(workspace.snapshot().scan("items").collect()["number"].unique().to_list())


def test_a_file_is_named_from_the_workspace_with_its_tracker(tmp_path: Path) -> None:
    workspace = lead(tmp_path, named(), "{file: old.ndjson}")

    assert workspace.saved == (
        Saved((tmp_path / "saved.ndjson").resolve(), TRACKER),
        Saved((tmp_path / "lead" / "old.ndjson").resolve()),
    )


def test_what_the_settings_name_is_the_same_from_the_cache(tmp_path: Path) -> None:
    write(tmp_path / "saved.ndjson", issue(1))
    first = lead(tmp_path, named(), clone=True)
    first.sync(NOW)

    second = open_workspace(first.folder)  # makes the copy
    third = open_workspace(first.folder)  # uses it

    assert (tmp_path / "lead" / ".trimtab" / "cache" / "named.json").is_file()
    assert first.saved == second.saved == third.saved
    assert first.clones == second.clones == third.clones


def test_a_sync_takes_in_clones_and_saved_items(tmp_path: Path) -> None:
    write(tmp_path / "saved.ndjson", issue(1), issue(2))
    workspace = lead(tmp_path, named(), clone=True)

    synced = workspace.sync(NOW)

    assert list(synced.reports) == ["harbour", SOURCE]
    assert synced.reports[SOURCE].rows["items"] == 2
    assert synced.complete
    assert numbers(workspace) == [1, 2]
    assert workspace.snapshot().scan("commits").collect().height == 1


def test_saved_items_alone_are_enough_for_a_sync(tmp_path: Path) -> None:
    write(tmp_path / "saved.ndjson", issue(1))

    assert lead(tmp_path, named()).sync(NOW).reports[SOURCE].rows["items"] == 1


def test_a_file_that_nobody_touched_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "saved.ndjson", issue(1))
    workspace = lead(tmp_path, named())
    workspace.sync(NOW)
    opened = Path.open

    def refuse(path: Path, *args: object, **more: object) -> object:
        assert path != file.resolve(), "a stat should have been enough"
        return opened(path, *args, **more)  # type: ignore[call-overload]  # whatever the caller asked for

    monkeypatch.setattr(Path, "open", refuse)
    again = open_workspace(workspace.folder).sync(NOW)

    assert again.reports[SOURCE].unchanged
    assert again.reports[SOURCE].rows == {}


def test_a_file_that_was_only_touched_brings_nothing_and_is_at_rest_afterwards(tmp_path: Path) -> None:
    file = write(tmp_path / "saved.ndjson", issue(1))
    workspace = lead(tmp_path, named())
    workspace.sync(NOW)
    os.utime(file, ns=(1, 1))

    # Its digest is as the lake's bookmark knows it.
    assert workspace.sync(NOW).reports[SOURCE].unchanged
    assert numbers(workspace) == [1]


@pytest.mark.parametrize("keep_date", [True, False])
def test_a_newer_file_of_the_same_name_is_read(tmp_path: Path, *, keep_date: bool) -> None:
    file = write(tmp_path / "saved.ndjson", issue(1))
    workspace = lead(tmp_path, named())
    workspace.sync(NOW)
    before = file.stat().st_mtime_ns
    fresh = write(tmp_path / "fresh.ndjson", issue(2))  # as long as the one before
    assert fresh.stat().st_size == file.stat().st_size
    fresh.replace(file)
    if keep_date:
        os.utime(file, ns=(before, before))

    assert workspace.sync(NOW).reports[SOURCE].rows["items"] == 1
    assert numbers(workspace) == [1, 2]


def test_a_lost_lake_is_read_again_although_the_cache_knows_the_file(tmp_path: Path) -> None:
    write(tmp_path / "saved.ndjson", issue(1))
    workspace = lead(tmp_path, named())
    workspace.sync(NOW)
    shutil.rmtree(workspace.hidden / "lake")

    assert open_workspace(workspace.folder).sync(NOW).reports[SOURCE].rows["items"] == 1


def test_a_lost_cache_costs_a_look_at_the_file_and_brings_nothing(tmp_path: Path) -> None:
    write(tmp_path / "saved.ndjson", issue(1))
    workspace = lead(tmp_path, named())
    workspace.sync(NOW)
    shutil.rmtree(workspace.cache)

    assert open_workspace(workspace.folder).sync(NOW).reports[SOURCE].unchanged


@pytest.mark.parametrize(
    ("lines", "entry", "said"),
    [
        (None, named(), "saved.ndjson: it cannot be read (No such file or directory)"),
        (["no archive"], named(), "no issue or pull request could be read in it"),
        ([issue(1)], "{file: ../saved.ndjson}", "In trimtab.yaml it is the key tracker, beside file."),
    ],
    ids=["missing", "no items", "of no known tracker"],
)
def test_what_cannot_be_read_is_reported_and_the_rest_is_used(
    tmp_path: Path, lines: list[object] | None, entry: str, said: str
) -> None:
    if lines is not None:
        write(tmp_path / "saved.ndjson", *lines)
    workspace = lead(tmp_path, entry, clone=True)

    synced = workspace.sync(NOW)

    (message,) = synced.unreadable
    assert said in message
    assert list(synced.reports) == ["harbour"]


def test_where_nothing_else_is_named_an_unreadable_file_ends_the_sync(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="No such file"):
        lead(tmp_path, named()).sync(NOW)


def test_a_file_that_comes_back_is_read_by_the_next_sync(tmp_path: Path) -> None:
    workspace = lead(tmp_path, named(), clone=True)
    workspace.sync(NOW)
    write(tmp_path / "saved.ndjson", issue(1))

    synced = workspace.sync(NOW)

    assert synced.unreadable == ()
    assert numbers(workspace) == [1]


def test_what_was_read_stays_when_the_file_is_gone(tmp_path: Path) -> None:
    file = write(tmp_path / "saved.ndjson", issue(1))
    workspace = lead(tmp_path, named(), clone=True)
    workspace.sync(NOW)
    file.unlink()

    assert len(workspace.sync(NOW).unreadable) == 1
    assert numbers(workspace) == [1]
