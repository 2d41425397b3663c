"""Every verb has a published schema, and what it really prints keeps to it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from builders_git import History
from cli.program import Here, run
from trimtab.cli.app import VERBS

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
# `brief` and the other verbs that answer a question share one form; a completion script is for a shell to read.
SHARED = dict.fromkeys(("away", "brief", "flow", "forecast", "map", "plan", "plate", "trust", "waiting"), "answer")
NO_JSON = {"completion"}


@cache
def published(name: str) -> jsonschema.Draft202012Validator:
    every = {file.name: json.loads(file.read_text("utf-8")) for file in SCHEMAS.glob("*.schema.json")}
    registry = Registry().with_resources(
        (file, Resource.from_contents(schema, default_specification=DRAFT202012)) for file, schema in every.items()
    )
    schema = every[f"{name}.schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, registry=registry)


def keeps_to(name: str, printed: str) -> dict[str, object]:
    """The document, after it was found to keep to the schema, with every key in the schema's order and none beside."""
    document: dict[str, object] = json.loads(printed)
    published(name).validate(document)
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    assert list(document) == list(schema["properties"])
    return document


def described(node: object) -> Iterator[str]:
    """Places within a schema that have a type and say nothing about it."""
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if not value.get("description"):
                yield key
            yield from described(value)
        for value in node.get("$defs", {}).values():
            yield from described(value)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in NO_JSON])
def test_every_verb_has_a_schema_that_is_itself_in_order(verb: str) -> None:
    name = SHARED.get(verb, verb)

    published(name)

    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    assert schema["title"]
    assert schema["description"]
    assert list(described(schema)) == []


def test_every_published_schema_is_named_in_the_reference() -> None:
    page = (SCHEMAS.parent / "json.md").read_text("utf-8")

    assert [file.name for file in sorted(SCHEMAS.iterdir()) if file.name not in page] == []


@pytest.mark.parametrize(
    "words",
    [
        ("brief",),
        ("brief", "--as-of", "2026-02-01"),
        ("brief", "--me", "tomas@harbour.example"),
        ("brief", "--me", "auditor@elsewhere.example"),
    ],
)
def test_brief_keeps_to_the_schema_of_answers(trimtab: Here, lead: Path, words: tuple[str, ...]) -> None:
    document = keeps_to("answer", trimtab("-C", str(lead), "--json", *words).out)

    assert document["schema"] == "trimtab.brief/1"


def test_the_brief_of_an_empty_repository_keeps_to_it_too(trimtab: Here, tmp_path: Path) -> None:
    keeps_to("answer", trimtab("brief", str(History(tmp_path / "new").path), "--json").out)


def test_why_keeps_to_its_schema_for_every_claim(trimtab: Here, lead: Path) -> None:
    brief = json.loads(trimtab("brief", str(lead), "--json").out)
    ids = [claim["id"] for section in brief["sections"] for claim in section["claims"]]

    for one in ids:
        document = keeps_to("why", trimtab("why", one, str(lead), "--json").out)
        assert isinstance(document["claim"], dict)
        assert document["claim"]["id"] == one
    assert len(ids) > 10


def test_candidates_keep_to_their_schema_line_by_line(trimtab: Here, lead: Path, tmp_path: Path) -> None:
    asked = [
        {"id": "q1", "paths": ["billing/ledger"], "as_of": "2026-11-01T00:00:00Z", "role": "author"},
        {"id": 2, "paths": ["no/such/file.py"], "role": "reviewer", "exclude": ["mara@harbour.example"]},
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("".join(json.dumps(one) + "\n" for one in asked), encoding="utf-8")

    told = trimtab("-C", str(lead), "map", "--who", "--questions", str(questions), "--json").out.splitlines()

    first, second = (keeps_to("candidates", line) for line in told)
    assert (first["id"], second["id"]) == ("q1", 2)
    assert first["people"]


def test_people_keep_to_their_schema(trimtab: Here, lead: Path) -> None:
    document = keeps_to("people", trimtab("-C", str(lead), "people", "--json").out)

    assert len(document["people"]) == 7  # type: ignore[arg-type] # the schema has just said that it is a list


def test_merging_keeps_to_its_schema(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "people", "merge", "--refuse", "tomas", "ravi", "--json")

    assert keeps_to("people-merge", done.out)["done"] == "tomas is not ravi: people/tomas.md says so"


def test_sync_keeps_to_its_schema_with_and_without_news(trimtab: Here, tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit()

    first, second = (json.loads(trimtab("sync", str(history.path), "--json").out) for _ in range(2))

    for document in (first, second):
        keeps_to("sync", json.dumps(document))
    assert [one["sources"][0]["unchanged"] for one in (first, second)] == [False, True]


@pytest.mark.parametrize("wrong", ["", "stance: [", "hours: {mon-fri: late}", "holidays: {country: XX}"])
def test_check_keeps_to_its_schema_with_and_without_complaints(trimtab: Here, lead: Path, wrong: str) -> None:
    (lead / "trimtab.yaml").write_text(f"version: 1\nme: mara\n{wrong}\n")
    (lead / "plans" / "billing.yaml").unlink()

    done = trimtab("-C", str(lead), "check", "--json")

    document = keeps_to("check", done.out)
    assert bool(document["diagnostics"]) is bool(wrong)
    assert done.code == (2 if wrong else 0)


def test_doctor_keeps_to_its_schema_with_and_without_a_workspace(
    trimtab: Here, lead: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    keeps_to("doctor", trimtab("doctor", "--json").out)
    keeps_to("doctor", trimtab("doctor", str(lead), "--json").out)


def test_privacy_keeps_to_its_schema(trimtab: Here, lead: Path) -> None:
    document = keeps_to("privacy", trimtab("privacy", str(lead), "--json").out)

    assert document["hosts"] == []


def test_init_keeps_to_its_schema(trimtab: Here, tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.git("config", "user.email", "mara@harbour.example")
    history.commit()

    known = keeps_to("init", trimtab("init", str(history.path), "--json").out)
    stranger = trimtab("init", str(history.path), "--json", "--into", str(tmp_path / "b"), "--me", "x@y.example")

    assert known["me"] == "mara-lindqvist"
    assert keeps_to("init", stranger.out)["me"] is None


def test_demo_keeps_to_its_schema(home: Path) -> None:
    document = keeps_to("demo", run("demo", "harbour", "--json", home=home).out)

    assert document["as_of"] == "2026-11-15T23:59:59+01:00"
    assert Path(str(document["planted"])).is_file()
