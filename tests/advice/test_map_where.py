"""What the words behind `trimtab map` open, from wherever they are typed."""

from pathlib import Path

import pytest

from advice.asking import workspace_for
from builders_git import History
from trimtab.advice.map import Where, where
from trimtab.errors import UsageError


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with a work tree: billing/ledger/tax.py and api/app.py."""
    return checked_out(tmp_path / "harbour")


def checked_out(folder: Path) -> Path:
    history = History(folder)
    history.commit(files={"billing/ledger/tax.py": "rate = 1\n", "api/app.py": "port = 1\n"})
    history.git("reset", "--hard", "--quiet")
    return folder


def found(here: Path, *words: str, folder: Path | None = None) -> Where:
    return where(words, folder=folder, here=here)


def test_without_words_the_whole_of_where_one_is_is_meant(clone: Path) -> None:
    assert found(clone).inside == ()
    assert found(clone / "billing").inside == ()


@pytest.mark.parametrize(
    ("here", "word", "inside"),
    [
        (".", "billing/ledger", "billing/ledger"),
        (".", "billing/", "billing"),
        (".", "./billing/ledger/tax.py", "billing/ledger/tax.py"),
        ("billing", "ledger", "billing/ledger"),
        ("billing", "../api", "api"),
        ("billing", ".", "billing"),
        # Nothing on the disk is called so: it is an area, or was there once, and is looked for from the top.
        ("billing", "src/gone.py", "src/gone.py"),
        (".", "src/ecmult*", "src/ecmult*"),
    ],
)
def test_a_place_of_the_clone_one_is_in_is_told_from_its_top(clone: Path, here: str, word: str, inside: str) -> None:
    it = found(clone / here, word)

    assert it.inside == (inside,)
    assert it.opened is None


def test_a_clone_elsewhere_is_opened_whole(clone: Path, tmp_path: Path) -> None:
    it = found(tmp_path, "harbour")

    assert it.inside == ()
    assert it.workspace.clones[0].path == clone
    assert it.opened == Path("harbour")


def test_a_place_in_a_clone_elsewhere_opens_that_clone(clone: Path, tmp_path: Path) -> None:
    for word in ("harbour/billing", str(clone / "billing")):
        it = found(tmp_path, word)

        assert it.inside == ("billing",)
        assert it.workspace.clones[0].path == clone
        assert it.opened == clone


def test_what_was_deleted_is_still_a_place_of_its_clone(clone: Path, tmp_path: Path) -> None:
    assert found(tmp_path, str(clone / "gone" / "old.py")).inside == ("gone/old.py",)


def test_a_clone_and_a_place_within_it_are_two_words(clone: Path, tmp_path: Path) -> None:
    assert found(tmp_path, "harbour", "billing/ledger").inside == ("billing/ledger",)


def test_a_bare_repository_takes_a_place_as_its_second_word(tmp_path: Path) -> None:
    bare = History(tmp_path / "harbour.git", bare=True)
    bare.commit(files={"api/app.py": "port = 1\n"})

    it = found(tmp_path, "harbour.git", "api")

    assert it.inside == ("api",)
    assert it.workspace.clones[0].path == bare.path


def test_several_places_are_handed_over_in_their_order(clone: Path) -> None:
    assert found(clone, "api", "billing/ledger/tax.py").inside == ("api", "billing/ledger/tax.py")


def test_a_named_folder_takes_every_word_as_a_place_within(clone: Path, tmp_path: Path) -> None:
    assert found(tmp_path, "api", folder=Path("harbour")).inside == ("api",)
    assert found(tmp_path, "harbour/api", folder=Path("harbour")).inside == ("api",)
    assert found(tmp_path, "ledger", folder=clone / "billing").inside == ("billing/ledger",)


def test_in_a_workspace_an_area_is_as_it_is_typed(clone: Path, tmp_path: Path) -> None:
    mara = workspace_for(tmp_path / "mara", clone)

    it = found(mara.folder, "billing/ledger")

    assert it.inside == ("billing/ledger",)
    assert it.workspace.folder == mara.folder


def test_a_path_of_a_clone_that_the_workspace_names_stays_in_the_workspace(clone: Path, tmp_path: Path) -> None:
    mara = workspace_for(tmp_path / "mara", clone)

    it = found(mara.folder, "../harbour/api")

    assert it.inside == ("api",)
    assert it.workspace.folder == mara.folder


def test_the_repository_that_a_workspace_lies_in_is_not_taken_for_the_code(clone: Path, tmp_path: Path) -> None:
    mara = workspace_for(tmp_path / "mara", clone, people="mara: mara@harbour.example")
    (mara.folder / ".git").mkdir()

    assert found(mara.folder, "people").workspace.folder == mara.folder


def test_of_several_clones_a_place_on_the_disk_says_which(clone: Path, tmp_path: Path) -> None:
    other = checked_out(tmp_path / "pier")
    mara = workspace_for(tmp_path / "mara", clone)
    with (mara.folder / "trimtab.yaml").open("a") as settings:
        settings.write(f"    - slug: pier\n      path: {other}\n")

    assert found(mara.folder, str(other / "api")).inside == ("pier:api",)
    assert found(mara.folder, "api").inside == ("api",)


def test_a_link_is_named_as_it_is_and_not_as_what_it_leads_to(clone: Path) -> None:
    (clone / "latest").symlink_to("billing/ledger")

    assert found(clone, "latest").inside == ("latest",)


def test_where_nothing_can_be_opened_it_is_said_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"neither a workspace .* nor a clone"):
        found(tmp_path, "api")
    with pytest.raises(UsageError, match=r"neither a workspace .* nor a clone"):
        found(tmp_path)
