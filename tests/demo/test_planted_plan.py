"""Each truth planted in the lead's plan is read off its text: it is there, and it is gone once left out."""

import re
from collections.abc import Callable, Collection
from importlib.resources import files

import pytest

from trimtab.demo import PLANTED, Harbour
from trimtab.demo.plan import FILE, plan_without

NAMES = [planted.id for planted in PLANTED if planted.seen_in == "records"]
WRITTEN = (files("trimtab.demo") / "records" / FILE).read_text("utf-8")


def part(text: str, name: str) -> str:
    """The lines of one task or unknown."""
    return text.split(f"- id: {name}\n")[1].split("- id:")[0] if f"- id: {name}\n" in text else ""


def lines(text: str, name: str) -> set[str]:
    return {line.strip() for line in part(text, name).splitlines()}


HOLDS: dict[str, Callable[[str], bool]] = {
    "plan-lead-on-path": lambda text: "owner: mara" in lines(text, "import-v2"),
    "plan-hidden-owner": lambda text: (
        text.count("needs: [deployment]") == 4 and "owner: ravi" not in text and "candidates: [ravi" not in text
    ),
    "plan-open-unknown": lambda text: not any(line.startswith("who:") for line in lines(text, "bank-sandbox")),
    "plan-safe-task": lambda text: (
        "owner: mara" in lines(text, "support-notes") and not re.search(r"after: .*support-notes", text)
    ),
    "plan-known-unknown": lambda text: "who: mara" in lines(text, "rounding-abroad"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_truth_planted_in_the_plan_stands_there(name: str) -> None:
    assert HOLDS[name](WRITTEN)


@pytest.mark.parametrize("without", [*((name,) for name in NAMES), NAMES], ids="+".join)
def test_what_is_left_out_of_the_plan_is_gone_and_the_rest_stays(without: Collection[str]) -> None:
    text = plan_without(WRITTEN, without)

    assert {name for name in NAMES if not HOLDS[name](text)} == set(without)


def test_the_places_that_show_a_truth_are_lines_of_the_plan(harbour: Harbour) -> None:
    written = (harbour.workspace / FILE).read_text("utf-8").splitlines()
    shown = {name: [one.rsplit(":", 1) for one in harbour.evidence[name]] for name in NAMES}

    assert all(place == f"record:{FILE}" for places in shown.values() for place, _ in places)
    assert [written[int(line) - 1].strip() for _, line in shown["plan-hidden-owner"]] == ["needs: [deployment]"] * 4


def test_a_plan_that_no_longer_holds_what_a_truth_stands_on_is_refused() -> None:
    with pytest.raises(ValueError, match="no longer holds what plan-open-unknown stands on"):
        plan_without("title: another\n", ["plan-open-unknown"])
