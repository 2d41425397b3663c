"""Changes of every shape, as they reach the lake."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from builders_git import IFE, TOMAS, File, History, Submodule

TEN_LINES = "".join(f"line {number}\n" for number in range(10))

Mine = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    return History(tmp_path / "harbour")


def test_a_commit_reaches_the_lake_as_it_was_stored(harbour: History, mine: Mine) -> None:
    root = harbour.commit("start", files={"a": "1\n"})
    message = "ledger: round\nhalf to even\n\nBecause.\n\nReviewed-by: Ravi <r@h>\nCo-authored-by: Ife <i@h>\n"
    at, committed = "2026-02-03T10:15:00+05:30", "2026-02-04T08:00:00-03:00"
    oid = harbour.commit(message, author=TOMAS, at=at, committer=IFE, committed_at=committed, files={"a": "2\n"})

    row = mine(harbour.path).commit(oid)

    seen = row.pop("seen_at")
    assert row == {
        "source": "git/harbour",
        "batch": 1,
        "happened_at": datetime.fromisoformat(committed),
        "repo": "harbour",
        "oid": oid,
        "parents": [root],
        "author_name": "Tomas Novak",
        "author_email": "tomas@harbour.example",
        "author_at": datetime.fromisoformat(at),
        "author_seconds": int(datetime.fromisoformat(at).timestamp()),
        "author_offset": 330,
        "committer_name": "Ife Adeyemi",
        "committer_email": "ife@harbour.example",
        "committer_seconds": int(datetime.fromisoformat(committed).timestamp()),
        "committer_offset": -180,
        "subject": "ledger: round half to even",
        "body": "Because.\n\nReviewed-by: Ravi <r@h>\nCo-authored-by: Ife <i@h>",
        "trailers": [{"key": "Reviewed-by", "value": "Ravi <r@h>"}, {"key": "Co-authored-by", "value": "Ife <i@h>"}],
        "flags": [],
    }
    assert seen == datetime(2026, 11, 15, 12, tzinfo=UTC)


def test_a_change_reaches_the_lake_with_modes_blobs_and_counts(harbour: History, mine: Mine) -> None:
    oid = harbour.commit(files={"ledger.py": "one\ntwo\n"}, at="2026-02-03T10:00+00:00")

    row = mine(harbour.path).changes(oid)["ledger.py"]

    assert row["happened_at"] == datetime(2026, 2, 3, 10, tzinfo=UTC)
    assert (row["status"], row["similarity"], row["old_path"]) == ("A", None, None)
    assert (row["old_mode"], row["new_mode"]) == ("000000", "100644")
    assert (row["added"], row["deleted"]) == (2, 0)
    assert (row["old_blob"], row["new_blob"]) == (None, harbour.git("rev-parse", f"{oid}:ledger.py"))
    assert row["flags"] == []


def test_a_merge_is_a_commit_with_both_parents_and_no_changes_even_an_evil_one(harbour: History, mine: Mine) -> None:
    start = harbour.commit(files={"a": "1\n"})
    side = harbour.commit(files={"b": "1\n"}, branch="side", parents=[start])
    main = harbour.commit(files={"c": "1\n"})
    merge = harbour.merge("side", files={"b": "1\n", "evil": "3\nlines\nhere\n"})

    found = mine(harbour.path)

    assert found.commit(merge)["parents"] == [main, side]
    assert found.changes(merge) == {}
    assert set(found.changes(side)) == {"b"}


def test_a_renamed_and_edited_file_names_both_paths(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"old/a.py": TEN_LINES})
    oid = harbour.commit(moves={"old": "new"}, files={"new/a.py": TEN_LINES + "more\n"})

    (row,) = mine(harbour.path).changes(oid).values()

    assert (row["status"], row["old_path"], row["path"]) == ("R", "old/a.py", "new/a.py")
    assert 80 <= row["similarity"] < 100
    assert (row["added"], row["deleted"]) == (1, 0)


def test_a_rename_with_less_than_half_kept_is_a_deletion_and_an_addition(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"old.py": TEN_LINES})
    oid = harbour.commit(files={"old.py": None, "new.py": "line 0\n" + "else\n" * 9})

    changes = mine(harbour.path).changes(oid)

    assert {path: row["status"] for path, row in changes.items()} == {"new.py": "A", "old.py": "D"}


def test_a_copy_is_an_addition(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a.py": TEN_LINES})
    oid = harbour.commit(files={"b.py": TEN_LINES})

    assert mine(harbour.path).changes(oid)["b.py"]["status"] == "A"


def test_a_binary_file_has_no_counts_and_says_why(harbour: History, mine: Mine) -> None:
    oid = harbour.commit(files={"logo.png": b"\0\1\2", "a.txt": "1\n"})

    found = mine(harbour.path)

    assert found.counts(oid) == {"logo.png": (None, None), "a.txt": (1, 0)}
    assert found.changes(oid)["logo.png"]["flags"] == ["binary"]


def test_a_submodule_has_a_row_without_the_counts_that_git_makes_up(harbour: History, mine: Mine) -> None:
    harbour.git("config", "diff.ignoreSubmodules", "all")
    harbour.commit(files={"lib": Submodule("1" * 40)})
    oid = harbour.commit(files={"lib": Submodule("2" * 40)})

    row = mine(harbour.path).changes(oid)["lib"]

    assert (row["status"], row["added"], row["deleted"], row["flags"]) == ("M", None, None, ["submodule"])
    assert (row["old_mode"], row["old_blob"], row["new_blob"]) == ("160000", "1" * 40, "2" * 40)


def test_a_file_that_becomes_a_link_and_one_that_becomes_a_program(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": "1\n2\n3\n4\n", "run": "go\n"})
    oid = harbour.commit(files={"a": File("run", "120000"), "run": File("go\n", "100755")})

    changes = mine(harbour.path).changes(oid)

    assert (changes["a"]["status"], changes["a"]["new_mode"]) == ("T", "120000")
    assert (changes["run"]["status"], changes["run"]["old_mode"], changes["run"]["new_mode"]) == (
        "M",
        "100644",
        "100755",
    )
    assert (changes["run"]["added"], changes["run"]["deleted"]) == (0, 0)


def test_paths_with_tabs_newlines_quotes_and_other_bytes_keep_their_counts(harbour: History, mine: Mine) -> None:
    odd = [b"a\tb", b"a\nb", b'"quoted"', b"caf\xe9", "café".encode(), b":100644 x", b"commit " + b"a" * 40, b"1\t2\tx"]
    oid = harbour.commit(files={path: "x\n" * (rank + 1) for rank, path in enumerate(odd)})

    found = mine(harbour.path)

    texts = ["a\tb", "a\nb", r'"\"quoted\""', r'"caf\351"', "café", ":100644 x", "commit " + "a" * 40, "1\t2\tx"]
    assert found.counts(oid) == {text: (rank + 1, 0) for rank, text in enumerate(texts)}
    flagged = {path for path, row in found.changes(oid).items() if row["flags"] == ["quoted-path"]}
    assert flagged == {r'"\"quoted\""', r'"caf\351"'}


def test_renames_between_odd_paths_keep_both(harbour: History, mine: Mine) -> None:
    harbour.commit(files={b"caf\xe9": TEN_LINES, "b": "b\n"})
    oid = harbour.commit(moves={b"caf\xe9": b"a\n1\t2\tb"}, files={"b": "c\n"})

    found = mine(harbour.path)

    assert found.changes(oid)["a\n1\t2\tb"]["old_path"] == r'"caf\351"'
    assert found.counts(oid)["b"] == (1, 1)


def test_every_root_shows_its_files_whatever_the_repository_says_of_roots(harbour: History, mine: Mine) -> None:
    harbour.git("config", "log.showRoot", "false")
    first = harbour.commit(files={"a": "1\n"})
    other = harbour.commit(files={"b": "1\n2\n"}, branch="other", parents=[])

    found = mine(harbour.path)

    assert (found.counts(first), found.counts(other)) == ({"a": (1, 0)}, {"b": (2, 0)})


def test_a_commit_that_changes_nothing_has_no_rows(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": "1\n"})
    oid = harbour.commit("only words")
    silent = harbour.commit("")

    found = mine(harbour.path)

    assert (found.changes(oid), found.changes(silent)) == ({}, {})
    assert (found.commit(silent)["subject"], found.commit(silent)["body"]) == ("", "")


def test_line_endings_turned_over_count_every_line(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": "1\n2\n3\n"})
    oid = harbour.commit(files={"a": "1\r\n2\r\n3\r\n"})

    assert mine(harbour.path).counts(oid) == {"a": (3, 3)}


def test_one_line_of_ten_megabytes_is_a_line_and_one_of_sixty_has_no_count(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"ten": "a", "sixty": "a"})
    oid = harbour.commit(files={"ten": "x" * 10_000_000 + "\n", "sixty": "x" * 60_000_000 + "\n"})

    assert mine(harbour.path).counts(oid) == {"ten": (1, 1), "sixty": (None, None)}


def test_a_commit_with_too_many_edited_renames_to_compare_is_flagged_and_counted(harbour: History, mine: Mine) -> None:
    many = range(1_100)
    harbour.commit(files={f"old-{number}": f"{number}\n" * 9 for number in many})
    new = {f"new-{number}": f"{number}\n" * 9 + "more\n" for number in many}
    oid = harbour.commit(files=dict.fromkeys((f"old-{number}" for number in many), None) | new)
    small = harbour.commit(files={"new-0": "0\n"})

    found = mine(harbour.path)

    statuses = [row["status"] for row in found.changes(oid).values()]
    # 1,100 x 1,100 comparisons are more than git was allowed: each edited move is an addition and a deletion.
    assert {status: statuses.count(status) for status in set(statuses)} == {"A": 1_100, "D": 1_100}
    assert (found.commit(oid)["flags"], found.commit(small)["flags"]) == (["huge"], [])


def test_twelve_thousand_files_added_and_then_moved_are_all_there(harbour: History, mine: Mine) -> None:
    added = harbour.commit(files={f"a/{number // 500}/{number}": f"{number}\n" for number in range(12_000)})
    moved = harbour.commit(moves={"a": "b"})

    found = mine(harbour.path)

    changes = found.lake.snapshot().scan("changes").collect()
    assert changes.group_by("oid", "status").len().sort("status").rows() == [(added, "A", 12_000), (moved, "R", 12_000)]
    assert (found.commit(added)["flags"], found.commit(moved)["flags"]) == (["huge"], ["huge"])


def test_the_repository_is_named_on_every_row(harbour: History, mine: Mine) -> None:
    harbour.commit(files={"a": "1\n"})

    found = mine(harbour.path)

    assert {row["repo"] for table in ("commits", "changes", "refs") for row in found.rows(table)} == {"harbour"}


def test_sha256_repositories_are_read_like_any_other(tmp_path: Path, mine: Mine) -> None:
    harbour = History(tmp_path / "long", object_format="sha256")
    harbour.commit(files={"a": "1\n", "b": TEN_LINES})
    oid = harbour.commit(moves={"b": "c"}, files={"a": "2\n"})

    found = mine(harbour.path)

    assert len(oid) == 64
    assert found.counts(oid) == {"a": (1, 1), "c": (0, 0)}
    assert found.changes(oid)["c"]["similarity"] == 100
    assert found.changes(oid)["a"]["new_blob"] == harbour.git("rev-parse", f"{oid}:a")
