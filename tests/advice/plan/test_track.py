"""How plans' dates did: what `trust` and the forecast itself say of them once dates have come, and how little of a few."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from builders_plan import workspace
from builders_tracker import TRACKER, issue
from trimtab.advice.answer import Answer, Claim
from trimtab.advice.plan import _forecast_ledger as ledger
from trimtab.advice.plan._forecast_scores import SHARES
from trimtab.advice.plan.track import Came, Track, track_record
from trimtab.advice.trust import trust
from trimtab.records.ledger import append, entry
from trimtab.workspace import Workspace, find_workspace

MADE = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
DONE = (
    "title: Billing\nstart: 2026-03-02\npeople: [tomas]\ntasks:\n  - {id: a, estimate: 5d, done: true, finished: %s}\n"
)


def _told(first: int, wide: int) -> dict[str, str]:
    """Dates of all shares, evenly from so many days after the forecast on, over so many days, each at nine in the morning."""
    days = [first + share * wide for share in SHARES]
    return {
        str(share): (MADE - timedelta(hours=1) + timedelta(days=day)).isoformat()
        for share, day in zip(SHARES, days, strict=True)
    }


def _recorded(folder: Path, finished: str, end: dict[str, str], made: datetime = MADE, seed: int = 1) -> Workspace:
    """A workspace whose plan ended on a day, and of which this was forecast before."""
    workspace(folder, DONE % finished, tomas="")
    content = {"plan": "billing", "seed": seed, "end": end, "milestones": {}, "outside": None}
    content["schedule"] = {"end": (MADE + timedelta(days=2)).isoformat()}
    append(folder, entry(ledger.KIND, "plan:billing", as_of=made, inputs=f"{seed}", made_at=made, content=content))  # type: ignore[arg-type]  # JSON
    return find_workspace(folder)


def _line(answer: Answer) -> Claim:
    return next(one for one in answer.claims() if one.subject == "trust:plan-forecast")


def test_trust_says_how_often_plans_dates_held_and_that_one_tells_little(tmp_path: Path) -> None:
    opened = _recorded(tmp_path, "2026-03-20", _told(0, 20))
    ledger.score(opened, LATER)

    line = _line(trust(opened, now=LATER))

    # The 20th ends 18.6 days later; 8 in 10 was told for the 16th day, 19 in 20 for the 19th.
    assert line.text == "When a plan lands: 8 in 10 held in 0 of 1 date that came"
    assert [one.value for one in line.figures if one.name in ("half", "8 in 10", "19 in 20")] == [0, 0, 100]
    assert line.details[0] == "too few to tell: 1 date of 1 plan, and 30 of 5 are needed"
    assert "by the day told for 19 in 20, on 2 Mar 2026" in line.because[0].evidence[0].text


def test_it_stands_beside_the_error_of_the_schedules_own_date(tmp_path: Path) -> None:
    opened = _recorded(tmp_path, "2026-03-20", _told(17, 4))
    ledger.score(opened, LATER)

    line = _line(trust(opened, now=LATER))

    # The schedule's date was the 4th at eleven in Rome; the day ends 16 days and 13 hours after it.
    assert line.details[1].startswith("less far off than the schedule's own date: ")
    assert line.details[1].endswith("days against 16.5")


def test_before_a_date_has_come_trust_says_what_is_waited_for(tmp_path: Path) -> None:
    opened = _recorded(tmp_path, "2026-06-20", _told(0, 20))
    notes = {one.title: one.note for one in trust(opened, now=LATER).sections if not one.claims}

    assert notes["PLAN FORECAST"] == "no date has come of 1 plan with a recorded forecast"


def test_with_plans_and_no_forecast_trust_says_how_to_begin(tmp_path: Path) -> None:
    workspace(tmp_path, DONE % "2026-03-20", tomas="")
    notes = {one.title: one.note for one in trust(find_workspace(tmp_path), now=LATER).sections}

    assert notes["PLAN FORECAST"] == "no forecast was recorded: plan forecast NAME --record"


def test_a_date_that_came_later_than_the_instant_is_not_known_then(tmp_path: Path) -> None:
    opened = _recorded(tmp_path, "2026-03-20", _told(0, 20))
    ledger.score(opened, LATER)

    assert len(track_record(opened, LATER).dates) == 1
    assert track_record(opened, datetime(2026, 3, 10, tzinfo=UTC)).dates == ()


def test_what_came_counts_before_a_sync_has_written_it_down_and_once(tmp_path: Path) -> None:
    opened = _recorded(tmp_path, "2026-03-20", _told(0, 20))
    before = track_record(opened, LATER)
    ledger.score(opened, LATER)

    assert len(before.dates) == 1
    assert track_record(opened, LATER) == before


def test_the_first_forecast_of_a_date_speaks_for_it(tmp_path: Path) -> None:
    _recorded(tmp_path, "2026-03-20", _told(0, 5))
    opened = _recorded(tmp_path, "2026-03-20", _told(0, 40), made=MADE + timedelta(days=7), seed=2)
    assert ledger.score(opened, LATER) == 2

    (only,) = track_record(opened, LATER).dates

    assert (only.made, only.held["95"]) == (MADE, False)


def test_a_task_that_only_its_items_end_comes_on_the_day_the_last_of_them_did(tmp_path: Path) -> None:
    opened = _recorded(tmp_path, "2026-03-20", _told(0, 20))
    plan = tmp_path / "plans" / "billing.yaml"
    plan.write_text(plan.read_text().replace("done: true, finished: 2026-03-20", "items: ['#7', '#8']"))
    ends = {7: "2026-03-16T09:00:00Z", 8: "2026-03-12T09:00:00Z"}
    rows = [issue(number, closed_at=at, state="closed", updated=at) for number, at in ends.items()]
    (tmp_path / "saved.ndjson").write_text("".join(f"{json.dumps(one)}\n" for one in rows))
    opened.read_archive(tmp_path / "saved.ndjson", TRACKER, LATER)

    (only,) = track_record(find_workspace(tmp_path), LATER).dates

    assert (only.what, only.day) == ("end", date(2026, 3, 16))
    assert track_record(find_workspace(tmp_path), datetime(2026, 3, 14, tzinfo=UTC)).dates == ()


def test_a_milestone_called_end_is_not_taken_for_the_end_of_the_plan(tmp_path: Path) -> None:
    _recorded(tmp_path, "2026-03-20", _told(0, 20))
    plan = tmp_path / "plans" / "billing.yaml"
    late = "  - {id: b, estimate: 1d, done: true, finished: 2026-03-25}\nmilestones:\n  - {id: end, title: End, after: [a]}\n"
    plan.write_text(plan.read_text() + late)

    (only,) = track_record(find_workspace(tmp_path), LATER).dates

    assert only.day == date(2026, 3, 25)


def test_a_date_is_kept_by_the_end_of_the_day_that_was_told(tmp_path: Path) -> None:
    # Told for nine in the morning of the 20th, an hour before the time of day of the forecast.
    end = dict.fromkeys(map(str, SHARES), (MADE + timedelta(days=18, hours=-1)).isoformat())
    opened = _recorded(tmp_path, "2026-03-20", end)
    ledger.score(opened, LATER)

    assert track_record(opened, LATER).held("50") == 1


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"held": {', '"hold": {'),
        ('"held": {"50": false, "80": false, "95": true}', '"held": true'),
        ('"place":', '"place": "late", "was":'),
        ('"landed": "2026-03-20"', '"landed": 20'),
        ('"landed": "2026-03-20"', '"landed": "soon"'),
    ],
)
def test_an_outcome_that_was_edited_by_hand_is_left_out(tmp_path: Path, was: str, now: str) -> None:
    opened = _recorded(tmp_path, "2026-03-20", _told(0, 20))
    ledger.score(opened, LATER)
    file = tmp_path / "ledger.jsonl"
    text = file.read_text()
    assert was in text

    file.write_text(text.replace(was, now))

    assert track_record(opened, LATER).dates == ()
    assert ledger.scored(opened, LATER).places == ()


@pytest.mark.parametrize("torn", ["soon", "2026-03-10", 20, ["2026-03-10T10:00+00:00"]])
def test_a_forecast_whose_dates_are_none_is_never_scored(tmp_path: Path, torn: object) -> None:
    end = {**_told(0, 20), "0.5": torn}
    opened = _recorded(tmp_path, "2026-03-20", end)  # type: ignore[arg-type]  # what an editor leaves behind

    assert ledger.score(opened, LATER) == 0


def _track(held: int, many: int, plans: int) -> Track:
    levels = [{"50": True, "80": place < held, "95": True} for place in range(many)]
    return Track(
        tuple(
            Came(f"p{place % plans}", "end", MADE, date(2026, 4, 1), level, 1.0, 2.0)
            for place, level in enumerate(levels)
        ),
        plans,
    )


@pytest.mark.parametrize(
    ("held", "many", "plans", "said"),
    [
        (0, 0, 1, "none"),
        (24, 29, 10, "few"),
        (32, 40, 4, "few"),
        (28, 40, 5, "fits"),
        (36, 40, 5, "fits"),
        (27, 40, 5, "too sure"),
        (37, 40, 5, "too unsure"),
    ],
)
def test_eight_in_ten_fit_where_seven_to_nine_held_of_thirty_dates_of_five_plans(
    held: int, many: int, plans: int, said: str
) -> None:
    assert _track(held, many, plans).state == said


def test_dates_of_one_plan_are_worth_less_than_as_many_of_several() -> None:
    together, apart = _track(24, 30, 30).share("80"), _track(24, 30, 1).share("80")

    assert apart.high - apart.low > together.high - together.low
