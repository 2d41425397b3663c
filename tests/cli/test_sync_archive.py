"""`trimtab sync --source archive FILE`: what is said of a file that is whole, torn, of no known tracker, or no archive."""

import json
import shutil
from pathlib import Path

import pytest

from builders_git import History
from builders_tracker import issue
from cli.program import HEAVY, Here, loaded_by, run
from trimtab.workspace import open_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace that names no clone."""
    place = tmp_path / "lead"
    place.mkdir()
    (place / "trimtab.yaml").write_text("me: mara@harbour.example\n")
    return place


def saved(folder: Path, *lines: object) -> str:
    file = folder.parent / "saved.ndjson"
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return str(file)


def test_saved_items_come_into_the_lake_of_the_workspace_and_once_only(trimtab: Here, folder: Path) -> None:
    words = ("-C", str(folder), "sync", "--source", "archive", saved(folder, issue(1)), "--tracker", "a.example/b/c")

    first, second = trimtab(*words), trimtab(*words)

    assert (first.code, first.out) == (0, "archive/a.example/b/c: 1 items, 1 item_events, 1 accounts\n")
    assert (second.code, second.out) == (0, "archive/a.example/b/c: nothing new\n")
    assert open_workspace(folder).snapshot().scan("items").collect()["number"].to_list() == [1]


def test_torn_lines_are_counted_at_the_end_and_the_run_is_still_done(trimtab: Here, folder: Path) -> None:
    file = saved(folder, issue(1), "{torn")

    done = trimtab("-C", str(folder), "sync", "--source", "archive", file, "--tracker", "a.example/b/c")

    assert done.code == 0
    assert f"{file}: 1 place could not be read; the table gaps says where and why" in done.err


@pytest.fixture
def named(folder: Path) -> Path:
    """The same workspace, which names a clone and a file of saved items."""
    History(folder.parent / "harbour").commit()
    (folder / "trimtab.yaml").write_text(
        "version: 1\nsources:\n  git: [{slug: harbour, path: ../harbour}]\n"
        "  archive: [{file: ../saved.ndjson, tracker: a.example/b/c}]\n"
    )
    return folder


def test_a_file_that_the_settings_name_is_read_with_the_clones(trimtab: Here, named: Path) -> None:
    saved(named, issue(1), "{torn")

    first, second = trimtab("-C", str(named), "sync"), trimtab("-C", str(named), "sync")

    assert first.code == 0
    assert first.out.splitlines() == [
        "git/harbour: 1 commits, 2 refs",
        "archive/a.example/b/c: 1 items, 1 item_events, 1 accounts, 1 gaps",
    ]
    assert "archive/a.example/b/c: 1 place could not be read" in first.err
    assert (second.code, second.out) == (0, "git/harbour: nothing new\narchive/a.example/b/c: nothing new\n")


def test_without_the_file_that_the_settings_name_the_clones_are_read_and_the_code_says_so(
    trimtab: Here, named: Path
) -> None:
    done = trimtab("-C", str(named), "sync")

    assert done.code == 3
    assert done.out == "git/harbour: 1 commits, 2 refs\n"
    assert "saved.ndjson: it cannot be read (No such file or directory)" in done.err


def test_an_answer_takes_in_the_file_first_and_stands_without_it(trimtab: Here, named: Path) -> None:
    file = Path(saved(named, issue(1)))

    words = ("-C", str(named), "brief", "--me", "mara@harbour.example", "--as-of", "2026-11-15")

    with_it = trimtab(*words)
    rows = open_workspace(named).snapshot().scan("items").collect().height
    file.unlink()
    without = trimtab(*words)

    assert (with_it.code, rows) == (0, 1)
    assert without.code == 3
    assert without.out == with_it.out


def test_a_brief_of_the_demo_team_takes_in_its_items(trimtab: Here, lead: Path) -> None:
    shutil.rmtree(lead / ".trimtab")

    done = trimtab("-C", str(lead), "brief")

    items = open_workspace(lead).snapshot().scan("items").collect()
    assert done.code == 0
    assert items.height > 500
    assert set(items["source"]) == {"archive/github.com/harbour/harbour"}


def test_the_demo_team_without_its_items_is_briefed_and_told_so(trimtab: Here, lead: Path) -> None:
    (lead.parent / "harbour-items.ndjson").unlink()

    done = trimtab("-C", str(lead), "brief")

    assert done.code == 3
    assert "harbour-items.ndjson: it cannot be read (No such file or directory)" in done.err
    assert done.out.startswith("Harbour · week 2026-W46")


def test_a_sync_that_finds_no_file_changed_loads_nothing_heavy(home: Path, named: Path) -> None:
    saved(named, issue(1))
    run("-C", str(named), "sync", home=home)
    run("-C", str(named), "sync", home=home)  # keeps what the settings name

    assert loaded_by("-C", str(named), "sync", home=home) & HEAVY == set()


def test_a_file_of_no_known_tracker_is_a_fault_of_the_command_line(trimtab: Here, folder: Path) -> None:
    done = trimtab("-C", str(folder), "sync", "--source", "archive", saved(folder, issue(1)))

    assert done.code == 2
    assert "--tracker HOST/OWNER/NAME" in done.err


def test_a_file_in_which_nothing_can_be_read_ends_with_the_code_for_sources(trimtab: Here, folder: Path) -> None:
    file = saved(folder, "no archive")

    done = trimtab("-C", str(folder), "sync", "--source", "archive", file, "--tracker", "a.example/b/c")

    assert done.code == 3
    assert f"{file}: no issue or pull request could be read in it" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tracker", "a/b/c"], "--tracker says where a file was saved"),
        (["--source", "archive", "x", "--since", "2024-01-01"], "a file is read whole"),
        (["--source", "github", "x"], "'github' is not 'archive'"),
    ],
)
def test_options_that_do_not_go_together_are_refused(trimtab: Here, folder: Path, words: list[str], said: str) -> None:
    done = trimtab("-C", str(folder), "sync", *words)

    assert done.code == 2
    assert said in done.err
