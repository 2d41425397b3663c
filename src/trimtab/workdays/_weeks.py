"""ISO weeks as text: `2026-W46` runs from Monday 9 November to Sunday 15 November 2026."""

import re
from datetime import date, timedelta

from trimtab.errors import UsageError

_WEEK = re.compile(r"(\d{4})-W(\d{2})")


def week_name(day: date) -> str:
    """The ISO week of a date, such as `2026-W46`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week_dates(week: str) -> tuple[date, date]:
    """Monday and Sunday of a week; raises `UsageError` for text that is no week, or a week its year does not have."""
    found = _WEEK.fullmatch(week)
    if found is None:
        raise _unreadable(week)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday, monday + timedelta(days=6)
    except (ValueError, OverflowError) as error:
        raise _unreadable(week) from error


def _unreadable(week: str) -> UsageError:
    return UsageError(
        f'"{week}" is no ISO week. Weeks are written like 2026-W46; a year has 52 of them, some years 53.'
    )


def weeks_before(week: str, count: int) -> tuple[str, ...]:
    """The `count` weeks before `week`, oldest first, without `week` itself."""
    monday, _ = week_dates(week)
    return tuple(week_name(monday - timedelta(weeks=back)) for back in range(count, 0, -1))
