"""People gone quiet, as the brief tells of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import rows, said, words, workspace_for
from builders_git import History
from trimtab.advice.answer import Answer
from trimtab.advice.brief import brief

NOW = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
MARA, RAVI = "Mara Lind <mara@harbour.example>", "Ravi Shah <ravi@harbour.example>"


def shared_work(folder: Path, silent_days: int, every: int = 3) -> History:
    """Mara and Ravi change the same files, every third day each; of Ravi nothing is heard for the last days."""
    history = History(folder)
    with history.many():
        for day in range(300, 0, -1):
            for who, turn in ((MARA, 0), (RAVI, 1)):
                if day % every == turn % every and not (who == RAVI and day <= silent_days):
                    at = NOW - timedelta(days=day)
                    files = {f"{place}/part{day // 3 % 4}.py": f"{who} {day}\n" for place in ("api", "web")}
                    history.commit(f"change {day}", files=files, author=who, at=at)
    return history


def briefed(tmp_path: Path, silent_days: int, people: str = "") -> Answer:
    clone = tmp_path / "harbour"
    shared_work(clone, silent_days)
    workspace = workspace_for(tmp_path / "lead", clone, people=people)
    workspace.sync(NOW)
    return brief(workspace, now=NOW)


def test_somebody_silent_for_longer_than_ever_is_told_with_what_they_know(tmp_path: Path) -> None:
    quiet = said(briefed(tmp_path, 40), "quiet:ravi-shah")

    assert "nothing for 4" in words(quiet)
    assert "19 in 20 of the gaps before were 14 or less" in words(quiet)  # every third day; under 14 none is counted
    assert len(list(rows(quiet))) >= 3
    assert {row.by for row in rows(quiet)} == {"Ravi"}


@pytest.mark.parametrize("silent_days", [12, 130])
def test_a_short_silence_and_an_old_one_are_no_news(tmp_path: Path, silent_days: int) -> None:
    assert said(briefed(tmp_path, silent_days), "quiet:ravi-shah") is None


def test_nobody_has_gone_quiet_where_the_whole_project_has(tmp_path: Path) -> None:
    clone = tmp_path / "harbour"
    shared_work(clone, 0)
    workspace = workspace_for(tmp_path / "lead", clone)
    later = NOW + timedelta(days=50)
    workspace.sync(later)

    answer = brief(workspace, now=later)

    assert [claim.subject for claim in answer.claims() if claim.subject.startswith("quiet:")] == []


def test_leave_that_the_records_know_of_is_no_silence(tmp_path: Path) -> None:
    clone = tmp_path / "harbour"
    shared_work(clone, 40)
    workspace = workspace_for(tmp_path / "lead", clone)
    on_leave = "---\nemails: [ravi@harbour.example]\nleave:\n  - from: 2026-10-01\n    to: 2026-12-31\n---\n"
    (tmp_path / "lead" / "people" / "ravi.md").write_text(on_leave, encoding="utf-8")
    workspace.sync(NOW)

    answer = brief(workspace, now=NOW)

    assert [claim.subject for claim in answer.claims() if claim.subject.startswith("quiet:")] == []
