"""A made-up history of any size, for benches: written as a stream that `git fast-import` reads.

Forty areas of a monorepo, sixty people who come and go, branches of one to five commits that are merged after a review,
and some that are still open at the end. Deterministic but for its last day, which is `until`. The busiest person, and
so the one to brief, is `LEAD`. The longer the history the busier its team: 10,000 commits take five years, a million
take fifteen.
"""

import math
import random
import subprocess
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

LEAD = "mara.lindqvist@harbour.example"

_MADE_FIRST = (
    *("Mara", "Tomas", "Ife", "Ravi", "Sofie", "Jun", "Ada", "Bo", "Cleo", "Dov"),
    *("Eir", "Fen", "Gil", "Hana", "Ines", "Jaro", "Kai", "Lio", "Mina", "Nuno"),
)
_MADE_LAST = ("Lindqvist", "Ostrava", "Quill")
_AREAS, _FILES, _LINES, _OPEN = 40, 60, 12, 25
_WORDS = ("cache", "parse", "limit", "retry", "queue", "token", "index", "batch", "route", "merge", "audit", "field")
_OFFSETS = ("+0000", "+0100", "+0200", "+0300")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team: there from `first` to `last` (shares of the history), at home in a few areas."""

    name: str
    email: str
    offset: str
    first: float
    last: float
    weight: float
    areas: tuple[int, ...]


def generate(folder: Path, commits: int, until: datetime, seed: int = 1) -> None:
    """Make a bare repository at `folder` with about this many commits, the last of them shortly before `until`."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(folder)], check=True)
    command = ["git", "-C", str(folder), "-c", "core.compression=1", "fast-import", "--quiet", "--depth=5"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as reader:
        assert reader.stdin is not None  # noqa: S101 - it is a pipe, two lines above
        for part in _stream(commits, until, random.Random(seed)):
            reader.stdin.write(part.encode())
        reader.stdin.close()
    if reader.returncode:
        raise SystemExit("git fast-import failed; what it said stands above")


def team(rng: random.Random) -> list[Person]:
    """Sixty people; the first is there throughout and does most."""
    people = []
    for place, (first, last) in enumerate((first, last) for last in _MADE_LAST for first in _MADE_FIRST):
        start = 0.0 if place < 6 else rng.uniform(0, 0.95)
        end = 1.1 if place < 6 else start + rng.uniform(0.05, 0.5)
        areas = tuple(rng.sample(range(_AREAS), 4))
        email = f"{first}.{last}@harbour.example".lower()
        people.append(Person(f"{first} {last}", email, rng.choice(_OFFSETS), start, end, 1 / (place + 2), areas))
    return people


def _stream(commits: int, until: datetime, rng: random.Random) -> Iterator[str]:
    days = round(365 * max(1.0, 5 * (math.log10(commits) - 3)))
    people, writer, made = team(rng), _Writer(rng), 0
    while made < commits:
        share = made / commits
        there = [one for one in people if one.first <= share <= one.last]
        author = rng.choices(there, [one.weight for one in there])[0]
        at = _working_time(until - timedelta(days=1), days, share)
        size = min(rng.choice((1, 1, 1, 2, 2, 3, 5)), commits - made)
        branched = size > 1 or rng.random() < 0.2
        left_open = commits - made <= _OPEN * 40 and rng.random() < 0.06
        if left_open:
            yield from writer.left_open(author, at, size)
        elif branched:
            yield from writer.merged(author, rng.choice(there), at, size)
        else:
            yield from writer.alone(author, at)
        made += size + (branched and not left_open)


def _working_time(end: datetime, days: int, share: float) -> datetime:
    """The instant at which this share of all working time has passed: weekdays from eight to five."""
    day, part = divmod(share * days, 1)
    at = end - timedelta(days=days - day)
    early = max(0, at.weekday() - 4)
    return at.replace(hour=8, minute=0, second=0) - timedelta(days=early) + timedelta(hours=9 * part)


class _Writer:
    """Keeps the marks, the state of the files and the last tips of the main line while the stream is written."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._mark = 0
        self._main: deque[tuple[int, datetime]] = deque([(0, datetime.min.replace(tzinfo=UTC))], maxlen=400)
        self._branches = 0
        self._version: dict[str, int] = {}

    def alone(self, author: Person, at: datetime) -> Iterator[str]:
        """One commit on the main line."""
        yield self._commit("main", author, at, self._subject(), (self._main[-1][0],)) + self._files(author)
        self._main.append((self._mark, at))

    def left_open(self, author: Person, at: datetime, size: int) -> Iterator[str]:
        """A branch that nobody merges."""
        self._branches += 1
        yield from self._line(f"topic-{self._branches}", author, at, size)

    def merged(self, author: Person, reviewer: Person, at: datetime, size: int) -> Iterator[str]:
        """A branch of one person, and its merge by a colleague at this instant. It leaves no name behind."""
        self._branches += 1
        yield from self._line("main", author, at - timedelta(minutes=30), size)
        subject = f"Merge pull request #{self._branches} from topic-{self._branches}"
        told = f"{subject}\n\nReviewed-by: {reviewer.name} <{reviewer.email}>"
        yield self._commit("main", reviewer, at, told, (self._main[-1][0], self._mark)) + "\n"
        self._main.append((self._mark, at))

    def _line(self, branch: str, author: Person, at: datetime, size: int) -> Iterator[str]:
        begun = at - timedelta(minutes=11 * size)
        tip = next((mark for mark, made in reversed(self._main) if made <= begun), self._main[0][0])
        for step in range(size):
            later = begun + timedelta(minutes=11 * step)
            yield self._commit(branch, author, later, self._subject(), (tip,)) + self._files(author)
            tip = self._mark

    def _commit(self, branch: str, person: Person, at: datetime, message: str, parents: tuple[int, ...]) -> str:
        self._mark += 1
        seconds = int(at.timestamp())
        parents = tuple(parent for parent in parents if parent)
        links = [f"{'merge' if place else 'from'} :{mark}\n" for place, mark in enumerate(parents)]
        who = f"{person.name} <{person.email}> {seconds} {person.offset}"
        return (
            f"commit refs/heads/{branch}\nmark :{self._mark}\nauthor {who}\ncommitter {who}\n"
            f"data {len(message.encode())}\n{message}\n{''.join(links)}"
        )

    def _subject(self) -> str:
        return f"{self._rng.choice(_WORDS)}: {self._rng.choice(_WORDS)} the {self._rng.choice(_WORDS)}"

    def _files(self, author: Person) -> str:
        """Two changed files, mostly in one of the author's areas."""
        area = self._rng.choice(author.areas) if self._rng.random() < 0.8 else self._rng.randrange(_AREAS)
        chosen = {self._rng.randrange(_FILES) for _ in range(2)}
        return "".join(self._file(f"services/{_area(area)}/part{one // 12}/file{one}.py") for one in chosen) + "\n"

    def _file(self, path: str) -> str:
        version = self._version[path] = self._version.get(path, 0) + 1
        text = "".join(f"line {line} {version - (version + line) % _LINES}\n" for line in range(_LINES))
        return f"M 100644 inline {path}\ndata {len(text)}\n{text}"


def _area(number: int) -> str:
    return f"{_WORDS[number % len(_WORDS)]}{number}"
