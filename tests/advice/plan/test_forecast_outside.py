"""The view from outside: what it counts, and when it is told and moves no date."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from builders_plan import MONDAY, workspace
from builders_tracker import TRACKER, issue
from trimtab.advice.answer import Answer, Claim
from trimtab.advice.forecast import Outside
from trimtab.advice.plan._forecast_beside import Beside
from trimtab.advice.plan._forecast_fan import fan_of
from trimtab.advice.plan._forecast_run import Run
from trimtab.advice.plan.forecast import PlanForecast, Wanted, plan_forecast
from trimtab.workspace import find_workspace

FEW = Wanted(futures=400, rounds=2)
OPEN = "title: Billing\nstart: 2026-11-23\npeople: [tomas]\ntasks:\n"


def _tracker(folder: Path, ends: int, every: float = 2.0, took: float = 5.0, more: tuple[object, ...] = ()) -> None:
    """Issues of which one ended every so many days until the day before, so many days after it was opened."""
    found = list(more)
    for place in range(ends):
        end = MONDAY - timedelta(days=1 + every * place)
        dates = {"created_at": _at(end - timedelta(days=took)), "closed_at": _at(end), "state": "closed"}
        found.append(issue(100 + place, updated=_at(end), **dates))
    (folder / "saved.ndjson").write_text("".join(f"{json.dumps(one)}\n" for one in found))
    find_workspace(folder).read_archive(folder / "saved.ndjson", TRACKER, MONDAY)


def _at(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _asked(folder: Path) -> PlanForecast:
    return plan_forecast(find_workspace(folder), "billing", FEW, now=MONDAY)


def _line(answer: Answer, subject: str) -> Claim:
    return next(one for one in answer.claims() if one.subject == subject)


def _past(many: int) -> str:
    """A plan of which a task was done on each of the last weekdays."""
    days = [date(2026, 11, 20) - timedelta(days=one) for one in range(2 * many)]
    rows = [f"  - {{id: d{one}, done: true, finished: {day}}}\n" for one, day in enumerate(days) if day.weekday() < 5]
    return f"title: Past\nstart: 2026-10-01\npeople: [tomas]\ntasks:\n{''.join(rows[:many])}"


def test_tasks_are_counted_as_items_by_how_many_of_both_were_done(tmp_path: Path) -> None:
    workspace(tmp_path, OPEN + "".join(f"  - {{id: t{one}, estimate: 1d}}\n" for one in range(5)), tomas="")
    (tmp_path / "plans" / "past.yaml").write_text(_past(10))
    _tracker(tmp_path, 80)

    found = _asked(tmp_path)

    # From 1 October to 23 November an item every other day from the 22nd back, 27, while ten tasks were done: five are 13 or 14.
    assert found.run.outside is not None
    assert found.run.outside.count in (13, 14)
    assert "as many as ended here while as many tasks of plans were done" in _line(found.answer, "outside").meaning


def test_with_fewer_tasks_done_hours_are_counted(tmp_path: Path) -> None:
    workspace(tmp_path, OPEN + "  - {id: a, estimate: 26d}\n", tomas="")
    (tmp_path / "plans" / "past.yaml").write_text(_past(9))
    _tracker(tmp_path, 120)

    found = _asked(tmp_path)

    # Half a year has 26 weeks: 130 days, a fifth of which the task takes. 91 items ended in it.
    assert found.run.outside is not None
    assert found.run.outside.count == 18
    assert "as many as ended here while its people had as many hours" in _line(found.answer, "outside").meaning


def test_an_item_that_waited_longer_than_nearly_all_is_told_and_moves_no_date(tmp_path: Path) -> None:
    workspace(tmp_path, OPEN + "  - {id: a, estimate: 5d, items: ['#7']}\n", tomas="")
    _tracker(tmp_path, 60, more=(issue(7, created_at="2023-01-02T09:00:00Z", state="open"),))

    found = _asked(tmp_path)

    assert found.run.outside is not None
    assert found.run.outside.old == 1
    together = _line(found.answer, "together")
    assert together.text.startswith("as the plan has it: the item waited longer than 19 in 20 that ended here")
    assert together.figures[0].value == 100.0
    assert _line(found.answer, "outside").text.startswith("at the pace of the tracker: 8 in 10 ")


def test_an_item_that_waits_as_others_do_counts(tmp_path: Path) -> None:
    workspace(tmp_path, OPEN + "  - {id: a, estimate: 1d, items: ['#7']}\n", tomas="")
    _tracker(tmp_path, 60, took=20.0, more=(issue(7, created_at="2026-11-20T09:00:00Z", state="open"),))

    found = _asked(tmp_path)

    assert found.run.outside is not None
    assert found.run.outside.old == 0
    assert _line(found.answer, "together").text.startswith("8 in 10 by ")


def test_a_tracker_of_which_little_ended_is_not_told_as_unread(tmp_path: Path) -> None:
    workspace(tmp_path, OPEN + "  - {id: a, estimate: 1d}\n", tomas="")
    notes = {one.title: one.note for one in _asked(tmp_path).answer.sections}
    _tracker(tmp_path, 3)
    after = {one.title: one.note for one in _asked(tmp_path).answer.sections}

    assert notes["OUTSIDE VIEW"].startswith("no tracker was read")
    assert after["OUTSIDE VIEW"].startswith("the tracker tells too little")


# What may move the date


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("plain")
    workspace(folder, OPEN + "  - {id: a, estimate: 2d..4d}\n  - {id: b, estimate: 2d..4d, after: [a]}\n", tomas="")
    return _asked(folder).run


def _evenly(first: float, last: float) -> tuple[Callable[[float], float], Callable[[float], float | None]]:
    """A view that ends somewhere between these days, and within ten years if at all."""

    def within(share: float) -> float | None:
        day = first + share * (last - first)
        return day if day < 3653 else None

    return lambda days: min(1.0, max(0.0, (days - first) / (last - first))), within


def _seen(first: float, last: float, ended: int = 200, old: int = 0, count: int = 0) -> Outside:
    by, within = _evenly(first, last)
    return Outside(MONDAY, by, within, (), count, ended, old)


def _together(run: Run, view: Outside, weight: float = 0.5, scored: int = 0) -> Claim:
    run.__dict__["outside"] = view
    return next(one for one in Beside(run, weight, scored).outside() if one.subject == "together")


def test_a_view_within_what_was_tested_moves_the_date(run: Run) -> None:
    plan = run.scene.ends(run.told.quantile(0.8))
    late = _together(run, _seen(60, 100))
    nearly_inside = _together(run, _seen(60, 100), weight=0.9)

    assert late.text.startswith("8 in 10 by ")
    # Half of all futures end between 60 and 100 days, so that 8 in 10 have ended 84 days on: 15 February 2027.
    assert "Mon 15 Feb" in late.text
    assert nearly_inside.text != late.text
    assert plan < MONDAY + timedelta(days=60)


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (_seen(10, 30, ended=49), "only 49 items ended here"),
        (_seen(10, 30, old=1), "waited longer than 19 in 20"),
        (_seen(200, 500), "more than a year ahead"),
        (_seen(2000, 9000), "more than a year ahead"),
        (_seen(10, 30, count=5), "fewer than 10 tasks of plans were done lately"),
        (_seen(0, 1), "sooner than links and people allow"),
    ],
)
def test_a_view_that_cannot_be_taken_seriously_is_told_with_the_reason_and_moves_nothing(
    run: Run, view: Outside, reason: str
) -> None:
    together = _together(run, view)

    assert together.text.startswith("as the plan has it: ")
    assert reason in together.text
    assert together.figures[0].value == 100.0


def test_a_view_that_was_right_before_may_be_sooner_than_the_links_and_no_more_than_that(run: Run) -> None:
    assert _together(run, _seen(0, 1), scored=3).text.startswith("8 in 10 by ")
    assert _together(run, _seen(10, 30, count=5), scored=3).text.startswith("8 in 10 by ")
    assert _together(run, _seen(2000, 9000), scored=3).text.startswith("as the plan has it: ")


def test_a_year_is_the_last_day_that_was_tested(run: Run) -> None:
    # Eight tenths of the way.
    assert _together(run, _seen(5, 455)).text.startswith("8 in 10 by ")
    assert _together(run, replace(_seen(5, 456), at=datetime(2026, 11, 23, tzinfo=UTC))).text.startswith("as the plan")


def test_a_view_that_lies_years_ahead_does_not_stretch_the_drawing(run: Run) -> None:
    drawn = []
    for view in (_seen(20, 90), _seen(200, 500)):
        run.__dict__["outside"] = view
        drawn.append("outside" in {one.id for one in fan_of(run, {}).spans})

    assert drawn == [True, False]
