"""Words are completed in bash, zsh and fish."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cli.program import PROGRAM, Here, environment, run
from trimtab.cli.app import VERBS


def completed(shell: str, line: str, home: Path) -> list[str]:
    """What the program offers for the last word of a line, asked as the script of that shell asks."""
    words = line.split(" ")
    asked = {"bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}}
    asked["zsh"] = asked["bash"]
    asked["fish"] = {"COMP_WORDS": line, "COMP_CWORD": words[-1]}
    done = run(home=home, extra={"_TRIMTAB_COMPLETE": f"{shell}_complete", **asked[shell]})
    assert done.err == ""
    return done.out.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(trimtab: Here, shell: str) -> None:
    done = trimtab("completion", shell)

    assert done.code == 0
    assert "_TRIMTAB_COMPLETE" in done.out
    assert f"{shell}_complete" in done.out


def test_a_verb_is_completed_in_bash(home: Path) -> None:
    assert completed("bash", "trimtab br", home) == ["plain,brief"]


def test_a_verb_is_completed_with_what_it_is_for_in_zsh_and_fish(home: Path) -> None:
    zsh, fish = completed("zsh", "trimtab br", home), completed("fish", "trimtab br", home)

    assert zsh[:2] == ["plain", "brief"]
    assert fish[0].startswith("plain,brief")


def test_every_verb_is_offered(home: Path) -> None:
    assert [line.partition(",")[2] for line in completed("bash", "trimtab ", home)] == list(VERBS)


def test_an_option_and_its_choices_are_completed(home: Path) -> None:
    assert "plain,--format" in completed("bash", "trimtab brief --fo", home)
    assert completed("bash", "trimtab brief --format h", home) == ["plain,html"]


def test_a_verb_within_a_verb_is_completed(home: Path) -> None:
    assert completed("bash", "trimtab people me", home) == ["plain,merge"]


def test_bash_itself_takes_the_script_and_completes_with_it(home: Path) -> None:
    bash = shutil.which("bash")
    assert bash, "bash is needed to try its completion"
    script = home / "trimtab.bash"
    script.write_text(run("completion", "bash", home=home).out)
    ask = f"""
        PATH='{PROGRAM.parent}':$PATH
        . '{script}'
        COMP_WORDS=(trimtab br) COMP_CWORD=1
        _trimtab_completion trimtab br trimtab
        echo "${{COMPREPLY[@]}}"
    """

    syntax = subprocess.run([bash, "-n", str(script)], capture_output=True, check=False, text=True)
    reply = subprocess.run(
        [bash, "--norc", "-c", ask], env=environment(home), capture_output=True, check=False, text=True
    )

    assert (syntax.returncode, syntax.stderr) == (0, "")
    assert reply.stdout == "brief\n", reply.stderr
