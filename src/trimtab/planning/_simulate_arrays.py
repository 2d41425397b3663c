"""A problem, its schedule and what varies, as the arrays that the compiled walk reads."""

import hashlib
import heapq
import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from statistics import NormalDist, median

import numpy as np
from numpy.typing import NDArray

from trimtab.planning._simulate_days import GRAIN, Days, Longs
from trimtab.planning._simulate_kernel import MOST_ROLES, Network
from trimtab.planning.durations import STEPS, Spread, quantiles_of
from trimtab.planning.problem import FULL, Person, Problem, Task
from trimtab.planning.schedule import Schedule

_END = 1 << 62
_KINDS = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}


def key_of(seed: int, *names: str) -> np.uint64:
    """The key of the dice of one name."""
    text = "\x1f".join((str(seed), *names))
    return np.uint64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))


def tables_of(spreads: Sequence[Spread]) -> NDArray[np.float32]:
    """The quantiles of each spread, a row each: the same as `Spread.at`, by the thousand."""
    normal = _normal()
    below, above = np.array([one.below for one in spreads]), np.array([one.above for one in spreads])
    found = np.exp(np.where(normal < 0, np.outer(below, normal), np.outer(above, normal)), dtype=np.float64)
    for row, spread in enumerate(spreads):
        if spread.ratios:
            logs, middle = _logs(spread.ratios), math.log(median(spread.ratios))
            found[row] = np.exp(middle + spread.wider * (logs - middle))
    return np.asarray(found, np.float32)


@cache
def _normal() -> NDArray[np.float64]:
    return np.array([NormalDist().inv_cdf((step + 0.5) / STEPS) for step in range(STEPS)])


@lru_cache(maxsize=64)
def _logs(ratios: tuple[float, ...]) -> NDArray[np.float64]:
    return np.array([math.log(one) for one in quantiles_of(ratios)])


def days_of(people: Sequence[Person]) -> Days:
    """The rows of everybody's working time."""
    rows = [_rows(person) for person in people]
    ends = _offsets(len(first) for first, _, _ in rows)
    hints = [
        np.searchsorted(first[:-1], np.arange(0, first[-2] + GRAIN, GRAIN), side="right") - 1 + at
        for (first, _, _), at in zip(rows, ends[:-1], strict=True)
    ]
    return Days(
        first=_joined([first for first, _, _ in rows]),
        worked=_joined([worked for _, worked, _ in rows]),
        pace=_joined([pace for _, _, pace in rows]),
        hint=_offsets(map(len, hints)),
        row=_joined(hints).astype(np.int32),
        most=_longs(max(1, *(pace for _, pace in one.pace)) for one in people),
    )


def _rows(person: Person) -> tuple[Longs, Longs, Longs]:
    """First slots, what is worked before them, and paces; and the row after the last, that nothing comes to."""
    first, pace = (_longs(column) for column in zip(*person.pace, strict=True))
    worked = np.cumsum(np.diff(first) * pace[:-1], dtype=np.int64)
    return np.append(first, _END), np.concatenate(([0], worked, [_END])), np.append(pace, 0)


def network_of(problem: Problem, schedule: Schedule) -> Network:
    """Tasks and links in the order of the schedule, with the people it names first in each role."""
    order = order_of(problem, schedule)
    place = {task: at for at, task in enumerate(order)}
    links = [
        [(link.before, _KINDS[link.kind], link.lag) for link in waited if place[link.before] < place[link.after]]
        for waited in problem.before
    ]
    for before, task in _handed_on(problem, schedule):
        links[task].append((before, _KINDS["FS"], 0))
    roles = [(index, role) for index, task in enumerate(problem.tasks) for role in _roles(task, schedule, index)]
    if any(len(task.roles) > MOST_ROLES for task in problem.tasks):
        raise ValueError(f"a task with more than {MOST_ROLES} roles")
    return Network(
        order=_longs(order),
        release=_longs(max(task.release, task.start or 0) for task in problem.tasks),
        duration=_longs(task.duration * FULL for task in problem.tasks),
        link_at=_offsets(map(len, links)),
        link_task=_longs(other for row in links for other, _, _ in row),
        link_kind=_longs(kind for row in links for _, kind, _ in row),
        link_lag=_longs(lag for row in links for _, _, lag in row),
        start_read=np.array([any(one.kind in ("SS", "SF") for one in links) for links in problem.after], np.bool_),
        role_at=_offsets(len(task.roles) for task in problem.tasks),
        role_task=_longs(index for index, _ in roles),
        candidate_at=_offsets(len(role) for _, role in roles),
        person=_longs(person for _, role in roles for person, _ in role),
        work=_longs(work * FULL for _, role in roles for _, work in role),
    )


def order_of(problem: Problem, schedule: Schedule) -> list[int]:
    """The tasks as the schedule begins them, each behind all it waits for by its links, its people and its pools.

    Where a link asks for a task that its own people begin later (an overlap that is allowed), the people go first: such
    a link holds no future back.
    """
    count, placed = len(problem.tasks), schedule.placements
    after: list[set[int]] = [{link.after for link in links} for links in problem.after]
    for one, other in (*_followers(schedule), *_handed_on(problem, schedule)):
        after[one].add(other)
    waiting = [0] * count
    for other in (other for others in after for other in others):
        waiting[other] += 1
    begun = sorted(range(count), key=lambda task: (placed[task].start, placed[task].end, task))
    rank = {task: place for place, task in enumerate(begun)}
    ready = [rank[task] for task in range(count) if not waiting[task]]
    heapq.heapify(ready)
    left, found = dict.fromkeys(begun), []
    while left:
        task = begun[heapq.heappop(ready)] if ready else next(iter(left))
        if task not in left:
            continue
        del left[task]
        found.append(task)
        for other in after[task]:
            waiting[other] -= 1
            if not waiting[other] and other in left:
                heapq.heappush(ready, rank[other])
    return found


def _followers(schedule: Schedule) -> Iterable[tuple[int, int]]:
    """Each task with the next of the same person, as scheduled."""
    by_person: dict[int, list[int]] = {}
    for task, placed in enumerate(schedule.placements):
        for person in placed.people:
            by_person.setdefault(person, []).append(task)
    for tasks in by_person.values():
        tasks.sort(key=lambda task: (schedule.placements[task].start, schedule.placements[task].end, task))
        yield from pairwise(tasks)


def _handed_on(problem: Problem, schedule: Schedule) -> Iterable[tuple[int, int]]:
    """Each task with whoever hands it units of a pool, as scheduled: the units that were free last before it."""
    placed = schedule.placements
    for pool, one in enumerate(problem.pools):
        units: list[tuple[int, int]] = [(0, -1)] * one.capacity
        takers = [(task, dict(found.demands).get(pool, 0)) for task, found in enumerate(problem.tasks)]
        for task, many in sorted(takers, key=lambda taker: (placed[taker[0]].start, placed[taker[0]].end, taker[0])):
            free = sorted((unit for unit in units if unit[0] <= placed[task].start), reverse=True)[:many]
            for unit in free:
                units.remove(unit)
                units.append((placed[task].end, task))
            yield from ((before, task) for before in {before for _, before in free} if before >= 0)


def _roles(task: Task, schedule: Schedule, index: int) -> list[list[tuple[int, int]]]:
    """The candidates of each role with their work, whom the schedule names first."""
    people = schedule.placements[index].people
    found = []
    for place, role in enumerate(task.roles):
        allowed = [one for one in role if task.people is None or one.person == task.people[place]]
        found.append([(one.person, one.work) for one in sorted(allowed, key=lambda one: one.person != people[place])])
    return found


def _longs(values: Iterable[int]) -> Longs:
    return np.fromiter(values, np.int64)


def _offsets(lengths: Iterable[int]) -> Longs:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(_longs(lengths), dtype=np.int64)))


def _joined(rows: Sequence[Longs]) -> Longs:
    return np.concatenate(rows) if rows else np.zeros(0, np.int64)
