"""What a repository says of itself, and the work in flight in it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders_git import IFE, History
from trimtab.sources import Repository, UnmergedBranch

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    history = History(tmp_path / "harbour")
    history.commit("start", files={"a.py": "1\n", "docs/b.md": "b\n"}, at="2026-01-05T10:00+00:00")
    return history


def in_flight(history: History, as_of: datetime = NOW, main: str = "main") -> Sequence[UnmergedBranch]:
    here = Repository(history.path)
    tips = {ref.name: ref.oid for ref in here.refs(tags=False) if ref.oid and ref.name != "HEAD"}
    return here.unmerged(history.tips[main], tips, as_of)


def test_the_user_is_who_would_commit_here(harbour: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".gitconfig").write_text("[user]\n\tname = Mara\n\temail = mara@home.example\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    here = Repository(harbour.path)

    of_the_user = here.config_user()
    harbour.git("config", "user.email", "mara@harbour.example")

    assert of_the_user == ("Mara", "mara@home.example")
    assert here.config_user() == ("Mara", "mara@harbour.example")


def test_without_an_address_there_is_no_user(harbour: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    assert Repository(harbour.path).config_user() is None


def test_the_remote_is_origin_and_its_password_is_not_told(harbour: History) -> None:
    here = Repository(harbour.path)
    assert here.remote_url() is None

    harbour.git("config", "remote.fork.url", "https://fork.example/x.git")
    assert here.remote_url() == "https://fork.example/x.git"

    harbour.git("config", "remote.origin.url", "https://mara:secret@harbour.example/x.git")
    assert here.remote_url() == "https://harbour.example/x.git"


def test_head_names_its_branch_and_commit(harbour: History) -> None:
    oid = harbour.tips["main"]
    assert Repository(harbour.path).head() == ("refs/heads/main", oid)

    (harbour.path / ".git" / "HEAD").write_text(f"{oid}\n")
    assert Repository(harbour.path).head() == (None, oid)


def test_head_of_an_empty_repository_has_no_commit(tmp_path: Path) -> None:
    empty = Repository(History(tmp_path / "empty").path)

    assert empty.head() == ("refs/heads/main", None)
    assert empty.main_branch() is None
    assert (empty.read_file("HEAD", "a"), empty.list_files("HEAD")) == (None, [])


def test_the_main_branch_is_what_origin_calls_its_head(harbour: History) -> None:
    harbour.git("update-ref", "refs/remotes/origin/develop", harbour.tips["main"])
    harbour.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop")

    assert Repository(harbour.path).main_branch() == "refs/remotes/origin/develop"


def test_the_main_branch_is_not_the_feature_that_happens_to_be_checked_out(harbour: History) -> None:
    harbour.commit(branch="feature", parents=[harbour.tips["main"]])
    harbour.git("symbolic-ref", "HEAD", "refs/heads/feature")

    assert Repository(harbour.path).main_branch() == "refs/heads/main"


def test_without_a_usual_name_the_main_branch_is_the_one_checked_out(tmp_path: Path) -> None:
    history = History(tmp_path / "odd", branch="unstable")
    history.commit(files={"a": "1\n"})

    assert Repository(history.path).main_branch() == "refs/heads/unstable"


def test_files_of_a_revision_can_be_listed_and_read(harbour: History) -> None:
    odd = b"caf\xe9"
    oid = harbour.commit(files={odd: "x\n", ".mailmap": b"\xff\n"})
    here = Repository(harbour.path)

    assert sorted(here.list_files(oid)) == sorted([r'"caf\351"', ".mailmap", "a.py", "docs/b.md"])
    assert here.read_file(oid, ".mailmap") == b"\xff\n"
    assert here.read_file("HEAD", r'"caf\351"') == b"x\n"
    assert here.read_file("refs/heads/main", "docs/b.md") == b"b\n"
    assert here.read_file(f"{oid}", "nowhere") is None
    assert here.read_file("no-such-branch", "a.py") is None
    assert here.read_file("--help", "a.py") is None


def test_a_branch_in_flight_says_how_far_it_is_ahead_and_behind(harbour: History) -> None:
    start = harbour.tips["main"]
    first = harbour.commit(files={"t": "1\n"}, branch="trial", parents=[start], at="2026-02-01T10:00+00:00", author=IFE)
    tip = harbour.commit(files={"t": "2\n"}, branch="trial", at="2026-02-02T10:00+00:00", author=IFE)
    harbour.commit(files={"a.py": "2\n"}, at="2026-02-03T10:00+00:00")

    assert in_flight(harbour) == [UnmergedBranch("trial", "refs/heads/trial", tip, 2, 1, (tip, first))]


def test_merged_stale_and_unrelated_branches_are_not_in_flight(harbour: History) -> None:
    start = harbour.tips["main"]
    harbour.commit(branch="merged", parents=[start], at="2026-02-01T10:00+00:00")
    harbour.commit(branch="stale", parents=[start], at="2025-06-01T10:00+00:00")
    harbour.commit(branch="pages", parents=[], files={"i.html": "x"}, at="2026-02-01T10:00+00:00")
    harbour.merge("merged", at="2026-02-02T10:00+00:00")

    assert in_flight(harbour) == []


def test_a_branch_and_its_copy_on_the_remote_are_one(harbour: History) -> None:
    pushed = harbour.commit(branch="trial", parents=[harbour.tips["main"]], at="2026-02-01T10:00+00:00")
    harbour.git("update-ref", "refs/remotes/origin/trial", pushed)
    assert [branch.ref for branch in in_flight(harbour)] == ["refs/heads/trial"]

    harbour.commit(branch="trial", at="2026-02-02T10:00+00:00")
    assert [(branch.ref, branch.ahead) for branch in in_flight(harbour)] == [("refs/heads/trial", 2)]


def test_a_branch_since_merged_and_deleted_was_in_flight_then_and_keeps_its_name(harbour: History) -> None:
    start = harbour.tips["main"]
    first = harbour.commit(branch="retry-budget", parents=[start], at="2026-01-10T10:00+00:00")
    harbour.commit(branch="retry-budget", at="2026-01-20T10:00+00:00")
    harbour.commit(files={"a.py": "2\n"}, at="2026-01-12T10:00+00:00")
    harbour.merge("retry-budget", at="2026-01-25T10:00+00:00")
    harbour.delete("retry-budget")

    (then,) = in_flight(harbour, datetime(2026, 1, 15, tzinfo=UTC))

    assert (then.name, then.ref, then.inferred) == ("retry-budget", None, True)
    assert (then.tip, then.ahead, then.behind) == (first, 1, 1)
    assert in_flight(harbour) == []


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Merge branch 'ife/export' into main", "ife/export"),
        ("Merge pull request #12 from ife/export-rows", "ife/export-rows"),
        ("Merge harbour/ledger#34: round half to even", "harbour/ledger#34"),
        ("Merge remote-tracking branch 'origin/export'", "origin/export"),
        ("brought it in", "export: stream rows"),
    ],
)
def test_a_branch_of_the_past_is_named_by_its_merge_or_by_its_own_words(
    harbour: History, subject: str, name: str
) -> None:
    harbour.commit("export: stream rows", branch="x", parents=[harbour.tips["main"]], at="2026-01-10T10:00+00:00")
    harbour.merge("x", message=subject, at="2026-01-25T10:00+00:00")
    harbour.delete("x")

    assert [branch.name for branch in in_flight(harbour, datetime(2026, 1, 15, tzinfo=UTC))] == [name]


def test_a_branch_that_went_on_is_seen_as_it_was(harbour: History) -> None:
    first = harbour.commit(branch="trial", parents=[harbour.tips["main"]], at="2026-01-10T10:00+00:00")
    harbour.commit(branch="trial", at="2026-02-10T10:00+00:00")

    (then,) = in_flight(harbour, datetime(2026, 1, 15, tzinfo=UTC))

    assert (then.name, then.ref, then.tip, then.ahead) == ("trial", "refs/heads/trial", first, 1)


def test_the_main_line_stood_at_its_newest_first_parent_then(harbour: History) -> None:
    start = harbour.tips["main"]
    harbour.commit(branch="side", parents=[start], at="2026-01-10T10:00+00:00")
    second = harbour.commit(at="2026-01-08T10:00+00:00", files={"a.py": "2\n"})
    harbour.merge("side", at="2026-01-20T10:00+00:00")
    here = Repository(harbour.path)

    assert here.mainline_tip(datetime(2026, 1, 15, tzinfo=UTC)) == second
    assert here.mainline_tip(NOW) == harbour.tips["main"]
    assert here.mainline_tip(datetime(2020, 1, 1, tzinfo=UTC)) is None
    assert in_flight(harbour, datetime(2020, 1, 1, tzinfo=UTC)) == []


def test_tips_that_are_no_longer_there_are_passed_over(harbour: History) -> None:
    here = Repository(harbour.path)

    assert here.unmerged(harbour.tips["main"], {"refs/heads/pruned": "1" * 40}, NOW) == []
