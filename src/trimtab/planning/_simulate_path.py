"""What held the end back in each future, compiled: from the end back over whatever fixed the start of the next task."""

import numpy as np

from trimtab.planning._kernel import njit
from trimtab.planning._simulate_days import NEVER, Days, Longs, Whole, opening
from trimtab.planning._simulate_dice import Marks
from trimtab.planning._simulate_kernel import (
    FINISH_FINISH,
    FINISH_START,
    START_FINISH,
    START_START,
    Network,
    Walked,
    together,
)


@njit(cache=True, nogil=True)
def critical(
    network: Network, days: Days, walked: Walked, short: Whole, tasks: Longs, parts: Longs, gaps: Longs
) -> None:
    """Count the futures of a block in which tasks, and parts of people, had no slack.

    A task has none where later work of it ends all later: it ends last, or its end, or its start, is what another
    without slack waited for: by a link, or for the person. `gaps` counts by person the futures in which the next task
    waited for them to be back, for longer than `short` slots: what comes before such a wait has slack.
    """
    width = walked.start.shape[1]
    latest = np.zeros(width, np.int32)
    for row in walked.end:
        latest = np.maximum(latest, row)
    ends, starts = walked.end == latest, np.zeros(walked.end.shape, np.bool_)
    marked = np.zeros(walked.part.shape, np.bool_)
    away = np.zeros((len(days.most), width), np.bool_)
    chosen, work = np.empty(len(network.role_task) + 1, np.int64), np.empty(len(network.role_task) + 1, np.int64)
    for place in range(len(network.order) - 1, -1, -1):
        task = network.order[place]
        first, last = network.role_at[task], network.role_at[task + 1]
        for b in range(width):
            _parts(network, walked, task, b, ends[task, b], marked)
            works = ends[task, b] if first == last else _any(marked, first, last, b)
            if not (works or starts[task, b] or ends[task, b]):
                continue
            base: Whole = _base(network, walked, task, b)
            begin: Whole = base
            for role in range(first, last):
                chosen[role - first] = walked.chosen[role, b]
                work[role - first] = walked.part[role, b] - walked.start[task, b]
            if first < last and walked.end[task, b] > walked.start[task, b] > base:
                begin = together(network, days, chosen, last - first, base, work)
            if walked.start[task, b] > begin:
                _by_end(network, walked, task, b, ends, starts)
                continue
            tasks[task] += works
            for role in range(first, last):
                parts[network.person[chosen[role - first]]] += marked[role, b]
            if begin - base > short:
                _absent(network, days, chosen, last - first, base, work, away[:, b])
            else:
                _by_start(network, walked, task, b, base, ends, starts, marked)
    for person in range(len(gaps)):
        gaps[person] += away[person].sum()


@njit(cache=True, nogil=True)
def _any(marked: Marks, first: Whole, last: Whole, b: Whole) -> bool:
    found = False
    for role in range(first, last):
        found = found or marked[role, b]
    return found


@njit(cache=True, nogil=True)
def _parts(network: Network, walked: Walked, task: Whole, b: Whole, matters: Whole, marked: Marks) -> None:
    """Mark the parts that a task ended with, where its end matters."""
    for role in range(network.role_at[task], network.role_at[task + 1]):
        if matters and walked.part[role, b] == walked.end[task, b]:
            marked[role, b] = True


@njit(cache=True, nogil=True)
def _base(network: Network, walked: Walked, task: Whole, b: Whole) -> Whole:
    """The slot from which on links, release and people let a task start."""
    base = np.int64(network.release[task])
    for link in range(network.link_at[task], network.link_at[task + 1]):
        base = max(base, _lets(network, walked, link, b))
    for role in range(network.role_at[task], network.role_at[task + 1]):
        before = walked.before[role, b]
        if before >= 0:
            base = max(base, np.int64(walked.part[before, b]))
    return min(base, np.int64(NEVER))


@njit(cache=True, nogil=True)
def _lets(network: Network, walked: Walked, link: Whole, b: Whole) -> Whole:
    """The slot from which on a link lets its task start; 0 for one that is about its end."""
    other = network.link_task[link]
    if network.link_kind[link] == FINISH_START:
        return walked.end[other, b] + network.link_lag[link]
    if network.link_kind[link] == START_START:
        return walked.start[other, b] + network.link_lag[link]
    return np.int64(0)


@njit(cache=True, nogil=True)
def _by_start(
    network: Network, walked: Walked, task: Whole, b: Whole, base: Whole, ends: Marks, starts: Marks, marked: Marks
) -> None:
    """Mark what a task waited for to start."""
    for link in range(network.link_at[task], network.link_at[task + 1]):
        if network.link_kind[link] in (FINISH_START, START_START) and _lets(network, walked, link, b) == base:
            if network.link_kind[link] == FINISH_START:
                ends[network.link_task[link], b] = True
            else:
                starts[network.link_task[link], b] = True
    for role in range(network.role_at[task], network.role_at[task + 1]):
        before = walked.before[role, b]
        if before >= 0 and walked.part[before, b] == base:
            marked[before, b] = True


@njit(cache=True, nogil=True)
def _by_end(network: Network, walked: Walked, task: Whole, b: Whole, ends: Marks, starts: Marks) -> None:
    """Mark what a task waited for to end."""
    latest = np.int64(0)
    for link in range(network.link_at[task], network.link_at[task + 1]):
        latest = max(latest, _holds(network, walked, link, b))
    for link in range(network.link_at[task], network.link_at[task + 1]):
        if _holds(network, walked, link, b) == latest:
            if network.link_kind[link] == FINISH_FINISH:
                ends[network.link_task[link], b] = True
            else:
                starts[network.link_task[link], b] = True


@njit(cache=True, nogil=True)
def _holds(network: Network, walked: Walked, link: Whole, b: Whole) -> Whole:
    """The slot before which a link lets its task not end; -1 for one that is about its start."""
    other = network.link_task[link]
    if network.link_kind[link] == FINISH_FINISH:
        return walked.end[other, b] + network.link_lag[link]
    if network.link_kind[link] == START_FINISH:
        return walked.start[other, b] + network.link_lag[link]
    return np.int64(-1)


@njit(cache=True, nogil=True)
def _absent(network: Network, days: Days, chosen: Longs, roles: Whole, slot: Whole, work: Longs, away: Marks) -> None:
    """Mark who has something to do and does not work in a slot."""
    for role in range(roles):
        person = network.person[chosen[role]]
        if work[role] > 0 and opening(days, person, slot) > slot:
            away[person] = True
