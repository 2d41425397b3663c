"""The weeks without somebody: whether the work of others was taken in all the same."""

from datetime import timedelta

import polars as pl
import pytest

from builders_work import NOW
from trimtab.analyses.absences import Absences, absences

SCHEMA = {"person": pl.String, "at": pl.Datetime("us", "UTC"), "merge": pl.Boolean}


class Weeks:
    """Acts by the week before `NOW` in which they happened, 0 being the last one."""

    def __init__(self) -> None:
        self.wrote: list[tuple[str, object, bool]] = []
        self.saw: list[tuple[str, object, bool]] = []

    def write(self, who: str, *weeks: int, times: int = 1) -> None:
        self.wrote += [(who, NOW - timedelta(weeks=week, days=1), False) for week in weeks for _ in range(times)]

    def merge(self, who: str, *weeks: int, times: int = 1) -> None:
        self.saw += [(who, NOW - timedelta(weeks=week, days=1), True) for week in weeks for _ in range(times)]

    def review(self, who: str, *weeks: int) -> None:
        self.saw += [(who, NOW - timedelta(weeks=week, days=1), False) for week in weeks]

    def without(self, who: str) -> Absences:
        frames = [pl.DataFrame(rows, schema=SCHEMA, orient="row") for rows in (self.wrote, self.saw)]
        return absences(*frames, NOW, who)


def one_merges_for_all() -> Weeks:
    """Tomas writes twice a week for twenty weeks; Mara merges two a week in the ten in which she is there."""
    weeks = Weeks()
    weeks.write("tomas", *range(20), times=2)
    weeks.merge("mara", *range(0, 20, 2), 19, times=2)
    return weeks


def test_where_nothing_is_merged_without_them_it_rests_on_them() -> None:
    # Eleven weeks with Mara: 22 merges for 22 commits. Nine without her: 18 commits, so 18 merges would be usual.
    found = one_merges_for_all().without("mara")

    assert found == Absences(weeks=9, merges=0, usual=18.0)
    assert (found.share, found.tells) == (0.0, True)


def test_where_others_merge_as_much_it_does_not() -> None:
    weeks = one_merges_for_all()
    weeks.merge("ife", *range(1, 19, 2), times=2)

    assert weeks.without("mara") == Absences(9, 18, 18.0)
    assert not weeks.without("mara").tells


def test_a_quiet_season_is_nobodys_absence() -> None:
    # Nothing was written in the weeks without Mara, so nothing was to be merged.
    weeks = Weeks()
    weeks.write("tomas", *range(0, 20, 2), times=2)
    weeks.merge("mara", *range(0, 20, 2), times=2)

    assert not weeks.without("mara").tells


def test_who_reviewed_or_wrote_was_there() -> None:
    weeks = one_merges_for_all()
    weeks.review("mara", *range(1, 11, 2))
    weeks.write("mara", *range(11, 19, 2))

    assert weeks.without("mara").weeks == 0


def test_few_weeks_tell_nothing() -> None:
    weeks = Weeks()
    weeks.write("tomas", *range(20), times=9)
    weeks.merge("mara", *(week for week in range(20) if week not in (3, 7, 11)), times=9)

    assert weeks.without("mara") == Absences(3, 0, 27.0)
    assert not weeks.without("mara").tells


def test_few_merges_may_be_chance() -> None:
    # Four were usual, one came: chance brings so few in 9 of 100 cases.
    assert not Absences(weeks=9, merges=1, usual=4.0).tells
    # Four were usual, none came: in 2 of 100.
    assert Absences(weeks=9, merges=0, usual=4.0).tells


def test_weeks_before_they_came_are_no_absence() -> None:
    weeks = one_merges_for_all()
    weeks.write("tomas", *range(20, 60), times=2)
    weeks.merge("ife", *range(20, 60))

    assert weeks.without("mara").weeks == 9


def test_what_is_over_two_years_old_is_not_looked_at() -> None:
    weeks = one_merges_for_all()
    weeks.merge("mara", 104)

    assert weeks.without("mara").weeks == 9


def test_somebody_without_a_trace_was_never_away() -> None:
    assert Weeks().without("mara") == Absences(0, 0, 0.0)
    assert one_merges_for_all().without("sofie").share == 1.0


def test_the_share_is_one_at_most() -> None:
    assert Absences(9, 30, 18.0).share == 1.0
    assert Absences(9, 6, 18.0).share == pytest.approx(1 / 3)
