"""Which changes a few questions can depend on, so that one question does not pay for the whole history.

A question looks at its files, under every name they had, and at the folders above; of all other commits it only needs to
know that they happened. With many questions everything matters to one of them, and nothing is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

MOST_QUESTIONS = 50

_Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Relevant:
    """What matters to the questions: `changes` picks the changes to be named, `names` the files and folders to be remembered.

    `names` is None where all of them are.
    """

    changes: pl.Expr
    names: frozenset[str] | None = None


def relevant(changes: pl.LazyFrame, paths: Sequence[Sequence[str]]) -> Relevant:
    """What matters to questions about these paths, given all changes (columns path, old_path, status)."""
    if len(paths) > MOST_QUESTIONS:
        return Relevant(pl.lit(value=True))
    moved = (
        changes.filter(pl.col("status") == "R").select("old_path", "path").unique().sort("old_path", "path").collect()
    )
    now, before = defaultdict(list), defaultdict(list)
    for old, new in moved.iter_rows():
        now[old].append(new)
        before[new].append(old)
    asked = _closure({path.strip("/") for some in paths for path in some}, now)
    folders = asked | {folder for path in asked for folder in _above(path)}
    widest = sorted(_shortest(folders - {""}))
    inside = [new for new in before if any(new == folder or new.startswith(f"{folder}/") for folder in widest)]
    files = asked | _closure({old for new in inside for old in before[new]}, before)
    if "" in asked:
        return Relevant(pl.lit(value=True))
    under = [pl.col("path").str.starts_with(f"{folder}/") for folder in widest]
    either = [pl.col(name).is_in(sorted(files)).fill_null(value=False) for name in ("path", "old_path")]
    return Relevant(pl.any_horizontal(*either, *under), frozenset(files | folders))


def _closure(start: Iterable[str], leads: _Names) -> set[str]:
    """All names that can be reached."""
    found = set(start)
    waiting = list(found)
    while waiting:
        for name in leads.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _above(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _shortest(folders: set[str]) -> set[str]:
    """Those that lie in none of the others."""
    return {folder for folder in folders if not any(above in folders for above in _above(folder))}
