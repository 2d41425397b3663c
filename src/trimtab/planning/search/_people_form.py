"""A problem with people as flat arrays, for the compiled kernel; and the same problem with time running backwards."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from trimtab.planning.problem import FULL, Candidate, Person, Problem

Ints = npt.NDArray[np.int64]

NEVER = 1 << 40
"""A slot that does not come."""

KINDS = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}
MIRRORED = {"FS": 0, "SS": 2, "FF": 1, "SF": 3}


class Calendar(NamedTuple):
    """The stretches of even pace of each person: since when, what is done by then, and the pace, in thousandths."""

    at: Ints
    since: Ints
    done: Ints
    pace: Ints


class Edges(NamedTuple):
    """Who could take a seat, how long their part is in thousandths of slots, and what tells apart who is ready at once."""

    person: Ints
    work: Ints
    tie: Ints


class Form(NamedTuple):
    """The arrays. `x_at` says where the part of each owner begins in the arrays that follow it; work is in thousandths.

    The roles of a task that the same candidates can fill form one group with a `need`; a group has a seat for each of
    them, and an edge for each candidate. `tie` tells apart candidates who would be ready in the same slot.
    """

    release: Ints
    duration: Ints
    due: Ints
    weight: Ints
    fixed: Ints
    group_at: Ints
    need: Ints
    seat_at: Ints
    edge_at: Ints
    edges: Edges
    before_at: Ints
    before: Ints
    before_kind: Ints
    before_lag: Ints
    after_at: Ints
    after: Ints
    calendar: Calendar
    demand_at: Ints
    demand_pool: Ints
    demand_units: Ints
    capacity: Ints


class Groups(NamedTuple):
    """The groups of a problem, task by task: candidates, how many of them are needed, and which roles that fills."""

    candidates: tuple[tuple[Candidate, ...], ...]
    roles: tuple[tuple[int, ...], ...]
    of_task: tuple[range, ...]


def groups_of(problem: Problem) -> Groups:
    """Roles with the same candidates, put together; who must do a task is its only candidate."""
    candidates: list[tuple[Candidate, ...]] = []
    roles: list[tuple[int, ...]] = []
    of_task: list[range] = []
    for task in problem.tasks:
        found: dict[tuple[Candidate, ...], list[int]] = {}
        for role, able in enumerate(task.roles):
            chosen = able if task.people is None else tuple(c for c in able if c.person == task.people[role])
            found.setdefault(tuple(sorted(chosen, key=lambda c: c.person)), []).append(role)
        of_task.append(range(len(candidates), len(candidates) + len(found)))
        candidates += found
        roles += map(tuple, found.values())
    return Groups(tuple(candidates), tuple(roles), tuple(of_task))


def form_of(problem: Problem, groups: Groups) -> Form:
    """The problem as arrays."""
    links = [(link.before, link.after, KINDS[link.kind], link.lag) for link in problem.links]
    return _form(problem, groups, links, problem.people, [task.release for task in problem.tasks])


def mirrored(problem: Problem, groups: Groups, horizon: int) -> Form:
    """The problem with slot `horizon` as its beginning and time running backwards.

    Only the order that it gives is of use: releases and dates are left out, and a part rounds up to whole slots from
    its other end.
    """
    links = [(link.after, link.before, MIRRORED[link.kind], link.lag) for link in problem.links]
    people = [Person(one.name, _backwards(one.pace, horizon)) for one in problem.people]
    form = _form(problem, groups, links, people, [0] * len(problem.tasks))
    return form._replace(fixed=np.full_like(form.fixed, -1), due=np.full_like(form.due, NEVER))


def _backwards(pace: Sequence[tuple[int, int]], horizon: int) -> tuple[tuple[int, int], ...]:
    """The pace up to `horizon`, read from there; at its full height before the beginning."""
    if not horizon:
        return ((0, FULL),)
    known = [(at, share) for at, share in pace if at < horizon]
    ends = [at for at, _ in known[1:]] + [horizon]
    turned = [(horizon - end, share) for (_, share), end in zip(known, ends, strict=True)][::-1]
    return (*turned, (horizon, max(share for _, share in pace) or FULL))


def _form(
    problem: Problem,
    groups: Groups,
    links: Sequence[tuple[int, int, int, int]],
    people: Sequence[Person],
    release: Sequence[int],
) -> Form:
    tasks, count = problem.tasks, len(problem.tasks)
    before = _by(links, 1, count)
    after = _by(links, 0, count)
    edges = [candidate for able in groups.candidates for candidate in able]
    busy = _busy(problem, groups)
    return Form(
        release=_ints(release),
        duration=_ints(task.duration for task in tasks),
        due=_ints(NEVER if task.due is None else task.due for task in tasks),
        weight=_ints(task.weight for task in tasks),
        fixed=_ints(-1 if task.start is None else task.start for task in tasks),
        group_at=_starts(len(own) for own in groups.of_task),
        need=_ints(len(roles) for roles in groups.roles),
        seat_at=_starts(len(roles) for roles in groups.roles),
        edge_at=_starts(len(able) for able in groups.candidates),
        edges=Edges(
            person=_ints(edge.person for edge in edges),
            work=_ints(edge.work * FULL for edge in edges),
            tie=_ints(busy[edge.person] for edge in edges),
        ),
        before_at=_starts(map(len, before)),
        before=_ints(link[0] for own in before for link in own),
        before_kind=_ints(link[2] for own in before for link in own),
        before_lag=_ints(link[3] for own in before for link in own),
        after_at=_starts(map(len, after)),
        after=_ints(link[1] for own in after for link in own),
        calendar=Calendar(
            at=_starts(len(one.pace) for one in people),
            since=_ints(at for one in people for at, _ in one.pace),
            done=_ints(done for one in people for done in _done(one.pace)),
            pace=_ints(share for one in people for _, share in one.pace),
        ),
        demand_at=_starts(len(task.demands) for task in tasks),
        demand_pool=_ints(pool for task in tasks for pool, _ in task.demands),
        demand_units=_ints(units for task in tasks for _, units in task.demands),
        capacity=_ints(pool.capacity for pool in problem.pools),
    )


def _busy(problem: Problem, groups: Groups) -> list[int]:
    """How much each person is asked for, as a number below 1,000: each role spread over all who can fill it."""
    asked = [0.0] * len(problem.people)
    for able, roles in zip(groups.candidates, groups.roles, strict=True):
        for candidate in able:
            asked[candidate.person] += candidate.work * len(roles) / len(able)
    most = max(asked, default=0.0) or 1.0
    return [int(999 * one / most) for one in asked]


def _done(pace: Sequence[tuple[int, int]]) -> list[int]:
    """Thousandths of slots worked before each change of the pace."""
    done = [0]
    for (at, share), (until, _) in pairwise(pace):
        done.append(done[-1] + (until - at) * share)
    return done


def _by(links: Sequence[tuple[int, int, int, int]], end: int, count: int) -> list[list[tuple[int, int, int, int]]]:
    found: list[list[tuple[int, int, int, int]]] = [[] for _ in range(count)]
    for link in links:
        found[link[end]].append(link)
    return found


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _starts(lengths: Iterable[int]) -> Ints:
    found = [0]
    for length in lengths:
        found.append(found[-1] + length)
    return _ints(found)
