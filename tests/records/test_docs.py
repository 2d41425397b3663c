"""The reference pages say what the models and the faulty files say."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import docs_records
from trimtab.records import load, schemas
from trimtab.records._codes import CODES
from trimtab.records._compose import parse
from trimtab.records._nodes import plain
from trimtab.records._schemas import _json
from trimtab.records._text import Text
from trimtab.records.people import FrontMatter
from trimtab.records.settings import Settings

SCHEMAS = schemas()


@pytest.mark.parametrize("path", sorted(docs_records.pages()), ids=lambda path: path.name)
def test_a_page_is_as_dev_docs_writes_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == docs_records.pages()[path]


def test_every_code_has_its_heading() -> None:
    page = (docs_records.REFERENCE / "diagnostics.md").read_text(encoding="utf-8")

    headings = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if heading in CODES] == sorted(CODES)


@pytest.mark.parametrize("model", [Settings, FrontMatter], ids=lambda model: model.__name__)
def test_every_setting_is_on_the_page_with_its_meaning_and_an_example(model: type[Settings | FrontMatter]) -> None:
    page = (docs_records.REFERENCE / "settings.md").read_text(encoding="utf-8")

    for key, described in model.model_fields.items():
        assert described.description
        assert described.examples
        assert f"| `{key}` | {described.description}" in page


def test_the_examples_of_the_page_are_a_workspace_without_mistakes(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour-items.ndjson").touch()
    (folder / "people").mkdir(parents=True)
    (folder / "trimtab.yaml").write_text(docs_records.SETTINGS_EXAMPLE)
    (folder / "people" / "tomas.md").write_text(docs_records.PERSON_EXAMPLE)
    (folder / "people" / "mara.md").write_text("---\nnames: [Mara Lindqvist]\n---\n")
    (folder / "phases.yaml").write_text(docs_records.PHASES_EXAMPLE)

    assert load(folder).diagnostics == ()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def read(text: str) -> object:
    return json.loads(json.dumps(_json(plain(parse(Text("example", text)).root))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings", docs_records.SETTINGS_EXAMPLE),
        ("person", docs_records.PERSON_EXAMPLE.split("---\n")[1]),
        ("phases", docs_records.PHASES_EXAMPLE),
    ],
)
def test_a_schema_takes_what_the_models_take(name: str, text: str) -> None:
    Draft202012Validator(SCHEMAS[name]).validate(read(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings", "team: Harbour"),
        ("settings", "{version: 1, taem: Harbour}"),
        ("person", "names: Tomas"),
        ("phases", "- {from: 2026-10-05, stance: maker, why: planning}"),
    ],
)
def test_a_schema_refuses_what_the_models_refuse(name: str, text: str) -> None:
    assert not Draft202012Validator(SCHEMAS[name]).is_valid(read(text))


def test_the_examples_of_a_schema_are_valid_where_they_stand() -> None:
    settings: dict[str, Any] = SCHEMAS["settings"]  # Any: the shape of a schema is what JSON Schema says

    for described in settings["properties"].values():
        validator = Draft202012Validator({**described, "$defs": settings["$defs"]})
        assert [example for example in described["examples"] if not validator.is_valid(example)] == []
