"""What finished tasks say: whose dates count, what hours they come to, and that nobody is compared with anybody."""

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

from builders_plan import MONDAY, workspace
from trimtab.advice.plan._history import Done, History, history_of
from trimtab.advice.plan._items import WorkSpan
from trimtab.planning.durations import size_of

PLAN = """
title: Billing
start: 2026-10-01
people: [tomas, ife]
tasks:
"""

# Monday 2 November at ten to Wednesday the 4th at four.
THREE_DAYS = (datetime(2026, 11, 2, 10, tzinfo=UTC), datetime(2026, 11, 4, 16, tzinfo=UTC))


def _history(folder: Path, *tasks: str, worked: dict[str, WorkSpan | None] | None = None, **people: str) -> History:
    rows = "".join(f"  - {{{task}}}\n" for task in tasks)
    found = workspace(folder, PLAN + rows, **(people or {"tomas": "", "ife": ""}))
    return history_of(found, MONDAY, "UTC", worked or {})


def _hours(history: History) -> dict[str, float]:
    return {one.task: round(one.actual, 2) for one in history.done}


def test_a_task_without_dates_of_its_own_has_those_of_its_items_commits(tmp_path: Path) -> None:
    history = _history(
        tmp_path, "id: a, estimate: 2d, owner: tomas, items: ['#8'], done: true", worked={"#8": THREE_DAYS}
    )

    # Three days of eight hours, estimated at two.
    assert [(one.estimate, one.actual, one.by_items) for one in history.done] == [(16.0, 24.0, True)]


def test_a_task_is_done_when_all_its_items_are_and_takes_as_long_as_they_do(tmp_path: Path) -> None:
    later = (datetime(2026, 11, 5, 9, tzinfo=UTC), datetime(2026, 11, 5, 12, tzinfo=UTC))
    task = "id: a, estimate: 2d, owner: tomas, items: ['#8', '#9']"

    assert _hours(_history(tmp_path, task, worked={"#8": THREE_DAYS, "#9": later})) == {"a": 32.0}
    assert _hours(_history(tmp_path, task, worked={"#8": THREE_DAYS, "#9": None})) == {"a": 24.0}
    assert _hours(_history(tmp_path, task, worked={"#8": THREE_DAYS})) == {}


def test_what_is_written_in_the_plan_counts_before_what_commits_say(tmp_path: Path) -> None:
    written = "id: a, estimate: 2d, owner: tomas, started: 2026-11-03, finished: 2026-11-03, items: ['#8'], done: true"
    history = _history(tmp_path, written, worked={"#8": THREE_DAYS})

    assert [(one.actual, one.by_items) for one in history.done] == [(8.0, False)]


def test_items_without_a_commit_date_no_task_and_that_is_counted(tmp_path: Path) -> None:
    history = _history(tmp_path, "id: a, estimate: 2d, owner: tomas, items: ['#8'], done: true", worked={"#8": None})

    assert history.done == ()
    assert history.left_out == ("1 done without dates or an estimate",)


def test_a_task_without_an_estimate_teaches_nothing(tmp_path: Path) -> None:
    assert _history(tmp_path, "id: a, owner: tomas, items: ['#8']", worked={"#8": THREE_DAYS}).done == ()


def test_a_day_with_two_tasks_of_one_person_is_parted_between_them(tmp_path: Path) -> None:
    first = "id: a, estimate: 1d, owner: tomas, started: 2026-11-02, finished: 2026-11-03, done: true"
    second = "id: b, estimate: 1d, owner: tomas, started: 2026-11-03, finished: 2026-11-03, done: true"

    # The Monday is a's alone; half of the Tuesday is each one's.
    assert _hours(_history(tmp_path, first, second)) == {"a": 12.0, "b": 4.0}


def test_a_day_with_tasks_of_two_people_is_whole_for_both(tmp_path: Path) -> None:
    first = "id: a, estimate: 1d, owner: tomas, started: 2026-11-03, finished: 2026-11-03, done: true"

    assert _hours(_history(tmp_path, first, first.replace("id: a", "id: b").replace("tomas", "ife"))) == {
        "a": 8.0,
        "b": 8.0,
    }


def test_weekends_leave_and_part_time_are_no_work_on_a_task(tmp_path: Path) -> None:
    # Friday to Tuesday, with the Monday off, at half time.
    task = "id: a, estimate: 1d, owner: tomas, started: 2026-11-06, finished: 2026-11-10, done: true"
    away = "capacity: 0.5\nleave:\n  - {from: 2026-11-09, to: 2026-11-09}\n"

    assert _hours(_history(tmp_path, task, tomas=away, ife="")) == {"a": 8.0}


def test_tasks_are_compared_by_size_and_never_by_who_did_them(tmp_path: Path) -> None:
    rows = [
        f"id: {who}{place}, estimate: {size}, owner: {who}, started: 2026-0{1 + place % 9}-05, "
        f"finished: 2026-0{1 + place % 9}-09, done: true"
        for who in ("tomas", "ife")
        for place, size in enumerate(("2h", "1d", "3d", "8d") * 4)
    ]
    history = _history(tmp_path, *rows)
    turned = _history(
        tmp_path, *(row.replace("tomas", "x").replace("ife", "tomas").replace("x", "ife") for row in rows)
    )

    assert not {"person", "owner", "who"} & {field.name for field in fields(Done)}
    assert history.calibration.finished == 32
    assert history.calibration.counts == dict.fromkeys(map(size_of, (2, 8, 24, 64)), 8)
    assert history.calibration == turned.calibration


def test_a_task_that_ran_for_years_is_no_measurement(tmp_path: Path) -> None:
    row = "id: a, estimate: 1d, owner: tomas, started: 1926-11-02, finished: 2026-11-03, done: true"
    history = _history(tmp_path, row)

    assert (history.done, history.left_out) == ((), ("1 done without dates or an estimate",))
    assert history.ends == (date(2026, 11, 3),)
