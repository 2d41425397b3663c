"""What finished tasks of all plans say: estimate at first commitment against the hours it took, and what came on top.

The estimate is that of the first accepted schedule which holds the task (a later one overwrites nothing), else the plan's
own. It took the working hours of whoever did it, times their share for the plan, from the day it began to the day it was
done; a day on which they had several tasks of the plan at once is parted evenly among these. The days are those written in
the plan, else those of the first and the last commit of the task's items. By size of the estimate alone: whose task it was
plays no part.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import fmean

from trimtab.advice.plan._items import WorkSpan
from trimtab.advice.plan._team import Team, Worker, team_of
from trimtab.advice.plan._work import expected_hours
from trimtab.planning.doubts import FOUND
from trimtab.planning.durations import ENOUGH, Calibration, Finished, learnt
from trimtab.records import Records
from trimtab.records.plan import Plan, PlanTask, estimate_of
from trimtab.records.plan_history import Baseline, baselines
from trimtab.workdays import Elapsed, WorkingTime

_LONGEST = timedelta(days=1100)  # a task of more than three years is a slip of the pen, or was put aside

WINDOW = 28
"""Days of a window of the past: what tasks of one share is told from chance."""


@dataclass(frozen=True, slots=True)
class Done:
    """One finished task: where it is written, both hours, the day it was done, and whether its items' commits dated it."""

    plan: str
    task: str
    line: str
    estimate: float
    actual: float
    day: date
    by_items: bool = False


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
    """What was learnt, and from what; `left_out` says what finished tasks could not be used.

    `ends` are the days on which tasks were done, with an estimate or without, of plans of which the first began on `begun`.
    """

    done: tuple[Done, ...] = ()
    ends: tuple[date, ...] = ()
    begun: date | None = None
    growth: Growth = Growth()
    calibration: Calibration = field(default_factory=Calibration)
    left_out: tuple[str, ...] = ()


def history_of(
    records: Records, as_of: datetime, zone: str, worked: Mapping[str, WorkSpan | None], *, apply: bool = True
) -> History:
    """The history of a workspace up to an instant; without `apply` it is told and not used.

    `worked` says of items that ended, as plans write them, when work on them began and ended (`worked_items`).
    """
    clock = records.working_time(zone=zone)
    day = clock.date_of(as_of)
    done: list[Done] = []
    ends: list[date] = []
    begun: list[date] = []
    undated = first = later = 0
    for plan in records.plans:
        accepted = [one for one in baselines(records.folder, plan.id)[0] if one.accepted_at <= as_of]
        past = _Past(plan, team_of(plan, records, plan.start, zone), clock, worked)
        found, missed = past.done(accepted, day)
        done += found
        if over := past.ends(day):
            ends += over
            begun.append(min(plan.start, *over))
        undated += missed
        more = _growth(plan, accepted)
        first, later = first + more.first, later + more.later
    measured = [Finished(one.estimate, one.actual, one.day.toordinal() // WINDOW) for one in done]
    calibration = learnt(measured)
    if not apply:
        calibration = Calibration(calibration.finished, {}, calibration.counts, applied=False)
    left_out = (f"{undated} done without dates or an estimate",) if undated else ()
    growth = Growth(first, later) if apply else Growth()
    return History(tuple(done), tuple(sorted(ends)), min(begun, default=None), growth, calibration, left_out)


@dataclass(frozen=True, slots=True)
class _Ran:
    """A finished task with the days it ran from and to, and whoever did it (nobody where that is not known)."""

    task: PlanTask
    hours: float
    first: date
    last: date
    workers: tuple[Worker, ...]
    by_items: bool

    def days(self) -> Iterator[date]:
        """Every day it ran on."""
        return (self.first + timedelta(days=one) for one in range((self.last - self.first).days + 1))


class _Past:
    """What was finished of one plan."""

    def __init__(self, plan: Plan, team: Team, clock: WorkingTime, worked: Mapping[str, WorkSpan | None]) -> None:
        self.plan, self.team, self.clock, self.worked = plan, team, clock, worked
        self.a_day = Elapsed(WorkingTime(zone=clock.zone, moves=clock.moves, hours=clock.hours)).hours_a_day

    def done(self, accepted: Sequence[Baseline], day: date) -> tuple[list[Done], int]:
        """Tasks with an estimate and both days until `day`, and how many are done without."""
        ran, missed = [], 0
        committed = _committed(accepted)
        for task, _ in self.plan.leaves():
            if not self._is_done(task):
                continue
            found = self._ran(task, *committed.get(task.id, (None, ())), day)
            ran += [found] if found else []
            missed += found is None
        running = Counter((worker.id, at) for one in ran for worker in one.workers for at in one.days())
        told = []
        for one in ran:
            actual = self._hours(one, running)
            missed += not actual
            told += [Done(self.plan.id, one.task.id, self.plan.file, one.hours, actual, one.last, one.by_items)] * bool(
                actual
            )
        return told, missed

    def ends(self, day: date) -> list[date]:
        """When tasks were done, of those that were by `day`."""
        done = [task for task, _ in self.plan.leaves() if self._is_done(task)]
        known = [one.finished or self._from_items(one)[1] for one in done]
        return [end for end in known if end is not None and end <= day]

    def _from_items(self, task: PlanTask) -> tuple[date | None, date | None]:
        """The days of the first and the last commit of a task's items."""
        spans = [span for item in task.items if (span := self.worked.get(item)) is not None]
        first = min((self.clock.date_of(begun) for begun, _ in spans), default=None)
        return first, max((self.clock.date_of(ended) for _, ended in spans), default=None)

    def _is_done(self, task: PlanTask) -> bool:
        return task.is_done or (bool(task.items) and all(item in self.worked for item in task.items))

    def _ran(self, task: PlanTask, written: str | None, people: Sequence[str], day: date) -> _Ran | None:
        estimate = estimate_of(written) if written else task.estimate
        begun, ended = self._from_items(task)
        first, last = task.started or begun, task.finished or ended
        if estimate is None or first is None or last is None or not first <= last <= day or last - first > _LONGEST:
            return None
        names = (task.owner,) if task.owner else people
        workers = tuple(self.team.workers[place] for name in names if (place := self.team.find(name)) is not None)
        by_items = task.started is None or task.finished is None
        return _Ran(task, expected_hours(estimate, self.a_day), first, last, workers, by_items)

    def _hours(self, one: _Ran, running: Mapping[tuple[str, date], int]) -> float:
        """The working hours of one person on a task; of a day with several of the plan's tasks, an even part."""
        if not one.workers:
            return sum(_of_day(self.clock, at) for at in one.days())
        return fmean(
            worker.share * sum(_of_day(worker.working, at) / running[worker.id, at] for at in one.days())
            for worker in one.workers
        )


@lru_cache(maxsize=20_000)
def _of_day(working: WorkingTime, at: date) -> float:
    return working.hours_between(working.start_of_day(at), working.end_of_day(at))


def _committed(accepted: Sequence[Baseline]) -> Mapping[str, tuple[str | None, tuple[str, ...]]]:
    """Of each task the first estimate it was accepted with, and who was to do it last."""
    found: dict[str, tuple[str | None, tuple[str, ...]]] = {}
    for baseline in accepted:
        for task in baseline.tasks:
            first = found.get(task.id, (None, ()))[0]
            found[task.id] = (first or task.estimate, task.people)
    return found


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
