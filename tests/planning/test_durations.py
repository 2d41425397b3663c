"""Spreads of work: through both ends of a range, by a team's own ratios, and what is shared; with the traps of each."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.planning.durations import (
    COMMON_SD,
    PRIOR_SD,
    Calibration,
    Finished,
    Spread,
    Stated,
    common_factor,
    conformal,
    learnt,
    size_of,
    widened,
)


def test_a_range_is_read_as_p10_and_p90() -> None:
    stated = Stated(8, 32)

    assert stated.middle == pytest.approx(16)
    assert stated.middle * stated.spread.at(0.1) == pytest.approx(8, rel=1e-3)
    assert stated.middle * stated.spread.at(0.9) == pytest.approx(32, rel=1e-3)
    # No hard end: beyond the P90 there is more.
    assert stated.spread.at(0.999) > 1.5 * stated.spread.at(0.9)


def test_a_writer_who_is_surer_of_the_same_range_means_less_spread() -> None:
    assert Stated(8, 32, sure=0.95).spread.sd < Stated(8, 32).spread.sd < Stated(8, 32, sure=0.5).spread.sd
    assert math.isfinite(Stated(8, 32, sure=1.0).spread.sd)


def test_of_three_points_the_likeliest_is_the_middle_and_both_ends_are_kept() -> None:
    stated = Stated(8, 40, 16)

    assert (stated.middle, stated.spread.at(0.5)) == (16, pytest.approx(1, rel=1e-3))
    assert [16 * stated.spread.at(share) for share in (0.1, 0.9)] == pytest.approx([8, 40], rel=2e-3)


def test_one_number_has_no_spread_of_its_own_and_gets_the_priors() -> None:
    point = Stated(24, 24)

    assert point.spread.is_certain
    assert point.middle == 24
    given = Calibration().spread(point)
    # With what all share, a log sd of 0.75.
    assert given.sd**2 + COMMON_SD**2 == pytest.approx(PRIOR_SD**2, rel=1e-3)


def test_a_range_from_nothing_is_read_all_the_same() -> None:
    assert Stated(0, 8).middle == 4
    assert math.isfinite(Stated(0, 8).spread.sd)
    assert Stated(0, 0).spread.is_certain


def test_below_thirty_finished_tasks_the_ratios_are_told_and_not_used() -> None:
    found = learnt([Finished(8, 16, window) for window in range(5)])

    assert (found.finished, found.is_own, found.common) == (5, False, COMMON_SD)
    assert found.spread(Stated(8, 8)) == Calibration().spread(Stated(8, 8))


def _team(tasks: int, bias: float, sd: float, seed: int = 1, shared: float = 0.0) -> list[Finished]:
    """Tasks of a made-up team that take `bias` times their estimates, in windows of ten tasks."""
    dice = random.Random(seed)
    windows = [dice.gauss(0, shared) for _ in range(tasks // 10 + 1)]
    return [
        Finished(hours, hours * bias * math.exp(dice.gauss(0, sd) + windows[task // 10]), task // 10)
        for task in range(tasks)
        for hours in [dice.choice((3, 8, 12, 24, 60))]
    ]


def test_a_team_that_takes_half_as_long_again_is_learnt() -> None:
    few, many = (learnt(_team(count, 1.5, 0.4)).spread(Stated(12, 12)) for count in (40, 600))

    assert few.at(0.5) == pytest.approx(1.5, rel=0.2)
    assert many.at(0.5) == pytest.approx(1.5, rel=0.06)
    assert many.sd == pytest.approx(0.4, rel=0.15)


def test_how_far_a_history_may_be_off_is_shared_by_all_tasks() -> None:
    # 64 ratios of exp(0.4) or exp(-0.4), as many of each in each of 16 windows: these share nothing, and the mean of the
    # logs is known to 0.4 / sqrt(64).
    found = learnt([Finished(8, 8 * math.exp(0.4 * (-1) ** task), task // 4) for task in range(64)])

    assert (found.common, found.level) == (0.0, pytest.approx(0.05))
    assert found.shared == found.level
    assert learnt(_team(40, 1.5, 0.4)).level > learnt(_team(600, 1.5, 0.4)).level > 0


def test_the_more_history_the_closer_to_the_truth() -> None:
    off = [
        sum(
            abs(math.log(learnt(_team(count, 1.5, 0.4, seed)).spread(Stated(12, 12)).at(0.8) / 2.1))
            for seed in range(20)
        )
        for count in (30, 120, 480)
    ]  # the P80 is 1.5 * exp(0.84 * 0.4) = 2.1

    assert off[0] > off[1] > off[2]


def test_a_size_that_was_rarely_seen_leans_on_all_sizes() -> None:
    # 60 tasks of 12 h take twice as long, 3 of 60 h half as long: n / (n + 30) is 3 / 33 for the large ones.
    tasks = [Finished(12, 24)] * 60 + [Finished(60, 30)] * 3

    large = learnt(tasks).by_size[size_of(60)].at(0.5)

    assert large == pytest.approx(math.exp(3 / 33 * math.log(0.5) + 30 / 33 * math.log(2)), rel=1e-3)


def test_a_range_wider_than_what_was_seen_keeps_its_width() -> None:
    found = learnt(_team(200, 1.0, 0.2))

    assert found.spread(Stated(4, 64)).sd > 2 * found.spread(Stated(14, 18)).sd


def test_what_tasks_of_a_window_share_is_told_from_chance() -> None:
    sd, windows = common_factor(_team(400, 1.0, 0.4, shared=0.3))

    assert windows == 40
    assert sd == pytest.approx(0.3, abs=0.1)
    assert common_factor(_team(400, 1.0, 0.4))[0] < 0.12
    assert common_factor(_team(60, 1.0, 0.4, shared=0.3)) == (COMMON_SD, 6)


def test_levels_move_to_where_past_truths_lay() -> None:
    # Thirty truths, each at the share 0.95 of its forecast or beyond: the P80 is read further out, half of the way.
    late = [0.95 + place / 1000 for place in range(30)]

    assert conformal(0.8, []) == 0.8
    assert conformal(0.8, late) == pytest.approx(0.5 * 0.8 + 0.5 * late[24])
    assert conformal(0.8, [place / 100 for place in range(1, 100)]) == pytest.approx(0.8, abs=0.01)


def test_what_is_no_range_is_refused() -> None:
    with pytest.raises(ValueError, match="no range"):
        Stated(4, 2)
    with pytest.raises(ValueError, match="ratios rise"):
        Spread(ratios=(2.0, 1.0))


@given(st.floats(0.01, 1.5), st.floats(0.01, 1.5))
def test_quantiles_of_a_spread_rise_around_one(below: float, above: float) -> None:
    spread = Spread(below, above)

    told = [spread.at(share) for share in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)]
    assert told == sorted(told)
    assert spread.at(0.5) == pytest.approx(1, rel=0.01)
    assert widened(spread, 2.0).sd > spread.sd
