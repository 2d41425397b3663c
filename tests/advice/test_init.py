"""A workspace for a clone: what is detected, what is written, and what is refused."""

import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builders_git import IFE, MARA, TOMAS, History
from trimtab.advice import init
from trimtab.advice.people import everybody
from trimtab.errors import UsageError
from trimtab.records import load
from trimtab.workspace import Workspace, open_clone, open_workspace

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")
MONDAY = datetime.fromisoformat("2026-09-07T10:00+02:00")


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Thirty working days of Mara and Tomas on Stockholm's clock, and one commit by Ife."""
    made = History(tmp_path / "harbour")
    made.git("config", "user.email", "mara@harbour.example")
    with made.many():
        made.commit(author=IFE, at=MONDAY - timedelta(hours=2))
        for day in range(30):
            at = MONDAY + timedelta(days=day + 2 * (day // 5), hours=day % 6)
            at = at if at < datetime.fromisoformat("2026-10-25T03:00+01:00") else at.astimezone(NOW.tzinfo)
            made.commit(author=MARA, at=at)
            made.commit(author=TOMAS, at=at + timedelta(minutes=20))
    made.commit("a program", author="harbour-ci[bot] <ci[bot]@users.noreply.github.com>", at=NOW - timedelta(days=9))
    return made


def proposed(history: History, into: Path | None = None, me: str | None = None) -> init.Proposal:
    return init.propose(read(history.path), history.path, NOW, into=into, me=me)


def read(clone: Path) -> Workspace:
    workspace = open_clone(clone)
    workspace.sync(NOW)
    return workspace


def test_me_zone_hours_people_and_programs_are_detected(tmp_path: Path, history: History) -> None:
    found = proposed(history)

    assert found.folder == tmp_path / "harbour-lead"
    assert (found.slug, found.me) == ("harbour", "mara-lindqvist")
    assert found.zone is not None
    assert found.zone.startswith("Europe/")
    assert found.hours is not None
    assert [one.id for one in found.people] == ["mara-lindqvist", "tomas-novak"]  # Ife committed once
    assert found.bots == ("harbour-ci[bot]",)


def test_it_says_how_each_thing_is_known(history: History) -> None:
    because = proposed(history).because

    assert because[0] == "you are mara-lindqvist: mara@harbour.example (git's user.email)"
    assert any(line.startswith("zone Europe/") for line in because)


def test_what_is_written_loads_without_a_single_complaint(history: History) -> None:
    proposal = proposed(history)

    files = init.write(proposal)

    records = load(proposal.folder)
    assert records.diagnostics == ()
    assert records.me is not None
    assert records.me.emails == ("mara@harbour.example",)
    assert [file.relative_to(proposal.folder).as_posix() for file in files] == [
        ".gitattributes",
        ".gitignore",
        "people/mara-lindqvist.md",
        "people/tomas-novak.md",
        "trimtab.yaml",
    ]


def test_the_settings_explain_themselves(history: History) -> None:
    proposal = proposed(history)
    init.write(proposal)

    text = (proposal.folder / "trimtab.yaml").read_text(encoding="utf-8")

    assert text.count("#") > 5
    assert "path: ../harbour" in text


def test_the_workspace_can_be_read_and_its_clone_found(history: History) -> None:
    proposal = proposed(history)
    init.write(proposal)

    synced = open_workspace(proposal.folder).sync(NOW)

    assert synced.reports["harbour"].rows["commits"] == 62


def test_the_clone_stays_as_it_was(history: History) -> None:
    before = sorted(path for path in history.path.rglob("*"))

    init.write(proposed(history))

    assert sorted(path for path in history.path.rglob("*")) == before


def test_the_folder_is_for_its_owner_alone_and_evidence_stays_out_of_git(history: History) -> None:
    proposal = proposed(history)
    init.write(proposal)

    assert proposal.folder.stat().st_mode & 0o077 == 0
    assert (proposal.folder / ".gitignore").read_text() == ".trimtab/\n"
    assert (proposal.folder / ".gitattributes").read_text() == "ledger.jsonl merge=union\n"


def test_a_folder_in_the_clone_is_refused(history: History) -> None:
    with pytest.raises(UsageError, match="this lies in the clone, where others would see it"):
        proposed(history, history.path / "lead")


def test_a_link_into_the_clone_is_refused_too(tmp_path: Path, history: History) -> None:
    (history.path / "docs").mkdir()
    (tmp_path / "elsewhere").symlink_to(history.path / "docs")

    with pytest.raises(UsageError, match="this lies in the clone"):
        proposed(history, tmp_path / "elsewhere" / "lead")


def test_a_workspace_that_is_there_is_not_written_over(history: History) -> None:
    proposal = proposed(history)
    init.write(proposal)

    with pytest.raises(UsageError, match="this is a workspace already"):
        proposed(history)


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path, history: History) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")

    with pytest.raises(UsageError, match="there is something here already"):
        proposed(history, tmp_path / "mine")
    with pytest.raises(UsageError, match="there is something here already"):
        proposed(history, tmp_path / "mine" / "letter.txt")


def test_an_empty_folder_is_taken(tmp_path: Path, history: History) -> None:
    (tmp_path / "empty").mkdir()

    init.write(proposed(history, tmp_path / "empty"))

    assert load(tmp_path / "empty").diagnostics == ()


def test_somebody_the_history_does_not_know_is_left_to_be_filled_in(history: History) -> None:
    proposal = proposed(history, me="nobody@elsewhere.example")
    init.write(proposal)

    assert (proposal.me, proposal.zone, proposal.hours) == (None, None, None)
    assert [one.severity for one in load(proposal.folder).diagnostics if one.severity == "error"] == []


def test_what_the_lead_answers_stands_in_the_settings(history: History) -> None:
    proposal = init.with_answers(replace(proposed(history), zone=None), zone="Asia/Tokyo")
    init.write(proposal)

    zone = load(proposal.folder).settings.zone

    assert zone is not None
    assert zone[0].value == "Asia/Tokyo"


def test_an_answer_not_given_leaves_what_was_detected(history: History) -> None:
    proposal = proposed(history)

    assert init.with_answers(proposal, zone=None) == proposal


def test_an_empty_clone_gives_a_workspace_to_fill_in(tmp_path: Path) -> None:
    empty = History(tmp_path / "new-thing")

    proposal = proposed(empty)
    init.write(proposal)

    assert proposal.people == ()
    assert [one for one in load(proposal.folder).diagnostics if one.severity == "error"] == []


def test_a_name_that_yaml_could_misread_is_written_as_a_name(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.git("config", "user.email", "no@harbour.example")
    with history.many():
        for _ in range(6):
            history.commit(author="No: # 'Yes\" [1] <no@harbour.example>", at=NOW - timedelta(days=2))

    proposal = proposed(history)
    init.write(proposal)

    records = load(proposal.folder)
    assert records.diagnostics == ()
    assert records.me is not None
    assert "No: # 'Yes\" [1]" in records.me.names


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("git@github.com:mara/lead.git", True),
        ("https://gitlab.com/mara/lead", True),
        ("https://git.harbour.example/mara/lead.git", False),
        ("/srv/git/lead.git", False),
    ],
)
def test_a_folder_that_goes_to_a_public_forge_is_told_apart(tmp_path: Path, address: str, public: bool) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", address], check=True)

    assert init.public_remote(tmp_path) == (address if public else None)


def test_a_folder_in_no_repository_goes_nowhere(tmp_path: Path) -> None:
    assert init.public_remote(tmp_path) is None


def test_an_address_of_two_people_is_given_to_neither_so_that_they_stay_two(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.git("config", "user.email", "sofie@harbour.example")
    history.git("config", "user.name", "Sofie Lindgren")
    with history.many():
        for day in range(12):
            who = ("Sofie Lindgren", "Sofie Marklund")[day % 2]
            history.commit(author=f"{who} <sofie@harbour.example>", at=NOW - timedelta(days=20 - day))
    proposal = proposed(history, me="Sofie Lindgren")

    init.write(proposal)

    opened = open_workspace(proposal.folder)
    opened.sync(NOW)
    assert {one.name for one in everybody(opened).people} == {"Sofie Lindgren", "Sofie Marklund"}
    assert load(proposal.folder).diagnostics == ()
    assert proposal.pairs == 1


def test_a_bare_clone_gets_its_workspace_beside_it(tmp_path: Path, history: History) -> None:
    bare = tmp_path / "mirrors" / "harbour.git"
    history.git("clone", "-q", "--bare", str(history.path), str(bare))

    proposal = init.propose(read(bare), bare, NOW)

    assert proposal.folder == tmp_path / "mirrors" / "harbour-lead"


@pytest.mark.parametrize(
    ("remote", "repo", "host"),
    [
        ("https://github.com/harbour/ledger.git", "harbour/ledger", "github.com"),
        ("https://mara:secret@git.harbour.example/harbour/ledger", "harbour/ledger", "git.harbour.example"),
        ("git@github.com:harbour/ledger.git", "harbour/ledger", "github.com"),
        ("ssh://git@git.harbour.example:7999/harbour/ledger.git", "harbour/ledger", "git.harbour.example"),
    ],
)
def test_the_tracker_of_the_remote_is_written_where_it_is_asked_for(
    history: History, remote: str, repo: str, host: str
) -> None:
    history.git("remote", "add", "origin", remote)

    found = init.propose(read(history.path), history.path, NOW, github=True)
    init.write(found)

    settings = load(found.folder).settings
    assert [(one.repo, one.host) for one in settings.github_repositories] == [(repo, host)]
    assert proposed(history, into=found.folder.parent / "other").github == ()


@pytest.mark.parametrize("remote", [None, "/srv/git/ledger.git", "../ledger.git", "https://github.com/ledger"])
def test_a_remote_that_is_no_repository_on_a_host_is_refused_with_the_line_to_write(
    history: History, remote: str | None
) -> None:
    if remote:
        history.git("remote", "add", "origin", remote)

    with pytest.raises(UsageError, match=r"github: \[\{repo: OWNER/NAME\}\]"):
        init.propose(read(history.path), history.path, NOW, github=True)
