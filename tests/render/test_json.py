"""The JSON form: its order, its schema, and the way back."""

import json as stdlib_json
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from builders_answer import AS_OF, bare, harbour
from builders_any_answer import answers
from trimtab.advice.answer import Answer, Area, Chart, Claim, Evidence, Figure, Group, Link, Section, Window
from trimtab.render import from_json, json

SCHEMA = Path(__file__).parents[2] / "docs/reference/schemas/answer.schema.json"


CHECKER = jsonschema.FormatChecker()


@CHECKER.checks("date-time", raises=ValueError)
def is_an_instant(found: object) -> bool:
    """Whether it is an instant with its offset; what is no text is not the format's business."""
    return not isinstance(found, str) or datetime.fromisoformat(found).tzinfo is not None


@cache
def published() -> jsonschema.Draft202012Validator:
    """The published schema, itself checked, with instants checked as instants."""
    schema = stdlib_json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=CHECKER)


def with_figure(value: float) -> Answer:
    return bare(Section("MOVED", (Claim("b1", "s", "x", figures=(Figure("f", value, "h", "d"),)),)))


def changed(**keys: object) -> str:
    """The JSON of the shortest answer with some keys set, or taken away where they are None."""
    document = stdlib_json.loads(json(bare())) | keys
    gone = {key for key, value in keys.items() if value is None}
    return stdlib_json.dumps({key: value for key, value in document.items() if key not in gone})


def test_an_answer_opens_with_its_schema_and_keeps_the_order_of_its_fields():
    assert list(stdlib_json.loads(json(harbour()))) == ["schema", *(field.name for field in fields(Answer))]
    assert json(harbour()).startswith('{\n  "schema": "trimtab.brief/1",\n  "verb": "brief",\n  "title": "Harbour",\n')


def test_instants_carry_their_offset():
    assert stdlib_json.loads(json(harbour()))["as_of"] == "2026-11-15T23:59:00+01:00"


def test_letters_stay_letters_and_what_acts_on_a_terminal_is_escaped():
    written = json(replace(bare(), title="Häfen 港", claim="\x1b[2J \x9b \u202e \ud800"))

    assert '"title": "Häfen 港"' in written
    assert r"\u001b[2J \u009b \u202e \ud800" in written


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_figure_that_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        json(with_figure(value))


@given(answers)
@settings(max_examples=100)
def test_what_is_written_reads_back_equal(answer):
    written = json(answer)

    assert from_json(written) == answer
    assert json(from_json(written)) == written


@given(answers)
@settings(max_examples=10)
def test_every_answer_keeps_to_the_published_schema(answer):
    assert list(published().iter_errors(stdlib_json.loads(json(answer)))) == []


def test_the_brief_of_harbour_keeps_to_the_published_schema():
    published().validate(stdlib_json.loads(json(harbour())))


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (Answer, None),
        (Section, "section"),
        (Claim, "claim"),
        (Evidence, "evidence"),
        (Figure, "figure"),
        (Group, "group"),
        (Window, "window"),
        (Area, "area"),
        (Link, "link"),
        (Chart, "chart"),
    ],
)
def test_the_published_schema_names_every_field_with_a_description(value, where):
    schema = stdlib_json.loads(SCHEMA.read_text("utf-8"))
    described = schema["$defs"][where] if where else schema

    keys = [key for key in described["properties"] if key != "schema"]
    assert keys == [field.name for field in fields(value)]
    assert set(keys) <= set(described["required"])
    assert all(one.get("description") for one in described["properties"].values())


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2026-11-15T23:59:00"}, "as_of"),
        ({"sections": "none"}, "sections"),
        ({"sources": [1]}, r"sources/0"),
        ({"verb": None}, "verb"),
        ({"schema": "trimtab.brief"}, "schema"),
    ],
)
def test_the_published_schema_refuses_what_is_no_answer(keys, problem):
    (error,) = published().iter_errors(stdlib_json.loads(changed(**keys)))

    assert problem in "/".join(map(str, error.path)) or problem in error.message


def test_keys_of_a_later_writer_are_left_aside():
    assert from_json(changed(mood="bright")) == bare()


def test_keys_that_an_earlier_writer_did_not_know_take_their_default():
    assert from_json(changed(caveats=None, next_command=None, chart=None)) == bare()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "answer: expected an object"),
        ("{}", "schema is None"),
        ("not json", "Expecting value"),
        (changed(schema="trimtab.brief/2"), "not an answer of this version: schema is 'trimtab.brief/2'"),
        (changed(as_of=AS_OF.replace(tzinfo=None).isoformat()), r"answer\.as_of: expected an instant with its offset"),
        (changed(as_of=7), r"answer\.as_of: expected an instant"),
        (changed(sources="git"), r"answer\.sources: expected a list, found 'git'"),
        (changed(sources=["git", 3]), r"answer\.sources\[1\]: expected str, found 3"),
        (changed(title=True), r"answer\.title: expected str, found True"),
        (changed(period=None), "answer: period is missing"),
        (
            changed(sections=[{"title": "MOVED", "claims": [7]}]),
            r"answer\.sections\[0\]\.claims\[0\]: expected an object",
        ),
    ],
)
def test_what_is_no_answer_is_refused_with_its_place(text, message):
    with pytest.raises(ValueError, match=message):
        from_json(text)


def test_a_truth_is_no_number():
    with pytest.raises(ValueError, match=r"figures\[0\]\.value: expected float, found True"):
        from_json(json(with_figure(4)).replace('"value": 4', '"value": true'))


def test_an_unknown_kind_of_evidence_is_refused():
    row = Evidence("commit", "harbour@a91c3e0", "x", datetime(2026, 11, 3, tzinfo=UTC))
    written = json(bare(Section("MOVED", (Claim("b1", "s", "x", because=(Group("g", "s", (row,), 1),)),))))

    known = "commit, branch, person, record, file, item, event"
    with pytest.raises(ValueError, match=f"kind: expected one of {known}, found 'rumour'"):
        from_json(written.replace('"commit"', '"rumour"'))
