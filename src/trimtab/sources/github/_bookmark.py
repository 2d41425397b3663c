"""How far the reading of a repository came, as the lake keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from trimtab.sources.github._stretch import Stretch, as_json, at_first, from_json, further_back, instant, written
from trimtab.sources.github._walk import FULL
from trimtab.sources.tracker import Tracker

# What no change tells of (an item deleted or moved away, a blocker named) is looked for so often.
_LOOK_AGAIN = timedelta(days=1)


@dataclass(slots=True)
class Bookmark:
    """What is still to be read: stretches (the first never ends), items to be tried again, and when all open ones were seen.

    `closing` are links that a text makes to the number of an item that was not read yet: item, number, instant.
    """

    stretches: list[Stretch]
    begun: str | None = None
    looked: str | None = None
    again: list[int] = field(default_factory=list)
    closing: list[tuple[str, int, str | None]] = field(default_factory=list)

    @classmethod
    def first(cls, now: datetime, begin: str | None) -> "Bookmark":
        """Before anything was read."""
        return cls(list(at_first(now, begin)), begin)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Bookmark":  # Any: plain JSON
        """What `as_json` wrote."""
        closing = [(item, number, at) for item, number, at in found["closing"]]
        return cls(list(from_json(found["stretches"])), found["begun"], found["looked"], list(found["again"]), closing)

    def as_json(self) -> dict[str, Any]:  # Any: plain JSON
        """As the lake keeps it."""
        rest = {"begun": self.begun, "looked": self.looked, "again": self.again}
        return {"stretches": as_json(self.stretches), "closing": [list(one) for one in self.closing], **rest}

    @property
    def complete(self) -> bool:
        """Whether all that there was has been read."""
        return len(self.stretches) == 1 and self.looked is not None

    def widen(self, begin: str | None) -> None:
        """Take in that the settings may ask for more by now."""
        wider = further_back(self.stretches, self.begun, begin)
        if len(wider) > len(self.stretches):
            self.stretches, self.begun = list(wider), begin

    def look_due(self, now: datetime) -> bool:
        """Whether the open items are to be looked through."""
        return self.looked is not None and now - instant(self.looked) >= _LOOK_AGAIN

    def have_looked(self, now: datetime) -> None:
        """Note that they were."""
        self.looked = written(now)

    def is_idle(self, now: datetime, begin: str | None) -> bool:
        """Whether nothing is left to do but to ask for changes."""
        wider = len(further_back(self.stretches, self.begun, begin)) > len(self.stretches)
        return self.complete and not self.again and not self.look_due(now) and not wider

    @staticmethod
    def listing(base: str, tracker: Tracker, stretch: Stretch) -> str:
        """Where the items of a stretch are listed."""
        return listing(base, tracker, [("state", "all"), ("sort", "updated"), ("since", stretch.asked_since)])


def listing(base: str, tracker: Tracker, asked: Sequence[tuple[str, str | None]]) -> str:
    """The address of a list of items, the oldest first, by the repository's number."""
    said = [(key, value) for key, value in (*asked, ("direction", "asc"), ("per_page", str(FULL))) if value]
    return f"{base}/repositories/{tracker.name.rpartition('/')[2]}/issues?{urlencode(said)}"
