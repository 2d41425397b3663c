"""`trimtab waiting` and `trimtab plate`, as they are typed and as they read."""

import json
import re
from pathlib import Path

import pytest

from builders_git import History
from cli.program import Here
from cli.test_schemas import keeps_to
from trimtab.demo import Harbour

VERBS = (("waiting", "w"), ("plate", "p"))


@pytest.fixture(scope="session")
def streams(made: Harbour) -> str:
    """The number of Ife's pull request to stream rows, on which two others and a milestone wait."""
    return next(one.replace("item:", "#") for one in made.evidence["export-held-back"] if one.startswith("item:"))


@pytest.fixture(scope="session")
def currencies(made: Harbour) -> str:
    """The number of Tomas's, on which he asked Mara."""
    return next(one.replace("item:", "#") for one in made.evidence["forgotten-question"] if one.startswith("item:"))


@pytest.mark.parametrize(("verb", "letter"), VERBS)
def test_the_lead_sees_one_screen_and_every_line_opens_by_its_id(
    trimtab: Here, lead: Path, verb: str, letter: str
) -> None:
    done = trimtab(verb, str(lead))
    lines = done.out.splitlines()
    ids = re.findall(rf"\b({letter}\d+)$", done.out, re.MULTILINE)

    opened = [trimtab("why", one, str(lead)) for one in dict.fromkeys(ids)]

    assert done.code == 0
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    assert len(opened) > 6
    assert [one.code for one in opened] == [0] * len(opened)
    assert all(one.out.startswith(f"{named}  ") for one, named in zip(opened, dict.fromkeys(ids), strict=True))


def test_who_waits_stands_by_whom_they_wait_for(trimtab: Here, lead: Path) -> None:
    out = trimtab("waiting", str(lead)).out

    places = [out.index(title) for title in ("FOR YOU", "TEAM OR", "USUALLY", "FOR OTHERS")]
    assert places == sorted(places)
    assert "export: stream rows" in out[places[0] : places[1]]
    assert "review by team backend" in out[places[1] : places[2]]
    assert "Ravi's review" in out[places[3] :]


def test_the_plate_stands_by_what_it_holds_back(trimtab: Here, lead: Path) -> None:
    out = trimtab("plate", str(lead)).out

    places = [out.index(title) for title in ("HOLDS BACK", "ASKED OF", "YOUR OWN", "ASSIGNED")]
    assert places == sorted(places)
    assert "review it for Ife" in out[: places[1]]
    assert "`retry-budget`" in out[places[2] : places[3]]
    # A branch that an open pull request is about is told by that pull request.
    assert "`ledger-rounding`" not in out
    assert "your draft, 15 working days" in out[places[2] : places[3]]


@pytest.mark.parametrize(("verb", "letter"), VERBS)
def test_the_line_to_type_at_the_end_opens_the_first_thing_to_do(
    trimtab: Here, lead: Path, monkeypatch: pytest.MonkeyPatch, verb: str, letter: str, streams: str
) -> None:
    monkeypatch.chdir(lead.parent)
    shown = " ".join(trimtab("-C", lead.name, verb).out.split())
    (line,) = re.findall(rf"trimtab (-C {lead.name} why {letter}\d+)$", shown)

    done = trimtab(*line.split())

    assert f"Next: {streams}, some 10 min" in shown
    assert streams in done.out.splitlines()[0]


@pytest.mark.parametrize("verb", ["waiting", "plate"])
@pytest.mark.parametrize(
    "words", [(), ("--as-of", "2026-08-02"), ("--me", "tomas@harbour.example"), ("--me", "auditor@elsewhere.example")]
)
def test_json_keeps_to_the_schema_of_answers(trimtab: Here, lead: Path, verb: str, words: tuple[str, ...]) -> None:
    document = keeps_to("answer", trimtab(verb, str(lead), "--json", *words).out)

    assert document["schema"] == f"trimtab.{verb}/1"


@pytest.mark.parametrize("verb", ["waiting", "plate"])
def test_the_page_stands_alone_and_leads_to_the_items(trimtab: Here, lead: Path, verb: str, streams: str) -> None:
    page = trimtab(verb, str(lead), "--format", "html").out

    to_items = r'<a (?:class="[^"]*" )?href="(https://github\.com/harbour/harbour/(?:pull|issues)/\d+)"'
    assert page.lower().startswith("<!doctype html>")
    assert f"https://github.com/harbour/harbour/pull/{streams[1:]}" in re.findall(to_items, page)
    assert re.findall(r'(?:src|href)="(?:https?:)?//', re.sub(to_items, "", page)) == []


@pytest.mark.parametrize("verb", ["waiting", "plate"])
def test_a_question_asked_twice_gives_the_same_bytes_as_text_and_as_a_page(
    trimtab: Here, lead: Path, verb: str
) -> None:
    for form in ("text", "html"):
        first, second = (trimtab(verb, str(lead), "--format", form) for _ in range(2))

        assert first.code == 0
        assert first.out == second.out


def test_as_of_an_earlier_day_nothing_later_is_told(trimtab: Here, lead: Path, streams: str, currencies: str) -> None:
    done = trimtab("waiting", str(lead), "--as-of", "2026-11-10")
    (one,) = re.findall(rf"{currencies} .*?(w\d+)$", done.out, re.MULTILINE)
    opened = trimtab("why", one, str(lead), "--as-of", "2026-11-10")

    # Tomas asked on the 9th, Ife on the 11th.
    assert "as of Tue 10 Nov 2026 23:59" in done.out
    assert currencies in done.out
    assert streams not in done.out
    assert f"Tomas waits for your answer on {currencies}" in opened.out
    assert "11 Nov 2026" not in opened.out


def test_through_the_eyes_of_another_the_lead_is_one_of_the_others(trimtab: Here, lead: Path, streams: str) -> None:
    of_tomas = trimtab("waiting", str(lead), "--me", "tomas@harbour.example").out
    on_his_plate = trimtab("plate", str(lead), "--me", "tomas@harbour.example").out

    assert "nobody, by name" in of_tomas.split("TEAM OR")[0]
    assert "Mara's review, 2.5 working days" in " ".join(of_tomas.split("FOR OTHERS")[1].split())
    assert "slower than before" not in of_tomas
    assert streams not in on_his_plate
    assert "retry-budget" not in on_his_plate


def test_somebody_who_is_nobody_here_is_told_how_to_say_who_they_are(trimtab: Here, lead: Path, streams: str) -> None:
    waiting, plate = (trimtab(verb, str(lead), "--me", "auditor@elsewhere.example") for verb in ("waiting", "plate"))

    assert (waiting.code, plate.code) == (0, 0)
    assert "--me EMAIL says who you are" in waiting.out
    assert "--me EMAIL says who you are" in plate.out
    assert streams in waiting.out.split("FOR OTHERS")[1]
    assert streams not in plate.out


@pytest.mark.parametrize("verb", ["waiting", "plate"])
def test_a_clone_without_a_tracker_is_told_the_line_to_type(
    trimtab: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.chdir(tmp_path)
    history = History(tmp_path / "harbour")
    history.git("config", "user.email", "mara@harbour.example")
    history.commit(author="Mara Lindqvist <mara@harbour.example>")

    done = trimtab("-C", "harbour", verb)
    told = json.loads(trimtab("-C", "harbour", verb, "--json").out)

    assert done.code == 0
    assert "no issues or pull requests have been read yet" in " ".join(done.out.split())
    assert "Nearest: trimtab -C harbour sync --source archive FILE\n" in done.out
    assert [claim for section in told["sections"] for claim in section["claims"]] == []


def test_a_word_that_is_no_format_is_a_fault_of_the_command_line(trimtab: Here, lead: Path) -> None:
    assert trimtab("waiting", str(lead), "--format", "yaml").code == 2
    assert trimtab("plate", str(lead), "--as-of", "soon").code == 2
