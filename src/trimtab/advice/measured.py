"""What `trimtab trust` measured last, kept in the cache: when it is due again, and how sure a claim of a kind is.

Read by answers that never measure anything themselves, and by `sync`, which must stay quick: so nothing heavy is imported here.
How it is measured is the business of `trimtab.advice.trust`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from trimtab import __version__
from trimtab.workspace import Workspace, private_folder, read_json, write_whole

WEEK = timedelta(days=7)
_FORM = 1

# What was kept, as JSON has it. Any: whoever reads a field checks it, since the file is anybody's to change.
Kept = Mapping[str, Any]


def folder(workspace: Workspace) -> Path:
    """Where it lies, with the lock and the log of whoever measures in the background."""
    return workspace.cache / "trust"


def keep(
    workspace: Workspace,
    made_at: datetime,
    as_of: datetime,
    content: Mapping[str, object],
    sources: Iterable[str] = (),
) -> None:
    """Replace what was kept, whole or not at all; `sources` are those that the lake had rows of."""
    private_folder(folder(workspace))
    when = {"made_at": made_at.astimezone(UTC).isoformat(), "as_of": as_of.astimezone(UTC).isoformat()}
    text = json.dumps({"form": _FORM, "version": __version__, **when, "sources": sorted(sources), **content})
    write_whole(_file(workspace), text)


def kept(workspace: Workspace) -> Kept | None:
    """What was measured last by this version; None where nothing was, or what there is cannot be read."""
    found = read_json(_file(workspace))
    if not isinstance(found, dict) or (found.get("form"), found.get("version")) != (_FORM, __version__):
        return None
    return found if instant(found, "made_at") and instant(found, "as_of") else None


def is_fresh(found: Kept | None, now: datetime, sources: Iterable[str]) -> bool:
    """Whether it was measured within the last week, and on these sources at least: a new tracker tells much."""
    made_at = instant(found, "made_at") if found else None
    if found is None or made_at is None or not made_at <= now < made_at + WEEK:
        return False
    known = found.get("sources")
    return isinstance(known, list) and set(sources) <= set(known)


def instant(found: Kept, name: str) -> datetime | None:
    """An instant of what was kept."""
    try:
        at = datetime.fromisoformat(found[name])
    except (KeyError, TypeError, ValueError):
        return None
    return at if at.tzinfo else None


def sure(workspace: Workspace, as_of: datetime) -> Mapping[str, str]:
    """How often judgements were right here, as a sentence for each kind that was measured by `as_of`.

    What was measured later than the instant of an answer knows more than the answer may.
    """
    found = kept(workspace)
    measured_at = instant(found, "as_of") if found else None
    said = found.get("sure") if found and measured_at and measured_at <= as_of else None
    return {str(kind): str(told) for kind, told in said.items()} if isinstance(said, dict) else {}


def _file(workspace: Workspace) -> Path:
    return folder(workspace) / "measured.json"
