"""A repository is not trusted: nothing it configures runs, and nothing it configures changes what is read."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from builders_git import History, clean_environment
from trimtab.sources import Repository

TEN_LINES = "".join(f"line {number}\n" for number in range(10))

Mine = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    history = History(tmp_path / "harbour")
    history.commit(files={"a.py": TEN_LINES, "logo.bin": "text after all\n"})
    return history


@pytest.fixture
def trap(tmp_path: Path) -> tuple[str, Path]:
    """A program that leaves a mark when it runs, and the mark."""
    mark, program = tmp_path / "it-ran", tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n")
    program.chmod(0o755)
    return str(program), mark


@pytest.mark.parametrize(
    "name",
    [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "diff.external",
        "diff.trap.textconv",
        "diff.trap.command",
        "gpg.program",
        "gpg.ssh.program",
        "credential.helper",
        "filter.trap.clean",
        "filter.trap.process",
        "remote.origin.uploadpack",
    ],
)
def test_no_program_that_a_repository_names_is_run(
    harbour: History, mine: Mine, trap: tuple[str, Path], name: str
) -> None:
    program, mark = trap
    harbour.git("config", name, program)
    harbour.git("config", "log.showSignature", "true")
    (harbour.path / ".git" / "info").mkdir(exist_ok=True)
    (harbour.path / ".git" / "info" / "attributes").write_text("* diff=trap filter=trap\n")
    signed = b"tree %TREE%\nauthor M <m@h> 1767600000 +0000\ncommitter M <m@h> 1767600000 +0000\n"
    signed += b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n xx\n -----END PGP SIGNATURE-----\n\nsigned\n"
    harbour.raw_commit(signed)
    harbour.commit(files={".gitattributes": "* diff=trap filter=trap\n", "a.py": "changed\n"})

    mine(harbour.path)
    ask_everything(harbour)

    assert not mark.exists()


def test_no_hook_is_run(harbour: History, mine: Mine, trap: tuple[str, Path]) -> None:
    program, mark = trap
    hooks = harbour.path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc", "fsmonitor-watchman"):
        (hooks / name).symlink_to(program)

    mine(harbour.path)
    ask_everything(harbour)

    assert not mark.exists()


def test_a_partial_clone_fetches_nothing_and_runs_no_ssh(
    harbour: History, mine: Mine, trap: tuple[str, Path], tmp_path: Path
) -> None:
    program, mark = trap
    harbour.git("config", "uploadpack.allowFilter", "true")
    oid = harbour.commit(files={"a.py": "changed\n"})
    partial = tmp_path / "partial"
    clone("--filter=blob:none", "--no-checkout", harbour.path.as_uri(), str(partial))
    for name, value in (
        ("core.sshCommand", program),
        ("remote.origin.url", "ssh://nowhere.example/x"),
        ("core.gitProxy", program),
    ):
        subprocess.run(["git", "config", name, value], cwd=partial, env=clean_environment(), check=True)
    before = files_under(partial)

    found = mine(partial)
    here = Repository(partial)

    assert not mark.exists()
    assert files_under(partial) == before
    assert found.counts(oid) == {"a.py": (None, None)}
    assert found.changes(oid)["a.py"]["flags"] == ["missing-blob"]
    assert found.commit(oid)["flags"] == ["missing-blobs"]
    assert here.read_file("HEAD", "a.py") is None
    assert here.list_files("HEAD") == ["a.py", "logo.bin"]
    assert not mark.exists()


@pytest.mark.parametrize(
    "settings",
    [
        {
            "log.follow": "true",
            "log.decorate": "full",
            "log.abbrevCommit": "true",
            "log.date": "relative",
            "log.mailmap": "true",
        },
        {"diff.renames": "false", "diff.renameLimit": "1", "diff.algorithm": "patience", "diff.noprefix": "true"},
        {"diff.orderFile": "/dev/null", "diff.relative": "true", "diff.ignoreSubmodules": "all", "diff.context": "9"},
        {
            "format.pretty": "oneline",
            "color.ui": "always",
            "core.quotePath": "false",
            "i18n.logOutputEncoding": "latin1",
        },
        {
            "alias.log": "!false",
            "alias.rev-list": "!false",
            "core.bigFileThreshold": "1",
            "core.whitespace": "trailing-space",
        },
        {
            "core.attributesFile": "/nowhere",
            "diff.suppressBlankEmpty": "true",
            "core.commitGraph": "true",
            "notes.displayRef": "*",
        },
    ],
)
def test_no_setting_of_a_repository_changes_its_rows(
    tmp_path: Path, harbour: History, mine: Mine, settings: dict[str, str]
) -> None:
    oid = harbour.commit("a\n\nb: c\n", moves={"a.py": "b.py"}, files={"b.py": TEN_LINES + "é\n", "logo.bin": "x\n"})
    for name, value in settings.items():
        harbour.git("config", name, value)

    found = mine(harbour.path)

    assert found.counts(oid) == {"b.py": (1, 0), "logo.bin": (1, 1)}
    assert found.changes(oid)["b.py"]["status"] == "R"
    assert (found.commit(oid)["subject"], found.commit(oid)["body"]) == ("a", "b: c")


def test_attributes_do_not_decide_what_is_text(harbour: History, mine: Mine) -> None:
    (harbour.path / ".git" / "info" / "attributes").parent.mkdir(exist_ok=True)
    (harbour.path / ".git" / "info" / "attributes").write_text("*.py -diff\n")
    (harbour.path / ".gitattributes").write_text("*.py -diff\n")
    oid = harbour.commit(files={".gitattributes": "*.py -diff\n", "a.py": "1\n", "b.py": b"\0"})

    assert mine(harbour.path).counts(oid) == {".gitattributes": (1, 0), "a.py": (1, 10), "b.py": (None, None)}


def test_grafts_and_replace_refs_hide_and_forge_nothing(harbour: History, mine: Mine) -> None:
    first = harbour.tips["main"]
    second = harbour.commit(files={"a.py": "2\n"})
    third = harbour.commit(files={"a.py": "3\n"})
    forged = harbour.commit("forged", files={"a.py": "1\n" * 50}, branch="forged", parents=[first])
    harbour.delete("forged")
    harbour.git("update-ref", f"refs/replace/{second}", forged)
    (harbour.path / ".git" / "info").mkdir(exist_ok=True)
    (harbour.path / ".git" / "info" / "grafts").write_text(f"{third}\n")

    found = mine(harbour.path)

    assert found.oids() == sorted([first, second, third])
    assert found.counts(second) == {"a.py": (1, 10)}
    assert found.commit(third)["parents"] == [second]


def test_a_file_called_head_confuses_nobody(harbour: History, mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    (harbour.path / "HEAD").write_text("not a revision\n")
    monkeypatch.chdir(harbour.path)

    assert len(mine(harbour.path).oids()) == 1
    assert Repository(harbour.path).list_files("HEAD") == ["a.py", "logo.bin"]


def test_git_variables_of_the_caller_have_no_effect(
    harbour: History, mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_INDEX_FILE",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/bin/false")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "diff.renames")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "false")

    assert len(mine(harbour.path).oids()) == 1


def test_a_repository_that_somebody_else_owns_is_read(
    harbour: History, mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Giving the folder away takes root; git's own switch for its tests does the same for everyone.
    real = shutil.which("git")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n')
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    plainly = subprocess.run(
        ["git", "log"], cwd=harbour.path, env=clean_environment(), capture_output=True, check=False
    )
    assert b"dubious ownership" in plainly.stderr

    assert len(mine(harbour.path).oids()) == 1
    assert Repository(harbour.path).head()[0] == "refs/heads/main"


def test_nothing_is_written_into_the_repository(harbour: History, mine: Mine) -> None:
    before = files_under(harbour.path)

    mine(harbour.path)
    ask_everything(harbour)

    assert files_under(harbour.path) == before


def ask_everything(history: History) -> None:
    """Every question that a repository answers."""
    here = Repository(history.path)
    here.config_user()
    here.remote_url()
    here.main_branch()
    here.read_file("HEAD", "a.py")
    here.list_files("HEAD")
    tips = {ref.name: ref.oid for ref in here.refs() if ref.oid}
    here.unmerged(history.tips["main"], tips, datetime(2026, 3, 1, tzinfo=UTC))


def clone(*arguments: str) -> None:
    subprocess.run(["git", "clone", "-q", *arguments], env=clean_environment(), check=True, capture_output=True)


def files_under(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
