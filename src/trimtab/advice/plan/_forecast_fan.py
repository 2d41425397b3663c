"""A plan's forecast as it is drawn: the end under both policies, milestones, and the view from outside."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from trimtab.advice.answer import Fan, Span
from trimtab.advice.plan._forecast_blend import is_far
from trimtab.advice.plan._forecast_run import HALF, MOST, NEARLY, Run
from trimtab.advice.plan._forecast_words import ends, reached

_TENTH = 0.1
_SHARES = (_TENTH, HALF, MOST, NEARLY)
_DAY = timedelta(days=1)


def fan_of(run: Run, ids: Mapping[str, str]) -> Fan:
    """The lines of the drawing; what has landed, or lies too far, is left out. `ids` are those of claims by subject."""
    return Fan(tuple(_spans(run, ids)), run.model.plan.id)


def _spans(run: Run, ids: Mapping[str, str]) -> Iterator[Span]:
    plan, ground = run.model.plan, run.model.ground
    if run.is_over:
        return
    due = ground.clock.end_of_day(plan.deadline.day) if plan.deadline else None
    claim = ids.get(f"end:{MOST}", "")
    for way, title in (("told", "the end"), ("other", "the end, other policy")):
        slots = [run.slot(getattr(run, way), share) for share in _SHARES]
        yield from _span(way, title, [ends(run.scene, slot) for slot in slots], due, claim)
    for at in run.milestones:
        piece = run.model.tasks[at]
        if reached(run, [one.task for one in getattr(piece.source, "after", ())])[0]:
            continue
        asked = getattr(piece.source, "due", None)
        dates = [ends(run.scene, run.slot(run.told, share, at)) for share in _SHARES]
        by = ground.clock.end_of_day(asked.day) if asked else None
        yield from _span(piece.id, piece.title, dates, by, ids.get(f"milestone:{piece.id}", ""))
    if (view := run.outside) is not None and not is_far(view):
        days = [view.within(share) for share in _SHARES]
        local = run.scene.working.local
        dates = [None if one is None else local(view.at + one * _DAY) for one in days]
        yield from _span("outside", "the tracker's pace", dates, due, ids.get("outside", ""))


def _span(name: str, title: str, dates: list[datetime | None], due: datetime | None, claim: str) -> Iterator[Span]:
    tenth, half, most, nearly = dates
    if tenth and half and most and nearly:
        yield Span(name, title, tenth, half, most, nearly, due, claim)
