"""Harbour for the command line, made and read once; and the program within this process."""

import shutil
from pathlib import Path

import pytest

from cli.program import Here
from trimtab.advice.brief import brief
from trimtab.demo import AS_OF, Harbour, make
from trimtab.workspace import open_workspace


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    """Harbour, its clone and its items read, and briefed once so that the cache is warm; tests leave it as it is."""
    harbour = make(tmp_path_factory.mktemp("cli") / "trimtab-demo")
    workspace = open_workspace(harbour.workspace)
    workspace.sync(AS_OF)
    brief(workspace, now=AS_OF, as_of=AS_OF.isoformat())
    return harbour


@pytest.fixture
def lead(made: Harbour, tmp_path: Path) -> Path:
    """A copy of Mara's workspace beside the clone, for a test to change; it is still briefed as of its last day."""
    folder = tmp_path / "demo" / "harbour-lead"
    shutil.copytree(made.workspace, folder)
    (folder.parent / "harbour").symlink_to(made.repository)
    shutil.copy(made.planted_file, folder.parent)
    shutil.copy(made.items_file, folder.parent)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def trimtab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> Here:
    return Here(monkeypatch, capsys, home)
