"""The text and JSON forms of a finding, and the excerpt it shows."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab import diagnostics
from trimtab.diagnostics import (
    Counts,
    Diagnostic,
    Excerpt,
    Span,
    count,
    did_you_mean,
    error,
    excerpt_of,
    in_order,
    warning,
)

PLACE = Span("plans/atlas.yaml", 14, 12, 14, 18)
LINE = "    owner: dana-w"


def test_the_text_form_has_place_message_excerpt_carets_and_hint() -> None:
    hint = 'did you mean "dana"? People are declared in people/.'
    found = error(
        "unknown-owner",
        'no person or team is called "dana-w"',
        PLACE,
        hint=hint,
        excerpt=excerpt_of(14, LINE, 12, 18),
    )

    assert found.to_text() == (
        'plans/atlas.yaml:14:12: error[unknown-owner]: no person or team is called "dana-w"\n'
        "   14 |     owner: dana-w\n"
        "      |            ^^^^^^\n"
        'hint: did you mean "dana"? People are declared in people/.'
    )


def test_a_finding_about_a_whole_file_shows_no_excerpt() -> None:
    found = warning("missing-clone", "no folder", Span("trimtab.yaml", 1, 1, 1, 1), hint="clone it.")

    assert found.to_text() == "trimtab.yaml:1:1: warning[missing-clone]: no folder\nhint: clone it."


def test_the_json_form_is_flat_and_keeps_its_order() -> None:
    found = error("unknown-owner", "nobody", PLACE, hint="name one.", excerpt=excerpt_of(14, LINE, 12, 18))

    assert list(found.to_json().items()) == [
        ("code", "unknown-owner"),
        ("severity", "error"),
        ("message", "nobody"),
        ("file", "plans/atlas.yaml"),
        ("line", 14),
        ("column", 12),
        ("end_line", 14),
        ("end_column", 18),
        ("excerpt", "    owner: dana-w"),
        ("hint", "name one."),
    ]


def at(file: str, line: int, column: int, code: str = "x", severity: diagnostics.Severity = "error") -> Diagnostic:
    return Diagnostic(code, severity, "m", Span(file, line, column, line, column + 1), "h")


def test_findings_are_ordered_by_file_then_line_then_column() -> None:
    late, early, other = at("b.yaml", 10, 1), at("b.yaml", 9, 30), at("a.yaml", 99, 1)

    assert in_order([late, early, other]) == (other, early, late)


def test_of_one_place_errors_come_first_and_repeats_count_once() -> None:
    mild, grave = at("a.yaml", 1, 1, "a", "warning"), at("a.yaml", 1, 1, "z", "error")

    assert in_order([mild, grave, mild]) == (grave, mild)


@pytest.mark.parametrize(
    ("errors", "warnings", "said"),
    [(0, 0, "nothing to report"), (1, 0, "1 error"), (2, 1, "2 errors, 1 warning"), (0, 3, "3 warnings")],
)
def test_counts_are_said_in_words(errors: int, warnings: int, said: str) -> None:
    found = [at("a", 1, 1)] * errors + [at("a", 1, 1, severity="warning")] * warnings

    assert count(found) == Counts(errors, warnings)
    assert str(count(found)) == said


def test_carets_stand_below_wide_characters() -> None:
    # Two characters of two cells each stand before the mark, which covers one of two cells.
    assert excerpt_of(1, "日本語", 3, 4) == Excerpt(1, "日本語", 4, 2)


def test_tabs_and_control_characters_are_shown_as_one_cell() -> None:
    shown = excerpt_of(1, "\ta\x1b[31m", 2, 3)

    assert shown == Excerpt(1, " a\N{REPLACEMENT CHARACTER}[31m", 1, 1)


def test_a_place_at_the_end_of_a_line_still_has_a_caret() -> None:
    assert excerpt_of(1, "me:", 4, 4) == Excerpt(1, "me:", 3, 1)


def test_a_line_of_ten_thousand_characters_is_cut_around_the_place() -> None:
    shown = excerpt_of(1, "x" * 5000 + "HERE" + "y" * 5000, 5001, 5005)

    assert len(shown.text) == 102
    assert shown.text[shown.at : shown.at + shown.width] == "HERE"
    assert shown.text.startswith("…x")
    assert shown.text.endswith("y…")


@given(st.text(st.characters(exclude_characters="\r\n"), max_size=300), st.integers(1, 301), st.integers(0, 50))
def test_an_excerpt_is_printable_and_marked_wherever_the_place_is(line: str, column: int, length: int) -> None:
    column = min(column, len(line) + 1)

    shown = excerpt_of(1, line, column, column + length)

    assert shown.width >= 1
    assert len(shown.text) <= 102
    assert not any(character in shown.text for character in "\t\x1b\x00\x7f\x9b\u2028")


@pytest.mark.parametrize(
    ("asked", "hint"), [("holiday", 'did you mean "holidays"? '), ("SORCES", 'did you mean "sources"? '), ("xyz", "")]
)
def test_the_nearest_known_word_is_offered_and_nothing_far(asked: str, hint: str) -> None:
    assert did_you_mean(asked, ["holidays", "sources", "zone"]) == hint


def test_a_suggestion_keeps_the_spelling_of_the_known_word() -> None:
    assert did_you_mean("europe/roma", ["Europe/Rome"]) == 'did you mean "Europe/Rome"? '


def test_diagnostics_load_without_pydantic_or_yaml() -> None:
    code = "import sys, trimtab.diagnostics; print(sorted({'pydantic', 'ruamel', 'polars'} & set(sys.modules)))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said == "[]\n"
