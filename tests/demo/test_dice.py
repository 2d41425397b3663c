"""Dice fall the same way for the same name, and independently of all other dice."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from trimtab.demo._dice import Dice


def test_dice_of_one_name_fall_alike_and_of_two_names_differently() -> None:
    first, again, other = Dice(7, "mara", 3), Dice(7, "mara", 3), Dice(7, "mara", 4)

    thrown = [[dice.whole(0, 999) for _ in range(20)] for dice in (first, again, other)]

    assert thrown[0] == thrown[1] != thrown[2]


def test_dice_fall_as_they_fell_when_harbour_was_written() -> None:
    dice = Dice(2026, "anything")

    assert [dice.whole(1, 6) for _ in range(12)] == [2, 6, 5, 5, 3, 1, 4, 6, 1, 2, 2, 2]


@given(st.integers(0, 10**6), st.integers(-50, 50), st.integers(0, 50))
def test_a_whole_number_lies_within_its_ends(seed: int, low: int, span: int) -> None:
    assert low <= Dice(seed, "n").whole(low, low + span) <= low + span


def test_weights_decide_how_often_a_thing_is_taken() -> None:
    dice = Dice(1, "weights")

    seen = Counter(dice.weighted((("often", 3.0), ("never", 0.0), ("seldom", 1.0))) for _ in range(4000))

    assert seen["never"] == 0
    assert 2.6 < seen["often"] / seen["seldom"] < 3.4


@given(st.integers(0, 10**6), st.integers(0, 12))
def test_some_things_come_in_their_order_and_only_once(seed: int, count: int) -> None:
    taken = Dice(seed, "some").some("abcdefgh", count)

    assert len(taken) == min(count, 8)
    assert taken == sorted(set(taken))
