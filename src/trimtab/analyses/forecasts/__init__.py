"""When items will be done: learned from how long others took, open ones included, as ranges that held on the past.

`lives` makes of states what forecasts learn from, `Series` forecasts one series of items, and `of_days`, `of_number` and
`summary` say how good forecasts were. The method and what it was measured against: docs/reference/forecast.md.
"""

from trimtab.analyses.forecasts._ages import EDGES, LONGEST, Curve
from trimtab.analyses.forecasts._counts import Count, Reach
from trimtab.analyses.forecasts._group import LOOKED_AT, Member, Pace, pace
from trimtab.analyses.forecasts._lives import BANDS, LIVES, lives
from trimtab.analyses.forecasts._outlook import Outlook, first_day
from trimtab.analyses.forecasts._past import PLAIN, QUESTIONS, Calibration, calibration
from trimtab.analyses.forecasts._scores import HORIZON, RANGES, Score, Summary, of_days, of_number, summary
from trimtab.analyses.forecasts._series import LEAST_ENDED, Series
from trimtab.analyses.forecasts._together import Together

__all__ = [
    "BANDS",
    "EDGES",
    "HORIZON",
    "LEAST_ENDED",
    "LIVES",
    "LONGEST",
    "LOOKED_AT",
    "PLAIN",
    "QUESTIONS",
    "RANGES",
    "Calibration",
    "Count",
    "Curve",
    "Member",
    "Outlook",
    "Pace",
    "Reach",
    "Score",
    "Series",
    "Summary",
    "Together",
    "calibration",
    "first_day",
    "lives",
    "of_days",
    "of_number",
    "pace",
    "summary",
]
