"""`trimtab map`, as it is typed."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from builders_git import TOMAS, History
from cli.program import Here
from cli.test_schemas import keeps_to


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A small clone with a work tree: the ledger and the api, by two people."""
    history = History(tmp_path / "harbour")
    for turn in range(6):
        history.commit(
            "ledger", files={"billing/ledger/tax.py": f"rate = {turn}\n"}, at=f"2026-01-{5 + 3 * turn:02}T09:00Z"
        )
        history.commit(
            "api", files={"api/app.py": f"port = {turn}\n"}, author=TOMAS, at=f"2026-01-{6 + 3 * turn:02}T09:00Z"
        )
    history.git("reset", "--hard", "--quiet")
    return history.path


def test_the_map_of_harbour_stands_on_one_screen_and_each_of_its_lines_opens(trimtab: Here, lead: Path) -> None:
    done = trimtab("map", str(lead))

    lines = done.out.splitlines()
    ids = re.findall(r"\b(m\d+)$", done.out, re.MULTILINE)
    opened = [trimtab("why", one, str(lead)) for one in ids]

    assert done.code == 0
    assert lines[0].startswith("Harbour · who knows what · 12 months")
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    assert len(ids) > 15
    assert all(one.out.startswith(name) for one, name in zip(opened, ids, strict=True))


def test_what_did_not_fit_is_counted_and_all_of_it_can_be_had(trimtab: Here, lead: Path) -> None:
    short, whole = trimtab("map", str(lead)).out, trimtab("map", str(lead), "--all").out

    # The table stands first: its heads, its rows, and how many rows did not fit.
    table = short.split("AREAS")[1].split("\n\n")[0].splitlines()
    hidden = int(re.findall(r"(\d+) more that change less: trimtab map --all", table[-1])[0])

    assert len(table) - 2 + hidden == 15
    assert set(re.findall(r"m\d+$", short, re.MULTILINE)) < set(re.findall(r"m\d+$", whole, re.MULTILINE))


def test_the_map_and_what_it_draws_closer_keep_to_the_schema_of_answers(trimtab: Here, lead: Path) -> None:
    for words in ((), ("billing/ledger",), ("billing/ledger/tax.py",), ("--me", "auditor@elsewhere.example")):
        document = keeps_to("answer", trimtab("-C", str(lead), "map", *words, "--json").out)

        assert document["schema"] == "trimtab.map/1"


def test_every_claim_of_the_map_opens_as_json(trimtab: Here, lead: Path) -> None:
    whole = json.loads(trimtab("map", str(lead), "--json").out)
    ids = [claim["id"] for section in whole["sections"] for claim in section["claims"]]

    for one in ids[:4]:
        assert keeps_to("why", trimtab("why", one, str(lead), "--json").out)["verb"] == "map"


def test_why_tells_the_brief_from_the_map_by_the_letter(trimtab: Here, lead: Path) -> None:
    trimtab("brief", str(lead))
    trimtab("map", str(lead))

    brief, ledger = trimtab("why", "b676", str(lead)), trimtab("why", "m676", str(lead))

    assert [done.out.split("\n")[0].split("  ")[1] for done in (brief, ledger)] == ["Only you hold billing/ledger"] * 2


def test_a_row_of_a_map_of_the_past_opens_in_that_one(trimtab: Here, lead: Path) -> None:
    trimtab("map", str(lead))

    then = trimtab("why", "m816", str(lead), "--as-of", "2026-09-01")

    assert "1 Sep 2025 to 1 Sep 2026" in then.out


def test_a_line_of_the_whole_map_still_opens_after_one_was_drawn_closer(trimtab: Here, lead: Path) -> None:
    trimtab("map", str(lead))
    closer = trimtab("-C", str(lead), "map", "sync/protocol").out
    (inner, *_) = set(re.findall(r"\b(m\d+)$", closer.split("INSIDE")[1], re.MULTILINE))

    opened = [trimtab("why", one, str(lead)) for one in ("m676", inner)]

    assert [done.code for done in opened] == [0, 0]


def test_a_line_of_a_map_that_was_never_printed_is_not_looked_for_in_the_brief(trimtab: Here, lead: Path) -> None:
    trimtab("brief", str(lead))

    done = trimtab("why", "m676", str(lead))

    assert done.code == 2
    assert "no map was printed here yet" in done.err


def test_a_line_of_an_absence_is_opened_as_of_an_instant_as_that_of_the_lead(trimtab: Here, lead: Path) -> None:
    done = trimtab("why", "a1", str(lead), "--as-of", "2026-10-01")

    assert done.code == 0, done.err
    assert done.out.startswith("a1  ")
    assert "release" in done.out


def test_a_folder_that_is_there_and_lies_in_no_clone_is_not_said_to_be_missing(trimtab: Here, tmp_path: Path) -> None:
    done = trimtab("map", str(tmp_path))

    assert done.code == 2
    assert f'"{tmp_path}" lies in no clone' in done.err


def test_the_letter_of_no_verb_is_no_line(trimtab: Here, lead: Path) -> None:
    trimtab("brief", str(lead))

    done = trimtab("why", "x1", str(lead))

    assert done.code == 2
    assert 'has no claim "x1"' in done.err


@pytest.mark.parametrize("form", ["md", "html", "mermaid", "svg"])
def test_the_map_has_other_forms(trimtab: Here, lead: Path, form: str) -> None:
    done = trimtab("map", str(lead), "--format", form)

    assert done.code == 0
    assert "billing" in done.out


def test_the_map_as_csv_has_a_row_for_each_area(trimtab: Here, lead: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(trimtab("map", str(lead), "--format", "csv").out)))

    assert len(rows) == 15
    assert {row["name"]: row["bus_factor"] for row in rows}["billing/ledger"] == "1"


def test_two_forms_at_once_are_refused(trimtab: Here, lead: Path) -> None:
    done = trimtab("map", str(lead), "--format", "csv", "--json")

    assert done.code == 2
    assert "--json and --format csv" in done.err


def test_a_folder_in_a_clone_opens_that_clone_and_is_drawn_closer(
    trimtab: Here, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ways = [
        ("harbour/billing/ledger",),
        (str(clone / "billing" / "ledger"),),
        ("harbour", "billing/ledger"),
        ("-C", "harbour", "billing/ledger"),
        ("-C", "harbour/api", "../billing/ledger"),
    ]

    first_lines = [trimtab("map", *words, "--as-of", "2026-01-31").out.split("\n")[0] for words in ways]

    assert {line.split(" · ")[:2] == ["harbour", "billing/ledger"] for line in first_lines} == {True}


def test_a_place_that_is_nowhere_is_refused_with_what_is_near(trimtab: Here, clone: Path) -> None:
    done = trimtab("-C", str(clone), "map", "billing/legder")

    assert done.code == 2
    assert "Did you mean billing/ledger" in done.err


def test_an_instant_to_come_is_refused(trimtab: Here, clone: Path) -> None:
    done = trimtab("-C", str(clone), "map", "--as-of", "2999-01-01")

    assert done.code == 2
    assert "still to come" in done.err


def test_who_can_take_it_is_asked_of_several_paths(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "map", "--who", "billing/ledger", "api")

    (first, *_) = re.findall(r"\b(m\d+)$", done.out, re.MULTILINE)
    opened = trimtab("-C", str(lead), "why", first)

    assert done.code == 0
    assert "WHO CAN     you" in done.out
    assert opened.out.startswith(first)


def test_questions_are_answered_one_line_each(trimtab: Here, lead: Path, tmp_path: Path) -> None:
    asked = [
        {"id": f"q{place}", "paths": [path], "as_of": "2026-09-01T00:00:00Z", "role": "author", "exclude": []}
        for place, path in enumerate(("billing/ledger/tax.py", "deploy/canary.py"))
    ]
    (tmp_path / "asked.jsonl").write_text("\n".join(map(json.dumps, asked)))

    done = trimtab("-C", str(lead), "map", "--who", "--questions", str(tmp_path / "asked.jsonl"), "--json")
    told = [json.loads(line) for line in done.out.splitlines()]

    assert [one["id"] for one in told] == ["q0", "q1"]
    assert [one["people"][0]["name"] for one in told] == ["Mara Lindqvist", "Ravi Menon"]


def test_every_file_is_listed_by_where_the_next_changes_will_be_and_each_row_opens(trimtab: Here, lead: Path) -> None:
    whole = keeps_to("answer", trimtab("-C", str(lead), "map", "--hotspots", "--json").out)
    claims = [claim for section in whole["sections"] for claim in section["claims"]]  # type: ignore[attr-defined]  # JSON
    heat = [next(one["value"] for one in claim["figures"] if one["name"] == "heat") for claim in claims]

    assert len(claims) > 50
    assert heat == sorted(heat, reverse=True)
    assert trimtab("-C", str(lead), "why", claims[0]["id"]).code == 0


def test_the_truck_factor_is_of_the_whole(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "map", "--truck-factor", "--json")

    assert keeps_to("answer", done.out)["schema"] == "trimtab.map/1"
    assert trimtab("-C", str(lead), "map", "--truck-factor", "--all-files").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--who", "--truck-factor"), "--who and --truck-factor are 2 questions"),
        (("--hotspots", "--truck-factor"), "--hotspots and --truck-factor are 2 questions"),
        (("--hotspots", "api"), "hotspots are of the whole: api is one PATH too many"),
        (("--role", "author"), "--role belongs to --who"),
        (("--questions", "-"), "--questions belongs to --who"),
        (("--variant", "2015"), "--variant belongs to --truck-factor"),
        (("--truck-factor", "--all-files", "--variant", "2015"), "--all-files is --variant 2024, not 2015"),
        (("--truck-factor", "api"), "the truck factor is of the whole: api is one PATH too many"),
        (("--who", "api", "--months", "4"), "--months is about blind spots, of which --who says nothing"),
        (("--who", "--questions", "-", "--role", "author"), "--role is said by each of the --questions"),
        (("--who", "--questions", "-", "api"), "the paths stand in the --questions; api is one too many"),
        (("--who", "--questions", "-", "--format", "md"), "--format md is another form"),
        (("--who", "--questions", "no/such/file"), "no/such/file cannot be read"),
        (("api", "web"), "one place at a time: api, web are several"),
        (("--who",), "--who needs a path"),
        (("--truck-factor", "--format", "svg"), "has nothing to draw"),
    ],
)
def test_options_that_contradict_each_other_are_refused_by_name(
    trimtab: Here, lead: Path, words: tuple[str, ...], said: str
) -> None:
    done = trimtab("-C", str(lead), "map", *words)

    assert done.code == 2
    assert said in done.err
    assert done.out == ""
