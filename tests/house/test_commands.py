"""dev/setup, dev/try and dev/test on machines that lack things, are interrupted, or run them twice at once.

The programs they start are stand-ins that write down how they were called, so nothing is installed here; that the real
ones agree is what `dev/fresh-debian` and `.ci/run` are for.
"""

import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from house.checkout import ROOT

# What the commands may use of any system. Nothing else is on their PATH.
COREUTILS = "bash cat cksum cp cut date dirname env find flock grep head ls mkdir mktemp mv printf rm sed sh sleep sort touch tr"

# One stand-in under many names. `.venv` and `.tools` that it makes hold copies of itself.
STAND_IN = """#!/bin/sh
name=${0##*/}
echo "$name $*" >>"$CALLS"
case "$name $1 $2" in
  "python3 -m venv")
    [ ! -e "$WITHOUT/venv" ] || exit 1
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "python3 -c import ensurepip") [ ! -e "$WITHOUT/venv" ] ;;
  "python -m pip") cp "$0" .tools/bin/uv ;;
  "python -V ") echo "Python ${PYTHON_NOW:-3.11.2}" ;;
  "uv venv -q") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  "uv pip sync")
    sleep "${SYNC_TAKES:-0}"
    [ ! -e "$WITHOUT/network" ] || { echo "no route" >&2; exit 1; }
    [ ! -e "$WITHOUT/mercy" ] || kill -9 "$PPID" ;;
  "id -u "*) echo "${ACCOUNT:-1000}" ;;
  "apt-get install "*) rm -f "$WITHOUT/venv"
    [ ! -e "$WITHOUT/chromium" ] || { rm "$WITHOUT/chromium"; cp "$0" "${0%/*}/chromium"; } ;;
  "dpkg-query "*) [ -e "${0%/*}/chromium" ] && echo "install ok installed" ;;
  "trimtab demo "*) mkdir -p "$2" ;;
  "mypy "*) [ ! -e "$WITHOUT/types" ] ;;
esac
"""


class Machine:
    """A checkout in a folder with a space in its name, on a machine that has only what is put there."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a check out"
        self.without = folder / "without"
        self.programs = folder / "bin"
        self.calls = folder / "calls"
        self.variables = {
            "PATH": str(self.programs),
            "HOME": str(self.without),
            "CALLS": str(self.calls),
            "WITHOUT": str(self.without),
        }
        for made in (self.checkout / "dev", self.checkout / "requirements", self.without, self.programs):
            made.mkdir(parents=True)
        for name in ("setup", "try", "test"):
            shutil.copy(ROOT / "dev" / name, self.checkout / "dev")
        for name in ("base", "dev", "build", "tools"):
            (self.checkout / f"requirements/{name}.txt").write_text(f"{name}==1.0\n")
        (self.checkout / "pyproject.toml").touch()
        for name in COREUTILS.split():
            if real := shutil.which(name):
                (self.programs / name).symlink_to(real)
        for name in ("python3", "id", "apt-get", "dpkg-query"):
            self.give(name)

    def give(self, name: str, folder: Path | None = None) -> None:
        """Put a stand-in under this name on the PATH, or into a folder."""
        program = (folder or self.programs) / name
        program.write_text(STAND_IN)
        program.chmod(0o755)

    def take(self, what: str) -> None:
        """The machine has no `venv` module, no `network`, no `mercy` for a set-up half-way, no `types` that hold."""
        (self.without / what).touch()

    def start(
        self, command: str, *arguments: str, env: Mapping[str, str], cwd: Path | None = None
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.checkout / "dev" / command, *arguments],
            cwd=cwd or self.checkout.parent,
            env={
                "PATH": str(self.programs),
                "HOME": str(self.without),
                "CALLS": str(self.calls),
                "WITHOUT": str(self.without),
                **env,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, command: str, *arguments: str, cwd: Path | None = None, **env: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error; what is called is written down anew."""
        self.calls.write_text("")
        process = self.start(command, *arguments, env=env, cwd=cwd)
        out, err = process.communicate(timeout=30)
        return process.returncode, out, err

    def synced(self) -> list[str]:
        """The sets that were installed during the last run."""
        return [
            line.rpartition("/")[2] for line in self.calls.read_text().splitlines() if line.startswith("uv pip sync")
        ]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_first_set_up_installs_the_base_set_by_hash(machine: Machine) -> None:
    code, out, _ = machine.run("setup")

    assert (code, out) == (0, "")
    assert (
        "uv pip sync -q --python .venv/bin/python --require-hashes requirements/base.txt" in machine.calls.read_text()
    )


def test_a_second_set_up_installs_nothing_and_asks_no_installer(machine: Machine) -> None:
    machine.run("setup")

    code, out, err = machine.run("setup")

    assert (code, out, err) == (0, "", "")
    assert "uv" not in machine.calls.read_text()


@pytest.mark.parametrize("changed", ["requirements/base.txt", "requirements/build.txt", "pyproject.toml"])
def test_a_change_of_what_is_wanted_is_installed(machine: Machine, changed: str) -> None:
    machine.run("setup")
    (machine.checkout / changed).write_text("base==1.1\n")

    machine.run("setup")

    assert machine.synced() == ["base.txt"]


def test_another_python_or_a_checkout_that_was_moved_is_set_up_again(machine: Machine) -> None:
    machine.run("setup")
    machine.run("setup", PYTHON_NOW="3.12.0")
    upgraded = machine.synced()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("elsewhere"))

    machine.run("setup", PYTHON_NOW="3.12.0")

    assert upgraded == machine.synced() == ["base.txt"]


def test_an_installer_that_was_deleted_is_there_after_the_next_set_up(machine: Machine) -> None:
    machine.run("setup")
    shutil.rmtree(machine.checkout / ".tools")

    machine.run("setup")

    assert (machine.checkout / ".tools/bin/uv").exists()


def test_the_development_set_serves_whoever_asks_for_the_base_set_and_stays(machine: Machine) -> None:
    machine.run("setup", "dev")
    machine.run("setup", "base")
    asked_for_base = machine.synced()
    (machine.checkout / "requirements/dev.txt").write_text("dev==2.0\n")
    (machine.checkout / "requirements/base.txt").write_text("base==2.0\n")

    machine.run("setup", "base")

    assert asked_for_base == []
    assert machine.synced() == ["dev.txt"]


def test_a_set_up_killed_half_way_is_thrown_away_and_made_anew(machine: Machine) -> None:
    machine.take("mercy")
    killed, _, _ = machine.run("setup")
    (machine.without / "mercy").unlink()
    (machine.checkout / ".venv/half-made").touch()

    code, _, _ = machine.run("setup")

    assert (killed, code) == (-9, 0)
    assert machine.synced() == ["base.txt"]
    assert not (machine.checkout / ".venv/half-made").exists()


def test_a_set_up_killed_half_way_is_not_taken_for_the_one_before_it(machine: Machine) -> None:
    lock = machine.checkout / "requirements/base.txt"
    before = lock.read_text()
    machine.run("setup")
    machine.take("mercy")
    lock.write_text("base==2.0\n")
    machine.run("setup")
    (machine.without / "mercy").unlink()
    lock.write_text(before)

    machine.run("setup")

    assert machine.synced() == ["base.txt"]


def test_going_back_to_an_older_lock_is_a_change_too(machine: Machine) -> None:
    lock = machine.checkout / "requirements/base.txt"
    before = lock.read_text()
    machine.run("setup", "base")
    lock.write_text("base==2.0\n")
    machine.run("setup", "dev")
    lock.write_text(before)
    (machine.checkout / "requirements/dev.txt").write_text("dev==0.9\n")

    machine.run("setup", "base")

    assert machine.synced() == ["dev.txt"]


def test_a_network_that_fails_is_said_and_the_next_run_goes_on(machine: Machine) -> None:
    machine.take("network")
    failed, _, said = machine.run("setup")
    (machine.without / "network").unlink()

    code, _, _ = machine.run("setup")

    assert failed == 4
    assert "the packages that requirements/base.txt names could not be fetched" in said
    assert (code, machine.synced()) == (0, ["base.txt"])


def test_without_the_venv_module_an_ordinary_user_is_told_the_one_line_to_type(machine: Machine) -> None:
    machine.take("venv")

    code, out, err = machine.run("setup")

    assert (code, out) == (2, "")
    assert [line for line in err.splitlines() if line.startswith("  ")] == ["  sudo apt-get install -y python3-venv"]
    assert "apt-get" not in machine.calls.read_text()


def test_without_the_venv_module_root_gets_it_installed(machine: Machine) -> None:
    machine.take("venv")

    code, _, err = machine.run("setup", ACCOUNT="0")

    assert code == 0, err
    assert "python3-venv" in machine.calls.read_text()


@pytest.mark.skipif(
    not shutil.which("flock"), reason="macOS has no flock, and two set-ups at once are not kept apart there"
)
def test_of_two_set_ups_at_once_the_second_waits_and_finds_it_done(machine: Machine) -> None:
    machine.calls.write_text("")
    first = machine.start("setup", env={"SYNC_TAKES": "1"})
    while "uv pip sync" not in machine.calls.read_text():
        time.sleep(0.01)

    second = machine.start("setup", env={})

    assert "waiting for it" in second.communicate(timeout=30)[1]
    assert (first.communicate(timeout=30) and first.returncode, second.returncode) == (0, 0)
    assert machine.synced() == ["base.txt"]


def test_trying_without_a_path_makes_the_demo_in_the_cache_and_briefs_it(machine: Machine) -> None:
    with_trimtab(machine)

    code, _, err = machine.run("try", "--format", "md")

    assert code == 0, err
    demo = machine.without / ".cache/trimtab/demo"
    assert trimtab_calls(machine) == [f"trimtab demo {demo}", f"trimtab -C {demo}/harbour-lead brief --format md"]


def test_trying_again_makes_the_demo_only_when_its_story_changed(machine: Machine) -> None:
    with_trimtab(machine)
    machine.run("try")
    machine.run("try")
    unchanged = trimtab_calls(machine)
    (machine.checkout / "src/trimtab/demo/story.py").write_text("another story\n")
    demo = machine.without / ".cache/trimtab/demo"
    (demo / "of the old story").touch()

    machine.run("try")

    assert unchanged == [f"trimtab -C {demo}/harbour-lead brief"]
    assert trimtab_calls(machine)[0] == f"trimtab demo {demo}"
    assert not (demo / "of the old story").exists()


def test_trying_a_path_briefs_it_as_it_is_seen_from_where_one_stands(machine: Machine) -> None:
    with_trimtab(machine)

    code, _, err = machine.run("try", ".", "--week", "2026-W46", cwd=machine.without)

    assert code == 0, err
    assert trimtab_calls(machine) == ["trimtab brief . --week 2026-W46"]


def test_testing_runs_every_check_and_passes_arguments_to_pytest(machine: Machine) -> None:
    with_checks(machine)

    code, out, err = machine.run("test", "tests/lake", "-x")

    assert code == 0, err
    assert "python -m pytest tests/lake -x" in machine.calls.read_text()
    assert out.splitlines()[-1] == "all passed"


def test_testing_goes_on_after_a_failure_and_names_it_at_the_end(machine: Machine) -> None:
    with_checks(machine)
    machine.take("types")

    code, out, _ = machine.run("test")

    assert code == 1
    assert "python -m pytest" in machine.calls.read_text()
    assert out.splitlines()[-1] == "failed: types"


def test_without_a_browser_an_ordinary_user_is_told_the_one_line_to_type(machine: Machine) -> None:
    with_checks(machine)
    (machine.programs / "chromium").unlink()

    code, _, err = machine.run("test")

    assert code == 2
    assert (
        err.splitlines()[-1]
        == "  sudo apt-get install -y --no-install-recommends chromium libatomic1 fonts-dejavu-core"
    )


def test_without_a_browser_and_the_venv_module_there_is_still_one_line_to_type(machine: Machine) -> None:
    machine.take("venv")

    code, _, err = machine.run("test")

    assert code == 2
    assert [line for line in err.splitlines() if line.startswith("  ")] == [
        "  sudo apt-get install -y --no-install-recommends python3-venv chromium libatomic1 fonts-dejavu-core"
    ]


def test_without_a_browser_root_gets_it_installed(machine: Machine) -> None:
    with_checks(machine)
    (machine.programs / "chromium").unlink()
    machine.take("chromium")

    code, _, err = machine.run("test", ACCOUNT="0")

    assert code == 0, err


def with_trimtab(machine: Machine) -> None:
    machine.run("setup")
    machine.give("trimtab", machine.checkout / ".venv/bin")
    story = machine.checkout / "src/trimtab/demo/story.py"
    story.parent.mkdir(parents=True)
    story.write_text("a story\n")


def with_checks(machine: Machine) -> None:
    machine.run("setup", "dev")
    machine.give("chromium")
    for name in ("ruff", "mypy", "lint-imports"):
        machine.give(name, machine.checkout / ".venv/bin")


def trimtab_calls(machine: Machine) -> list[str]:
    return [line for line in machine.calls.read_text().splitlines() if line.startswith("trimtab ")]
