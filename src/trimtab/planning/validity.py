"""Whether a schedule keeps what its problem asks for, worked out from the definitions alone.

Nothing here is shared with whatever makes schedules: paces are walked, links and capacities looked at, one after the
other, so that an error of a solver cannot hide behind the same error here.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from trimtab.planning.problem import FULL, Link, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule


def faults(problem: Problem, schedule: Schedule) -> tuple[str, ...]:
    """Everything that is wrong with `schedule`, in words that name tasks, people, pools and slots; empty when it is valid.

    Lateness is no fault. Where the number of placements differs from that of tasks, nothing else is looked at.
    """
    if len(schedule.placements) != len(problem.tasks):
        return (f"{len(schedule.placements)} placements for {len(problem.tasks)} tasks",)
    placed = tuple(zip(problem.tasks, schedule.placements, strict=True))
    people_fit = [not any(_people_faults(problem, task, place)) for task, place in placed]
    return (
        *(fault for task, place in placed for fault in _task_faults(problem, task, place)),
        *(fault for link in problem.links for fault in _link_faults(problem, schedule, link)),
        *_double_work(problem, [pair for pair, fit in zip(placed, people_fit, strict=True) if fit]),
        *_pool_faults(problem, placed),
    )


def _task_faults(problem: Problem, task: Task, place: Placement) -> Iterator[str]:
    if place.start < 0 or place.end < place.start:
        yield f"{task.name}: from slot {place.start} to {place.end}"
        return
    if place.start < task.release:
        yield f"{task.name}: starts at slot {place.start}, before its release at {task.release}"
    if task.start is not None and place.start != task.start:
        yield f"{task.name}: starts at slot {place.start}, not at {task.start}"
    wrong_people = tuple(_people_faults(problem, task, place))
    yield from wrong_people
    if not wrong_people:
        yield from _end_faults(problem, task, place)


def _people_faults(problem: Problem, task: Task, place: Placement) -> Iterator[str]:
    if len(place.people) != len(task.roles):
        yield f"{task.name}: {len(place.people)} people for {len(task.roles)} roles"
        return
    for number, (person, role) in enumerate(zip(place.people, task.roles, strict=True)):
        if not any(one.person == person for one in role):
            known = 0 <= person < len(problem.people)
            name = problem.people[person].name if known else f"person {person}"
            yield f"{task.name}: {name} is no candidate for role {number}"
    if len(set(place.people)) < len(place.people):
        yield f"{task.name}: one person fills two roles"
    if task.people is not None and place.people != task.people:
        names = ", ".join(problem.people[person].name for person in task.people)
        yield f"{task.name}: must be done by {names}"


def _end_faults(problem: Problem, task: Task, place: Placement) -> Iterator[str]:
    """A start in an absence, and an end that is not the one the paces give."""
    if not task.roles:
        if place.end - place.start != task.duration:
            yield f"{task.name}: lasts {place.end - place.start} slots, not {task.duration}"
        return
    ends = [place.start]
    for person, work in _parts(task, place):
        who = problem.people[person]
        if work and not _pace_at(who, place.start):
            yield f"{task.name}: starts at slot {place.start}, in which {who.name} does not work"
        end = _part_end(who, place.start, work)
        if end is None:
            yield f"{task.name}: {who.name} never ends it"
            return
        ends.append(end)
    if place.end != max(ends):
        yield f"{task.name}: ends at slot {place.end}, but the work is done at {max(ends)}"


def _parts(task: Task, place: Placement) -> Iterator[tuple[int, int]]:
    """Who does how much of a task, in slots at full pace."""
    for person, role in zip(place.people, task.roles, strict=True):
        yield person, next(one.work for one in role if one.person == person)


def _pace_at(person: Person, slot: int) -> int:
    return next(share for since, share in reversed(person.pace) if since <= slot)


def _part_end(person: Person, start: int, work: int) -> int | None:
    """The slot up to which somebody works on `work` that they begin at `start`; None when they never end it."""
    left = work * FULL
    if not left:
        return start
    for (since, share), (until, _) in pairwise(person.pace):
        begin = max(since, start)
        if begin >= until or not share:
            continue
        needed = -(-left // share)
        if begin + needed <= until:
            return begin + needed
        left -= (until - begin) * share
    since, share = person.pace[-1]
    return max(since, start) - (-left // share) if share else None


def _link_faults(problem: Problem, schedule: Schedule, link: Link) -> Iterator[str]:
    before, after = schedule.placements[link.before], schedule.placements[link.after]
    reached = before.end if link.kind[0] == "F" else before.start
    waiting = after.start if link.kind[1] == "S" else after.end
    if waiting < reached + link.lag:
        names = problem.tasks[link.after].name, problem.tasks[link.before].name
        does = "starts" if link.kind[1] == "S" else "ends"
        asked = f"{link.kind}{link.lag:+d}" if link.lag else link.kind
        yield f"{names[0]}: {does} at slot {waiting}, {reached + link.lag} at the earliest after {names[1]} ({asked})"


def _double_work(problem: Problem, placed: Iterable[tuple[Task, Placement]]) -> Iterator[str]:
    busy: dict[int, list[tuple[int, int, str]]] = {}
    for task, place in placed:
        for person, work in _parts(task, place):
            end = _part_end(problem.people[person], place.start, work)
            if end is not None and end > place.start:
                busy.setdefault(person, []).append((place.start, end, task.name))
    for person, stretches in sorted(busy.items()):
        reached, holder = -1, ""
        for start, end, name in sorted(stretches):
            if start < reached:
                yield f"{problem.people[person].name}: on {holder} until slot {reached}, and on {name} from {start}"
            if end > reached:
                reached, holder = end, name


def _pool_faults(problem: Problem, placed: Iterable[tuple[Task, Placement]]) -> Iterator[str]:
    changes: dict[int, dict[int, int]] = {}
    for task, place in placed:
        for pool, units in task.demands:
            if place.end > place.start:
                steps = changes.setdefault(pool, {})
                steps[place.start] = steps.get(place.start, 0) + units
                steps[place.end] = steps.get(place.end, 0) - units
    for pool, steps in sorted(changes.items()):
        used, capacity = 0, problem.pools[pool].capacity
        for slot in sorted(steps):
            used += steps[slot]
            if used > capacity:
                yield f"{problem.pools[pool].name}: {used} of {capacity} taken at slot {slot}"
                break
