"""Hours of coding as ranges: what widens them, what they cover, and what may be said about a trend."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders_commits import Commit, frame
from trimtab.analyses.attention import (
    WEEKS,
    CodingHours,
    Range,
    Trend,
    calibrate,
    coding_hours,
    days_as_periods,
    trend,
    usual_hours,
    weeks_as_periods,
)
from trimtab.analyses.sessions import Act, Acts, acts_of
from trimtab.workdays import WorkingTime, week_name

BERLIN = WorkingTime("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def acts(instants: list[datetime]) -> Acts:
    return Acts(tuple(Act(at, at.replace(tzinfo=None), (("harbour", str(at)),)) for at in sorted(instants)), {})


def steady(weeks: int, sessions: int, first: int = 0) -> Iterator[datetime]:
    """Weeks from `first` on, with so many sessions of three commits 40 minutes apart, at ten o'clock of a day each."""
    for week in range(first, first + weeks):
        for day in range(sessions):
            for nth in range(3):
                yield MONDAY + timedelta(weeks=week, days=day, hours=10, minutes=40 * nth)


def names(first: int, last: int) -> list[str]:
    return [week_name((MONDAY + timedelta(weeks=week)).date()) for week in range(first, last)]


def hours(made: Acts, first: int, last: int, seed: int = 1) -> CodingHours:
    return coding_hours(made, weeks_as_periods(names(first, last), BERLIN), BERLIN, random.Random(seed))


def compared(made: Acts, middle: int, last: int) -> Trend:
    before, now = (weeks_as_periods(names(*span), BERLIN) for span in ((0, middle), (middle, last)))
    return trend(made, now, before, random.Random(1))


def test_a_week_gives_a_range_and_the_sessions_behind_it() -> None:
    made = acts_of(
        frame(
            Commit("c1", "2026-11-10 10:00"),  # Tuesday
            Commit("c2", "2026-11-10 10:40"),
            Commit("c3", "2026-11-12 21:00"),  # Thursday evening
            Commit("c4", "2026-11-14 11:00"),  # Saturday
        ),
        BERLIN,
        LATER,
    )

    found = coding_hours(made, weeks_as_periods(["2026-W45", "2026-W46"], BERLIN), BERLIN, random.Random(1))

    quiet, busy = found.periods.to_dicts()
    assert found.periods.schema == WEEKS
    assert (quiet["week"], quiet["low"], quiet["high"], quiet["sessions"]) == ("2026-W45", 0, 0, 0)
    # Forty minutes are seen, and three lead-ins of 22 to 78 minutes (0.5 to 1.75 times 45): 1.8 to 4.6 h, less certain
    # by what lead-ins differ among themselves.
    assert 1 <= busy["low"] < busy["mid"] < busy["high"] <= 5.5
    assert [busy[count] for count in ("commits", "sessions", "evening_sessions", "weekend_sessions")] == [4, 3, 1, 1]
    assert busy["outside_sessions"] == 2
    assert found.sessions["oids"].to_list() == [["c1", "c2"], ["c3"], ["c4"]]


def test_ranges_are_in_half_hours_and_never_without_width() -> None:
    found = hours(acts(list(steady(3, 4))), 0, 3).periods

    for low, mid, high in found.select("low", "mid", "high").iter_rows():
        assert [2 * part % 1 for part in (low, mid, high)] == [0, 0, 0]
        assert low <= mid <= high
        assert low < high


def test_more_sessions_are_more_hours() -> None:
    made = acts([*steady(1, 1), *steady(1, 5, first=1)])

    little, much = hours(made, 0, 2).periods["mid"].to_list()

    assert much > 3 * little


def test_who_commits_at_a_slower_pace_is_given_more_time_before_the_first_commit() -> None:
    # Same number of sessions of one commit in the last week; the year before tells the pace.
    lone = [MONDAY + timedelta(weeks=10, days=day, hours=10) for day in range(5)]
    quick = [MONDAY + timedelta(weeks=week, hours=10, minutes=15 * nth) for week in range(10) for nth in range(8)]
    slow = [MONDAY + timedelta(weeks=week, hours=8, minutes=110 * nth) for week in range(10) for nth in range(5)]

    after_quick, after_slow = (hours(acts([*before, *lone]), 10, 11).periods["mid"][0] for before in (quick, slow))

    assert after_slow > 2 * after_quick


def test_the_same_seed_gives_the_same_answer() -> None:
    made = acts(list(steady(6, 3)))

    assert hours(made, 0, 6, seed=7).periods.equals(hours(made, 0, 6, seed=7).periods)


def test_asking_for_one_week_only_changes_nothing_but_the_dice() -> None:
    made = acts(list(steady(30, 3)))

    alone, among = hours(made, 29, 30).periods, hours(made, 0, 30).periods[-1]

    assert alone["commits"].to_list() == among["commits"].to_list()
    assert alone["mid"][0] == pytest.approx(among["mid"][0], abs=1)


def test_days_can_be_asked_for_too() -> None:
    periods = days_as_periods(date(2026, 3, 2), date(2026, 3, 4), BERLIN)

    found = coding_hours(acts(list(steady(1, 2))), periods, BERLIN, random.Random(1)).periods

    assert found["week"].to_list() == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert found["sessions"].to_list() == [1, 1, 0]


def test_a_session_counts_in_the_week_of_its_first_commit() -> None:
    sunday = datetime(2026, 3, 8, 22, 40, tzinfo=UTC)  # 23:40 in Berlin; the second commit comes on Monday at 00:20
    clock = datetime(2026, 3, 8, 23, 40)  # noqa: DTZ001 - the reading of a clock on the wall
    gap = timedelta(minutes=40)
    made = Acts((Act(sunday, clock, (("harbour", "c1"),)), Act(sunday + gap, clock + gap, (("harbour", "c2"),))), {})

    found = hours(made, 0, 2).periods

    assert found["sessions"].to_list() == [1, 0]
    assert found["high"].to_list()[1] <= 0.5  # what is left if 40 minutes were too long a pause for one session


def test_no_commits_are_no_hours() -> None:
    assert hours(acts([]), 0, 2).periods["high"].to_list() == [0, 0]


# A usual week, and the trend


def test_a_usual_week_lies_within_its_range() -> None:
    # Four sessions of 80 minutes a week with lead-ins of 20 to 71 minutes (the usual gap is 40): 6.7 to 10.1 h. With the
    # shortest pause of the prior each commit is a session: 12 lead-ins of 20 to 40 minutes, 4 to 8 h.
    found = usual_hours(acts(list(steady(12, 4))), weeks_as_periods(names(0, 12), BERLIN), random.Random(1))

    assert 5 <= found.low <= 7.5
    assert found.low < found.mid < found.high
    assert 8.5 <= found.high <= 11


def test_hours_that_halved_are_less_and_hours_that_doubled_are_more() -> None:
    fewer = acts([*steady(12, 4), *steady(4, 1, first=12)])
    more = acts([*steady(12, 1), *steady(4, 4, first=12)])

    assert compared(fewer, 12, 16).verdict == "less"
    assert compared(more, 12, 16).verdict == "more"


def test_the_same_hours_as_before_tell_nothing() -> None:
    assert compared(acts(list(steady(16, 3))), 12, 16).verdict == "cannot tell"


def test_four_weeks_of_which_one_was_busy_tell_nothing() -> None:
    made = acts([*steady(12, 1), *steady(3, 1, first=12), *steady(1, 4, first=15)])

    assert compared(made, 12, 16).verdict == "cannot tell"


def test_one_week_is_compared_with_single_weeks() -> None:
    swinging = [instant for week in range(12) for instant in steady(1, 1 + week % 5, first=week)]
    calm = list(steady(12, 2))
    this_week = list(steady(1, 5, first=12))

    assert compared(acts([*swinging, *this_week]), 12, 13).verdict == "cannot tell"
    assert compared(acts([*calm, *this_week]), 12, 13).verdict == "more"


def test_a_lone_week_before_is_nothing_to_compare_with() -> None:
    assert compared(acts([*steady(1, 1), *steady(1, 5, first=1)]), 1, 2).verdict == "cannot tell"


# Confirmed weeks


def test_confirmed_weeks_move_the_range_to_the_truth() -> None:
    # The truth was always twice the estimate.
    learned = calibrate([(estimate, 2 * estimate) for estimate in (3, 4, 5, 6, 4, 5, 3, 6)])

    assert learned is not None
    found = learned.range_of(5)
    assert found.low < 10 < found.high
    assert found.mid == pytest.approx(9.8, abs=0.3)


def test_weeks_that_agree_give_a_narrower_range_than_weeks_that_do_not() -> None:
    agreeing = calibrate([(5, 10), (6, 12), (4, 8), (5, 10), (6, 12), (4, 8)])
    scattered = calibrate([(5, 4), (6, 17), (4, 12), (5, 14), (6, 7), (4, 6)])

    assert agreeing is not None
    assert scattered is not None
    assert _width(agreeing.range_of(5)) < _width(scattered.range_of(5)) / 2


def test_estimates_far_from_all_confirmed_ones_are_told_with_more_doubt() -> None:
    learned = calibrate([(5, 5), (6, 7), (5, 4), (6, 6)])

    assert learned is not None
    assert _width(learned.range_of(15)) > _width(learned.range_of(5.5))


@pytest.mark.parametrize("weeks", [[], [(5, 5)] * 3, [(0, 0)] * 8, [(5, 0)] * 8])
def test_too_little_teaches_nothing(weeks: list[tuple[float, float]]) -> None:
    assert calibrate(weeks) is None


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), min_size=4, max_size=12), st.floats(0, 60))
def test_a_learned_range_is_in_order_and_never_below_nothing(weeks: list[tuple[float, float]], estimate: float) -> None:
    if learned := calibrate(weeks):
        found = learned.range_of(estimate)

        assert 0 <= found.low <= found.mid <= found.high


def _width(found: Range) -> float:
    return found.high - found.low
