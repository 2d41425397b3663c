"""Rows of one batch, gathered as tuples and turned into frames of the lake's tables.

Gathering happens once for each event of a file, so it is kept to lists; what can be said of a whole column (instants,
the tracker, the first version) is said when the frame is made.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import polars as pl

from trimtab.sources.tracker import Tracker

_INSTANT = pl.Datetime("us", "UTC")
_ITEM = ("item", "number", "kind", "title", "text", "state", "author", "assignees", "labels", "milestone", "created_at",
         "happened_at", "link", "facts", "content_hash")  # fmt: skip
_EVENT = ("item", "kind", "event", "happened_at", "actor", "subject", "state", "text", "link", "facts", "edited_at")
# Most events say no more than this; writing the rest of their columns as nulls would take as long again.
_BARE_EVENT = _EVENT[:6]
_LINK = ("item", "kind", "target", "happened_at")
_ACCOUNT = ("account", "login", "name", "bot", "happened_at")
_TYPES: Mapping[str, Any] = {  # Any: Polars' types are classes and values
    "number": pl.Int64,
    "assignees": pl.List(pl.String),
    "labels": pl.List(pl.String),
    "bot": pl.Boolean,
}
_INSTANTS = ("created_at", "happened_at", "edited_at")


class Rows:
    """What a batch holds so far."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.items: list[tuple[Any, ...]] = []  # Any: the columns of `_ITEM`
        self.events: list[tuple[Any, ...]] = []  # Any: the columns of `_EVENT`
        self.bare_events: list[tuple[Any, ...]] = []  # Any: the columns of `_BARE_EVENT`
        self.links: list[tuple[str, str, str, str | None]] = []
        self.accounts: dict[str, list[Any]] = {}  # Any: the columns of `_ACCOUNT`
        self.gaps: list[tuple[str, str]] = []
        # Accounts whose date stands: those met in an item before.
        self.dated: set[str] = set()
        # Items with all their comments: one that is missing was deleted.
        self.whole: set[str] = set()

    @property
    def height(self) -> int:
        """How many events there are so far."""
        return len(self.events) + len(self.bare_events)

    def account(self, user: object, at: Any) -> str | None:  # Any: an instant as it was saved
        """The id of a user, whose account is noted as met at an instant; None where the user was deleted."""
        if not isinstance(user, dict):
            return self._by_login(user, at)
        number, login = user.get("id"), user.get("login")
        if number is None or login == GHOST:
            return self._by_login(login, at)
        account = str(number)
        met = self.accounts.get(account)
        if met is None:
            kind = user.get("type")
            bot = None if kind is None else kind == "Bot"
            self.accounts[account] = [account, text_of(login), text_of(user.get("name")), bot, text_of(at)]
        elif at.__class__ is str and (met[4] is None or at < met[4]) and account not in self.dated:
            met[4] = at
        return account

    def _by_login(self, login: object, at: Any) -> str | None:  # Any: an instant as it was saved
        """A user of whom a file tells the login alone: the account goes by `@login`."""
        if not isinstance(login, str) or login in ("", GHOST, "(unknown)"):
            return None
        account, bot = f"@{login}", True if login.endswith("[bot]") else None
        met = self.accounts.setdefault(account, [account, login, None, bot, text_of(at)])
        if at.__class__ is str and (met[4] is None or at < met[4]) and account not in self.dated:
            met[4] = at
        return account

    def end_item(self) -> None:
        """An account met so far keeps the date of its first act in the first item it was met in.

        Called after each item, it makes the dates independent of where batches end.
        """
        self.dated.update(self.accounts)

    def frames(self, seen_at: datetime) -> dict[str, pl.DataFrame]:
        """The batch as frames; `edited_at` of events and `whole` of items are for whoever tells versions."""
        named = {"tracker": pl.lit(self.tracker.name)}
        gaps = [(*gap, seen_at) for gap in self.gaps]
        return {
            "items": _frame(self.items, _ITEM).with_columns(**named, whole=pl.col("item").is_in(list(self.whole))),
            "item_events": pl.concat(
                [_frame(self.events, _EVENT), _frame(self.bare_events, _BARE_EVENT)], how="diagonal"
            ).with_columns(**named, version=pl.lit(1, pl.Int64), deleted=pl.lit(value=False)),
            "item_links": _frame(self.links, _LINK).with_columns(**named),
            "accounts": _frame(list(self.accounts.values()), _ACCOUNT).with_columns(tracker=pl.lit(self.tracker.host)),
            "gaps": pl.DataFrame(
                gaps, {"subject": pl.String, "reason": pl.String, "happened_at": _INSTANT}, orient="row"
            ),
        }


_NOTHING: tuple[object, ...] = (None, [], "")

# GitHub shows this account in place of everyone who has left; many people are not one person.
GHOST = "ghost"


def told(found: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    """The facts under these keys as JSON; None where there is none. Any: JSON values are passed on as they are."""
    kept = {key: found[key] for key in keys if key in found and found[key] not in _NOTHING}
    if not kept:
        return None
    try:
        return _as_json(tuple(kept), *kept.values())
    except TypeError:  # a list or an object cannot be looked up
        return _FACTS(kept)


@lru_cache(maxsize=1 << 14, typed=True)
def _as_json(keys: tuple[str, ...], *values: object) -> str:
    """Facts as JSON; those that stand for texts repeat thousands of times."""
    return _FACTS(dict(zip(keys, values, strict=True)))


_FACTS = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def hashed(*parts: object) -> str:
    """A short name for what has none of its own: 32 hex digits that follow from the parts, which are plain values."""
    return blake2b(ascii(parts).encode(), digest_size=16).hexdigest()


def payload(found: object) -> str:
    """An object as one text, whatever the order of its keys."""
    return json.dumps(found, sort_keys=True)


def text_of(value: object) -> str | None:
    """A value where text is expected: text as it is, numbers as digits, anything else as nothing."""
    if value.__class__ is str:
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _frame(rows: Sequence[Sequence[Any]], names: tuple[str, ...]) -> pl.DataFrame:  # Any: as `Rows` gathers them
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pl.DataFrame([_series(name, values) for name, values in zip(names, columns, strict=True)])


def _series(name: str, values: Sequence[Any]) -> pl.Series:  # Any: as `Rows` gathers them
    dtype = _TYPES.get(name, pl.String)
    try:
        found = pl.Series(name, values, dtype)
    except (UnicodeEncodeError, TypeError):
        # Half a surrogate pair, which JSON can say and UTF-8 cannot; or something else where text should be.
        found = pl.Series(name, [_mended(value, dtype) for value in values], dtype)
    return _instants(found) if name in _INSTANTS else found


def _mended(value: object, dtype: object) -> object:
    if isinstance(dtype, pl.List):
        return [_mended(one, pl.String) for one in value] if isinstance(value, list) else None
    text = text_of(value)
    return text and text.encode("utf-8", "replace").decode()


def _instants(texts: pl.Series) -> pl.Series:
    """Texts as instants: GitHub's own form at full speed, any other ISO 8601 one by one, nonsense as null."""
    usual = texts.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", strict=False).dt.replace_time_zone("UTC")
    if usual.null_count() == texts.null_count():
        return usual
    return pl.Series(texts.name, [seen or _instant(text) for seen, text in zip(usual, texts, strict=True)], _INSTANT)


def _instant(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
        return found and (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
