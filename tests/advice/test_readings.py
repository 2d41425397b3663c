"""One history read in several ways: twice, as of the past, by somebody else, without a workspace."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from json import dumps, loads
from pathlib import Path
from typing import Any

import pytest

from advice.asking import every_word, said, words
from trimtab.advice.answer import Answer
from trimtab.advice.brief import brief
from trimtab.demo import AS_OF, Harbour
from trimtab.errors import UsageError
from trimtab.render import from_json, json
from trimtab.workspace import Workspace, open_clone, open_workspace

MAY = "2026-05-03"
END_OF_MAY_3 = "2026-05-03T23:59:59+02:00"


@pytest.fixture(scope="module")
def truncated(tmp_path_factory: pytest.TempPathFactory, harbour: Harbour) -> Workspace:
    """Harbour as it was in May: a clone that was given no commit later than that, and items as they were saved then."""
    folder = tmp_path_factory.mktemp("may")
    clone, lead = folder / "harbour", folder / "harbour-lead"
    tip = _git(harbour.repository, "rev-list", "-1", f"--before={END_OF_MAY_3}", "main")
    _git(folder, "init", "-q", "-b", "main", str(clone))
    _git(clone, "fetch", "-q", str(harbour.repository), f"{tip}:refs/remotes/origin/main")
    _git(clone, "reset", "-q", "--hard", tip)
    shutil.copytree(harbour.workspace, lead, ignore=shutil.ignore_patterns(".trimtab"))
    items = harbour.items_file.read_text("utf-8").splitlines()
    (folder / harbour.items_file.name).write_text("".join(_cut(items, datetime.fromisoformat(END_OF_MAY_3))), "utf-8")
    workspace = open_workspace(lead)
    workspace.sync(AS_OF)
    return workspace


def test_the_same_question_gives_the_same_json_byte_for_byte(workspace: Workspace, answer: Answer) -> None:
    again = brief(open_workspace(workspace.folder), now=AS_OF, as_of=AS_OF.isoformat())

    assert json(again).encode() == json(answer).encode()


def test_a_lake_read_anew_gives_the_same_json_byte_for_byte(tmp_path: Path, harbour: Harbour, answer: Answer) -> None:
    shutil.copytree(harbour.workspace, tmp_path / "harbour-lead", ignore=shutil.ignore_patterns(".trimtab"))
    (tmp_path / "harbour").symlink_to(harbour.repository)
    (tmp_path / harbour.items_file.name).symlink_to(harbour.items_file)
    anew = open_workspace(tmp_path / "harbour-lead")
    anew.sync(AS_OF)

    again = brief(anew, now=AS_OF, as_of=AS_OF.isoformat())

    assert json(again).encode() == json(answer).encode()


def test_a_brief_of_the_past_does_not_change_when_history_goes_on(workspace: Workspace, truncated: Workspace) -> None:
    then = brief(truncated, now=AS_OF, as_of=MAY)
    today = brief(workspace, now=AS_OF, as_of=MAY)

    assert json(today) == json(then)


def test_a_brief_of_the_past_shows_nothing_later(workspace: Workspace) -> None:
    answer = brief(workspace, now=AS_OF, as_of=MAY)

    later = [
        row.key for claim in answer.claims() for group in claim.because for row in group.evidence
        if row.at is not None and row.at > answer.as_of
    ]  # fmt: skip
    assert later == []
    assert answer.as_of.isoformat() == "2026-05-03T23:59:59.999999+02:00"


def test_a_week_asked_for_is_briefed_as_of_its_end(workspace: Workspace) -> None:
    by_week = brief(workspace, now=AS_OF, week="2026-W18")
    by_day = brief(workspace, now=AS_OF, as_of=MAY)

    assert by_week == by_day
    assert by_week.period == "week 2026-W18, 27 Apr to 3 May"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"week": "2026-W47"}, "2026-W47 has not begun; it starts on 16 November 2026"),
        ({"week": "2026-W60"}, "2026-W60"),
        ({"week": "soon"}, "soon"),
        ({"as_of": "yesterday"}, "yesterday"),
        ({"as_of": "2026-13-01"}, "2026-13-01"),
    ],
)
def test_a_time_that_is_none_is_refused_by_name(workspace: Workspace, asked: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        brief(workspace, now=AS_OF, **asked)  # type: ignore[arg-type] # two of its keywords take text


def test_another_person_is_briefed_as_themselves(workspace: Workspace) -> None:
    as_tomas = brief(workspace, now=AS_OF, as_of=AS_OF.isoformat(), me="tomas@harbour.example")

    assert "only Mara" in words(said(as_tomas, "holder:billing/ledger"))
    assert "Mara's `ledger-rounding`" in words(said(as_tomas, "flight"))
    assert said(as_tomas, "hours") is not None


def test_the_reader_is_named_as_next_where_nobody_else_is_near(workspace: Workspace) -> None:
    as_tomas = brief(workspace, now=AS_OF, as_of=AS_OF.isoformat(), me="tomas@harbour.example")

    assert "next: you (reviewed it twice" in words(said(as_tomas, "holder:billing/ledger"))


def test_somebody_without_a_commit_is_briefed_as_an_observer(workspace: Workspace) -> None:
    observed = brief(workspace, now=AS_OF, as_of=AS_OF.isoformat(), me="auditor@elsewhere.example")

    (hours,) = [section for section in observed.sections if section.title == "YOUR HOURS"]
    assert hours.claims == ()
    assert "--me EMAIL" in hours.note
    assert any("auditor@elsewhere.example (--me) has no commits here" in note for note in observed.caveats)
    assert "you" not in every_word(observed).split()


def test_a_clone_without_a_workspace_is_briefed_from_its_history_alone(
    tmp_path: Path, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    clone = open_clone(harbour.repository)
    clone.sync(AS_OF)

    answer = brief(clone, now=AS_OF, as_of=AS_OF.isoformat())

    # From the clone alone one commit is under a handle that only the records join to her, so others made three.
    assert "mostly you: 11 of 14 changes" in words(said(answer, "holder:billing/ledger"))
    assert "silent for 19 days" in words(said(answer, "holder:deploy/"))
    assert "harbour-ci" not in every_word(answer)
    assert any(note.startswith("zone ") for note in answer.caveats)
    assert "working hours are assumed" in " ".join(answer.caveats)
    assert answer.nearest == f"trimtab init {harbour.repository}"
    assert not list(harbour.repository.rglob("*trimtab*"))


def test_an_answer_comes_back_from_its_json(answer: Answer) -> None:
    assert json(from_json(json(answer))) == json(answer)


def _cut(lines: Sequence[str], at: datetime) -> Iterator[str]:
    """Saved items as they would have been saved at an instant."""
    for told in map(loads, lines):
        shown, after = told[told["type"]], [one["event"] for one in told["events"] if _happened(one) > at]
        if datetime.fromisoformat(shown["created_at"]) > at:
            continue
        for name in ("events", "comments"):
            told[name] = [one for one in told[name] if _happened(one) <= at]
        happened = [_happened(one) for name in ("events", "comments") for one in told[name]]
        if "closed" in after:
            shown |= {"state": "open", "closed_at": None} | ({"merged_at": None} if told["type"] == "pull" else {})
        if "ready_for_review" in after:
            shown["draft"] = True
        shown |= {
            "labels": [one["label"] for one in told["events"] if one["event"] == "labeled"],
            "assignees": [one["assignee"] for one in told["events"] if one["event"] == "assigned"],
            "updated_at": max([datetime.fromisoformat(shown["created_at"]), *happened]).isoformat(),
        }
        yield dumps(told) + "\n"


def _happened(one: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(one.get("created_at") or one.get("submitted_at") or one["committer"]["date"])


def _git(folder: Path, *asked: str) -> str:
    return subprocess.run(["git", *asked], cwd=folder, capture_output=True, check=True, text=True).stdout.strip()
