"""Which changes a few questions can depend on, so that one question does not pay for the whole history.

A question looks at its files, under every name they had, and at the folders above; of all other commits it only needs to
know that they happened. With many questions everything matters to one of them, and nothing is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

MOST_QUESTIONS = 50

_Names = Mapping[str, Sequence[str]]


def relevant(changes: pl.LazyFrame, paths: Sequence[Sequence[str]]) -> pl.Expr:
    """Whether a change (columns path, old_path) matters to questions about these paths."""
    if len(paths) > MOST_QUESTIONS:
        return pl.lit(value=True)
    moved = (
        changes.filter(pl.col("status") == "R").select("old_path", "path").unique().sort("old_path", "path").collect()
    )
    now, before = defaultdict(list), defaultdict(list)
    for old, new in moved.iter_rows():
        now[old].append(new)
        before[new].append(old)
    asked = _closure({path.strip("/") for some in paths for path in some}, now)
    folders = sorted(_shortest({folder for path in asked for folder in _above(path) if folder} | (asked - {""})))
    inside = [new for new in before if new in asked or any(new.startswith(f"{folder}/") for folder in folders)]
    files = sorted(asked | _closure({old for new in inside for old in before[new]}, before))
    if "" in asked:
        return pl.lit(value=True)
    under = [pl.col("path").str.starts_with(f"{folder}/") for folder in folders]
    return pl.any_horizontal(
        pl.col("path").is_in(files), pl.col("old_path").is_in(files).fill_null(value=False), *under
    )


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
