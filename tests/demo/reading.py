"""Reads Harbour's history with git alone, so that no analysis of Trimtab has a say in whether a truth was planted."""

import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

BOTS = ("dependabot[bot]", "harbour-ci")
FORMATTING = "style: format everything"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
YEAR_AGO = date(2025, 11, 16)

# Who signs with which address; written down again here, so that a slip in the team's own list is noticed.
ADDRESSES = {
    "mara@harbour.example": "mara",
    "mara.lindqvist@northquay.example": "mara",
    "900000001+harbour-mara@users.noreply.github.com": "mara",
    "tomas@harbour.example": "tomas",
    "ife@harbour.example": "ife",
    "ife@personal.example": "ife",
    "ravi@harbour.example": "ravi",
    "sofie@harbour.example": "sofie",
    "jun@harbour.example": "jun",
    "dana@harbour.example": "dana",
}


@dataclass(frozen=True)
class Commit:
    """One commit; `wrote` and `landed` are the author's and committer's instants on their own clock."""

    oid: str
    parents: tuple[str, ...]
    name: str
    email: str
    wrote: datetime
    landed: datetime
    subject: str
    body: str
    paths: tuple[str, ...]

    @property
    def who(self) -> str:
        return ADDRESSES.get(self.email, self.name)

    @property
    def readers(self) -> tuple[str, ...]:
        lines = [line for line in self.body.splitlines() if line.startswith("Reviewed-by:")]
        return tuple(ADDRESSES[line.partition("<")[2].rstrip(">")] for line in lines)

    def is_in(self, *folders: str) -> bool:
        return any(path.startswith(f"{folder}/") for path in self.paths for folder in folders)


class Log:
    """All commits that a revision reaches, newest first."""

    def __init__(self, repository: Path, *revisions: str) -> None:
        self.repository = repository
        form = "%x01%H%x02%P%x02%an%x02%ae%x02%aI%x02%cI%x02%s%x02%b%x02"
        text = self.git("log", "--no-renames", "--name-only", f"--format={form}", *revisions)
        self.commits = tuple(self._commit(block) for block in text.split("\x01")[1:])
        self._by_oid = {commit.oid: commit for commit in self.commits}

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.repository, capture_output=True, check=True, text=True).stdout

    def people(self, since: date = date.min, until: date = date.max) -> list[Commit]:
        """What people wrote: no merges, no bots, not the formatting of everything."""
        return [
            commit
            for commit in self.commits
            if len(commit.parents) < 2
            and commit.name not in BOTS
            and commit.subject != FORMATTING
            and since <= commit.landed.astimezone(STOCKHOLM).date() <= until
        ]

    @cached_property
    def everywhere(self) -> "Log":
        """The same with all that is on branches."""
        return Log(self.repository, "--all")

    @cached_property
    def reviewed(self) -> dict[str, str]:
        """Who reviewed or merged a commit, by its id; what nobody did is not in it."""
        found = {commit.oid: commit.readers[0] for commit in self.commits if commit.readers}
        for merge in self.commits:
            if len(merge.parents) == 2:
                side = self._by_oid[merge.parents[1]]
                while side.oid not in self._spine:
                    found[side.oid] = merge.who
                    side = self._by_oid[side.parents[0]]
        return found

    @cached_property
    def _spine(self) -> Collection[str]:
        """Ids along the first parents."""
        commit = self.commits[0]
        found = {commit.oid}
        while commit.parents:
            commit = self._by_oid[commit.parents[0]]
            found.add(commit.oid)
        return found

    @staticmethod
    def _commit(block: str) -> Commit:
        oid, parents, name, email, wrote, landed, subject, body, paths = block.split("\x02")
        instants = datetime.fromisoformat(wrote), datetime.fromisoformat(landed)
        return Commit(oid, tuple(parents.split()), name, email, *instants, subject, body, tuple(paths.split()))


def sessions(commits: Iterable[Commit]) -> list[list[datetime]]:
    """Instants of commits, in runs without a gap of 100 minutes; 45 minutes before the first count as work too."""
    runs: list[list[datetime]] = []
    for at in sorted(commit.wrote for commit in commits):
        if not runs or at - runs[-1][-1] > timedelta(minutes=100):
            runs.append([at - timedelta(minutes=45)])
        runs[-1].append(at)
    return runs


def hours_by_week(commits: Iterable[Commit]) -> dict[str, float]:
    """Hours of all sessions per ISO week, such as `2026-W46`."""
    found: dict[str, float] = {}
    for run in sessions(commits):
        week = "{}-W{:02d}".format(*run[0].isocalendar()[:2])
        found[week] = found.get(week, 0.0) + (run[-1] - run[0]) / timedelta(hours=1)
    return found
