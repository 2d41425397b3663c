"""How long the answers about items take on a large tracker, as ratios against parsing its saved file in the same run.

    python bench/items.py [--items 100000] [--rounds 3] [--markdown]

The tracker is made up as in bench/trackers.py, its last 500 items and one in 33 of the others still open; the clone beside it
has one commit. Each run is a whole process, `trimtab VERB` as it is typed, medians of the rounds; *warm* are runs after the
first. Memory is the largest peak. The reference is `json.loads` of every line of the file.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import trackers

FIRST = datetime(2016, 1, 1, tzinfo=UTC)
VERBS = (("waiting",), ("plate",), ("brief",), ("flow",), ("forecast", "items", "next 12"))
_OPEN_LATELY, _ONE_OPEN_IN = 500, 33
_ENDS = frozenset({"closed", "merged"})
_ENDED = ("closed_at", "merged_at", "merged", "merged_by")
_MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, done.returncode)
"""


def main() -> None:
    """Make the tracker, read it, and time each verb."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file, clone = place / "saved.ndjson", place / "clone"
        _write(file, asked.items)
        _clone(clone)
        reference = _parse(file)
        here = Here(place, clone, (FIRST + timedelta(hours=asked.items + 48)).date())
        here.run("sync")
        here.run("sync", "--source", "archive", str(file), "--tracker", "tracker.example/made/up")
        rows = [("parsing the file", reference, 1.0, 0)]
        for verb in VERBS:
            first, _ = here.timed(*verb)
            rounds = [here.timed(*verb) for _ in range(asked.rounds)]
            warm = statistics.median(seconds for seconds, _ in rounds)
            name = " ".join(verb)
            rows.append((f"{name}, first", first, first / reference, 0))
            rows.append((f"{name}, warm", warm, warm / reference, max(peak for _, peak in rounds)))
    for line in _table(rows, asked.items, markdown=asked.markdown):
        print(line)


class Here:
    """One clone with a data folder of its own."""

    def __init__(self, place: Path, clone: Path, day: date) -> None:
        self._clone = clone
        self._day = day.isoformat()  # the made-up items run on into the future: the answers are of their last day
        kept = {"XDG_DATA_HOME": str(place / "data"), "TRIMTAB_BACKGROUND": "0", "HOME": str(place)}
        self._environment = os.environ | kept

    def run(self, *words: str) -> None:
        """Run a verb on the clone; what it prints is thrown away."""
        command = [sys.executable, "-m", "trimtab", "-C", str(self._clone), *words]
        subprocess.run(command, env=self._environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def timed(self, *words: str) -> tuple[float, int]:
        """Seconds of a whole run as one of the tracker's people, and its peak in MB."""
        command = [
            sys.executable,
            "-m",
            "trimtab",
            "-C",
            str(self._clone),
            "--me",
            "person-7",
            "--as-of",
            self._day,
            *words,
        ]
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *command],
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - begun
        peak, code = map(int, done.stdout.split())
        if code:
            raise SystemExit(f"{' '.join(words)} ended with {code}")
        return seconds, peak


def _write(file: Path, items: int) -> None:
    with file.open("w", encoding="utf-8") as out:
        for number in range(1, items + 1):
            found = trackers.item(number, 0, newer=False)
            if number % _ONE_OPEN_IN == 0 or number > items - _OPEN_LATELY:
                shown = found[found["type"]]
                shown["state"] = "open"
                for key in _ENDED:
                    shown.pop(key, None)
                found["events"] = [event for event in found["events"] if event["event"] not in _ENDS]
            out.write(json.dumps(found) + "\n")


def _clone(folder: Path) -> None:
    for words in (("init", "-q", str(folder)), ("-C", str(folder), "commit", "-q", "--allow-empty", "-m", "start")):
        named = ("-c", "user.name=Mara", "-c", "user.email=mara@harbour.example")
        subprocess.run(["git", *named, *words], check=True)


def _parse(file: Path) -> float:
    begun = time.perf_counter()
    with file.open("rb") as lines:
        for line in lines:
            json.loads(line)
    return time.perf_counter() - begun


def _table(rows: list[tuple[str, float, float, int]], items: int, *, markdown: bool) -> Iterator[str]:
    if markdown:
        yield f"| {items:,} items | seconds | ratio | peak |"
        yield "| --- | --- | --- | --- |"
    for name, seconds, ratio, peak in rows:
        memory = f"{peak} MB" if peak else ""
        row = (f"{name}", f"{seconds:.2f}", f"{ratio:.2f}", memory)
        yield f"| {' | '.join(row)} |" if markdown else f"{row[0]:32}{row[1]:>8}{row[2]:>8}{memory:>10}"


if __name__ == "__main__":
    main()
