"""The pace of a group of items against others of their ages; the sums stand in the comments."""

import pytest

from trimtab.analyses.forecasts import EDGES, LOOKED_AT, Curve, Member, Pace, pace
from trimtab.analyses.forecasts._group import LEAN, faster

# One in ten ends on each day, at every age.
EVEN = Curve.of([0.1] * len(EDGES))
NOW = 20_000.0


def member(opened: float, ended: float | None = None, joined: float | None = None) -> Member:
    return Member(
        NOW - opened, NOW - (opened if joined is None else joined), None if ended is None else NOW - ended, EVEN
    )


def test_without_anything_seen_a_group_is_as_fast_as_others() -> None:
    assert pace([], NOW) == Pace(0, 0.0, 1.0)


def test_the_pace_is_what_ended_over_what_was_to_expect() -> None:
    # Four were open for ten days each, one of them is still open: 40 days at 0.1 a day are 4 to expect, and 3 ended.
    found = pace([member(30, 20), member(25, 15), member(20, 10), member(10)], NOW)

    assert found.ended == 3
    assert found.expected == pytest.approx(4)
    assert found.factor == pytest.approx((3 + LEAN) / (4 + LEAN))


def test_only_the_time_in_the_group_counts() -> None:
    # Opened 100 days ago, in the group for the last 5 of them: half a one to expect.
    assert pace([member(100, joined=5)], NOW).expected == pytest.approx(0.5)


def test_who_joined_as_it_ended_says_nothing() -> None:
    assert pace([member(100, 20, joined=20.5)], NOW) == Pace(0, 0.0, 1.0)


def test_what_ended_before_the_time_looked_at_is_left() -> None:
    assert pace([member(LOOKED_AT + 50, LOOKED_AT + 10)], NOW) == Pace(0, 0.0, 1.0)


def test_a_faster_group_ends_sooner_at_every_age() -> None:
    twice = faster(EVEN, 2.0)

    # Over five days the share left is exp(-0.5) for others and exp(-1) for the group.
    assert EVEN.over(3, 5) == pytest.approx(0.393469, abs=1e-6)
    assert twice.over(3, 5) == pytest.approx(0.632121, abs=1e-6)
