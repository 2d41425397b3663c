"""The earlier paths of each file, as the published truck factor follows renames.

A rename joins the whole history of the old path, earlier and later owners of that path included, over any number of
renames. Each path's renames are followed once only: the first file, in the order of paths, that comes upon them takes
what lies behind, and later ones do not. That is how the published program does it, and with it the published counts
come out to the digit.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

LINES = pl.Schema({"repo": pl.String(), "file": pl.String(), "path": pl.String()})


def earlier_paths(renames: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Each of `files` (repo, path) with every path whose history is its own, itself included; columns `LINES`.

    `renames` has repo, path and old_path.
    """
    older: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for repo, path, old in renames.select("repo", "path", "old_path").unique().sort(pl.all()).iter_rows():
        older[repo][path].append(old)
    living: dict[str, list[str]] = defaultdict(list)
    for repo, path in files.select("repo", "path").unique().sort(pl.all()).iter_rows():
        living[repo].append(path)
    rows = [(repo, *line) for repo, paths in living.items() for line in _lines(paths, older[repo])]
    return pl.DataFrame(rows, schema=LINES, orient="row")


def _lines(files: Sequence[str], older: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    followed: set[str] = set()
    for file in files:
        line, ahead = {file}, [file]
        while ahead:
            path = ahead.pop()
            if path in followed or path not in older:
                continue
            followed.add(path)
            ahead += [old for old in older[path] if old not in line]
            line.update(older[path])
        for path in sorted(line):
            yield file, path
