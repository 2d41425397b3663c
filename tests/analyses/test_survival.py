"""Waits that are not all over yet: what is read off their curve. The curve itself is tested with what goes through."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.analyses.survival import WAITS, age_below, below, mean_within


def waits(*days: float, going: tuple[float, ...] = ()) -> pl.DataFrame:
    rows = [(0.0, float(day), True, True) for day in days] + [(0.0, float(day), False, False) for day in going]
    return pl.DataFrame(rows, schema=WAITS, orient="row")


def test_an_age_by_which_a_share_is_over_counts_what_goes_on() -> None:
    # Of four, one ends at 1 and one at 2; two go on: a quarter is over at 1, half at 2, three quarters never were.
    curve = below(waits(1, 2, going=(3, 3)))

    assert [age_below(curve, share) for share in (0.25, 0.5, 0.75)] == [1.0, 2.0, None]


def test_a_wait_broken_off_is_as_long_as_the_area_under_what_goes_on() -> None:
    # All four go on until 1, three until 2, two until 4: up to 3 that is 1 + 3/4 + 1/2 = 2.25; up to 0.5 it is 0.5.
    curve = below(waits(1, 2, going=(4, 4)))

    assert mean_within(curve, [3.0, 0.5]) == pytest.approx([2.25, 0.5])


@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=20), st.floats(0.01, 80))
def test_a_wait_is_never_longer_than_where_it_is_broken_off(days: list[float], limit: float) -> None:
    (mean,) = mean_within(below(waits(*days)), [limit])

    assert 0 <= mean <= limit + 1e-9
