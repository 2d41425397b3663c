"""What is worked out once and kept in the cache: who is who, and the texts in which a repository speaks of itself.

Each copy lies under, or beside, a hash of everything it was worked out from, so that a stale one cannot be taken for a
fresh one. A copy that is torn or gone is made anew; a cache that cannot be written costs time, and nothing else.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from trimtab import __version__
from trimtab.analyses.identity import PERSONS, Declared, Resolved, identities, resolve
from trimtab.workspace import private_folder, read_json

if TYPE_CHECKING:
    from trimtab.lake import SyncedSource
    from trimtab.sources import Repository


def identities_once(commits: pl.LazyFrame, sources: "Mapping[str, SyncedSource]", cache: Path) -> pl.DataFrame:
    """As `identities` of all commits that these sources brought into the lake.

    A source's rows are those of its batches, and none is ever added to an old one: the last batch and when it was read
    tell them apart, even after the lake was made anew.
    """
    brought = sorted((one.name, one.last_batch, one.seen_at.isoformat(), one.bookmark) for one in sources.values())
    place = cache / "identities" / _hash(json.dumps([__version__, brought]).encode())
    kept = _read(place, ("raw",))
    if kept is None:
        kept = (identities(commits),)
        _keep({"raw": kept[0]}, place)
    return kept[0]


def resolved_once(raw: pl.DataFrame, mailmaps: Sequence[str], declared: Sequence[Declared], cache: Path) -> Resolved:
    """As `resolve`, from the cache where the same was asked before; a copy that cannot be read is made anew."""
    place = cache / "people" / _key(raw, mailmaps, declared)
    names = tuple(field.name for field in fields(Resolved))
    kept = _read(place, names)
    if kept is not None:
        return Resolved(*kept)
    found = resolve(raw, mailmaps, declared)
    _keep({name: getattr(found, name) for name in names}, place)
    return found


def frames_once(
    folder: Path, asked: str, names: Sequence[str], work_out: Callable[[], tuple[pl.DataFrame, ...]]
) -> tuple[pl.DataFrame, ...]:
    """Frames that follow from what `asked` says, in the order of their names."""
    place = folder / _hash(asked.encode())
    kept = _read(place, names)
    if kept is None:
        kept = work_out()
        _keep(dict(zip(names, kept, strict=True)), place)
    return kept


def texts_once(repository: "Repository", commit: str, paths: Sequence[str], file: Path) -> Mapping[str, str]:
    """Those of the files at `paths` that `commit` holds; bytes that are no UTF-8 cannot name anybody, and are replaced."""
    asked = {"commit": commit, "paths": list(paths)}
    kept = read_json(file)
    if isinstance(kept, dict) and kept.get("asked") == asked and isinstance(texts := kept.get("texts"), dict):
        return {str(path): str(text) for path, text in texts.items()}
    read = {path: repository.read_file(commit, path) for path in paths}
    found = {path: text.decode(errors="replace") for path, text in read.items() if text}
    _replace(file, lambda half: half.write_text(json.dumps({"asked": asked, "texts": found}), encoding="utf-8"))
    return found


def _key(raw: pl.DataFrame, mailmaps: Sequence[str], declared: Sequence[Declared]) -> str:
    # The columns stand for what this version makes of it, so that another version's copy is not taken for its own.
    made = [f"{name}: {dtype}" for name, dtype in PERSONS.items()]
    said = json.dumps([__version__, made, list(mailmaps), [asdict(one) for one in declared]], sort_keys=True)
    # As text: the binary form of equal frames depends on how they came about.
    return _hash(said.encode(), raw.write_csv().encode())


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:16]


def _read(place: Path, names: Sequence[str]) -> tuple[pl.DataFrame, ...] | None:
    try:
        return tuple(pl.read_ipc(place / f"{name}.arrow") for name in names)
    except (OSError, pl.exceptions.PolarsError):
        return None


def _keep(frames: Mapping[str, pl.DataFrame], place: Path) -> None:
    """Replace what was kept before."""
    try:
        private_folder(place)
        for old in place.parent.iterdir():
            if old != place:
                for file in old.iterdir():
                    file.unlink()
                old.rmdir()
    except OSError:
        return
    for name, frame in frames.items():
        _replace(place / f"{name}.arrow", frame.write_ipc)


def _replace(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all. A full or forbidden cache costs the time again, and nothing else."""
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    try:
        private_folder(file.parent)
        write(half)
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink()
