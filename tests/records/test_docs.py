"""The reference pages say what the models and the faulty files say."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import docs_plan
import docs_records
from trimtab.records import load, schemas
from trimtab.records._codes import CODES
from trimtab.records._compose import parse
from trimtab.records._nodes import plain
from trimtab.records._plan_reading import plan_from
from trimtab.records._schemas import _json
from trimtab.records._text import Text
from trimtab.records.people import FrontMatter
from trimtab.records.plan import PlanFile, PlanTask
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


def test_every_key_of_a_plan_is_on_its_page_with_its_meaning() -> None:
    page = (docs_records.REFERENCE / "plan.md").read_text(encoding="utf-8")

    for model in (PlanFile, PlanTask):
        for key, described in model.model_fields.items():
            assert described.description
            assert f"| `{described.alias or key}` | {described.description}" in page


def test_the_examples_of_the_page_are_a_workspace_without_mistakes(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour-items.ndjson").touch()
    (folder / "people").mkdir(parents=True)
    (folder / "trimtab.yaml").write_text(docs_records.SETTINGS_EXAMPLE)
    (folder / "people" / "tomas.md").write_text(docs_records.PERSON_EXAMPLE)
    (folder / "people" / "mara.md").write_text("---\nnames: [Mara Lindqvist]\n---\n")
    (folder / "phases.yaml").write_text(docs_records.PHASES_EXAMPLE)
    (folder / "plans").mkdir()
    (folder / "plans" / "billing.yaml").write_text(docs_plan.PLAN_EXAMPLE)
    for person in ("ife", "ravi"):
        (folder / "people" / f"{person}.md").write_text("---\nskills: [python, sql]\n---\n")

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
        ("plan", docs_plan.PLAN_EXAMPLE),
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
        ("plan", "{title: Billing, start: 2026-11-23, tasks: [{id: a, estimate: 3}]}"),
        ("plan", "{title: Billing, start: 2026-11-23, tasks: [{id: A b}]}"),
        ("plan", "{title: Billing, tasks: []}"),
    ],
)
def test_a_schema_refuses_what_the_models_refuse(name: str, text: str) -> None:
    assert not Draft202012Validator(SCHEMAS[name]).is_valid(read(text))


# Every form that a lead may type: the editor must not underline what is read.
TASK_FORMS = [
    *(f"estimate: {one}" for one in ("3d", "4 h", ".5d", "30min", "2..5d", "2d..5d", "2-5d", "2d – 5d", "2 to 5 days")),
    *(f"estimate: {one}" for one in ("1d/2d/4d", "1/2/4d", "1 week", "1h..2d", "1d .. 2d")),
    *(f"done: {one}" for one in ("true", "false", "40%", "0.4", "1", "0", "33.3%")),
    *(f"confidence: {one}" for one in ("80%", "0.8")),
    *(
        f"after: {one}"
        for one in ("a", "[a]", "[a SS]", "[a FF+2d]", "[a -1d]", "[{task: a, type: SS, lag: -1d}]", "[]")
    ),
    *(f"after: {one}" for one in ("[a ss + 2 days]", "7", "[7, a]")),
    *(f"needs: {one}" for one in ("python", "2", "[python, sql]", "[{skill: sql, people: 2}]", "[{people: 2}]")),
    *(f"items: {one}" for one in ("412", "'#412'", "[412, '#413', harbour#2]", "https://github.com/o/n/issues/4")),
    *(f"due: {one}" for one in ("2026-12-01", "{date: 2026-12-01, hard: true}")),
    *(f"candidates: {one}" for one in ("tomas", "[tomas, ife]")),
    *(f"tags: {one}" for one in ("nice", "[nice, 2027]")),
]
PLAN_FORMS = [
    *(f"deadline: {one}" for one in ("2027-02-26", "{date: 2027-02-26}", "{date: 2027-02-26, hard: false}")),
    *(f"people: {one}" for one in ("[tomas]", "[{id: tomas, share: 50%, from: 2026-12-01, to: 2027-01-01}]")),
    *(f"lead: {one}" for one in ("{coding: 30%}", "{critical: price}", "{coding: 0.3, critical: allow}")),
    "stakeholders: finance",
    "cut: should",
    "unknowns: [{id: u, question: 'Does it?', blocks: a, chance: 30%, badly: 3d..10d, by: 2026-12-04}]",
    "contracts: [{id: c, provider: a, consumers: 7, agreed: 2026-11-27}]",
    "risks: [{id: r, event: audit, chance: 0.2, extra: 2d, hits: a}]",
    "milestones: [{id: m, after: a, due: 2027-01-29}]",
]


@pytest.mark.parametrize("form", TASK_FORMS)
def test_every_form_of_a_task_is_read_and_the_editor_takes_it(form: str) -> None:
    taken(f"tasks: [{{id: a}}, {{id: 7}}, {{id: x, {form}}}]")


@pytest.mark.parametrize("form", PLAN_FORMS)
def test_every_form_of_a_plan_is_read_and_the_editor_takes_it(form: str) -> None:
    taken(f"tasks: [{{id: a}}, {{id: 7}}]\n{form}")


def taken(written: str) -> None:
    text = f"title: Billing\nstart: 2026-11-23\n{written}\n"
    Draft202012Validator(SCHEMAS["plan"]).validate(read(text))
    _, wrong = plan_from(Text("plans/billing.yaml", text))
    assert [one.to_text() for one in wrong] == []


@pytest.mark.parametrize(
    "written", ["3", "3 d d", "d", "1d/2d", "1d..2d..3d", "1d/2d..3d", "-1d", "3y", "three days", "1d,2d"]
)
def test_what_is_no_estimate_is_refused_by_the_editor_too(written: str) -> None:
    text = f"title: Billing\nstart: 2026-11-23\ntasks: [{{id: x, estimate: '{written}'}}]\n"

    assert not Draft202012Validator(SCHEMAS["plan"]).is_valid(read(text))
    assert [one.code for one in plan_from(Text("plans/billing.yaml", text))[1]] == ["bad-estimate"]


def test_the_examples_of_a_schema_are_valid_where_they_stand() -> None:
    for name in ("settings", "plan"):
        schema: dict[str, Any] = SCHEMAS[name]  # Any: the shape of a schema is what JSON Schema says
        every = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
        for described in (each for one in every for each in one["properties"].values()):
            validator = Draft202012Validator({**described, "$defs": schema["$defs"]})
            assert [example for example in described.get("examples", ()) if not validator.is_valid(example)] == []
