"""What gets installed: every package has a reason, every version a hash, and no file names a registry."""

import re
import tomllib
from pathlib import Path

import pytest

from house.checkout import ROOT, kept_files

LOCKED = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)")


def test_every_dependency_has_its_reason_licence_and_what_was_not_chosen() -> None:
    rows = [
        line.split("|")[1:-1] for line in (ROOT / "docs/dependencies.md").read_text("utf-8").splitlines() if "|" in line
    ]
    explained = {row[0].strip() for row in rows if len(row) == 4 and all(cell.strip() for cell in row)}

    assert explained - {"package", "---"} == declared() | {"uv"}


def test_the_base_set_locks_every_dependency() -> None:
    assert project_dependencies() <= set(pins("base"))


def test_the_development_set_locks_what_extras_need_and_the_base_set_does_not() -> None:
    extras = {name_of(entry) for extra in extras_of_project().values() for entry in extra}

    assert extras <= set(pins("dev"))
    assert not extras & set(pins("base"))


def test_the_development_set_holds_the_base_set_in_the_same_versions() -> None:
    base, dev = pins("base"), pins("dev")

    assert {name: dev.get(name) for name in base} == base


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.stem)
def test_every_locked_version_carries_hashes(file: Path) -> None:
    entries = re.split(r"^(?=[a-z0-9])", file.read_text("utf-8"), flags=re.MULTILINE)[1:]

    bare = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]

    assert entries
    assert bare == []


def test_no_locked_set_names_an_address() -> None:
    assert [file.name for file in LOCKED if "://" in file.read_text("utf-8")] == []


def test_there_is_no_lock_that_would_name_one() -> None:
    assert not {"uv.lock", "pylock.toml", "poetry.lock"} & {file.name for file in kept_files()}


def project() -> dict[str, dict[str, list[str]]]:
    """pyproject.toml, typed as far as these tests read it."""
    parsed: dict[str, dict[str, list[str]]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return parsed


def project_dependencies() -> set[str]:
    return {name_of(entry) for entry in project()["project"]["dependencies"]}


def extras_of_project() -> dict[str, list[str]]:
    # One level deeper than `project` says: extras are lists by name.
    parsed: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    return parsed


def declared() -> set[str]:
    """All that pyproject.toml asks for by name."""
    parsed = project()
    groups = [entry for group in parsed["dependency-groups"].values() for entry in group if isinstance(entry, str)]
    groups += [entry for extra in extras_of_project().values() for entry in extra]
    return project_dependencies() | {name_of(entry) for entry in [*groups, *parsed["build-system"]["requires"]]}


def name_of(requirement: str) -> str:
    return re.split(r"[ \[<>=!~;]", requirement, maxsplit=1)[0]


def pins(kind: str) -> dict[str, set[str]]:
    """Locked versions by name; one name may have several, parted by markers."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / f"requirements/{kind}.txt").read_text("utf-8").splitlines():
        if match := PIN.match(line):
            found.setdefault(match[1].replace("ruamel-yaml", "ruamel.yaml"), set()).add(match[2])
    return found
