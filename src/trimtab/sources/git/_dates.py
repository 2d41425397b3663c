"""Dates that cannot be true, and the instants taken instead.

A commit says when it was made, and git believes anything. A date before 2 January 1970 or after the moment of reading
is taken for a broken clock: the commit then counts as made as near to its own date as its parents and children allow.
The raw seconds stay in the lake beside the clamped instant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# A clock that lost its battery says 1 January 1970, in whichever zone.
EARLIEST = 86_400

# A commit may be a little ahead of us: clocks differ, and so do machines in one network.
AHEAD = 86_400


@dataclass(frozen=True, slots=True)
class Clock:
    """What counts as possible, and the instants of the commits whose dates are not.

    `latest` is in seconds since 1970; `clamped` maps object ids to seconds.
    """

    latest: int
    clamped: Mapping[str, int] = field(default_factory=dict)

    def is_odd(self, seconds: int | None) -> bool:
        """Whether a date is none, or one that cannot be true."""
        return seconds is None or not EARLIEST <= seconds <= self.latest

    def committed(self, oid: str, seconds: int | None) -> int:
        """When the commit counts as made."""
        if seconds is not None and EARLIEST <= seconds <= self.latest:
            return seconds
        return self.clamped.get(oid, self.nearest(seconds))

    def authored(self, seconds: int | None, committed: int) -> int | None:
        """When the author counts as having written it: an impossible date falls to the commit's."""
        if seconds is None:
            return None
        return committed if self.is_odd(seconds) else seconds

    def only(self, oids: Iterable[str]) -> "Clock":
        """The same clock for these commits alone, small enough to be sent to a worker."""
        return Clock(
            self.latest, {oid: self.clamped[oid] for oid in oids if oid in self.clamped} if self.clamped else {}
        )

    def nearest(self, seconds: int | None) -> int:
        """The possible instant nearest to a date; for none at all, the latest, since it had happened by then."""
        return self.latest - AHEAD if seconds is None else max(EARLIEST, min(seconds, self.latest - AHEAD))


@dataclass(frozen=True, slots=True)
class Dated:
    """A commit of the graph: its parents and its own date."""

    oid: str
    parents: Sequence[str]
    seconds: int


def clamp(commits: Iterable[Dated], clock: Clock) -> dict[str, int]:
    """Instants for the commits with odd dates; `commits` come parents first and include the neighbours that are known.

    Each is the possible instant nearest to its own date that is neither before its parents nor after its children.
    """
    graph = list(commits)
    settled = {one.oid: one.seconds for one in graph if not clock.is_odd(one.seconds)}
    newest_child: dict[str, int] = {}
    for one in reversed(graph):
        bound = settled.get(one.oid, newest_child.get(one.oid))
        for parent in one.parents:
            if bound is not None:
                newest_child[parent] = min(bound, newest_child.get(parent, bound))
    found: dict[str, int] = {}
    for one in graph:
        if one.oid not in settled:
            wanted = min(clock.nearest(one.seconds), newest_child.get(one.oid, clock.latest))
            settled[one.oid] = max([wanted, *(settled[parent] for parent in one.parents if parent in settled)])
            found[one.oid] = settled[one.oid]
    return found
