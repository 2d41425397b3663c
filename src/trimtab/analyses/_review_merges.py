"""Which commits a merge brought: those of its other parents that no earlier line of history had."""

import re
from collections.abc import Mapping, Sequence

# Taking the main line into a branch, or a server's state of it into one's own, brings others' work and reviews none.
_MAIN = r"(?P<main>main|master|trunk|develop|unstable|dev)"
_OWN_MAIN = re.compile(
    rf"^Merge (?:remote[- ]tracking branch|remote branch|branch) '(?:(?:origin|upstream)/)?{_MAIN}'(?! of )"
)
_SERVER_MAIN = re.compile(rf"^Merge branch '{_MAIN}' of \S+(?: into (?P<into>\S+))?$")

Parents = Mapping[str, Sequence[str]]


def is_pull(subject: str) -> bool:
    """Whether a merge only brought the main line into a branch, or into its own copy."""
    if _OWN_MAIN.match(subject):
        return True
    found = _SERVER_MAIN.match(subject)
    return found is not None and found["into"] in {None, found["main"]}


def brought(parents: Parents, newest_first: Sequence[str]) -> dict[str, list[str]]:
    """For each merge, the commits it brought, newest first; a commit belongs to the innermost merge that brought it.

    `newest_first` are all commits, children before their parents. Parents that are not known end a line.
    """
    taken: set[str] = set()
    found: dict[str, list[str]] = {}
    for tip in newest_first:
        if tip not in taken:
            _follow(tip, parents, taken, found)
    return found


def _follow(tip: str, parents: Parents, taken: set[str], found: dict[str, list[str]]) -> None:
    """Takes the first-parent line from `tip`, then what each merge on it brought, oldest merge first."""
    waiting = [(tip, "")]
    while waiting:
        start, merge = waiting.pop()
        line = _line(start, parents, taken)
        if merge and line:
            found.setdefault(merge, []).extend(line)
        # The stack is taken from its end: pushed newest first, so that the oldest merge claims its commits first.
        waiting.extend((side, on_line) for on_line in line for side in parents[on_line][1:])


def _line(start: str, parents: Parents, taken: set[str]) -> list[str]:
    line = []
    commit = start
    while commit in parents and commit not in taken:
        taken.add(commit)
        line.append(commit)
        if not parents[commit]:
            break
        commit = parents[commit][0]
    return line
