"""How does the cost of an answer grow with the history? Whole processes and single analyses, at several sizes.

    python bench/analyses.py [--sizes 10000 100000 1000000] [--keep FOLDER] [--runs 3] [--markdown]

Histories are made (bench/synthetic.py), in FOLDER if they are to be kept; the lake of each lives in a home of its own.
First table: `map`, `away` and `brief` as whole warm processes, as seconds of wall and as a ratio to a named reference of the
same run, `git log -1000 --numstat` on that history. Second table: each analysis in one process, once, with the rows it was
given, against reading these rows from the lake (the reference, 1.0). `growth` sets the time of one size against that of the
size before it, per row: 1.0 is linear, less is better.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import polars as pl

from brief import Run, timed
from synthetic import LEAD, generate
from trimtab.advice._ground import Ground
from trimtab.advice._sight import look
from trimtab.analyses import coupling, ownership
from trimtab.workspace import open_clone

SIZES = (10_000, 100_000, 1_000_000)
GIT = "git log -1000 --numstat"
VERBS = {"map": ("map",), "away": ("away", "me"), "brief": ("brief",)}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and rows of one thing at one size; `memory` in MiB where a whole process was watched."""

    name: str
    size: int
    seconds: float
    rows: int
    memory: float = 0.0


def processes(clone: Path, home: Path, size: int, runs: int) -> Iterator[Cost]:
    """The verbs on a lake that is there, medians of the runs."""
    env = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "TRIMTAB_BACKGROUND": "0"}
    command = [sys.executable, "-m", "trimtab"]
    subprocess.run([*command, "sync", str(clone)], env=env, check=True, capture_output=True)
    yield _median(GIT, size, [timed(["git", f"--git-dir={clone}", *GIT.split()[1:]], env, home) for _ in range(runs)])
    for name, words in VERBS.items():
        asked = [*command, "-C", str(clone), *words, "--me", LEAD]
        timed(asked, env, home)  # what is worked out once is in the cache from here on
        yield _median(name, size, [timed(asked, env, home) for _ in range(runs)])


def _median(name: str, size: int, runs: Sequence[Run]) -> Cost:
    ordered = sorted(runs, key=lambda one: one.wall)
    return Cost(name, size, ordered[len(ordered) // 2].wall, size, max(one.memory for one in runs))


def single(clone: Path, home: Path, size: int) -> Iterator[Cost]:
    """Each analysis that `map` and `away` rest on, in this process, on what they would be given."""
    os.environ |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    workspace = open_clone(clone)
    now = datetime.now(UTC)
    begun = time.perf_counter()
    sight = look(workspace, now=now, me=LEAD)
    read = time.perf_counter() - begun
    ground = Ground(sight)
    rows = sight.changes.select(pl.len()).collect().item()
    yield Cost("the lake's rows, who is who, reviews", size, read, rows)
    steps: dict[str, Callable[[], pl.DataFrame]] = {
        "touched": lambda: ground.touches,
        "areas": lambda: ground.files,
        "acts": lambda: ground.doings,
        "presence": lambda: ground.there,
        "holders": lambda: ground.held,
        "bus factors": lambda: ground.bus,
        "nearest": lambda: ownership.nearest(
            ground.held.select("repo", "area", "person"), ground.doings, ground.files, ground.there, sight.as_of
        ),
        "coupling of areas": lambda: coupling.areas(ground.touches, ground.files, sight.as_of),
        "centrality": lambda: ground.central,
        "coupling of files": lambda: coupling.files(ground.touches, sight.as_of),
        "blind spots": lambda: ground.blind,
    }
    for name, step in steps.items():
        begun = time.perf_counter()
        step()
        yield Cost(name, size, time.perf_counter() - begun, rows)


def whole(costs: Sequence[Cost]) -> list[tuple[str, ...]]:
    """Rows of the first table: a verb, and for each size seconds, ratio to the reference and memory."""
    reference = {cost.size: cost.seconds for cost in costs if cost.name == GIT}
    sizes = sorted(reference)
    heads = ("whole process", *(f"{size:,} commits" for size in sizes))
    rows = [heads]
    for name in (GIT, *VERBS):
        found = {cost.size: cost for cost in costs if cost.name == name}
        rows.append((name, *(_process(found[size], reference[size]) for size in sizes)))
    return rows


def _process(cost: Cost, reference: float) -> str:
    return f"{cost.seconds:.2f} s ({cost.seconds / reference:.1f}), {cost.memory:.0f} MiB"


def inside(costs: Sequence[Cost]) -> list[tuple[str, ...]]:
    """Rows of the second table: an analysis, and for each size seconds, ratio to reading, and growth per row."""
    sizes = sorted({cost.size for cost in costs})
    names = list(dict.fromkeys(cost.name for cost in costs))
    at = {(cost.name, cost.size): cost for cost in costs}
    rows = [("analysis", *(f"{at[names[0], size].rows:,} changes" for size in sizes), "growth")]
    for name in names:
        cells = [f"{at[name, s].seconds:.3f} s ({at[name, s].seconds / at[names[0], s].seconds:.2f})" for s in sizes]
        rows.append((name, *cells, " ".join(_growth(at[name, a], at[name, b]) for a, b in pairwise(sizes))))
    return rows


def _growth(small: Cost, large: Cost) -> str:
    return f"{(large.seconds / small.seconds) / (large.rows / small.rows):.2f}"


def printed(rows: Sequence[tuple[str, ...]], *, markdown: bool) -> str:
    """The rows as a table."""
    if markdown:
        lines = [rows[0], (":--", *("--:" for _ in rows[0][1:])), *rows[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> None:
    """Make the histories, measure, print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as made:
        processed: list[Cost] = []
        analysed: list[Cost] = []
        for size in asked.sizes:
            clone, home = (asked.keep or Path(made)) / f"made-{size}.git", Path(made) / f"home-{size}"
            home.mkdir()
            if not clone.exists():
                clone.parent.mkdir(parents=True, exist_ok=True)
                generate(clone, size, datetime.now(UTC))
            processed += processes(clone, home, size, asked.runs)
            analysed += single(clone, home, size)
    print(printed(whole(processed), markdown=asked.markdown))
    print()
    print(printed(inside(analysed), markdown=asked.markdown))


if __name__ == "__main__":
    main()
