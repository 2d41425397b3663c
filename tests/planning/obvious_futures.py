"""The slow, obvious walk of one future, slot by slot: what the compiled one is held against."""

from collections.abc import Sequence

from trimtab.planning.problem import FULL, Person, Problem


def pace(person: Person, slot: int) -> int:
    """Thousandths of a slot that somebody works."""
    return [share for first, share in person.pace if first <= slot][-1]


def ended(person: Person, start: int, thousandths: int) -> int:
    """The slot by which so much is done."""
    while thousandths > 0:
        thousandths -= pace(person, start)
        start += 1
    return start


def walk(
    problem: Problem, order: Sequence[int], people: Sequence[Sequence[int]], *, first_come: bool = False
) -> list[tuple[int, int]]:
    """Start and end of each task, in the order given, by the people given or by whoever ends it first."""
    free = [0] * len(problem.people)
    placed: dict[int, tuple[int, int]] = {}
    for index in order:
        task = problem.tasks[index]
        chosen: list[tuple[int, int]] = []
        for place, role in enumerate(task.roles):
            able = sorted(role, key=lambda one: one.person != people[index][place])
            if first_come:
                ready = earliest(problem, index, placed)
                able = [one for one in able if one.person not in [person for person, _ in chosen]]
                able.sort(
                    key=lambda one: ended(
                        problem.people[one.person], max(ready, free[one.person] if one.work else 0), one.work * FULL
                    )
                )  # fmt: skip
            chosen.append((able[0].person, able[0].work * FULL))
        placed[index] = place_task(problem, index, chosen, placed, free)
    return [placed[index] for index in range(len(problem.tasks))]


def earliest(problem: Problem, index: int, placed: dict[int, tuple[int, int]]) -> int:
    """The first slot that release and links let a task start in."""
    task = problem.tasks[index]
    found = max(task.release, task.start or 0)
    for link in problem.before[index]:
        if link.kind in ("FS", "SS") and link.before in placed:
            found = max(found, placed[link.before][link.kind == "FS"] + link.lag)
    return found


def place_task(
    problem: Problem, index: int, chosen: Sequence[tuple[int, int]], placed: dict[int, tuple[int, int]], free: list[int]
) -> tuple[int, int]:
    """The first start that keeps everything, tried one by one; books the people."""
    begin = max([earliest(problem, index, placed), *(free[person] for person, work in chosen if work)])
    while True:
        here = all(pace(problem.people[person], begin) for person, work in chosen if work)
        ends = [ended(problem.people[person], begin, work) for person, work in chosen] if here else []
        end = max([begin, *ends]) if chosen else begin + problem.tasks[index].duration
        held = [
            placed[link.before][link.kind == "FF"] + link.lag
            for link in problem.before[index]
            if link.kind in ("FF", "SF") and link.before in placed
        ]
        if here and all(end >= slot for slot in held):
            break
        begin += 1
    for (person, work), end_of_part in zip(chosen, ends, strict=bool(chosen)):
        if work:
            free[person] = max(free[person], end_of_part)
    return begin, end
