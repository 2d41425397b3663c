"""How fast the lead answers, whether that changed, and where a second reviewer would have helped; worked out by hand.

Every review is asked for on a Monday at nine o'clock UTC and done at nine of a later day of that week, so that a day is a
working day of eight hours.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advice.asking import figure, said, tracked, words
from advice.test_waiting import waits
from builders_tracker import IFE, MARA, TOMAS, pull
from trimtab.advice.answer import Answer

JANUARY, MARCH = "2026-01-12T09:00:00+00:00", "2026-03-16T09:00:00+00:00"


def review(number: int, monday: str, days: int | None, reviewer: Any = MARA, path: str | None = None) -> dict[str, Any]:
    """A pull request of Ife's that was reviewed so many days after it was asked for; not at all where that is None."""
    asked = {"event": "review_requested", "created_at": monday, "actor": IFE, "requested_reviewer": reviewer}
    events = [asked | {"id": 10 * number}]
    if days is not None:
        at = (datetime.fromisoformat(monday) + timedelta(days=days)).isoformat()
        done = {"event": "reviewed", "created_at": at, "submitted_at": at, "actor": reviewer, "user": reviewer}
        events.append(done | {"id": 10 * number + 1, "state": "changes_requested"})
    lines = [{"id": 10 * number + 2, "path": path, "user": IFE, "created_at": monday, "body": "Here."}] if path else []
    return pull(number, user=IFE, created_at=monday, updated=monday, events=events, comments=lines)


def reviews(first: int, many: int, monday: str, days: int, **more: Any) -> Iterator[dict[str, Any]]:
    for number in range(first, first + many):
        yield review(number, monday, days, **more)


def answer(folder: Path, *items: object) -> Answer:
    """As of Monday, 30 March: six weeks before, it was 16 February."""
    return waits(tracked(folder, *items), 30)


@pytest.mark.parametrize(("then", "now", "change"), [(1, 4, "slower"), (4, 1, "faster")])
def test_a_lead_who_answers_in_other_times_than_before_is_told(
    tmp_path: Path, then: int, now: int, change: str
) -> None:
    found = answer(tmp_path, *reviews(100, 8, JANUARY, then), *reviews(200, 8, MARCH, now))
    trend = said(found, "usual:trend")

    # All of eight end at once, at one day and at four: the halves are those, and the two are wholly apart.
    assert f"{change} than before: half within {now}.0 working days in the last 6 weeks, half within {then}.0" in words(
        trend
    )
    assert figure(trend, "half of them within, last 6 weeks") == now
    assert figure(trend, "half of them within, 26 weeks before") == then


def test_no_trend_is_told_of_few_answers_or_of_the_same(tmp_path: Path) -> None:
    few, same = tmp_path / "few", tmp_path / "same"

    assert said(answer(few, *reviews(100, 8, JANUARY, 1), *reviews(200, 7, MARCH, 4)), "usual:trend") is None
    assert said(answer(same, *reviews(100, 8, JANUARY, 2), *reviews(200, 8, MARCH, 2)), "usual:trend") is None


def test_what_has_waited_longer_than_nine_in_ten_is_told(tmp_path: Path) -> None:
    # Ten of eleven are over at one day, which is more than nine in ten; the one that goes on has waited for ten days.
    found = answer(tmp_path, *reviews(100, 10, MARCH, 1), review(300, MARCH, None))

    assert words(said(found, "usual")).startswith(
        " your usual answer takes 1.0 to 1.0 working days; this one is beyond 9 in 10"
    )
    assert figure(said(found, "usual"), "9 in 10 within") == 1


def test_an_answer_that_never_came_does_not_flatter_the_lead(tmp_path: Path) -> None:
    found = answer(tmp_path, *reviews(100, 8, MARCH, 1), *(review(number, MARCH, None) for number in range(300, 310)))

    # Of eighteen, eight are over at one day and ten are not over at all: fewer than half.
    assert said(found, "usual").figures[0].value is None  # type: ignore[union-attr] # eight answers are enough
    assert "1.0 to more than is known" in words(said(found, "usual"))


def test_what_somebody_else_ended_is_no_answer_of_the_leads(tmp_path: Path) -> None:
    ended = list(reviews(300, 8, MARCH, 1, reviewer=TOMAS))
    for one in ended:
        one["events"].append({**one["events"][0], "id": one["events"][0]["id"] + 5, "requested_reviewer": MARA})
    found = answer(tmp_path, *reviews(100, 8, MARCH, 1), *ended)

    # Both were asked for eight of sixteen, and Tomas looked: of these it is known that Mara took a day or more.
    assert "1.0 to more than is known" in words(said(found, "usual"))
    assert "16 waits, 8 of them answered" in said(found, "usual").because[0].summary  # type: ignore[union-attr] # it is told


def test_a_second_reviewer_ends_each_wait_where_they_are_faster(tmp_path: Path) -> None:
    of_others = reviews(100, 8, MARCH, 1, reviewer=TOMAS)
    found = answer(tmp_path, *of_others, *reviews(200, 3, MARCH, 4, path="Ife.py"))
    second = said(found, "second")

    # Three waits of four days; whoever else is asked takes a day, so that each would have ended after one.
    assert (figure(second, "waited for you"), figure(second, "with a second reviewer")) == (12, 3)
    assert "would have cut 12 working days of waiting for you to 3.0 working days (Tomas)" in words(second)


@pytest.mark.parametrize(
    ("others", "days", "many", "path"),
    [
        pytest.param(7, 4, 3, "Ife.py", id="too little is known of others"),
        pytest.param(8, 4, 2, "Ife.py", id="two waits are too few"),
        pytest.param(8, 4, 3, None, id="where it is is not known"),
        pytest.param(8, 1, 3, "Ife.py", id="the lead is as fast as others"),
    ],
)
def test_no_second_reviewer_is_named_without_ground(
    tmp_path: Path, others: int, days: int, many: int, path: str | None
) -> None:
    of_others = reviews(100, others, MARCH, 1, reviewer=TOMAS)

    assert said(answer(tmp_path, *of_others, *reviews(200, many, MARCH, days, path=path)), "second") is None
