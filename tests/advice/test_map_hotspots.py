"""Every file by where the next changes will be: `map --hotspots`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import figure, rows, said, workspace_for
from builders_git import History
from trimtab.advice.map import hotspots_of
from trimtab.errors import UsageError
from trimtab.workspace import Workspace

NOW = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The ledger changes every week and is fixed every other, the web once a month, the notes have lain for four years."""
    history = History(tmp_path / "harbour")
    with history.many():
        history.commit("notes", files={"docs/notes.md": "one\n"}, at=NOW - timedelta(days=4 * 365))
        for week in range(40, 0, -1):
            at = NOW - timedelta(weeks=week)
            subject = "fix the rounding" if week % 2 else "round"
            history.commit(subject, files={"billing/ledger.py": f"{week}\n" * 200}, at=at)
            if week % 4 == 0:
                history.commit("paint", files={"web/app.py": f"{week}\n" * 20}, at=at)
    workspace = workspace_for(tmp_path / "lead", tmp_path / "harbour")
    workspace.sync(NOW)
    return workspace


def test_the_hottest_file_comes_first_and_one_that_lay_for_years_is_still_there(workspace: Workspace) -> None:
    (section,) = hotspots_of(workspace, now=NOW).sections

    assert [claim.name for claim in section.claims] == ["billing/ledger.py", "web/app.py", "docs/notes.md"]
    assert section.columns == ("file", "heat", "changes", "fixes", "lines")
    assert section.claims[0].cells[1:] == ("40", "20", "200")


def test_heat_density_and_the_commits_behind_them_open(workspace: Workspace) -> None:
    ledger = said(hotspots_of(workspace, now=NOW), "hotspot:harbour:billing/ledger.py")

    # 200 lines: heat for each thousand is five times the heat.
    assert figure(ledger, "density") == pytest.approx(5 * figure(ledger, "heat"), abs=0.3)
    assert sum(row.kind == "commit" for row in rows(ledger)) >= 3


def test_as_of_the_past_nothing_later_is_seen(workspace: Workspace) -> None:
    then = NOW - timedelta(weeks=20, days=3)
    answer = hotspots_of(workspace, now=NOW, as_of=then.isoformat())

    ledger = said(answer, "hotspot:harbour:billing/ledger.py")
    assert figure(ledger, "changes") == 20
    assert all(row.at <= answer.as_of for claim in answer.claims() for row in rows(claim) if row.at)


def test_an_instant_to_come_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="still to come"):
        hotspots_of(workspace, now=NOW, as_of="2027-06-01")


def test_before_the_first_commit_there_is_no_number(workspace: Workspace) -> None:
    answer = hotspots_of(workspace, now=NOW, as_of="2020-01-01")

    assert list(answer.claims()) == []
    assert "Nothing had been committed by" in answer.claim
