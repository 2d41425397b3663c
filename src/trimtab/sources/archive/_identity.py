"""Where saved items come from: what the file says of it, else what the user says.

A tracker is its host and the repository's number there, and items go by their native ids; so a renamed repository stays
the same. A file that lacks the number goes by host, owner and name, and its items by their numbers (rule 5 of the lake).
"""

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources.archive._read import SavedFile, Torn
from trimtab.sources.tracker import Tracker

_NAME = re.compile(r"[\w.-]+(:\d+)?/[\w.-]+/[\w.-]+")
_ADDRESS = re.compile(r"https?://([^/]+)/(?:api/v3/)?(?:repos/)?([\w.-]+/[\w.-]+)")

# Objects looked at for what they say of their tracker; each says it or none does.
_LOOKED_AT = 50


def tracker_of(path: Path, given: str | None) -> Tracker:
    """The tracker of a file; `given` is HOST/OWNER/NAME.

    Raises UsageError where nobody says it or it is malformed, SourceUnreadable where the file holds no object at all.
    """
    if given is not None:
        if not _NAME.fullmatch(given):
            raise UsageError(f'--tracker takes HOST/OWNER/NAME such as github.com/harbour/ledger, not "{given}".')
        return Tracker(given, given.partition("/")[0])
    objects = [found for _, found, _ in islice(SavedFile(path).objects(), _LOOKED_AT) if not isinstance(found, Torn)]
    if not objects:
        raise nothing_read(path)
    said = [tracker for tracker in map(_said, objects) if tracker]
    if not said:
        raise UsageError(
            f"{path}: the file does not say which tracker it was saved from. Say it: --tracker HOST/OWNER/NAME, such as "
            "github.com/harbour/ledger; give the same with every newer file of that tracker."
        )
    return next((tracker for tracker in said if tracker.native), said[0])


def nothing_read(path: Path) -> SourceUnreadable:
    """What to raise for a file without a single readable item."""
    return SourceUnreadable(
        f"{path}: no issue or pull request could be read in it. Expected is saved tracker JSON: GitHub objects, one a "
        "line, or the archive.json of a working group. Nothing was changed."
    )


def _said(found: Mapping[str, Any]) -> Tracker | None:
    """What one object says of its tracker."""
    inner = found.get("pull") or found.get("issue") or found
    if not isinstance(inner, dict):
        return None
    addresses = (inner.get(key) for key in ("html_url", "repository_url", "url"))
    match = next((match for match in map(_match, addresses) if match), None)
    if not match:
        return None
    host = match[1].removeprefix("api.")
    number = _repository_number(inner)
    return Tracker(f"{host}/{number}", host, native=True) if number else Tracker(f"{host}/{match[2]}", host)


def _match(address: object) -> "re.Match[str] | None":
    return _ADDRESS.match(address) if isinstance(address, str) else None


def _repository_number(inner: Mapping[str, Any]) -> int | None:
    base = inner.get("base")
    repository = inner.get("repository") or (base.get("repo") if isinstance(base, dict) else None)
    number = repository.get("id") if isinstance(repository, dict) else None
    return number if isinstance(number, int) else None
