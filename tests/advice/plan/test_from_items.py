"""Items become the draft of a plan: their owners, what blocks what, and the milestone they are for."""

from datetime import timedelta
from pathlib import Path

import pytest

from advice.asking import SAVED_AT, tracked
from builders_plan import workspace
from builders_tracker import IFE, TOMAS, at, event, issue
from trimtab.advice.plan.beginning import begin
from trimtab.errors import UsageError
from trimtab.records import load
from trimtab.records.plan import Plan
from trimtab.workspace import open_workspace


def planned(folder: Path, *items: object, query: str = "is:issue") -> tuple[Plan, tuple[str, ...]]:
    """The plan that a query of saved items becomes, and what could not be taken over."""
    opened = tracked(folder, *items)
    begun = begin(opened, "billing", now=SAVED_AT, items=query)
    read = load(opened.folder)
    assert [one.message for one in read.diagnostics if one.severity == "error"] == []
    plan = read.plan("billing")
    assert plan is not None
    return plan, begun.notes


def test_open_items_become_tasks_with_their_owners(tmp_path: Path) -> None:
    plan, notes = planned(
        tmp_path,
        issue(1, title="Export rows", assignees=[TOMAS]),
        issue(2, title="Import rows", assignees=[TOMAS, IFE]),
        issue(3, title="Old", state="closed", closed_at=at(5)),
    )

    one, two = plan.tasks
    assert (one.id, one.title, one.items, one.owner, one.tags) == (
        "export-rows",
        "Export rows",
        ("#1",),
        "tomas",
        ("bug",),
    )
    assert (two.owner, two.candidates) == (None, ("tomas", "ife"))
    assert "1 item that ended already was left out" in notes
    assert "items have no estimates: write one at each task" in notes


def test_what_is_blocked_waits_and_what_is_part_of_another_stands_below_it(tmp_path: Path) -> None:
    parts = [event("sub_issue_added", 2, one, actor=IFE, sub_issue={"number": one}) for one in (8, 9)]
    blocked = event("blocked_by_added", 2, 1, actor=IFE, blocked_by={"number": 8})
    plan, _ = planned(
        tmp_path,
        issue(7, title="Both", events=parts),
        issue(8, title="First"),
        issue(9, title="Second", events=[blocked]),
    )

    leaves = {
        task.id: ([link.task for link in task.after], [group.id for group in around]) for task, around in plan.leaves()
    }
    assert leaves == {"first": ([], ["both"]), "second": (["first"], ["both"])}


def test_a_milestone_of_all_is_the_plan_and_its_end(tmp_path: Path) -> None:
    milestone = {"title": "Export GA", "number": 1}
    plan, _ = planned(tmp_path, issue(1, title="A", milestone=milestone), issue(2, title="B", milestone=milestone))

    assert plan.title == "Export GA"
    assert [(one.title, [link.task for link in one.after]) for one in plan.milestones] == [("Export GA", ["a", "b"])]


def test_people_without_a_file_are_noted(tmp_path: Path) -> None:
    stranger = {"login": "stranger", "id": 99, "type": "User"}
    plan, notes = planned(tmp_path, issue(1, title="A", assignees=[stranger]))

    assert plan.tasks[0].owner is None
    assert "some items are assigned to people who have no file under people/" in notes


def test_a_query_that_no_open_item_fulfils_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no open item fulfils"):
        planned(tmp_path, issue(1, state="closed", closed_at=at(5)))


def test_without_a_tracker_or_a_commit_it_is_said_how_to_read_items(tmp_path: Path) -> None:
    workspace(tmp_path, "title: x\nstart: 2026-11-23\n")

    with pytest.raises(UsageError, match="sync --source archive"):
        begin(open_workspace(tmp_path), "other", now=SAVED_AT, items="is:issue")


def test_a_plan_begins_on_the_day_that_is_asked_about(tmp_path: Path) -> None:
    opened = tracked(tmp_path, issue(1, title="Export rows"))
    later = (SAVED_AT + timedelta(days=400)).isoformat()

    begin(opened, "billing", now=SAVED_AT, as_of=later)

    plan = load(opened.folder).plan("billing")
    assert plan is not None
    assert 0 <= (plan.start - (SAVED_AT + timedelta(days=400)).date()).days <= 3
