"""What the user types for `--as-of`, as an instant."""

import re
from datetime import date, datetime, time

from trimtab.errors import UsageError
from trimtab.workdays._time import WorkingTime

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"\d{4}-W\d{2}")
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?")


def parse_as_of(text: str, working: WorkingTime) -> datetime:
    """The instant that `text` names, aware and in the zone of `working` on that day.

    A bare date is the end of that day and a week the end of its Sunday, in the lead's zone. A date with a time and no
    offset is read on the lead's clock. Raises `UsageError` for any other text.
    """
    text = text.strip()
    try:
        if _WEEK.fullmatch(text):
            return working.end_of_week(text)
        if _DATE.fullmatch(text):
            return working.end_of_day(date.fromisoformat(text))
        if found := _INSTANT.fullmatch(text):
            return _instant(found, working)
    except (ValueError, OverflowError) as error:
        raise _unreadable(text) from error
    raise _unreadable(text)


def _instant(found: re.Match[str], working: WorkingTime) -> datetime:
    if found[3]:
        return working.local(datetime.fromisoformat("".join((found[1], "T", found[2], found[3]))))
    return working.at(date.fromisoformat(found[1]), time.fromisoformat(found[2]))


def _unreadable(text: str) -> UsageError:
    return UsageError(
        f'"{text}" is no date that --as-of knows. Write a day (2026-11-15, its end is meant), a week (2026-W46) or an '
        "instant (2026-11-15T10:20, with +01:00 or Z behind it for another zone than yours)."
    )
