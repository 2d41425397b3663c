"""Floors, front doors, sizes and names: what ARCHITECTURE.md promises about the code."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from house.checkout import PACKAGE, ROOT, dotted, modules

# Folders of words and pictures hold data, not rooms.
PACKAGES = [module.parent for module in modules() if module.name == "__init__.py" and module.parent != PACKAGE]
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "core", "tools", "shared"}
WALL = 500


def test_no_import_points_up() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_the_drawing_of_the_house_shows_every_floor() -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    floors = {path.stem for path in PACKAGE.iterdir() if (path / "__init__.py").is_file() or path.suffix == ".py"}

    missing = sorted(floor for floor in floors if floor[0] != "_" and not re.search(rf"\b{floor}\b", drawing))

    assert missing == []


@pytest.mark.parametrize("package", PACKAGES, ids=dotted)
def test_a_package_names_what_others_may_use_and_has_it(package: Path) -> None:
    door = import_module(dotted(package / "__init__.py"))

    missing = [name for name in door.__all__ if not hasattr(door, name) and name not in _rooms(package)]

    assert missing == []
    assert not [name for name in door.__all__ if name.startswith("_")]


@pytest.mark.parametrize("floor", ["advice", "analyses"])
def test_a_floor_of_many_questions_lists_all_its_rooms(floor: str) -> None:
    door = import_module(f"trimtab.{floor}")

    assert set(door.__all__) == _rooms(PACKAGE / floor)


def test_no_module_reaches_into_the_private_rooms_of_another_package() -> None:
    reached = [
        f"{module.relative_to(ROOT)}: {name}"
        for module in modules()
        for name in _imported(module)
        if _is_private_elsewhere(name, dotted(module))
    ]

    assert reached == []


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [str(module.relative_to(ROOT)) for module in modules() if not ast.get_docstring(_tree(module))]

    assert silent == []


def test_no_module_is_longer_than_the_wall() -> None:
    written = [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]

    long = {str(path.relative_to(ROOT)): lines for path in written if (lines := _lines(path)) > WALL}

    assert long == {}


def test_there_are_no_drawers_without_labels() -> None:
    unnamed = [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*") if path.stem.strip("_") in DRAWERS]

    assert unnamed == []


def test_every_test_file_stands_with_its_subject() -> None:
    floors = {path.stem for path in PACKAGE.iterdir()}
    beside = {"house", "browser", "end_to_end", "bench", "examples"}

    lost = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if not {*path.relative_to(ROOT / "tests").parts[:-1], path.stem.removeprefix("test_")} & (floors | beside)
    ]

    assert lost == []


def _rooms(package: Path) -> set[str]:
    """Names of the modules and packages that others may import from a package."""
    within = {path.parent.name for path in package.glob("*/__init__.py")} | {path.stem for path in package.glob("*.py")}
    return {name for name in within if not name.startswith("_")}


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


def _imported(module: Path) -> list[str]:
    """Full names of what a module imports from the product."""
    names = []
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("trimtab"):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names if alias.name.startswith("trimtab")]
    return names


def _is_private_elsewhere(name: str, importer: str) -> bool:
    """Whether a part of `name` is underscored and its package is not one the importer stands in."""
    parts = name.split(".")
    for place, part in enumerate(parts):
        if part.startswith("_") and not part.startswith("__"):
            home = ".".join(parts[:place])
            return not (importer == home or importer.startswith(f"{home}."))
    return False
