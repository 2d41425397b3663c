"""How times and items read in this answer: `9 h`, `4.9 d`, `3.1 y`; an item with its title and how long it took."""

from collections.abc import Callable
from datetime import datetime

from trimtab.advice._ground import Row
from trimtab.advice._items import key_of, link_of, title_of
from trimtab.advice.answer import Evidence

Said = Callable[[float | None], str]

_YEAR_DAYS = 365.25

# Which kind is meant, as one and as many of them.
ONE = {"pull": "pull request", "issue": "issue"}
SHORT = {"pull": "pulls", "issue": "issues"}

# What an open item is waiting for, by the state that `analyses.flow` finds it in.
_STATES = {
    "draft": "a draft",
    "asked": "a first review",
    "changes": "its author",
    "pushed": "a second look",
    "approved": "its merge",
    "conflict": "its author (conflict)",
    "blocked": "another item",
    "question": "an answer",
    "reporter": "its reporter",
    "noted": "nobody",
    "stale": "nobody (stale)",
}


def took(days: float | None) -> str:
    """Days as people say them; `not yet` where there is no such day."""
    if days is None:
        return "not yet"
    hours = days * 24
    if hours < 1:
        return f"{max(round(hours * 60), 0)} min"
    if hours < 24:
        return f"{_plain(hours)} h"
    return f"{_plain(days)} d" if days < _YEAR_DAYS * 2 else f"{_plain(days / _YEAR_DAYS)} y"


def worked(hours: float | None) -> str:
    """Working hours, `12 h`."""
    return "not yet" if hours is None else f"{_plain(hours)} h"


def number(value: float | None) -> str:
    """A count, `not yet` where there is none."""
    return "not yet" if value is None else f"{value:,.0f}"


def ranged(low: float | None, high: float | None) -> str:
    """`3 h to 1.2 d`, `3 to 5.5 h`, `3 h or more`."""
    if low is None and high is None:
        return "any time"
    if high is None:
        return f"{took(low)} or more"
    first, last = took(low or 0.0), took(high)
    number_, unit = first.split(" ")
    return f"{number_} to {last}" if last.endswith(f" {unit}") else f"{first} to {last}"


def day(at: datetime, near: datetime | None = None) -> str:
    """`13 Apr 2026`, without the year where it is that of `near`."""
    return f"{at.day} {at:%b}" if near is not None and near.year == at.year else f"{at.day} {at:%b %Y}"


def fitting(days: float | None) -> tuple[str, float]:
    """The unit that tells so many days best, and how many of it a day has."""
    return ("days", 1.0) if days is None or days >= 1 else ("hours", 24.0)


def waiting_for(state: str | None) -> str:
    """What an item in this state is waiting for."""
    return _STATES.get(state or "", state or "")


def since(at: datetime | None, near: datetime) -> str:
    """`, 3 Feb`, `, Sep 2024`; empty where nobody knows."""
    return "" if at is None else f", {at.day} {at:%b}" if at.year == near.year else f", {at:%b %Y}"


def percent(share: float) -> str:
    """A share as whole per cent, `99 %` below the last one."""
    return f"{min(round(100 * share), 99) if share < 1 else 100} %"


def item_row(row: Row, said: str, at: datetime | None) -> Evidence:
    """An item as evidence: its title, and what is said of it."""
    return Evidence(
        kind="item",
        key=key_of(row),
        text=f"{said}: {title_of(row)}" if said else title_of(row),
        at=at,
        link=link_of(row),
    )


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 9.95 else f"{value:,.0f}"
