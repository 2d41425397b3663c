"""The plain table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from trimtab.render import table


def test_columns_are_as_wide_as_they_need_and_numbers_stand_to_the_right():
    drawn = table(["person", "commits", "emails"], [["Tomas", "12", "tomas@harbour.example"], ["Ife", "9", "-"]])

    assert drawn == (
        "person  commits  emails\n"
        "Tomas        12  tomas@harbour.example\n"
        "Ife           9  -\n"
    )  # fmt: skip


def test_the_widest_column_wraps_when_the_table_is_too_wide():
    drawn = table(["person", "emails"], [["Tomas", "tomas@harbour.example tomas@old.example"]], width=32)

    assert drawn == (
        "person  emails\n"
        "Tomas   tomas@harbour.example\n"
        "        tomas@old.example\n"
    )  # fmt: skip


def test_a_table_without_rows_shows_its_headers():
    assert table(["person", "commits"], []) == "person  commits\n"


def test_headers_are_bold_on_a_terminal():
    assert table(["who"], [["Ife"]], colour=True) == "\x1b[1mwho\x1b[0m\nIfe\n"


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells under 2 headers"):
        table(["person", "commits"], [["Ife"]])


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=4))
def test_three_columns_of_anything_fit_on_a_terminal(rows):
    drawn = table(["person", "what was said", "n"], rows)

    assert all(cell_len(row) <= 80 for row in drawn.split("\n"))
