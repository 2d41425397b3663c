"""The `archive.json` of a working group: read piece by piece, told in the same words as GitHub's own objects."""

import json
from typing import Any

import pytest

from builders_tracker import Reader, at, instant
from trimtab.sources.archive import _document


def saved(number: int = 3, **more: Any) -> dict[str, Any]:
    shown = {"number": number, "id": f"I_{number}", "title": "Rounding", "state": "OPEN", "author": "mara"}
    told = {
        "url": f"https://github.com/harbour/ledger/issues/{number}",
        "body": "why?",
        "assignees": [],
        "labels": ["bug"],
    }
    return shown | told | {"createdAt": at(1), "updatedAt": at(2), "comments": []} | more


def document(issues: list[dict[str, Any]], pulls: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"magic": "x", "repo": "harbour/ledger", "labels": [{"name": "bug"}], "issues": issues, "pulls": pulls or []}


def test_an_issue_with_its_comments_goes_by_number_and_people_by_login(reader: Reader) -> None:
    comments = [{"author": "tomas", "body": "because", "createdAt": at(2), "updatedAt": at(2)}]

    report = reader.read_document(document([saved(comments=comments, assignees=["ife"])]))

    assert report.source == "archive/github.com/harbour/ledger"
    [item] = reader.rows("items").select("item", "kind", "author", "assignees", "labels", "text").rows()
    assert item == ("3", "issue", "@mara", ["@ife"], ["bug"], "why?")
    assert reader.events("kind", "actor", "text", "happened_at") == [
        ("opened", "@mara", "why?", instant(1)),
        ("commented", "@tomas", "because", instant(2)),
    ]
    assert sorted(reader.rows("accounts")["login"]) == ["ife", "mara", "tomas"]


def test_a_pull_tells_its_reviews_their_line_comments_and_its_ends(reader: Reader) -> None:
    line = {"originalPosition": 4, "body": "here", "createdAt": at(3), "updatedAt": at(3)}
    review = {
        "id": "R_1",
        "author": "ife",
        "state": "APPROVED",
        "body": "good",
        "createdAt": at(3, 10),
        "comments": [line],
    }
    merged = {
        "state": "MERGED",
        "mergedAt": at(5),
        "mergedBy": "ife",
        "closedAt": at(5),
        "mergeCommit": {"oid": "c" * 40},
    }

    reader.read_document(document([], [saved(4, reviews=[review], **merged)]))

    assert reader.events("kind", "actor", "state", "subject")[1:] == [
        ("line-commented", "@ife", None, None),
        ("reviewed", "@ife", "approved", None),
        ("closed", None, None, None),
        ("merged", "@ife", None, "c" * 40),
    ]
    assert reader.rows("items").select("kind", "state").rows() == [("pull", "merged")]
    assert reader.rows("item_links").select("kind", "target").rows() == [("contains_commit", "c" * 40)]


def test_two_comments_of_one_second_are_two_events_and_an_edit_is_a_version(reader: Reader) -> None:
    def twice(second: str) -> list[dict[str, Any]]:
        return [{"author": "tomas", "body": text, "createdAt": at(2), "updatedAt": at(2)} for text in ("one", second)]

    reader.read_document(document([saved(comments=twice("two"))]))
    reader.read_document(document([saved(comments=twice("2"), updatedAt=at(4))]))

    told = [row[1:] for row in reader.events("kind", "version", "text") if row[0] == "commented"]
    assert sorted(told) == [(1, "one"), (1, "two"), (2, "2")]


def test_a_document_that_was_cut_off_gives_the_items_before_and_a_gap(reader: Reader) -> None:
    text = json.dumps(document([saved(1), saved(2), saved(3)]))

    reader.read_bytes(text[: text.index('"number": 3') + 20].encode(), "archive.json", tracker=None)

    assert sorted(reader.rows("items")["number"]) == [1, 2]
    [(subject, reason)] = reader.rows("gaps").select("subject", "reason").rows()
    assert subject == "archive.json: item 3"
    assert reason.startswith("the document breaks off here")


def test_a_group_that_has_just_begun_has_no_item_and_no_fault(reader: Reader) -> None:
    report = reader.read_document(document([]), tracker="github.com/harbour/ledger")

    assert report.complete
    assert not any(report.rows.values())


@pytest.mark.parametrize("piece", [1, 3, 17, 4096])
def test_pieces_of_any_size_give_the_same_items(reader: Reader, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(_document, "_PIECE", piece)
    titles = ["naïve", '"quoted"', "\N{SMILING FACE WITH OPEN MOUTH}"]

    text = json.dumps(document([saved(n, title=title) for n, title in enumerate(titles, 1)]), ensure_ascii=False)
    reader.read_bytes(text.encode(), "archive.json", tracker=None)

    assert reader.rows("items").sort("number")["title"].to_list() == titles
