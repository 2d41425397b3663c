"""Branches in flight, kept between two questions: they are the same until a ref moves or a commit comes of age.

git can say all of this again, so a copy that is torn, gone, or about something else is worked out anew, and a folder
that cannot be written costs the time again and nothing else.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from trimtab import __version__
from trimtab.sources.git._branches import UnmergedBranch, unmerged_until
from trimtab.sources.git._shadow import ObjectStore


def unmerged_kept(
    store: ObjectStore, main: str, tips: Mapping[str, str], as_of: datetime, file: Path
) -> list[UnmergedBranch]:
    """As `unmerged_until`, from `file` where it holds the answer to the same question, at this instant or an earlier one."""
    asked = json.dumps([__version__, store.object_format, store.shallow, main, sorted(tips.items())])
    key = hashlib.sha256(asked.encode(errors="surrogateescape")).hexdigest()
    second = int(as_of.timestamp())
    kept = _read(file, key, second)
    if kept is not None:
        return kept
    found, until = unmerged_until(store, main, tips, as_of)
    said = {"key": key, "from": second, "until": until, "branches": [asdict(branch) for branch in found]}
    _write(file, json.dumps(said))
    return found


def _read(file: Path, key: str, second: int) -> list[UnmergedBranch] | None:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if said["key"] != key or not said["from"] <= second < said["until"]:
            return None
        return [UnmergedBranch(**{**branch, "oids": tuple(branch["oids"])}) for branch in said["branches"]]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(file: Path, text: str) -> None:
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.write_text(text, encoding="utf-8")
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink()
