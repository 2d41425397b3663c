"""What does `trimtab flow` cost on a large tracker? The whole warm process, and single steps within one process.

    python bench/flow.py [--items 100000] [--runs 3] [--keep FOLDER] [--markdown]

The tracker is that of bench/trackers.py, its items spread over eleven years and stretched to last from minutes to years, one in
twenty still open; the clone beside it has a made history of 10,000 commits (bench/synthetic.py). The reference is reading the
columns of `item_events` that acts are made of from the lake, once, in the same process. Steps are timed once each, in seconds of
processor time (on two cores the wall is up to half of it), on what the step before left; whole processes are medians of the
wall, with the peak of their memory.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analyses import printed
from brief import timed
from synthetic import LEAD, generate
from trackers import item
from trimtab.advice._sight import look
from trimtab.advice.flow import flow
from trimtab.advice.flow._frames import Frames
from trimtab.analyses import throughput
from trimtab.workspace import Workspace, open_clone

TRACKER = "tracker.example/made/up"
_COMMITS = 10_000
_SPREAD = timedelta(days=365 * 11)
_READ = ("tracker", "item", "kind", "event", "happened_at", "actor", "subject", "state", "text", "facts")

Json = Any  # JSON as it is saved


def stretched(found: Json, opened: datetime, begins: datetime, factor: float) -> Json:
    """The same object with each of its instants moved, and its length multiplied."""
    if isinstance(found, dict):
        return {key: stretched(value, opened, begins, factor) for key, value in found.items()}
    if isinstance(found, list):
        return [stretched(one, opened, begins, factor) for one in found]
    if isinstance(found, str) and found.endswith("Z") and found[4:5] == "-":
        moved = begins + (datetime.fromisoformat(found) - opened) * factor
        return f"{moved:%Y-%m-%dT%H:%M:%SZ}"
    return found


def reopened(found: Json) -> Json:
    """The item without its end."""
    shown = found[found["type"]]
    for key in ("closed_at", "merged_at", "merged", "merged_by"):
        shown.pop(key, None)
    shown["state"] = "open"
    found["events"] = [one for one in found["events"] if one["event"] not in ("closed", "merged")]
    return found


def write(file: Path, items: int, until: datetime) -> None:
    """Save the tracker; what would end after `until` is open."""
    dice = random.Random(5)
    with file.open("w", encoding="utf-8") as out:
        for number in range(1, items + 1):
            found = item(number, 0, newer=False)
            opened = datetime.fromisoformat(found[found["type"]]["created_at"])
            begins = until - _SPREAD * (1 - number / (items + 1)) - timedelta(days=1)
            factor = dice.lognormvariate(1.0, 2.0)
            is_open = dice.random() < 0.05 or begins + timedelta(hours=29 * factor) > until
            told = reopened(found) if is_open else found
            longest = (until - begins) / timedelta(hours=36)
            out.write(json.dumps(stretched(told, opened, begins, min(factor, longest)), separators=(",", ":")) + "\n")


def made(folder: Path, items: int) -> tuple[Workspace, Path]:
    """A clone whose lake holds the tracker."""
    clone, file = folder / "made.git", folder / f"items-{items}.ndjson"
    now = datetime.now(UTC)
    if not clone.exists():
        generate(clone, _COMMITS, now)
    if not file.exists():
        write(file, items, now)
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    workspace = open_clone(clone)
    workspace.sync(now)
    workspace.read_archive(file, TRACKER, now)
    return workspace, clone


def steps(workspace: Workspace) -> Iterator[tuple[str, float, int]]:
    """Name, seconds of processor time and rows of every step; of this process, whatever else the machine does."""
    now = datetime.now(UTC)
    sight = look(workspace, now=now, me=LEAD)
    frames = Frames(sight)

    def read() -> pl.DataFrame:
        return sight.snapshot.scan("item_events").select(_READ).collect()

    weeks = [(now - timedelta(weeks=back), now - timedelta(weeks=back - 1)) for back in range(52, 0, -1)]

    def usual() -> pl.DataFrame:
        for spans in (frames.leads, frames.cycles, frames.answers):
            seen = throughput.within(spans, frames.since, frames.as_of)
            throughput.quantiles(throughput.waits(seen))
            throughput.quantiles(throughput.waits(seen, frames.team_time))
        return frames.leads

    def changes() -> pl.DataFrame:
        for spans in (frames.leads, frames.cycles, frames.answers):
            throughput.change(spans, frames.as_of)
        return frames.leads

    every: dict[str, Callable[[], pl.DataFrame]] = {
        "reading the events (reference)": read,
        "states": lambda: frames.trackers.states,
        "events of the window": lambda: frames.events.collect(),
        "acts of the window": lambda: frames.acts,
        "work": lambda: frames.work,
        "spans": lambda: pl.concat([frames.leads, frames.cycles, frames.answers]),
        "usual, on two clocks": usual,
        "changes": changes,
        "rounds and sizes": lambda: frames.merged,
        "ages": lambda: frames.ages,
        "spells": lambda: frames.spells,
        "weeks": lambda: throughput.progress(frames.spells, weeks),
    }
    for name, step in every.items():
        begun = time.process_time()
        found = step()
        yield name, time.process_time() - begun, found.height
    begun = time.process_time()
    flow(workspace, now=now, me=LEAD)
    yield "the whole answer", time.process_time() - begun, 0


def main() -> None:
    """Make the tracker, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        workspace, clone = made(folder, asked.items)
        found = list(steps(workspace))
        reference = found[0][1]
        table = [("step", "seconds", "against the reference", "rows")]
        table += [(name, f"{took:.3f}", f"{took / reference:.2f}", f"{rows:,}") for name, took, rows in found]
        print(printed(table, markdown=asked.markdown))
        words = [sys.executable, "-m", "trimtab", "-C", str(clone), "--me", LEAD]
        runs = sorted(
            (timed([*words, "flow"], dict(os.environ), folder) for _ in range(asked.runs)), key=lambda one: one.wall
        )
        print(f"\nwhole process: {runs[len(runs) // 2].wall:.2f} s, {max(one.memory for one in runs):.0f} MiB")


if __name__ == "__main__":
    main()
