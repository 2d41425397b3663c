from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from builders_work import Work, when
from trimtab.analyses.areas import areas, touched
from trimtab.analyses.movement import MOVED, MOVERS, WEEKS, Usual, moved, movers, usual, weeks

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 9, tzinfo=BERLIN)
NEXT_MONDAY = datetime(2026, 11, 16, tzinfo=BERLIN)
SUNDAY_NIGHT = datetime(2026, 11, 15, 22, 59, 59, tzinfo=UTC)


def counted(work: Work, as_of: datetime = SUNDAY_NIGHT) -> pl.DataFrame:
    return weeks(work.commit_rows(), work.people(), MONDAY, NEXT_MONDAY, as_of)


def areas_moved(work: Work, as_of: datetime = SUNDAY_NIGHT) -> pl.DataFrame:
    touches = touched(work.commit_rows(), work.change_rows(), work.people(), as_of)
    return moved(work.commit_rows(), work.people(), touches, areas(touches), counted(work, as_of), as_of)


def who_moved(work: Work, as_of: datetime = SUNDAY_NIGHT) -> pl.DataFrame:
    touches = touched(work.commit_rows(), work.change_rows(), work.people(), as_of)
    return movers(work.commit_rows(), work.people(), touches, areas(touches), counted(work, as_of), as_of)


def weekly(work: Work, counts: list[int], who: str = "ife", path: str = "export/rows.py") -> None:
    """So many commits in each of the weeks before the one asked for, the latest last."""
    for back, count in enumerate(reversed(counts), start=1):
        for number in range(count):
            work.commit(who, MONDAY.astimezone(UTC) - timedelta(weeks=back) + timedelta(hours=1 + number), path)


def test_nothing_ever_happened() -> None:
    work = Work()

    told = counted(work)

    assert told.schema == WEEKS
    assert told.height == 13
    assert told["commits"].sum() == 0
    assert usual(told) == Usual(weeks=0, low=None, high=None)
    assert areas_moved(work).schema == MOVED
    assert who_moved(work).schema == MOVERS


def test_the_week_counts_its_commits_and_people_and_its_merges_apart() -> None:
    work = Work()
    work.commit("mara", when("2026-11-08"), "a.py")
    work.commit("mara", when("2026-11-09"), "a.py")
    work.commit("ife", when("2026-11-15"), "a.py", by=("mara",))
    work.commit("harbour-ci", when("2026-11-10"), "a.py")
    work.commit("ravi", when("2026-11-11"), parents=("c1", "c2"))

    now = counted(work).filter("now").row(0, named=True)

    assert (now["commits"], now["merges"], now["people"], now["oids"]) == (2, 1, ["ife", "mara"], ["c3", "c2"])


def test_weeks_begin_at_midnight_of_the_zone_across_daylight_saving() -> None:
    # Berlin leaves summer time on 25 October 2026: before it midnight is 22:00 UTC, after it 23:00 UTC.
    starts = counted(Work())["start"].to_list()

    assert starts[-1] == datetime(2026, 11, 8, 23, tzinfo=UTC)
    assert starts[-3] == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert starts[-4] == datetime(2026, 10, 18, 22, tzinfo=UTC)


def test_ten_of_twelve_weeks_are_usual() -> None:
    # Sorted: 1 2 3 4 5 6 7 8 9 10 11 40; the second smallest is 2, the second largest 11.
    work = Work()
    work.commit("ife", when("2026-01-05"), "a.py")
    weekly(work, [5, 1, 9, 40, 2, 3, 11, 4, 6, 10, 7, 8])

    assert usual(counted(work)) == Usual(weeks=12, low=2, high=11)


def test_empty_weeks_are_weeks_too() -> None:
    work = Work()
    work.commit("ife", when("2026-01-05"), "a.py")
    weekly(work, [3, 0, 0, 3, 3, 3, 3, 3, 3, 3, 3, 3])

    assert usual(counted(work)) == Usual(weeks=12, low=0, high=3)


@pytest.mark.parametrize(("begun", "expected"), [(4, Usual(3, None, None)), (5, Usual(4, 2, 2))])
def test_a_young_history_says_how_many_weeks_it_has(begun: int, expected: Usual) -> None:
    # The week of the first commit is not a whole one and does not count.
    work = Work()
    weekly(work, [2] * begun)

    assert usual(counted(work)) == expected


def test_a_week_that_has_only_begun_is_set_against_the_same_part_of_the_others() -> None:
    # As of Tuesday 12:00 in Berlin: of the week before, Monday's commit counts and Thursday's does not.
    work = Work()
    work.commit("ife", when("2026-11-02"), "a.py")
    work.commit("ife", when("2026-11-05"), "a.py")
    work.commit("ife", when("2026-11-09"), "a.py")

    told = counted(work, datetime(2026, 11, 10, 11, tzinfo=UTC))

    assert told["commits"].to_list()[-2:] == [1, 1]
    assert told["end"].to_list()[-1] == datetime(2026, 11, 10, 11, tzinfo=UTC)


def test_what_happened_at_the_very_instant_is_seen() -> None:
    work = Work()
    work.commit("ife", when("2026-11-10"), "a.py")

    assert counted(work, when("2026-11-10")).filter("now")["commits"].item() == 1


def test_a_commit_at_midnight_belongs_to_the_week_that_begins() -> None:
    work = Work()
    work.commit("ife", MONDAY.astimezone(UTC), "a.py")
    work.commit("ife", NEXT_MONDAY.astimezone(UTC), "a.py")

    assert counted(work, NEXT_MONDAY)["oids"].to_list()[-2:] == [[], ["c1"]]


def test_nothing_later_is_seen() -> None:
    work = Work()
    work.commit("ife", when("2026-11-09"), "export/rows.py")
    as_of = datetime(2026, 11, 10, 11, tzinfo=UTC)
    before = (counted(work, as_of), areas_moved(work, as_of), who_moved(work, as_of))

    work.commit("ife", when("2026-11-11"), "export/rows.py")

    after = (counted(work, as_of), areas_moved(work, as_of), who_moved(work, as_of))
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))


def test_shares_are_of_the_commits_and_compared_with_the_weeks_before() -> None:
    # This week 3 of 4 commits are in export; in the twelve weeks before 12 of 24 were.
    work = Work()
    work.commit("ife", when("2026-01-05"), "a.py")
    weekly(work, [1] * 12, path="export/rows.py")
    weekly(work, [1] * 12, path="web/app.ts")
    for day in ("2026-11-09", "2026-11-10", "2026-11-11"):
        work.commit("ravi", when(day), "export/rows.py")
    work.commit("ife", when("2026-11-12"), "web/app.ts")

    told = areas_moved(work).select("area", "commits", "share", "share_before", "people", "oids")

    assert told.rows() == [
        ("export/", 3, 0.75, 0.5, ["ravi"], ["c28", "c27", "c26"]),
        ("web/", 1, 0.25, 0.5, ["ife"], ["c29"]),
    ]


def test_a_commit_in_two_areas_counts_half_in_each() -> None:
    work = Work()
    weekly(work, [2] * 12, path="export/rows.py")
    weekly(work, [2] * 12, path="web/app.ts")
    work.commit("ife", when("2026-11-09"), "export/rows.py", "web/app.ts")
    work.commit("ife", when("2026-11-10"), "web/app.ts")

    assert dict(areas_moved(work).select("area", "share").iter_rows()) == {"export/": 0.25, "web/": 0.75}


def test_what_lies_in_no_area_is_said_as_such() -> None:
    work = Work()
    weekly(work, [2] * 12, path="web/app.ts")
    work.commit("ife", when("2026-11-09"), "CHANGELOG.md")
    work.commit("ife", when("2026-11-10"), "web/app.ts")

    assert sorted(areas_moved(work).select("area", "share").rows(), key=str) == [("web/", 0.5), (None, 0.5)]


def test_with_no_earlier_commits_there_is_no_share_before() -> None:
    work = Work()
    work.commit("ife", when("2026-11-09"), "web/app.ts")

    assert areas_moved(work)["share_before"].to_list() == [None]


def test_people_are_told_in_alphabetical_order_however_much_they_did() -> None:
    work = Work()
    weekly(work, [2] * 12, path="export/rows.py")
    weekly(work, [2] * 12, path="web/app.ts")
    work.commit("ravi", when("2026-11-09"), "export/rows.py")
    work.commit("ravi", when("2026-11-10"), "export/rows.py", "web/app.ts")
    work.commit("ravi", when("2026-11-11"), "export/rows.py")
    work.commit("ife", when("2026-11-11"), "web/app.ts", by=("jun",))
    work.names.add("jun")

    told = who_moved(work).select("person", "area", "commits", "oids")

    assert told.rows() == [
        ("ife", "web/", 1, ["c52"]),
        ("jun", "web/", 1, ["c52"]),
        ("ravi", "export/", 3, ["c51", "c50", "c49"]),
        ("ravi", "web/", 1, ["c50"]),
    ]
