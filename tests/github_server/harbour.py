"""Items of the demo team in the shapes of a real tracker: every kind of event that one has, without a word of prose.

Which shape a number gets follows from the number alone, so a world of any size is the same each time.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from github_server.world import World

Json = dict[str, Any]

PEOPLE = {
    name: {"login": name, "id": 11 + place, "type": "User"}
    for place, name in enumerate(("mara", "tomas", "ife", "jun", "ravi", "sofie", "dana"))
}
BOT: Json = {"login": "tidy[bot]", "id": 41, "type": "Bot"}
TEAM: Json = {"id": 5, "slug": "keepers"}
_BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def at(hours: int) -> str:
    """So many hours after the story began, as GitHub writes it."""
    return f"{_BEGUN + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


def person(number: int) -> Json:
    return list(PEOPLE.values())[number % len(PEOPLE)]


def world(items: int = 60, **named: Any) -> World:
    """A tracker of so many items, every third an issue."""
    return World(**named).add(*(issue(number) if number % 3 == 0 else pull(number) for number in range(1, items + 1)))


def _event(kind: str, number: int, place: int, **more: Any) -> Json:
    made = {"id": number * 1000 + place, "event": kind, "created_at": at(number * 7 + place)}
    return made | {"actor": person(number + place)} | more


def _comment(number: int, place: int, body: str) -> Json:
    return _event("commented", number, place, user=person(number + place), body=body)


def issue(number: int, **more: Any) -> Json:
    """An issue that was labelled, assigned and talked about; every second one has ended."""
    events = [
        _event("labeled", number, 1, label={"name": "bug", "color": "d73a4a"}),
        _event("assigned", number, 2, assignee=person(number + 1), assigner=person(number)),
        _comment(number, 3, f"@{person(number + 1)['login']} ?"),
        _event("milestoned", number, 4, milestone={"title": "1.0"}),
        _event(
            "cross-referenced",
            number,
            5,
            source={"type": "issue", "issue": {"number": number + 1, "id": number + 9001}},
        ),
        _event("renamed", number, 6, rename={"from": f"Item {number} once", "to": f"Item {number}"}),
    ]
    del events[4]["id"]
    closed = number % 2 == 0
    events += [_event("closed", number, 8, state_reason="completed")] if closed else []
    shown = _shown(number, closed=closed) | {"labels": [{"name": "bug"}], "assignees": [person(number + 1)]}
    return {"type": "issue", "issue": shown | {"milestone": {"title": "1.0"}} | more, "events": events, "comments": []}


def pull(number: int, **more: Any) -> Json:
    """A pull request with commits, a request, reviews and comments on lines; every fourth one is still open."""
    oid = f"{number:040x}"
    events: list[Json] = [
        {"event": "committed", "sha": oid, "author": {"name": "Somebody", "date": at(number * 7)}},
        _event("convert_to_draft", number, 1),
        _event("ready_for_review", number, 2),
        _event("review_requested", number, 3, requested_reviewer=person(number + 2), review_requester=person(number)),
        _event("review_requested", number, 4, requested_team=TEAM, review_requester=person(number)),
        _comment(number, 5, "-"),
        {"event": "reviewed", "id": number * 1000 + 6, "user": person(number + 2), "submitted_at": at(number * 7 + 6),
         "state": ("COMMENTED", "APPROVED", "CHANGES_REQUESTED")[number % 3], "commit_id": oid, "body": ""},
        _event("head_ref_force_pushed", number, 7, commit_id=oid),
        _event("subscribed", number, 7) | {"id": number * 1000 + 17},
    ]  # fmt: skip
    comments: list[Json] = [
        {"id": number * 1000 + 20 + place, "user": person(number + 2), "created_at": at(number * 7 + 6), "path": "ledger.py",
         "body": "-", "pull_request_review_id": number * 1000 + 6, "commit_id": oid}
        for place in range(number % 4)
    ]  # fmt: skip
    shown = _shown(number, closed=number % 4 != 0) | {"additions": number, "changed_files": 2, "commits": 1}
    if number % 4:
        events.append(_event("merged", number, 9, commit_id=f"{number + 10**6:040x}"))
        events.append(_event("closed", number, 9) | {"id": number * 1000 + 19})
        shown |= {"merged": True, "merged_at": at(number * 7 + 9), "merged_by": person(number + 2)}
        shown |= {"merge_commit_sha": f"{number + 10**6:040x}"}
    else:
        shown |= {"requested_reviewers": [person(number + 2)], "requested_teams": [TEAM], "mergeable_state": "clean"}
    return {"type": "pull", "pull": shown | more, "events": events, "comments": comments}


def _shown(number: int, *, closed: bool) -> Json:
    shown: Json = {
        "id": 9000 + number,
        "number": number,
        "title": f"Item {number}",
        "state": "closed" if closed else "open",
        "user": BOT if number % 11 == 0 else person(number),
        "body": "",
        "created_at": at(number * 7),
        "updated_at": at(number * 7 + 10),
    }
    return shown | ({"closed_at": at(number * 7 + 9)} if closed else {})


def commented(saved: Json, hours: int, comment: int, body: str = "one more") -> Json:
    """The same item after a further comment, which its update time tells of."""
    kind = saved["type"]
    more = {
        "id": comment,
        "event": "commented",
        "created_at": at(hours),
        "actor": PEOPLE["jun"],
        "user": PEOPLE["jun"],
        "body": body,
    }
    return saved | {kind: saved[kind] | {"updated_at": at(hours)}, "events": [*saved["events"], more]}
