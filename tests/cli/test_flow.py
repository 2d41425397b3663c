"""`trimtab flow`: how fast items go through, as typed."""

import json
from pathlib import Path

import pytest

from builders_git import History
from cli.program import Here


def test_the_lead_sees_one_screen_and_every_line_opens(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "flow")
    ids = [line.split()[-1] for line in done.out.splitlines() if line.split() and line.split()[-1][:1] == "l"]
    opened = [trimtab("-C", str(lead), "why", one) for one in ids if one[1:].isdigit()]

    assert done.code == 0
    assert len(done.out.splitlines()) <= 40
    assert max(map(len, done.out.splitlines())) <= 80
    assert len(opened) > 8
    assert {one.code for one in opened} == {0}


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_every_form_says_what_is_usual(trimtab: Here, lead: Path, form: str) -> None:
    done = trimtab("-C", str(lead), "flow", "--format", form)

    assert done.code == 0
    assert "first answer, pulls" in done.out


def test_an_area_narrows_the_answer_whatever_stands_behind_its_name(trimtab: Here, lead: Path) -> None:
    whole, area = (
        json.loads(trimtab("-C", str(lead), "flow", "--json", *more).out) for more in ((), ("--area", "export"))
    )

    assert area["period"] == "52 weeks · area export/"
    assert _ended(area) < _ended(whole)


def test_a_line_opens_as_of_an_instant_without_an_answer_before(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "why", "l1", "--as-of", "2026-10-01")

    assert done.code == 0
    assert done.out.startswith("l1  How long pull requests take: first answer")
    assert "1 Oct 2026" in done.out


def test_an_area_that_nothing_lies_in_is_a_fault_of_the_command_line(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "flow", "--area", "exprt/")

    assert done.code == 2
    assert 'no item of the last 52 weeks has the area "exprt/". There is export/' in done.err


def test_a_clone_without_a_tracker_is_told_the_line_to_type(trimtab: Here, tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit()

    done = trimtab("flow", str(history.path))

    assert done.code == 0
    assert "No issues or pull requests have been read" in done.out
    assert "trimtab sync --source archive FILE" in done.out


def _ended(answer: dict[str, list[dict[str, list[dict[str, list[dict[str, float]]]]]]]) -> float:
    """How many pull requests ended."""
    claims = [claim for section in answer["sections"] for claim in section["claims"]]
    (found,) = [one for one in claims if one["subject"] == "flow:lead:pull"]
    return next(figure["value"] for figure in found["figures"] if figure["name"] == "ended")  # type: ignore[comparison-overlap] # names are text
