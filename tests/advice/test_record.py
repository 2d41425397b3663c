"""What enters the ledger: each line about an area and the next step, once for what it was worked out from."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from advice.asking import workspace_for
from builders_git import History
from trimtab.advice.answer import Answer, Claim, Evidence, Group, Section
from trimtab.advice.record import record
from trimtab.records import load
from trimtab.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")
LATER = NOW + timedelta(days=7)


def held(area: str, *oids: str) -> Claim:
    """That Mara alone holds an area, as so many commits show."""
    rows = tuple(Evidence("commit", f"harbour@{oid}", "") for oid in oids)
    group = Group("you", "", rows, len(rows))
    return Claim("b9", f"holder:{area}", "only you", name=area, headline=f"Only you hold {area}", because=(group,))


def answer(*claims: Claim, step: str = "show Tomas the ledger", at: datetime = NOW) -> Answer:
    moved = Claim("b1", "moved", "38 commits")
    return Answer("brief", "Harbour", "week", "", at, (Section("ALL", (moved, *claims)),), ("git",), next_step=step)


def a_workspace(folder: Path) -> Workspace:
    return workspace_for(folder / "lead", History(folder / "harbour").path)


def test_lines_about_areas_and_the_step_are_written_and_counts_of_the_week_are_not(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)

    written = record(workspace, answer(held("billing/ledger", "a1")), NOW)

    ledger = load(workspace.folder).ledger
    assert written == 2
    assert sorted((one.kind, one.subject) for one in ledger.entries.values()) == [
        ("advice", "holder:billing/ledger"),
        ("next-step", "brief"),
    ]
    assert all(one.as_of == one.made_at == NOW for one in ledger.entries.values())
    assert ledger.diagnostics == ()


def test_the_same_evidence_on_another_day_is_the_same_advice(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    record(workspace, answer(held("billing/ledger", "a1", "a2")), NOW)

    again = record(workspace, answer(held("billing/ledger", "a2", "a1"), at=LATER), LATER)

    assert again == 0


def test_new_evidence_is_new_advice(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    record(workspace, answer(held("billing/ledger", "a1")), NOW)

    assert record(workspace, answer(held("billing/ledger", "a1", "a2"), at=LATER), LATER) == 1


def test_another_step_is_written_beside_the_one_before(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)
    record(workspace, answer(), NOW)

    assert record(workspace, answer(step="merge retry-budget"), LATER) == 1
    assert len(load(workspace.folder).ledger.entries) == 2


def test_without_a_step_or_an_area_nothing_is_written(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path)

    assert record(workspace, replace(answer(), next_step=""), NOW) == 0
    assert not (workspace.folder / "ledger.jsonl").exists()


def test_a_clone_without_a_workspace_has_no_ledger(tmp_path: Path) -> None:
    bare = Workspace(tmp_path, tmp_path / ".trimtab", (), has_records=False)

    assert record(bare, answer(held("billing/ledger", "a1")), NOW) == 0
    assert list(tmp_path.iterdir()) == []
