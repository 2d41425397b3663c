"""Commits as acts, acts as sessions, and where in the day the sessions lie."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders_commits import Commit, frame
from trimtab.analyses.sessions import SESSIONS, Act, Acts, acts_of, runs, sessions_of
from trimtab.workdays import WorkingTime, weekly

BERLIN = WorkingTime("Europe/Berlin")
START, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def of(*commits: Commit, working: WorkingTime = BERLIN, as_of: datetime = LATER) -> Acts:
    return acts_of(frame(*commits), working, as_of)


def sessions(*commits: Commit, working: WorkingTime = BERLIN) -> list[dict[str, object]]:
    found = sessions_of(of(*commits, working=working), working, START, LATER)
    assert found.schema == SESSIONS
    return found.to_dicts()


# Acts


def test_acts_come_in_order_with_their_commits() -> None:
    made = of(Commit("late", "2026-11-10 12:00"), Commit("early", "2026-11-10 10:00"))

    assert [act.commits for act in made.acts] == [(("harbour", "early"),), (("harbour", "late"),)]
    assert made.left_out == {}


def test_merges_are_left_out_and_said() -> None:
    made = of(Commit("c1", "2026-11-10 10:00"), Commit("m", "2026-11-10 11:00", parents=("a", "b")))

    assert len(made.acts) == 1
    assert made.left_out == {"merges": 1}


@pytest.mark.parametrize("flag", ["odd-date", "no-author-date"])
def test_commits_without_a_date_to_believe_are_left_out_and_said(flag: str) -> None:
    made = of(Commit("c1", "2026-11-10 10:00", committed="2026-11-10T10:00+01:00", flags=(flag,)))

    assert made.acts == ()
    assert made.left_out == {"without a date to believe": 1}


def test_copies_of_a_commit_in_the_same_second_are_one_act() -> None:
    made = of(
        Commit("c1", "2026-11-10 10:00"),
        Commit("rebased", "2026-11-10 10:00", committed="2026-11-12T10:00+01:00"),
        Commit("c1", "2026-11-10 10:00", repo="fork"),
    )

    assert [act.commits for act in made.acts] == [(("fork", "c1"), ("harbour", "rebased"))]
    assert made.left_out == {"copies in the same second": 1}


def test_more_than_five_commits_in_a_minute_are_one_act_of_a_tool() -> None:
    series = [Commit(f"c{nth}", f"2026-11-10 10:00:{10 * nth:02}") for nth in range(6)]

    assert len(of(*series[:5]).acts) == 5
    assert len(of(*series).acts) == 1
    assert len(of(*series).acts[0].commits) == 6
    assert of(*series).left_out == {"made by a tool in one go": 5}


def test_nothing_after_the_instant_is_seen() -> None:
    seen_later = Commit("rebased", "2026-11-10 10:00", committed="2026-11-20T10:00+01:00")
    dated_ahead = Commit("ahead", "2026-11-30 10:00", committed="2026-11-10T10:00+01:00")

    made = of(Commit("c1", "2026-11-11 10:00"), seen_later, dated_ahead, as_of=datetime(2026, 11, 15, tzinfo=UTC))

    assert [act.commits[0][1] for act in made.acts] == ["c1"]
    assert made.left_out == {"without a date to believe": 1}


def test_an_instant_of_another_zone_cuts_just_as_well() -> None:
    as_of = BERLIN.end_of_day(date(2026, 11, 10))

    assert len(of(Commit("c1", "2026-11-10 23:30"), Commit("c2", "2026-11-11 00:30"), as_of=as_of).acts) == 1


def test_the_usual_gap_is_the_mean_of_the_gaps_within_a_day_drawn_towards_a_prior() -> None:
    # Ten gaps of 65 minutes and one night against ten imagined gaps of 45: (650 + 450) / 20 = 55.
    first = datetime(2026, 11, 9, 8, tzinfo=UTC)
    instants = [first + timedelta(days=day, minutes=65 * nth) for day in range(2) for nth in range(6)]

    made = Acts(tuple(Act(at, at.replace(tzinfo=None), (("harbour", "c"),)) for at in instants), {})

    assert made.usual_gap == 55
    assert Acts((), {}).usual_gap == 45


# Sessions


def test_a_session_begins_the_usual_gap_before_its_first_commit() -> None:
    # 30 minutes are seen; with one gap of 30 the usual gap is (30 + 450) / 11 = 43.6, so 44 + 30 minutes.
    [found] = sessions(Commit("c1", "2026-11-10 10:00"), Commit("c2", "2026-11-10 10:30"))

    assert (found["minutes"], found["commits"], found["oids"]) == (74, 2, ["c1", "c2"])
    assert found["start"] == datetime(2026, 11, 10, 8, 16, tzinfo=UTC)
    assert found["end"] == datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    assert (found["week"], found["outside_minutes"], found["outside"]) == ("2026-W46", 0, False)


def test_a_long_pause_parts_two_sessions() -> None:
    together = sessions(Commit("c1", "2026-11-10 10:00"), Commit("c2", "2026-11-10 11:15"))
    apart = sessions(Commit("c1", "2026-11-10 10:00"), Commit("c2", "2026-11-10 11:16"))

    assert [len(together), len(apart)] == [1, 2]


def test_no_session_passes_four_in_the_morning() -> None:
    found = sessions(Commit("c1", "2026-11-10 03:40"), Commit("c2", "2026-11-10 04:10"))

    assert [session["commits"] for session in found] == [1, 1]
    assert found[1]["minutes"] == 10  # from four o'clock on


def test_lunch_is_within_the_working_day() -> None:
    [found] = sessions(Commit("c1", "2026-11-10 12:50"))

    assert found["outside_minutes"] == 0


@pytest.mark.parametrize(
    ("clock", "outside", "evening", "weekend"),
    [
        ("2026-11-10 11:00", False, False, False),
        ("2026-11-10 07:30", True, False, False),
        ("2026-11-10 21:00", True, True, False),
        ("2026-11-11 01:30", True, True, False),
        ("2026-11-14 11:00", True, False, True),
        ("2026-11-15 01:00", True, False, True),  # still Saturday's night
        ("2026-11-14 01:00", True, True, False),  # Friday's night, though Saturday by the calendar
    ],
)
def test_where_in_the_day_a_session_lies(clock: str, outside: bool, evening: bool, weekend: bool) -> None:
    [found] = sessions(Commit("c1", clock))

    assert (found["outside"], found["evening"], found["weekend"]) == (outside, evening, weekend)


def test_minutes_outside_are_those_beyond_the_end_of_the_day() -> None:
    # The session is 17:15 to 18:00 (a lead-in of 45); the day ends at 17:30.
    [found] = sessions(Commit("c1", "2026-11-10 18:00"))

    assert (found["minutes"], found["outside_minutes"]) == (45, 30)


def test_a_session_on_leave_or_a_holiday_is_outside_but_no_weekend() -> None:
    away = WorkingTime("Europe/Berlin", country="DE", leave=((date(2026, 11, 10), date(2026, 11, 10)),))

    on_leave, christmas = sessions(Commit("c1", "2026-11-10 11:00"), Commit("c2", "2026-12-25 11:00"), working=away)

    assert on_leave["outside"] is christmas["outside"] is True
    assert on_leave["weekend"] is christmas["weekend"] is False


def test_a_free_weekday_is_weekend_for_who_does_not_work_then() -> None:
    four_days = WorkingTime("Europe/Berlin", hours=weekly(dict.fromkeys(range(4), ((time(9), time(17)),))))

    [friday] = sessions(Commit("c1", "2026-11-13 11:00"), working=four_days)

    assert friday["weekend"] is True


def test_the_clock_is_that_of_the_commit_when_the_lead_was_elsewhere() -> None:
    # 10:00 in New York, 16:00 in Berlin; and 20:00 in New York, 02:00 in Berlin.
    morning, evening = sessions(
        Commit("c1", "2026-11-10 10:00", offset=-300), Commit("c2", "2026-11-10 20:00", offset=-300)
    )

    assert (morning["outside"], evening["outside"], evening["evening"]) == (False, True, True)
    assert evening["local_start"] == datetime(2026, 11, 10, 19, 15)  # noqa: DTZ001 - a reading of the clock


def test_a_zero_offset_is_taken_for_a_machine_and_the_zone_decides() -> None:
    # 22:30 in UTC is 23:30 in Berlin.
    [found] = sessions(Commit("c1", "2026-11-10 22:30", offset=0))

    assert found["local_start"] == datetime(2026, 11, 10, 22, 45)  # noqa: DTZ001 - a reading of the clock


def test_the_zone_is_the_one_of_that_day() -> None:
    moved = WorkingTime("Asia/Tokyo", moves=((date(2026, 11, 11), "Europe/Berlin"),))

    tokyo, berlin = sessions(
        Commit("c1", "2026-11-10 02:00", offset=0), Commit("c2", "2026-11-12 09:30", offset=0), working=moved
    )

    # 02:00 UTC is 11:00 in Tokyo, 09:30 UTC is 10:30 in Berlin: both within the working day.
    assert (tokyo["outside"], berlin["outside"]) == (False, False)


minutes = st.lists(st.integers(0, 14 * 1440), unique=True, max_size=60).map(sorted)


@given(minutes, st.sampled_from([30, 75, 180]))
def test_every_act_is_in_one_run_and_no_lead_in_reaches_the_act_before(offsets: list[int], gap: int) -> None:
    first = datetime(2026, 11, 9, tzinfo=UTC)
    instants = [first + timedelta(minutes=offset) for offset in offsets]
    acts = tuple(Act(at, at.replace(tzinfo=None), (("harbour", str(at)),)) for at in instants)

    found = runs(acts, gap)

    assert [act for run, _ in found for act in run] == list(acts)
    for (before, _), (run, room) in pairwise(found):
        assert run[0].at - timedelta(minutes=room) >= before[-1].at
    assert all(0 <= room <= 1440 for _, room in found)
