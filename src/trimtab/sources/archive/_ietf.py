"""The `archive.json` of a working group: its issues and pulls with comments and reviews, as rows of the lake.

The form knows people by login alone, gives comments no ids, and has no events; what the items themselves tell of their
ends is told as events, so that both forms read alike.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from trimtab.sources.tracker.items import End, Reading, add_ends, add_reading, number_of, objects_in, state_of
from trimtab.sources.tracker.rows import Rows, hashed, text_of, told

Json = Mapping[str, Any]  # Any: JSON as it was saved


def add(rows: Rows, found: Json) -> None:
    """Add the rows of one issue or pull. Raises Unusable."""
    number = number_of(found)
    native = text_of(found.get("id")) if rows.tracker.native else None
    item = native or str(number)
    _add_item(rows, item, number, found)
    rows.whole.add(item)
    # Two comments of one author in one second are told apart by their order.
    times: Counter[object] = Counter()
    for comment in objects_in(found.get("comments")):
        _add_comment(rows, item, "commented", comment, rows.account(comment.get("author"), _at(comment)), times)
    for review in objects_in(found.get("reviews")):
        _add_review(rows, item, review, times)
    if state_of(found) != "open":
        add_ends(rows, item, _ends(rows, item, found), set())


def _add_item(rows: Rows, item: str, number: int, found: Json) -> None:
    reading = Reading(
        item,
        number,
        str(found["type"]),
        text_of(found.get("title")),
        text_of(found.get("body")),
        state_of(found),
        rows.account(found.get("author"), _at(found)),
        _accounts(rows, found),
        [label for label in _listed(found.get("labels")) if label],
        None,
        _at(found),
        text_of(found.get("updatedAt")),
        text_of(found.get("url")),
        None,
    )
    add_reading(rows, reading, None)


def _accounts(rows: Rows, found: Json) -> list[str]:
    assigned = (rows.account(login, text_of(found.get("updatedAt"))) for login in _listed(found.get("assignees")))
    return [account for account in assigned if account]


def _add_comment(
    rows: Rows, item: str, kind: str, comment: Json, author: str | None, times: Counter[object], review: str = ""
) -> None:
    said = (kind, review, author, _at(comment), text_of(comment.get("originalPosition")))
    times[said] += 1
    name = text_of(comment.get("id")) or hashed(*said, item, times[said])
    facts = told({"pull_request_review_id": review}, ["pull_request_review_id"]) if review else None
    rows.events.append(
        (item, kind, name, _at(comment), author, None, None, text_of(comment.get("body")),
         text_of(comment.get("url")), facts, text_of(comment.get("updatedAt")))
    )  # fmt: skip


def _add_review(rows: Rows, item: str, review: Json, times: Counter[object]) -> None:
    at, state, commit = _at(review), review.get("state"), review.get("commit")
    author = rows.account(review.get("author"), at)
    name = text_of(review.get("id")) or hashed("reviewed", item, author, at)
    rows.events.append(
        (item, "reviewed", name, at, author, text_of(commit.get("oid")) if isinstance(commit, dict) else None,
         state.lower() if isinstance(state, str) else None, text_of(review.get("body")), text_of(review.get("url")),
         None, text_of(review.get("updatedAt")))
    )  # fmt: skip
    for comment in objects_in(review.get("comments")):
        by = rows.account(comment.get("author"), at) or author
        _add_comment(rows, item, "line-commented", comment, by, times, review=name)


def _ends(rows: Rows, item: str, found: Json) -> tuple[End, ...]:
    merged_at, commit = text_of(found.get("mergedAt")), found.get("mergeCommit")
    oid = text_of(commit.get("oid")) if isinstance(commit, dict) else None
    if oid:
        rows.links.append((item, "contains_commit", oid, merged_at))
    merged = End("merged", merged_at, rows.account(found.get("mergedBy"), merged_at), oid)
    return merged, End("closed", text_of(found.get("closedAt")))


def _at(found: Json) -> str | None:
    return text_of(found.get("createdAt"))


def _listed(found: object) -> list[str]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
