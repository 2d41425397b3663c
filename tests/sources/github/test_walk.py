"""Walking through a list that changes while it is read: each item's last change is met, and every walk ends."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.sources.github._answer import Answer
from trimtab.sources.github._stretch import Stretch, as_json, at_first, from_json
from trimtab.sources.github._walk import Guide, Walk

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)


def stamp(second: int) -> str:
    return f"2026-01-01T00:{second // 60:02}:{second % 60:02}Z"


@dataclass
class Tracker:
    """Items whose last change is a second; `changes` (an item, and by how much the clock went on) come between requests."""

    updated: dict[int, int]
    size: int
    changes: list[tuple[int, int]] = field(default_factory=list)
    every: int = 1
    asked: int = 0
    met: dict[int, str] = field(default_factory=dict)

    def walk(self, stretch: Stretch) -> Stretch:
        stretches = [stretch]
        walk = Walk(stretches, 0, Guide(lambda one: f"{one.asked_since or ''}#0", self.ask, self.take, lambda _: False))
        walk.run()
        return stretches[0]

    def ask(self, address: str) -> Answer:
        self.asked += 1
        assert self.asked < 2000, "it walks in circles"
        since, _, number = address.partition("#")
        listed = sorted((stamp(at), item) for item, at in self.updated.items() if stamp(at) >= since)
        first = int(number) * self.size
        page = [{"id": item, "updated_at": at} for at, item in listed[first : first + self.size]]
        following = f"{since}#{int(number) + 1}" if len(listed) > first + self.size else None
        if self.changes and self.asked % self.every == 0:
            item, later = self.changes.pop()
            self.updated[item] = max(self.updated.values()) + later
        return Answer(page, address, "etag", following)

    def take(self, listed: object) -> None:
        assert isinstance(listed, dict)
        self.met[listed["id"]] = listed["updated_at"]


def test_stretches_cover_all_time_once_and_keep_their_form_as_json() -> None:
    stretches = at_first(NOW, None)

    assert [(one.since, one.until) for one in stretches] == [
        ("2026-10-16T12:00:00Z", None),
        ("2025-11-15T12:00:00Z", "2026-10-16T12:00:00Z"),
        (None, "2025-11-15T12:00:00Z"),
    ]
    assert from_json(as_json(stretches)) == stretches


@settings(max_examples=300)
@given(
    begun=st.lists(st.integers(0, 3), min_size=1, max_size=9),
    changes=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), max_size=20),
    size=st.integers(1, 4),
    every=st.integers(1, 4),
)
def test_whatever_changes_while_it_is_read_each_items_last_change_is_met(
    begun: list[int], changes: list[tuple[int, int]], size: int, every: int
) -> None:
    known = [(item % len(begun), later) for item, later in changes]
    tracker = Tracker(dict(enumerate(begun)), size, known, every)

    stretch = tracker.walk(Stretch(None))
    while tracker.changes:  # the syncs that come after
        stretch = tracker.walk(stretch)
    tracker.walk(stretch)

    assert tracker.met == {item: stamp(at) for item, at in tracker.updated.items()}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_items_of_one_second_that_fill_many_pages_are_met_even_when_one_of_them_changes(size: int) -> None:
    # Nine items of one second. After the first page, item 0 leaves it: counted on, the second page would pass over one.
    tracker = Tracker(dict.fromkeys(range(9), 5), size, [(0, 60)], every=2)

    tracker.walk(Stretch(None))

    assert tracker.met == {0: stamp(65)} | {item: stamp(5) for item in range(1, 9)}


def test_a_stretch_ends_where_the_newer_one_begins() -> None:
    tracker = Tracker({0: 1, 1: 10, 2: 20}, size=2)

    tracker.walk(Stretch(None, until=stamp(20)))

    assert tracker.met == {0: stamp(1), 1: stamp(10)}
