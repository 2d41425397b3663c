"""The tracker of Harbour: all items, their numbers and ids, and how GitHub's REST objects tell them.

Knows GitHub's form and nothing of the story. Numbers and ids are dealt out at the end, in the order of time.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from trimtab.demo.tracker.item import Happening, Item, Json, Now

ADDRESS = "https://github.com/harbour/harbour"
_FIRST_ID = 5_000_000_001
_NAMED = re.compile(r"\{#([^}]+)\}")


class Board:
    """All items, and which of them show which planted truth."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self._shows: dict[str, list[Item | Happening]] = {}

    def add(self, item: Item) -> Item:
        """An item joins; its key must be its own."""
        if item.key in self.items:
            raise ValueError(f"two items are called {item.key}")
        self.items[item.key] = item
        return item

    def show(self, truth: str, *what: Item | Happening) -> None:
        """Note what shows a planted truth."""
        self._shows.setdefault(truth, []).extend(what)

    def finish(self, until: datetime) -> None:
        """What comes later has not happened; numbers and ids are dealt out."""
        kept = sorted((item for item in self.items.values() if item.at <= until), key=lambda item: (item.at, item.key))
        self.items = {item.key: item for item in kept}
        dealt = []
        for number, item in enumerate(kept, 1):
            item.number = number
            item.happenings = sorted((one for one in item.happenings if one.at <= until), key=lambda one: one.at)
            dealt.extend(item.happenings)
        for nth, happening in enumerate(sorted(dealt, key=lambda one: one.at)):
            happening.id = _FIRST_ID + 7 * nth

    def evidence(self) -> dict[str, list[str]]:
        """References by planted truth; of what `finish` left."""
        dealt = {id(one) for item in self.items.values() for one in (item, *item.happenings)}
        return {truth: [one.reference for one in what if id(one) in dealt] for truth, what in self._shows.items()}

    def lines(self) -> Iterator[str]:
        """One line of JSON for each item, by number."""
        for item in self.items.values():
            yield json.dumps(self._saved(item), ensure_ascii=False, separators=(",", ":"))

    def _saved(self, item: Item) -> Json:
        events = [self._event(item, one) for one in item.happenings if one.kind != "line-commented"]
        comments = [self._remark(item, one) for one in item.happenings if one.kind == "line-commented"]
        return {"type": item.kind, item.kind: self._shown(item), "events": events, "comments": comments}

    def _shown(self, item: Item) -> Json:
        now = Now(item)
        last = max((one.at for one in item.happenings), default=item.at)
        shown: Json = {
            "id": 3_000_000_000 + 11 * item.number,
            "number": item.number,
            "html_url": self._address(item),
            "title": now.title,
            "body": self._text(item.body),
            "state": "closed" if now.closed_at else "open",
            "locked": now.locked,
            "user": item.who.json() if item.who else None,
            "labels": [{"name": name} for name in now.labels],
            "assignees": list(now.assignees.values()),
            "milestone": {"title": now.milestone} if now.milestone else None,
            "created_at": _instant(item.at),
            "updated_at": _instant(max(last, item.at)),
            "closed_at": _instant(now.closed_at) if now.closed_at else None,
        }
        if item.kind == "pull":
            shown |= {
                "draft": now.draft,
                "merged_at": _instant(now.merged.at) if now.merged else None,
                "merged_by": now.merged.who.json() if now.merged and now.merged.who else None,
                "merge_commit_sha": now.merged.told["commit_id"] if now.merged else None,
                "requested_reviewers": list(now.requested.values()),
                "requested_teams": list(now.teams.values()),
            }
        return shown | item.facts

    def _event(self, item: Item, one: Happening) -> Json:
        told = {key: self._value(value) for key, value in one.told.items() if value is not None}
        if one.kind == "committed":
            return {"event": "committed", **told}
        user = one.who.json() if one.who else None
        if one.kind == "reviewed":
            address = f"{self._address(item)}#pullrequestreview-{one.id}"
            return {
                "id": one.id,
                "event": "reviewed",
                "submitted_at": _instant(one.at),
                "user": user,
                "html_url": address,
            } | told
        if one.kind == "commented":
            address = f"{self._address(item)}#issuecomment-{one.id}"
            told |= {"user": user, "updated_at": _instant(one.at), "html_url": address}
        return {"id": one.id, "event": one.kind, "created_at": _instant(one.at), "actor": user} | told

    def _remark(self, item: Item, one: Happening) -> Json:
        before = one.told["answers"]
        reply = {"in_reply_to_id": before.id} if before else {}
        return {
            "id": one.id,
            "pull_request_review_id": one.told["review"].id,
            "user": one.who.json() if one.who else None,
            "created_at": _instant(one.at),
            "updated_at": _instant(one.at),
            "path": one.told["path"],
            "body": self._text(one.told["body"]),
            "html_url": f"{self._address(item)}#discussion_r{one.id}",
            **reply,
        }

    def _value(self, value: object) -> object:
        if isinstance(value, Item):
            number = {"number": value.number, "html_url": self._address(value), "title": Now(value).title}
            return number | ({"pull_request": {"html_url": self._address(value)}} if value.kind == "pull" else {})
        if isinstance(value, Mapping):
            return {key: self._value(one) for key, one in value.items()}
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        return _NAMED.sub(lambda found: f"#{self.items[found[1]].number}", text)

    def _address(self, item: Item) -> str:
        return f"{ADDRESS}/{'pull' if item.kind == 'pull' else 'issues'}/{item.number}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def commit(oid: str, message: str, author: Sequence[str], committer: Sequence[str]) -> Json:
    """A commit as a timeline tells it; author and committer are name, address and instant."""
    return {
        "sha": oid,
        "author": dict(zip(("name", "email", "date"), author, strict=True)),
        "committer": dict(zip(("name", "email", "date"), committer, strict=True)),
        "message": message,
    }
