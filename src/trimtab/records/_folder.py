"""A folder of records with one file each: which files are meant, what can be read of each, and all that is wrong with them.

What a file holds is for whoever asks; editors' and systems' own files are left alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from trimtab.diagnostics import Diagnostic
from trimtab.records._text import Text, flaw, read_text, top_of

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of the workspace whose files, one `one` each, are called by an id and `ending`.

    `endings` are those by which a file is meant as one, `left_alone` names that are none all the same, in lower case.
    """

    place: str
    one: str
    ending: str
    endings: tuple[str, ...]
    left_alone: tuple[str, ...] = ()


def is_id(word: str) -> bool:
    """Whether a word can be the name of a record's file: lower-case letters and digits, parted by hyphens."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) is not None


def read_shelf(
    folder: Path, shelf: Shelf, made: Callable[[Text], tuple[R | None, tuple[Diagnostic, ...]]]
) -> tuple[tuple[R, ...], Mapping[str, Text], tuple[Diagnostic, ...]]:
    """Every record with a file, by name; the texts by theirs; and all that is wrong with them. `made` reads one."""
    records: list[R] = []
    texts: dict[str, Text] = {}
    names, found = _files(folder, shelf)
    diagnostics = list(found)
    for name in names:
        text, found = read_text(folder, name)
        diagnostics += found
        if text is not None:
            record, found = made(text)
            records += [record] if record is not None else []
            texts[name] = text
            diagnostics += found
    return tuple(records), texts, tuple(diagnostics)


def _files(folder: Path, shelf: Shelf) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """Names of the files that are meant as records and can be used, and what is wrong with the others."""
    try:
        found = sorted(path.name for path in (folder / shelf.place).iterdir())
    except FileNotFoundError:
        return [], ()
    except OSError as reason:
        why = (reason.strerror or "it gave no reason").lower()
        hint = f"{shelf.place}/ is a folder that you can read, with one file per {shelf.one}."
        return [], (flaw("unreadable-file", f"{shelf.place} cannot be read: {why}", top_of(shelf.place), hint),)
    meant = [
        name
        for name in found
        if name.endswith(shelf.endings) and not name.startswith((".", "#")) and name.lower() not in shelf.left_alone
    ]
    good = [name for name in meant if name.endswith(shelf.ending) and is_id(name.removesuffix(shelf.ending))]
    wrong = tuple(_bad_name(name, shelf) for name in meant if name not in good)
    return [f"{shelf.place}/{name}" for name in good], wrong


def _bad_name(name: str, shelf: Shelf) -> Diagnostic:
    shown = name.encode("utf-8", "replace").decode("utf-8")
    stem = next((shown.removesuffix(one) for one in shelf.endings if shown.endswith(one)), shown)
    made = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or f"a-{shelf.one}"
    what = f'"{stem}" is no id' if not is_id(stem) else f"a {shelf.one}'s file ends in {shelf.ending}"
    hint = f"rename it to {made}{shelf.ending}: lower-case letters, digits and hyphens."
    return flaw("bad-file-name", f"{what}; the file was not used", top_of(f"{shelf.place}/{shown}"), hint)
