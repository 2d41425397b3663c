"""Instants and days as people read them. Names are English whatever the locale, so that the same answer reads the same."""

from __future__ import annotations

from datetime import datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(at: datetime, *, near: datetime | None = None) -> str:
    """`8 Nov 2026`; the year is left out when it is that of `near`."""
    plain = f"{at.day} {_MONTHS[at.month - 1]}"
    return plain if near is not None and near.year == at.year else f"{plain} {at.year}"


def instant(at: datetime, *, year: bool) -> str:
    """`Sun 15 Nov 23:59`, with the year where it is asked for."""
    dated = f"{_DAYS[at.weekday()]} {day(at, near=None if year else at)}"
    return f"{dated} {at.hour:02}:{at.minute:02}"


def span(start: datetime, end: datetime) -> str:
    """`16 Nov 2025 to 15 Nov 2026`, `9 to 15 Nov 2026`: what both ends share is said once."""
    if (start.year, start.month) == (end.year, end.month):
        return day(end) if start.day == end.day else f"{start.day} to {day(end)}"
    return f"{day(start, near=end)} to {day(end)}"
