"""A forecast as a picture, on a page and as CSV: its lines with their dates, and what is asked for."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trimtab.advice.answer import Answer, Fan, Span
from trimtab.render import csv, html, svg

AT = datetime(2026, 11, 19, 12, tzinfo=UTC)


def _answer(*spans: Span) -> Answer:
    return Answer("plan-forecast", "Billing <rewrite>", "8 tasks", "It lands.", AT, (), ("records",), fan=Fan(spans))


def _span(name: str, days: int, due: int | None = None) -> Span:
    dates = [AT + timedelta(days=days * share) for share in (1, 2, 3, 5)]
    return Span(name, name, *dates, due=None if due is None else AT + timedelta(days=due))


def test_each_line_says_its_dates_to_who_cannot_see_it() -> None:
    drawn = svg(_answer(_span("the end", 20, 50)))

    assert (
        "the end; half the futures by 29 Dec 2026; 8 in 10 by 18 Jan 2027; 19 in 20 by 27 Feb 2027; asked for by 8 Jan 2027"
        in drawn
    )
    assert "Billing &lt;rewrite&gt;" in drawn
    assert 'class="due"' in drawn


def test_the_page_holds_the_drawing_and_its_style() -> None:
    page = html(_answer(_span("the end", 20), _span("beta", 5)))

    assert "When it lands, by the share of futures: 2 lines" in page
    assert ".fan .sure" in page


def test_a_row_a_line_for_a_spreadsheet() -> None:
    rows = csv(_answer(_span("beta", 1))).split("\r\n")

    assert rows[0] == "id,title,tenth,half,most,nearly,due,claim"
    assert rows[1].startswith("beta,beta,2026-11-20T12:00+00:00,2026-11-21T12:00+00:00,")


@given(st.integers(0, 4000), st.integers(-400, 4000))
def test_any_stretch_is_drawn(days: int, due: int) -> None:
    assert "<svg" in svg(_answer(_span("the end", days, due)))
