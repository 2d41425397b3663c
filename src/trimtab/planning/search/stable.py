"""A schedule as like the last one as can be, no later and no longer than it may become."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from trimtab.planning._best import Budget
from trimtab.planning.problem import Candidate, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule
from trimtab.planning.search._people_cooling import cool, keep, linger
from trimtab.planning.search._people_form import NEVER, Ints
from trimtab.planning.search._people_kernel import decode, room_for
from trimtab.planning.search._people_moves import line_up
from trimtab.planning.search._people_queues import LATE, OVER, Last, build, queues_for
from trimtab.planning.search.people import PREFERRED, Engine

TRIES = 2_000
"""A round of this search: about as long as one of the others."""
CHEAP, USUAL, DEAR, DEAREST = 100, 200, 1_000, 3_000
"""What a slot too long or too late costs: of a plan that begins so, that was not so, that must not become so; at most."""
CHEAPER, DEARER = 0.9, 1.05
"""How that changes with each round in which a plan is neither, and in which it is."""
COLD = 0.025
"""What is left of a stage's warmth when it ends."""


class Stage(NamedTuple):
    """A part of the search: up to which share of the budget it lasts, and how warm it begins."""

    until: float
    warmth: int


STAGES = (Stage(1 / 3, 2_000), Stage(2 / 3, 800), Stage(1, 400))
STAGES_OF_FAR = (Stage(0.45, 2_000), Stage(0.75, 1_000), Stage(1, 500))


def closest(
    problem: Problem,
    last: Sequence[Placement | None],
    fresh: Schedule,
    budget: Budget,
    *,
    lateness: int,
    makespan: int,
    day: int,
    seed: int,
    far: bool = False,
) -> Schedule | None:
    """The schedule with the fewest changes against `last` that was found within the budget; None without a valid one.

    Two walks, from the last plan with its people and from `fresh` (where that is `far` both from the last one), cool down
    stage by stage, and for the last stage begin from the better plan. What comes out has no more than `lateness` and
    ends by `makespan`, in slots, as does `fresh`.
    """
    engine = Engine(problem)
    old = last_of(engine, last, (lateness, makespan, day))
    walks = [Walk(engine, old, seed * 2 + number) for number in range(2)]
    walks[0].begin_from_old(last, fresh)
    if far:
        walks[1].begin_from_old(last, fresh)
    else:
        walks[1].begin_from(fresh)
    _cooled(walks, fresh, budget, STAGES_OF_FAR if far else STAGES)
    best = min(walks, key=lambda walk: walk.best)
    return best.schedule() if best.best < NEVER else None


def _cooled(walks: Sequence["Walk"], fresh: Schedule, budget: Budget, stages: Sequence[Stage]) -> None:
    """Lets the walks go on until the budget is over, or one has come to a plan in which nothing changes."""
    at, since = 0, 0.0
    with ThreadPoolExecutor(len(walks)) as pool:
        while not budget.over() and all(walk.best for walk in walks):
            while budget.used >= stages[at].until:
                since, at = stages[at].until, at + 1
                for walk in walks:
                    walk.begin_again(walks if at == len(stages) - 1 else (walk,), fresh, last=at == len(stages) - 1)
            share = (budget.used - since) / (stages[at].until - since)
            warmth = int(stages[at].warmth * COLD**share)
            tries = TRIES if budget.by_rounds else TRIES // 2
            list(pool.map(Walk.go, walks, (tries,) * len(walks), (warmth,) * len(walks)))
            budget.spend()


def compile_all() -> None:
    """Compiles what the search compiles, on a plan of two tasks."""
    able = (Candidate(0, 1), Candidate(1, 1))
    problem = Problem((Task("one", (able,)), Task("two", (able, able[::-1]))), people=(Person("a"), Person("b")))
    engine = Engine(problem)
    last = (Placement(0, 1, (0,)), Placement(1, 2, (0, 1)))
    walk = Walk(engine, last_of(engine, last, (0, 2, 1)), 1)
    walk.begin_from_old(last, Schedule(last))
    walk.go(2, 0)
    walk.schedule()


def last_of(engine: Engine, last: Sequence[Placement | None], limits: tuple[int, int, int]) -> Last:
    """The last plan as arrays, with the lateness and the makespan that may be reached, and the slots of a day."""
    tasks, release = engine.problem.tasks, engine.form.release
    lateness, makespan, day = limits
    counts = np.array([_counts(one, task) for one, task in zip(last, tasks, strict=True)], np.int64)
    start = np.array([-1 if one is None else one.start for one in last], np.int64)
    nobody = [Placement(0, 0, (-1,) * len(task.roles)) for task in tasks]
    known = tuple(one if one is not None and c else none for one, c, none in zip(last, counts, nobody, strict=True))
    goes_on = [any(link.kind[0] == "F" and link.lag >= 0 for link in links) for links in engine.problem.after]
    return Last(
        start=start,
        counts=counts,
        kept=(engine.biases_of(Schedule(known)) < 0).astype(np.int64),
        held=np.where(counts > 0, np.maximum(release, start - day), release),
        plain=release,
        latest=np.where(goes_on, NEVER, makespan),
        late=lateness,
        day=day,
    )


def _counts(one: Placement | None, task: Task) -> bool:
    return one is not None and len(one.people) == len(task.roles) and task.start is None


class Walk:
    """One search from one beginning; `best` is what the changes of its best plan cost, `NEVER` without one."""

    def __init__(self, engine: Engine, last: Last, seed: int) -> None:
        self._engine = engine
        self._last = last
        self._line = queues_for(engine.form)
        self._dice = np.array([(seed * 0x9E3779B97F4A7C15 + 0x7654321) % (1 << 64) or 1], np.uint64)
        self._free = np.flatnonzero(engine.form.fixed < 0)
        self._dear = float(CHEAP)

    @property
    def best(self) -> int:
        """What the changes of the best plan cost, of those no later and no longer than they may be."""
        return int(self._line.best_worth[0])

    def begin_from(self, schedule: Schedule) -> None:
        """From a plan as it stands, which should stay as short as it is."""
        seat = np.flatnonzero(self._engine.biases_of(schedule) < 0)
        self._begin(np.array([one.start for one in schedule.placements], np.int64), seat, hold=0)
        self._dear = DEAR

    def begin_from_old(self, last: Sequence[Placement | None], fresh: Schedule) -> None:
        """From the last plan, its order and people, nothing more than a day earlier; new tasks as in `fresh`."""
        engine, old = self._engine, self._last
        known = [now.start if one is None else one.start for one, now in zip(last, fresh.placements, strict=True)]
        room = room_for(engine.form)
        bias = np.where(old.kept > 0, PREFERRED, 0)
        decode(engine.form._replace(release=old.held), room, engine.list_of(known), bias)
        if room.end.max(initial=0) >= NEVER:
            self.begin_from(fresh)
        else:
            self._begin(room.start, room.seat, hold=1)
            self._dear = CHEAP

    def _begin(self, start: Ints, seat: Ints, hold: int) -> None:
        form, line = self._engine.form, self._line
        line_up(form.before_at, form.before, self._engine.topo, start.copy(), line.order, 0)
        line.seat[:], line.hold[:] = seat, hold
        build(form, line, self._last)
        keep(line, self._last)

    def begin_again(self, walks: Sequence["Walk"], fresh: Schedule, *, last: bool) -> None:
        """From the best plan of these; without one from where it is, nothing held any more, or for the last time from `fresh`."""
        best = min(walks, key=lambda walk: walk.best)
        if best.best < NEVER:
            self._take(best)
            self._dear = max(self._dear, USUAL)
        elif last:
            self.begin_from(fresh)
        else:
            self._line.hold[:] = 0
            build(self._engine.form, self._line, self._last)
            self._dear = DEAR

    def _take(self, other: "Walk") -> None:
        mine, theirs = self._line, other._line  # noqa: SLF001 - another of the same kind
        mine.order[:], mine.seat[:], mine.hold[:] = theirs.best_order, theirs.best_seat, theirs.best_hold
        build(self._engine.form, mine, self._last)
        keep(mine, self._last)

    def go(self, tries: int, warmth: int) -> None:
        """So many tries more."""
        if not len(self._free):
            return
        line, last = self._line, self._last
        cool(self._engine.form, line, last, self._free, tries, warmth, int(self._dear), self._dice)
        fits = not line.tally[OVER] and line.tally[LATE] <= last.late
        self._dear = max(10.0, self._dear * CHEAPER) if fits else min(DEAREST, self._dear * DEARER)

    def schedule(self) -> Schedule:
        """Its best plan, each task as near to its old start as the others leave room for."""
        self._take(self)
        linger(self._engine.form, self._line, self._last)
        return self._engine.schedule_of(self._line.start, self._line.end, self._line.seat)
