"""Tables of what `scheduling.py` wrote: gaps to the best that is known, and to what PyJobShop found beside.

    python bench/scheduling_gaps.py FILE [--known FOLDER]

FOLDER holds `best_known.csv` (`file`, `upper_bound`, `closed`) and `mspsp_best_known.csv` (`set`, `file`, `upper_bound`).
Without a best known value (iMOPSE) the gap is to the bound. An instance without a schedule counts for no gap, and is told.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

Row = Mapping[str, Any]
POOLED = ("j60", "j90", "j120")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--known", type=Path)
    asked = parser.parse_args()
    known, sets = _known(asked.known) if asked.known else ({}, {})
    ours, other = _rows(asked.file), _rows(asked.file.with_name(f"{asked.file.name}.pyjobshop"))
    print("| class | instances | mean gap % | worst | at best known or proved | proved | CPU s | PyJobShop gap % |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind, rows in _groups(ours, sets).items():
        print(_line(kind, rows, [other[row["instance"]] for row in rows if row["instance"] in other], known))
    pooled = [row for row in ours.values() if row.get("class") in POOLED and row["instance"] in other]
    if pooled:
        mine, theirs = (
            mean(_gap(row, known) for row in rows) for rows in (pooled, [other[row["instance"]] for row in pooled])
        )
        print(
            f"\nJ60 to J120 pooled, {len(pooled)} instances: {mine:.2f} % against {theirs:.2f} %, ratio {mine / theirs:.2f}"
        )
    _tell_bounds(ours, other, known)


def _line(kind: str, rows: Sequence[Row], beside: Sequence[Row], known: Mapping[str, int]) -> str:
    solved = [row for row in rows if row.get("makespan") is not None and row["status"] != "invalid"]
    gaps = [_gap(row, known) for row in solved]
    theirs = [_gap(row, known) for row in beside if row.get("makespan") is not None]
    best = sum(gap <= 0 for gap in gaps)
    proved = sum(row["status"] == "optimal" for row in solved)
    count = str(len(rows)) if len(rows) == len(solved) else f"{len(rows)}, {len(rows) - len(solved)} without"
    cells = (
        kind,
        count,
        f"{mean(gaps):.2f}",
        f"{max(gaps):.1f}",
        best,
        proved,
        f"{mean(row['seconds'] for row in solved):.1f}",
    )
    return f"| {' | '.join(map(str, cells))} | {f'{mean(theirs):.2f}' if theirs else ''} |"


def _gap(row: Row, known: Mapping[str, int]) -> float:
    """In per cent of the best known value, or of the bound where none is known."""
    reference = known.get(row["instance"], row["bound"])
    return 100 * (row["makespan"] - reference) / reference if row.get("makespan") is not None and reference else 0.0


def _tell_bounds(ours: Mapping[str, Row], other: Mapping[str, Row], known: Mapping[str, int]) -> None:
    """Whether a bound is above a schedule, and how often the bound of the one beside was higher."""
    above = [name for name, row in ours.items() if row.get("bound", 0) > known.get(name, row.get("makespan") or 0)]
    lower = [name for name, row in ours.items() if name in other and row.get("bound", 0) < other[name]["bound"]]
    print(f"\nBounds above the best known: {len(above)}; below PyJobShop's: {len(lower)} of {len(other)}")


def _groups(rows: Mapping[str, Row], sets: Mapping[str, str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for name, row in rows.items():
        part = sets.get(name) or (name.split("/")[0] if "/" in name else "")
        found[f"{row.get('class', 'unreadable')} {part}".strip()].append(row)
    return found


def _rows(file: Path) -> dict[str, Row]:
    return {row["instance"]: row for row in map(json.loads, _lines(file))}


def _lines(file: Path) -> Iterator[str]:
    if file.exists():
        yield from file.read_text("utf-8").splitlines()


def _known(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    known: dict[str, int] = {}
    sets: dict[str, str] = {}
    for name in ("best_known.csv", "mspsp_best_known.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                known[row["file"]] = int(row["upper_bound"])
                if "set" in row:
                    sets[row["file"]] = row["set"]
    return known, sets


if __name__ == "__main__":
    main()
