"""Working time: when somebody works, in their own zone, and which day or ISO week an instant falls in.

The ground floor of every answer that counts hours. It knows weekdays, hours, public holidays, leave, part-time and
zones that change on a date; it reads no files (`trimtab.records` makes a `WorkingTime` from the settings) and never
asks for the present time.
"""

from trimtab.workdays._asof import parse_as_of
from trimtab.workdays._axis import SLOT, Axis
from trimtab.workdays._elapsed import Elapsed
from trimtab.workdays._pattern import DEFAULT_HOURS, DEFAULT_HOURS_TEXT, Hours, weekly
from trimtab.workdays._time import WorkingTime
from trimtab.workdays._weeks import week_dates, week_name, weeks_before
from trimtab.workdays._zones import zone_named

__all__ = [
    "DEFAULT_HOURS",
    "DEFAULT_HOURS_TEXT",
    "SLOT",
    "Axis",
    "Elapsed",
    "Hours",
    "WorkingTime",
    "parse_as_of",
    "week_dates",
    "week_name",
    "weekly",
    "weeks_before",
    "zone_named",
]
