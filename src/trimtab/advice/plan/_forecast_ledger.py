"""Forecasts of plans in the ledger: written once per what they rest on, scored when the end or a milestone has come.

What is kept are dates by share of futures, of the plan and of the view from outside. Scores weigh the two views against
each other by how far off they were (`weight_of`), and say at which share to read a date so that as many hold as are said to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from trimtab.advice.plan._forecast_scores import LEVELS, SHARES, START, dates_of, days_to, is_date, scores, weight_of
from trimtab.advice.plan._items import ended_items
from trimtab.records import Entry, Ledger, Outcome
from trimtab.records.ledger import append, entry, hash_of, outcome, read_ledger
from trimtab.records.plan import Plan, PlanTask
from trimtab.workspace import Workspace

if TYPE_CHECKING:
    from trimtab.advice.forecast import Outside
    from trimtab.advice.plan._forecast_run import Run

KIND = "plan-forecast"
END = "end"

_KEPT = {"plan", "end", "milestones", "outside"}
_SCORED = {"what", "landed", "place", "held", "crps", "log"}
_LAST = 50  # so many scored forecasts say at which share to read a date
_DAY = timedelta(days=1)

# Any: what JSON holds, as the ledger takes it; its keys are those written below.
Json = Any


@dataclass(frozen=True, slots=True)
class Scored:
    """What the ledger's forecasts of plans came to: where each truth lay in its forecast (one of each end or milestone,
    the oldest first), how often P50, P80 and P95 held, mean CRPS in days, and the weight of the inside view."""

    places: tuple[float, ...] = ()
    held: Mapping[str, int] | None = None
    crps: float = 0.0
    weight: float = START
    both: int = 0


def content_of(run: "Run") -> dict[str, Json]:
    """What is kept of a forecast."""
    outside = run.outside
    placed = run.solution.schedule
    return {
        "plan": run.model.plan.id,
        "seed": run.wanted.seed,
        "futures": run.wanted.futures,
        "policy": run.wanted.policy,
        "end": {str(share): _iso(run, run.told.quantile(share)) for share in SHARES},
        "milestones": {
            run.model.tasks[at].id: {str(share): _iso(run, run.told.quantile(share, at)) for share in SHARES}
            for at in run.milestones
        },
        "outside": None if outside is None else {str(share): _after(outside, share) for share in SHARES},
        "schedule": {
            END: _iso(run, placed.makespan),
            **{run.model.tasks[at].id: _iso(run, placed.placements[at].end) for at in run.milestones},
        },
    }


def _after(outside: "Outside", share: float) -> str | None:
    days = outside.within(share)
    return None if days is None else _written(outside.at + days * _DAY)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes")


def _iso(run: "Run", slot: int) -> str | None:
    from trimtab.advice.plan._forecast_words import ends

    at = ends(run.scene, slot)
    return None if at is None else _written(at)


def record(workspace: Workspace, run: "Run", made_at: datetime) -> int:
    """Write a forecast that the ledger does not hold yet, and return how many that were. Raises DiskFull, LedgerUnwritable."""
    model, records = run.model, run.scene.records
    # A day that has passed is another beginning, once the plan has begun.
    begun = run.scene.working.date_of(run.scene.as_of) if model.axis.origin <= run.scene.as_of else model.plan.start
    rests_on: Json = [
        records.hashes.get(model.plan.file, ""),
        [[item, closed] for item, closed in sorted(run.scene.closed.items())],
        [[one.name, [list(change) for change in one.pace]] for one in model.problem.people],
        [run.history.calibration.finished, run.history.growth.later, list(run.places)],
        [run.wanted.seed, run.wanted.futures, run.wanted.policy, run.wanted.calibrate, begun.isoformat()],
    ]
    line = entry(
        KIND, f"plan:{model.plan.id}", as_of=run.scene.as_of, inputs=hash_of(rests_on), made_at=made_at,
        content=content_of(run),
    )  # fmt: skip
    return len(append(workspace.folder, line))


def recorded(workspace: Workspace, before: datetime | None = None) -> tuple[Mapping[str, Json], ...]:
    """What was asked of each plan when its forecast was last recorded (by an instant, if one is given), by the names of plans."""
    if not workspace.records:
        return ()
    mine = _mine(read_ledger(workspace.folder).entries.values())
    found = {str(one.content["plan"]): one.content for one in mine if before is None or one.as_of <= before}
    return tuple(found[name] for name in sorted(found))


def score(workspace: Workspace, now: datetime) -> int:
    """Write what came of forecasts and is not written yet, and return how many lines that were."""
    lines = tuple(_unwritten(workspace, read_ledger(workspace.folder), now)) if workspace.records else ()
    return len(append(workspace.folder, *lines)) if lines else 0


def _unwritten(workspace: Workspace, ledger: Ledger, now: datetime) -> Iterator[Outcome]:
    """What came of forecasts by an instant, as the plans tell it, and is not in the ledger."""
    records = workspace.records
    if not records:
        return
    clock, mine = records.working_time(), _mine(ledger.entries.values())
    named = (records.plan(name) for name in sorted({str(one.content["plan"]) for one in mine}))
    plans = {plan.id: plan for plan in named if plan}
    items = {item: clock.date_of(at) for item, at in ended_items(workspace, plans.values(), now).items()}
    for one in mine:
        plan = plans.get(str(one.content["plan"]))
        known = {old.content.get("what") for old in ledger.outcomes_of(one.id)}
        for what, day in _came(plan, items) if plan else ():
            at = clock.end_of_day(day)
            if what not in known and one.as_of < at <= now and (told := _told(one, what)):
                content = {"what": what, "landed": day.isoformat(), **scores(told, one.as_of, at, clock)}
                if what == END and (other := dates_of(one.content["outside"])):
                    content["outside"] = scores(other, one.as_of, at, clock)
                if (planned := _planned(one, what)) is not None:
                    # The error of a single date, in days: what CRPS comes to where there is no spread.
                    content["schedule"] = round(abs(days_to(planned, at)), 3)
                yield outcome(one.id, as_of=at, made_at=now, content=content)


def came(workspace: Workspace, before: datetime) -> tuple[tuple[Entry, Mapping[str, Json]], ...]:
    """Of each end and milestone that had come by an instant the first forecast, with its scores, in the order they came.

    Forecasts of one date hang together: the first one made of it speaks for them. What came and was not written down yet
    is read from the plans.
    """
    if not workspace.records:
        return ()
    ledger = read_ledger(workspace.folder)
    mine = {one.id: one for one in _mine(ledger.entries.values())}
    outcomes = (*ledger.outcomes.values(), *_unwritten(workspace, ledger, before))
    found = sorted((one for one in outcomes
                    if one.of in mine and one.as_of <= before and _is_whole(one.content)),
                   key=lambda one: (one.as_of, mine[one.of].as_of, one.id))  # fmt: skip
    first: dict[tuple[str, str], tuple[Entry, Mapping[str, Json]]] = {}
    for one in found:
        first.setdefault((mine[one.of].subject, str(one.content["what"])), (mine[one.of], one.content))
    return tuple(first.values())


def _is_whole(content: Mapping[str, Json]) -> bool:
    """Whether an outcome says all that is read of it; a line that was edited by hand may not."""
    if not content.keys() >= _SCORED or not isinstance(content["held"], dict) or not _is_day(content["landed"]):
        return False
    outside = content.get("outside")
    views = [content, *([outside] if isinstance(outside, dict) else [])]
    return all(isinstance(one.get("crps"), int | float) for one in views) and isinstance(content["place"], int | float)


def _is_day(told: Json) -> bool:
    try:
        return bool(date.fromisoformat(told))
    except (TypeError, ValueError):
        return False


def scored(workspace: Workspace, before: datetime) -> Scored:
    """What the outcomes that were known by an instant come to."""
    told = [content for _, content in came(workspace, before)[-_LAST:]]
    if not told:
        return Scored()
    both = [one for one in told if isinstance(one.get("outside"), dict)]
    return Scored(
        tuple(float(one["place"]) for one in told),
        {name: sum(bool(one["held"][name]) for one in told) for name in LEVELS},
        sum(float(one["crps"]) for one in told) / len(told),
        weight_of([(float(one["crps"]), float(one["outside"]["crps"])) for one in both]),
        len(both),
    )


def _mine(entries: Iterable[Entry]) -> list[Entry]:
    return [one for one in entries if one.kind == KIND and one.content.keys() >= _KEPT]


def _told(one: Entry, what: str) -> Mapping[str, Json] | None:
    content: Mapping[str, Json] = one.content
    milestones = content["milestones"] if isinstance(content["milestones"], dict) else {}
    found = content["end"] if what == END else milestones.get(what)
    return dates_of(found)


def _planned(one: Entry, what: str) -> datetime | None:
    """When the schedule of a forecast had it done, were every estimate to hold; None where that was not kept."""
    dates = one.content.get("schedule")
    told = dates.get(what) if isinstance(dates, dict) else None
    return datetime.fromisoformat(told) if isinstance(told, str) and is_date(told) else None


def _came(plan: Plan, items: Mapping[str, date]) -> Iterator[tuple[str, date]]:
    """What is over of a plan, and on which day: its end, and its milestones. `items` are those that ended, with the day."""
    days = {task.id: (task, around) for task, around in plan.leaves()}
    ends = [_finished(task, around, items) for task, around in days.values()]
    if ends and all(ends):
        yield END, max(day for day in ends if day)
    for milestone in plan.milestones:
        if milestone.id == END:  # what is kept of it would be taken for the plan's
            continue
        names = {one.task for one in milestone.after}
        asked = [
            _finished(task, around, items)
            for task, around in days.values()
            if task.id in names or any(group.id in names for group in around)
        ]
        if asked and all(asked):
            yield milestone.id, max(day for day in asked if day)


def _finished(task: PlanTask, around: Sequence[PlanTask], items: Mapping[str, date]) -> date | None:
    """The day written for a task, or for a group around it; else the day its last item ended, once all have."""
    written = next((one.finished for one in (task, *reversed(around)) if one.finished is not None), None)
    if written is not None or not all(item in items for item in task.items):
        return written
    return max((items[item] for item in task.items), default=None)
