"""How good are our schedules? Any folder of public instances, solved within so many CPU seconds each.

    python bench/scheduling.py FOLDER --seconds S --out FILE [--every K] [--pyjobshop] [--seed N]

Reads PSPLIB `.sm`, Patterson `.rcp`, iMOPSE `.def` and MSPSP `.dzn` at any depth, each K-th of a folder in the order of
their numbers. Writes one JSON object a line: `class`, `instance`, `seconds` (CPU of all processes, kept to S; the
kernels are compiled before), `status`, `bound`, `makespan`, `starts`, and `assignments` where people do the work. Each
schedule is held against the file by a checker that shares nothing with the solver; what breaks a rule is `invalid`, a
file that cannot be read `unreadable`. `--pyjobshop` lets PyJobShop solve each beside, with two workers and as many CPU
seconds, and writes what it found beside FILE, as FILE.pyjobshop. `scheduling_gaps.py` makes tables of both.
"""

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from instances.check import faults
from instances.instance import Instance, Unreadable
from instances.reading import files, name, read
from trimtab.planning.problem import Impossible
from trimtab.planning.schedule import Solution
from trimtab.planning.search import warm
from trimtab.planning.solve import Limits, solve

Row = dict[str, object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pyjobshop", action="store_true")
    asked = parser.parse_args()
    warm()
    with asked.out.open("w", encoding="utf-8") as out:
        for path in files(asked.folder, asked.every):
            _write(out, ours(path, asked.seconds, asked.seed))
    if asked.pyjobshop:
        beside(asked.folder, asked.every, asked.seconds, asked.out.with_name(f"{asked.out.name}.pyjobshop"))


def ours(path: Path, seconds: float, seed: int = 1) -> Row:
    """What our engine makes of one instance; whatever goes wrong is told as the status."""
    try:
        instance = read(path)
    except Unreadable as error:
        return {"instance": path.name, "status": "unreadable", "error": str(error)}
    row: Row = {"class": instance.kind, "instance": name(path, instance.kind)}
    begun = time.process_time()
    try:
        found = solve(instance.problem, limits=Limits(seconds=seconds), seed=seed)
    except Impossible as error:
        return row | {"seconds": _since(begun), "status": "impossible", "error": str(error)}
    except Exception as error:  # noqa: BLE001 - one instance that fails must not end a run over hundreds
        return row | {"seconds": _since(begun), "status": "failed", "error": f"{type(error).__name__}: {error}"}
    return _checked(path, row | {"seconds": _since(begun)} | answer(instance, found))


def _checked(path: Path, told: Row) -> Row:
    try:
        wrong = faults(path, told)
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        return told | {"error": f"not checked: {type(error).__name__}: {error}"}
    return told | {"status": "invalid", "error": wrong[0]} if wrong else told


def answer(instance: Instance, found: Solution) -> Row:
    """A solution in the numbers of the file."""
    placements = found.schedule.placements
    told: Row = {
        "status": found.status,
        "bound": found.bound,
        "makespan": found.schedule.makespan,
        "starts": {str(number): one.start for number, one in zip(instance.tasks, placements, strict=True)},
    }
    if instance.people:
        told["assignments"] = {
            str(number): _assigned(instance, at, placements[at].people) for at, number in enumerate(instance.tasks)
        }
    return told


def _assigned(instance: Instance, at: int, people: tuple[int, ...]) -> int | Mapping[str, int]:
    numbers = [instance.people[person] for person in people]
    if instance.skills is None:
        return numbers[0]
    return {str(number): skill for number, skill in zip(numbers, instance.skills[at], strict=True)}


def beside(folder: Path, every: int, seconds: float, out: Path) -> None:
    """The same instances by PyJobShop, but for those that it cannot state."""
    from instances.peer import pyjobshop

    with out.open("w", encoding="utf-8") as file:
        for path in files(folder, every):
            try:
                instance = read(path)
            except Unreadable:
                continue
            if instance.skills is None:
                _write(
                    file, {"class": instance.kind, "instance": name(path, instance.kind)} | pyjobshop(instance, seconds)
                )


def _write(out: TextIO, row: Row) -> None:
    out.write(json.dumps(row, separators=(",", ":")) + "\n")
    out.flush()


def _since(begun: float) -> float:
    return round(time.process_time() - begun, 3)


if __name__ == "__main__":
    main()
