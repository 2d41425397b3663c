"""The state of a plan's items, as of an instant, from the lake's rows."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import polars as pl

from builders_plan import workspace
from builders_tracked import Tracker, day
from trimtab.advice.plan._items import closed_items, ended_items, worked_items
from trimtab.records import Plan
from trimtab.workspace import Workspace

PLAN = """
title: Billing
start: 2026-03-02
tasks:
  - {id: a, estimate: 1d, items: ['#8', 'ledger#9']}
  - {id: b, estimate: 1d, items: ['#77']}
  - {id: c, estimate: 1d, items: ['elsewhere#8']}
"""


def _plan(folder: Path) -> Plan:
    found = workspace(folder, PLAN).plan("billing")
    assert found is not None
    return found


def _lake(tracker: Tracker) -> Workspace:
    """A workspace as far as it is asked for: its tables."""
    commit = {"oid": "c1", "parents": ["a"], "author_at": day(2), "happened_at": day(2)}
    tables = {
        "items": tracker.frame("items"),
        "item_events": tracker.frame("events"),
        "item_links": tracker.frame("links"),
        "commits": pl.LazyFrame([commit, commit | {"oid": "c2", "author_at": day(3), "happened_at": day(3)}]),
    }
    snapshot = SimpleNamespace(scan=lambda table, as_of=None: tables[table])
    return cast("Workspace", SimpleNamespace(snapshot=lambda: snapshot))


def test_an_item_is_closed_from_its_end_on_and_open_before_and_unknown_where_it_was_not_read(tmp_path: Path) -> None:
    tracker = Tracker()
    tracker.user("mara")
    for number in (8, 9):
        tracker.pull(number, "mara")
        tracker.act(number, "mara", "opened", 1)
    tracker.act(8, "mara", "closed", 5)

    assert closed_items(_lake(tracker), _plan(tmp_path), day(4)) == {"#8": False, "ledger#9": False}
    assert closed_items(_lake(tracker), _plan(tmp_path), day(6)) == {"#8": True, "ledger#9": False}


def test_a_lake_without_items_knows_of_none(tmp_path: Path) -> None:
    assert closed_items(_lake(Tracker()), _plan(tmp_path), day(4)) == {}
    assert worked_items(_lake(Tracker()), [_plan(tmp_path)], day(4)) == {}


def test_what_work_on_an_item_took_is_told_by_commits_of_items_that_ended(tmp_path: Path) -> None:
    tracker = Tracker()
    tracker.user("mara")
    for number, commits in ((8, ("c1", "c2")), (9, ())):
        tracker.pull(number, "mara", commits=commits)
        tracker.act(number, "mara", "opened", 1)
        tracker.act(number, "mara", "closed", 5)

    assert worked_items(_lake(tracker), [_plan(tmp_path)], day(4)) == {}
    assert worked_items(_lake(tracker), [_plan(tmp_path)], day(6)) == {"#8": (day(2), day(3)), "ledger#9": None}


def test_the_day_an_item_ended_is_known_once_it_has(tmp_path: Path) -> None:
    tracker = Tracker()
    tracker.user("mara")
    for number in (8, 9):
        tracker.pull(number, "mara")
        tracker.act(number, "mara", "opened", 1)
    tracker.act(8, "mara", "closed", 5)

    assert ended_items(_lake(tracker), [_plan(tmp_path)], day(4)) == {}
    assert ended_items(_lake(tracker), [_plan(tmp_path)], day(6)) == {"#8": day(5)}
