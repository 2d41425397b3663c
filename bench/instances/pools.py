"""Projects of one mode that take units of resources: PSPLIB's `.sm` and Patterson's `.rcp`."""

import re
from collections.abc import Sequence
from pathlib import Path

from instances.instance import Instance, Unreadable, numbers, text_of
from trimtab.planning.problem import Link, Pool, Problem, Task

Activity = tuple[int, Sequence[int], Sequence[int]]
"""Duration, demands, and the numbers of its successors from 1 on."""


def psplib(path: Path) -> Instance:
    """A `.sm` file: successors in one part, durations and demands in another, capacities in a third."""
    parts = _parts(text_of(path))
    capacities = numbers(parts["RESOURCEAVAILABILITIES"])
    successors: dict[int, list[int]] = {}
    row = numbers(parts["PRECEDENCE RELATIONS"])
    while row:
        job, _, count = row[:3]
        successors[job] = row[3 : 3 + count]
        row = row[3 + count :]
    width = 3 + len(capacities)
    figures = numbers(parts["REQUESTS/DURATIONS"])
    rows = [figures[at : at + width] for at in range(0, len(figures), width)]
    if [row[0] for row in rows] != list(range(1, len(successors) + 1)) or any(row[1] != 1 for row in rows):
        raise Unreadable(f"{path.name}: jobs that are not numbered from 1 on, or have several modes")
    activities = [(row[2], row[3:], successors[row[0]]) for row in rows]
    return _instance(f"j{len(rows) - 2}", capacities, activities)


def patterson(path: Path) -> Instance:
    """A `.rcp` file: counts, capacities, then each activity's duration, demands and successors, lines broken at will."""
    count, pools, *rest = numbers(text_of(path))
    capacities, rest = rest[:pools], rest[pools:]
    activities: list[Activity] = []
    for _ in range(count):
        duration, demands, following = rest[0], rest[1 : 1 + pools], rest[1 + pools]
        end = 2 + pools + following
        activities.append((duration, demands, rest[2 + pools : end]))
        rest = rest[end:]
    return _instance(f"rg{count - 2}", capacities, activities)


def _parts(text: str) -> dict[str, str]:
    """The figures under each heading; a heading's own line and the one that names the columns are left out."""
    found: dict[str, str] = {}
    for part in re.split(r"^\*+\s*$", text, flags=re.MULTILINE):
        lines = part.strip().splitlines()
        if lines:
            kept = [line for line in lines[1:] if re.fullmatch(r"[\d\s-]*\d[\d\s-]*", line)]
            found[lines[0].strip().rstrip(":")] = "\n".join(kept)
    return found


def _instance(kind: str, capacities: Sequence[int], activities: Sequence[Activity]) -> Instance:
    tasks = tuple(
        Task(
            str(number), duration=duration, demands=tuple((pool, units) for pool, units in enumerate(demands) if units)
        )
        for number, (duration, demands, _) in enumerate(activities, 1)
    )
    links = tuple(Link(before, after - 1) for before, (_, _, following) in enumerate(activities) for after in following)
    pools = tuple(Pool(f"R{number}", capacity) for number, capacity in enumerate(capacities, 1))
    return Instance(kind, Problem(tasks, links, pools=pools), range(1, len(tasks) + 1))
