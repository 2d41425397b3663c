"""What an open item holds back: items that are blocked by it, what it is a part of, and its milestone.

Only links that the tracker holds count; what a text says in prose does not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._names import listed

_WAITS_ON = {"blocked_by": "item", "sub_issue": "item", "closes": "target"}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Open items that cannot go on before this one, nearest first; the milestone it is part of; whose items these are."""

    items: tuple[Row, ...] = ()
    milestone: str | None = None
    accounts: tuple[str, ...] = ()

    def text(self) -> str:
        """`holds back #418, #420 and "Export GA"`; empty where it holds back nothing."""
        named = [f"#{one['number']}" for one in self.items]
        named += [f'"{self.milestone}"'] if self.milestone else []
        return f"holds back {listed(named, 4)}" if named else ""


class Chains:
    """Which open items hold back which."""

    def __init__(self, states: pl.DataFrame, links: pl.DataFrame) -> None:
        waiting = states.filter(pl.col("state") == "open")
        self._open: Mapping[Key, Row] = {(row["tracker"], row["item"]): row for row in waiting.to_dicts()}
        self._behind: dict[Key, list[Key]] = defaultdict(list)
        for tracker, item, kind, target in links.select("tracker", "item", "kind", "target").sort(pl.all()).rows():
            ends = {"item": (tracker, item), "target": (tracker, target)}
            if kind in _WAITS_ON:
                waits = _WAITS_ON[kind]
                ahead = ends["target" if waits == "item" else "item"]
                if ends[waits] in self._open and ends[waits] not in self._behind[ahead]:
                    self._behind[ahead].append(ends[waits])

    def of(self, key: Key) -> HeldBack:
        """What an item holds back; nothing where it is not open itself."""
        row = self._open.get(key)
        if row is None:
            return HeldBack()
        items = tuple(self._open[one] for one in self._reached(key))
        people = {account for one in items for account in (one["author"], *one["assignees"]) if account}
        return HeldBack(items, row["milestone"], tuple(sorted(people - {row["author"]})))

    def _reached(self, key: Key) -> Iterator[Key]:
        """Everything behind an item, breadth first; circles, which trackers allow, are walked once."""
        seen, edge = {key}, [key]
        while edge:
            edge = [one for ahead in edge for one in self._behind.get(ahead, ()) if one not in seen]
            edge = list(dict.fromkeys(edge))
            seen.update(edge)
            yield from edge
