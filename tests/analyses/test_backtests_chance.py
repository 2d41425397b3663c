"""What chance allows: intervals, cases that belong together, and one method beside another."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.analyses.backtests import share, verdict

Cases = st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=1, max_size=60)


def apart(right: int, many: int) -> list[tuple[str, bool]]:
    """So many cases, each on its own."""
    return [(str(number), number < right) for number in range(many)]


def beside(both: int, one: int, other: int, neither: int = 0) -> list[tuple[str, bool, bool]]:
    """Cases apart in which both methods were right, only one of them, only the other, and neither."""
    sorts = [(True, True)] * both + [(True, False)] * one + [(False, True)] * other + [(False, False)] * neither
    return [(str(number), *sort) for number, sort in enumerate(sorts)]


def test_the_interval_of_a_share_is_wilsons() -> None:
    found = share(apart(81, 97))

    # Wilson (1927) with z = 1.96: (0.835 + 3.8415 / 194) / (1 + 3.8415 / 97) = 0.82229 in the middle,
    # and 1.96 / 1.0396 * sqrt(0.1377 / 97 + 3.8415 / 37636) = 0.07355 either way.
    assert isclose(found.value, 81 / 97)
    assert isclose(found.low, 0.82229 - 0.07355, abs_tol=5e-5)
    assert isclose(found.high, 0.82229 + 0.07355, abs_tol=5e-5)


def test_of_no_case_nothing_is_known() -> None:
    assert (share([]).low, share([]).high) == (0.0, 1.0)


def test_cases_that_come_out_alike_together_are_worth_as_many_as_there_are_clusters() -> None:
    alike = [(str(number // 10), number < 50) for number in range(100)]

    # Ten clusters of ten, all right or all wrong. The variance of the sums: 10/9 * 99/100 * 10 * 25 = 275, against
    # 100 / 4 = 25 apart. So the hundred are worth nine.
    assert share(alike).high - share(alike).low > 2.5 * (share(apart(50, 100)).high - share(apart(50, 100)).low)


def test_one_area_seen_a_hundred_times_is_one_case() -> None:
    assert share([("billing", True)] * 100).low < 0.3


@given(Cases)
def test_a_share_lies_in_its_interval_which_clusters_never_make_narrower(cases: list[tuple[str, bool]]) -> None:
    found, loose = share(cases), share([(str(number), right) for number, (_, right) in enumerate(cases)])

    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert found.high - found.low >= loose.high - loose.low - 1e-9


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        # A fair coin falls 8 to 1 or worse, on either side, in 2 * (1 + 9) / 512 = 3.9 % of throws.
        (beside(40, 8, 1), "better"),
        (beside(40, 1, 8), "worse"),
        # 7 to 1: 2 * (1 + 8) / 256 = 7.0 %.
        (beside(40, 7, 1), "same"),
        (beside(40, 0, 0), "same"),
        # 29 cases are too few, however one-sided.
        (beside(0, 29, 0), "few"),
        (beside(0, 30, 0), "better"),
    ],
)
def test_a_difference_counts_when_chance_makes_it_less_often_than_once_in_twenty(
    cases: list[tuple[str, bool, bool]], said: str
) -> None:
    assert verdict(cases) == said


def test_a_cluster_speaks_once_for_the_method_that_was_right_more_often_in_it() -> None:
    # Forty cases of four pull requests: 4 to 0, which chance makes in an eighth of throws.
    assert verdict([(str(number % 4), True, False) for number in range(40)]) == "same"
