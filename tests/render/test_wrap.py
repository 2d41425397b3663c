"""Where lines break."""

from hypothesis import given
from hypothesis import strategies as st

from trimtab.render._cells import neutral, width
from trimtab.render._wrap import wrap


def test_a_word_that_leans_on_the_next_one_goes_with_it():
    assert wrap("your branch is old and far behind", 22) == ["your branch is old", "and far behind"]


def test_a_number_stays_with_its_unit():
    assert wrap("it was open for some 12 working days", 23) == ["it was open for some", "12 working days"]


def test_leaning_words_stay_where_moving_them_would_leave_a_hole():
    assert wrap("deploy at 12 to 14 on Monday", 18) == ["deploy at 12 to 14", "on Monday"]


def test_a_word_longer_than_the_line_is_broken():
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_wide_letters_break_before_they_cross_the_edge():
    assert wrap("日本語です", 5) == ["日本", "語で", "す"]


def test_what_does_not_fit_into_the_lines_given_is_cut_off():
    assert wrap("one two three four five", 9, most=2) == ["one two", "three fo…"]


@given(st.text(), st.integers(4, 40))
def test_wrapping_loses_nothing_and_keeps_within_its_width(text, room):
    rows = wrap(text, room)

    assert "".join(rows).replace(" ", "") == "".join(neutral(text).split())
    assert all(width(row) <= room for row in rows)
