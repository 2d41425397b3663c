"""What is worked out once: used while nothing changed, made anew when anything did, and never trusted when torn."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders_git import History
from trimtab.advice._once import texts_once
from trimtab.advice._sight import Sight, look
from trimtab.sources import Repository
from trimtab.workspace import open_clone

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
TOMAS = "Tomas Novak <tomas@harbour.example>"
HOME = "Tomas at home <tn@home.example>"


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    """A clone in which Tomas commits under two addresses that nothing joins."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    history = History(tmp_path / "harbour")
    history.commit("start", files={"a.py": "1\n"}, at=NOW - timedelta(days=9), author=TOMAS)
    history.commit("more", files={"a.py": "2\n"}, at=NOW - timedelta(days=8), author=HOME)
    return history


def sight_of(history: History) -> Sight:
    workspace = open_clone(history.path)
    workspace.sync(NOW)
    return look(workspace, now=NOW, me="tomas@harbour.example")


def people_of(history: History) -> dict[str, str]:
    people = sight_of(history).identities.people
    return dict(people.select("email", "person").rows())


def cache_of(history: History) -> Path:
    return open_clone(history.path).cache


def test_identities_are_kept(history: History) -> None:
    before = people_of(history)
    (kept,) = cache_of(history).glob("identities/*/raw.arrow")
    made_at = kept.stat().st_mtime_ns

    assert people_of(history) == before
    assert kept.stat().st_mtime_ns == made_at


def test_somebody_in_a_new_commit_is_seen(history: History) -> None:
    before = people_of(history)

    history.commit("from Ife", files={"b.py": "1\n"}, at=NOW - timedelta(days=1), author="Ife Okafor <ife@x.example>")

    assert "ife@x.example" not in before
    assert people_of(history).keys() == {*before, "ife@x.example"}


def test_a_changed_mailmap_is_seen(history: History) -> None:
    before = people_of(history)

    mailmap = "Tomas Novak <tomas@harbour.example> <tn@home.example>\n"
    history.commit("one Tomas", files={".mailmap": mailmap}, at=NOW - timedelta(days=1), author=TOMAS)
    after = people_of(history)

    assert before["tn@home.example"] != before["tomas@harbour.example"]
    assert after["tn@home.example"] == after["tomas@harbour.example"]


def test_a_lake_made_anew_is_not_taken_for_the_old_one(history: History) -> None:
    people_of(history)
    workspace = open_clone(history.path)
    shutil.rmtree(workspace.hidden / "lake")
    history.git("update-ref", "-d", "refs/heads/main")
    history.tips.pop("main")
    history.commit("another start", files={"c.py": "1\n"}, at=NOW - timedelta(days=2), author=HOME)

    # As many batches as before, read at another instant.
    workspace.sync(NOW + timedelta(minutes=1))
    people = look(workspace, now=NOW + timedelta(minutes=1)).identities.people

    assert people["email"].to_list() == ["tn@home.example"]


@pytest.mark.parametrize("content", [b"", b"ARROW1", b"no table at all"])
def test_torn_copies_are_made_anew(history: History, content: bytes) -> None:
    before = people_of(history)
    cache = cache_of(history)
    torn = [*cache.glob("identities/*/*.arrow"), *cache.glob("people/*/*.arrow"), *cache.glob("texts/*.json")]
    for file in torn:
        file.write_bytes(content)

    assert len(torn) == 6
    assert people_of(history) == before
    assert all(file.read_bytes() != content for file in torn)


def test_texts_belong_to_the_commit_they_were_read_from(history: History, tmp_path: Path) -> None:
    here, file = Repository(history.path), tmp_path / "texts.json"
    first = history.commit("rules", files={".gitattributes": "*.lock -diff\n"}, at=NOW, author=TOMAS)
    second = history.commit("other rules", files={".gitattributes": "*.pb -diff\n"}, at=NOW, author=TOMAS)

    read = [texts_once(here, oid, (".gitattributes", "CODEOWNERS"), file) for oid in (first, second, first)]

    assert [one[".gitattributes"] for one in read] == ["*.lock -diff\n", "*.pb -diff\n", "*.lock -diff\n"]
    assert all("CODEOWNERS" not in one for one in read)


def test_texts_that_were_not_asked_for_before_are_read(history: History, tmp_path: Path) -> None:
    here, file = Repository(history.path), tmp_path / "texts.json"
    oid = history.commit("owners", files={"CODEOWNERS": "* @mara\n"}, at=NOW, author=TOMAS)

    without = texts_once(here, oid, (".mailmap",), file)

    assert without == {}
    assert texts_once(here, oid, (".mailmap", "CODEOWNERS"), file) == {"CODEOWNERS": "* @mara\n"}


def test_kept_texts_are_used(history: History, tmp_path: Path) -> None:
    here, file = Repository(history.path), tmp_path / "texts.json"
    oid = history.commit("owners", files={"CODEOWNERS": "* @mara\n"}, at=NOW, author=TOMAS)
    texts_once(here, oid, ("CODEOWNERS",), file)
    file.write_text(file.read_text().replace("@mara", "@kept"))

    assert texts_once(here, oid, ("CODEOWNERS",), file) == {"CODEOWNERS": "* @kept\n"}


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(history: History) -> None:
    before = people_of(history)
    cache = cache_of(history)
    for name in ("identities", "people", "texts"):
        shutil.rmtree(cache / name)
        (cache / name).write_text("a file where the folder should be")

    assert people_of(history) == before
