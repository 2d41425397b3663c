"""Making Harbour: the same everywhere, a clean clone, and nobody's folder harmed."""

import json
import stat
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from demo.reading import YEAR_AGO, Log
from demo.tracker import Tracker
from trimtab.demo import AS_OF, PLANTED, Harbour, default_as_of, make
from trimtab.demo.weeks import steps
from trimtab.errors import MachineFailed, UsageError

# The newest commit of main as made from the default seed. It changes when the story does, and for no other reason: not
# with the version of Python or git, and not with what the machine is set up to.
MAIN = "4b8fe6bfeb22a94ed7669c6398874a8537717137"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    """Harbour made a second time, by somebody whose git is set up to get in the way."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("elsewhere")
    (home / "hooks").mkdir()
    hook = home / "hooks" / "reference-transaction"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[user]\n\tname = Somebody\n[core]\n\thooksPath = {home}/hooks\n\tautocrlf = true\n[init]\n\tdefaultBranch = trunk\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("GIT_DIR", str(home / "wrong"))
        patch.setenv("GIT_DEFAULT_HASH", "sha256")
        patch.setenv("TZ", "Pacific/Auckland")
        return make(folder)


def test_the_same_seed_gives_the_same_commits_on_every_machine(
    harbour: Harbour, elsewhere: Harbour, whole: Log
) -> None:
    refs = [
        Log(made.repository).git("for-each-ref", "--format=%(refname) %(objectname)") for made in (harbour, elsewhere)
    ]

    assert refs[0] == refs[1]
    assert harbour.items_file.read_bytes() == elsewhere.items_file.read_bytes()
    assert harbour.evidence == elsewhere.evidence
    assert whole.commits[0].oid == MAIN


def test_another_seed_gives_another_history() -> None:
    assert steps(1, ())[:50] != steps(2, ())[:50]


def test_git_finds_nothing_wrong_with_it(whole: Log) -> None:
    assert whole.git("fsck", "--strict", "--no-dangling", "--no-progress") == ""
    assert whole.git("status", "--porcelain") == ""


def test_it_looks_like_a_clone_of_the_leads(whole: Log) -> None:
    refs = whole.git("for-each-ref", "--format=%(refname)").split()

    assert whole.git("config", "user.email") == "mara@harbour.example\n"
    assert whole.git("symbolic-ref", "--short", "HEAD") == "main\n"
    assert [ref for ref in refs if not ref.startswith("refs/tags/")] == [
        "refs/heads/ledger-rounding",
        "refs/heads/main",
        "refs/heads/retry-budget",
        "refs/remotes/origin/HEAD",
        "refs/remotes/origin/export-stream",
        "refs/remotes/origin/infra-alerts",
        "refs/remotes/origin/ledger-rounding",
        "refs/remotes/origin/main",
    ]


def test_no_merge_changes_a_line_of_its_own(whole: Log) -> None:
    merges = [commit for commit in whole.commits if len(commit.parents) == 2]

    own = whole.git("log", "--all", "--merges", "--cc", "--format=")

    assert len(merges) > 200
    assert own.strip() == ""


def test_time_runs_forward_and_ends_before_the_as_of(whole: Log) -> None:
    spine = [line.split() for line in whole.git("log", "--first-parent", "--format=%ct").splitlines()]
    newest_first = [int(seconds) for (seconds,) in spine]

    assert all(newer >= older for newer, older in pairwise(newest_first))
    assert newest_first[0] <= AS_OF.timestamp()
    assert AS_OF.isoformat() == "2026-11-15T23:59:59+01:00"


def test_people_work_by_day_and_rest_at_weekends(whole: Log) -> None:
    work = [commit for commit in whole.people() if commit.who != "mara"]
    by_day = [commit for commit in work if 8 <= commit.wrote.hour < 19]

    assert not [commit.oid for commit in work if commit.wrote.weekday() >= 5]
    assert len(by_day) > 0.97 * len(work)


def test_weeks_are_of_a_believable_size(whole: Log) -> None:
    weeks = Counter(commit.wrote.isocalendar()[:2] for commit in whole.people())
    usual = [weeks[week] for week in sorted(weeks) if week not in ((2025, 52), (2026, 1))]

    assert 2500 < len(whole.commits) < 4000
    assert len(usual) > 70
    assert min(usual) >= 20
    assert max(usual) <= 65


def test_subjects_read_like_a_teams_and_seldom_repeat(whole: Log) -> None:
    subjects = [commit.subject for commit in whole.people()]

    assert all(": " in subject and len(subject) < 80 for subject in subjects)
    assert len(set(subjects)) > 0.97 * len(subjects)


def test_what_was_planted_is_written_beside_it_with_its_commits(harbour: Harbour, whole: Log) -> None:
    written = json.loads(harbour.planted_file.read_text(encoding="utf-8"))
    known = {*whole.git("rev-list", "--all").split(), *Tracker(harbour.items_file).references()}
    ledger = {commit.oid for commit in whole.everywhere.people(YEAR_AGO) if commit.is_in("billing/ledger")}

    assert [planted["id"] for planted in written["planted"]] == [planted.id for planted in PLANTED]
    assert written["as_of"] == AS_OF.isoformat()
    assert all(planted["evidence"] for planted in written["planted"])
    seen = [planted for planted in written["planted"] if planted["seen_in"] != "records"]
    assert all(set(planted["evidence"]) <= known for planted in seen)
    assert set(harbour.evidence["ledger-held-by-mara"]) == ledger


def test_what_is_left_out_is_not_written_down(halves: dict[tuple[str, ...], Log]) -> None:
    for without, log in halves.items():
        written = json.loads((log.repository.parent / "planted.json").read_text(encoding="utf-8"))

        assert not {planted["id"] for planted in written["planted"]} & set(without)
        assert written["without"] == sorted(without)


def test_making_it_again_changes_nothing_and_keeps_the_users_edits(elsewhere: Harbour) -> None:
    note = elsewhere.workspace / "people" / "tomas.md"
    note.write_text(note.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in elsewhere.folder.rglob("*")}

    again = make(elsewhere.folder)

    assert again == elsewhere
    assert {path: path.stat().st_mtime_ns for path in elsewhere.folder.rglob("*")} == before
    assert note.read_text(encoding="utf-8").endswith("\nMine.\n")


def test_the_clone_and_the_workspace_know_when_their_story_ends(harbour: Harbour, tmp_path: Path) -> None:
    strange = tmp_path / "harbour"
    strange.mkdir()
    (tmp_path / "planted.json").write_text(
        '{"as_of": "2020-01-01T00:00:00+00:00", "made_by": "a gardener"}', encoding="utf-8"
    )

    assert default_as_of(harbour.repository) == AS_OF
    assert default_as_of(harbour.workspace) == AS_OF
    assert default_as_of(harbour.folder) is None
    assert default_as_of(harbour.repository / "export") is None
    assert default_as_of(strange) is None


def test_the_workspace_is_for_the_lead_alone(elsewhere: Harbour) -> None:
    folders = (elsewhere.workspace, elsewhere.workspace / "people")

    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match=r"holds something else. Give a new or an empty folder"):
        make(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "try"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="this is a file"):
        make(file)


def test_another_harbour_is_refused(elsewhere: Harbour) -> None:
    with pytest.raises(UsageError, match=r"another Harbour \(seed 2026\)"):
        make(elsewhere.folder, seed=7)


def test_leaving_out_what_was_never_planted_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='nothing called "rain" is planted'):
        make(tmp_path / "try", without=("rain",))

    assert not (tmp_path / "try").exists()


def test_without_git_it_says_so_and_the_next_run_finishes(tmp_path: Path, harbour: Harbour) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path / "nothing"))
        with pytest.raises(MachineFailed, match="git was not found"):
            make(tmp_path / "try")

    made = make(tmp_path / "try")

    assert made.evidence == harbour.evidence
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "harbour",
        "harbour-items.ndjson",
        "harbour-lead",
        "planted.json",
    ]
