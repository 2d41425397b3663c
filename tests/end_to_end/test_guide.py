"""The guide for the first minutes shows what is really printed, command by command."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.program import run

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "first-minutes.md"


def told() -> Iterator[tuple[str, str]]:
    """Each command of the guide with the output that stands below it."""
    for block in re.findall(r"^```console\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = entry.partition("\n")
            yield command, output


def pattern(output: str) -> str:
    """The output as shown, where `...` stands for anything: on a line of its own for lines, else for a part of one."""
    lines = output.splitlines()
    return "".join(
        r"(?:.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n" for line in lines
    )


@pytest.mark.slow
def test_every_command_of_the_guide_prints_what_is_shown(tmp_path: Path) -> None:
    commands = list(told())

    for command, output in commands:
        program, *words = shlex.split(command)
        done = run(*words, home=tmp_path)
        assert (program, done.code) == ("trimtab", 0), f"{command}\n{done.err}"
        assert re.fullmatch(pattern(output), done.out), f"{command}\n{done.out}"
    assert len(commands) > 10
