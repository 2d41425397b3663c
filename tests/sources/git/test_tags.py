"""Tags as their makers set them: who and when of annotated ones, nothing but the commit of the others."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders_git import History, clean_environment
from trimtab.sources import Repository, Tag

TOMAS_SET_IT = {
    "GIT_COMMITTER_NAME": "Tomas Novak",
    "GIT_COMMITTER_EMAIL": "tomas@harbour.example",
    "GIT_COMMITTER_DATE": "2026-02-03T09:30:00+01:00",
}


def tag(history: History, *words: str) -> None:
    environment = clean_environment() | TOMAS_SET_IT
    subprocess.run(["git", "tag", *words], cwd=history.path, env=environment, check=True, capture_output=True)


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    history = History(tmp_path / "harbour")
    history.commit("start", files={"a.py": "1\n"})
    return history


def test_an_annotated_tag_says_who_set_it_and_when(harbour: History) -> None:
    tag(harbour, "-a", "-m", "Harbour 1.0", "v1.0", "main")

    (found,) = Repository(harbour.path).tags()

    tagger, at = ("Tomas Novak", "tomas@harbour.example"), datetime(2026, 2, 3, 8, 30, tzinfo=UTC)
    assert found == Tag("v1.0", harbour.tips["main"], tagger, at)


def test_a_lightweight_tag_says_nothing_but_its_commit(harbour: History) -> None:
    tag(harbour, "v1.0", "main")

    assert Repository(harbour.path).tags() == [Tag("v1.0", harbour.tips["main"], None, None)]


def test_a_tag_of_a_tag_counts_for_who_set_the_outer_one(harbour: History) -> None:
    tag(harbour, "-a", "-m", "inner", "inner", "main")
    tag(harbour, "-a", "-m", "outer\n\ntagger Ravi <ravi@harbour.example> 1 +0000", "outer", "inner")

    (_, outer) = Repository(harbour.path).tags()

    assert (outer.name, outer.oid) == ("outer", harbour.tips["main"])
    assert outer.tagger == ("Tomas Novak", "tomas@harbour.example")


def test_what_leads_to_no_commit_is_no_tag(harbour: History) -> None:
    tag(harbour, "tree", "main^{tree}")

    assert Repository(harbour.path).tags() == []


def test_a_repository_without_tags_has_none(harbour: History) -> None:
    assert Repository(harbour.path).tags() == []


def test_what_was_read_once_is_taken_from_the_cache(harbour: History, tmp_path: Path) -> None:
    tag(harbour, "-a", "-m", "one", "v1", "main")
    here = Repository(harbour.path, tmp_path / "cache")
    here.tags()
    kept = tmp_path / "cache" / "tags.json"
    kept.write_text(kept.read_text().replace("Tomas Novak", "Kept Novak"))

    assert here.tags()[0].tagger == ("Kept Novak", "tomas@harbour.example")


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"x": 1}', '{"x": ["a"]}'])
def test_a_torn_cache_is_made_anew(harbour: History, tmp_path: Path, torn: str) -> None:
    tag(harbour, "-a", "-m", "one", "v1", "main")
    (tmp_path / "tags.json").write_text(torn)

    assert Repository(harbour.path, tmp_path).tags() == Repository(harbour.path).tags()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(harbour: History, tmp_path: Path) -> None:
    tag(harbour, "-a", "-m", "one", "v1", "main")
    (tmp_path / "cache").write_text("a file where a folder should be")

    assert len(Repository(harbour.path, tmp_path / "cache").tags()) == 1
