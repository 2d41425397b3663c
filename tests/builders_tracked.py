"""A tracker beside a git history, as the frames that analyses read, from a few words for each pull request and act.

    tracker = Tracker()
    tracker.user("mara", number=11)
    tracker.pull(8, "mara", commits=("c1", "c2"), merge="m1")
    tracker.act(8, "tomas", "reviewed", 3, state="approved")

Days are of March 2026, at nine o'clock. An account goes by `@login`, as in a file that tells logins alone, unless it has a number.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from trimtab.analyses import identity
from trimtab.analyses.identity import Declared
from trimtab.analyses.identity.accounts import Accounts, link
from trimtab.lake.tables import ACCOUNTS, ITEM_EVENTS, ITEM_LINKS, ITEMS

HOST, TRACKER = "git.example", "git.example/harbour/ledger"


def day(number: float) -> datetime:
    """Nine o'clock on that day of March 2026."""
    return datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=number - 1)


class Tracker:
    """Rows of the lake's four tables."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = {"accounts": [], "items": [], "events": [], "links": []}
        self._account: dict[str, str] = {}

    def user(
        self,
        login: str,
        number: int | None = None,
        *,
        name: str | None = None,
        bot: bool | None = None,
        seen: float = 1,
    ) -> str:
        """A user as read on a day; the same number with another login is a rename."""
        account = str(number) if number else f"@{login}"
        self._account[login] = account
        self._add(
            "accounts", tracker=HOST, account=account, login=login, name=name, bot=bot, seen_at=day(seen), batch=1
        )
        return account

    def pull(
        self, number: int, login: str | None, *, commits: tuple[str, ...] = (), merge: str | None = None, at: float = 1
    ) -> None:
        """A pull request, the commits that the tracker lists, and its merge."""
        author = self._of(login)
        self._add("items", tracker=TRACKER, item=f"i{number}", number=number, kind="pull", author=author,
                  title=f"Change {number}", seen_at=day(30), created_at=day(at))  # fmt: skip
        for oid in (*commits, *([merge] if merge else [])):
            self._add("links", tracker=TRACKER, item=f"i{number}", kind="contains_commit", target=oid)

    def act(
        self,
        number: int,
        login: str | None,
        kind: str,
        at: float,
        text: str | None = None,
        *,
        version: int = 1,
        **more: Any,
    ) -> None:
        """Something that a user did on a pull request; the same `event` in a later version is an edit."""
        facts = more.pop("facts", None)
        row = {"event": f"{kind}-{len(self._rows['events'])}", "deleted": False, "seen_at": day(30)} | more
        self._add("events", tracker=TRACKER, item=f"i{number}", kind=kind, happened_at=day(at), actor=self._of(login),
                  text=text, version=version, facts=facts and json.dumps(facts), **row)  # fmt: skip

    def _of(self, login: str | None) -> str | None:
        return self._account[login] if login in self._account else login and self.user(login)

    def _add(self, table: str, **row: Any) -> None:
        self._rows[table].append(row)

    def frame(self, table: str) -> pl.LazyFrame:
        """A table of the lake: `accounts`, `items`, `events` or `links`."""
        schema = {"accounts": ACCOUNTS, "items": ITEMS, "events": ITEM_EVENTS, "links": ITEM_LINKS}[table].schema
        blank: dict[str, object] = dict.fromkeys(schema)
        return pl.LazyFrame([blank | row for row in self._rows[table]], schema=schema)

    def accounts(
        self, commits: pl.LazyFrame, declared: tuple[Declared, ...] = (), bots: tuple[str, ...] = ()
    ) -> Accounts:
        """Who has which account, by these commits."""
        found = identity.resolve(identity.identities(commits), (), declared)
        tables = (self.frame(name) for name in ("accounts", "items", "events", "links"))
        accounts, items, events, links = tables
        return link(accounts, items, events, links, commits, found.people, found.persons, declared, bots)
