"""`trimtab forecast items`, as it is typed."""

import json
import re
from pathlib import Path

import pytest

from cli.program import Here, run
from cli.test_schemas import keeps_to

QUERY = "label:2.15"


def test_a_forecast_fits_the_screen_and_ends_with_one_next_step(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "forecast", "items", "is:pr")

    lines = done.out.splitlines()
    assert done.code == 0, done.err
    assert lines[0].startswith("Harbour · is:pr, ")
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    assert "\nNext: " in done.out


def test_a_label_of_the_demo_team_is_forecast_item_by_item(trimtab: Here, lead: Path) -> None:
    answer = keeps_to("answer", trimtab("forecast", "items", QUERY, str(lead), "--json").out)

    sections = {section["title"]: section["claims"] for section in answer["sections"]}  # type: ignore[union-attr, index]
    assert len(sections["EACH"]) == 8  # five that had the label, and three that joined it
    assert len(sections["DONE"]) == 3


def test_dates_are_named_with_by(trimtab: Here, lead: Path) -> None:
    out = trimtab("-C", str(lead), "forecast", "items", QUERY, "--by", "2026-12-18", "--by", "2027-W04").out

    assert "by 18 Dec" in out
    assert "by 31 Jan 2027" in out


def test_every_line_ends_with_an_id_that_opens(trimtab: Here, lead: Path) -> None:
    shown = trimtab("-C", str(lead), "forecast", "items", QUERY).out
    ids = re.findall(r"\s(f\d+)$", shown, re.MULTILINE)

    opened = [trimtab("-C", str(lead), "why", claim) for claim in ids]

    assert len(ids) > 10
    assert {done.code for done in opened} == {0}
    assert "docs/reference/forecast.md#" in opened[0].out


def test_the_line_to_type_at_the_end_works_as_it_is_printed(lead: Path, home: Path) -> None:
    shown = run("-C", "harbour-lead", "forecast", "items", QUERY, home=home, cwd=lead.parent).out
    (line,) = re.findall(r"(trimtab (?:-C \S+ )?why f\d+)", shown)

    done = run(*line.split()[1:], home=home, cwd=lead.parent)

    assert done.code == 0, done.err


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_it_comes_in_every_form(trimtab: Here, lead: Path, form: str) -> None:
    done = trimtab("-C", str(lead), "forecast", "items", QUERY, "--format", form)

    assert done.code == 0, done.err
    assert QUERY in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("label:nowhere",), "There is "),
        (("labl:2.15",), "Did you mean label:2.15?"),
        (("#99999",), "numbers go up to"),
        (("next", "12"), "A query of several words is one argument: 'next 12'."),
        ((QUERY, "--by", "soon"), "no date that --by knows"),
        ((QUERY, "--by", "2020-01-01"), "is over"),
        ((QUERY, "--record", "--as-of", "2026-10-01"), "looking at the past never writes"),
    ],
)
def test_what_cannot_be_meant_ends_with_two_and_a_remedy(
    trimtab: Here, lead: Path, words: tuple[str, ...], said: str
) -> None:
    done = trimtab("-C", str(lead), "forecast", "items", *words)

    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_a_forecast_is_recorded_once(trimtab: Here, lead: Path) -> None:
    first, second = (trimtab("-C", str(lead), "forecast", "items", QUERY, "--record") for _ in range(2))

    kept = [json.loads(line) for line in (lead / "ledger.jsonl").read_text("utf-8").splitlines()]
    assert "it is scored when its dates have come" in first.err
    assert "nothing new to record" in second.err
    assert [one["subject"] for one in kept if one["kind"] == "forecast"] == [f"items:{QUERY}"]


def test_a_sync_makes_recorded_forecasts_anew_on_news_and_else_once_a_day(trimtab: Here, lead: Path) -> None:
    trimtab("-C", str(lead), "forecast", "items", QUERY, "--record")
    before = (lead / "ledger.jsonl").read_text("utf-8").splitlines()
    news = {
        "number": 9999, "title": "One more", "state": "open", "labels": [{"name": "2.15"}],
        "user": {"login": "ife", "id": 900000203}, "created_at": "2026-11-14T09:00:00Z", "updated_at": "2026-11-14T09:00:00Z",
    }  # fmt: skip
    with (lead.parent / "harbour-items.ndjson").open("a", encoding="utf-8") as items:
        items.write(json.dumps({"type": "issue", "issue": news, "events": [], "comments": []}) + "\n")

    first, second = (trimtab("-C", str(lead), "sync") for _ in range(2))

    after = [json.loads(line) for line in (lead / "ledger.jsonl").read_text("utf-8").splitlines()]
    assert (first.code, second.code) == (0, 0)
    assert "about recorded forecasts written to ledger.jsonl" in first.err
    assert len(after) > len(before)
    assert f"items:{QUERY}" in {one.get("subject") for one in after[len(before) :]}
    assert "recorded forecasts" not in second.err


def test_a_sync_of_a_workspace_without_forecasts_writes_no_ledger(trimtab: Here, lead: Path) -> None:
    assert trimtab("-C", str(lead), "sync").code == 0
    assert not (lead / "ledger.jsonl").exists()


def test_recording_in_a_clone_says_how_to_make_a_workspace(trimtab: Here, lead: Path) -> None:
    done = trimtab("forecast", "items", QUERY, str(lead.parent / "harbour"), "--record")

    assert done.code == 2
    assert "trimtab init" in done.err


def test_why_without_a_forecast_says_what_to_run_first(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "why", "f1")

    assert done.code == 2
    assert "Run `trimtab forecast items QUERY` first." in done.err


def test_an_instant_alone_does_not_open_a_forecast(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "why", "f1", "--as-of", "2026-10-01")

    assert done.code == 2
    assert "forecast items QUERY --as-of DATE" in done.err


def test_forecast_alone_lists_what_can_be_forecast(trimtab: Here) -> None:
    done = trimtab("forecast", "--help")

    assert done.code == 0
    assert "items" in done.out
