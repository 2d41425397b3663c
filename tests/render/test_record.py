"""The JSON form of verbs that are no answer."""

from dataclasses import dataclass
from datetime import datetime

from builders_answer import CET
from trimtab.render import record


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found."""

    what: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What a verb found, in its order."""

    found: tuple[Found, ...]
    whole: bool


def test_a_record_opens_with_its_schema_and_keeps_the_order_of_its_fields():
    value = Examined(
        (Found("lake", datetime(2026, 11, 15, 9, tzinfo=CET)), Found("Häfen \u202e\x9b", None)), whole=True
    )

    assert record("doctor", value) == (
        "{\n"
        '  "schema": "trimtab.doctor/1",\n'
        '  "found": [\n'
        "    {\n"
        '      "what": "lake",\n'
        '      "at": "2026-11-15T09:00:00+01:00"\n'
        "    },\n"
        "    {\n"
        '      "what": "Häfen \\u202e\\u009b",\n'
        '      "at": null\n'
        "    }\n"
        "  ],\n"
        '  "whole": true\n'
        "}\n"
    )
