"""An issue or pull request in the making: what happens on it, and what all that has left of it.

Until numbers and ids are dealt out (`board`), an item goes by a key, and a text names another item as `{#key}`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trimtab.demo.tracker.accounts import User

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


class Now:
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
