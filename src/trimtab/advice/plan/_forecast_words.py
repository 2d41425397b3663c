"""Dates, shares and stretches of a forecast, as they stand in its lines."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from trimtab.advice.plan._forecast_run import HALF, MOST, Run
from trimtab.advice.plan._scene import PlanScene

PAGE = "docs/reference/plan-forecast.md"
NEVER = "not within ten years"
YEARS, _DAYS_A_YEAR = 10, 260
_SURELY_NEXT = 300  # days within which a date without a year is the next one of the name
_DAY = timedelta(days=1)


def ends(scene: PlanScene, slot: int) -> datetime | None:
    """When a slot's work is over, on the lead's clock; None beyond ten years."""
    if slot > YEARS * _DAYS_A_YEAR * scene.model.axis.slots_a_day():
        return None
    return scene.ends(slot)


def dated(scene: PlanScene, slot: int) -> str:
    """`Fri 12 Feb`; see `day`."""
    at = ends(scene, slot)
    return NEVER if at is None else day(scene, at)


def day(scene: PlanScene, at: datetime | date) -> str:
    """`Fri 12 Feb`; with the year where it could be taken for another."""
    year = f" {at.year}" if abs((_date(at) - _date(scene.local_as_of)).days) > _SURELY_NEXT else ""
    return f"{at:%a} {at.day} {at:%b}{year}"


def _date(at: datetime | date) -> date:
    return at.date() if isinstance(at, datetime) else at


def by(told: str) -> str:
    """`by Fri 12 Feb`, or that it is not within ten years."""
    return told if told == NEVER else f"by {told}"


def percent(share: float) -> str:
    """`83 %`; never a certainty that no simulation can give."""
    return "under 1 %" if share < 0.005 else "over 99 %" if share > 0.995 else f"{100 * share:.0f} %"


def share_of_futures(share: float) -> str:
    """`half of the futures`."""
    return {HALF: "half", MOST: "8 in 10"}.get(share, "19 in 20") + " of the futures"


def in_days(run: Run, slots: int) -> float:
    """Slots of the axis in working days."""
    return slots / run.model.axis.slots_a_day()


def by_instant(run: Run, at: datetime) -> float:
    """The share of futures of the policy asked for in which the plan has ended by an instant."""
    return run.told.by(run.model.axis.over_by(at)) if at >= run.model.axis.origin else 0.0


def reached(run: Run, names: Iterable[str]) -> tuple[bool, date | None]:
    """Whether all tasks of these ids (of tasks or groups) are over and one is done, and the last day of them where it is known."""
    asked = set(names)
    gone = run.model.gone
    leaves = [task.id for task, around in run.model.plan.leaves() if asked & {task.id, *(one.id for one in around)}]
    over = [gone[one] for one in leaves if one in gone]
    done = [one for one in over if one.why == "done"]
    if len(over) < len(leaves) or not done:
        return False, None
    ends = [one.ended for one in done]
    return True, max((end for end in ends if end), default=None) if all(ends) else None
