"""Both views of a plan as one: whether the view from outside may move the date, and the date of both."""

from datetime import datetime, timedelta

from trimtab.advice._names import counted
from trimtab.advice.forecast import Outside
from trimtab.advice.plan._forecast_run import HALF, LEAST_DONE, MOST, Run
from trimtab.advice.plan._forecast_words import YEARS, by_instant

_TESTED_DAYS = 365.0  # the back-test of the tracker's pace follows forecasts for a year
_TESTED_ENDED = 50  # and begins when so many items had ended
_DAY = timedelta(days=1)


def is_far(view: Outside) -> bool:
    """Whether its 8 in 10 lies further ahead than such forecasts were tested."""
    days = view.within(MOST)
    return days is None or days > _TESTED_DAYS


def doubt(run: Run, scored: int) -> str:
    """Why the view from outside is told and moves no date; empty where it counts. `scored` forecasts of both came."""
    view = run.outside
    if view is None:
        return "no tracker was read"
    if view.ended < _TESTED_ENDED:
        return f"only {counted(view.ended, 'item')} ended here, and its pace was tested from {_TESTED_ENDED} on"
    if view.old:
        many = "the item" if len(view.items) == 1 else f"{view.old} of {counted(len(view.items), 'item')}"
        return (
            f"{many} waited longer than 19 in 20 that ended here: what waited so long tells little of what is planned"
        )
    if is_far(view):
        return "the tracker's 8 in 10 lies more than a year ahead, further than its pace was tested"
    if scored:
        return ""
    if view.count and not run.by_tasks:
        return f"fewer than {LEAST_DONE} tasks of plans were done lately, and hours alone tell far too soon a day"
    return "the tracker's pace is sooner than links and people allow" if blind(run) else ""


def blind(run: Run) -> bool:
    """Whether the view from outside is done, in half its futures, before any schedule could be: it knows no links."""
    if run.outside is None or (days := run.outside.within(HALF)) is None:
        return False
    return run.outside.at + days * _DAY < run.model.axis.end_of(run.solution.bound)


def together(run: Run, weight: float, share: float) -> datetime | None:
    """The instant by which the plan is done in a share of both views, the inside one having this weight; None beyond ten years."""
    if run.outside is None:
        return None
    low, high = 0.0, YEARS * 365.0
    outside = run.outside

    def held(days: float) -> float:
        at = run.scene.as_of + days * _DAY
        since = max((at - outside.at) / _DAY, 0.0)
        return weight * by_instant(run, at) + (1 - weight) * outside.by(since)

    if held(high) < share:
        return None
    while high - low > 0.02:
        middle = (low + high) / 2
        low, high = (low, middle) if held(middle) >= share else (middle, high)
    return run.scene.working.local(run.scene.as_of + high * _DAY)
