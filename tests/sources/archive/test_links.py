"""Links between items: what timelines tell, and what a pull request says it closes."""

from typing import Any

import pytest

from builders_tracker import Reader, at, instant, issue, pull


def links(reader: Reader) -> list[tuple[Any, ...]]:
    return (
        reader.rows("item_links").select("item", "kind", "target", "happened_at").sort("item", "kind", "target").rows()
    )


def linked(kind: str, day: int, number: int) -> dict[str, Any]:
    """An event that begins or ends a link to another issue."""
    key = kind.rpartition("_")[0]
    return {"id": day, "event": kind, "created_at": at(day), key: {"number": number, "id": 1000 + number}}


def test_what_blocks_an_issue_and_what_is_part_of_it_are_links_from_it(reader: Reader) -> None:
    reader.read(issue(7, events=[linked("blocked_by_added", 3, 8), linked("sub_issue_added", 4, 9)]))

    assert links(reader) == [("7", "blocked_by", "8", instant(3)), ("7", "sub_issue", "9", instant(4))]


def test_a_link_that_was_taken_away_again_is_none(reader: Reader) -> None:
    events = [linked("blocked_by_added", 3, 8), linked("blocked_by_added", 4, 9), linked("blocked_by_removed", 5, 8)]
    reader.read(issue(7, events=events))

    assert links(reader) == [("7", "blocked_by", "9", instant(4))]


def test_the_other_side_of_a_link_is_told_by_its_own_timeline(reader: Reader) -> None:
    reader.read(issue(7, events=[linked("blocking_added", 3, 8), linked("parent_issue_added", 4, 9)]))

    assert links(reader) == []
    assert [kind for (kind,) in reader.events("kind")] == ["opened", "blocking_added", "parent_issue_added"]


def test_an_event_that_does_not_say_to_what_makes_no_link(reader: Reader) -> None:
    reader.read(issue(7, events=[{"id": 3, "event": "blocked_by_added", "created_at": at(3)}]))

    assert links(reader) == []


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Closes #8", ["8"]),
        ("fixes: #8, resolved #9 and closed\n#10", ["10", "8", "9"]),
        ("FIX #8, and once more: fixed #8", ["8"]),
        ("see #8; encloses #9; closes harbour/quay#10; closes 11", []),
        (None, []),
    ],
)
def test_a_pull_request_closes_what_its_text_names_with_a_closing_keyword(
    reader: Reader, text: str | None, closed: list[str]
) -> None:
    reader.read(pull(7, body=text))

    assert [target for _, kind, target, _ in links(reader) if kind == "closes"] == closed


def test_an_issue_closes_nothing_whatever_it_says(reader: Reader) -> None:
    reader.read(issue(7, body="Closes #8"))

    assert links(reader) == []


def test_where_items_go_by_native_ids_links_do_so_too_and_numbers_in_texts_make_none(reader: Reader) -> None:
    repository = {"id": 55, "html_url": "https://github.com/harbour/ledger"}
    address = "https://github.com/harbour/ledger/issues/7"
    told = issue(7, id=1007, html_url=address, repository=repository, events=[linked("blocked_by_added", 3, 8)])
    closing = pull(9, id=1009, html_url=address, base={"repo": repository}, body="Closes #8")

    reader.read(told, closing, tracker=None)

    assert [link for link in links(reader) if link[1] != "contains_commit"] == [
        ("1007", "blocked_by", "1008", instant(3))
    ]
