"""Forecasts in the ledger: written once per what they rest on, made again at a sync, and scored when the truth arrives.

A forecast is scored on both clocks: by what had happened until its date, as far as it has been read by now. Its outcomes
are further lines; what was said is never changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.advice.forecast._said import KIND, RANGES, Json, Said
from trimtab.analyses.items import states
from trimtab.records import Entry
from trimtab.records.ledger import append, entry, hash_of, outcome, read_ledger
from trimtab.workspace import Workspace

HORIZON = timedelta(days=365)
"""What is not done after a year is scored as not done within it."""

_DONE, _BY = "done", "by"
_DAY = timedelta(days=1)
_NOT_LIVE = ("git/", "archive/")  # what is saved is known up to the newest thing in it, and not to when it was read
_KEPT = {"query", "items", "count", "kinds", "done", "by"}


@dataclass(frozen=True, slots=True)
class Scored:
    """What the ledger's forecasts came to: how many were scored, and how often each range held (`50`, `80`, `95`).

    `numbers` and `numbers_held` are for the ranges of eight in ten of how many by a date.
    """

    forecasts: int
    held: Mapping[str, int]
    numbers: int
    numbers_held: int


def record(workspace: Workspace, said: Said | None, made_at: datetime) -> int:
    """Write a forecast that the ledger does not hold yet, and return how many that were. Raises DiskFull, LedgerUnwritable."""
    if said is None or not workspace.records:
        return 0
    line = entry(
        KIND, said.subject, as_of=said.as_of, inputs=hash_of(said.inputs), made_at=made_at, content=said.content
    )  # fmt: skip
    return len(append(workspace.folder, line))


def again(workspace: Workspace) -> tuple[str, ...]:
    """The queries that were recorded, as they were typed, in alphabetical order: what a sync forecasts anew."""
    if not workspace.records:
        return ()
    entries = _items(read_ledger(workspace.folder).entries.values())
    return tuple(sorted({str(one.content["query"]) for one in entries}))


def score(workspace: Workspace, now: datetime) -> int:
    """Write the outcomes that are known by now and not written yet, and return how many. Raises DiskFull, LedgerUnwritable."""
    if not workspace.records:
        return 0
    ledger = read_ledger(workspace.folder)
    entries = [one for one in _items(ledger.entries.values()) if one.as_of <= now]
    if not entries:
        return 0
    truth = _Truth(workspace, now)
    lines = []
    for one in entries:
        known = {(old.content.get("what"), old.content.get("date")) for old in ledger.outcomes_of(one.id)}
        lines += [
            outcome(one.id, as_of=truth.known_to, made_at=now, content=content)
            for content in truth.of(one)
            if (content["what"], content.get("date")) not in known
        ]
    return len(append(workspace.folder, *lines)) if lines else 0


def outcomes(workspace: Workspace) -> Scored:
    """What the outcomes in the ledger say of its forecasts."""
    ledger = read_ledger(workspace.folder)
    mine = {one.id for one in _items(ledger.entries.values())}
    found = [one.content for one in ledger.outcomes.values() if one.of in mine]
    done = [one for one in found if one.get("what") == _DONE]
    by = [one for one in found if one.get("what") == _BY]
    held = {name: sum(_told(one, name) for one in done) for name in RANGES}
    return Scored(len(done), held, len(by), sum(bool(one.get("held")) for one in by))


def _told(content: Mapping[str, Json], name: str) -> bool:
    held = content.get("held")
    return isinstance(held, dict) and bool(held.get(name))


def _items(entries: Iterable[Entry]) -> list[Entry]:
    return [
        one for one in entries if one.kind == KIND and one.subject.startswith("items:") and one.content.keys() >= _KEPT
    ]


class _Truth:
    """What had happened by `known_to`, as read by now."""

    def __init__(self, workspace: Workspace, now: datetime) -> None:
        snapshot = workspace.snapshot()
        items = snapshot.scan("items", as_of=now, seen_by=now)
        events = snapshot.scan("item_events", as_of=now, seen_by=now)
        live = [one.seen_at for one in snapshot.sources().values() if not one.name.startswith(_NOT_LIVE)]
        newest = events.select(pl.col("happened_at").max()).collect().item()
        self.known_to = max([one for one in (newest, *live) if one is not None and one <= now], default=now).astimezone(
            UTC
        )
        found = states(items, events, now)
        self.ended: dict[str, datetime | None] = {
            f"{tracker}#{number}": at for tracker, number, at in found.select("tracker", "number", "ended_at").rows()
        }
        ends = found.filter(pl.col("ended_at").is_not_null()).select("kind", "ended_at").sort("ended_at")
        self.ends: list[tuple[str, datetime]] = ends.rows()

    def of(self, one: Entry) -> Iterator[dict[str, Json]]:
        """Every outcome of a forecast that is known."""
        content: Mapping[str, Json] = one.content
        times = self._times(one.as_of, content)
        for by in content["by"]:
            date = datetime.fromisoformat(by["date"])
            if date <= self.known_to:
                came = sum(at <= date for at in times)
                yield {"what": _BY, "date": by["date"], "came": came, "held": by["low"] <= came <= by["high"]}
        needed = content["count"] or len(content["items"])
        done_at = times[needed - 1] if len(times) >= needed else None
        if done_at is not None or self.known_to >= one.as_of + HORIZON:
            yield self._done(one, done_at)

    def _times(self, as_of: datetime, content: Mapping[str, Json]) -> list[datetime]:
        """When those asked about ended after the forecast, in order."""
        if content["count"]:
            return [at for kind, at in self.ends if at > as_of and (not content["kinds"] or kind in content["kinds"])]
        ended = (self.ended.get(key) for key in content["items"])
        return sorted(at for at in ended if at is not None)

    def _done(self, one: Entry, done_at: datetime | None) -> dict[str, Json]:
        content: Mapping[str, Json] = one.content
        told = content["done"]
        took = (min(done_at, one.as_of + HORIZON) if done_at else one.as_of + HORIZON) - one.as_of
        days = took / _DAY
        held = {name: _between(told, low, high, days) for name, (low, high) in RANGES.items()}
        within = done_at is not None and done_at <= one.as_of + HORIZON
        return {"what": _DONE, "within_a_year": within, "days": round(days, 3), "held": held}


def _between(told: Mapping[str, Json], low: float, high: float, days: float) -> bool:
    """Whether the range held. A year that is over counts as inside where the range reaches beyond it."""
    first, last = told.get(str(low)), told.get(str(high))
    return (first is not None and first <= days) and (last is None or days <= last)
