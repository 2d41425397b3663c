"""What an item holds back: by links that trackers hold, through chains and circles, and by its milestone."""

import polars as pl
import pytest

from builders_items import TRACKER, state, states
from trimtab.advice._held_back import Chains, HeldBack

LINKS = {"tracker": pl.String, "item": pl.String, "kind": pl.String, "target": pl.String}


def held(item: str, links: str, *rows: dict[str, object]) -> HeldBack:
    """What an item holds back, by links written as `2 blocked_by 1; 3 closes 2`."""
    told = [(TRACKER, *link.split()) for link in links.split("; ") if link]
    return Chains(states(*rows), pl.DataFrame(told, LINKS, orient="row")).of((TRACKER, item))


def numbers(found: HeldBack) -> list[int]:
    return [row["number"] for row in found.items]


@pytest.mark.parametrize(
    ("link", "text"),
    [
        pytest.param("2 blocked_by 1", "holds back #2", id="blocked by it"),
        pytest.param("2 sub_issue 1", "holds back #2", id="it is a part of that"),
        pytest.param("1 closes 2", "holds back #2", id="it will close that"),
        pytest.param("1 blocked_by 2", "", id="blocked itself"),
        pytest.param("2 mentions 1", "", id="named in passing"),
    ],
)
def test_which_end_of_a_link_waits_for_the_other(link: str, text: str) -> None:
    assert held("1", link, state("1", 1), state("2", 1)).text() == text


def test_what_hangs_on_what_it_holds_back_is_held_back_too_nearest_first() -> None:
    chain = "4 blocked_by 3; 3 blocked_by 2; 2 blocked_by 1; 9 blocked_by 1"

    found = held("1", chain, *(state(item, 1) for item in "12349"))

    assert numbers(found) == [2, 9, 3, 4]


def test_a_circle_is_walked_once_and_nothing_holds_back_itself() -> None:
    circle = "2 blocked_by 1; 3 blocked_by 2; 1 blocked_by 3"

    assert numbers(held("1", circle, *(state(item, 1) for item in "123"))) == [2, 3]
    assert numbers(held("1", "1 blocked_by 1", state("1", 1))) == []


def test_an_item_that_two_ways_lead_to_is_counted_once() -> None:
    both = "4 blocked_by 2; 4 blocked_by 3; 2 blocked_by 1; 3 blocked_by 1; 2 sub_issue 1"

    assert numbers(held("1", both, *(state(item, 1) for item in "1234"))) == [2, 3, 4]


def test_what_has_ended_neither_waits_nor_hands_waiting_on() -> None:
    chain = "2 blocked_by 1; 3 blocked_by 2"

    assert numbers(held("1", chain, state("1", 1), state("2", 1, 3), state("3", 1))) == []
    assert held("1", chain, state("1", 1, 2), state("2", 1), state("3", 1)) == HeldBack()


def test_a_milestone_and_the_people_of_what_waits_are_told() -> None:
    found = held(
        "1", "2 blocked_by 1",
        state("1", 1, author="ife", milestone="Export GA"), state("2", 1, author="jun", assignees=["sofie", "ife"]),
    )  # fmt: skip

    assert found.text() == 'holds back #2 and "Export GA"'
    # Ife wrote what holds it back, and is not told to wait for herself.
    assert found.accounts == ("jun", "sofie")


def test_an_item_of_another_tracker_with_the_same_name_is_another() -> None:
    elsewhere = state("2", 1) | {"tracker": "git.example/8"}

    assert numbers(held("1", "2 blocked_by 1", state("1", 1), elsewhere)) == []
