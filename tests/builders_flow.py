"""Timelines of items, a line each, as the frames that `trimtab.analyses.flow` reads.

    tracker = Timelines("pull 8 ife", "1 ife opened", "2 tomas commented Does this round?", "3 ife pushed")

The first line names an item, its kind and who opened it; `draft` or a title in quotes may follow. A line of a number, a person and
a word is an event of that day (a fraction is part of a day); what follows is its text, or whom it is done to.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from trimtab.analyses import flow
from trimtab.analyses.items import latest, states
from trimtab.lake.tables import ACCOUNTS, ITEM_EVENTS, ITEM_LINKS, ITEMS

HOST = "github.com"
TRACKER = "github.com/1"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = ("mara", "ife", "jun", "ravi", "sofie", "tomas", "dana")

_SHORT = {
    "pushed": ("head_ref_force_pushed", None),
    "approved": ("reviewed", "approved"),
    "refused": ("reviewed", "changes_requested"),
    "reviewed": ("reviewed", "commented"),
    "requested": ("review_requested", None),
    "unrequested": ("review_request_removed", None),
    "drafted": ("convert_to_draft", None),
    "readied": ("ready_for_review", None),
}
_DONE_TO = ("requested", "unrequested", "labeled", "committed")


def day(number: float) -> datetime:
    """The instant that the number of a line stands for."""
    return FIRST + timedelta(days=number)


@dataclass
class Timelines:
    """Items and their events. Accounts go by the login in upper case, as a tracker has numbers of its own."""

    items: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    def __init__(self, *lines: str) -> None:
        self.items, self.events, self.links = [], [], []
        self.tell(*lines)

    def tell(self, *lines: str) -> "Timelines":
        """More lines: of a new item, or of the last."""
        for line in lines:
            if line.startswith(("pull ", "issue ")):
                self._item(line)
            else:
                self._event(line)
        return self

    def _item(self, line: str) -> None:
        head, _, title = line.partition('"')
        kind, number, author, *more = head.split()
        self.items.append(
            {"tracker": TRACKER, "item": number, "number": int(number), "kind": kind, "author": author.upper(),
             "title": title.rstrip('"') or "Round to the cent", "labels": [], "assignees": [], "content_hash": "1",
             "happened_at": FIRST, "facts": json.dumps({"draft": "draft" in more})}
        )  # fmt: skip

    def _event(self, line: str) -> None:
        number, who, word, *rest = line.split(" ", 3)
        kind, state = _SHORT.get(word, (word, None))
        row = {
            "tracker": TRACKER, "item": self.items[-1]["item"], "kind": kind, "event": f"e{len(self.events) + 1}",
            "version": 1, "deleted": False, "happened_at": day(float(number)), "state": state,
            "actor": None if who == "nobody" else who.upper(),
        }  # fmt: skip
        said = rest[0] if rest else None
        if word == "blocked_by":
            self.links.append({**row, "target": said})
            return
        if word in _DONE_TO:
            row["subject"] = said if said is None or "/" in said or word == "committed" else said.upper()
        elif word == "renamed":
            row["subject"], row["text"] = (said or "").split(" -> ")
        elif word == "line-commented" and said and said.startswith("e"):
            review, _, row["text"] = said.partition(" ")
            row["facts"] = json.dumps({"pull_request_review_id": review})
        else:
            row["text"] = said or ""
        self.events.append(row)

    def read(self, number: float, item: str, **facts: object) -> None:
        """A newer reading of an item, that tells such facts."""
        first = next(row for row in self.items if row["item"] == item)
        self.items.append(
            {**first, "happened_at": day(number), "content_hash": str(number), "facts": json.dumps(facts)}
        )

    @property
    def accounts(self) -> pl.DataFrame:
        rows = [{"tracker": HOST, "account": name.upper(), "login": name, "bot": False} for name in PEOPLE]
        return pl.DataFrame(
            [*rows, {"tracker": HOST, "account": "HELPER[BOT]", "login": "helper[bot]"}], ACCOUNTS.schema
        )

    def frames(self) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
        """Rows of the lake's items, item_events and item_links."""
        return (
            pl.LazyFrame(self.items, ITEMS.schema),
            pl.LazyFrame(self.events, ITEM_EVENTS.schema),
            pl.LazyFrame(self.links, ITEM_LINKS.schema),
        )

    def acts(self, now: float = 1000) -> pl.DataFrame:
        return flow.acts(latest(self.frames()[1], day(now)), self.accounts, day(now))

    def turns(self, now: float = 1000, since: datetime | None = None) -> pl.DataFrame:
        """Whose turn it was, as of the end of a day."""
        items, events, links = self.frames()
        acts = self.acts(now)
        cut = links.filter(pl.col("happened_at") <= day(now))
        known = states(items, events, day(now))
        team = flow.team(events.filter(pl.col("happened_at") <= day(now)), known, self.accounts)
        return flow.turns(known, acts, cut, day(now), since, team)

    def now(self, number: float) -> dict[str, Any]:
        """What the one open item waits for on a day."""
        [row] = self.turns(number).filter(pl.col("end").is_null()).to_dicts()
        return row


def told(row: dict[str, Any]) -> tuple[str, str, str]:
    """State, turn and deciding event."""
    return row["state"], row["turn"], row["event"]
