"""Moves that open items wait for: who waits, for whom, for what, and since when.

Whose turn it is comes from `trimtab.analyses.flow`; here accounts become persons, and stretches of waiting become hours on
the clock of whoever waits. `waiting`, `plate` and the brief all tell the same moves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

import polars as pl

from trimtab.advice._clocks import Clocks
from trimtab.advice._ground import Row
from trimtab.advice._held_back import Chains, HeldBack, Key
from trimtab.advice._trackers import Trackers

What = Literal["review", "look", "merge", "answer", "report", "changes", "draft"]

# What the one whose turn it is has to do, by the state of the item.
_WHAT: Mapping[str, What] = {
    "asked": "review",
    "pushed": "look",
    "approved": "merge",
    "question": "answer",
    "reporter": "report",
    "changes": "changes",
    "conflict": "changes",
    "draft": "draft",
}
QUIET = timedelta(days=60)
"""With no act for so long an item is told after the others, on one line."""

_KEY = ["tracker", "item"]
_MERGES, _USUALLY = 20, 0.5
# Whose move somebody else cannot go on without; an author who has changes to make keeps nobody from working.
WAITED_FOR: frozenset[What] = frozenset({"review", "look", "merge", "answer", "report"})


@dataclass(frozen=True, slots=True)
class Move:
    """One move that is due: on which item, what, who waits, for whom, since when.

    `named` are the persons asked by name, or who it falls to by their own words; `teams` the teams asked. Where both are
    empty anybody may move. `hours` and `days` count working time of whoever waits. `event` decides it.
    """

    item: Row
    what: What
    waiters: tuple[str, ...]
    named: tuple[str, ...]
    teams: tuple[str, ...]
    since: datetime
    last_act_at: datetime
    hours: float
    days: float
    event: str | None
    held: HeldBack

    @property
    def key(self) -> Key:
        """The item, as frames name it."""
        return self.item["tracker"], self.item["item"]

    @property
    def weight(self) -> float:
        """What puts the longest and most costly first: hours waited, once for the item and once for each it holds back."""
        return self.hours * (1 + len(self.held.items))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which an item waited for somebody; `end` is None while it goes on. `moved` ended it."""

    key: Key
    what: What
    waiter: str | None
    named: tuple[str, ...]
    teams: tuple[str, ...]
    start: datetime
    end: datetime | None
    moved: str | None


class Moves:
    """All moves that are due on open items, and the stretches of waiting behind them."""

    def __init__(self, trackers: Trackers, clocks: Clocks, lead: str | None) -> None:
        self.trackers = trackers
        self.clocks = clocks
        self.lead = lead
        self.as_of = trackers.sight.as_of

    @cached_property
    def items(self) -> Mapping[Key, Row]:
        """Every item whose turns are known, by its key."""
        known = self.trackers.states.join(self.trackers.turns.select(_KEY).unique(), on=_KEY, how="semi")
        return {(row["tracker"], row["item"]): row for row in known.iter_rows(named=True)}

    @cached_property
    def chains(self) -> Chains:
        """Which open items hold back which."""
        return Chains(self.trackers.states, self.trackers.links.filter(pl.col("kind") != "contains_commit").collect())

    @cached_property
    def due(self) -> tuple[Move, ...]:
        """Every move that is due now, the longest waited for and most costly first."""
        found = [move for rows in self._runs.values() if (move := self._due(rows))]
        return tuple(sorted(found, key=lambda one: (-one.weight, one.item["tracker"], one.item["number"])))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Every stretch in which somebody waited, oldest first."""
        found = [one for key, rows in self._runs.items() for one in self._stretches_of(key, rows)]
        return tuple(sorted(found, key=lambda one: (one.start, one.key)))

    def falls_to_lead(self, one: "Move | Stretch") -> bool:
        """Whether a move is the lead's by name, or a merge that nobody is asked for and that is usually theirs."""
        if self.lead is None:
            return False
        if self.lead in one.named:
            return True
        open_to_all = not one.named and not one.teams
        return open_to_all and one.what == "merge" and self._mergers.get(one.key[0]) == self.lead

    def is_quiet(self, move: Move) -> bool:
        """Whether nothing was done on the item for so long that hardly anybody still waits for it."""
        return self.as_of - move.last_act_at >= QUIET

    @cached_property
    def _mergers(self) -> Mapping[str, str]:
        """Who made at least half of the last 20 merges of each tracker."""
        found = {}
        for tracker, people in self.trackers.merges_by(_MERGES).items():
            person, many = Counter(people).most_common(1)[0]
            if many >= _USUALLY * len(people):
                found[tracker] = person
        return found

    @cached_property
    def _runs(self) -> Mapping[Key, Sequence[Row]]:
        """The intervals of each item, in order."""
        found: dict[Key, list[Row]] = defaultdict(list)
        for row in self.trackers.turns.iter_rows(named=True):
            found[row["tracker"], row["item"]].append(row)
        return found

    def _due(self, rows: Sequence[Row]) -> Move | None:
        now = rows[-1]
        what = _WHAT.get(now["state"])
        item = self.items.get((now["tracker"], now["item"]))
        if now["end"] is not None or what is None or item is None or item["state"] != "open":
            return None
        since = _begun(rows)
        waiters = self._waiters(item, what, now)
        clock = self.clocks.of(waiters[0] if waiters else None)
        return Move(
            item=item,
            what=what,
            waiters=waiters,
            named=self._persons(item["tracker"], now["accounts"]),
            teams=tuple(now["teams"] or ()),
            since=since,
            last_act_at=now["last_act_at"] or since,
            hours=(hours := clock.hours(since, self.as_of)),
            days=hours / clock.hours_a_day,
            event=now["event"],
            held=self.chains.of((item["tracker"], item["item"])),
        )

    def _waiters(self, item: Row, what: What, now: Row) -> tuple[str, ...]:
        """Who waits: the author for a review or a merge, whoever asked for an answer, whoever remarked for changes."""
        tracker = item["tracker"]
        if what in {"review", "look", "merge"}:
            return self._persons(tracker, [item["author"]])
        return self._persons(tracker, [now["decider"]])

    def _persons(self, tracker: str, accounts: Iterable[str | None] | None) -> tuple[str, ...]:
        found = (self.trackers.person(tracker, account) for account in accounts or ())
        return tuple(dict.fromkeys(one for one in found if one))

    def _stretches_of(self, key: Key, rows: Sequence[Row]) -> Iterator[Stretch]:
        item = self.items.get(key)
        for first, last in _joined(rows):
            what = _WHAT.get(last["state"])
            if item is None or what not in WAITED_FOR:
                continue
            waiters = self._waiters(item, what, last)
            yield Stretch(
                key=key,
                what=what,
                waiter=waiters[0] if waiters else None,
                named=self._persons(key[0], last["accounts"]),
                teams=tuple(last["teams"] or ()),
                start=first["start"],
                end=last["end"],
                moved=self.trackers.person(key[0], last["mover"]),
            )


def _begun(rows: Sequence[Row]) -> datetime:
    """Since when the last turn has been theirs: a push or a further request in between does not begin it anew."""
    *_, (first, _) = _joined(rows)
    begun: datetime = first["start"]
    return begun


def _joined(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """First and last of the intervals in a row in which the same people are waited for, for the same thing."""
    first = before = rows[0]
    for row in rows[1:]:
        if not _goes_on(before, row):
            yield first, before
            first = row
        before = row
    yield first, before


def _goes_on(one: Row, other: Row) -> bool:
    same = (one["turn"], set(one["accounts"] or ()), set(one["teams"] or ()))
    return one["end"] == other["start"] and same == (
        other["turn"],
        set(other["accounts"] or ()),
        set(other["teams"] or ()),
    )
