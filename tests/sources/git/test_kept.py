"""Branches in flight that are kept: the same answer as a fresh one, at every instant and after every change."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders_git import History
from trimtab.sources import Repository, UnmergedBranch

BEGUN = datetime(2026, 1, 5, 10, tzinfo=UTC)
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    """A main line of two commits; `topic` left it after the first, `parser` after the second."""
    history = History(tmp_path / "harbour")
    history.commit("start", files={"a.py": "1\n"}, at=BEGUN)
    history.point("topic", history.tips["main"])
    history.commit("topic one", files={"b.py": "1\n"}, branch="topic", at=BEGUN + timedelta(days=3))
    history.commit("second", files={"a.py": "2\n"}, at=BEGUN + timedelta(days=5))
    history.point("parser", history.tips["main"])
    history.commit("parser one", files={"c.py": "1\n"}, branch="parser", at=BEGUN + timedelta(days=9))
    return history


def asked(history: History, as_of: datetime, cache: Path | None) -> Sequence[UnmergedBranch]:
    here = Repository(history.path, cache)
    tips = {ref.name: ref.oid for ref in here.refs(tags=False) if ref.oid and ref.name != "HEAD"}
    return here.unmerged(history.tips["main"], tips, as_of)


def test_what_is_kept_is_used(harbour: History, tmp_path: Path) -> None:
    asked(harbour, NOW, tmp_path)
    kept = tmp_path / "unmerged.json"
    kept.write_text(kept.read_text().replace('"name": "topic"', '"name": "kept"'))

    found = asked(harbour, NOW + timedelta(hours=1), tmp_path)

    assert {branch.name for branch in found} == {"kept", "parser"}


@pytest.mark.parametrize("first", [BEGUN + timedelta(days=days) for days in (4, 185)])
def test_at_every_later_instant_it_is_as_if_nothing_had_been_kept(
    harbour: History, tmp_path: Path, first: datetime
) -> None:
    # A second before, at and after each instant at which something is made, goes stale, or is too far back.
    edges = [
        BEGUN + timedelta(days=days) + ahead
        for days in (0, 3, 5, 9)
        for ahead in (timedelta(), timedelta(days=180), timedelta(days=3 * 365))
    ]
    later = sorted(edge + timedelta(seconds=beside) for edge in edges for beside in (-1, 0, 1))

    for number, as_of in enumerate(instant for instant in later if instant >= first):
        cache = tmp_path / f"cache-{number}"
        asked(harbour, first, cache)
        assert asked(harbour, as_of, cache) == asked(harbour, as_of, None), as_of


def test_an_earlier_instant_is_looked_at_anew(harbour: History, tmp_path: Path) -> None:
    asked(harbour, NOW, tmp_path)

    found = asked(harbour, BEGUN + timedelta(days=4), tmp_path)

    assert [branch.name for branch in found] == ["topic"]


def test_a_new_commit_and_a_merge_are_seen(harbour: History, tmp_path: Path) -> None:
    before = asked(harbour, NOW, tmp_path)

    harbour.commit("topic two", files={"b.py": "2\n"}, branch="topic", at=NOW - timedelta(days=2))
    longer = asked(harbour, NOW, tmp_path)
    harbour.merge("topic", at=NOW - timedelta(days=1))
    merged = asked(harbour, NOW, tmp_path)

    assert [(branch.name, branch.ahead) for branch in before] == [("parser", 1), ("topic", 1)]
    assert [(branch.name, branch.ahead) for branch in longer] == [("topic", 2), ("parser", 1)]
    assert [(branch.name, branch.behind) for branch in merged] == [("parser", 3)]


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"key": 1}', "null", "\x00\x01"])
def test_a_torn_copy_is_made_anew(harbour: History, tmp_path: Path, torn: str) -> None:
    whole = asked(harbour, NOW, tmp_path)
    kept = tmp_path / "unmerged.json"
    said = kept.read_text()
    kept.write_text(torn)

    assert asked(harbour, NOW, tmp_path) == whole
    assert kept.read_text() == said


def test_a_copy_that_lacks_a_part_is_made_anew(harbour: History, tmp_path: Path) -> None:
    whole = asked(harbour, NOW, tmp_path)
    kept = tmp_path / "unmerged.json"
    kept.write_text(kept.read_text().replace('"ahead"', '"forward"'))

    assert asked(harbour, NOW, tmp_path) == whole


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(harbour: History, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file where the folder should be")

    found = asked(harbour, NOW, tmp_path / "occupied")

    assert [branch.name for branch in found] == ["parser", "topic"]
