"""When somebody's work ends that begins in a slot, from their pace: plain arithmetic on `Person.pace`."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

from trimtab.planning.problem import FULL, Person


class Worktime:
    """The working time of one person, as thousandths of a slot summed from slot 0 on."""

    def __init__(self, person: Person) -> None:
        self._from = [slot for slot, _ in person.pace]
        self._pace = [share for _, share in person.pace]
        self._sum = [0]
        for (slot, share), (then, _) in pairwise(person.pace):
            self._sum.append(self._sum[-1] + share * (then - slot))

    def works(self, slot: int) -> bool:
        """Whether the person works in a slot at all."""
        return self._pace[self._segment(slot)] > 0

    def next_working(self, slot: int) -> int | None:
        """The first slot from `slot` on in which the person works; None when there is none."""
        place = self._segment(slot)
        if self._pace[place]:
            return slot
        return next((self._from[later] for later in range(place + 1, len(self._pace)) if self._pace[later]), None)

    def end(self, start: int, work: int) -> int | None:
        """The slot by which `work` slots at full pace are done that begin at `start`; None for never."""
        return self._reached(self._done(start) + work * FULL) if work else start

    def start_for(self, end: int, work: int) -> int | None:
        """The first slot that work can start in without ending before `end`; None when all starts end before."""
        if not work or end <= 0:
            return max(end, 0)
        target = self._done(end - 1) - work * FULL
        if target < 0:
            return 0
        place = bisect_right(self._sum, target) - 1
        if not self._pace[place]:
            return None
        return self._from[place] + (target - self._sum[place]) // self._pace[place] + 1

    def _segment(self, slot: int) -> int:
        return bisect_right(self._from, slot) - 1

    def _done(self, slot: int) -> int:
        """What the person can have worked before `slot`, in thousandths."""
        place = self._segment(slot)
        return self._sum[place] + self._pace[place] * (slot - self._from[place])

    def _reached(self, target: int) -> int | None:
        """The first slot by which `target` thousandths can have been worked."""
        place = bisect_left(self._sum, target) - 1
        if not self._pace[place]:
            return None
        return self._from[place] - (self._sum[place] - target) // self._pace[place]
