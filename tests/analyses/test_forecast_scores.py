"""How forecasts are scored, worked out by hand."""

import math
import random

import pytest

from trimtab.analyses.forecasts import HORIZON, of_days, of_number, summary

DICE = random.Random(1)
YEAR = math.log1p(HORIZON)


def test_a_forecast_that_is_sure_and_right_costs_nothing() -> None:
    score = of_days(lambda days: float(days >= 10.0), 10.0, DICE)

    # The share is read at 73 points, so a step is as wide as one of them: an eightieth of a unit of the logarithm.
    assert score.crps < 0.05
    assert score.pinball < 0.05


def test_a_forecast_that_is_sure_and_wrong_costs_the_distance() -> None:
    # It says a day and takes 30: on the logarithm of one more, log 31 - log 2.
    score = of_days(lambda days: float(days >= 1.0), 30.0, DICE)

    assert score.crps == pytest.approx(math.log(31 / 2), abs=0.06)


def test_what_is_not_done_within_the_year_counts_as_the_year() -> None:
    # Said: as likely as not within a day, else never. The first half costs 0.25 of the whole way from 1 to 366 days.
    score = of_days(lambda days: 0.5 if days >= 1.0 else 0.0, None, random.Random(2))

    assert score.crps == pytest.approx(0.25 * (YEAR - math.log(2)), abs=0.03)
    assert 0.5 <= score.share <= 1.0


def test_a_number_is_scored_by_the_squared_distance_of_the_shares() -> None:
    # Said: none with 0.5, one with 0.25, two with 0.25; one came. (0.5 - 0)^2 + (0.75 - 1)^2 + (1 - 1)^2
    score = of_number([0.5, 0.25, 0.25], 1, random.Random(3))

    assert score.crps == pytest.approx(0.3125)
    assert 0.5 <= score.share <= 0.75


def test_a_number_beyond_all_that_was_said_costs_each_one_of_them() -> None:
    # Two were said to be the most; five came: 1 for 2, 3 and 4, and what was missed below.
    score = of_number([0.0, 0.0, 1.0], 5, DICE)

    assert score.crps == pytest.approx(3.0)
    assert score.share == pytest.approx(1.0)


def test_a_summary_says_how_often_ranges_held() -> None:
    scores = [of_days(lambda days: days / 100 if days < 100 else 1.0, days, DICE) for days in (5.0, 30.0, 50.0, 95.0)]

    found = summary(scores)

    # The shares are 0.05, 0.3, 0.5 and 0.95: two of four within 0.25 and 0.75, two within 0.1 and 0.9, all within 95 %.
    assert found.held == (0.5, 0.5, 1.0)
    # Of four steps of a quarter each, the furthest from the line is at 0.95, before which only 0.75 had come.
    assert found.distance == pytest.approx(0.25)
    assert found.forecasts == 4


def test_nothing_cannot_be_summed_up() -> None:
    with pytest.raises(ValueError, match="no forecasts"):
        summary([])
