"""A lead's first weeks with Trimtab, from a clone to a corrected brief, each step through the program itself."""

import json
import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from builders_git import IFE, MARA, TOMAS, History
from cli.program import Done, run

MONDAY = datetime.fromisoformat("2026-04-06T09:00+02:00")
TOM = "Tom N <tom@laptop.example>"


class Weeks:
    """A remote that a team pushes to, the lead's clone of it, and the program."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.remote = History(folder / "origin" / "harbour.git", bare=True)
        self.clone = folder / "harbour"
        self._number = 0

    def work(self, weeks: int, *, since: int = 0) -> None:
        """Weeks of work: Mara alone on the ledger, Tomas and Ife on all else, Tom (who is Tomas) now and then."""
        with self.remote.many():
            for day in range(7 * since, 7 * (since + weeks)):
                at = MONDAY + timedelta(days=day)
                if at.weekday() > 4:
                    continue
                self._commit(MARA, "billing/ledger", "ledger", at)
                for hour, area in enumerate(("export", "api", "web", "sync"), start=1):
                    self._commit((TOMAS, IFE)[(day + hour) % 2], area, area, at + timedelta(hours=hour))
                if at.weekday() == 2:
                    self._commit(TOM, "export", "export", at + timedelta(hours=5))

    def _commit(self, author: str, folder: str, area: str, at: datetime) -> None:
        self._number += 1
        file = f"{folder}/part{self._number % 9}.py"
        content = "".join(f"line {self._number + line}\n" for line in range(40))
        self.remote.commit(f"{area}: change {self._number}", files={file: content}, author=author, at=at)

    def fetch(self) -> None:
        subprocess.run(["git", "fetch", "-q", "--prune"], cwd=self.clone, check=True)

    def __call__(self, *words: str, cwd: Path | None = None) -> Done:
        done = run(*words, home=self.home, cwd=cwd or self.home)
        assert done.code == 0, f"trimtab {' '.join(words)}\n{done.err}"
        return done

    def brief(self, day: str) -> dict[str, dict[str, str]]:
        """The claims of a brief as of a day, by subject."""
        document = json.loads(self("-C", "harbour-lead", "brief", "--as-of", day, "--json").out)
        return {claim["subject"]: claim for section in document["sections"] for claim in section["claims"]}


@pytest.fixture
def weeks(tmp_path: Path) -> Weeks:
    made = Weeks(tmp_path)
    made.work(20)
    subprocess.run(["git", "clone", "-q", str(made.remote.path), str(made.clone)], check=True)
    subprocess.run(["git", "config", "user.email", "mara@harbour.example"], cwd=made.clone, check=True)
    return made


@pytest.mark.slow
def test_from_a_clone_to_a_brief_that_was_corrected(weeks: Weeks) -> None:
    weeks("init", "harbour", "--yes", "--into", "harbour-lead")
    assert weeks("-C", "harbour-lead", "check").out == "no complaint\n"

    first = weeks.brief("2026-08-23")
    ledger = first["holder:billing/ledger"]
    assert "only you in 5 months, 100 changes" in ledger["text"]
    opened = weeks("-C", "harbour-lead", "why", ledger["id"]).out
    assert opened.startswith(f"{ledger['id']}  Only you hold billing/ledger")
    assert "100 commits" in opened

    weeks.work(2, since=20)
    weeks.fetch()
    second = weeks.brief("2026-09-06")
    assert second["holder:billing/ledger"]["id"] == ledger["id"]
    assert "110 changes" in second["holder:billing/ledger"]["text"]
    assert weeks.brief("2026-08-23") == first

    # A force push takes the last week away. What was seen stays evidence, and a fact counts once.
    tip = weeks.remote.git("rev-list", "-1", "--before=2026-08-31T00:00:00+02:00", "main")
    weeks.remote.point("main", tip)
    weeks.remote.commit("ledger: again", files={"billing/ledger/part0.py": "x\n"}, at="2026-09-01T10:00+02:00")
    weeks.fetch()
    synced = json.loads(weeks("-C", "harbour-lead", "sync", "--json").out)
    assert synced["sources"][0]["rows"]["commits"] == 1
    assert "111 changes" in weeks.brief("2026-09-06")["holder:billing/ledger"]["text"]

    people = weeks("-C", "harbour-lead", "people").out
    assert re.search(r"^tom-n\b", people, re.MULTILINE)
    merged = weeks("-C", "harbour-lead", "people", "merge", "tomas-novak", "tom@laptop.example").out
    assert merged.startswith("tom-n is now tomas-novak")
    assert not re.search(r"^tom-n\b", weeks("-C", "harbour-lead", "people").out, re.MULTILINE)
    assert weeks("-C", "harbour-lead", "check").out == "no complaint\n"
    assert "by 3 people" in weeks.brief("2026-08-23")["moved"]["text"]
    assert "by 4 people" in first["moved"]["text"]
    assert not (weeks.home / "harbour-lead" / "ledger.jsonl").exists()
