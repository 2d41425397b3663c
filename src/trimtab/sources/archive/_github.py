"""GitHub's REST objects: one issue or pull request with its events and review comments, as rows of the lake.

GitHub's words for kinds of events are kept, known here or not. What each becomes stands in
`docs/reference/trackers.md`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from trimtab.sources.archive._items import (
    End,
    Reading,
    Unusable,
    add_ends,
    add_reading,
    number_of,
    objects_in,
    state_of,
)
from trimtab.sources.archive._rows import Rows, hashed, text_of, told

Json = Mapping[str, Any]  # Any: JSON as it was saved

# Said of a text in place of the text itself.
OF_TEXT = ("body_chars", "mentions", "asks", "ack")
_OF_ITEM = ("draft", "state_reason", "additions", "deletions", "changed_files", "commits", "merge_commit_sha", *OF_TEXT)
_OF_COMMENT = ("pull_request_review_id", "in_reply_to_id", *OF_TEXT)
_WITH_TEXT = frozenset({"commented", "reviewed"})
_LINE_COMMENT = "line-commented"
_COMMIT_COMMENT = "commit-commented"


def add(rows: Rows, found: Json) -> None:
    """Add the rows of one saved object. Raises Unusable."""
    kind = "pull" if "pull" in found else "issue"
    shown = found.get(kind)
    if not isinstance(shown, dict):
        raise Unusable("it has neither an issue nor a pull request")
    number = number_of(shown)
    native = shown.get("id") if rows.tracker.native else None
    item = text_of(native) or str(number)
    _add_item(rows, item, number, kind, shown)
    if isinstance(found.get("events"), list) and isinstance(found.get("comments"), list):
        rows.whole.add(item)
    seen: set[str] = set()
    for event in objects_in(found.get("events")):
        seen.add(_add_event(rows, item, event))
    for comment in objects_in(found.get("comments")):
        _add_comment(rows, item, _LINE_COMMENT, comment)
    if state_of(shown) != "open":
        merger = rows.account(shown.get("merged_by"), text_of(shown.get("merged_at")))
        merged = End("merged", text_of(shown.get("merged_at")), merger, text_of(shown.get("merge_commit_sha")))
        add_ends(rows, item, (merged, End("closed", text_of(shown.get("closed_at")))), seen)


def _add_item(rows: Rows, item: str, number: int, kind: str, shown: Json) -> None:
    created, updated = text_of(shown.get("created_at")), text_of(shown.get("updated_at"))
    assignees = (rows.account(user, updated) for user in objects_in(shown.get("assignees")))
    labels = shown.get("labels") or ()
    reading = Reading(
        item,
        number,
        kind,
        text_of(shown.get("title")),
        text_of(shown.get("body")),
        state_of(shown),
        rows.account(shown.get("user"), created),
        [account for account in assignees if account],
        [name for name in map(_name, labels) if name] if isinstance(labels, list) else [],
        _title(shown.get("milestone")),
        created,
        updated,
        text_of(shown.get("html_url")),
        told(shown, _OF_ITEM),
    )
    add_reading(rows, reading, told(shown, OF_TEXT))


def _add_event(rows: Rows, item: str, event: Json) -> str:
    kind = event.get("event")
    if not isinstance(kind, str):
        return ""
    if kind in (_LINE_COMMENT, _COMMIT_COMMENT):  # an envelope of comments, which are the events
        for comment in objects_in(event.get("comments")):
            _add_comment(rows, item, kind, comment)
        return kind
    if kind == "committed":
        _add_commit(rows, item, event)
        return kind
    at = text_of(event.get("created_at") or event.get("submitted_at"))
    actor = rows.account(event.get("actor") or event.get("user"), at)
    number = event.get("id")
    subject = _subject(rows, kind, event, at)
    state = text = facts = edited = None
    if kind in _WITH_TEXT:
        text, edited = text_of(event.get("body")), text_of(event.get("updated_at"))
        facts = told(event, OF_TEXT)
        state = _lower(event.get("state")) if kind == "reviewed" else None
    elif kind == "renamed" and isinstance(event.get("rename"), dict):
        text = text_of(event["rename"].get("to"))
    name = str(number) if number is not None else hashed(kind, item, event)
    rows.events.append(
        (item, kind, name, at, actor, subject, state, text,
         text_of(event.get("html_url")), facts, edited)
    )  # fmt: skip
    if kind == "merged" and isinstance(event.get("commit_id"), str):
        rows.links.append((item, "contains_commit", event["commit_id"], at))
    return kind


def _add_comment(rows: Rows, item: str, kind: str, comment: Json) -> None:
    at, number = text_of(comment.get("created_at")), comment.get("id")
    rows.events.append(
        (item, kind, str(number) if number is not None else hashed(kind, item, comment), at,
         rows.account(comment.get("user"), at), text_of(comment.get("path")), None, text_of(comment.get("body")),
         text_of(comment.get("html_url")), told(comment, _OF_COMMENT), text_of(comment.get("updated_at")))
    )  # fmt: skip


def _add_commit(rows: Rows, item: str, event: Json) -> None:
    """A commit of a pull request; who wrote it stands in `commits`, under a git identity and no account."""
    dates = (event[who].get("date") for who in ("committer", "author") if isinstance(event.get(who), dict))
    at = next((text_of(date) for date in dates if date), None)
    oid = text_of(event.get("sha"))
    if oid:
        rows.links.append((item, "contains_commit", oid.lower(), at))
    rows.events.append(
        (item, "committed", hashed("committed", item, oid), at, None, oid, None, text_of(event.get("message")),
         text_of(event.get("html_url")), None, None)
    )  # fmt: skip


def _name(label: object) -> str | None:
    return text_of(label.get("name")) if isinstance(label, dict) else text_of(label)


def _title(milestone: object) -> str | None:
    return text_of(milestone.get("title")) if isinstance(milestone, dict) else text_of(milestone)


def _lower(state: object) -> str | None:
    return state.lower() if isinstance(state, str) else None


def _subject(rows: Rows, kind: str, event: Json, at: str | None) -> str | None:
    """Who or what an event was done to, for the kinds whose objects say it."""
    if kind in _TO_WHOM:
        team = event.get("requested_team")
        if isinstance(team, dict):
            return f"team/{team.get('slug') or team.get('name') or team.get('id')}"
        return rows.account(event.get(_TO_WHOM[kind]), at)
    return _TO_WHAT[kind](event) if kind in _TO_WHAT else None


def _source(event: Json) -> str | None:
    """The item that mentions this one: by its address, else by its number, where it may lie in another tracker."""
    source = event.get("source")
    issue = source.get("issue") if isinstance(source, dict) else None
    if not isinstance(issue, dict):
        return None
    number = issue.get("number")
    return text_of(issue.get("html_url")) or (f"#{number}" if number is not None else None)


def _old_title(event: Json) -> str | None:
    rename = event.get("rename")
    return text_of(rename.get("from")) if isinstance(rename, dict) else None


def _labelled(event: Json) -> str | None:
    return _name(event.get("label"))


def _milestone(event: Json) -> str | None:
    return _title(event.get("milestone"))


def _commit(event: Json) -> str | None:
    return text_of(event.get("commit_id"))


_TO_WHOM = {
    "assigned": "assignee",
    "unassigned": "assignee",
    "review_requested": "requested_reviewer",
    "review_request_removed": "requested_reviewer",
}
_TO_WHAT: Mapping[str, Callable[[Json], str | None]] = {
    "labeled": _labelled,
    "unlabeled": _labelled,
    "milestoned": _milestone,
    "demilestoned": _milestone,
    "renamed": _old_title,
    "cross-referenced": _source,
    **dict.fromkeys(("closed", "merged", "referenced", "reviewed", "head_ref_force_pushed"), _commit),
}
