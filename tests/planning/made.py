"""Plans made up from a seed: for the tests of planning, and for its benches.

`team_plan` is what a lead's plan is like (calendars, part time, a lead who codes a little); `odd_plan` is small and mixes
everything that a problem can say, so that properties meet what nobody would think of.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from trimtab.planning.problem import FULL, Candidate, Link, LinkKind, Person, Problem, Task
from trimtab.planning.schedule import Placement

HOUR = 4
"""Slots of an hour: they are quarter hours."""

DAY = 8 * HOUR
SKILLS = 6
EPIC = 12
KINDS: tuple[LinkKind, ...] = ("FS", "SS", "FF", "SF")


def team_plan(tasks: int, people: int, seed: int = 1) -> Problem:
    """Epics of 12 tasks with links within and some between, for a team whose person 0 is a lead at pace 300.

    Efforts are lognormal around 12 hours; 15 of 100 tasks have one candidate; 20 of 100 people work part time; everybody
    is on leave for one or two weeks now and then.
    """
    dice = Random(f"team plan {tasks} {people} {seed}")
    skills = _skills(dice, people)
    efforts = [max(HOUR, round(HOUR * min(80.0, dice.lognormvariate(2.5, 0.7)))) for _ in range(tasks)]
    horizon = 2 * sum(efforts) // people + 40 * DAY
    return Problem(
        tasks=tuple(Task(f"t{task}", (_candidates(dice, skills, efforts[task]),), rank=task) for task in range(tasks)),
        links=tuple(Link(*ends) for ends in sorted(_epics(dice, tasks))),
        people=tuple(Person(f"p{one}", _calendar(dice, horizon, lead=one == 0)) for one in range(people)),
    )


def odd_plan(seed: int, *, tasks: int | None = None, due: bool = True) -> Problem:
    """Up to 14 tasks for up to 5 people: links of every kind and lag, several roles, waits, milestones, releases, gaps."""
    dice = Random(f"odd plan {seed}")
    people = tuple(Person(f"p{one}", _odd_pace(dice)) for one in range(dice.randint(1, 5)))
    count = dice.randint(1, 14) if tasks is None else tasks
    return Problem(
        tasks=tuple(_odd_task(dice, f"t{task}", len(people), due=due) for task in range(count)),
        links=tuple(
            Link(before, after, dice.choice(KINDS), dice.choice((0, 0, 0, 2, 5, -2)))
            for after in range(count)
            for before in range(after)
            if dice.random() < 1.5 / count
        ),
        people=people,
    )


def _skills(dice: Random, people: int) -> list[dict[int, int]]:
    """Each person's skills, with the thousandths of an effort that they take; every skill is somebody's."""
    known = [
        {
            skill: dice.choice((1000, 1000, 1250, 1500))
            for skill in dice.sample(range(SKILLS), dice.choice((1, 2, 2, 3)))
        }
        for _ in range(people)
    ]
    known[0] = dict.fromkeys(dice.sample(range(SKILLS), 3), 1000)
    for skill in range(SKILLS):
        if not any(skill in one for one in known[1:]):
            known[dice.randrange(min(1, people - 1), people)][skill] = 1250
    return known


def _candidates(dice: Random, skills: Sequence[dict[int, int]], effort: int) -> tuple[Candidate, ...]:
    skill = dice.randrange(SKILLS)
    able = [Candidate(one, -(-effort * known[skill] // 1000)) for one, known in enumerate(skills) if skill in known]
    return (dice.choice(able),) if dice.random() < 0.15 else tuple(able)


def _epics(dice: Random, tasks: int) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for first in range(0, tasks, EPIC):
        last = min(first + EPIC, tasks) - 1
        for task in range(first + 1, last + 1):
            near = range(max(first, task - 5), task)
            found |= {(dice.choice(near), task) for _ in range(dice.choice((1, 1, 2)))}
        found |= {(task, last) for task in range(first, last) if not any(before == task for before, _ in found)}
        if first and dice.random() < 0.3:
            found.add((dice.randrange(0, first // EPIC) * EPIC + EPIC - 1, first))
    return found


def _calendar(dice: Random, horizon: int, *, lead: bool) -> tuple[tuple[int, int], ...]:
    share = 300 if lead else dice.choice((500, 600, 800)) if dice.random() < 0.2 else FULL
    pace = [(0, share)]
    at = dice.randrange(10 * DAY, 60 * DAY)
    while at < horizon:
        back = at + dice.choice((5, 10)) * DAY
        pace += [(at, 0), (back, share)]
        at = back + dice.randrange(30 * DAY, 80 * DAY)
    return tuple(pace)


def _odd_pace(dice: Random) -> tuple[tuple[int, int], ...]:
    starts = sorted(dice.sample(range(1, 60), dice.randrange(4)))
    shares = [dice.choice((0, 300, 500, 700, FULL)) for _ in starts]
    return ((0, dice.choice((0, 500, FULL, FULL)) if starts else FULL), *zip(starts[:-1], shares[:-1], strict=True)) + (
        ((starts[-1], dice.choice((333, FULL))),) if starts else ()
    )


def _odd_task(dice: Random, name: str, people: int, *, due: bool) -> Task:
    kind = dice.random()
    if kind < 0.1:
        return Task(name, duration=dice.choice((0, 0, 3)))
    roles = (
        tuple(
            tuple(
                Candidate(one, dice.choice((1, 2, 3, 5, 8, 0 if kind > 0.95 else 4)))
                for one in sorted(dice.sample(range(people), dice.randint(count, people)))
            )
            for count in [dice.choice((1, 1, 1, 2, 3))]
            for _ in range(min(count, people))
        )
        if people > 2
        else (tuple(Candidate(one, dice.randint(1, 8)) for one in range(people)),)
    )
    return Task(
        name,
        roles,
        release=dice.choice((0, 0, 0, 7)),
        due=dice.randint(5, 40) if due and dice.random() < 0.2 else None,
        weight=dice.choice((1, 3)),
        rank=dice.randrange(5),
    )


def frozen(problem: Problem, last: Sequence[Placement | None], until: int) -> Problem:
    """The problem with all that was to begin before slot `until` fixed: where it was, and whose."""
    pairs = zip(problem.tasks, last, strict=True)
    return replace(problem, tasks=tuple(_kept(task, one, until) for task, one in pairs))


def _kept(task: Task, one: Placement | None, until: int) -> Task:
    if one is None or one.start >= until or task.start is not None:
        return task
    return replace(task, start=max(one.start, task.release), people=one.people or None)
