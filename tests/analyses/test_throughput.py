"""How long things take when some are not over yet: worked cases, properties, and a test of two lots of waits."""

import math
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.analyses.throughput import (
    ONCE_IN_A_HUNDRED,
    WAITS,
    below,
    differ,
    quantiles,
    rates,
    share_over,
    usual_counts,
)


def waits(*rows: tuple[float, float, str]) -> pl.DataFrame:
    """Waits told as entry, exit and how they ended: `yes` as asked about, `other` in another way, `no` not yet."""
    told = [(entry, leave, how != "no", how == "yes") for entry, leave, how in rows]
    return pl.DataFrame(told, schema=WAITS, orient="row")


def test_without_open_ones_the_share_below_an_age_is_a_plain_count() -> None:
    curve = below(waits((0, 1, "yes"), (0, 2, "yes"), (0, 2, "yes"), (0, 5, "yes")))

    assert curve["age"].to_list() == [1, 2, 5]
    assert curve["below"].to_list() == pytest.approx([0.25, 0.75, 1.0])


def test_what_is_open_counts_for_as_long_as_it_has_been_open() -> None:
    # Four at risk at 1: 3/4 are left. The one open at 2 leaves; of two at 3 one ends: 3/4 x 1/2 are left. The other is open.
    curve = below(waits((0, 1, "yes"), (0, 2, "no"), (0, 3, "yes"), (0, 4, "no")))

    assert curve["at_risk"].to_list() == [4, 2]
    assert curve["below"].to_list() == pytest.approx([1 / 4, 1 - 3 / 8])


def test_leaving_the_open_ones_out_would_make_all_look_faster() -> None:
    every = waits((0, 1, "yes"), (0, 2, "yes"), (0, 9, "no"), (0, 9, "no"), (0, 9, "no"))

    assert quantiles(every).half is None
    assert quantiles(every.filter("done")).half == 1
    assert quantiles(every).going == 3


def test_an_item_from_before_the_window_is_at_risk_from_the_age_it_had_then() -> None:
    # At 2 only the two that began in the window are at risk, at 6 the old one and the one that is left.
    curve = below(waits((0, 2, "yes"), (0, 8, "no"), (5, 6, "yes")))

    assert curve.select("age", "at_risk").rows() == [(2, 2), (6, 2)]
    assert curve["below"].to_list() == pytest.approx([1 / 2, 3 / 4])


def test_those_that_end_another_way_are_no_part_of_the_share() -> None:
    # Of four one is closed at 1 (3/4 left), then one merged at 2: 3/4 x 1/3 = 1/4, and one at 3: 2/4 x 1/2 = 1/4.
    # The last is open. So of what is merged by 3 one half was merged by 2.
    curve = below(waits((0, 1, "other"), (0, 2, "yes"), (0, 3, "yes"), (0, 4, "no")))

    assert curve["age"].to_list() == [2, 3]
    assert curve["below"].to_list() == pytest.approx([0.5, 1.0])


def test_what_ends_as_it_begins_is_counted_too() -> None:
    assert below(waits((0, 0, "yes"), (0, 4, "yes")))["below"].to_list() == pytest.approx([0.5, 1.0])


def test_the_range_of_the_half_is_read_off_the_curve_at_its_standard_error() -> None:
    # 100 ends at 1 to 100: at 50 Greenwood's formula is the binomial, 0.5 x 0.5 / 100, so 0.05 and 1.96 of it 0.098.
    # The share of 0.402 is first reached at 41, that of 0.598 at 60.
    found = quantiles(waits(*((0, age, "yes") for age in range(1, 101))))

    assert (found.quarter, found.half, found.most) == (25, 50, 85)
    assert (found.low, found.high) == (41, 60)
    assert (found.ends, found.waits, found.going) == (100, 100, 0)


def test_of_several_ways_to_end_the_range_is_that_of_as_many_plain_ends() -> None:
    # 100 merged at 1 to 100, one closed late: the shares hardly move, and the range is the binomial one again.
    found = quantiles(waits(*((0, age, "yes") for age in range(1, 101)), (0, 200, "other")))

    assert (found.low, found.half, found.high) == (41, 50, 60)


def test_without_waits_nothing_is_known() -> None:
    found = quantiles(waits())

    assert (found.half, found.low, found.high, found.ends) == (None, None, None, 0)


def test_the_statistic_is_that_of_the_textbook_sum() -> None:
    # Later ends at 1 and 3, earlier at 2 and 4.
    # age 1: 2 of 4 are later, 1 ends: expected 1/2, variance 1/4
    # age 2: 1 of 3: expected 1/3, variance 2/9;  age 3: 1 of 2: 1/2, 1/4;  age 4: 0 of 1: 0, 0
    # 2 - 4/3 = 2/3 more than expected, over the root of 1/4 + 2/9 + 1/4
    found = differ(waits((0, 2, "yes"), (0, 4, "yes")), waits((0, 1, "yes"), (0, 3, "yes")))

    assert found == pytest.approx((2 / 3) / math.sqrt(1 / 4 + 2 / 9 + 1 / 4))


def test_of_two_lots_of_the_same_waits_nothing_can_be_told() -> None:
    same = waits((0, 1, "yes"), (0, 4, "no"), (2, 5, "yes"))

    assert differ(same, same) == pytest.approx(0)
    assert differ(same, waits()) == 0


def test_chance_passes_the_limit_about_once_in_a_hundred_times() -> None:
    dice = random.Random(7)

    def lot(count: int) -> pl.DataFrame:
        rows = ((0.0, dice.expovariate(1), "yes" if dice.random() < 0.8 else "no") for _ in range(count))
        return waits(*rows)

    passed = sum(abs(differ(lot(60), lot(20))) > ONCE_IN_A_HUNDRED for _ in range(400))

    # 4 of 400 are to be expected; ten or more would come by chance once in 120 times.
    assert passed < 10


def test_waits_that_became_half_as_long_are_told_from_chance() -> None:
    dice = random.Random(8)
    before, now = (waits(*((0, dice.expovariate(rate), "yes") for _ in range(100))) for rate in (1, 2))

    assert differ(before, now) > ONCE_IN_A_HUNDRED
    assert differ(now, before) < -ONCE_IN_A_HUNDRED


def test_counts_have_a_half_too_and_none_is_a_count() -> None:
    found = usual_counts(pl.Series([0, 0, 0, 1, 2]))

    assert (found.quarter, found.half, found.most) == (0, 0, 2)


def test_weeks_that_are_all_alike_differ_by_chance() -> None:
    dice = random.Random(1)

    assert rates([3] * 32, 6, dice).chance == 1
    assert rates([3, 4] * 13 + [9, 10, 9, 11, 10, 9], 6, dice).chance < 0.01


ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["yes", "no", "other"])).map(
        lambda row: (float(row[0]), float(row[0] + row[1]), row[2])
    ),
    max_size=30,
)


@given(ROWS, st.lists(st.floats(0, 30), max_size=8))
@settings(max_examples=60)
def test_the_share_that_is_over_never_falls_with_the_age(
    rows: list[tuple[float, float, str]], ages: list[float]
) -> None:
    shares = share_over(below(waits(*rows)), sorted(ages))

    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@given(ROWS)
@settings(max_examples=60)
def test_the_order_of_the_rows_is_of_no_account(rows: list[tuple[float, float, str]]) -> None:
    assert quantiles(waits(*rows)) == quantiles(waits(*reversed(rows)))
