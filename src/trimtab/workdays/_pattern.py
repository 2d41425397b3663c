"""The hours of a usual week: for each weekday, from Monday on, the stretches that are worked.

A stretch ends after it starts; midnight as an end means the end of the day, so a night shift is two stretches.
"""

from collections.abc import Mapping
from datetime import time

Hours = tuple[tuple[tuple[time, time], ...], ...]

_WEEKDAYS = 7


def weekly(days: Mapping[int, tuple[tuple[time, time], ...]]) -> Hours:
    """A week from the weekdays that are worked: 0 is Monday, 6 is Sunday, what is not named is free."""
    return tuple(tuple(days.get(weekday, ())) for weekday in range(_WEEKDAYS))


_USUAL_DAY = ((time(9), time(12, 30)), (time(13), time(17, 30)))

DEFAULT_HOURS: Hours = weekly(dict.fromkeys(range(5), _USUAL_DAY))
"""What is assumed until the settings say otherwise."""

DEFAULT_HOURS_TEXT = "Monday to Friday, 09:00 to 17:30 with half an hour for lunch at 12:30: 40 hours a week"
"""`DEFAULT_HOURS` in words, for answers that rest on the assumption."""


def problem_of(hours: Hours) -> str | None:
    """Why `hours` is no week, or None."""
    if len(hours) != _WEEKDAYS:
        return f"a week has {_WEEKDAYS} days, and hours for {len(hours)} were given"
    for stretches in hours:
        reached = time(0)
        for start, end in stretches:
            if start < reached or time(0) != end <= start:
                return f"{start:%H:%M} to {end:%H:%M} is not after what comes before it"
            reached = end if end != time(0) else time.max
    return None
