"""Which tasks are told: the few that remove most risk per hour.

What a task removes is counted in changes that would have to wait. Two tasks for one gap share what is left of it, so each
next one is chosen by what it still adds; the same done by the same person in several places is told as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from trimtab.advice._names import listed
from trimtab.advice.away._effort import Hours
from trimtab.advice.away._flight import Own
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._tasks import Task, branch_gap

MOST = 5
_LOOKED_AT, _MOST_PLACES = 15, 4
_PER_GAP = 2
_LEAST_REMOVED = 0.05  # changes that wait


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task that was chosen, and the changes that need not wait because of it."""

    task: Task
    removed: float


def chosen(
    found: Sequence[Task], gaps: Sequence[Gap], branches: Sequence[Own]
) -> tuple[tuple[Chosen, ...], dict[str, float]]:
    """The best few, each time the one that still removes most per hour; and the cover of each gap after them."""
    expected = {gap.subject: gap.expected for gap in gaps} | _of_branches(gaps, branches)
    cover = {gap.subject: gap.cover for gap in gaps}
    left, picked = list(found), list[Chosen]()
    while left and len(picked) < _LOOKED_AT:
        removed = {task.subject: _removed(task, expected, cover) for task in left}
        best = min(left, key=lambda task: (-removed[task.subject] / task.hours.value, task.subject))
        if removed[best.subject] < _LEAST_REMOVED:
            break
        picked.append(Chosen(best, removed[best.subject]))
        _close(best, cover)
        left = [task for task in left if task is not best and _room(task, picked)]
    told = sorted(_joined(picked), key=lambda one: (-one.removed / one.task.hours.value, one.task.subject))[:MOST]
    cover = {gap.subject: gap.cover for gap in gaps}
    for one in told:
        _close(one.task, cover)
    return tuple(told), cover


def _of_branches(gaps: Sequence[Gap], branches: Sequence[Own]) -> dict[str, float]:
    """What each branch would get in the time; of a branch in an area that stalls, the part that is not counted there."""
    stalling = {gap.row["area"]: gap.cover for gap in gaps if gap.row.get("area")}
    return {branch_gap(own): own.expected * stalling.get(next(iter(own.areas), ""), 1.0) for own in branches}


def _close(task: Task, cover: dict[str, float]) -> None:
    for effect in task.effects:
        cover[effect.gap] = min(1.0, cover.get(effect.gap, 0.0) + effect.adds)


def _joined(picked: Sequence[Chosen]) -> Iterator[Chosen]:
    """Tasks that begin alike as one: `Tomas reviews your next changes in api/ and web/`."""
    alike: dict[str, list[Chosen]] = {}
    for one in picked:
        alike.setdefault(one.task.joins or one.task.subject, []).append(one)
    for start, several in alike.items():
        if len(several) == 1:
            yield several[0]
            continue
        tasks = [one.task for one in several]
        yield Chosen(
            Task(
                subject=tasks[0].subject,
                text=f"{start} {listed([task.place for task in tasks], _MOST_PLACES)}",
                hours=reduce(Hours.plus, [task.hours for task in tasks]),
                effects=tuple(effect for task in tasks for effect in task.effects),
                oids=tuple(oid for task in tasks for oid in task.oids),
                branches=tuple(group for task in tasks for group in task.branches),
            ),
            sum(one.removed for one in several),
        )


def _room(task: Task, picked: Sequence[Chosen]) -> bool:
    """Not a third task for the gap that it is mainly for."""
    main = task.effects[0].gap
    return sum(one.task.effects[0].gap == main for one in picked) < _PER_GAP


def _removed(task: Task, expected: dict[str, float], cover: dict[str, float]) -> float:
    return sum(
        expected.get(effect.gap, 0.0) * min(effect.adds, 1 - cover.get(effect.gap, 0.0)) for effect in task.effects
    )
