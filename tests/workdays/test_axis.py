"""Slots of working time, and back, worked out by hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.errors import UsageError
from trimtab.workdays import SLOT, Axis, WorkingTime, weekly

NINE_TO_FIVE = weekly(dict.fromkeys(range(5), ((time(9), time(17)),)))
ROME = WorkingTime("Europe/Rome", hours=NINE_TO_FIVE)
TORONTO = WorkingTime("America/Toronto", hours=NINE_TO_FIVE)
DAY = 32  # slots of eight hours
MINUTES = st.integers(0, 300 * 24 * 60)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_nights_and_weekends_vanish() -> None:
    # Friday 20 November 2026; Rome is an hour ahead of UTC.
    axis = Axis(_utc("2026-11-20T00:00"), [ROME])

    assert axis.origin == _utc("2026-11-20T08:00")
    assert axis.start_of(DAY) == _utc("2026-11-23T08:00")
    assert axis.start_of(2 * DAY + 4) == _utc("2026-11-24T09:00")


def test_an_end_reads_as_the_evening_and_a_start_as_the_morning_after() -> None:
    axis = Axis(_utc("2026-11-20T00:00"), [ROME])

    assert axis.end_of(DAY) == _utc("2026-11-20T16:00")
    assert axis.start_of(DAY) == _utc("2026-11-23T08:00")
    assert axis.end_of(0) == axis.origin


def test_an_instant_in_a_night_is_over_by_the_evening_and_goes_on_in_the_morning() -> None:
    axis = Axis(_utc("2026-11-20T00:00"), [ROME])

    assert axis.first_from(_utc("2026-11-20T22:00")) == DAY
    assert axis.over_by(_utc("2026-11-20T22:00")) == DAY
    # Twenty minutes into the day: one slot is over, and the next that can be begun is the third.
    assert axis.over_by(_utc("2026-11-20T08:20")) == 1
    assert axis.first_from(_utc("2026-11-20T08:20")) == 2


def test_an_axis_begins_with_the_first_whole_slot() -> None:
    assert Axis(_utc("2026-11-20T08:05"), [ROME]).origin == _utc("2026-11-20T08:15")


def test_holidays_that_all_have_vanish_and_those_of_some_are_a_pace_of_nothing() -> None:
    # Tuesday 8 December is a holiday in Italy alone; the 7th is none.
    italian = WorkingTime("Europe/Rome", hours=NINE_TO_FIVE, country="IT")
    alone = Axis(_utc("2026-12-07T00:00"), [italian])
    together = Axis(_utc("2026-12-07T00:00"), [italian, ROME])

    assert alone.start_of(DAY) == _utc("2026-12-09T08:00")
    assert together.start_of(DAY) == _utc("2026-12-08T08:00")
    assert together.pace(italian, 4 * DAY)[:3] == ((0, 1000), (DAY, 0), (2 * DAY, 1000))
    assert together.pace(ROME, 4 * DAY) == ((0, 1000),)


def test_leave_is_a_pace_of_nothing_even_where_all_have_it() -> None:
    away = WorkingTime("Europe/Rome", hours=NINE_TO_FIVE, leave=((date(2026, 11, 24), date(2026, 11, 25)),))
    axis = Axis(_utc("2026-11-23T00:00"), [away])

    assert axis.start_of(DAY) == _utc("2026-11-24T08:00")
    assert axis.pace(away, 10 * DAY) == ((0, 1000), (DAY, 0), (3 * DAY, 1000))


def test_whoever_is_gone_for_good_never_comes_back() -> None:
    gone = WorkingTime("Europe/Rome", hours=NINE_TO_FIVE, leave=((date(2026, 11, 24), date.max),))
    axis = Axis(_utc("2026-11-23T00:00"), [gone])

    assert axis.pace(gone, 100 * DAY) == ((0, 1000), (DAY, 0))


def test_capacity_and_share_slow_the_pace() -> None:
    part_time = WorkingTime("Europe/Rome", hours=NINE_TO_FIVE, capacity=0.8)

    assert Axis(_utc("2026-11-23T00:00"), [part_time]).pace(part_time, DAY, share=0.5) == ((0, 400),)


def test_whoever_is_off_on_fridays_has_a_pace_that_says_so_and_its_mean_where_nobody_counts_days() -> None:
    four_days = WorkingTime("Europe/Rome", hours=weekly(dict.fromkeys(range(4), ((time(9), time(17)),))))
    axis = Axis(_utc("2026-11-23T00:00"), [ROME, four_days])
    paces = axis.pace(four_days, 520 * DAY)

    assert paces[:4] == ((0, 1000), (4 * DAY, 0), (5 * DAY, 1000), (9 * DAY, 0))
    assert paces[-1] == (520 * DAY, 800)


def test_two_zones_make_a_day_longer_than_either() -> None:
    # Rome works 8 to 16 UTC, Toronto 14 to 22: together 14 hours, 56 slots, of which two hours are common.
    axis = Axis(_utc("2026-11-23T00:00"), [ROME, TORONTO])

    assert axis.start_of(56) == _utc("2026-11-24T08:00")
    assert axis.pace(ROME, 100)[:3] == ((0, 1000), (32, 0), (56, 1000))
    assert axis.pace(TORONTO, 100)[:3] == ((0, 0), (24, 1000), (56, 0))
    assert axis.slots_a_day() == 56


def test_a_day_before_the_clock_change_and_a_day_after_are_both_eight_hours() -> None:
    # Rome leaves summer time on Sunday 25 October 2026: 7 to 15 UTC on Friday, 8 to 16 on Monday.
    axis = Axis(_utc("2026-10-23T00:00"), [ROME])

    assert axis.origin == _utc("2026-10-23T07:00")
    assert axis.end_of(DAY) == _utc("2026-10-23T15:00")
    assert axis.start_of(DAY) == _utc("2026-10-26T08:00")
    assert axis.end_of(2 * DAY) == _utc("2026-10-26T16:00")


def test_between_the_clock_changes_of_two_zones_they_share_another_hour() -> None:
    # Toronto changes a week after Rome, on 1 November 2026. In the week between, Toronto works 13 to 21 UTC and Rome
    # 8 to 16: 13 hours together, 52 slots, three hours common. On the Friday before: 7 to 15 and 13 to 21, 14 hours.
    axis = Axis(_utc("2026-10-23T00:00"), [ROME, TORONTO])

    assert axis.start_of(56) == _utc("2026-10-26T08:00")
    assert axis.start_of(56 + 52) == _utc("2026-10-27T08:00")
    assert axis.start_of(56 + 5 * 52) == _utc("2026-11-02T08:00")
    assert axis.start_of(56 + 5 * 52 + 56) == _utc("2026-11-03T08:00")
    assert axis.pace(TORONTO, 400)[:6] == ((0, 0), (24, 1000), (56, 0), (76, 1000), (108, 0), (128, 1000))


def test_a_night_that_the_clock_shortens_is_shorter() -> None:
    # 22:00 to 6:00 in Rome on the night to 28 March 2027, whose clock skips an hour: seven hours, not eight.
    night = WorkingTime("Europe/Rome", hours=weekly({5: ((time(22), time(0)),), 6: ((time(0), time(6)),)}))
    axis = Axis(_utc("2027-03-27T12:00"), [night])

    assert axis.end_of(28) == _utc("2027-03-28T04:00")


def test_a_slot_worked_in_part_has_a_share_of_the_pace() -> None:
    # From 9:10 on: a third of the slot that begins at 9:00.
    late = WorkingTime("UTC", hours=weekly(dict.fromkeys(range(5), ((time(9, 10), time(10)),))))
    axis = Axis(_utc("2026-11-23T00:00"), [late])

    assert axis.origin == _utc("2026-11-23T09:00")
    assert axis.pace(late, 8)[:3] == ((0, 333), (1, 1000), (4, 333))


def test_an_axis_without_hours_ends_with_words() -> None:
    never = WorkingTime("UTC", hours=weekly({}))

    with pytest.raises(UsageError, match="nobody has working hours"):
        _ = Axis(_utc("2026-11-23T00:00"), [never]).origin
    with pytest.raises(ValueError, match="somebody"):
        Axis(_utc("2026-11-23T00:00"), [])


def test_a_long_plan_is_reached_lazily() -> None:
    axis = Axis(_utc("2026-11-23T00:00"), [ROME])

    # 260 days a year: slot 10 * 260 * 32 lies some ten years ahead.
    assert axis.start_of(10 * 260 * DAY).year in {2036, 2037}


@settings(max_examples=40)
@given(st.integers(0, 3_000), st.integers(0, 3), MINUTES)
def test_every_slot_is_found_again_by_its_start_and_its_end(slot: int, which: int, minute: int) -> None:
    start = _utc("2026-09-01") + timedelta(minutes=minute)
    people = [[ROME], [TORONTO, ROME], [WorkingTime("Asia/Kolkata")], [WorkingTime("Pacific/Auckland"), TORONTO]][which]
    axis = Axis(start, people)

    begins = axis.start_of(slot)

    assert axis.first_from(begins) == slot
    assert axis.over_by(axis.end_of(slot)) == slot
    assert axis.end_of(slot + 1) == begins + SLOT
    assert axis.first_from(begins + timedelta(minutes=1)) == slot + 1


@settings(max_examples=40)
@given(st.integers(1, 200), MINUTES)
def test_a_pace_holds_the_hours_that_working_time_counts(days: int, minute: int) -> None:
    start = _utc("2026-09-01") + timedelta(minutes=minute)
    leave = ((date(2026, 12, 24), date(2027, 1, 6)),)
    person = WorkingTime("America/Toronto", hours=NINE_TO_FIVE, country="CA", leave=leave, capacity=0.5)
    axis = Axis(start, [person, ROME])
    until = days * DAY

    paces = axis.pace(person, until)

    ends = [first for first, _ in paces[1:]]
    done = sum(
        pace * max(min(after, until) - first, 0)
        for (first, pace), after in zip(paces, [*ends, until], strict=True)
        if first < until
    )
    begins = datetime.fromtimestamp(-(-start.timestamp() // 900) * 900, UTC)
    assert done / 4000 == pytest.approx(person.hours_between(begins, axis.start_of(until)))
