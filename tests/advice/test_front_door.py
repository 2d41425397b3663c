"""The rooms that `trimtab.advice` names are there, and naming the house itself costs nothing."""

import subprocess
import sys
from importlib import import_module

import pytest

from trimtab import advice


def test_the_rooms_are_listed_in_order_and_nothing_else_is_public() -> None:
    assert advice.__all__ == [
        "answer",
        "away",
        "brief",
        "doctor",
        "flow",
        "forecast",
        "init",
        "kept",
        "map",
        "measured",
        "opened",
        "people",
        "plan",
        "plate",
        "privacy",
        "record",
        "trust",
        "waiting",
    ]


@pytest.mark.parametrize("room", advice.__all__)
def test_every_room_can_be_entered_and_says_what_it_is_for(room: str) -> None:
    assert import_module(f"trimtab.advice.{room}").__doc__


def test_the_answer_itself_is_read_without_polars_or_pydantic() -> None:
    script = "import sys, trimtab.advice.answer, trimtab.advice.opened; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()

    assert {"polars", "pydantic", "rich"} & set(loaded) == set()
