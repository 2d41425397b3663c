"""A schedule on a terminal: bars over the weeks."""

import pytest
from hypothesis import given, settings

from builders_any_answer import schedules
from builders_schedule import bar, scheduled
from trimtab.advice.answer import Answer
from trimtab.render import csv, from_json, html, ics, json, mermaid, svg, text
from trimtab.render._cells import neutral, width


def _lines(shown: str) -> list[str]:
    return shown[shown.index("WHEN") :].splitlines()


def test_a_bar_lies_where_its_days_are() -> None:
    lines = _lines(text(scheduled(), colour=False))

    assert lines[0].split() == ["WHEN", "23", "Nov", "30", "Nov", "7", "Dec"]
    week = lines[0].index("30 Nov") - lines[0].index("23 Nov")
    # From nine on, which is less than a day after midnight, to seventeen two days later: 2.3 days.
    assert 0 <= lines[1].index("█") - lines[0].index("23 Nov") <= week / 7
    assert lines[1].count("█") == pytest.approx(week / 7 * 2.3, abs=1)
    assert lines[4].rstrip().endswith("ps104")


def test_what_decides_the_end_is_full_what_has_slack_is_light_and_dotted_as_far() -> None:
    schema, docs = _lines(text(scheduled(), colour=False))[1:3]

    assert "█" in schema
    assert "▒" not in schema
    assert "▒" in docs
    # Six working days are some eight days of the calendar, more than twice the two days of the bar.
    assert docs.count("·") > 2 * docs.count("▒")


def test_the_tasks_of_the_lead_have_a_star() -> None:
    lines = _lines(text(scheduled(), colour=False))

    assert [line[1] for line in lines[1:5]] == [" ", " ", "*", " "]


def test_a_milestone_is_a_point_at_the_end_of_what_it_waits_for() -> None:
    lines = _lines(text(scheduled(), colour=False))
    import_v2, beta = lines[4], lines[5]

    assert beta.rstrip().endswith("◆")
    assert beta.index("◆") == import_v2.rindex("█")


def test_every_line_fits_and_the_legend_explains_the_marks() -> None:
    shown = text(scheduled(), colour=False, lines=None)

    assert max(map(len, shown.splitlines())) <= 80
    assert "█ decides the end" in shown


def test_a_plan_of_years_has_fewer_dates_above_its_bars() -> None:
    shown = text(scheduled(bar("long", 0, 1000, "Tomas", claim="ps1")), colour=False)

    head = _lines(shown)[0]
    assert 2 <= head.count("20") + head.count("Nov") <= 8
    assert len(head) <= 80


def test_a_long_name_and_a_crowd_are_cut_and_harmless() -> None:
    long = bar("a-very-long-name-of-a-task", 0, 3, "Tomas\x1b[31m", "Ife", "Ravi", "Jun", claim="ps1")
    line = _lines(text(scheduled(long), colour=False))[1]

    assert "\x1b" not in line
    assert line.startswith("  …")
    assert len(line) <= 80


def test_a_task_within_one_day_is_still_seen() -> None:
    assert "█" in _lines(text(scheduled(bar("a", 0, 0, "Ife", critical=True, claim="ps1")), colour=False))[1]


@settings(max_examples=30)
@given(schedules)
def test_any_schedule_can_be_shown_in_every_form(answer: Answer) -> None:
    shown = text(answer, colour=False)

    assert all(width(line) <= 80 and neutral(line) == line for line in shown.splitlines())
    assert from_json(json(answer)) == answer
    assert all(form(answer) for form in (csv, html, ics, mermaid, svg))
