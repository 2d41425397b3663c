"""The hours of a week as a lead writes them: `mon-thu: 09:00-12:30, 13:30-17:30`."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Annotated

from pydantic import AfterValidator, GetCoreSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from trimtab.diagnostics import did_you_mean
from trimtab.records._fields import refuse

_DAY = 24 * 60  # minutes

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Week:
    """Working hours per weekday, Monday first: seven tuples of (from, to), local time, in order.

    Midnight as an end is the end of the day. `days` is what `workdays.WorkingTime` takes as its hours.
    """

    days: tuple[tuple[tuple[time, time], ...], ...]

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """The hours of a weekday, 0 for Monday."""
        return self.days[weekday]

    @property
    def hours(self) -> float:
        """Hours of a whole week."""
        return sum((_minutes(end) or _DAY) - _minutes(start) for day in self.days for start, end in day) / 60

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from a mapping of days to hours, both as text."""
        return no_info_after_validator_function(week_of, handler.generate_schema(dict[DayRange, DayHours]))


def week_of(written: dict[str, str]) -> Week:
    """`{"mon-fri": "09:00-17:00"}` as a week; days not named are free."""
    if not written:
        raise refuse("bad-hours", "no day has hours", "write mon-fri: 09:00-17:00, or delete the key.")
    days: list[tuple[tuple[time, time], ...]] = [()] * len(DAYS)
    named: dict[int, str] = {}
    for key, hours in written.items():
        for day in days_of(key):
            if day in named:
                message = f'{DAYS[day]} has hours twice: in "{named[day]}" and in "{key}"'
                raise refuse("bad-days", message, "name each day once.", at=key)
            named[day] = key
            days[day] = stretches_of(hours)
    return Week(tuple(days))


def days_of(key: str) -> tuple[int, ...]:
    """`mon-fri` or `sat` as weekdays, 0 for Monday."""
    first, _, last = (part.strip() for part in key.lower().partition("-"))
    if first not in DAYS or (last and last not in DAYS):
        hint = "write mon, tue, wed, thu, fri, sat or sun, or a run of them such as mon-fri."
        raise refuse("bad-days", f'"{key}" names no days', did_you_mean(first, DAYS) + hint)
    start, end = DAYS.index(first), DAYS.index(last or first)
    if end < start:
        raise refuse("bad-days", f'"{key}" runs backwards', "a run goes forward, within one week: sat-sun, mon-wed.")
    return tuple(range(start, end + 1))


def stretches_of(written: str) -> tuple[tuple[time, time], ...]:
    """`09:00-12:30, 13:30-17:30` as pairs of times in order."""
    found = tuple(_stretch(part.strip()) for part in written.split(","))
    edges = [minute for start, end in found for minute in (_minutes(start), _minutes(end) or _DAY)]
    if edges != sorted(edges) or any(start == end for start, end in found):
        hint = "spans rise and do not overlap, within one day: 09:00-12:30, 13:30-17:30."
        raise refuse("bad-hours", f'"{written}" is not in order', hint)
    return found


def _stretch(part: str) -> tuple[time, time]:
    part = re.sub(r"24:00$", "00:00", part)
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*[-–]\s*([01]?[0-9]|2[0-3]):([0-5][0-9])", part, re.ASCII)
    if not found:
        hint = "write hours and minutes of both ends, parted by commas: 09:00-12:30, 13:30-17:30."
        raise refuse("bad-hours", f'"{part}" is no span of hours', hint)
    hour, minute, to_hour, to_minute = (int(number) for number in found.groups())
    return time(hour, minute), time(to_hour, to_minute)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _checked_days(key: str) -> str:
    days_of(key)
    return key


def _checked_hours(written: str) -> str:
    stretches_of(written)
    return written


DayRange = Annotated[str, AfterValidator(_checked_days)]
DayHours = Annotated[str, AfterValidator(_checked_hours)]
