"""A schedule as Mermaid, iCalendar, CSV, SVG and page: how each reads, and that no name can become syntax."""

import csv as stdlib_csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_answer import bare
from builders_schedule import bar, scheduled
from trimtab.errors import UsageError
from trimtab.render import csv, html, ics, left_out, mermaid, svg

ANYTHING = st.text(min_size=1, max_size=60)


def test_mermaid_has_a_section_a_group_and_marks_what_decides_the_end() -> None:
    assert mermaid(scheduled()).splitlines() == [
        "gantt",
        "  title Billing rewrite",
        "  %% not carried - people, slack, load, and what is asked for when, its times are on your clock",
        "  dateFormat YYYY-MM-DDTHH:mm",
        "  axisFormat %d %b",
        "  section Tasks",
        "  Schema of the ledger :crit, t0, 2026-11-23T09:00, 2026-11-25T17:00",
        "  Docs :t1, 2026-11-23T09:00, 2026-11-24T17:00",
        "  section Ledger",
        "  Rounding :crit, t2, 2026-11-26T09:00, 2026-12-03T17:00",
        "  Import-v2 :crit, t3, 2026-12-04T09:00, 2026-12-10T17:00",
        "  section Milestones",
        "  Beta :milestone, t4, 2026-12-10T17:00, 0d",
    ]


@settings(max_examples=60)
@given(ANYTHING)
def test_no_name_becomes_mermaid_syntax(name: str) -> None:
    drawn = mermaid(scheduled(bar("a", 0, 1, "Ife", title=name, groups=(name,)), title=name)).splitlines()

    assert len(drawn) == 7
    assert re.fullmatch(r"  [^:;#,%]+ :t0, 2026-11-23T09:00, 2026-11-24T17:00", drawn[-1])
    assert not re.search(r"[:;#%]", drawn[1].removeprefix("  title "))


def _unfolded(written: str) -> list[str]:
    return written.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_calendar_has_an_event_a_task_and_a_point() -> None:
    lines = _unfolded(ics(scheduled()))

    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Trimtab//plan schedule//EN"]
    assert lines[-1] == "END:VCALENDAR"
    first = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT") + 1]
    assert first == [
        "BEGIN:VEVENT",
        "UID:schema.billing@trimtab",
        "DTSTAMP:20261123T080000Z",
        "DTSTART:20261123T080000Z",
        "DTEND:20261125T160000Z",
        "SUMMARY:Schema of the ledger (Tomas)",
        "DESCRIPTION:schema\\na day lost here is a day lost at the end",
        "CATEGORIES:critical",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    assert lines.count("BEGIN:VEVENT") == 5
    # A point has a start and no end.
    assert len([line for line in lines if line.startswith("DTEND")]) == 4
    assert "CATEGORIES:critical,lead" in lines


@settings(max_examples=60)
@given(ANYTHING)
def test_a_calendar_is_folded_at_75_octets_and_no_title_ends_its_line(title: str) -> None:
    written = ics(scheduled(bar("a", 0, 1, "Ife", title=title * 4)))

    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert "\n" not in written.replace("\r\n", "")
    lines = _unfolded(written)
    assert len(lines) == 16
    assert all(re.match(r"[A-Z-]+:", line) for line in lines)
    summary = next(line for line in lines if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", summary.replace(" (Ife)", ""))


def test_a_comma_a_semicolon_and_a_backslash_are_escaped() -> None:
    lines = _unfolded(ics(scheduled(bar("a", 0, 1, title="one, two; three\\four"))))

    assert "SUMMARY:one\\, two\\; three\\\\four" in lines


def test_a_table_has_a_row_a_task_and_no_formula() -> None:
    written = csv(scheduled(bar("a", 0, 1, "Ife", "Jun", title="=cmd()", claim="ps1", due=2)))
    rows = list(stdlib_csv.DictReader(io.StringIO(written)))

    assert rows[0]["people"] == "Ife; Jun"
    assert rows[0]["title"] == "'=cmd()"
    assert rows[0]["start"] == "2026-11-23T09:00+01:00"
    assert rows[0]["critical"] == "false"
    assert rows[0]["due"] == "2026-11-25T09:00+01:00"


def test_a_picture_stands_alone_and_says_each_line_in_words() -> None:
    tree = ET.fromstring(svg(scheduled()))  # noqa: S314 - our own text
    titles = [one.text for one in tree.iter("{http://www.w3.org/2000/svg}title")]

    assert titles[0] == "Billing rewrite"
    assert titles[1] == "schema: Schema of the ledger; Tomas; 23 to 25 Nov 2026; decides the end"
    assert "http" not in svg(scheduled()).replace("http://www.w3.org/2000/svg", "")


@settings(max_examples=40)
@given(ANYTHING)
def test_no_name_breaks_the_picture_or_the_page(name: str) -> None:
    drawn = scheduled(bar("a", 0, 1, "Ife", title=name, claim="ps1"), title=name)

    ET.fromstring(svg(drawn))  # noqa: S314 - our own text
    assert html(drawn).count("<script") == 0


def test_the_same_schedule_gives_the_same_bytes_in_every_form() -> None:
    for form in (ics, mermaid, csv, svg, html):
        assert form(scheduled()) == form(scheduled())


def test_what_a_form_cannot_carry_is_said() -> None:
    assert {form for form in ("text", "md", "html", "json", "svg", "mermaid", "ics", "csv") if left_out(form)} == {
        "svg",
        "mermaid",
        "ics",
        "csv",
    }


def test_an_answer_without_a_schedule_has_no_calendar() -> None:
    with pytest.raises(UsageError, match="plan schedule"):
        ics(bare())
