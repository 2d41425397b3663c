"""Working time across days, weeks, leave and clock changes. Expected figures are worked out in the comments."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trimtab.workdays as workdays
from trimtab.errors import UsageError
from trimtab.workdays import (
    DEFAULT_HOURS,
    Elapsed,
    WorkingTime,
    parse_as_of,
    week_dates,
    week_name,
    weekly,
    weeks_before,
)

BERLIN = WorkingTime("Europe/Berlin")
NIGHTS = weekly(dict.fromkeys(range(7), ((time(0), time(6)), (time(22), time(0)))))
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Beirut", "Asia/Kolkata"]
ZONES += ["Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # numbers of a literal date, never a tzinfo


def test_the_front_door_names_exactly_what_is_offered() -> None:
    assert all(hasattr(workdays, name) for name in workdays.__all__)
    assert len(set(workdays.__all__)) == len(workdays.__all__)


def test_the_default_week_has_forty_hours() -> None:
    start, end = BERLIN.week_bounds("2026-W46")

    assert BERLIN.hours_between(start, end) == 40


def test_a_usual_day_is_two_stretches_around_lunch() -> None:
    # Berlin is one hour ahead of UTC in November.
    assert BERLIN.intervals(utc(2026, 11, 10), utc(2026, 11, 11)) == (
        (utc(2026, 11, 10, 8), utc(2026, 11, 10, 11, 30)),
        (utc(2026, 11, 10, 12), utc(2026, 11, 10, 16, 30)),
    )


def test_stretches_are_cut_at_both_ends() -> None:
    assert BERLIN.intervals(utc(2026, 11, 10, 11), utc(2026, 11, 10, 12, 15)) == (
        (utc(2026, 11, 10, 11), utc(2026, 11, 10, 11, 30)),
        (utc(2026, 11, 10, 12), utc(2026, 11, 10, 12, 15)),
    )


def test_an_end_before_the_start_counts_negative() -> None:
    assert BERLIN.hours_between(utc(2026, 11, 10, 11), utc(2026, 11, 10, 8)) == -3


def test_the_end_of_a_stretch_does_not_belong_to_it() -> None:
    assert BERLIN.is_working(utc(2026, 11, 10, 8))
    assert not BERLIN.is_working(utc(2026, 11, 10, 11, 30))
    assert not BERLIN.is_working(utc(2026, 11, 14, 10))  # a Saturday


def test_hours_ahead_pass_over_night_and_weekend() -> None:
    # Friday 13 November 16:30 in Berlin: one hour is left of the day, the other two are Monday's, until 11:00.
    assert BERLIN.after(utc(2026, 11, 13, 15, 30), 3) == utc(2026, 11, 16, 10)


def test_no_hours_ahead_is_now_and_negative_ones_are_refused() -> None:
    sunday = utc(2026, 11, 15, 12)

    assert BERLIN.after(sunday, 0) == sunday
    with pytest.raises(ValueError, match="cannot be negative"):
        BERLIN.after(sunday, -1)


def test_hours_that_never_come_are_a_message() -> None:
    free = WorkingTime(hours=weekly({}))

    with pytest.raises(UsageError, match="not 1 working hours in the twenty years"):
        free.after(utc(2026, 1, 1), 1)


def test_public_holidays_are_free() -> None:
    # 25 December 2026 is a Friday, 26 a Saturday: four working days are left of that week.
    germany = WorkingTime("Europe/Berlin", country="DE")

    assert germany.working_days(date(2026, 12, 21), date(2026, 12, 27)) == 4
    assert germany.hours_between(*germany.week_bounds("2026-W52")) == 32
    assert germany.is_usual_weekday(date(2026, 12, 25))


def test_a_subdivision_has_holidays_of_its_own() -> None:
    epiphany = date(2026, 1, 6)  # a Tuesday, free in Bavaria, not in Berlin

    assert not WorkingTime(country="DE", subdivision="BY").is_working_day(epiphany)
    assert WorkingTime(country="DE", subdivision="BE").is_working_day(epiphany)


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("DE", "ZZ")])
def test_an_unknown_place_is_a_message(country: str, subdivision: str | None) -> None:
    with pytest.raises(UsageError, match="no holidays are known"):
        WorkingTime(country=country, subdivision=subdivision)


@pytest.mark.parametrize("name", ["Berlin", "Mars/Base", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_a_message(name: str) -> None:
    with pytest.raises(UsageError, match="no time zone is called"):
        WorkingTime(name)


def test_leave_counts_both_its_first_and_its_last_day() -> None:
    away = WorkingTime("Europe/Berlin", leave=((date(2026, 11, 10), date(2026, 11, 11)),))

    assert away.working_days(date(2026, 11, 9), date(2026, 11, 13)) == 3
    assert not away.is_working(utc(2026, 11, 11, 10))
    assert away.is_working(utc(2026, 11, 12, 10))


def test_extra_days_off_are_free() -> None:
    assert WorkingTime(days_off=frozenset({date(2026, 11, 10)})).working_day(date(2026, 11, 10)) is None


def test_part_time_without_fixed_hours_counts_a_share() -> None:
    half = WorkingTime("Europe/Berlin", capacity=0.5)
    monday = half.start_of_day(date(2026, 11, 9))

    assert half.hours_between(*half.week_bounds("2026-W46")) == 20
    assert half.after(monday, 4) == utc(2026, 11, 9, 16, 30)  # half of Monday's eight hours


@pytest.mark.parametrize("capacity", [0, -0.5, 1.1])
def test_a_capacity_is_a_share(capacity: float) -> None:
    with pytest.raises(ValueError, match="capacity"):
        WorkingTime(capacity=capacity)


@pytest.mark.parametrize(
    "stretches",
    [
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(12)), (time(11), time(15))),
        ((time(22), time(0)), (time(23), time(23, 30))),
    ],
)
def test_stretches_out_of_order_are_refused(stretches: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="is not after"):
        WorkingTime(hours=weekly({0: stretches}))


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="7 days"):
        WorkingTime(hours=DEFAULT_HOURS[:5])


def test_hours_may_end_at_midnight() -> None:
    late = WorkingTime(hours=weekly({0: ((time(20), time(0)),)}))

    assert late.intervals(utc(2026, 11, 9), utc(2026, 11, 16)) == ((utc(2026, 11, 9, 20), utc(2026, 11, 10)),)


# Clock changes


def test_a_spring_night_is_an_hour_short_and_an_autumn_night_an_hour_long() -> None:
    # Eight hours a night; Berlin skips 02:00 to 03:00 on 29 March 2026 and shows it twice on 25 October 2026.
    nights = WorkingTime("Europe/Berlin", hours=NIGHTS)

    assert nights.hours_between(nights.start_of_day(date(2026, 3, 29)), nights.start_of_day(date(2026, 3, 30))) == 7
    assert nights.hours_between(nights.start_of_day(date(2026, 10, 25)), nights.start_of_day(date(2026, 10, 26))) == 9


def test_a_reading_the_clock_skips_is_the_instant_of_the_jump() -> None:
    assert BERLIN.at(date(2026, 3, 29), time(2, 30)) == utc(2026, 3, 29, 1)


def test_a_reading_the_clock_shows_twice_is_the_first() -> None:
    assert BERLIN.at(date(2026, 10, 25), time(2, 30)).isoformat() == "2026-10-25T02:30:00+02:00"


def test_office_hours_keep_the_clock_when_the_offset_changes() -> None:
    friday, monday = BERLIN.working_day(date(2026, 3, 27)), BERLIN.working_day(date(2026, 3, 30))

    assert friday == (utc(2026, 3, 27, 8), utc(2026, 3, 27, 16, 30))
    assert monday == (utc(2026, 3, 30, 7), utc(2026, 3, 30, 15, 30))


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        ("America/Santiago", date(2026, 9, 6), utc(2026, 9, 6, 4), 23),  # midnight jumps to 01:00
        ("America/Santiago", date(2026, 4, 4), utc(2026, 4, 4, 3), 25),  # midnight falls back to 23:00
        ("Asia/Beirut", date(2026, 3, 29), utc(2026, 3, 28, 22), 23),  # midnight jumps to 01:00
        ("Asia/Beirut", date(2026, 10, 24), utc(2026, 10, 23, 21), 25),  # midnight falls back to 23:00
        ("Asia/Tokyo", date(2026, 3, 29), utc(2026, 3, 28, 15), 24),
        ("Pacific/Apia", date(2011, 12, 30), utc(2011, 12, 30, 10), 0),  # a date Samoa never had
    ],
)
def test_days_begin_and_last_as_the_clock_of_the_place_has_it(
    zone: str, day: date, begins: datetime, hours: int
) -> None:
    there = WorkingTime(zone)

    assert there.start_of_day(day) == begins
    assert there.start_of_day(day + timedelta(days=1)).astimezone(UTC) - begins == timedelta(hours=hours)


def test_a_zone_changes_on_its_date() -> None:
    # Berlin until Tuesday 10 November, New York from Wednesday on: 09:00 is 08:00 UTC, then 14:00 UTC.
    moved = WorkingTime("Europe/Berlin", moves=((date(2026, 11, 11), "America/New_York"),))

    assert [moved.at(date(2026, 11, day), time(9)) for day in (10, 11)] == [utc(2026, 11, 10, 8), utc(2026, 11, 11, 14)]
    assert moved.date_of(utc(2026, 11, 11, 3)) == date(2026, 11, 10)  # until New York's midnight, 05:00 UTC
    assert moved.local(utc(2026, 11, 11, 6)).isoformat() == "2026-11-11T01:00:00-05:00"


def test_moving_far_east_cuts_the_day_before_and_counts_nothing_twice() -> None:
    # Tokyo's 11 November begins at 15:00 UTC on the 10th, so Berlin's Tuesday ends at 16:00: 3.5 + 3 hours.
    moved = WorkingTime("Europe/Berlin", moves=((date(2026, 11, 11), "Asia/Tokyo"),))

    assert moved.hours_between(utc(2026, 11, 10), utc(2026, 11, 10, 23)) == 6.5


# Weeks


def test_a_week_is_an_iso_week_in_the_zone() -> None:
    late_sunday = utc(2026, 11, 15, 23, 30)

    assert WorkingTime("UTC").week_of(late_sunday) == "2026-W46"
    assert BERLIN.week_of(late_sunday) == "2026-W47"


def test_the_bounds_of_a_week_are_two_mondays() -> None:
    start, end = BERLIN.week_bounds("2026-W46")

    assert (start.isoformat(), end.isoformat()) == ("2026-11-09T00:00:00+01:00", "2026-11-16T00:00:00+01:00")


def test_a_week_can_belong_to_the_next_or_the_previous_year() -> None:
    assert week_name(date(2024, 12, 30)) == "2025-W01"
    assert week_name(date(2027, 1, 3)) == "2026-W53"
    assert week_dates("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))


def test_weeks_before_a_week_come_oldest_first_and_cross_the_year() -> None:
    assert weeks_before("2027-W01", 3) == ("2026-W51", "2026-W52", "2026-W53")


@pytest.mark.parametrize("text", ["2026-W54", "2025-W53", "2026-W00", "2026W46", "W46", "2026-W6", ""])
def test_what_is_no_week_is_a_message(text: str) -> None:
    with pytest.raises(UsageError, match="no ISO week"):
        week_dates(text)


# As of


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-15", "2026-11-15T23:59:59.999999+01:00"),
        ("2026-10-25", "2026-10-25T23:59:59.999999+01:00"),
        ("2026-W46", "2026-11-15T23:59:59.999999+01:00"),
        ("2026-07-01T10:20", "2026-07-01T10:20:00+02:00"),
        ("2026-07-01 10:20:30", "2026-07-01T10:20:30+02:00"),
        ("2026-11-15T23:30Z", "2026-11-16T00:30:00+01:00"),
        ("2026-11-15T10:20-05:00", "2026-11-15T16:20:00+01:00"),
        (" 2026-11-15T10:20+0530 ", "2026-11-15T05:50:00+01:00"),
    ],
)
def test_as_of_is_read_in_the_zone_of_the_lead(text: str, meant: str) -> None:
    assert parse_as_of(text, BERLIN).isoformat() == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "15.11.2026", "2026-11", "20261115", "2026-W46-1"),
        *("2026-13-01", "2026-02-30", "2026-W60", "9999-12-31", "2026-11-15T25:00", "2026-11-15T10:20+99:00"),
    ],
)
def test_as_of_says_what_it_can_read(text: str) -> None:
    with pytest.raises(UsageError, match=r"2026-11-15|2026-W46"):
        parse_as_of(text, BERLIN)


# Properties

instants = st.integers(int(utc(2025, 1, 1).timestamp()), int(utc(2027, 12, 31).timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
usual = st.builds(
    WorkingTime,
    zone=st.sampled_from(ZONES),
    moves=st.lists(st.tuples(days, st.sampled_from(ZONES)), max_size=2, unique_by=lambda move: move[0]).map(tuple),
    hours=st.sampled_from([DEFAULT_HOURS, NIGHTS]),
    country=st.sampled_from([None, "DE"]),
    days_off=st.frozensets(days, max_size=5),
    leave=st.lists(days.map(lambda day: (day, day + timedelta(days=9))), max_size=3).map(tuple),
    capacity=st.sampled_from([1.0, 0.8]),
)


@given(usual, st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_hours_add_up_wherever_time_is_cut(working: WorkingTime, cuts: list[datetime]) -> None:
    first, middle, last = cuts

    parts = working.hours_between(first, middle) + working.hours_between(middle, last)

    assert parts == pytest.approx(working.hours_between(first, last), abs=1e-6)


@given(usual, instants, st.floats(0.01, 300))
def test_hours_ahead_and_hours_between_undo_each_other(working: WorkingTime, start: datetime, hours: float) -> None:
    end = working.after(start, hours)

    assert working.hours_between(start, end) == pytest.approx(hours, abs=1e-6)
    assert working.hours_between(start, end - timedelta(seconds=1)) < hours  # it is the first such instant


@given(usual, instants)
def test_nothing_is_worked_on_leave_or_a_day_off(working: WorkingTime, start: datetime) -> None:
    for begin, end in working.intervals(start, start + timedelta(days=20)):
        for instant in (begin, end - timedelta(seconds=1)):
            day = working.date_of(instant)
            assert day not in working.days_off
            assert not any(first <= day <= last for first, last in working.leave)


@given(usual, days)
def test_weeks_meet_without_gap_and_their_hours_sum_to_the_total(working: WorkingTime, day: date) -> None:
    weeks = [week_name(day + timedelta(weeks=ahead)) for ahead in range(5)]

    bounds = [working.week_bounds(week) for week in weeks]

    assert all(end == start for (_, end), (start, _) in pairwise(bounds))
    total = working.hours_between(bounds[0][0], bounds[-1][1])
    assert sum(working.hours_between(*week) for week in bounds) == pytest.approx(total, abs=1e-6)


@given(usual, instants)
def test_an_instant_lies_within_its_date_and_its_week(working: WorkingTime, instant: datetime) -> None:
    day = working.date_of(instant)
    start, end = working.week_bounds(working.week_of(instant))

    assert working.start_of_day(day) <= instant <= working.end_of_day(day)
    assert start <= instant < end


@given(usual, instants)
def test_stretches_come_in_order_and_never_overlap(working: WorkingTime, start: datetime) -> None:
    found = working.intervals(start, start + timedelta(days=30))

    assert all(begin < end for begin, end in found)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(found))
    assert all(working.is_working(begin) for begin, _ in found)


@given(st.integers(0, 525_000), st.integers(0, 525_000))
def test_hours_that_passed_are_the_same_however_they_are_counted(one: int, other: int) -> None:
    working = WorkingTime(
        zone="Europe/Stockholm", country="SE", leave=((date(2026, 7, 1), date(2026, 7, 20)),), capacity=0.8
    )
    start, end = (utc(2026, 1, 1) + timedelta(minutes=minutes) for minutes in (one, other))

    assert Elapsed(working).hours(start, end) == pytest.approx(working.hours_between(start, end), abs=1e-6)


def test_a_working_day_is_as_long_as_the_usual_week_says() -> None:
    # Two days of 8 h and one of 6 h: 22 / 3 h; at half capacity half of that.
    hours = weekly({0: ((time(9), time(17)),), 1: ((time(9), time(17)),), 2: ((time(18), time(0)),)})

    assert Elapsed(WorkingTime(hours=hours)).hours_a_day == pytest.approx(22 / 3)
    assert Elapsed(WorkingTime(hours=hours, capacity=0.5)).hours_a_day == pytest.approx(11 / 3)
