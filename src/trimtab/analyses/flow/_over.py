"""What is laid over whose turn an item's own acts say it is: a conflict, a block, and a year without an act, the last strongest."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from trimtab.analyses.flow._states import AUTHOR, NOBODY, Act, Wait, wait

STALE_AFTER = timedelta(days=365)
_CONFLICTS_MATTER = frozenset({"asked", "pushed", "approved"})

Point = tuple[datetime, Wait | None, Act]
"""From an instant on: what the item waits for (None while it is closed), and the last act."""


class Span(NamedTuple):
    """A stretch in which an item waits for the same; `end` is None while it goes on."""

    start: datetime
    end: datetime | None
    wait: Wait
    last: Act


class Block(NamedTuple):
    """Another item that blocks this one, from when to when, and when the link was made."""

    start: datetime
    end: datetime | None
    blocker: str
    linked_at: datetime


class Conflict(NamedTuple):
    """A conflict that a reading tells of, until the next push."""

    start: datetime
    end: datetime | None
    accounts: tuple[str, ...]


class Over(NamedTuple):
    """What lies over the acts of one item."""

    blocks: Sequence[Block]
    conflict: Conflict | None

    def pieces(
        self, start: datetime, end: datetime | None, last: Act, as_of: datetime
    ) -> Iterator[tuple[datetime, datetime | None]]:
        """A stretch, cut wherever something begins or ends to lie over it."""
        lies: list[Block | Conflict] = [*self.blocks, *([self.conflict] if self.conflict else [])]
        cuts = {last.at + STALE_AFTER} | {one.start for one in lies} | {one.end for one in lies if one.end}
        within = sorted(cut for cut in cuts if start < cut <= as_of and (end is None or cut < end))
        yield from zip([start, *within], [*within, end], strict=True)

    def strongest(self, at: datetime, own: Wait, last: Act) -> Wait:
        """What the item waits for from `at` on."""
        if at >= last.at + STALE_AFTER:
            return wait("stale", NOBODY, last)
        for block in self.blocks:
            if block.start <= at and (block.end is None or at < block.end):
                return Wait("blocked", NOBODY, (), (), block.blocker, "blocked_by", block.linked_at)
        torn = self.conflict
        if torn and torn.start <= at and (torn.end is None or at < torn.end) and own.state in _CONFLICTS_MATTER:
            return own._replace(state="conflict", turn=AUTHOR, accounts=torn.accounts, teams=(), decided_at=torn.start)
        return own


def conflict_of(row: dict[str, Any], acts: Sequence[Act], as_of: datetime) -> Conflict | None:  # Any: a row of STATES
    """The conflict that the last reading tells of. Readings before it are not asked, so of the past it is mostly unknown."""
    if row["kind"] != "pull" or not row["facts"] or "mergeable_state" not in row["facts"] or row["read_at"] > as_of:
        return None
    if json.loads(row["facts"]).get("mergeable_state") != "dirty":
        return None
    pushed = next((act.at for act in acts if act.act == "push" and act.at > row["read_at"]), None)
    return Conflict(row["read_at"], pushed, (row["author"],) if row["author"] else ())


def laid(points: Sequence[Point], ended: datetime | None, over: Over, as_of: datetime) -> list[Span]:
    """The stretches of an item, in the order of time; those that wait for the same in a row are one."""
    found: list[Span] = []
    for (start, own, last), following in zip(points, [*points[1:], None], strict=True):
        end = following[0] if following else ended
        if ended is not None and end is not None:
            end = min(end, ended)
        if own is None or (end is not None and end <= start):
            continue
        for at, until in over.pieces(start, end, last, as_of):
            wait = over.strongest(at, own, last)
            if found and found[-1].wait == wait and found[-1].end == at:
                found[-1] = Span(found[-1].start, until, wait, last)
            else:
                found.append(Span(at, until, wait, last))
    return found
