"""What a workspace names to be read, from its settings or, where these have not changed, from the cache."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from trimtab.workspace._files import read_json, write_whole

SETTINGS = "trimtab.yaml"


@dataclass(frozen=True, slots=True)
class Clone:
    """One repository of a workspace: the name its rows go by, and where it lies."""

    slug: str
    path: Path
    since: datetime | None = None
    paths: tuple[str, ...] = ()


def clones_of(folder: Path, kept: Path) -> tuple[Clone, ...]:
    """The clones that the settings name, from the cache where the settings are the same as then.

    Reading the records takes half a second, nearly all of it for importing what checks them, and a sync that finds
    nothing new needs none of them.
    """
    try:
        rests_on = [(folder / SETTINGS).read_bytes(), os.fsencode(folder), os.fsencode(Path.home())]
    except (OSError, RuntimeError):
        rests_on = []  # what is wrong with the file, the records say
    said = hashlib.sha256(b"\0".join(rests_on)).hexdigest()
    found = read_json(kept) if rests_on else None
    if isinstance(found, dict) and found.get("of") == said:
        return tuple(_clone_from(one) for one in found["clones"])
    from trimtab.records import load

    clones = tuple(
        Clone(source.slug, source.clone(folder).resolve(), _midnight(source.since), source.paths)
        for source in load(folder).settings.git_sources
    )
    if rests_on and kept.parent.is_dir():
        told = [{**asdict(one), "path": str(one.path), "since": one.since and one.since.isoformat()} for one in clones]
        write_whole(kept, json.dumps({"of": said, "clones": told}))
    return clones


def _clone_from(kept: Mapping[str, Any]) -> Clone:  # Any: what `clones_of` wrote, and nothing else has this hash
    since = datetime.fromisoformat(kept["since"]) if kept["since"] else None
    return Clone(kept["slug"], Path(kept["path"]), since, tuple(kept["paths"]))


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
