"""A schedule as like the last one as can be, no later and no longer than it may become."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from trimtab.planning._best import Budget
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Placement, Schedule
from trimtab.planning.search._people_form import NEVER, Ints
from trimtab.planning.search._people_kernel import decode, room_for
from trimtab.planning.search._people_moves import crowd_for
from trimtab.planning.search._people_stable import Last, stay_close, weigh
from trimtab.planning.search.people import PREFERRED, Engine

PATIENCE = 0.75
"""The share of the budget after which the second search, if it is still too long, goes on from the best one."""


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
) -> Schedule | None:
    """The schedule with the fewest changes against `last` that was found within the budget; None without a valid one.

    It is sought from the old order with the old people, from the old order with whoever is not much
    slower, and from `fresh`; it has no more than `lateness` and ends by `makespan`, in slots, as does `fresh`.
    """
    engine = Engine(problem)
    keen = (PREFERRED, -2 * day, 0)
    with ThreadPoolExecutor(2) as pool:
        walks = [
            Walk(engine, last, None if number == 2 else keen[number], fresh, (lateness, makespan, day), seed + number)
            for number in range(3)
        ]
        while not budget.over():
            chunk = max(1, engine.chunk if budget.by_rounds else engine.chunk // 8)
            list(pool.map(Walk.go, walks, (chunk,) * len(walks)))
            budget.spend()
            if budget.used >= PATIENCE:
                walks[1].follow(min(walks, key=lambda walk: walk.worth))
    best = min(walks, key=lambda walk: walk.worth)
    return best.schedule() if not any(best.worth[:3]) else None


class Walk:
    """One search from one beginning."""

    def __init__(
        self,
        engine: Engine,
        last: Sequence[Placement | None],
        keen: int | None,
        fresh: Schedule,
        limits: tuple[int, int, int],
        seed: int,
    ) -> None:
        self._engine = engine
        form = engine.form
        release = form.release.copy()
        self._form = form._replace(release=release)
        self._room = room_for(form)
        self._crowd = crowd_for(form, 1, engine.topo, len(engine.fixed))
        self._dice = np.array([(seed * 0x9E3779B97F4A7C15 + 0x7654321) % (1 << 64) or 1], np.uint64)
        tasks = engine.problem.tasks
        start = np.array([-1 if one is None else one.start for one in last], np.int64)
        counts = [one is not None and len(one.people) == len(t.roles) and t.start is None
                  for one, t in zip(last, tasks, strict=True)]  # fmt: skip
        known = [fresh.placements[t] if one is None or not counts[t] else one for t, one in enumerate(last)]
        old = engine.biases_of(Schedule(tuple(known)))
        self._last = Last(
            start, np.array(counts, np.int64), (old < 0).astype(np.int64), form.release.copy(), release,
            np.array(limits, np.int64),
        )  # fmt: skip
        self._begin(known, old, keen, fresh)

    def _begin(self, known: Sequence[Placement], old: Ints, keen: int | None, fresh: Schedule) -> None:
        crowd, last = self._crowd, self._last
        if keen is None:
            crowd.child[:] = self._engine.list_of([one.start for one in fresh.placements])
            crowd.child_bias[:] = self._engine.biases_of(fresh)
        else:
            crowd.child[:] = self._engine.list_of([one.start for one in known])
            crowd.child_bias[:] = np.where(old < 0, keen, 0)
            held = last.counts > 0
            last.release[held] = np.maximum(last.plain, last.start)[held]
        decode(self._form, self._room, crowd.child, crowd.child_bias)
        weigh(self._form, self._room, last, crowd.found)

    def follow(self, other: "Walk") -> None:
        """Goes on from where another is, where this one is still late or too long and the other is not."""
        if any(self.worth[:3]) and not any(other.worth[:3]):
            mine, theirs = self._crowd, other._crowd  # noqa: SLF001 - another of the same kind
            mine.child[:], mine.child_bias[:], mine.found[:] = theirs.child, theirs.child_bias, theirs.found
            self._last.release[:] = other._last.release  # noqa: SLF001

    @property
    def worth(self) -> tuple[int, ...]:
        """Broken rules, lateness and slots too many, and what the changes cost."""
        return tuple(map(int, self._crowd.found))

    def go(self, tries: int) -> None:
        """So many small changes more."""
        if self._crowd.found[0] < NEVER:
            stay_close(self._form, self._room, self._crowd, self._last, tries, self._dice)

    def schedule(self) -> Schedule:
        """What it has come to."""
        decode(self._form, self._room, self._crowd.child, self._crowd.child_bias)
        return self._engine.schedule_of(self._room.start, self._room.end, self._room.seat)
