"""Forecasts of plans in the ledger: written once per what they rest on, scored when the end or a milestone has come.

What is kept are dates by share of futures, of the plan and of the view from outside. Scores weigh the two views against
each other by how far off they were (`weight_of`), and say at which share to read a date so that as many hold as are said to.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from trimtab.records import Entry, Ledger, Outcome
from trimtab.records.ledger import append, entry, hash_of, outcome, read_ledger
from trimtab.records.plan import Plan
from trimtab.workdays import WorkingTime
from trimtab.workspace import Workspace

if TYPE_CHECKING:
    from trimtab.advice.forecast import Outside
    from trimtab.advice.plan._forecast_run import Run

KIND = "plan-forecast"
SHARES = (0.025, *(step / 20 for step in range(1, 20)), 0.975)
LEVELS = {"50": 0.5, "80": 0.8, "95": 0.95}
END, OUTSIDE = "end", "outside"

_KEPT = {"plan", "end", "milestones", "outside"}
_SCORED = {"what", "landed", "place", "held", "crps", "log"}
START = 0.8
"""The weight of the inside view before both were scored."""

_LEAN, _POWER = (
    6,
    4,
)  # forecasts that the start weighs, and how sharply less of an error weighs more; see bench/futures.py blend
_LEAST_ERROR = 0.5  # days: what is nearer is a matter of the hour
_MOST_RATIO = math.log(4)  # of one forecast's errors: beyond, it would decide alone
_FAR = 3653.0  # days: what lies beyond the ten years that are told
_SHORTEST = 1.0  # days that a stretch of a forecast lasts at least: dates are whole days
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
    clock = records.working_time()
    for one in _mine(ledger.entries.values()):
        plan = records.plan(str(one.content["plan"]))
        known = {old.content.get("what") for old in ledger.outcomes_of(one.id)}
        for what, day in _came(plan) if plan else ():
            at = clock.end_of_day(day)
            if what not in known and one.as_of < at <= now and (told := _told(one, what)):
                content = {"what": what, "landed": day.isoformat(), **_scores(told, at, one, clock)}
                if what == END and (other := _told(one, OUTSIDE)):
                    content["outside"] = _scores(other, at, one, clock)
                if (planned := _planned(one, what)) is not None:
                    # The error of a single date, in days: what CRPS comes to where there is no spread.
                    content["schedule"] = round(abs(_days(one, at) - _days(one, planned)), 3)
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


def weight_of(errors: Sequence[tuple[float, float]]) -> float:
    """The weight of the inside view, from the CRPS in days of both views of past forecasts, the inside one first.

    The odds are the ratio of the errors (their geometric mean) to the fourth power, leaning on four to one as six forecasts
    would; no forecast counts for more than a ratio of four. Densities are not used: one forecast of which nearly nothing was
    left at the truth would decide for years.
    """
    start = math.log(START / (1 - START)) / _POWER
    ratios = (math.log((outside + _LEAST_ERROR) / (inside + _LEAST_ERROR)) for inside, outside in errors)
    seen = sum(max(-_MOST_RATIO, min(_MOST_RATIO, one)) for one in ratios)
    return 1 / (1 + math.exp(-_POWER * (_LEAN * start + seen) / (_LEAN + len(errors))))


def _mine(entries: Iterable[Entry]) -> list[Entry]:
    return [one for one in entries if one.kind == KIND and one.content.keys() >= _KEPT]


def _told(one: Entry, what: str) -> Mapping[str, Json] | None:
    content: Mapping[str, Json] = one.content
    milestones = content["milestones"] if isinstance(content["milestones"], dict) else {}
    found = content[what] if what in (END, OUTSIDE) else milestones.get(what)
    return found if isinstance(found, dict) and all(map(_is_date, found.values())) else None


def _is_date(told: Json) -> bool:
    try:
        return told is None or datetime.fromisoformat(told).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _planned(one: Entry, what: str) -> datetime | None:
    """When the schedule of a forecast had it done, were every estimate to hold; None where that was not kept."""
    dates = one.content.get("schedule")
    told = dates.get(what) if isinstance(dates, dict) else None
    return datetime.fromisoformat(told) if isinstance(told, str) and _is_date(told) else None


def _came(plan: Plan) -> Iterator[tuple[str, date]]:
    """What is over of a plan, and on which day: its end, and its milestones."""
    days = {task.id: (task, around) for task, around in plan.leaves()}
    ends = [_finished(task, around) for task, around in days.values()]
    if ends and all(ends):
        yield END, max(day for day in ends if day)
    for milestone in plan.milestones:
        names = {one.task for one in milestone.after}
        asked = [
            _finished(task, around)
            for task, around in days.values()
            if task.id in names or any(group.id in names for group in around)
        ]
        if asked and all(asked):
            yield milestone.id, max(day for day in asked if day)


def _finished(task: Json, around: Sequence[Json]) -> date | None:
    return next((one.finished for one in (task, *reversed(around)) if one.finished is not None), None)


def _days(one: Entry, at: datetime) -> float:
    took: timedelta = at - one.as_of
    return took / _DAY


def _scores(told: Mapping[str, Json], at: datetime, one: Entry, clock: WorkingTime) -> dict[str, Json]:
    """Where the truth lay, which levels held, CRPS and pinball loss in days, and the log of the density there."""
    days = _days(one, at)
    dates = [None if told.get(str(share)) is None else datetime.fromisoformat(told[str(share)]) for share in SHARES]
    rising = [_FAR if date is None else _days(one, date) for date in dates]
    losses = {
        share: (share if days >= quantile else share - 1) * (days - quantile)
        for share, quantile in zip(SHARES, rising, strict=True)
    }
    place, log = _place(rising, days)
    told_by = {name: dates[SHARES.index(level)] for name, level in LEVELS.items()}
    return {
        "place": round(place, 4),
        # A date is kept by the end of its day.
        "held": {name: date is None or at <= clock.end_of_day(clock.date_of(date)) for name, date in told_by.items()},
        "crps": round(2 * sum(losses.values()) / len(losses), 3),
        "pinball": round(losses[0.8], 3),
        "log": round(log, 4),
    }


def _place(rising: Sequence[float], days: float) -> tuple[float, float]:
    """The share of futures at or before a number of days, and the log of the density there, per day."""
    if days <= rising[0] or days > rising[-1]:
        # Beyond its ends a forecast says little: what is left of it falls off over as much as it is wide.
        beyond = rising[0] - days if days <= rising[0] else days - rising[-1]
        width = max(rising[-1] - rising[0], _SHORTEST)
        density = SHARES[0] / width * math.exp(-min(beyond / width, 30.0))
        return (0.0 if days <= rising[0] else 1.0), math.log(density)
    stretches = zip(pairwise(rising), pairwise(SHARES), strict=True)
    (low, high), (first, last) = next(pair for pair in stretches if pair[0][0] < days <= pair[0][1])
    wide = max(high - low, _SHORTEST)
    return first + (last - first) * (days - low) / (high - low), math.log((last - first) / wide)
