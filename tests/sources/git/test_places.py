"""Wherever a repository lies and however little it holds, it is found and read, or the reason is said."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from builders_git import History
from trimtab.errors import NotARepository, SourceUnreadable
from trimtab.lake import Lake
from trimtab.sources import GitSource, Repository

Mine = Callable[..., Any]  # the fixture of conftest.py


@pytest.mark.parametrize("name", ["a b", "a:b", 'a"b', "a#b", "#a", "a\nb", "ä", "a\\b", "trailing\n", " "])
def test_a_repository_may_lie_under_any_name(tmp_path: Path, mine: Mine, name: str) -> None:
    harbour = History(tmp_path / name)
    oid = harbour.commit(files={"a": "1\n"})

    assert mine(harbour.path).counts(oid) == {"a": (1, 0)}


def test_a_bare_repository_a_subfolder_and_a_work_tree_are_one_history(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")
    oid = harbour.commit(files={"deep/er/a": "1\n"})
    harbour.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), oid)
    harbour.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    (harbour.path / "deep").mkdir()

    for place in (tmp_path / "bare.git", harbour.path / "deep", tmp_path / "tree", harbour.path / ".git"):
        assert mine(place).oids() == [oid]


def test_objects_that_are_borrowed_twice_over_are_found(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "first")
    oid = harbour.commit(files={"a": "1\n"})
    harbour.git("clone", "-q", "--shared", "--no-checkout", ".", str(tmp_path / "second"))
    harbour.git("clone", "-q", "--shared", "--no-checkout", str(tmp_path / "second"), str(tmp_path / "third"))

    assert mine(tmp_path / "third").counts(oid) == {"a": (1, 0)}


def test_a_detached_head_is_history_too(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")
    first = harbour.commit(files={"a": "1\n"})
    second = harbour.commit(files={"a": "2\n"})
    (harbour.path / ".git" / "HEAD").write_text(f"{second}\n")
    harbour.point("main", first)

    found = mine(harbour.path)

    assert found.oids() == sorted([first, second])
    assert [(row["name"], row["oid"], row["symbolic"]) for row in found.rows("refs") if row["name"] == "HEAD"] == [
        ("HEAD", second, None)
    ]


def test_a_repository_without_commits_is_synced_and_empty(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")

    found = mine(harbour.path)

    assert found.report.complete
    assert (found.rows("commits"), found.rows("changes")) == ([], [])
    assert [(row["name"], row["oid"], row["symbolic"]) for row in found.rows("refs")] == [
        ("HEAD", None, "refs/heads/main")
    ]
    assert mine(harbour.path).report.unchanged


def test_the_first_commit_after_an_empty_sync_is_found(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")
    mine(harbour.path)
    oid = harbour.commit(files={"a": "1\n"})

    assert mine(harbour.path).oids() == [oid]


def test_pull_requests_notes_and_the_stash_are_not_history_but_tags_of_tags_are(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")
    first = harbour.commit(files={"a": "1\n"})
    for name in ("refs/pull/1/head", "refs/notes/commits", "refs/stash", "refs/bisect/bad"):
        oid = harbour.commit(name, files={"a": name}, branch="other", parents=[first])
        harbour.git("update-ref", name, oid)
    tagged = harbour.commit("released", files={"a": "3\n"}, branch="other", parents=[first])
    harbour.delete("other")
    identity = ("-c", "user.name=Mara", "-c", "user.email=mara@harbour.example")
    harbour.git(*identity, "tag", "-a", "-m", "one", "v1", tagged)
    harbour.git(*identity, "tag", "-a", "-m", "two", "v1-again", "v1")
    harbour.git("tag", "a-file", f"{tagged}:a")

    found = mine(harbour.path)

    assert found.oids() == sorted([first, tagged])
    tags = {row["name"]: row["oid"] for row in found.rows("refs") if "tags" in row["name"]}
    assert tags == {"refs/tags/v1": tagged, "refs/tags/v1-again": tagged}


def test_tags_can_be_left_out(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")
    first = harbour.commit(files={"a": "1\n"})
    harbour.git("tag", "v1", harbour.commit(branch="other", parents=[first]))
    harbour.delete("other")

    found = mine(harbour.path, tags=False)

    assert found.oids() == [first]
    assert [row["name"] for row in found.rows("refs")] == ["refs/heads/main", "HEAD"]


def test_remote_branches_count_and_symbolic_names_are_not_counted_twice(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "harbour")
    first = harbour.commit(files={"a": "1\n"})
    theirs = harbour.commit(branch="theirs", parents=[first])
    harbour.delete("theirs")
    harbour.git("update-ref", "refs/remotes/origin/trunk", theirs)
    harbour.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")

    found = mine(harbour.path)

    assert found.oids() == sorted([first, theirs])
    assert {row["name"] for row in found.rows("refs")} == {"refs/heads/main", "refs/remotes/origin/trunk", "HEAD"}


def test_what_is_no_repository_is_refused_before_a_lake_is_made(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    (tmp_path / "plain").mkdir()

    for path in (tmp_path / "plain", tmp_path / "nowhere"):
        with pytest.raises(NotARepository):
            Repository(path)
        with pytest.raises(NotARepository):
            GitSource("x", path).sync(lake, seen_at=datetime(2026, 11, 15, tzinfo=UTC))
    assert not (tmp_path / "lake").exists()


def test_a_repository_of_an_unknown_format_is_unreadable_and_says_why(tmp_path: Path) -> None:
    harbour = History(tmp_path / "harbour")
    harbour.git("config", "core.repositoryFormatVersion", "1")
    harbour.git("config", "extensions.fromTheFuture", "true")

    with pytest.raises(SourceUnreadable, match=r"unknown repository extension.*fromthefuture") as refused:
        GitSource("x", harbour.path).fingerprint()
    assert not isinstance(refused.value, NotARepository)
