"""When a plan lands: what its lines say, what they rest on, what the ledger keeps, and what a date that came tells."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders_plan import MONDAY, workspace
from trimtab.advice.answer import Answer, Claim
from trimtab.advice.plan import _forecast_ledger as ledger
from trimtab.advice.plan._forecast_scores import START, place_of, weight_of
from trimtab.advice.plan._history import history_of
from trimtab.advice.plan.forecast import PlanForecast, Wanted, keep_up, plan_forecast, record_forecast
from trimtab.errors import UsageError
from trimtab.records import load
from trimtab.records.ledger import read_ledger
from trimtab.records.plan_history import Baseline, BaselineTask, keep
from trimtab.workspace import Workspace, find_workspace

FEW = Wanted(futures=400, rounds=2)

PLAN = """
title: Billing
start: 2026-11-23
deadline: 2026-12-18
people: [tomas, ife, mara]
lead: {coding: 50%, critical: avoid}
tasks:
  - {id: schema, estimate: 2d..4d, owner: tomas}
  - {id: api, estimate: 3d..8d, after: [schema], candidates: [mara, ife]}
  - {id: ui, estimate: 2d/4d/8d, after: [api], candidates: [tomas, ife]}
unknowns:
  - {id: sandbox, question: Does it refund?, blocks: [ui], badly: 5d..10d, chance: 60%}
risks:
  - {id: audit, event: the audit comes early, chance: 20%, extra: 1d..2d, hits: [api]}
milestones:
  - {id: beta, title: Beta, after: [api], due: 2026-12-11}
"""


def _opened(folder: Path, plan: str = PLAN, **people: str) -> Workspace:
    workspace(folder, plan, **(people or {"tomas": "", "ife": ""}))
    return find_workspace(folder)


def _asked(folder: Path, plan: str = PLAN, wanted: Wanted = FEW, now: datetime = MONDAY, **people: str) -> PlanForecast:
    return plan_forecast(_opened(folder, plan, **people), "billing", wanted, now=now)


def _line(answer: Answer, subject: str) -> Claim:
    return next(one for one in answer.claims() if one.subject == subject)


def test_it_says_when_it_lands_what_was_promised_and_what_it_hangs_on(tmp_path: Path) -> None:
    answer = _asked(tmp_path).answer

    days = [_line(answer, f"end:{share}").figures[0].value for share in (0.5, 0.8, 0.95)]
    assert days == sorted(days, key=float)  # type: ignore[arg-type]
    assert answer.claim.startswith("Billing lands by ")
    assert _line(answer, "promised").text.startswith("Fri 18 Dec (")
    assert "schema (Tomas, " in _line(answer, "path").text
    assert 'unknown "sandbox" +' in _line(answer, "moves").text
    assert "priors, not your history yet (0 of 30 finished tasks)" in _line(answer, "rests").text
    assert answer.next_step.startswith('push "sandbox" this week')


def test_a_date_opens_to_tasks_estimates_and_the_number_of_futures(tmp_path: Path) -> None:
    line = _line(_asked(tmp_path).answer, "end:0.8")

    groups = {group.label: group for group in line.because}
    assert groups["tasks"].evidence[0].key.startswith("plans/billing.yaml:")
    assert "rank correlation" in groups["estimates"].evidence[0].text
    assert next(one.value for one in line.figures if one.name == "futures") == 400


def test_whose_absence_a_date_hangs_on_is_named(tmp_path: Path) -> None:
    away = "leave:\n  - {from: 2026-11-26, to: 2027-01-08}\n"
    plan = (
        PLAN.replace("owner: tomas", "owner: ife").replace("[mara, ife]", "[tomas]").replace("[tomas, ife]}", "[ife]}")
    )
    answer = _asked(tmp_path, plan, tomas=away, ife="").answer

    assert "Tomas's leave +" in _line(answer, "moves").text
    absence = next(group for group in _line(answer, "end:0.8").because if group.label == "absence")
    assert absence.evidence[0].key == "tomas"


def test_the_same_plan_and_seed_say_the_same_and_another_seed_hardly_differs(tmp_path: Path) -> None:
    one, again, other = (_asked(tmp_path, wanted=Wanted(2000, seed, rounds=2)) for seed in (1, 1, 2))

    assert one.answer == again.answer
    first, second = (found.run.told.quantile(0.8) for found in (one, other))
    assert first != second or one.run.told.ends.tolist() != other.run.told.ends.tolist()
    assert abs(first - second) < 0.08 * first


def test_a_comment_moves_no_date_at_all(tmp_path: Path) -> None:
    before = _asked(tmp_path).run.told.quantile(0.8)
    after = _asked(tmp_path, PLAN.replace("title: Billing", "title: The billing")).run.told.quantile(0.8)

    assert after - before == 0


def test_both_policies_are_told_where_they_differ(tmp_path: Path) -> None:
    tasks = "".join(f"  - {{id: t{one}, estimate: 1d..6d}}\n" for one in range(8))
    answer = _asked(tmp_path, f"title: Billing\nstart: 2026-11-23\npeople: [tomas, ife]\ntasks:\n{tasks}").answer

    assert "if work is taken by whoever ends it first" in _line(answer, "end:0.8").text


def test_a_lead_who_alone_can_do_what_everything_hangs_on_is_told_so(tmp_path: Path) -> None:
    plan = (
        PLAN.replace("owner: tomas", "owner: mara").replace("[mara, ife]", "[mara]").replace("[tomas, ife]}", "[mara]}")
    )
    answer = _asked(tmp_path, plan).answer

    assert "of the criticality is yours, in tasks that nobody else could take" in _line(answer, "you").text


OWNED = """
title: Billing
start: 2026-11-23
people: [mara, ife]
lead: {coding: 25%, critical: avoid}
tasks:
  - {id: long, estimate: 10d..20d, owner: mara, needs: [python]}
  - {id: last, estimate: 2d..4d, owner: ife, after: [long]}
"""


def test_what_the_lead_owns_and_could_hand_over_is_told_with_its_price_and_is_the_next_step(tmp_path: Path) -> None:
    answer = _asked(tmp_path, OWNED, ife="skills: [python]\n").answer
    line = _line(answer, "you")

    # At a quarter of a week the long task takes Mara four times as long as Ife, who has nothing else to do.
    assert "of the criticality is yours; giving long to Ife: under 1 %, 8 in 10 by" in line.text
    assert answer.next_step.startswith("give long to Ife: that brings the 8-in-10 date ")
    assert [row.text.split(": ")[-1] for group in line.because for row in group.evidence] == ["giving long to Ife"]


def test_what_nobody_else_has_the_skill_for_is_not_to_be_handed_over(tmp_path: Path) -> None:
    answer = _asked(tmp_path, OWNED, ife="skills: [sql]\n").answer

    assert "in tasks that nobody else could take" in _line(answer, "you").text
    assert "give" not in answer.next_step


def test_an_unknown_without_a_price_is_said(tmp_path: Path) -> None:
    answer = _asked(tmp_path, PLAN.replace("badly: 5d..10d, ", "")).answer

    assert any(note.startswith("sandbox: nothing says what it costs") for note in answer.caveats)


def test_what_cannot_be_forecast_says_why(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--futures takes 100"):
        _asked(tmp_path, wanted=Wanted(futures=10))
    with pytest.raises(UsageError, match="no plan"):
        plan_forecast(_opened(tmp_path), "payroll", FEW, now=MONDAY)


OVER = """
title: Billing
start: 2026-11-02
deadline: 2026-11-13
people: [tomas]
tasks:
  - {id: a, estimate: 1d, finished: 2026-11-05, done: true}
  - {id: b, estimate: 1d, finished: 2026-11-12, done: true}
milestones:
  - {id: beta, title: Beta, after: [a], due: 2026-11-04}
"""


def test_a_plan_with_nothing_left_has_landed(tmp_path: Path) -> None:
    answer = _asked(tmp_path, OVER, tomas="").answer

    assert answer.claim == "Billing has landed, on Thu 12 Nov."
    assert _line(answer, "end:0.8").text == "Thu 12 Nov; promised for Fri 13 Nov, kept"
    assert {one.title for one in answer.sections} == {"LANDED", "MILESTONES", "RESTS ON"}
    assert answer.fan is not None
    assert answer.fan.spans == ()


def test_a_plan_that_landed_on_a_day_nobody_wrote_down_says_so(tmp_path: Path) -> None:
    answer = _asked(tmp_path, OVER.replace("finished: 2026-11-05, ", ""), tomas="").answer

    assert answer.claim == "Billing has landed."
    assert _line(answer, "end:0.8").text == "on a day that nothing tells; promised for Fri 13 Nov"


def test_a_plan_without_tasks_has_nothing_to_forecast(tmp_path: Path) -> None:
    answer = _asked(tmp_path, "title: Billing\nstart: 2026-11-23\ntasks: []\n", tomas="").answer

    assert answer.claim == "Billing has no task, so there is nothing to forecast."


def test_a_milestone_that_was_reached_is_no_forecast(tmp_path: Path) -> None:
    plan = OVER.replace("finished: 2026-11-12, done: true", "owner: tomas")
    answer = _asked(tmp_path, plan, tomas="").answer
    line = _line(answer, "milestone:beta")

    assert line.text == "reached on Thu 5 Nov; asked for Wed 4 Nov"
    assert line.cells == ("reached", "Thu 5 Nov", "", "Wed 4 Nov")
    assert answer.fan is not None
    assert "beta" not in {one.id for one in answer.fan.spans}


def test_a_day_that_has_passed_is_told_as_over_and_not_as_a_chance(tmp_path: Path) -> None:
    plan = OVER.replace("finished: 2026-11-05, done: true", "owner: tomas")
    answer = _asked(tmp_path, plan, tomas="").answer

    assert _line(answer, "promised").text == "Fri 13 Nov (it is over)"
    assert _line(answer, "milestone:beta").text.endswith("asked for Wed 4 Nov (it is over)")


# History


def _finished(days: int, took: int, many: int) -> str:
    """Tasks estimated at so many days that took others, by Tomas, one each second week from January 2025 on."""
    rows = []
    for one in range(many):
        start = datetime(2025, 1, 6, tzinfo=UTC).date() + timedelta(weeks=2 * one)
        end = start + timedelta(days=took - 1)
        rows.append(
            f"  - {{id: d{one}, estimate: {days}d, owner: tomas, started: {start}, finished: {end}, done: true}}\n"
        )
    return "".join(rows)


def _past(many: int) -> str:
    return f"title: Past\nstart: 2025-01-06\npeople: [tomas]\ntasks:\n{_finished(2, 4, many)}"


def test_from_thirty_finished_tasks_on_the_teams_own_ratios_are_applied_and_can_be_left(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "past.yaml").write_text(_past(32))
    own = _asked(tmp_path)
    without = _asked(tmp_path, wanted=Wanted(400, calibrate=False, rounds=2))

    line = _line(own.answer, "rests")
    assert "your own history: actual over estimate of 32 finished tasks" in line.text
    # All took twice as long: 2 days of 8 hours, done in 4.
    assert own.run.history.calibration.spread(ledger_free()).at(0.5) == pytest.approx(2.0)
    assert "past/d0: estimated 16.0 h, took 32.0 h" in line.because[0].evidence[0].text
    assert "priors, as asked (32 finished tasks are not applied)" in _line(without.answer, "rests").text


def ledger_free():  # type: ignore[no-untyped-def]  # a stated estimate of two days
    from trimtab.planning.durations import Stated

    return Stated(16, 16)


def test_a_history_of_five_tasks_is_told_and_not_applied(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "past.yaml").write_text(_past(5))

    assert "priors, not your history yet (5 of 30 finished tasks)" in _line(_asked(tmp_path).answer, "rests").text


def test_the_estimate_is_that_of_the_first_commitment_and_growth_is_what_came_later(tmp_path: Path) -> None:
    plan = (
        "title: Billing\nstart: 2026-10-01\npeople: [tomas]\ntasks:\n"
        "  - {id: a, estimate: 4d, owner: tomas, started: 2026-11-02, finished: 2026-11-05, done: true}\n"
        "  - {id: b, estimate: 1d}\n  - {id: late, estimate: 1d}\n"
    )
    _opened(tmp_path, plan, tomas="")
    at = datetime(2026, 10, 1, 8, tzinfo=UTC)
    for day, estimate, names in ((0, "2d", ("a", "b")), (7, "8d", ("a", "b", "late"))):
        tasks = tuple(BaselineTask(name, at, at, ("tomas",), estimate) for name in names)
        keep(tmp_path, "billing", Baseline(at + timedelta(days=day), "0", tasks, 1, "1"))

    found = history_of(load(tmp_path), MONDAY, "UTC", {})

    # Estimated at 2 days first; Monday to Thursday are 4 days of 8 hours. One task came to two.
    assert [(one.estimate, one.actual) for one in found.done] == [(16.0, 32.0)]
    assert (found.growth.first, found.growth.later) == (2, 1)
    assert found.growth.share == pytest.approx((1 + 30 * 0.15) / 32)


# The ledger


def test_a_forecast_is_recorded_once_and_scored_when_it_has_landed(tmp_path: Path) -> None:
    opened = _opened(tmp_path)
    found = plan_forecast(opened, "billing", FEW, now=MONDAY)

    assert record_forecast(opened, found, MONDAY) == 1
    assert record_forecast(opened, found, MONDAY) == 0
    done = PLAN.replace("owner: tomas}", "owner: tomas, finished: 2026-11-26}")
    done = done.replace("[mara, ife]}", "[mara, ife], finished: 2026-12-03}")
    done = done.replace("[tomas, ife]}", "[tomas, ife], finished: 2026-12-11}")
    opened = _opened(tmp_path, done)
    later = datetime(2026, 12, 14, 8, tzinfo=UTC)

    assert ledger.score(opened, later) == 2
    assert ledger.score(opened, later) == 0
    told = {one.content["what"]: one.content for one in read_ledger(tmp_path).outcomes.values()}
    assert told.keys() == {"end", "beta"}
    assert told["end"]["landed"] == "2026-12-11"
    assert 0 < float(str(told["end"]["place"])) < 1
    known = ledger.scored(opened, later)
    assert len(known.places) == 2
    assert known.weight == pytest.approx(START)  # no tracker, so nothing to weigh against


def test_a_sync_forecasts_recorded_plans_anew_when_they_changed(tmp_path: Path) -> None:
    opened = _opened(tmp_path)
    record_forecast(opened, plan_forecast(opened, "billing", FEW, now=MONDAY), MONDAY)

    assert keep_up(opened, now=MONDAY) == 0
    changed = _opened(tmp_path, PLAN.replace("2d..4d", "3d..6d"))
    assert keep_up(changed, now=MONDAY) == 1


def test_the_truth_is_likelier_where_a_view_was_nearer() -> None:
    near, far = (place_of([low + step for step in range(21)], 30.0)[1] for low in (20.0, 60.0))

    assert near > far


def test_the_view_that_was_nearer_weighs_more() -> None:
    # Nine to one to begin with. After six forecasts with twice the error outside, the odds are 9 * 2^6 to the power of a half.
    assert weight_of([]) == pytest.approx(0.9)
    assert weight_of([(4.5, 9.5)] * 6) == pytest.approx(24 / 25)
    assert weight_of([(9.5, 4.5)] * 6) == pytest.approx(3 / 11)


def test_one_forecast_that_missed_by_far_does_not_decide_for_the_next() -> None:
    assert weight_of([(400.0, 4.0)]) == pytest.approx(0.667, abs=0.001)
    assert weight_of([(400.0, 4.0)]) == weight_of([(40.0, 4.0)])
    assert weight_of([(0.0, 0.0)]) == pytest.approx(0.868, abs=0.001)


def test_a_forecast_leads_to_how_past_dates_did(tmp_path: Path) -> None:
    opened = _opened(tmp_path)
    first = plan_forecast(opened, "billing", FEW, now=MONDAY)
    assert "never recorded; --record keeps this one" in _line(first.answer, "track").text

    record_forecast(opened, first, MONDAY)
    done = PLAN.replace("owner: tomas}", "owner: tomas, finished: 2026-11-26}")
    opened = _opened(tmp_path, done.replace("[mara, ife]}", "[mara, ife], finished: 2026-12-03}"))
    later = datetime(2026, 12, 14, 8, tzinfo=UTC)
    ledger.score(opened, later)
    answer = plan_forecast(opened, "billing", FEW, now=later).answer

    assert "1 date that came; too few to tell" in _line(answer, "track").text
    assert _line(answer, "track").wrong == ("trimtab trust",)
    assert "1 date that came; too few to tell" in _line(answer, "end:0.8").sure
