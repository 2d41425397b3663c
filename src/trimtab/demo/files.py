"""Which files a piece of work touches, and what they hold afterwards."""

from collections.abc import Collection, Mapping
from datetime import date

from trimtab.demo._dice import Dice
from trimtab.demo.areas import AREAS, Area
from trimtab.demo.story import RENAMED
from trimtab.demo.text import Text, new

Tree = dict[str, Text | str]

_SCRIPTED = ("docs/sync.md",)  # only `script` says when it changes
_UNTESTED = ("billing/ledger", "sync/protocol", "deploy", "docs", "tests", "infra", "web")


def folder_of(place: str, day: date, without: Collection[str]) -> str:
    """Where an area lies on that day: `jobs` is called `workers` one day."""
    return "workers" if place == "jobs" and day > RENAMED and "jobs-renamed" not in without else place


def first_files(dice: Dice) -> Tree:
    """The files of the first day."""
    tree: Tree = {
        "README.md": "# Harbour\n\nBilling, sync and export for small ports. Start with docs/setup.md.\n",
        ".gitattributes": "vendor/** linguist-vendored\nweb/dist/** linguist-generated\n*.lock linguist-generated\n",
    }
    for area in AREAS.values():
        for name in area.files:
            path = f"{area.place}/{name}"
            tree[path] = new(dice, path, area)
    return tree


def touched(dice: Dice, area: Area, folder: str, tree: Mapping[str, Text | str], taken: Collection[str]) -> list[str]:
    """Paths a commit in that area changes: one to three of its files, at times a new one, at times a test of it."""
    inside = sorted(path for path in tree if path.startswith(f"{folder}/") and "/" not in path[len(folder) + 1 :])
    own = [path for path in inside if path not in taken and path not in _SCRIPTED and isinstance(tree[path], Text)]
    unborn = [
        f"{folder}/{name}" for name in area.later if f"{folder}/{name}" not in tree and f"{folder}/{name}" not in taken
    ]
    # A few files of each area take most of the work, as everywhere.
    weighted = [(path, 1.0 / (1 + nth % 4)) for nth, path in enumerate(own)]
    paths = [dice.weighted(weighted)] if own else []
    if dice.chance(0.3) and len(own) > 1:
        paths.append(dice.weighted(weighted))
    if unborn and (not own or dice.chance(0.04)):
        paths.append(unborn[0])
    if not paths:
        paths.append(f"{folder}/notes_{len(own)}_{dice.whole(1, 99)}.py")
    test = f"tests/{folder}/test_{paths[0].rpartition('/')[2]}"
    if (
        area.place not in _UNTESTED
        and paths[0].endswith(".py")
        and "__init__" not in test
        and test not in taken
        and dice.chance(0.3)
    ):
        paths.append(test)
    return sorted(set(paths))


def edited(dice: Dice, area: Area, paths: Collection[str], tree: Mapping[str, Text | str]) -> Tree:
    """Those files after the work."""
    after: Tree = {}
    for path in paths:
        before = tree.get(path)
        after[path] = before.edited(dice, area) if isinstance(before, Text) else new(dice, path, area)
    return after


def area_of(path: str) -> Area:
    """The area a path lies in; where it lies in none, tools."""
    folder = path.rpartition("/")[0]
    return AREAS.get("jobs" if folder == "workers" else folder, AREAS["tools"])
