"""How long does a brief take? Whole processes, from the shell's point of view.

    python bench/brief.py REPO [--me EMAIL] [--runs 5] [--markdown]
    python bench/brief.py --generate 1000000 [--keep FOLDER] [--markdown]

REPO is any clone; it is only read: a clone that shares its objects gets the ten new commits, and the lake lives in a
folder of its own that is removed. `--generate` makes a history of that many commits first (bench/synthetic.py), in
FOLDER if that is to be kept; an existing FOLDER is used as it is.

The table names two references of the same machine and moment: a bare start of Python, and git's own walk over a
thousand commits with their line counts. `wall` is the median of the runs, `cpu` (user and system, children included)
the least of them, since other load adds to it and never takes away. `memory` is the peak of the largest process.

The first brief is measured to its first printed byte; the row below it says when the rest of the history was in.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from synthetic import LEAD, generate

PYTHON, GIT = "python -c pass", "git log -1000 --numstat"
_TO_MIB = 1 << (20 if sys.platform == "darwin" else 10)


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds until its first output and its end, seconds of processor, peak MiB, what it printed."""

    first: float
    wall: float
    cpu: float
    memory: float
    printed: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `goal` is in seconds of wall time, None where nothing was promised."""

    name: str
    wall: float
    cpu: float
    memory: float
    goal: float | None = None


def timed(command: Sequence[str], env: Mapping[str, str], folder: Path) -> Run:
    """Run a command and watch it; what it says on standard error is dropped. Ends the bench where it fails."""
    begun = time.monotonic()
    with subprocess.Popen(
        command, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe, two lines above
        start = process.stdout.read(1)
        first = time.monotonic() - begun
        printed = start + process.stdout.read()
        # wait4 tells of this process and its children; Popen.wait would not.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    wall = time.monotonic() - begun
    text = printed.decode(errors="replace")
    return Run(first, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / _TO_MIB, text)


class Bench:
    """One repository under measurement, in a home of its own."""

    def __init__(self, repo: Path, home: Path, me: str | None, runs: int) -> None:
        self.clone = home / "clone.git"
        self.runs = runs
        self._home = home
        self._env = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "TRIMTAB_BACKGROUND": "0"}
        self._me = ("--me", me) if me else ()
        command = ["git", "clone", "--quiet", "--mirror", "--shared", str(repo.absolute()), str(self.clone)]
        subprocess.run(command, check=True)

    def rows(self) -> Iterator[Row]:
        """Every measurement; the first brief comes first, since it makes the lake."""
        cold = self.trimtab("brief", str(self.clone), *self._me)
        window = next((line.strip() for line in cold.printed.splitlines() if "read back to" in line), "")
        yield self.reference(PYTHON, [sys.executable, "-c", "pass"])
        yield self.reference(GIT, ["git", f"--git-dir={self.clone}", "log", "-1000", "--numstat"])
        yield self.row("trimtab --help", lambda: self.trimtab("--help"), 0.3)
        yield self.row("sync, nothing new", lambda: self.trimtab("sync", str(self.clone)))
        yield self.row("warm brief", lambda: self.trimtab("brief", str(self.clone), *self._me), 1.5)
        yield self.row("brief, ten new commits", self.after_ten)
        yield Row(f"first brief{f' ({window})' if window else ''}", cold.first, cold.cpu, cold.memory, 60.0)
        yield Row("the whole history in", cold.wall, cold.cpu, cold.memory)

    def trimtab(self, *arguments: str) -> Run:
        """One run of the program."""
        return timed([sys.executable, "-m", "trimtab", *arguments], self._env, self._home)

    def reference(self, name: str, command: Sequence[str]) -> Row:
        """A command that is none of ours."""
        return self.row(name, lambda: timed(command, self._env, self._home))

    def row(self, name: str, run: Callable[[], Run], goal: float | None = None) -> Row:
        """The same thing several times."""
        runs = [run() for _ in range(self.runs)]
        wall = statistics.median(one.wall for one in runs)
        return Row(name, wall, min(one.cpu for one in runs), max(one.memory for one in runs), goal)

    def after_ten(self) -> Run:
        """Ten commits on the branch checked out, then a brief."""
        git = ["git", f"--git-dir={self.clone}"]
        asked = subprocess.run([*git, "symbolic-ref", "HEAD"], check=True, capture_output=True, text=True)
        branch, now = asked.stdout.strip(), int(time.time())
        commits = "".join(_small_commit(branch, number, now) for number in range(10))
        subprocess.run([*git, "fast-import", "--quiet"], check=True, input=commits.encode())
        return self.trimtab("brief", str(self.clone), *self._me)


def _small_commit(branch: str, number: int, seconds: int) -> str:
    start = f"from {branch}^0\n" if number == 0 else ""
    text = f"{seconds} {number}\n"
    return (
        f"commit {branch}\ncommitter Bench Mark <bench@harbour.example> {seconds} +0000\ndata 5\nnote\n{start}"
        f"M 100644 inline bench-note-{number}.txt\ndata {len(text)}\n{text}\n"
    )


def table(rows: Sequence[Row], *, markdown: bool) -> str:
    """The rows with their ratios to both references, which are among them."""
    by_name = {row.name: row for row in rows}
    heads = ("what", "wall s", "cpu s", "cpu / python", "cpu / git log", "memory MiB", "goal")
    lines = [heads, *(_cells(row, by_name[PYTHON], by_name[GIT]) for row in rows)]
    if markdown:
        lines.insert(1, (":--", *("--:" for _ in heads[1:])))
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    shown = (
        [line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))]
        for line in lines
    )
    return "\n".join("  ".join(cells) for cells in shown)


def _cells(row: Row, python: Row, git: Row) -> tuple[str, ...]:
    goal = "" if row.goal is None else f"{row.goal:g} s {'met' if row.wall <= row.goal else 'missed'}"
    ratios = (f"{row.cpu / python.cpu:.1f}", f"{row.cpu / git.cpu:.1f}")
    return row.name, f"{row.wall:.2f}", f"{row.cpu:.2f}", *ratios, f"{row.memory:.0f}", goal


def measured(repo: Path, me: str | None, runs: int, *, markdown: bool) -> str:
    """The table for one repository."""
    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as home:
        return table(list(Bench(repo, Path(home), me, runs).rows()), markdown=markdown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repo", nargs="?", type=Path, help="a clone")
    parser.add_argument("--generate", type=int, metavar="N", help="make a history of N commits and measure that")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the history is made, to be used again")
    parser.add_argument("--me", metavar="EMAIL")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    if (asked.repo is None) == (asked.generate is None):
        parser.error("name a clone, or --generate N")
    if asked.repo:
        print(measured(asked.repo, asked.me, asked.runs, markdown=asked.markdown))
        return
    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as made:
        folder = asked.keep or Path(made) / "made.git"
        if not folder.exists():
            generate(folder, asked.generate, datetime.now(UTC))
        print(measured(folder, asked.me or LEAD, asked.runs, markdown=asked.markdown))


if __name__ == "__main__":
    main()
