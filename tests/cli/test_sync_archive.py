"""`trimtab sync --source archive FILE`: what is said of a file that is whole, torn, of no known tracker, or no archive."""

import json
from pathlib import Path

import pytest

from builders_tracker import issue
from cli.program import Here
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
