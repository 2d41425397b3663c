"""Walking through a stretch of a tracker's time, page by page, so that no change of an item is passed over.

A page is asked for by the instant the one before ended with. Where more items changed in one second than a page holds, pages
have to be counted, and those slip by one when an item changes meanwhile: they are counted again until twice the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trimtab.sources.github._answer import Answer
from trimtab.sources.github._stretch import Stretch

Json = Mapping[str, Any]  # Any: JSON as the tracker says it

# Items a page, the most that GitHub gives.
FULL = 100


@dataclass(frozen=True, slots=True)
class Guide:
    """How to walk: the address of a stretch's list, whom to ask for it, and what to do with an item.

    `take` reads an item, `settle` is called when the stretch has noted that and says whether to stop.
    """

    address: Callable[[Stretch], str]
    ask: Callable[[str], Answer]
    take: Callable[[Json], None]
    settle: Callable[[Stretch], bool]


class Walk:
    """One stretch; `stretches[place]` always says what is still to be read of it."""

    def __init__(self, stretches: list[Stretch], place: int, guide: Guide) -> None:
        self._all, self._place, self._guide = stretches, place, guide
        self.stopped = False
        # An answer that will be the same for as long as nothing changes: its address and ETag.
        self.last: tuple[str, str] | None = None

    def run(self) -> None:
        """Walk to the end, or until told to stop."""
        while not self.stopped:
            before = self._stretch
            address = self._guide.address(before)
            answer = self._guide.ask(address)
            if answer.unchanged:
                return
            fresh = self._page(answer.body)
            if self._is_past(answer.body):
                return
            if self._stretch.asked_since != before.asked_since:
                continue
            if answer.next is None:
                # Of a full page the next change might begin another one, and leave this as it is.
                lasting = not fresh and len(answer.body) < FULL
                self.last = (address, answer.etag) if answer.etag and lasting else None
                return
            if not self._pile():
                return

    @property
    def _stretch(self) -> Stretch:
        return self._all[self._place]

    def _is_past(self, page: list[Any]) -> bool:
        return bool(page) and self._ends_by(page[-1]["updated_at"])

    def _page(self, page: list[Any]) -> int:
        """Read what is new on a page, and count it."""
        return sum(self._read(listed) for listed in page if not self.stopped)

    def _read(self, listed: Json) -> bool:
        key = (listed["id"], listed["updated_at"])
        if not self._stretch.has(*key):
            return False
        self._guide.take(listed)
        self._all[self._place] = self._stretch.after(*key)
        self.stopped = self._guide.settle(self._stretch)
        return True

    def _pile(self) -> bool:
        """Read all items of one second by counted pages; whether there are later ones, which the stretch then begins with.

        Pages that slipped show other items the next time, the first of the later ones among them.
        """
        second, before = str(self._stretch.since), None
        while not self.stopped:
            keys: list[tuple[int, str]] = []
            for listed in self._counted():
                keys.append((listed["id"], listed["updated_at"]))
                if listed["updated_at"] > second:
                    break
                self._read(listed)
            if keys == before:
                later = keys[-1][1] if keys else second
                self._all[self._place] = self._stretch.from_second(later)
                return later > second and not self._ends_by(later)
            before = keys
        return False

    def _ends_by(self, second: str) -> bool:
        return self._stretch.until is not None and second >= self._stretch.until

    def _counted(self) -> Iterator[Json]:
        following: str | None = self._guide.address(self._stretch)
        while following and not self.stopped:
            answer = self._guide.ask(following)
            yield from answer.body or ()
            following = answer.next
