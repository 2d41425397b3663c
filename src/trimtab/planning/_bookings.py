"""Time that is taken: a person's stretches, and the units of a pool slot by slot."""

from bisect import bisect_right


class Bookings:
    """The stretches in which one person is taken, and how much `work` they have been given."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.work = 0

    def clash(self, start: int, end: int) -> int:
        """The end of a stretch that meets [start, end); 0 for none."""
        if start >= end:
            return 0
        place = bisect_right(self._ends, start)
        if place < len(self._starts) and self._starts[place] < end:
            return self._ends[place]
        return 0

    def take(self, start: int, end: int, work: int) -> None:
        """Book [start, end), which must be free. Neighbours that touch become one, so that gaps stay few."""
        self.work += work
        if start >= end:
            return
        place = bisect_right(self._starts, start)
        touches_before = place > 0 and self._ends[place - 1] == start
        touches_after = place < len(self._starts) and self._starts[place] == end
        if touches_before and touches_after:
            self._ends[place - 1] = self._ends.pop(place)
            del self._starts[place]
        elif touches_before:
            self._ends[place - 1] = end
        elif touches_after:
            self._starts[place] = start
        else:
            self._starts.insert(place, start)
            self._ends.insert(place, end)


class Levels:
    """How many units of a pool are taken in each slot."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._used: list[int] = []

    def clash(self, start: int, end: int, units: int) -> int:
        """The slot after the last one of [start, end) that lacks `units`; 0 when all have them."""
        room = self._capacity - units
        for slot in range(min(end, len(self._used)) - 1, start - 1, -1):
            if self._used[slot] > room:
                return slot + 1
        return 0

    def take(self, start: int, end: int, units: int) -> None:
        """Take `units` in each slot of [start, end)."""
        self._used.extend([0] * (end - len(self._used)))
        for slot in range(start, end):
            self._used[slot] += units
