"""Reads Harbour's saved items as they lie in their file, with nothing of Trimtab."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]  # Any: JSON as GitHub writes it

# Whose accounts these are; written down again here, so that a slip in the team's own list is noticed.
LOGINS = {
    "harbour-mara": "mara",
    "tnovak": "tomas",
    "ife": "ife",
    "ravim": "ravi",
    "sofbrandt": "sofie",
    "junsato": "jun",
    "dana-k": "dana",
}
PROGRAMS = ("dependabot[bot]", "harbour-ci")


@dataclass(frozen=True)
class Act:
    """Something that happened; `who` is a person's id, `ghost` or the login of a program, empty where nobody is told."""

    kind: str
    at: datetime
    who: str
    told: Json


@dataclass(frozen=True)
class Saved:
    """One item; its acts in order of time, comments on lines among them."""

    kind: str
    shown: Json
    acts: tuple[Act, ...]

    @property
    def number(self) -> int:
        return int(self.shown["number"])

    @property
    def who(self) -> str:
        return who(self.shown["user"])

    @property
    def opened(self) -> datetime:
        return instant(self.shown["created_at"])

    @property
    def is_open(self) -> bool:
        return bool(self.shown["state"] == "open")

    @property
    def labels(self) -> set[str]:
        return {label["name"] for label in self.shown["labels"]}

    @property
    def milestone(self) -> str:
        return str((self.shown["milestone"] or {}).get("title", ""))

    @property
    def asked(self) -> set[str]:
        """People and teams whose review is still wanted."""
        teams = {team["slug"] for team in self.shown.get("requested_teams", ())}
        return {who(user) for user in self.shown.get("requested_reviewers", ())} | teams

    def of(self, *kinds: str, by: str = "", after: datetime | None = None) -> list[Act]:
        """Acts of these kinds; of one person, and after an instant, where these are named."""
        own = (act for act in self.acts if act.kind in kinds and by in ("", act.who))
        return [act for act in own if after is None or act.at > after]


class Tracker:
    """All items of a Harbour."""

    def __init__(self, file: Path) -> None:
        self.items = [_saved(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]

    @property
    def pulls(self) -> list[Saved]:
        return [item for item in self.items if item.kind == "pull"]

    @property
    def issues(self) -> list[Saved]:
        return [item for item in self.items if item.kind == "issue"]

    def titled(self, text: str) -> Saved | None:
        """The item whose title holds some words."""
        found = [item for item in self.items if text in item.shown["title"]]
        return found[0] if len(found) == 1 else None

    def references(self) -> Iterator[str]:
        """Everything that evidence can name."""
        for item in self.items:
            yield f"item:{item.number}"
            for act in item.acts:
                yield f"{act.kind}:{act.told.get('id')}"


def who(user: Json | None) -> str:
    login = user["login"] if user else ""
    return LOGINS.get(login, login)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _saved(found: Json) -> Saved:
    kind = found["type"]
    comments = [{**comment, "event": "line-commented"} for comment in found["comments"]]
    acts = [_act(told) for told in (*found["events"], *comments)]
    return Saved(kind, found[kind], tuple(sorted(acts, key=lambda act: act.at)))


def _act(told: Json) -> Act:
    at = told.get("created_at") or told.get("submitted_at") or told["committer"]["date"]
    user = told.get("actor") or told.get("user")
    # That somebody was mentioned is told of them, and is no act of theirs.
    name = "" if told["event"] in ("mentioned", "subscribed") else who(user)
    return Act(told["event"], instant(at), name, told)


def hours(first: datetime, last: datetime) -> float:
    return (last - first) / timedelta(hours=1)
