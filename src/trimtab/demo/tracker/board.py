"""The tracker of Harbour in the making: items, what happens on them, and how GitHub's REST objects tell it.

Knows GitHub's form and nothing of the story. Numbers and ids are dealt out at the end, in the order of time; until then an
item goes by a key, and a text names another item as `{#key}`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from trimtab.demo.tracker.accounts import User

ADDRESS = "https://github.com/harbour/harbour"
_FIRST_ID = 5_000_000_001
_NAMED = re.compile(r"\{#([^}]+)\}")

Json = dict[str, Any]  # Any: JSON as GitHub writes it


@dataclass(slots=True)
class Happening:
    """One thing that happened on an item; `told` are the keys of its kind, `id` is dealt out at the end."""

    kind: str
    at: datetime
    who: User | None
    told: Json = field(default_factory=dict)
    id: int = 0

    @property
    def reference(self) -> str:
        """How evidence names it: by its kind and id, as the lake does; a commit, which has no id there, by its own."""
        return str(self.told["sha"]) if self.kind == "committed" else f"{self.kind}:{self.id}"


@dataclass(slots=True)
class Item:
    """An issue or pull request; `happenings` in the order they were told, which need not be that of time."""

    key: str
    kind: str
    at: datetime
    who: User | None
    title: str
    body: str = ""
    labels: tuple[str, ...] = ()
    draft: bool = False
    facts: Json = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)
    number: int = 0

    @property
    def reference(self) -> str:
        """How evidence names it."""
        return f"item:{self.number}"

    def happens(self, kind: str, at: datetime, who: User | None, **told: object) -> Happening:
        """Anything that happens; what it is about stands in `told`."""
        happening = Happening(kind, at, who, dict(told))
        self.happenings.append(happening)
        return happening

    def comments(self, at: datetime, who: User | None, text: str) -> Happening:
        """Somebody writes below the item; None is whoever has left."""
        return self.happens("commented", at, who, body=text)

    def reviews(self, at: datetime, who: User | None, state: str, text: str = "", mark: str = "") -> Happening:
        """A review: `approved`, `changes_requested` or `commented`, of the commit `mark`."""
        return self.happens("reviewed", at, who, state=state, body=text, commit_id=mark or None)

    def remarks(self, review: Happening, path: str, text: str, answers: Happening | None = None) -> Happening:
        """A comment on a line, within a review; `answers` is the comment it replies to."""
        return self.happens(
            "line-commented", review.at, review.who, review=review, path=path, body=text, answers=answers
        )

    def asks_for_review(self, at: datetime, by: User, of: "User | str") -> Happening:
        """A request to a person, or to a team by its name."""
        if isinstance(of, str):
            return self.happens("review_requested", at, by, requested_team={"name": of.capitalize(), "slug": of})
        return self.happens("review_requested", at, by, requested_reviewer=of.json())

    def is_labelled(self, at: datetime, by: User, *names: str) -> list[Happening]:
        """Labels are put on it."""
        return [self.happens("labeled", at, by, label={"name": name}) for name in names]

    def is_assigned(self, at: datetime, by: User, to: User) -> Happening:
        """Somebody is to do it."""
        return self.happens("assigned", at, by, assignee=to.json())

    def is_planned(self, at: datetime, by: User, milestone: str) -> Happening:
        """It joins a milestone."""
        return self.happens("milestoned", at, by, milestone={"title": milestone})

    def gains(self, commit: Json) -> Happening:
        """A commit of a pull request, as GitHub tells it; it is dated by its committer."""
        at = datetime.fromisoformat(commit["committer"]["date"])
        return self.happens("committed", at, None, **commit)

    def closes(self, at: datetime, by: User, commit: str | None = None) -> Happening:
        """It is closed, by a commit or by hand."""
        return self.happens("closed", at, by, commit_id=commit)

    def merges(self, at: datetime, by: User, commit: str) -> Happening:
        """A pull request is merged, and thereby closed."""
        merged = self.happens("merged", at, by, commit_id=commit)
        self.closes(at, by)
        return merged


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
        now = _Now(item)
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
            number = {"number": value.number, "html_url": self._address(value), "title": _Now(value).title}
            return number | ({"pull_request": {"html_url": self._address(value)}} if value.kind == "pull" else {})
        if isinstance(value, Mapping):
            return {key: self._value(one) for key, one in value.items()}
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        return _NAMED.sub(lambda found: f"#{self.items[found[1]].number}", text)

    def _address(self, item: Item) -> str:
        return f"{ADDRESS}/{'pull' if item.kind == 'pull' else 'issues'}/{item.number}"


class _Now:
    """An item as all that happened has left it."""

    def __init__(self, item: Item) -> None:
        self.title, self.draft = item.title, item.draft
        self.labels: list[str] = list(item.labels)
        self.assignees: dict[str, Json] = {}
        self.milestone: str | None = None
        self.requested: dict[str, Json] = {}
        self.teams: dict[str, Json] = {}
        self.closed_at: datetime | None = None
        self.merged: Happening | None = None
        self.locked = False
        for one in item.happenings:
            self._take(one)

    def _take(self, one: Happening) -> None:
        told = one.told
        match one.kind:
            case "labeled":
                self.labels.append(told["label"]["name"])
            case "unlabeled":
                self.labels.remove(told["label"]["name"])
            case "assigned":
                self.assignees[told["assignee"]["login"]] = told["assignee"]
            case "unassigned":
                self.assignees.pop(told["assignee"]["login"], None)
            case "milestoned":
                self.milestone = told["milestone"]["title"]
            case "demilestoned":
                self.milestone = None
            case "renamed":
                self.title = told["rename"]["to"]
            case "ready_for_review" | "convert_to_draft":
                self.draft = one.kind == "convert_to_draft"
            case "closed" | "reopened":
                self.closed_at = one.at if one.kind == "closed" else None
            case "merged":
                self.merged = one
            case "locked" | "unlocked":
                self.locked = one.kind == "locked"
            case "review_requested" | "review_request_removed" | "reviewed":
                self._asked(one)

    def _asked(self, one: Happening) -> None:
        told = one.told
        if one.kind == "reviewed":
            self.requested.pop(one.who.login if one.who else "", None)
        elif "requested_team" in told:
            self.teams[told["requested_team"]["slug"]] = told["requested_team"]
        elif one.kind == "review_requested":
            self.requested[told["requested_reviewer"]["login"]] = told["requested_reviewer"]
        else:
            self.requested.pop(told["requested_reviewer"]["login"], None)


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
