"""Who is who, worked out once: the matching takes a second on a large history, and what it rests on seldom changes.

Kept in the cache under a hash of everything it was worked out from, so that a stale copy cannot be taken for a fresh one.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import polars as pl

from trimtab import __version__
from trimtab.analyses.identity import Declared, Resolved, resolve
from trimtab.workspace import private_folder


def resolved_once(raw: pl.DataFrame, mailmaps: Sequence[str], declared: Sequence[Declared], cache: Path) -> Resolved:
    """As `resolve`, from the cache where the same was asked before; a copy that cannot be read is made anew."""
    place = cache / "people" / _key(raw, mailmaps, declared)
    names = [field.name for field in fields(Resolved)]
    try:
        return Resolved(*(pl.read_ipc(place / f"{name}.arrow") for name in names))
    except (OSError, pl.exceptions.PolarsError):
        found = resolve(raw, mailmaps, declared)
    _keep(found, place)
    return found


def _key(raw: pl.DataFrame, mailmaps: Sequence[str], declared: Sequence[Declared]) -> str:
    said = json.dumps([__version__, list(mailmaps), [asdict(one) for one in declared]], sort_keys=True)
    digest = hashlib.sha256(said.encode())
    rows = io.BytesIO()
    raw.write_ipc(rows)
    digest.update(rows.getvalue())
    return digest.hexdigest()[:16]


def _keep(found: Resolved, place: Path) -> None:
    """Replace what was kept before. A full or forbidden cache costs the second next time, and nothing else."""
    try:
        private_folder(place)
        for old in place.parent.iterdir():
            if old != place:
                for file in old.iterdir():
                    file.unlink()
                old.rmdir()
        for field in fields(Resolved):
            half = place / f"{field.name}.half"
            getattr(found, field.name).write_ipc(half)
            half.replace(place / f"{field.name}.arrow")
    except OSError:
        return
