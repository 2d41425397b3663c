"""Days of a forecast as they stand in a line: dates on the lead's calendar, spans of days, and the date that --by names."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from trimtab.advice._clock import Clock
from trimtab.advice._names import counted
from trimtab.advice.forecast._ground import Ground
from trimtab.analyses.forecasts import LONGEST
from trimtab.errors import UsageError
from trimtab.workdays import parse_as_of

HALF, MOST, NEARLY = 0.5, 0.8, 0.95
LEVELS = ((HALF, "half the futures by"), (MOST, "8 in 10 by"), (NEARLY, "19 in 20 by"))
LOW, HIGH = 0.1, 0.9
"""Eight futures in ten lie between these shares."""

WEEKS = (4, 13)
NEVER = "not within ten years"
_DAY = timedelta(days=1)
_FAR = timedelta(days=500)
_MONTH, _FEW_DAYS, _MANY_DAYS = 30.4, 10.0, 100.0


def date(at: datetime, near: datetime) -> str:
    """`Fri 12 Feb`; with the year where that is not the year of `near`; `Feb 2029` where a day would say too much."""
    return f"{at:%b %Y}" if at > near + _FAR else f"{at:%a} {short(at, near)}"


def short(at: datetime, near: datetime) -> str:
    """`12 Feb`; with the year where that is not the year of `near`."""
    return f"{at.day} {at:%b}" + ("" if at.year == near.year else f" {at.year}")


def dated(ground: Ground, within: Callable[[float], float | None], share: float) -> str:
    """The date by which it is so in this share of futures."""
    days = within(share)
    return NEVER if days is None else date(ground.after(days), ground.after(0.0))


def span(days: float) -> str:
    """`3 hours`, `2.5 days`, `63 days`, `14 months`."""
    if days < 1:
        return counted(max(round(days * 24), 1), "hour")
    if days < _FEW_DAYS:
        return f"{round(days, 1):g} {'day' if round(days, 1) == 1 else 'days'}"
    return counted(round(days), "day") if days < _MANY_DAYS else counted(round(days / _MONTH), "month")


def horizons(ground: Ground, clock: Clock, asked: Sequence[str]) -> tuple[datetime, ...]:
    """The ends of the days that --by names, else of the days in 4 and in 13 weeks; all on the lead's clock.

    Raises UsageError for text that is no date, for a day that is over, and for one beyond ten years.
    """
    here = ground.after(0.0)
    if not asked:
        return tuple(clock.working.end_of_day((here + week * timedelta(weeks=1)).date()) for week in WEEKS)
    found = []
    for text in asked:
        try:
            at = parse_as_of(text, clock.working)
        except UsageError as error:
            raise UsageError(
                f'"{text}" is no date that --by knows. Write a day (2027-02-26) or a week (2027-W08).'
            ) from error
        if at <= here:
            raise UsageError(f"{text} is over: the forecast begins on {short(here, at)}. Name a later day with --by.")
        if at > here + LONGEST * _DAY:
            raise UsageError(
                f"{text} lies more than ten years ahead, of which the past tells nothing. Name an earlier day."
            )
        found.append(at)
    return tuple(sorted(set(found)))


def days_to(ground: Ground, at: datetime) -> float:
    """How many days lie between the instant of the forecast and this one."""
    ahead: timedelta = at - ground.at
    return ahead / _DAY
