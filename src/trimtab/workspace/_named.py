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


@dataclass(frozen=True, slots=True)
class Saved:
    """One file of saved items of a workspace; `tracker` says where it was saved, for a file that does not."""

    path: Path
    tracker: str | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """One repository on GitHub whose items are read over the network."""

    owner: str
    name: str
    host: str
    api: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """All that is read: what lies here, and what is read over the network."""

    clones: tuple[Clone, ...]
    saved: tuple[Saved, ...] = ()
    live: tuple[Live, ...] = ()


def named_by(folder: Path, kept: Path) -> Named:
    """What the settings name, from the cache where the settings are the same as then.

    Reading the records takes half a second, nearly all of it for importing what checks them, and a sync that finds
    nothing new needs none of them.
    """
    try:
        rests_on = [(folder / SETTINGS).read_bytes(), os.fsencode(folder), os.fsencode(Path.home())]
    except (OSError, RuntimeError):
        rests_on = []  # what is wrong with the file, the records say
    said = hashlib.sha256(b"\0".join(rests_on)).hexdigest()
    found = read_json(kept) if rests_on else None
    if isinstance(found, dict) and found.get("of") == said and "live" in found:
        return _from(found)
    from trimtab.records import load

    sources = load(folder).settings
    named = Named(
        tuple(
            Clone(source.slug, source.clone(folder).resolve(), _midnight(source.since), source.paths)
            for source in sources.git_sources
        ),
        tuple(Saved(source.path(folder).resolve(), source.tracker) for source in sources.sources.archive),
        tuple(
            Live(source.owner, source.name, source.host, source.api, source.since)
            for source in sources.github_repositories
        ),
    )
    if rests_on and kept.parent.is_dir():
        write_whole(kept, json.dumps({"of": said, **asdict(named)}, default=str))
    return named


def _from(kept: Mapping[str, Any]) -> Named:  # Any: what `named_by` wrote, and nothing else has this hash
    return Named(
        tuple(
            Clone(
                one["slug"],
                Path(one["path"]),
                one["since"] and datetime.fromisoformat(one["since"]),
                tuple(one["paths"]),
            )
            for one in kept["clones"]
        ),
        tuple(Saved(Path(one["path"]), one["tracker"]) for one in kept["saved"]),
        tuple(Live(**{**one, "since": one["since"] and date.fromisoformat(one["since"])}) for one in kept["live"]),
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
