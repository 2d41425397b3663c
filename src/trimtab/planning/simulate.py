"""Thousands of futures of a plan: its schedule walked again and again, each time with other durations.

Two policies bound what a team does when things slip. "kept": everybody does their tasks in the order of the schedule.
"first": each task in the order of the schedule goes to the candidate who would end it first in that future. Calendars,
links and releases hold in both. Nothing is drawn in order: dice hang on the seed, the name of a task and the number of
the future, so that the same plan and seed give the same futures, and a task more moves no other's (common random
numbers: Law, Simulation Modeling and Analysis, 5th ed., section 11.2).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from trimtab.planning._simulate_arrays import days_of, key_of, network_of, tables_of
from trimtab.planning._simulate_days import NEVER
from trimtab.planning._simulate_dice import Draws, draw, rolled
from trimtab.planning._simulate_kernel import BLOCK, Network, Walked, walk
from trimtab.planning._simulate_path import critical
from trimtab.planning.doubts import FUTURES, Doubts, Event, Policy
from trimtab.planning.durations import PRIOR_SD, Spread
from trimtab.planning.problem import FULL, Problem
from trimtab.planning.schedule import Schedule

_RANKED = 2000  # futures that correlations are told from, of tasks that any hang on
_LIKE_A_TASK = Spread(PRIOR_SD, PRIOR_SD)


@dataclass(frozen=True)
class Futures:
    """What came of a simulation; slots in the order of the futures.

    `ends` holds when the last task ends, `watched` when each task that was asked about ends. `critical` is by task the
    share of futures in which it had no slack, by links and people; `by_person` the share of all tasks without slack
    that were a person's; `gaps` by person the share of futures in which the plan's end hung on their being back.
    `cruciality` is by task the rank correlation of its work with the end (0 for what does not vary).
    """

    ends: NDArray[np.int32]
    watched: Mapping[int, NDArray[np.int32]]
    critical: tuple[float, ...] = ()
    by_person: tuple[float, ...] = ()
    gaps: tuple[float, ...] = ()
    cruciality: tuple[float, ...] = ()
    _sorted: dict[int, NDArray[np.int32]] = field(default_factory=dict, repr=False, compare=False)

    def quantile(self, share: float, task: int | None = None) -> int:
        """The first slot by which the plan, or a watched task, has ended in at least this share of the futures."""
        ends = self._in_order(task)
        return int(ends[max(0, math.ceil(share * len(ends) - 1e-9) - 1)])

    def by(self, slot: float, task: int | None = None) -> float:
        """The share of futures in which the plan, or a watched task, has ended by the beginning of a slot."""
        ends = self._in_order(task)
        return float(np.searchsorted(ends, slot, side="right")) / len(ends)

    @property
    def never(self) -> float:
        """The share of futures in which somebody who is needed is gone for good."""
        return 1 - self.by(NEVER - 1)

    def _in_order(self, task: int | None) -> NDArray[np.int32]:
        key = -1 if task is None else task
        if key not in self._sorted:
            self._sorted[key] = np.sort(self.ends if task is None else self.watched[task])
        return self._sorted[key]


class Simulation:
    """A problem with a schedule, ready to be walked under any doubts: what a what-if asks many times."""

    def __init__(self, problem: Problem, schedule: Schedule, *, seed: int = 1) -> None:
        """Raises `ValueError` where the schedule is of another problem."""
        if len(schedule.placements) != len(problem.tasks):
            raise ValueError(f"{len(schedule.placements)} placements for {len(problem.tasks)} tasks")
        self.problem = problem
        self.seed = seed
        self._network: Network = network_of(problem, schedule)
        self._days = days_of(problem.people)
        self._keys = np.array([key_of(seed, "task", task.name) for task in problem.tasks], np.uint64)

    def run(
        self,
        doubts: Doubts,
        *,
        policy: Policy = "kept",
        futures: int = FUTURES,
        watch: Iterable[int] = (),
        why: bool = False,
        short_gap: int = 32,
    ) -> Futures:
        """Walk the futures. With `why`, what was critical and crucial is worked out too.

        A wait of at most `short_gap` slots for somebody's working hours is no slack of what comes before it.
        """
        draws = self._draws(doubts, futures)
        watched = {task: np.empty(futures, np.int32) for task in watch}
        ends = np.empty(futures, np.int32)
        counts = [np.zeros(size, np.int64) for size in (len(self.problem.tasks), *[len(self.problem.people)] * 2)]
        rooms: dict[int, Walked] = {}
        for first in range(0, futures, BLOCK):
            count = min(BLOCK, futures - first)
            walked = rooms.setdefault(count, _room(self._network, count))
            walk(self._network, self._days, draws, policy == "first", why, first, walked)
            ends[first : first + count] = walked.end.max(axis=0) if len(walked.end) else 0
            for task, row in watched.items():
                row[first : first + count] = walked.end[task]
            if why:
                critical(self._network, self._days, walked, short_gap, *counts)
        if not why:
            return Futures(ends, watched)
        tasks, people, gaps = counts
        return Futures(
            ends, watched, _shares(tasks, futures), _shares(people, int(people.sum())), _shares(gaps, futures),
            self._cruciality(doubts, ends[:_RANKED], tasks),
        )  # fmt: skip

    def _cruciality(self, doubts: Doubts, ends: NDArray[np.int32], critical: NDArray[np.int64]) -> tuple[float, ...]:
        """Spearman's correlation of each task's own work (without what all share) with the end; 0 where no end hangs on it."""
        draws = self._draws(replace(doubts, common=0.0), len(ends))
        multiple, extra = np.empty(len(ends), np.float32), np.empty(len(ends), np.float32)
        landed = _ranks(ends)
        found = []
        for task in range(len(self.problem.tasks)):
            if not critical[task]:
                found.append(0.0)
                continue
            draw(draws, task, 0, multiple, extra)
            ranks = _ranks(multiple * max(int(draws.found_work[task]), 1) + extra)
            both = float(np.sqrt((ranks @ ranks) * (landed @ landed)))
            found.append(float(ranks @ landed) / both if both else 0.0)
        return tuple(found)

    def _draws(self, doubts: Doubts, futures: int) -> Draws:
        tasks = self.problem.tasks
        tables: dict[Spread, int] = {}
        rows = [-1 if one is None else tables.setdefault(_coarse(one), len(tables)) for one in doubts.spreads]
        like = tables.setdefault(_LIKE_A_TASK, len(tables))
        event_rows = [tables.setdefault(_coarse(event.spread), len(tables)) for event in doubts.events]
        hits: list[list[int]] = [[] for _ in tasks]
        for place, event in enumerate(doubts.events):
            for task in event.tasks:
                hits[task].append(place)
        fixed = np.zeros(len(tasks), np.bool_)
        fixed[list(doubts.fixed)] = True
        return Draws(
            key=self._keys,
            table=np.array(rows, np.int64),
            fixed=fixed,
            tables=tables_of(tuple(tables)),
            shared=_shared(key_of(self.seed, "shared"), doubts.common, futures),
            hit_at=np.cumsum([0, *map(len, hits)], dtype=np.int64),
            hit_event=np.array([event for row in hits for event in row], np.int64),
            event_key=np.array([key_of(self.seed, "event", one.name) for one in doubts.events], np.uint64),
            event_table=np.array(event_rows, np.int64),
            event_chance=np.array([one.chance for one in doubts.events], np.float64),
            event_extra=np.array([round(one.work * FULL) for one in doubts.events], np.int64),
            found_chance=doubts.found,
            found_work=np.array([_work(self.problem, task) for task in range(len(tasks))], np.int64),
            found_table=like,
        )


def simulate(
    problem: Problem, schedule: Schedule, doubts: Doubts, *, policy: Policy = "kept", futures: int = FUTURES,
    seed: int = 1, watch: Iterable[int] = (), why: bool = False,
) -> Futures:  # fmt: skip
    """The futures of one plan, once; see `Simulation`."""
    return Simulation(problem, schedule, seed=seed).run(doubts, policy=policy, futures=futures, watch=watch, why=why)


def _coarse(spread: Spread) -> Spread:
    """The spread to hundredths: tasks that hardly differ share a table, which then stays in the cache."""
    return Spread(round(spread.below, 2), round(spread.above, 2), spread.ratios, round(spread.wider, 2))


def _work(problem: Problem, task: int) -> int:
    """The least work of the largest part of a task, in thousandths of slots."""
    return FULL * max((min(one.work for one in role) for role in problem.tasks[task].roles), default=0)


def _shared(key: np.uint64, sd: float, futures: int) -> NDArray[np.float32]:
    """What all tasks share in each future: lognormal around 1, from a table of its quantiles."""
    found = np.empty(futures, np.float32)
    rolled(key, 0, tables_of((Spread(sd, sd),))[0], np.ones(futures, np.float32), found)
    return found


def _room(network: Network, count: int) -> Walked:
    tasks, roles = len(network.order), len(network.role_task)
    return Walked(*(np.zeros((rows, count), np.int32) for rows in (tasks, tasks, roles, roles, roles)))


def _shares(counts: NDArray[np.int64], whole: int) -> tuple[float, ...]:
    return tuple(float(one) / whole if whole else 0.0 for one in counts)


def _ranks(values: NDArray[np.int32] | NDArray[np.float32]) -> NDArray[np.float64]:
    """Ranks around their mean, alike values at the middle of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    ranks: NDArray[np.float64] = middle[places] - middle[places].mean()
    return ranks


__all__: Sequence[str] = ["FUTURES", "Doubts", "Event", "Futures", "Policy", "Simulation", "simulate"]
