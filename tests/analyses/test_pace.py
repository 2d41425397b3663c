"""How many changes are to come: the mean, and a range that is as wide as the weeks were uneven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders_work import NOW, Work, know
from trimtab.analyses.pace import PACE, Expected, expected, pace

counts = st.lists(st.integers(0, 60), min_size=1, max_size=52)


def test_where_nothing_happened_nothing_is_expected() -> None:
    assert expected([0] * 52, 2) == Expected(0.0, 0.0, 0.0)


def test_a_steady_pace_goes_on() -> None:
    # Three a week for a year: six in two weeks, whatever each week counts for.
    assert expected([3] * 52, 2).mean == pytest.approx(6.0)


def test_recent_weeks_count_more() -> None:
    rising, falling = expected([4] * 26 + [0] * 26, 2), expected([0] * 26 + [4] * 26, 2)

    assert rising.mean > 2 * falling.mean > 0


def test_the_mean_of_few_weeks_is_theirs() -> None:
    # One week of two: (2 x 1 + 4 x 2) / (1 + 4) = 2.
    assert expected([2], 1).mean == pytest.approx(2.0)


def test_where_a_pace_is_as_even_as_chance_the_range_is_hardly_wider_than_poissons() -> None:
    # Poisson with mean 6 has its tenth and ninetieth percentile at 3 and 9; the rate itself is known to one part in eleven.
    found = expected([3] * 52, 2)

    assert (found.low, found.high) == (3.0, 9.0)


def test_bursts_make_the_range_wider() -> None:
    # Two a week, or eight in every fourth: the mean is about the same.
    even, bursts = expected([2] * 52, 2), expected([8, 0, 0, 0] * 13, 2)

    assert bursts.mean == pytest.approx(even.mean, rel=0.2)
    assert bursts.high - bursts.low > 1.5 * (even.high - even.low)


def test_hundreds_are_counted_as_well_as_few() -> None:
    # Poisson with mean 2,912 is nearly normal: a tenth lies below 2,912 - 1.28 x 54 = 2,843; the rate is not quite known.
    found = expected([56] * 52, 52)

    assert found.mean == pytest.approx(2912.0)
    assert 2600 < found.low < 2843
    assert 2981 < found.high < 3250


def test_no_days_bring_no_changes() -> None:
    assert expected([5] * 52, 0) == Expected(0.0, 0.0, 0.0)


@given(counts, st.floats(0.2, 50))
def test_the_range_is_in_order_and_never_negative(weeks: list[int], ahead: float) -> None:
    found = expected(weeks, ahead)

    assert 0 <= found.low <= found.high
    assert found.mean >= 0
    assert found.low <= found.mean + 1


@given(counts)
def test_longer_brings_more(weeks: list[int]) -> None:
    assert expected(weeks, 2).mean <= expected(weeks, 4).mean


def test_each_area_has_its_own_pace_and_a_commit_counts_once_in_each() -> None:
    # One area, four commits in the last week, one of them by two people. The mean of five weeks: (4 + 4 x 0.8) / (S + 4).
    work = Work()
    for _ in range(3):
        work.commit("mara", 1, "web/app.ts:7")
    work.commit("mara", 1, "web/app.ts:7", by=("tomas",))
    work.commit("tomas", 100, "web/app.ts:7")
    known = know(work)

    (row,) = pace(known.doings, NOW, 1, seen_weeks=5).to_dicts()

    seen = sum(0.5 ** (7 * week / 90) for week in range(5))
    assert row["expected"] == pytest.approx((4 + 4 * 4 / 5) / (seen + 4))


def test_an_empty_history_has_no_pace() -> None:
    assert pace(know(Work()).doings, NOW, 2).schema == PACE
