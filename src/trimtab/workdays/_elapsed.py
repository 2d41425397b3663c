"""Working hours between many pairs of instants of one person, each day worked out once.

The same arithmetic as `WorkingTime.hours_between`, for an answer that asks it thousands of times.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from trimtab.workdays._time import WorkingTime

_DAY = timedelta(days=1)
_FIRST = date(2024, 1, 1)  # days before it are counted too, each time anew
_HOUR = timedelta(hours=1)
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Elapsed:
    """Counts the working hours that passed for one person."""

    def __init__(self, working: WorkingTime) -> None:
        self.working = working
        self._of_day: dict[date, Sequence[tuple[datetime, datetime]]] = {}
        self._sums = [0.0]  # until each day from `_FIRST` on

    def hours(self, start: datetime, end: datetime) -> float:
        """Working hours from `start` to `end`, times the capacity; negative when `end` comes first."""
        if end < start:
            return -self.hours(end, start)
        begin, stop = start.astimezone(UTC), end.astimezone(UTC)
        first, last = self.working.date_of(begin), self.working.date_of(stop)
        if first == last:
            return self._within(first, begin, stop)
        opening = self._within(first, begin, _NEVER)
        return opening + self._whole_days(first + _DAY, last) + self._within(last, _LONG_AGO, stop)

    def days(self, start: datetime, end: datetime) -> float:
        """The same in working days: hours over those of a usual working day."""
        return self.hours(start, end) / self.hours_a_day

    @cached_property
    def hours_a_day(self) -> float:
        """The mean length of a working day of the usual week, in hours, times the capacity."""
        lengths = [sum((_length(*stretch) for stretch in day), timedelta()) for day in self.working.hours if day]
        return sum(lengths, timedelta()) / _HOUR / max(len(lengths), 1) * self.working.capacity or 8.0

    def _whole_days(self, first: date, end: date) -> float:
        """From the first of these days to the end of the day before `end`."""
        return self._until(end) - self._until(first)

    def _until(self, day: date) -> float:
        """Working hours from a day far back to the beginning of `day`; each day is added once."""
        ahead = (day - _FIRST).days
        while len(self._sums) <= ahead:
            self._sums.append(self._sums[-1] + self._worked_on(_FIRST + _DAY * (len(self._sums) - 1)))
        return self._sums[ahead] if ahead >= 0 else -sum(self._worked_on(day + _DAY * n) for n in range(-ahead))

    def _worked_on(self, day: date) -> float:
        return self._within(day, _LONG_AGO, _NEVER)

    def _within(self, day: date, begin: datetime, stop: datetime) -> float:
        """The working hours of a day that lie between two instants."""
        worked = timedelta()
        for opens, closes in self._stretches(day):
            if (start := max(opens, begin)) < (end := min(closes, stop)):
                worked += end - start
        return worked / _HOUR * self.working.capacity

    def _stretches(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        found = self._of_day.get(day)
        if found is None:
            start = self.working.start_of_day(day)
            found = self._of_day[day] = self.working.intervals(start, self.working.start_of_day(day + _DAY))
        return found


def _length(opens: time, closes: time) -> timedelta:
    """How long a stretch of one day lasts; one that ends at midnight ends with the day."""
    end = timedelta(hours=closes.hour, minutes=closes.minute) or _DAY
    return end - timedelta(hours=opens.hour, minutes=opens.minute)
