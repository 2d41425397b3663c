"""The guides show what is really printed, command by command."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.program import run

GUIDES = Path(__file__).parents[2] / "docs" / "guide"


def told(guide: str) -> Iterator[tuple[str, str]]:
    """Each command of a guide with the output that stands below it."""
    text = (GUIDES / f"{guide}.md").read_text("utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
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
@pytest.mark.parametrize(
    ("guide", "least"),
    [
        ("first-minutes", 10),
        ("who-knows-what", 5),
        ("leaving", 3),
        ("slow-work", 3),
        ("when-is-it-done", 4),
        ("when-does-it-land", 6),
        ("who-waits", 2),
    ],
)
def test_every_command_of_a_guide_prints_what_is_shown(guide: str, least: int, tmp_path: Path) -> None:
    commands = list(told(guide))

    for command, output in commands:
        program, *words = shlex.split(command)
        done = run(*words, home=tmp_path)
        assert (program, done.code) == ("trimtab", 0), f"{command}\n{done.err}"
        assert re.fullmatch(pattern(output), done.out), f"{command}\n{done.out}"
    assert len(commands) > least
