"""The zone and the usual hours of the lead, read off literal commits."""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from builders_commits import Commit, frame
from trimtab.analyses.zones import usual_hours_of, zone_of

AS_OF = datetime(2026, 11, 15, 23, tzinfo=UTC)
SCHEMA = {"author_at": pl.Datetime("us", "UTC"), "author_offset": pl.Int16()}


def made_in(zone: str, count: int = 100, last: datetime = AS_OF, days: int = 360) -> list[tuple[datetime, int]]:
    """Commits at even distances over the days before `last`, with the offset of the zone."""
    instants = [last - timedelta(days=days * nth / count, hours=3) for nth in range(count)]
    return [(at, _minutes(at.astimezone(ZoneInfo(zone)).utcoffset())) for at in instants]


def commits(*groups: list[tuple[datetime, int]]) -> pl.LazyFrame:
    return pl.LazyFrame([row for group in groups for row in group], schema=SCHEMA, orient="row")


def _minutes(offset: timedelta | None) -> int:
    assert offset is not None
    return offset // timedelta(minutes=1)


@pytest.mark.parametrize(
    "zone",
    [
        *("Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Europe/London", "Asia/Shanghai"),
        *("America/Sao_Paulo", "Australia/Sydney", "Asia/Kathmandu", "America/Santiago", "Africa/Casablanca"),
    ],
)
def test_a_year_of_offsets_names_the_zone(zone: str) -> None:
    found = zone_of(commits(made_in(zone)), AS_OF)

    assert found is not None
    assert (found.zone, found.agreeing, found.commits, found.only_utc) == (zone, 100, 100, False)
    assert found.share == 1


def test_places_with_the_same_clock_are_alternatives() -> None:
    found = zone_of(commits(made_in("Europe/Madrid")), AS_OF)

    assert found is not None
    assert found.zone == "Europe/Berlin"
    assert {"Europe/Madrid", "Europe/Paris"} <= set(found.alternatives)
    assert "Europe/Kyiv" not in found.alternatives


def test_summer_alone_cannot_part_a_place_from_one_without_clock_changes() -> None:
    summer = datetime(2026, 9, 30, tzinfo=UTC)

    found = zone_of(commits(made_in("Europe/Berlin", last=summer, days=90)), summer)

    assert found is not None
    assert found.zone == "Europe/Berlin"
    assert "Africa/Johannesburg" in found.alternatives


def test_a_journey_lowers_the_agreement_and_no_more() -> None:
    journey = made_in("Asia/Tokyo", count=9, last=AS_OF - timedelta(days=200), days=9)

    found = zone_of(commits(made_in("Europe/Berlin"), journey), AS_OF)

    assert found is not None
    assert (found.zone, found.agreeing, found.commits) == ("Europe/Berlin", 100, 109)


def test_somebody_who_moved_is_placed_where_they_are_now() -> None:
    before = made_in("Europe/Berlin", last=AS_OF - timedelta(days=60), days=300)
    since = made_in("America/New_York", count=30, days=59)

    found = zone_of(commits(before, since), AS_OF)

    assert found is not None
    assert found.zone == "America/New_York"
    assert found.commits < 60  # the last ninety days are counted, not the year


def test_zeros_throughout_are_said_to_be_of_a_machine() -> None:
    found = zone_of(commits(made_in("UTC")), AS_OF)

    assert found is not None
    assert (found.zone, found.only_utc) == ("UTC", True)


def test_zeros_among_the_offsets_of_a_place_are_left_out() -> None:
    found = zone_of(commits(made_in("Europe/Berlin", count=40), made_in("UTC", count=60)), AS_OF)

    assert found is not None
    assert (found.zone, found.agreeing, found.commits, found.left_out) == ("Europe/Berlin", 40, 40, 60)


def test_zeros_of_late_are_no_move() -> None:
    before = made_in("Europe/Berlin", last=AS_OF - timedelta(days=90), days=270)

    found = zone_of(commits(before, made_in("UTC", count=40, days=80)), AS_OF)

    assert found is not None
    assert (found.zone, found.left_out) == ("Europe/Berlin", 40)


def test_the_zeros_of_a_london_winter_are_no_machine() -> None:
    found = zone_of(commits(made_in("Europe/London")), AS_OF)

    assert found is not None
    assert (found.zone, found.left_out) == ("Europe/London", 0)


def test_what_came_after_the_instant_or_long_before_it_does_not_count() -> None:
    old = made_in("Asia/Tokyo", last=AS_OF - timedelta(days=400))
    future = made_in("America/New_York", last=AS_OF + timedelta(days=400), days=300)

    found = zone_of(commits(old, made_in("Europe/Berlin", count=10), future), AS_OF)

    assert found is not None
    assert (found.zone, found.commits) == ("Europe/Berlin", 10)


def test_who_was_silent_for_a_year_is_placed_by_older_commits() -> None:
    found = zone_of(commits(made_in("Asia/Tokyo", last=AS_OF - timedelta(days=400))), AS_OF)

    assert found is not None
    assert found.zone == "Asia/Tokyo"


def test_too_few_commits_or_an_offset_of_no_place_name_no_zone() -> None:
    nowhere = [(at, 137) for at, _ in made_in("UTC", count=10)]

    assert zone_of(commits(made_in("Europe/Berlin", count=4)), AS_OF) is None
    assert zone_of(commits(nowhere), AS_OF) is None
    assert zone_of(commits([]), AS_OF) is None


def test_frames_of_the_lake_can_be_read() -> None:
    made = frame(*(Commit(f"c{nth}", f"2026-10-{nth + 10} 10:00", offset=330) for nth in range(6)))

    found = zone_of(made, AS_OF)

    assert found is not None
    assert found.zone == "Asia/Kolkata"


# Usual hours


def _at_clock(hours: list[float], offset: int = 60) -> pl.LazyFrame:
    """One commit a weekday, at these hours of the clock in turn."""
    rows = []
    day = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
    for hour in hours:
        rows.append((day + timedelta(hours=hour, minutes=-offset), offset))
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return commits(rows)


def test_usual_hours_hold_most_commits_of_weekdays() -> None:
    rng = random.Random(1)
    found = usual_hours_of(_at_clock([rng.uniform(8.1, 16.2) for _ in range(90)] + [22.0] * 10), AS_OF)

    assert found is not None
    # All that came between 08:06 and 16:12 fit from 08:00 to 16:30; the ten of the evening do not.
    assert (found.start, found.end, found.within, found.commits) == (time(8), time(16, 30), 90, 100)


def test_of_stretches_that_hold_as_much_the_one_nearest_to_nine_is_named() -> None:
    found = usual_hours_of(_at_clock([11.0, 12.0, 15.0] * 12), AS_OF)

    assert found is not None
    assert (found.start, found.end) == (time(9), time(17, 30))


def test_usual_hours_are_read_on_the_clock_of_the_commit() -> None:
    found = usual_hours_of(_at_clock([7.5, 11.0, 15.8] * 12, offset=-480), AS_OF)

    assert found is not None
    assert found.start == time(7, 30)


def test_too_few_commits_or_commits_all_over_the_day_propose_no_hours() -> None:
    assert usual_hours_of(_at_clock([10.0] * 29), AS_OF) is None
    assert usual_hours_of(_at_clock([1.0, 4.0, 22.0, 10.0] * 20), AS_OF) is None


def test_weekends_are_not_counted() -> None:
    saturdays = [(datetime(2026, 6, 6, 9, tzinfo=UTC) + timedelta(weeks=week), 60) for week in range(20)]

    found = usual_hours_of(pl.concat([_at_clock([10.0] * 30), commits(saturdays)]), AS_OF)

    assert found is not None
    assert found.commits == 30
