"""What is kept in the cache between two syncs: which answers were got last, and how far the lake had come.

All of it can be asked again. A copy that is torn, gone, or about another lake costs requests and nothing else.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from trimtab.sources.github._address import Place

_FORM = 1


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that can be asked for again for nothing: its ETag, the next page, and what is needed of what it held."""

    etag: str
    next: str | None = None
    held: Any = None  # Any: plain JSON, of which whoever keeps it knows the form


@dataclass(slots=True)
class Kept:
    """What the cache holds of one repository."""

    repository: dict[str, Any] | None = None  # Any: plain JSON
    bookmark: dict[str, Any] | None = None
    lake: list[int] | None = None
    pages: dict[str, Page] = field(default_factory=dict)


def file_of(folder: Path, place: Place) -> Path:
    """The file of a repository; one name for one address."""
    named = "~".join((place.contacted, place.owner.lower(), place.name.lower()))
    return folder / f"{named.replace('/', '~').replace(':', '~')}.json"


def read_kept(file: Path | None) -> Kept:
    """What was kept; nothing where there is nothing that can be used."""
    try:
        said = json.loads(file.read_text(encoding="utf-8")) if file else {}
        if said.pop("form", None) != _FORM:
            return Kept()
        pages = {address: Page(**page) for address, page in said.pop("pages").items()}
        return Kept(**said, pages=pages)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Kept()


def write_kept(file: Path | None, kept: Kept) -> None:
    """Keep it, whole or not at all."""
    if file is None:
        return
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.write_text(json.dumps({"form": _FORM, **asdict(kept)}), encoding="utf-8")
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink()


def identity_of(lake: Path) -> list[int] | None:
    """What tells a lake from one made anew in its place; None where it holds no items."""
    try:
        return [(lake / table).stat().st_ino for table in ("syncs", "items")]
    except OSError:
        return None
