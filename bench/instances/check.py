"""Whether an answer keeps what its file asks for: read from the file once more, and shared with nothing that solves.

Takes the answer as it is written, in the numbers of the file. The rules: every activity has a start at 0 or later and
ends before its successors start; no resource is over its capacity in any slot; a person has the skill they are put
down for, and is on one activity at a time; the makespan is the last end, and the bound is no greater.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any


@dataclass
class _Facts:
    """What a file says, by its own numbers."""

    durations: dict[int, int] = field(default_factory=dict)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    capacities: list[int] = field(default_factory=list)
    demands: dict[int, list[int]] = field(default_factory=dict)
    skills: dict[int, dict[str, int]] = field(default_factory=dict)
    needs: dict[int, dict[str, int]] = field(default_factory=dict)


def faults(path: Path, answer: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with an answer; empty for one that is right."""
    facts = _FORMATS[path.suffix](path.read_text("utf-8", errors="replace"))
    starts = {int(number): start for number, start in answer["starts"].items()}
    if set(starts) != set(facts.durations):
        return ["the activities are not those of the file"]
    ends = {number: start + facts.durations[number] for number, start in starts.items()}
    found = [f"{number} starts at {start}" for number, start in starts.items() if start < 0]
    found += [f"{after} starts before {before} ends" for before, after in facts.pairs if starts[after] < ends[before]]
    last = max(ends.values(), default=0)
    if answer["makespan"] != last or answer["bound"] > last:
        found.append(f"the makespan is {last}, not {answer['makespan']}, and the bound {answer['bound']}")
    found += _over(facts, starts, ends)
    if facts.skills:
        assigned = _assignments(path.suffix, answer["assignments"], facts)
        found += [*_unskilled(path.suffix, facts, assigned), *_twice(assigned, starts, ends)]
    return found


def _over(facts: _Facts, starts: Mapping[int, int], ends: Mapping[int, int]) -> Iterator[str]:
    for pool, capacity in enumerate(facts.capacities):
        used: dict[int, int] = defaultdict(int)
        for number, wants in facts.demands.items():
            for slot in range(starts[number], ends[number]):
                used[slot] += wants[pool]
        for slot, units in used.items():
            if units > capacity:
                yield f"resource {pool + 1} gives {units} of {capacity} in slot {slot}"
                break


def _assignments(suffix: str, told: Mapping[str, Any], facts: _Facts) -> dict[int, dict[int, str]]:
    """The person and the skill they give, of each activity."""
    if suffix == ".def":
        return {int(task): {int(person): next(iter(facts.needs[int(task)]))} for task, person in told.items()}
    return {int(task): {int(person): str(skill) for person, skill in people.items()} for task, people in told.items()}


def _unskilled(suffix: str, facts: _Facts, assigned: Mapping[int, Mapping[int, str]]) -> Iterator[str]:
    for task, needs in facts.needs.items():
        given = assigned.get(task, {})
        for person, skill in given.items():
            if suffix == ".def" and any(facts.skills[person].get(one, -1) < level for one, level in needs.items()):
                yield f"{person} lacks what {task} needs"
            if suffix == ".dzn" and skill not in facts.skills[person]:
                yield f"{person} does not have skill {skill}, for {task}"
        if suffix == ".def" and len(given) != 1:
            yield f"{task} has {len(given)} people"
        if suffix == ".dzn" and any(list(given.values()).count(one) != count for one, count in needs.items()):
            yield f"{task} does not have the people it needs"
        if suffix == ".dzn" and len(given) != sum(needs.values()):
            yield f"{task} has {len(given)} people, not {sum(needs.values())}"


def _twice(
    assigned: Mapping[int, Mapping[int, str]], starts: Mapping[int, int], ends: Mapping[int, int]
) -> Iterator[str]:
    busy: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for task, people in assigned.items():
        for person in people:
            busy[person].append((starts[task], ends[task], task))
    for person, stretches in busy.items():
        worked = sorted(one for one in stretches if one[0] < one[1])
        for (_, end, first), (start, _, second) in pairwise(worked):
            if start < end:
                yield f"{person} is on {first} and {second} at once"


def _psplib(text: str) -> _Facts:
    facts = _Facts()
    lines = text.splitlines()
    for line in lines[_after(lines, "jobnr.    #mode") : _after(lines, "REQUESTS") - 2]:
        job, _, _, *following = map(int, line.split())
        facts.pairs += [(job, after) for after in following]
    for line in lines[_after(lines, "jobnr. mode") + 1 : _after(lines, "RESOURCEAVAIL") - 2]:
        job, _, facts.durations[job], *facts.demands[job] = _job_first(line)
    facts.capacities = [int(word) for word in lines[_after(lines, "RESOURCEAVAIL") + 1].split()]
    return facts


def _job_first(line: str) -> list[int]:
    return [int(word) for word in line.split()]


def _after(lines: Sequence[str], start: str) -> int:
    return next(at for at, line in enumerate(lines) if line.startswith(start)) + 1


def _patterson(text: str) -> _Facts:
    facts = _Facts()
    words = iter(map(int, text.split()))
    count, pools = next(words), next(words)
    facts.capacities = [next(words) for _ in range(pools)]
    for number in range(1, count + 1):
        facts.durations[number] = next(words)
        facts.demands[number] = [next(words) for _ in range(pools)]
        facts.pairs += [(number, next(words)) for _ in range(next(words))]
    return facts


def _imopse(text: str) -> _Facts:
    facts = _Facts()
    part = ""
    for line in text.splitlines():
        words = line.replace(":", " ").split()
        if line.startswith(("ResourceID", "TaskID")):
            part = words[0]
        elif line.startswith("="):
            part = ""
        elif part == "ResourceID" and words:
            facts.skills[int(words[0])] = {
                skill: int(level) for skill, level in zip(words[2::2], words[3::2], strict=True)
            }
        elif part == "TaskID" and words:
            task = int(words[0])
            facts.durations[task] = int(words[1])
            facts.needs[task] = {words[2]: int(words[3])}
            facts.pairs += [(int(before), task) for before in words[4:]]
    return facts


def _mspsp(text: str) -> _Facts:
    said = dict(re.findall(r"^\s*(\w+) = (.*?);", text, flags=re.DOTALL | re.MULTILINE))
    facts = _Facts(durations=dict(enumerate(map(int, said["dur"].strip("[]").split(",")), 1)))
    for task, row in enumerate(_matrix(said["sreq"]), 1):
        facts.needs[task] = {str(skill): int(count) for skill, count in enumerate(row, 1) if int(count)}
    for person, row in enumerate(_matrix(said["mastery"]), 1):
        facts.skills[person] = {str(skill): 1 for skill, has in enumerate(row, 1) if has == "true"}
    ends = [[int(word) for word in said[key].strip("[]").split(",") if word.strip()] for key in ("pred", "succ")]
    facts.pairs = list(zip(*ends, strict=True))
    return facts


def _matrix(text: str) -> list[list[str]]:
    rows = text.replace("\n", "").strip().removeprefix("[|").removesuffix("|]").split("|")
    return [[word.strip() for word in row.split(",") if word.strip()] for row in rows]


_FORMATS = {".sm": _psplib, ".rcp": _patterson, ".def": _imopse, ".dzn": _mspsp}
