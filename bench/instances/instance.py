"""An instance of the literature: the problem it makes, and how its own numbers map to the problem's indices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trimtab.planning.problem import Problem


class Unreadable(Exception):
    """A file does not hold what its format asks for."""


@dataclass(frozen=True)
class Instance:
    """`tasks` and `people` are the numbers in the file of the problem's tasks and people; `skills` the skill of each
    role of each task, for the format that counts skills; `one_each` says that a task has one person."""

    kind: str
    problem: Problem
    tasks: Sequence[int]
    people: Sequence[int] = ()
    skills: Sequence[Sequence[int]] | None = None


def text_of(path: Path) -> str:
    """What a file says, whatever its encoding: the formats use plain letters and figures."""
    return path.read_text("utf-8", errors="replace")


def numbers(text: str) -> list[int]:
    """All whole numbers of a text, in order."""
    return [int(found) for found in re.findall(r"-?\d+", text)]
