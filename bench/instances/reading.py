"""Any instance file, by the ending of its name, and the instances of a folder in the order of their numbers."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from instances.imopse import imopse
from instances.instance import Instance, Unreadable
from instances.mspsp import mspsp
from instances.pools import patterson, psplib

READERS: Mapping[str, Callable[[Path], Instance]] = {
    ".sm": psplib,
    ".rcp": patterson,
    ".def": imopse,
    ".dzn": mspsp,
}


def read(path: Path) -> Instance:
    """The instance in a file. Raises `Unreadable` for one that is not as its format says."""
    try:
        return READERS[path.suffix](path)
    except (KeyError, ValueError, IndexError, OSError) as error:
        raise Unreadable(f"{path.name}: {error}") from error


def files(folder: Path, every: int = 1) -> Iterator[Path]:
    """The instance files under a folder in the order of their numbers, every so many-th of each folder."""
    found = sorted((path for path in folder.rglob("*") if path.suffix in READERS and path.is_file()), key=_by_number)
    for _, group in groupby(found, key=lambda path: path.parent):
        yield from list(group)[::every]


def name(path: Path, instance_kind: str) -> str:
    """What an instance is called: its file's name, for iMOPSE with its set before it."""
    return f"{path.parent.name}/{path.name}" if instance_kind == "imopse" else path.name


def _by_number(path: Path) -> tuple[str, list[tuple[int, str]]]:
    parts = re.findall(r"\d+|\D+", path.name)
    return str(path.parent), [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
