"""How fast git history reaches the lake, as ratios against git itself in the same run.

    python bench/mining.py REPO... [--rounds 3] [--markdown] [--peer]

The reference is `git log --numstat -M -z` on HEAD with its output discarded. Both sides read the history of HEAD: the
repository is lent to an empty one that has this single branch. Each figure is the median of the rounds, each round
takes the sides in turn, and each run is a process of its own, measured from start to end. CPU time is that of the whole
tree of processes; memory is its peak, sampled (RSS counts pages that processes share once for each, PSS once).
Nothing is written into the repositories.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SYNC = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from trimtab.lake import Lake
from trimtab.sources import GitSource
report = GitSource("bench", Path(sys.argv[1])).sync(Lake(Path(sys.argv[2])), seen_at=datetime.now(UTC))
print(report.rows.get("commits", 0), report.rows.get("changes", 0))
"""

NO_CHANGE = """
import sys
from pathlib import Path
from trimtab.sources import GitSource
print(GitSource("bench", Path(sys.argv[1])).fingerprint())
"""

PEER = """
import sys
from pydriller import Repository
for commit in Repository(sys.argv[1]).traverse_commits():
    for file in commit.modified_files:
        file.new_path, file.old_path, file.added_lines, file.deleted_lines
"""

_QUIET = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and CPU time, and the peak of the process tree in MB."""

    wall: float
    cpu: float
    rss: float = 0.0
    pss: float = 0.0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    repository: str
    measure: str
    seen: str
    bar: str = ""


def measure(command: Sequence[str], *, sample: bool = False) -> Run:
    """Run a command to its end."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        # The reference's output is discarded, as a pipe nobody needs would slow it down.
        sink = out if command[0] == sys.executable else subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=sink, env={**os.environ, **_QUIET})
        rss, pss = _watch(process) if sample else (0.0, 0.0)
        if process.wait():
            raise SystemExit(f"{' '.join(command[:3])} ... failed")
        wall = time.perf_counter() - begun
        out.seek(0)
        said = out.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, rss, pss, said)


def _watch(process: "subprocess.Popen[bytes]") -> tuple[float, float]:
    """Peak RSS and PSS of the tree under a process, in MB, sampled every tenth of a second."""
    rss = pss = 0.0
    while process.poll() is None:
        tree = [_memory(pid) for pid in _tree(process.pid)]
        rss, pss = max(rss, sum(one for one, _ in tree)), max(pss, sum(two for _, two in tree))
        time.sleep(0.1)
    return rss, pss


def _tree(root: int) -> list[int]:
    found = [root]
    for pid in found:
        for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += map(int, tasks.read_text().split())
            except OSError:  # it ended while we looked
                continue
    return found


def _memory(pid: int) -> tuple[float, float]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended, or this is not Linux
        return 0.0, 0.0
    sizes = {line.split(":")[0]: float(line.split()[1]) / 1024 for line in lines[1:] if line.endswith("kB")}
    return sizes.get("Rss", 0.0), sizes.get("Pss", 0.0)


def git(folder: Path, *arguments: str) -> bytes:
    """What git prints."""
    command = ["git", "-c", "safe.directory=*", "-C", str(folder), *arguments]
    return subprocess.run(command, env={**os.environ, **_QUIET}, stdout=subprocess.PIPE, check=True).stdout


@contextmanager
def borrowed(repository: Path) -> Iterator[Path]:
    """An empty bare repository that borrows the objects of another and has one branch, at its HEAD."""
    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as folder:
        lent = Path(folder) / "lent.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(lent)], check=True)
        objects = git(repository, "rev-parse", "--path-format=absolute", "--git-path", "objects").decode().strip()
        (lent / "objects" / "info" / "alternates").write_text(objects + "\n")
        git(lent, "update-ref", "refs/heads/main", git(repository, "rev-parse", "HEAD").decode().strip())
        yield lent


def python(script: str, *arguments: object) -> list[str]:
    """A command that runs a script as a user's process would."""
    return [sys.executable, "-c", script, *map(str, arguments)]


def mined(lent: Path, lake: Path, *, sample: bool = False) -> Run:
    """Everything into a fresh lake."""
    shutil.rmtree(lake, ignore_errors=True)
    return measure(python(SYNC, lent, lake), sample=sample)


def bench(name: str, lent: Path, rounds: int, *, peer: bool) -> Iterator[Row]:
    """All measures of one repository."""
    lake = lent.parent / "lake"
    reference = ["git", "--git-dir", str(lent), "log", "--numstat", "-M", "-z", "HEAD"]
    pairs = [(measure(reference), mined(lent, lake)) for _ in range(rounds)]
    commits, changes = pairs[0][1].said.split()
    yield Row(name, "commits, changed files", f"{commits}, {changes}")
    yield Row(
        name,
        "reference",
        f"{_median(pairs, lambda p: p[0].wall):.1f} s, CPU {_median(pairs, lambda p: p[0].cpu):.1f} s",
    )
    yield Row(
        name,
        "into the lake",
        f"{_median(pairs, lambda p: p[1].wall):.1f} s, CPU {_median(pairs, lambda p: p[1].cpu):.1f} s",
    )
    wall, cpu = _median(pairs, lambda p: p[1].wall / p[0].wall), _median(pairs, lambda p: p[1].cpu / p[0].cpu)
    yield Row(name, "ratio", f"wall {wall:.2f}, CPU {cpu:.2f}", "wall 0.7 (12,000 commits), 0.6 (80,000)")
    watched = mined(lent, lake, sample=True)
    yield Row(name, "memory of the tree", f"RSS {watched.rss:.0f} MB, PSS {watched.pss:.0f} MB", "RSS 600 MB")
    yield Row(name, "rows that differ from the reference", str(differing(lent, lake)), "0")
    yield from _repeated(name, lent, lake, rounds)
    if peer and find_spec("pydriller"):
        slow = measure(python(PEER, lent))
        yield Row(
            name,
            "PyDriller",
            f"{slow.wall:.0f} s, {slow.wall / _median(pairs, lambda p: p[1].wall):.1f} x as long",
            "10 x",
        )


def _repeated(name: str, lent: Path, lake: Path, rounds: int) -> Iterator[Row]:
    """What a second look costs: nothing new, and ten new commits."""
    idle = [measure(python("pass")) for _ in range(rounds + 2)]
    asked = [measure(python(NO_CHANGE, lent)) for _ in range(rounds + 2)]
    wall = statistics.median(run.wall for run in asked) - statistics.median(run.wall for run in idle)
    cpu = statistics.median(run.cpu for run in asked) - statistics.median(run.cpu for run in idle)
    yield Row(name, "no change, beyond the interpreter", f"{wall:.3f} s, CPU {cpu:.3f} s", "0.15 s")
    newest = git(lent, "rev-parse", "main").decode().strip()
    older = git(lent, "rev-parse", "main~10").decode().strip()
    runs = []
    for _ in range(rounds):
        git(lent, "update-ref", "refs/heads/main", older)
        mined(lent, lake)
        git(lent, "update-ref", "refs/heads/main", newest)
        runs.append(measure(python(SYNC, lent, lake)))
    new = runs[0].said.split()[0]
    walls, cpus = statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs)
    yield Row(name, f"HEAD~10..HEAD, {new} commits", f"{walls:.2f} s, CPU {cpus:.2f} s", "0.6 s")


def _median(pairs: Sequence[tuple[Run, Run]], of: Callable[[tuple[Run, Run]], float]) -> float:
    return statistics.median(map(of, pairs))


def differing(lent: Path, lake: Path) -> int:
    """Rows of the lake that git, asked with the same pins and read by other code, does not give, and the reverse."""
    from trimtab.lake import Lake
    from trimtab.sources import unquote_path

    scanned = Lake(lake).snapshot().scan("changes").collect()
    columns = ("oid", "path", "added", "deleted", "old_mode", "new_mode")
    ours: Counter[tuple[str, bytes, int | None, int | None]] = Counter()
    for oid, path, added, deleted, *modes in scanned.select(columns).iter_rows():
        if "160000" not in modes:  # git makes up counts for submodules
            ours[oid, unquote_path(path), added, deleted] += 1
    theirs = Counter(_reference_rows(lent))
    submodules = {
        (oid, unquote_path(path))
        for oid, path, _, _, *modes in scanned.select(columns).iter_rows()
        if "160000" in modes
    }
    extra = {row: times for row, times in (theirs - ours).items() if row[:2] not in submodules}
    return sum((ours - theirs).values()) + sum(extra.values())


def _reference_rows(lent: Path) -> Iterator[tuple[str, bytes, int | None, int | None]]:
    pins = ("-c", "diff.context=0", "-c", "core.bigFileThreshold=50m", "-c", "core.attributesFile=/dev/null")
    said = git(lent, *pins, "log", "--numstat", "-M", "-l1000", "-z", "--root", "--format=%x01%H", "main", "--")
    oid, tokens = "", iter(said.split(b"\0"))
    for token in tokens:
        line = token.lstrip(b"\n")
        if line.startswith(b"\x01"):
            head, _, line = line.partition(b"\n")
            oid, line = head[1:].decode(), line.lstrip(b"\n")
        if line:
            added, deleted, path = line.split(b"\t", 2)
            if not path:
                next(tokens)
                path = next(tokens)
            yield oid, path, _count(added), _count(deleted)


def _count(text: bytes) -> int | None:
    return None if text == b"-" else int(text)


def table(rows: Sequence[Row], *, markdown: bool) -> str:
    """The rows in columns, or as a Markdown table."""
    head = Row("repository", "measure", "seen", "bar")
    cells = [(row.repository, row.measure, row.seen, row.bar) for row in (head, *rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    if markdown:
        lines = ["| " + " | ".join(line) + " |" for line in cells]
        return "\n".join([lines[0], "| --- | --- | --- | --- |", *lines[1:]])
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Mining git history, as ratios against git itself.")
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--peer", action="store_true", help="also run PyDriller, where it is installed")
    given = parser.parse_args()
    rows: list[Row] = []
    for repository in given.repositories:
        name = repository.parent.name if repository.name in ("repo", ".git") else repository.name
        with borrowed(repository.resolve()) as lent:
            rows += bench(name, lent, given.rounds, peer=given.peer)
    print(table(rows, markdown=given.markdown))


if __name__ == "__main__":
    main()
