"""GitHub's REST objects: one issue or pull request with its events and review comments, as rows of the lake.

GitHub's words for kinds of events are kept, known here or not. What each becomes stands in
`docs/reference/trackers.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trimtab.sources.tracker.items import (
    End,
    Reading,
    Unusable,
    add_ends,
    add_reading,
    number_of,
    objects_in,
    state_of,
)
from trimtab.sources.tracker.links import KINDS, add_closings, note_link
from trimtab.sources.tracker.rows import Rows, hashed, payload, text_of, told

Json = Mapping[str, Any]  # Any: JSON as it was saved

# Said of a text in place of the text itself.
OF_TEXT = ("body_chars", "mentions", "asks", "ack")
_OF_ITEM = ("draft", "state_reason", "additions", "deletions", "changed_files", "commits", "merge_commit_sha", *OF_TEXT)
_OF_COMMENT = ("pull_request_review_id", "in_reply_to_id", *OF_TEXT)
_LINE_COMMENT = "line-commented"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a live tracker was asked besides: facts of the item, and its links as kind, target and instant."""

    facts: Json = field(default_factory=dict)
    links: Sequence[tuple[str, str, str | None]] = ()


def add(rows: Rows, found: Json, asked: Asked | None = None) -> str:
    """Add the rows of one saved object; returns by which name the item goes. Raises Unusable."""
    kind = "pull" if "pull" in found else "issue"
    shown = found.get(kind)
    if not isinstance(shown, dict):
        raise Unusable("it has neither an issue nor a pull request")
    number = number_of(shown)
    native = shown.get("id") if rows.tracker.native else None
    item = text_of(native) or str(number)
    asked = asked or Asked()
    _add_item(rows, item, number, kind, shown, asked.facts)
    rows.links.extend((item, *link) for link in asked.links)
    if kind == "pull":
        add_closings(rows, item, shown)
    if isinstance(found.get("events"), list) and isinstance(found.get("comments"), list):
        rows.whole.add(item)
    seen: set[str] = set()
    for event in objects_in(found.get("events")):
        seen.add(_add_event(rows, item, event))
    for comment in objects_in(found.get("comments")):
        _add_comment(rows, item, comment)
    if state_of(shown) != "open":
        merger = rows.account(shown.get("merged_by"), text_of(shown.get("merged_at")))
        merged = End("merged", text_of(shown.get("merged_at")), merger, text_of(shown.get("merge_commit_sha")))
        add_ends(rows, item, (merged, End("closed", text_of(shown.get("closed_at")))), seen)
    return item


def _add_item(rows: Rows, item: str, number: int, kind: str, shown: Json, more: Json) -> None:
    created, updated = text_of(shown.get("created_at")), text_of(shown.get("updated_at"))
    assignees = (rows.account(user, updated) for user in objects_in(shown.get("assignees")))
    labels = shown.get("labels") or ()
    more = {**more, **_requested(rows, shown, updated)}
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
        told({**shown, **more}, (*_OF_ITEM, *more)) if more else told(shown, _OF_ITEM),
    )
    add_reading(rows, reading, told(shown, OF_TEXT))


def _requested(rows: Rows, shown: Json, at: str | None) -> dict[str, list[str]]:
    """Who is asked for a review as read, people as accounts and teams by name."""
    people = [rows.account(user, at) for user in objects_in(shown.get("requested_reviewers"))]
    teams = [_team(team) for team in objects_in(shown.get("requested_teams"))]
    named = {"requested_reviewers": [one for one in people if one], "requested_teams": teams}
    return {key: sorted(names) for key, names in named.items() if names}


def _add_event(rows: Rows, item: str, event: Json) -> str:
    kind = event.get("event")
    if kind.__class__ is not str:
        return ""
    add_one = _ADDERS.get(kind)
    if add_one:
        add_one(rows, item, event)
        return str(kind)
    # Most events come through here: what is not text is found out by the column (`rows`), not one by one.
    at, number = event.get("created_at"), event.get("id")
    subject = _subject(rows, kind, event, at) if kind in _WITH_SUBJECT else None
    name = str(number) if number is not None else hashed(kind, item, payload(event))
    rows.bare_events.append((item, kind, name, at, rows.account(event.get("actor"), at), subject))
    if kind in KINDS:
        note_link(rows, item, kind, event, at)
    return str(kind)


def _add_written(rows: Rows, item: str, event: Json) -> None:
    """A comment or a review."""
    kind, number = event["event"], event.get("id")
    at = event.get("created_at") or event.get("submitted_at")
    state = event.get("state") if kind == "reviewed" else None
    rows.events.append(
        (item, kind, str(number) if number is not None else hashed(kind, item, payload(event)), at,
         rows.account(event.get("actor") or event.get("user"), at), event.get("commit_id"),
         state.lower() if isinstance(state, str) else None, event.get("body"), event.get("html_url"),
         told(event, OF_TEXT), event.get("updated_at"))
    )  # fmt: skip


def _add_comment(rows: Rows, item: str, comment: Json, kind: str = _LINE_COMMENT) -> None:
    at, number = comment.get("created_at"), comment.get("id")
    rows.events.append(
        (item, kind, str(number) if number is not None else hashed(kind, item, payload(comment)), at,
         rows.account(comment.get("user"), at), comment.get("path"), None, comment.get("body"),
         comment.get("html_url"), told(comment, _OF_COMMENT), comment.get("updated_at"))
    )  # fmt: skip


def _add_envelope(rows: Rows, item: str, event: Json) -> None:
    """An envelope of comments, which are the events."""
    for comment in objects_in(event.get("comments")):
        _add_comment(rows, item, comment, event["event"])


def _add_commit(rows: Rows, item: str, event: Json) -> None:
    """A commit of a pull request; who wrote it stands in `commits`, under a git identity and no account."""
    by = event.get("committer") or event.get("author")
    at = by.get("date") if isinstance(by, dict) else None
    oid = text_of(event.get("sha"))
    if oid:
        rows.links.append((item, "contains_commit", oid, at))
    rows.events.append(
        (item, "committed", hashed("committed", item, oid), at, None, oid, None, event.get("message"),
         event.get("html_url"), None, None)
    )  # fmt: skip


def _add_merge(rows: Rows, item: str, event: Json) -> None:
    at, number, oid = event.get("created_at"), event.get("id"), text_of(event.get("commit_id"))
    name = str(number) if number is not None else hashed("merged", item, payload(event))
    rows.bare_events.append((item, "merged", name, at, rows.account(event.get("actor"), at), oid))
    if oid:
        rows.links.append((item, "contains_commit", oid, at))


def _add_rename(rows: Rows, item: str, event: Json) -> None:
    at, number, rename = event.get("created_at"), event.get("id"), event.get("rename")
    before, after = (rename.get("from"), rename.get("to")) if isinstance(rename, dict) else (None, None)
    name = str(number) if number is not None else hashed("renamed", item, payload(event))
    actor = rows.account(event.get("actor"), at)
    rows.events.append((item, "renamed", name, at, actor, before, None, after, None, None, None))


def _name(label: object) -> str | None:
    return text_of(label.get("name")) if isinstance(label, dict) else text_of(label)


def _title(milestone: object) -> str | None:
    return text_of(milestone.get("title")) if isinstance(milestone, dict) else text_of(milestone)


def _subject(rows: Rows, kind: Any, event: Json, at: object) -> str | None:
    """Who or what an event was done to, for the kinds whose objects say it."""
    if kind in _TO_WHOM:
        team = event.get("requested_team")
        if isinstance(team, dict):
            return f"team/{_team(team)}"
        return rows.account(event.get(_TO_WHOM[kind]), at)
    return _TO_WHAT[kind](event) if kind in _TO_WHAT else None


def _team(team: Json) -> str:
    return str(team.get("slug") or team.get("name") or team.get("id"))


def _source(event: Json) -> str | None:
    """The item that mentions this one: by its address, else by its number, where it may lie in another tracker."""
    source = event.get("source")
    issue = source.get("issue") if isinstance(source, dict) else None
    if not isinstance(issue, dict):
        return None
    number = issue.get("number")
    return text_of(issue.get("html_url")) or (f"#{number}" if number is not None else None)


def _add_mention(rows: Rows, item: str, event: Json) -> None:
    """A mention in another item, which has no id: it goes by that item, whose own words and state may change."""
    at, subject = event.get("created_at"), _source(event)
    source = event.get("source")
    issue = source.get("issue") if isinstance(source, dict) else None
    number = issue.get("id") if isinstance(issue, dict) else None
    name = hashed("cross-referenced", item, at, text_of(number) or subject)
    rows.bare_events.append((item, "cross-referenced", name, at, rows.account(event.get("actor"), at), subject))


def _other(key: str) -> Callable[[Json], str | None]:
    """The other item of a link between two, as an event refers to it: by its address, else by its number."""

    def named(event: Json) -> str | None:
        other = event.get(key)
        if not isinstance(other, dict):
            return None
        number, repository = other.get("number"), other.get("repository")
        address = text_of(repository.get("html_url")) if isinstance(repository, dict) else None
        return text_of(other.get("html_url")) or (
            f"{address or ''}{'/issues/' if address else '#'}{number}" if number else None
        )

    return named


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
    **dict.fromkeys(("closed", "referenced", "head_ref_force_pushed"), _commit),
    **{
        f"{link}_{change}": _other(link)
        for link in ("sub_issue", "parent_issue", "blocked_by", "blocking")
        for change in ("added", "removed")
    },
}
_WITH_SUBJECT = frozenset((*_TO_WHOM, *_TO_WHAT))
_ADDERS: Mapping[object, Callable[[Rows, str, Json], None]] = {
    "commented": _add_written,
    "reviewed": _add_written,
    "line-commented": _add_envelope,
    "commit-commented": _add_envelope,
    "committed": _add_commit,
    "cross-referenced": _add_mention,
    "merged": _add_merge,
    "renamed": _add_rename,
}
