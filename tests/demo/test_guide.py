"""The guide tells of Harbour as it is made."""

import re
from pathlib import Path

from demo.reading import Log
from trimtab.demo import PLANTED
from trimtab.demo.team import TEAM

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "harbour.md").read_text(encoding="utf-8")


def test_the_guide_lists_every_planted_truth_under_its_kind() -> None:
    found, traps = GUIDE.split("And what must not lead it astray")
    listed = [
        re.findall(r"^\| `([a-z-]+)` \|", part, re.MULTILINE) for part in (found.split("## What is planted")[1], traps)
    ]

    assert [sorted(ids) for ids in listed] == [
        sorted(planted.id for planted in PLANTED if planted.kind == kind) for kind in ("truth", "trap")
    ]


def test_the_guide_names_everybody_of_the_team() -> None:
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", GUIDE, re.MULTILINE) == [
        person.signature.name for person in TEAM.values()
    ]


def test_the_guide_counts_commits_and_releases_right(whole: Log) -> None:
    (told,) = re.findall(r"a history of ([\d,]+) commits", GUIDE)
    releases = whole.git("tag").split()

    assert abs(int(told.replace(",", "")) - len(whole.commits)) < 50
    assert "fourteen releases" in GUIDE
    assert len(releases) == 14


def test_the_guides_line_of_git_shows_the_ledgers_year(whole: Log) -> None:
    (line,) = re.findall(r"^\$ git -C \S+ (.+)$", GUIDE, re.MULTILINE)

    shown = whole.git(*line.split()).splitlines()

    assert len([row for row in shown if " ledger: " in row]) == 14
    assert len(shown) == 18  # with three of the bot's and the formatting
