"""The program as a user runs it: in this process where only words count, as one of its own where the end of it counts."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from trimtab.cli import main

PROGRAM = Path(sys.executable).with_name("trimtab")


@dataclass(frozen=True)
class Done:
    """How a run ended, and what it printed."""

    code: int
    out: str
    err: str


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a user's shell would hand over, with a home of its own and nothing of this machine's settings.

    A sync starts nothing in the background, which would outlive a test; `extra` may say otherwise.
    """
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Europe/Stockholm", "TRIMTAB_BACKGROUND": "0"}
    return kept | {"HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "PYTHONWARNINGS": "error"} | dict(extra or {})


def run(
    *words: str, home: Path, cwd: Path | None = None, extra: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> Done:
    """Run the installed program to its end; `before` are the words of a program that runs it."""
    done = subprocess.run(
        [*before, str(PROGRAM), *words],
        cwd=cwd or home,
        env=environment(home, extra),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


HEAVY = {"polars", "pydantic", "rich", "deltalake", "jinja2", "ruamel"}


def loaded_by(*words: str, home: Path) -> set[str]:
    """Top-level modules that a run has loaded by its end."""
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('LOADED', *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        f"sys.argv = ['trimtab', *{list(words)!r}]\n"
        "from trimtab.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [str(PROGRAM.with_name("python")), "-c", script],
        env=environment(home),
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("LOADED")]
    return set(line.split()[1:])


class Here:
    """The program within this process: the same words in and out, without the second that starting it takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_", "TRIMTAB"))]:
            monkeypatch.delenv(name)
        for name, value in environment(home).items():
            monkeypatch.setenv(name, value)

    def __call__(self, *words: str) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["trimtab", *words])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Done(code, out, err)
