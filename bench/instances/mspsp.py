"""MSPSP's `.dzn`: activities need so many people of each skill; a person gives one skill to an activity at a time."""

import re
from pathlib import Path

from instances.instance import Instance, numbers, text_of
from trimtab.planning.problem import Candidate, Link, Person, Problem, Task


def mspsp(path: Path) -> Instance:
    """`dur`, `sreq` (activity by skill), `mastery` (person by skill) and `pred`/`succ`, all numbered from 1."""
    text = re.sub(r"%.*", "", text_of(path))
    given = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", text))
    activities, people, skills = (int(given[name]) for name in ("nActs", "nResources", "nSkills"))
    durations = numbers(given["dur"])
    needs, has = numbers(given["sreq"]), re.findall(r"true|false", given["mastery"])
    if len(durations) != activities or len(needs) != activities * skills or len(has) != people * skills:
        raise ValueError(f"{path.name}: counts that differ from what is listed")
    able = [[person for person in range(people) if has[person * skills + skill] == "true"] for skill in range(skills)]
    roles = [
        [skill for skill in range(skills) for _ in range(needs[activity * skills + skill])]
        for activity in range(activities)
    ]
    tasks = tuple(
        Task(
            str(at + 1),
            roles=tuple(tuple(Candidate(person, durations[at]) for person in able[skill]) for skill in roles[at]),
            duration=durations[at],
        )
        for at in range(activities)
    )
    pairs = zip(numbers(given.get("pred", "")), numbers(given.get("succ", "")), strict=True)
    links = tuple(Link(before - 1, after - 1) for before, after in pairs)
    made = Problem(tasks, links, tuple(Person(str(number + 1)) for number in range(people)))
    return Instance(
        "mspsp",
        made,
        range(1, activities + 1),
        range(1, people + 1),
        [[skill + 1 for skill in each] for each in roles],
    )
