"""What finished tasks of all plans say: estimate at first commitment against the hours it took, and what came on top.

The estimate is that of the first accepted schedule which holds the task (a later one overwrites nothing), else the plan's
own. It took the working hours of whoever did it, times their share for the plan, from the day it began to the day it was
done. By size of the estimate alone: whose task it was plays no part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean

from trimtab.advice.plan._team import Team, team_of
from trimtab.advice.plan._work import expected_hours
from trimtab.planning.doubts import FOUND
from trimtab.planning.durations import ENOUGH, Calibration, Finished, learnt
from trimtab.records import Records
from trimtab.records.plan import Plan, PlanTask, estimate_of
from trimtab.records.plan_history import Baseline, baselines
from trimtab.workdays import Elapsed, WorkingTime

WINDOW = 28
"""Days of a window of the past: what tasks of one share is told from chance."""


@dataclass(frozen=True, slots=True)
class Done:
    """One finished task: where it is written, both hours, and the day it was done."""

    plan: str
    task: str
    line: str
    estimate: float
    actual: float
    day: date


@dataclass(frozen=True, slots=True)
class Growth:
    """How many tasks were accepted first, how many came later, and the share that follows for the next ones."""

    first: int = 0
    later: int = 0

    @property
    def share(self) -> float:
        """Later over first, leaning on the default as 30 tasks would."""
        return min(1.0, (self.later + ENOUGH * FOUND) / (self.first + ENOUGH))


@dataclass(frozen=True, slots=True)
class History:
    """What was learnt, and from what; `left_out` says what finished tasks could not be used."""

    done: tuple[Done, ...] = ()
    growth: Growth = Growth()
    calibration: Calibration = field(default_factory=Calibration)
    left_out: tuple[str, ...] = ()


def history_of(records: Records, as_of: datetime, zone: str, *, apply: bool = True) -> History:
    """The history of a workspace up to an instant; without `apply` it is told and not used."""
    day = records.working_time(zone=zone).date_of(as_of)
    done: list[Done] = []
    undated = first = later = 0
    for plan in records.plans:
        accepted = [one for one in baselines(records.folder, plan.id)[0] if one.accepted_at <= as_of]
        found, missed = _done(plan, records, accepted, day, zone)
        done += found
        undated += missed
        more = _growth(plan, accepted)
        first, later = first + more.first, later + more.later
    measured = [Finished(one.estimate, one.actual, one.day.toordinal() // WINDOW) for one in done]
    calibration = learnt(measured)
    if not apply:
        calibration = Calibration(calibration.finished, {}, calibration.counts, applied=False)
    left_out = (f"{undated} done without dates or an estimate",) if undated else ()
    return History(tuple(done), Growth(first, later) if apply else Growth(), calibration, left_out)


def _done(
    plan: Plan, records: Records, accepted: Sequence[Baseline], day: date, zone: str
) -> tuple[list[Done], int]:  # fmt: skip
    team = team_of(plan, records, plan.start, zone)
    clock = records.working_time(zone=zone)
    a_day = Elapsed(WorkingTime(zone=clock.zone, moves=clock.moves, hours=clock.hours)).hours_a_day
    committed = _committed(accepted)
    found, missed = [], 0
    for task, _ in plan.leaves():
        if not task.is_done:
            continue
        written, people = committed.get(task.id, (None, ()))
        estimate = estimate_of(written) if written else task.estimate
        dated = task.started is not None and task.finished is not None and task.started <= task.finished <= day
        actual = _hours(task, people, team, clock) if dated else 0.0
        if estimate is None or task.finished is None or not actual:
            missed += 1
            continue
        hours = expected_hours(estimate, a_day)
        found.append(Done(plan.id, task.id, plan.file, hours, actual, task.finished))
    return found, missed


def _committed(accepted: Sequence[Baseline]) -> Mapping[str, tuple[str | None, tuple[str, ...]]]:
    """Of each task the first estimate it was accepted with, and who was to do it last."""
    found: dict[str, tuple[str | None, tuple[str, ...]]] = {}
    for baseline in accepted:
        for task in baseline.tasks:
            first = found.get(task.id, (None, ()))[0]
            found[task.id] = (first or task.estimate, task.people)
    return found


def _hours(task: PlanTask, people: Sequence[str], team: Team, clock: WorkingTime) -> float:
    """The working hours of one person on a task, from the start of its first day to the end of its last."""
    names = (task.owner,) if task.owner else people
    workers = [team.workers[place] for name in names if (place := team.find(name)) is not None]
    clocks = [(one.working, one.share) for one in workers] or [(clock, 1.0)]
    first, last = task.started, task.finished
    if first is None or last is None:
        return 0.0
    return fmean(
        working.hours_between(working.start_of_day(first), working.end_of_day(last)) * share
        for working, share in clocks
    )


def _growth(plan: Plan, accepted: Sequence[Baseline]) -> Growth:
    """What came after the first acceptance, in later ones or in the plan as it is."""
    if not accepted:
        return Growth()
    first = {task.id for task in accepted[0].tasks}
    return Growth(len(first), len(set(_seen(plan, accepted)) - first))


def _seen(plan: Plan, accepted: Sequence[Baseline]) -> Iterator[str]:
    for baseline in accepted[1:]:
        yield from (task.id for task in baseline.tasks)
    yield from (task.id for task, _ in plan.leaves() if task.estimate is not None or task.is_done)
