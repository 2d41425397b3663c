"""Folders that are not what was hoped for: what is said, and the code that the run ends with."""

import os
import re
import stat
from pathlib import Path

import pytest

from advice.asking import workspace_for
from builders_git import MARA, TOMAS, History
from cli.program import Here, run


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Two people, a month, twenty files."""
    made = History(tmp_path / "harbour")
    with made.many():
        for day in range(1, 21):
            author = (MARA, TOMAS)[day % 2]
            made.commit(f"change {day}", files={f"f{day}.py": "x\n"}, author=author, at=f"2026-10-{day:02}T09:00+02:00")
    return made


def fits_the_screen(out: str) -> bool:
    lines = out.splitlines()
    return len(lines) <= 40 and all(len(line) <= 80 for line in lines)


def test_a_folder_that_is_no_repository_is_named_with_both_ways_out(trimtab: Here, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()

    done = trimtab("brief", "-C", str(tmp_path / "letters"))

    assert done.code == 2
    assert done.err.startswith(f"trimtab: {tmp_path}/letters: neither a workspace")
    assert "trimtab init PATH" in done.err


def test_a_path_given_as_a_clone_that_is_none_could_not_be_read(trimtab: Here, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()

    there, nowhere = trimtab("brief", str(tmp_path / "letters")), trimtab("brief", str(tmp_path / "nowhere"))

    assert (there.code, nowhere.code) == (3, 3)
    assert f"{tmp_path}/letters: no git repository. Give the folder of a clone" in there.err
    assert f"{tmp_path}/nowhere: nothing there" in nowhere.err


def test_an_empty_repository_is_briefed_as_empty(trimtab: Here, tmp_path: Path) -> None:
    empty = History(tmp_path / "new")

    done = trimtab("brief", str(empty.path))

    assert done.code == 0
    assert "no commits" in done.out
    assert fits_the_screen(done.out)


def test_a_branch_that_was_never_born_is_no_trouble(trimtab: Here, history: History) -> None:
    history.git("symbolic-ref", "HEAD", "refs/heads/planned")

    done = trimtab("brief", str(history.path), "--as-of", "2026-10-20")

    assert done.code == 0
    assert "commits by 2 people" in done.out


def test_a_detached_head_is_no_trouble(trimtab: Here, history: History) -> None:
    history.git("checkout", "-q", "--detach", history.tips["main"])

    assert trimtab("brief", str(history.path), "--as-of", "2026-10-20").code == 0


def test_a_shallow_clone_says_that_older_history_is_not_there(trimtab: Here, tmp_path: Path, history: History) -> None:
    history.git("clone", "-q", "--depth=5", f"file://{history.path}", str(tmp_path / "shallow"))

    done = trimtab("brief", str(tmp_path / "shallow"), "--as-of", "2026-10-20")

    assert done.code == 0
    assert "is a shallow clone: older history is not there" in " ".join(done.out.split())


def lose(history: History, name: str) -> None:
    """Takes an object out of a repository, as a broken disk would."""
    lost = history.git("rev-parse", name)
    (history.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()


@pytest.mark.parametrize("name", ["HEAD~3:f5.py", "HEAD~3^{tree}"])
def test_a_repository_with_missing_objects_is_read_as_far_as_it_goes(
    trimtab: Here, history: History, name: str
) -> None:
    lose(history, name)

    done = trimtab("brief", str(history.path), "--as-of", "2026-10-20")

    assert done.code == 0, done.err
    assert "2 commits by 2 people" in done.out


def test_a_history_that_is_broken_in_two_is_named_with_gits_own_reason(trimtab: Here, history: History) -> None:
    lose(history, "HEAD~3")

    done = trimtab("brief", str(history.path))

    assert done.code == 4
    assert f"failed in {history.path}" in done.err
    assert "Could not read" in done.err
    assert "Traceback" not in done.err


def test_names_that_are_no_text_are_read_and_printed_all_the_same(trimtab: Here, tmp_path: Path) -> None:
    history = History(tmp_path / "odd")
    who = b"\xdcml\xe4ut <u@harbour.example> 1760000000 +0000"
    data = b"tree %TREE%\nauthor " + who + b"\ncommitter " + who + b"\n\nr\xe9sum\xe9\n"
    history.raw_commit(data)
    history.commit("a path", files={b"b\xff/\xfe.py": "x\n"}, at="2025-10-09T10:00+00:00", author=MARA)
    history.commit("more", files={b"b\xff/\x1b[31mred.py": "x\n"}, at="2025-10-09T11:00+00:00", author=MARA)

    brief = trimtab("brief", str(history.path), "--as-of", "2025-10-12")
    people = trimtab("-C", str(history.path), "people", "--all")

    assert (brief.code, people.code) == (0, 0)
    assert "Ümläut" in people.out
    assert "\x1b" not in brief.out


def test_a_folder_whose_own_name_is_no_text_can_be_read(home: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    History(odd).commit(at="2026-10-20T09:00+02:00")

    done = run("brief", str(odd), "--as-of", "2026-10-20", home=home)

    assert done.code == 0, done.err


@pytest.mark.parametrize("wrong", ["stance: [", "team: 3", "hours: {mon-fri: late}", "stance: never\nunknown: key"])
def test_a_faulty_setting_leaves_the_answer_standing_and_check_tells_of_it(
    trimtab: Here, tmp_path: Path, history: History, wrong: str
) -> None:
    workspace_for(tmp_path / "lead", history.path)
    settings = tmp_path / "lead" / "trimtab.yaml"
    settings.write_text(f"{settings.read_text()}{wrong}\n")

    brief = trimtab("brief", str(tmp_path / "lead"), "--as-of", "2026-10-20")
    check = trimtab("check", "-C", str(tmp_path / "lead"))

    assert brief.code == 0, brief.err
    assert "commits by 2 people" in brief.out
    assert "see trimtab check" in " ".join(brief.out.split())
    assert check.code == 2
    assert re.match(r"trimtab\.yaml:\d+:\d+: error\[", check.out)


def test_a_note_about_a_person_that_is_wrong_is_said_beside_the_answer(
    trimtab: Here, tmp_path: Path, history: History
) -> None:
    workspace_for(tmp_path / "lead", history.path)
    (tmp_path / "lead" / "people" / "tomas.md").write_text("---\nemails: tomas@harbour.example\n---\n")

    done = trimtab("brief", str(tmp_path / "lead"), "--as-of", "2026-10-20")

    assert done.code == 0
    assert "1 error in your own text" in done.out


def test_a_workspace_without_a_clone_says_what_to_write(trimtab: Here, tmp_path: Path) -> None:
    (tmp_path / "lead").mkdir()
    (tmp_path / "lead" / "trimtab.yaml").write_text("version: 1\n")

    done = trimtab("brief", str(tmp_path / "lead"))

    assert done.code == 2
    assert "trimtab.yaml: no clone is named under sources.git" in done.err


def test_one_clone_of_two_that_is_gone_leaves_the_answer_standing_and_ends_with_3(
    trimtab: Here, tmp_path: Path, history: History
) -> None:
    workspace_for(tmp_path / "lead", history.path)
    settings = tmp_path / "lead" / "trimtab.yaml"
    settings.write_text(f"{settings.read_text()}    - {{slug: gone, path: {tmp_path}/gone}}\n")

    done = trimtab("brief", str(tmp_path / "lead"), "--as-of", "2026-10-20")

    assert done.code == 3
    assert "commits by 2 people" in done.out
    assert f"{tmp_path}/gone: nothing there" in done.err


def test_a_lake_that_a_newer_version_wrote_is_refused_and_left_as_it_is(
    trimtab: Here, tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    trimtab("sync", str(workspace.folder))
    for log in (workspace.hidden / "lake").glob("*/_delta_log/*.json"):
        log.write_text(log.read_text().replace('"trimtab.schema":"1"', '"trimtab.schema":"99"'))
    before = _files(workspace.hidden / "lake")

    done = trimtab("brief", str(workspace.folder))

    assert done.code == 4, done.out
    assert "Upgrade Trimtab; the lake was left as it is." in done.err
    assert _files(workspace.hidden / "lake") == before


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file() and "~" not in file.name}


def test_a_workspace_that_cannot_be_written_is_said_in_one_message(
    trimtab: Here, tmp_path: Path, history: History
) -> None:
    workspace = workspace_for(tmp_path / "lead", history.path)
    (workspace.folder / ".trimtab").write_text("a file where a folder must be")

    done = trimtab("brief", str(workspace.folder))

    assert done.code == 4
    assert str(workspace.folder / ".trimtab") in done.err
    assert "this is a bug" not in done.err


@pytest.mark.parametrize("home", ["", "/nowhere/at/all", "/proc/1"])
def test_a_home_that_cannot_be_written_to_is_said_in_one_message(history: History, tmp_path: Path, home: str) -> None:
    done = run("brief", str(history.path), home=tmp_path, extra={"HOME": home, "XDG_DATA_HOME": "/proc/nowhere"})

    assert done.code == 4
    assert "/proc/nowhere" in done.err
    assert "this is a bug" not in done.err
    assert "Traceback" not in done.err


def test_an_empty_home_is_filled_for_its_owner_alone(history: History, home: Path) -> None:
    done = run("brief", str(history.path), home=home)

    (clone,) = (home / ".local/share/trimtab/clones").iterdir()
    assert done.code == 0
    assert stat.S_IMODE(clone.stat().st_mode) == 0o700


def test_a_failure_is_one_message_and_its_trace_comes_with_debug(trimtab: Here, tmp_path: Path) -> None:
    quiet, asked = (trimtab(*more, "brief", str(tmp_path / "nowhere")) for more in ((), ("--debug",)))

    assert len(quiet.err.splitlines()) == 1
    assert "Traceback" in asked.err
    assert quiet.err in asked.err


def test_a_bug_is_called_one_and_ends_with_4(trimtab: Here, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("export/")

    monkeypatch.setattr("trimtab.advice.brief.brief", broken)

    done = trimtab("brief", str(history.path))

    assert done.code == 4
    assert "this is a bug: KeyError: 'export/'" in done.err
    assert "Run it again with --debug" in done.err
    assert "Traceback" not in done.err
