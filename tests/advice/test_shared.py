"""An area that was held by one person and is shared by now is told once, in the brief after it came about."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import rows, said, words, workspace_for
from builders_git import History
from trimtab.advice.answer import Answer
from trimtab.advice.brief import brief
from trimtab.advice.kept import with_unchanged
from trimtab.workspace import Workspace

NOW = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
MARA, TOMAS = "Mara Lind <mara@harbour.example>", "Tomas Novak <tomas@harbour.example>"


def ledger_held_by_mara(folder: Path) -> History:
    """Mara alone changes the ledger, Tomas alone the web; the last change is ten days old."""
    history = History(folder)
    with history.many():
        for day in range(130, 9, -3):
            at = NOW - timedelta(days=day)
            history.commit(f"ledger {day}", files={"billing/ledger.py": f"{day}\n" * 8}, author=MARA, at=at)
            history.commit(f"web {day}", files={"web/app.py": f"{day}\n" * 8}, author=TOMAS, at=at)
    return history


def told(workspace: Workspace, at: datetime) -> Answer:
    workspace.sync(at)
    return with_unchanged(workspace, brief(workspace, now=at, as_of=at.isoformat(), reader=""), "")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_for(tmp_path / "lead", tmp_path / "harbour")


def tomas_changes_the_ledger(history: History, times: int) -> None:
    for hour in range(times):
        at = NOW - timedelta(days=2, hours=hour)
        history.commit(f"round {hour}", files={"billing/ledger.py": f"round {hour}\n" * 9}, author=TOMAS, at=at)


def test_a_hand_over_that_worked_is_told_with_the_changes_that_show_it(tmp_path: Path, workspace: Workspace) -> None:
    history = ledger_held_by_mara(tmp_path / "harbour")
    before = told(workspace, NOW - WEEK)
    tomas_changes_the_ledger(history, 9)
    now = told(workspace, NOW)

    held = next(claim for claim in before.claims() if claim.subject.startswith("holder:billing"))
    shared = said(now, f"shared:{held.name}")

    assert "share it" in words(shared)
    assert "9 changes and reviews" in words(shared)
    assert {row.by for row in rows(shared)} == {"Tomas"}
    assert said(now, held.subject) is None


def test_what_is_still_held_is_not_told_as_shared(tmp_path: Path, workspace: Workspace) -> None:
    history = ledger_held_by_mara(tmp_path / "harbour")
    told(workspace, NOW - WEEK)
    tomas_changes_the_ledger(history, 1)

    now = told(workspace, NOW)

    assert [claim.subject for claim in now.claims() if claim.subject.startswith("shared:")] == []


def test_a_replay_knows_nothing_of_what_was_said(tmp_path: Path, workspace: Workspace) -> None:
    history = ledger_held_by_mara(tmp_path / "harbour")
    told(workspace, NOW - WEEK)
    tomas_changes_the_ledger(history, 9)
    workspace.sync(NOW)

    replayed = brief(workspace, now=NOW, as_of=NOW.isoformat())

    assert [claim.subject for claim in replayed.claims() if claim.subject.startswith("shared:")] == []
