"""Histories with holes: what is there is read, what is not is null, flagged, and listed among the gaps."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders_git import History, clean_environment
from trimtab.errors import GitFailed, SourceUnreadable
from trimtab.sources import Repository

TEN_LINES = "".join(f"line {number}\n" for number in range(10))

Mine = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    return History(tmp_path / "harbour")


def test_counts_that_need_a_missing_blob_are_null_and_all_others_stay(harbour: History, mine: Mine) -> None:
    before = harbour.commit(files={"a": "1\n", "b": "1\n"})
    lost = harbour.commit(files={"a": "1\n2\n3\n", "b": "1\n2\n"})
    after = harbour.commit(files={"a": "1\n2\n3\n4\n"})
    later = harbour.commit(files={"b": "2\n"})
    blob = remove(harbour, f"{lost}:a")

    found = mine(harbour.path)

    assert found.counts(before) == {"a": (1, 0), "b": (1, 0)}
    assert found.counts(lost) == {"a": (None, None), "b": (1, 0)}
    assert found.counts(after) == {"a": (None, None)}
    assert found.counts(later) == {"b": (0, 1)}
    assert [found.commit(oid)["flags"] for oid in (before, lost, after, later)] == [
        [],
        ["missing-blobs"],
        ["missing-blobs"],
        [],
    ]
    assert found.changes(lost)["a"]["flags"] == ["missing-blob"]
    assert [(row["subject"], row["source"]) for row in found.rows("gaps")] == [(blob, "git/harbour")]


def test_a_moved_missing_blob_is_still_a_rename_and_an_edited_one_is_not(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": TEN_LINES, "b": TEN_LINES * 2})
    oid = harbour.commit(moves={"a": "moved", "b": "edited"}, files={"edited": TEN_LINES * 2 + "more\n"})
    remove(harbour, f"{oid}~:a")
    remove(harbour, f"{oid}~:b")

    changes = mine(harbour.path).changes(oid)

    assert {path: row["status"] for path, row in changes.items()} == {"moved": "R", "edited": "A", "b": "D"}
    assert changes["moved"]["added"] is None


def test_a_blob_missing_on_both_sides_keeps_its_row(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": "a1\n", "z": "z1\n"})
    oid = harbour.commit(files={"a": "a2\n", "z": "z2\n"})
    remove(harbour, f"{oid}~:a")
    remove(harbour, f"{oid}:a")

    assert mine(harbour.path).counts(oid) == {"a": (None, None), "z": (1, 1)}


def test_a_damaged_blob_is_treated_like_a_missing_one(harbour: History, mine: Mine) -> None:
    first = harbour.commit(files={"a": TEN_LINES, "b": "1\n"})
    oid = harbour.commit(files={"a": TEN_LINES + "more\n", "b": "2\n"})
    blob = harbour.git("rev-parse", f"{oid}:a")
    file = harbour.path / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-6])

    found = mine(harbour.path)

    assert found.counts(oid) == {"a": (None, None), "b": (1, 1)}
    assert found.counts(first) == {"a": (10, 0), "b": (1, 0)}
    assert [row["subject"] for row in found.rows("gaps")] == [blob]


def test_a_commit_whose_tree_is_missing_is_kept_without_changes_and_its_neighbours_are_whole(
    harbour: History, mine: Mine
) -> None:
    oids = [harbour.commit(f"c{number}", files={"deep/a": f"{number}\n"}) for number in range(6)]
    remove(harbour, f"{oids[3]}:deep")

    found = mine(harbour.path)

    assert found.oids() == sorted(oids)
    assert [len(found.changes(oid)) for oid in oids] == [1, 1, 1, 0, 0, 1]
    assert found.commit(oids[3])["subject"] == "c3"
    assert {row["subject"] for row in found.rows("gaps")} == {oids[3], oids[4]}


def test_a_missing_commit_ends_the_sync_with_gits_own_reason(harbour: History, mine: Mine) -> None:
    first = harbour.commit(files={"a": "1\n"})
    harbour.commit(files={"a": "2\n"})
    remove(harbour, first)

    with pytest.raises(GitFailed, match=first):
        mine(harbour.path)


def test_a_repository_none_of_whose_branches_can_be_read_is_no_empty_one(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": "1\n"})
    kept = mine(harbour.path).oids()
    newest = harbour.commit(files={"a": "2\n"})
    remove(harbour, newest)

    with pytest.raises(SourceUnreadable, match=rf"refs/heads/main names {newest[:12]}, which is missing or damaged"):
        mine(harbour.path)

    harbour.point("main", kept[0])
    after = mine(harbour.path)
    assert after.oids() == kept
    assert [row["oid"] for row in after.rows("refs") if row["name"] == "refs/heads/main"] == kept


def test_a_branch_that_points_at_nothing_is_a_gap_and_the_others_are_read(harbour: History, mine: Mine) -> None:
    oid = harbour.commit(files={"a": "1\n"})
    (harbour.path / ".git" / "refs" / "heads" / "broken").write_text("1" * 40 + "\n")
    (harbour.path / ".git" / "refs" / "heads" / "empty").write_text("")

    found = mine(harbour.path)

    assert found.oids() == [oid]
    assert {row["name"] for row in found.rows("refs")} == {"refs/heads/main", "HEAD"}
    assert [(row["subject"], "missing or damaged" in row["reason"]) for row in found.rows("gaps")] == [
        ("refs/heads/broken", True)
    ]


def test_the_boundary_of_a_shallow_clone_is_flagged_and_its_whole_tree_is_not_taken_for_its_work(
    harbour: History, mine: Mine, tmp_path: Path
) -> None:
    first = harbour.commit(files={"a": "1\n", "b": "1\n"})
    second = harbour.commit(files={"a": "2\n"})
    third = harbour.commit(files={"a": "3\n"})
    cut = shallow_clone(harbour, tmp_path)

    found = mine(cut)

    assert Repository(cut).is_shallow
    assert found.oids() == sorted([second, third])
    assert (found.changes(second), found.counts(third)) == ({}, {"a": (1, 1)})
    assert (found.commit(second)["flags"], found.commit(second)["parents"]) == (["shallow-boundary"], [first])


def test_once_a_shallow_clone_is_deepened_the_boundary_gets_its_changes(
    harbour: History, mine: Mine, tmp_path: Path
) -> None:
    first = harbour.commit(files={"a": "1\n", "b": "1\n"})
    second = harbour.commit(files={"a": "2\n"})
    third = harbour.commit(files={"a": "3\n"})
    cut = shallow_clone(harbour, tmp_path)
    mine(cut)
    subprocess.run(["git", "fetch", "-q", "--unshallow"], cwd=cut, env=clean_environment(), check=True)

    found = mine(cut)

    assert found.oids() == sorted([first, second, third])
    assert (found.counts(second), found.counts(third)) == ({"a": (1, 1)}, {"a": (1, 1)})
    assert mine(cut).report.unchanged


def shallow_clone(history: History, tmp_path: Path) -> Path:
    target = tmp_path / "cut"
    command = ["git", "clone", "-q", "--depth=2", "--no-checkout", history.path.as_uri(), str(target)]
    subprocess.run(command, env=clean_environment(), check=True, capture_output=True)
    return target


def remove(history: History, name: str) -> str:
    """Delete a loose object; return its id."""
    oid = history.git("rev-parse", name)
    (history.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    return oid
