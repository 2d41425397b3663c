"""`trimtab away`, as it is typed."""

import json
import re
from pathlib import Path

import pytest

from cli.program import Here, run
from cli.test_schemas import keeps_to
from trimtab.demo import Harbour


def test_away_fits_the_screen_and_ends_with_one_next_step(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "away", "me")

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].startswith("Harbour · Mara away, 10 working days from 16 Nov")
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    assert "\nNext: " in done.out


def test_every_line_ends_with_an_id(trimtab: Here, lead: Path) -> None:
    shown = trimtab("-C", str(lead), "away", "me").out
    answer = json.loads(trimtab("-C", str(lead), "away", "me", "--json").out)
    ids = {claim["id"] for section in answer["sections"] for claim in section["claims"]}

    assert set(re.findall(r"\s(a\d+)$", shown, re.MULTILINE)) == ids


def test_the_line_to_type_at_the_end_works_as_it_is_printed(lead: Path, home: Path) -> None:
    shown = run("-C", "harbour-lead", "away", "me", home=home, cwd=lead.parent).out
    (line,) = re.findall(r"(trimtab (?:-C \S+ )?why a\d+)", shown)

    done = run(*line.split()[1:], home=home, cwd=lead.parent)

    assert done.code == 0, done.err
    assert line.rpartition(" ")[2] in done.out


def test_days_are_named_with_from_and_to(trimtab: Here, lead: Path) -> None:
    done = trimtab("away", "tomas", str(lead), "--from", "2026-12-01", "--to", "2026-12-04")

    assert "Tomas away, 4 working days from 1 Dec" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tomsa",), 'nobody here is called "tomsa". Did you mean tomas?'),
        (("me", "--from", "2026-12-14", "--to", "2026-12-01"), "Swap the two dates."),
        (("me", "--to", "2026-11-01"), "is past"),
        (("me", "--me", "auditor@elsewhere.example"), "--me EMAIL"),
    ],
)
def test_what_cannot_be_meant_ends_with_two_and_a_remedy(
    trimtab: Here, lead: Path, words: tuple[str, ...], said: str
) -> None:
    done = trimtab("-C", str(lead), "away", *words)

    assert done.code == 2
    assert said in done.err


def test_away_without_a_person_is_refused(trimtab: Here, lead: Path) -> None:
    assert trimtab("-C", str(lead), "away").code == 2


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_question_asked_twice_gives_the_same_bytes_in_every_form(trimtab: Here, lead: Path, form: str) -> None:
    first, second = (trimtab("-C", str(lead), "away", "me", "--format", form) for _ in range(2))

    assert first.code == 0
    assert first.out == second.out
    assert "ledger" in first.out


def test_away_of_a_clone_needs_no_workspace(made: Harbour, home: Path) -> None:
    done = run("away", "ravi", str(made.repository), home=home)

    assert done.code == 0
    assert "deploy/" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_looking_ahead_writes_nothing_to_the_ledger(trimtab: Here, lead: Path) -> None:
    trimtab("-C", str(lead), "away", "me")

    assert not (lead / "ledger.jsonl").exists()


@pytest.mark.parametrize(
    "words", [("me",), ("ravi",), ("ife", "--from", "2026-12-01"), ("mara", "--as-of", "2026-05-03")]
)
def test_away_keeps_to_the_schema_of_answers(trimtab: Here, lead: Path, words: tuple[str, ...]) -> None:
    document = keeps_to("answer", trimtab("-C", str(lead), "away", *words, "--json").out)

    assert document["schema"] == "trimtab.away/1"


def test_somebody_elses_absence_is_seen_by_an_observer_too(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "away", "mara", "--me", "auditor@elsewhere.example")

    assert done.code == 0
    assert "BEFORE" in done.out
    assert "MARA GOES" in done.out
    assert "9 of the last 10 by Mara" in done.out
