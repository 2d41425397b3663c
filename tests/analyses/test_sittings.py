"""Hours of reviewing from acts on a tracker: sittings, what lies between commits, and that no minute counts twice."""

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.analyses._sitting_model import SittingModel
from trimtab.analyses.attention import coding_hours, weeks_as_periods
from trimtab.analyses.item_reviews import ITEM_REVIEWS
from trimtab.analyses.review_time import ReviewAct
from trimtab.analyses.sessions import Act, Acts
from trimtab.analyses.sittings import acts_on_items, hours_of_both, review_trend, usual_review, with_git
from trimtab.workdays import WorkingTime, week_name

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
UTC_TIME = WorkingTime("UTC")
WEEK = weeks_as_periods(["2026-W46"], UTC_TIME)
NONE = Acts((), {})


def at(*minutes: float) -> Acts:
    """Acts so many minutes after nine o'clock on Monday."""
    instants = [MONDAY + timedelta(hours=9, minutes=minute) for minute in sorted(minutes)]
    return Acts(tuple(Act(one, one.replace(tzinfo=None), (("harbour", str(one)),)) for one in instants), {})


def dice() -> random.Random:
    return random.Random(7)


def test_without_any_act_there_are_no_hours() -> None:
    [found] = hours_of_both(NONE, NONE, WEEK, dice())

    assert (found.code.high, found.review.high) == (0, 0)


def test_comments_close_together_are_one_sitting_with_what_came_before_it() -> None:
    """Seven comments, ten minutes apart: an hour, and some minutes before the first."""
    model = SittingModel(NONE, at(*range(60, 121, 10)), WEEK)

    hours = [model.expected(dice())[1][0] for _ in range(20)]

    # Six gaps of ten and ten as if of fifteen make a usual gap of 13.1 minutes; half of it to 1.75 times it came before.
    usual = (6 * 10 + 10 * 15) / 16
    assert all(1 + 0.5 * usual / 60 - 1e-9 <= found <= 1 + 1.75 * usual / 60 + 1e-9 for found in hours)


def test_far_apart_each_is_a_sitting_of_its_own() -> None:
    """Three words on three mornings: three times the minutes before a first act."""
    model = SittingModel(NONE, at(60, 1500, 2940), WEEK)

    # No gap was seen, so fifteen minutes are usual: 7.5 to 26.25 of them before each.
    assert 3 * 7.5 / 60 - 1e-9 <= model.expected(dice())[1][0] <= 3 * 26.25 / 60 + 1e-9


def test_a_review_between_two_commits_is_taken_from_the_code_between_them() -> None:
    """Commits at 9:00 and 9:30, a review at 9:20: of the half hour the review takes its part, code the rest."""
    dice_of = random.Random
    both, alone = SittingModel(at(0, 30), at(20), WEEK), SittingModel(at(0, 30), NONE, WEEK)
    for seed in range(30):
        code, review = (hours[0] for hours in both.expected(dice_of(seed)))
        before = alone.expected(dice_of(seed))[0][0]

        assert review > 0
        assert code + review == pytest.approx(before)


def test_who_reviewed_a_moment_ago_coded_until_the_commit() -> None:
    """A review at 10:00 and a commit at 10:20, with nothing before: twenty minutes of code, whatever the lead-in."""
    model = SittingModel(at(80), at(60), WEEK)

    assert {round(model.expected(random.Random(seed))[0][0] * 60) for seed in range(20)} == {20}


def test_code_without_reviews_is_what_sessions_alone_say() -> None:
    code = at(0, 40, 70, 1500, 1530)

    [found] = hours_of_both(code, NONE, WEEK, random.Random(3))

    alone = coding_hours(code, WEEK, UTC_TIME, random.Random(4)).periods.row(0, named=True)
    assert abs(found.code.mid - alone["mid"]) <= 0.5
    assert found.review.high == 0


@settings(max_examples=80)
@given(
    st.lists(st.integers(0, 240), min_size=1, max_size=25),
    st.lists(st.integers(0, 240), max_size=25),
    st.integers(0, 99),
)
def test_no_minute_counts_twice(commits: list[int], reviews: list[int], seed: int) -> None:
    """Both together are no more than the time from the first act to the last, and the longest time before the first."""
    hours = SittingModel(at(*commits), at(*reviews), WEEK).expected(random.Random(seed))

    acts = sorted({*commits, *reviews})
    assert hours[0][0] + hours[1][0] <= (acts[-1] - acts[0] + 120) / 60 + 1e-6


def test_the_usual_gap_between_review_acts_leaves_out_other_sittings() -> None:
    # Gaps of 5 and 10 minutes count, that of three hours does not: (5 + 10 + 10 x 15) / 12.
    assert usual_review(at(0, 5, 15, 195)) == pytest.approx(165 / 12)


def test_acts_of_one_minute_on_one_item_are_one() -> None:
    """A review is sent off with all its comments."""
    nine = MONDAY + timedelta(hours=9)
    rows = [
        ("git.example/7", item, person, "reviewed", nine + timedelta(seconds=seconds), f"e{place}", "line-commented")
        for place, (item, person, seconds) in enumerate(
            [("8", "mara", 1), ("8", "mara", 30), ("9", "mara", 30), ("8", "mara", 90), ("8", "tomas", 200)]
        )
    ]

    found = acts_on_items(pl.DataFrame(rows, ITEM_REVIEWS, orient="row"), "mara", WorkingTime("Europe/Stockholm"))

    assert [(act.at, act.commits) for act in found.acts] == [
        (nine + timedelta(seconds=1), (("git.example/7", "8"),)),
        (nine + timedelta(seconds=30), (("git.example/7", "9"),)),
        (nine + timedelta(seconds=90), (("git.example/7", "8"),)),
    ]
    assert found.acts[0].clock.hour == 10


def test_what_git_alone_shows_stands_in_the_same_row() -> None:
    """A merge in the middle of a sitting adds nothing to it."""
    told = at(60, 70, 80)
    merge = ReviewAct(MONDAY + timedelta(hours=9, minutes=75), "m", 1, 0, 2, 10)

    found = with_git(told, [merge], UTC_TIME)

    assert [act.at for act in found.acts] == [MONDAY + timedelta(hours=9, minutes=m) for m in (60, 70, 75, 80)]
    alone, both = (SittingModel(NONE, acts, WEEK).expected(dice())[1][0] for acts in (told, found))
    assert both == pytest.approx(alone, abs=0.1)


@pytest.mark.parametrize(("kept", "verdict"), [(1.0, "cannot tell"), (0.0, "less")])
def test_the_trend_of_reviews_is_told_where_they_stop(kept: float, verdict: str) -> None:
    """Twenty weeks of two hours a day; in the last six the same, or nothing."""
    names = [week_name((MONDAY + timedelta(weeks=week)).date()) for week in range(20)]
    periods = weeks_as_periods(names, UTC_TIME)
    minutes = [
        week * 10080 + day * 1440 + 60 + part * 10
        for week in range(20)
        for day in range(5)
        for part in range(12)
        if week < 14 or kept
    ]

    found = review_trend(NONE, at(*minutes), periods[14:], periods[:14], dice())

    assert found.verdict == verdict
