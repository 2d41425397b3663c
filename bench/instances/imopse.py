"""iMOPSE's `.def`: people with skills at a level; a task needs one person who has its skill at its level or above."""

import re
from pathlib import Path

from instances.instance import Instance, numbers, text_of
from trimtab.planning.problem import Candidate, Link, Person, Problem, Task

_SKILL = re.compile(r"(\w+)\s*:\s*(\d+)")


def imopse(path: Path) -> Instance:
    """The people stand under `ResourceID`, the tasks under `TaskID`, one a line."""
    people = {int(line.split()[0]): _levels(line) for line in _rows(text_of(path), "ResourceID")}
    rows = _rows(text_of(path), "TaskID")
    place = {int(row.split()[0]): at for at, row in enumerate(rows)}
    tasks, links = [], []
    for at, row in enumerate(rows):
        number, duration = numbers(row)[:2]
        needs = _levels(row)
        able = tuple(
            Candidate(person, duration)
            for person, has in enumerate(people.values())
            if all(has.get(skill, -1) >= level for skill, level in needs.items())
        )
        tasks.append(Task(str(number), roles=(able,)))
        links += [Link(place[before], at) for before in numbers(_SKILL.sub("", row))[2:]]
    made = Problem(tuple(tasks), tuple(links), tuple(Person(str(number)) for number in people))
    return Instance("imopse", made, tuple(place), tuple(people))


def _rows(text: str, heading: str) -> list[str]:
    """The lines under a heading, up to the next rule."""
    under = text.split(heading, 1)[1].split("\n", 1)[1]
    return [line for line in re.split(r"^=+\s*$", under, flags=re.MULTILINE)[0].splitlines() if line.strip()]


def _levels(line: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for skill, level in _SKILL.findall(line):
        found[skill] = max(found.get(skill, -1), int(level))
    return found
