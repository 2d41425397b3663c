"""Which items are still to be listed: stretches of the tracker's time, and how far each was read.

Items are listed by the instant of their last change, the oldest first, and each page begins where the one before ended.
Pages that were counted instead would slip by one for every item that changes while they are read, and one would be missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

# A first reading takes the newest changes first: the last month, the last year, the rest.
_NEWEST_FIRST = (timedelta(days=30), timedelta(days=365))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Items changed from `since` on, those of that last second that are `done` left out, and before `until`."""

    since: str | None
    until: str | None = None
    done: tuple[tuple[int, str], ...] = ()

    @property
    def asked_since(self) -> str | None:
        """From when on to ask: a second earlier, because `since` may be meant to be left out itself."""
        return written(instant(self.since) - timedelta(seconds=1)) if self.since else None

    def has(self, item: int, updated: str) -> bool:
        """Whether this state of an item lies in what is still to be read."""
        return (item, updated) not in self.done and (self.until is None or updated < self.until)

    def after(self, item: int, updated: str) -> "Stretch":
        """What is still to be read after this state of an item was."""
        return replace(self, done=(*self.done, (item, updated))).from_second(max(self.since or updated, updated))

    def from_second(self, since: str) -> "Stretch":
        """What is still to be read where everything before a second was."""
        oldest = written(instant(since) - timedelta(seconds=1))
        return replace(self, since=since, done=tuple(one for one in self.done if one[1] >= oldest))


def at_first(now: datetime, begin: str | None) -> tuple[Stretch, ...]:
    """The stretches of a first reading, the newest first; nothing that changed last before `begin` is read."""
    edges = [written(now - back) for back in _NEWEST_FIRST]
    starts: list[str | None] = [edge for edge in edges if begin is None or edge > begin]
    starts.append(begin)
    ends = [None, *starts[:-1]]
    return tuple(Stretch(since, until) for since, until in zip(starts, ends, strict=True))


def further_back(stretches: Sequence[Stretch], begun: str | None, begin: str | None) -> tuple[Stretch, ...]:
    """The stretches with one more where the settings now ask for more than they did when the reading was begun."""
    if begun is None or (begin is not None and begin >= begun):
        return tuple(stretches)
    return (*stretches, Stretch(begin, begun))


def as_json(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:  # Any: plain JSON
    """The stretches as a bookmark holds them."""
    return [{"since": one.since, "until": one.until, "done": [list(key) for key in one.done]} for one in stretches]


def from_json(found: Sequence[dict[str, Any]]) -> tuple[Stretch, ...]:  # Any: plain JSON
    """What `as_json` wrote."""
    return tuple(Stretch(one["since"], one["until"], tuple((key[0], key[1]) for key in one["done"])) for one in found)


def instant(text: str) -> datetime:
    """An instant as GitHub writes it."""
    return datetime.fromisoformat(text)


def written(at: datetime) -> str:
    """An instant as GitHub writes it, so that two of them compare as texts."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
