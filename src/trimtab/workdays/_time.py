"""One person's working time: days, working stretches, and the arithmetic between instants and working hours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trimtab.errors import UsageError
from trimtab.workdays._holidays import public_holidays
from trimtab.workdays._pattern import DEFAULT_HOURS, Hours, problem_of
from trimtab.workdays._weeks import week_dates, week_name
from trimtab.workdays._zones import instant_of, zone_named

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
_MIDNIGHT = time(0)
_FAR = 20 * 366  # days that `after` looks ahead before it says that there is no working time

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When one person works.

    `zone` holds from the beginning, `moves` (date, zone; in order) from the midnight that begins the date in the new
    zone. `hours` are the stretches of each weekday from Monday on. `country` and `subdivision` name the public
    holidays, `days_off` more of them. `leave` are first and last dates, both included. `capacity` is the share of these
    hours that is worked (part-time without fixed hours): hours are counted times it, stretches are not cut.

    Raises `UsageError` for a zone, country or subdivision nobody knows, `ValueError` for hours that are no week.
    """

    zone: str = "UTC"
    moves: tuple[tuple[date, str], ...] = ()
    hours: Hours = DEFAULT_HOURS
    country: str | None = None
    subdivision: str | None = None
    days_off: frozenset[date] = frozenset()
    leave: tuple[tuple[date, date], ...] = ()
    capacity: float = 1.0
    _zones: tuple[tuple[date, ZoneInfo], ...] = field(init=False, repr=False, compare=False, hash=False, default=())

    def __post_init__(self) -> None:
        if problem := problem_of(self.hours):
            raise ValueError(problem)
        if not 0 < self.capacity <= 1:
            raise ValueError(f"capacity is a share above 0 and up to 1, not {self.capacity}")
        if self.country:
            public_holidays(self.country, self.subdivision, 2026)  # says at once that a country is unknown
        dated = [(date.min, zone_named(self.zone)), *((day, zone_named(name)) for day, name in sorted(self.moves))]
        object.__setattr__(self, "_zones", tuple(reversed(dated)))

    # Days and weeks, in the zone of the day

    def zone_on(self, day: date) -> ZoneInfo:
        """The zone of a date."""
        return next(zone for since, zone in self._zones if since <= day)

    def start_of_day(self, day: date) -> datetime:
        """The instant at which a date begins, in the zone of that date."""
        return self.at(day, _MIDNIGHT)

    def end_of_day(self, day: date) -> datetime:
        """The last microsecond of a date, in the zone of that date."""
        return (_start(self, day + _DAY) - _TICK).astimezone(self.zone_on(day))

    def at(self, day: date, clock: time) -> datetime:
        """The instant at which this person's clock shows `clock` on `day`, in the zone of that day."""
        zone = self.zone_on(day)
        return instant_of(day, clock, zone).astimezone(zone)

    def date_of(self, instant: datetime) -> date:
        """The date of an instant where this person was."""
        instant = instant.astimezone(UTC)
        day = instant.date() + _DAY
        while _start(self, day) > instant:
            day -= _DAY
        return day

    def local(self, instant: datetime) -> datetime:
        """The same instant on this person's clock."""
        return instant.astimezone(self.zone_on(self.date_of(instant)))

    def week_of(self, instant: datetime) -> str:
        """The ISO week of an instant, such as `2026-W46`."""
        return week_name(self.date_of(instant))

    def week_bounds(self, week: str) -> Interval:
        """Start of the week's Monday and of the Monday after it; raises `UsageError` for text that is no week."""
        monday, sunday = week_dates(week)
        return self.start_of_day(monday), self.start_of_day(sunday + _DAY)

    def end_of_week(self, week: str) -> datetime:
        """The last microsecond of the week's Sunday."""
        return self.end_of_day(week_dates(week)[1])

    # What is worked

    def is_working_day(self, day: date) -> bool:
        """Whether a date has hours and is neither a holiday nor leave."""
        return bool(self.hours[day.weekday()]) and not self._is_off(day)

    def is_usual_weekday(self, day: date) -> bool:
        """Whether this weekday has hours, holiday or not; the others are this person's weekend."""
        return bool(self.hours[day.weekday()])

    def working_days(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both included."""
        return sum(self.is_working_day(first + _DAY * ahead) for ahead in range((last - first).days + 1))

    def working_day(self, day: date) -> Interval | None:
        """From the start of the first stretch of a date to the end of its last one, in UTC; None on a free day."""
        stretches = self._stretches(day)
        return (stretches[0][0], stretches[-1][1]) if stretches else None

    def intervals(self, start: datetime, end: datetime) -> tuple[Interval, ...]:
        """The working stretches between two instants, in UTC, in order, cut at both ends."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        found = []
        for stretch_start, stretch_end in self._from(start, end):
            clipped = max(stretch_start, start), min(stretch_end, end)
            if clipped[0] < clipped[1]:
                found.append(clipped)
        return tuple(found)

    def is_working(self, instant: datetime) -> bool:
        """Whether an instant lies in a working stretch; its end does not belong to it."""
        instant = instant.astimezone(UTC)
        return any(start <= instant < end for start, end in self._stretches(self.date_of(instant)))

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours between two instants, times the capacity; negative when `end` comes first."""
        if end < start:
            return -self.hours_between(end, start)
        worked = sum((stop - begin for begin, stop in self.intervals(start, end)), timedelta())
        return worked / timedelta(hours=1) * self.capacity

    def after(self, start: datetime, hours: float) -> datetime:
        """The first instant at which `hours` working hours have passed since `start`, in UTC.

        The inverse of `hours_between`. Raises `ValueError` for negative hours and `UsageError` when twenty years hold
        too few working hours.
        """
        if hours < 0:
            raise ValueError(f"hours ahead cannot be negative: {hours}")
        start = start.astimezone(UTC)
        left = timedelta(hours=hours / self.capacity)
        if not left:
            return start
        for opens, closes in self._from(start, start + _DAY * _FAR):
            begin = max(opens, start)  # of the stretch that is under way only the rest counts
            if closes - begin >= left:
                return begin + left
            left -= max(closes - begin, timedelta())
        raise UsageError(f"there are not {hours:g} working hours in the twenty years after {start:%Y-%m-%d}.")

    def _from(self, start: datetime, end: datetime) -> Iterator[Interval]:
        day = self.date_of(start)
        while _start(self, day) < end:
            yield from self._stretches(day)
            day += _DAY

    def _stretches(self, day: date) -> list[Interval]:
        if not self.is_working_day(day):
            return []
        zone, begins, ends = self.zone_on(day), _start(self, day), _start(self, day + _DAY)
        found = []
        for opens, closes in self.hours[day.weekday()]:
            start = max(instant_of(day, opens, zone), begins)
            end = min(instant_of(day, closes, zone), ends) if closes != _MIDNIGHT else ends
            if start < end:
                found.append((start, end))
        return found

    def _is_off(self, day: date) -> bool:
        if day in self.days_off or any(first <= day <= last for first, last in self.leave):
            return True
        return bool(self.country) and day in public_holidays(str(self.country), self.subdivision, day.year)


def _start(working: WorkingTime, day: date) -> datetime:
    return instant_of(day, _MIDNIGHT, working.zone_on(day))
