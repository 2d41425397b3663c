"""Time as whole slots of a quarter of an hour: the working time of several people, laid end to end.

What nobody works (nights, weekends, holidays that all have) is not on the axis, so that a plan is arithmetic on small
whole numbers. Absences of some are: there a person's pace is 0. The axis reaches as far as it is asked, and is worked
out when it is.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from trimtab.errors import UsageError
from trimtab.workdays._time import WorkingTime

SLOT = timedelta(minutes=15)
"""The length of a slot."""

FULL = 1000
"""The pace of somebody who works all of a slot, in thousandths of it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK = 4 * 7 * 24 * 4  # quarters that are worked out at once: four weeks
_ALWAYS = 9000  # leave that ends after this year has no end
_EMPTY = 13  # as many chunks without working time, a year, and there is none

# Stretches of quarters since `_EPOCH` with the thousandths of each that are worked: first, the one after the last, how much.
_Run = tuple[int, int, int]


class Axis:
    """Slots from an instant on. Leave is no part of it: who is away has a pace of 0, so that no date moves the axis."""

    def __init__(self, start: datetime, people: Iterable[WorkingTime]) -> None:
        """From the first quarter of an hour that begins at `start` or later. Raises `ValueError` for nobody."""
        clocks = dict.fromkeys(map(_clock, people))
        if not clocks:
            raise ValueError("an axis is of somebody's time")
        self._first = -(-(start - _EPOCH) // SLOT)
        self._reached = self._first
        self._worked: dict[WorkingTime, list[_Run]] = {clock: [] for clock in clocks}
        # Stretches of the axis: the quarters each begins and ends at, and the slot that its first quarter is.
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._slots: list[int] = []

    @property
    def origin(self) -> datetime:
        """Where slot 0 begins, in UTC."""
        return self.start_of(0)

    def start_of(self, slot: int) -> datetime:
        """When a slot begins, in UTC."""
        return _instant(self._quarter(slot))

    def end_of(self, slot: int) -> datetime:
        """When something ends that takes all slots before `slot`: in the evening where `start_of` is the next morning."""
        return _instant(self._quarter(slot - 1) + 1) if slot > 0 else self.origin

    def first_from(self, instant: datetime) -> int:
        """The first slot that begins at an instant or later."""
        return self._count(-(-(instant - _EPOCH) // SLOT))

    def over_by(self, instant: datetime) -> int:
        """How many slots are over by an instant: what ends at this slot or before it is in time."""
        return self._count((instant - _EPOCH) // SLOT)

    def slots_a_day(self) -> int:
        """The usual length of a working day of the axis, in slots, by its first twelve weeks."""
        return self._slots_a_day

    @cached_property
    def _slots_a_day(self) -> int:
        end = self._first + 3 * _CHUNK
        first, last = _instant(self._first), _instant(end) - timedelta(days=1)
        days = max(clock.working_days(clock.date_of(first), clock.date_of(last)) for clock in self._worked)
        return max(round(self._count(end) / days), 1) if days else 32

    def pace(self, person: WorkingTime, until: int, share: float = 1.0) -> tuple[tuple[int, int], ...]:
        """How much of each slot a person works on what takes `share` of their time, times their capacity.

        In the form of `planning.problem.Person.pace`: (first slot, thousandths of each slot from there on). Exact for
        slots before `until`; from there on the mean of their usual year, and 0 where they are away for good.
        `person` must be one of those whose time the axis is.
        """
        whole = person.capacity * share * FULL
        if not whole:
            return ((0, 0),)
        runs = [(0, 0)]
        for first, last, worked in self._present(person, 0, until):
            runs.append((first, max(round(whole * worked / FULL), 1)))
            runs.append((last, 0))
        return _joined([*(one for one in runs if one[0] < until), (until, round(whole * self._beyond(person, until)))])

    def _present(self, person: WorkingTime, since: int, until: int) -> Iterator[tuple[int, int, int]]:
        """Slots from one on to another that somebody works, as first, the one after the last, and how much of each."""
        begin, end = self._quarter(since), self._quarter(until)
        self._grow_to(end)
        leave = _absences(person)
        for first, last, worked in self._worked[_clock(person)]:
            for one, other in _without(max(first, begin), min(last, end), leave):
                yield self._count(one), self._count(other), worked

    def _beyond(self, person: WorkingTime, until: int) -> float:
        """The share of slots that somebody works who is not away, for those too far ahead to be worked out one by one."""
        if any(last.year > _ALWAYS for _, last in person.leave):
            return 0.0
        since = max(until - 52 * 5 * self.slots_a_day(), 0)
        done = sum((last - first) * worked for first, last, worked in self._present(_clock(person), since, until))
        return done / (until - since) / FULL if until > since else 1.0

    def _count(self, quarter: int) -> int:
        """How many slots begin before a quarter."""
        self._grow_to(quarter)
        place = bisect_right(self._opens, quarter) - 1
        if place < 0:
            return 0
        return self._slots[place] + min(quarter, self._closes[place]) - self._opens[place]

    def _quarter(self, slot: int) -> int:
        empty = 0
        while not self._opens or self._slots[-1] + self._closes[-1] - self._opens[-1] <= slot:
            before = len(self._opens)
            self._grow_to(self._reached + 1)
            empty = empty + 1 if len(self._opens) == before else 0
            if empty > _EMPTY:
                raise UsageError(f"nobody has working hours after {_instant(self._reached):%Y-%m-%d}.")
        place = bisect_right(self._slots, slot) - 1
        return self._opens[place] + slot - self._slots[place]

    def _grow_to(self, quarter: int) -> None:
        while self._reached < quarter:
            self._grow()

    def _grow(self) -> None:
        begin, end = self._reached, self._reached + _CHUNK
        found: list[tuple[int, int]] = []
        for clock, runs in self._worked.items():
            new = list(_quarters(clock, begin, end))
            runs.extend(new)
            found.extend((first, last) for first, last, _ in new)
        for first, last in sorted(found):
            self._lay(first, last)
        self._reached = end

    def _lay(self, first: int, last: int) -> None:
        """Put a stretch at the end of the axis, or to the one that it touches."""
        if self._opens and first <= self._closes[-1]:
            self._closes[-1] = max(self._closes[-1], last)
            return
        slot = self._slots[-1] + self._closes[-1] - self._opens[-1] if self._opens else 0
        self._opens.append(first)
        self._closes.append(last)
        self._slots.append(slot)


def _clock(person: WorkingTime) -> WorkingTime:
    return replace(person, leave=(), capacity=1.0)


def _instant(quarter: int) -> datetime:
    return _EPOCH + quarter * SLOT


def _quarters(clock: WorkingTime, begin: int, end: int) -> Iterator[_Run]:
    """Quarters between two that somebody works, in order; a quarter that is worked in part stands alone."""
    pieces: list[_Run] = []
    for opens, closes in clock.intervals(_instant(begin), _instant(end)):
        first, last = (opens - _EPOCH) // SLOT, -(-(closes - _EPOCH) // SLOT)
        for start, stop in ((first, first + 1), (first + 1, last - 1), (max(last - 1, first + 1), last)):
            if start < stop:
                worked = min(closes, _instant(start + 1)) - max(opens, _instant(start)) if stop == start + 1 else SLOT
                pieces.append((start, stop, round(worked / SLOT * FULL)))
    yield from _added(pieces)


def _added(pieces: Iterable[_Run]) -> Iterator[_Run]:
    """Runs in order: equal neighbours as one, two parts of one quarter added up."""
    held: _Run | None = None
    for first, last, worked in pieces:
        if held is None:
            held = first, last, worked
        elif first < held[1]:
            held = held[0], held[1], min(held[2] + worked, FULL)
        elif first == held[1] and worked == held[2]:
            held = held[0], last, worked
        else:
            yield held
            held = first, last, worked
    if held is not None:
        yield held


def _absences(person: WorkingTime) -> list[tuple[int, int]]:
    """Leave as quarters, in order: from the first midnight to the one after the last day, in the person's zone."""
    found = []
    for first, last in person.leave:
        begins = person.start_of_day(first) if first.year > 1970 else _EPOCH
        # A day that no plan reaches stands for ever.
        ends = (
            person.start_of_day(last + timedelta(days=1))
            if last.year <= _ALWAYS
            else datetime(_ALWAYS, 1, 1, tzinfo=UTC)
        )
        found.append(((begins - _EPOCH) // SLOT, -(-(ends - _EPOCH) // SLOT)))
    return sorted(found)


def _without(first: int, last: int, leave: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for begins, ends in leave:
        if ends <= first:
            continue
        if begins >= last:
            break
        if first < begins:
            yield first, begins
        first = max(first, ends)
    if first < last:
        yield first, last


def _joined(runs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Runs without those that go on as the one before."""
    found: list[tuple[int, int]] = []
    for first, pace in runs:
        if found and found[-1][0] == first:
            found.pop()
        if not found or found[-1][1] != pace:
            found.append((first, pace))
    return tuple(found)
