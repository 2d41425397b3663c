"""What was agreed and when: the accepted schedules of a plan, one file each under `plans/.history/NAME/`.

A file is written once and never changed: it holds the schedule and the estimates of the instant at which the lead
accepted them. Why a schedule is what it is, and how far a new one may stray from it, is for `trimtab.advice.plan`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError

from trimtab.diagnostics import Diagnostic
from trimtab.records._text import flaw, is_there, read_text, top_of
from trimtab.records._whole import appear, refused
from trimtab.records.plan import FOLDER, HISTORY

# A newer Trimtab may add keys; what an older one does not know costs it nothing.
_OPEN = ConfigDict(extra="ignore", frozen=True)
_NAMED = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{6}Z)(?:-(\d+))?\.json")
_NAME = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BaselineTask:
    """One task as it was accepted: when, by whom, and the estimate of then, as it was written."""

    __pydantic_config__ = _OPEN

    id: str
    start: AwareDatetime
    end: AwareDatetime
    people: tuple[str, ...] = ()
    estimate: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """One acceptance. `plan_sha` is the hash of the plan's file as it was (`Records.hashes`); `seed` and `version` are
    what it takes to make the schedule again."""

    __pydantic_config__ = _OPEN

    accepted_at: AwareDatetime
    plan_sha: str
    tasks: tuple[BaselineTask, ...]
    seed: Annotated[int, Field(ge=0)]
    version: str


def keep(folder: Path, plan: str, baseline: Baseline) -> Path:
    """Writes an acceptance down as a file of its own, whole or not at all; returns where.

    Nothing that was written before is touched; two at one instant are two files. Instants keep their offsets.

    Raises:
        ValueError: an instant has no offset.
        DiskFull: there was no room.
        RecordUnwritable: the folder refused.
    """
    if any(one.utcoffset() is None for one in _instants(baseline)):
        raise ValueError("an instant of a baseline has an offset")
    place = folder / FOLDER / HISTORY / plan
    stamp = baseline.accepted_at.astimezone(UTC).strftime(_NAME)
    raw = _written(baseline).encode()
    try:
        # mkdir gives its mode to the last folder alone.
        for step in (place.parent.parent, place.parent, place):
            step.mkdir(mode=0o700, exist_ok=True)
        for number in count(1):
            path = place / (f"{stamp}.json" if number == 1 else f"{stamp}-{number}.json")
            try:
                appear(path, raw)
            except FileExistsError:
                continue
            return path
    except OSError as reason:
        raise refused(place, reason) from reason
    raise AssertionError  # counting has no end


def baselines(folder: Path, plan: str) -> tuple[tuple[Baseline, ...], tuple[Diagnostic, ...]]:
    """All acceptances of a plan, oldest first; what cannot be read is left out and said."""
    found: list[Baseline] = []
    wrong: list[Diagnostic] = []
    for name in _names(folder, plan):
        baseline, said = _read(folder, name)
        found += [baseline] if baseline else []
        wrong += said
    return tuple(sorted(found, key=lambda one: one.accepted_at)), tuple(wrong)


def newest(folder: Path, plan: str, as_of: datetime | None = None) -> tuple[Baseline | None, tuple[Diagnostic, ...]]:
    """The acceptance that held at an instant; the last one, when none is given. A damaged file lets the one before hold."""
    wrong: list[Diagnostic] = []
    best: Baseline | None = None
    for name in reversed(_names(folder, plan)):
        if best is not None and _stamp(name) < best.accepted_at.replace(microsecond=0):
            break
        baseline, said = _read(folder, name)
        wrong += said
        if baseline is not None and (as_of is None or baseline.accepted_at <= as_of):
            best = baseline if best is None or baseline.accepted_at > best.accepted_at else best
    return best, tuple(wrong)


def _instants(baseline: Baseline) -> Iterator[datetime]:
    yield baseline.accepted_at
    for task in baseline.tasks:
        yield task.start
        yield task.end


def _written(baseline: Baseline) -> str:
    """One task a line, so that git shows what an acceptance changed."""
    head = {
        "accepted_at": baseline.accepted_at.isoformat(),
        "plan_sha": baseline.plan_sha,
        "seed": baseline.seed,
        "version": baseline.version,
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    tasks = [
        {
            "id": task.id,
            "start": task.start.isoformat(),
            "end": task.end.isoformat(),
            "people": list(task.people),
            "estimate": task.estimate,
        }
        for task in baseline.tasks
    ]
    rows = ",\n".join(f"  {json.dumps(task)}" for task in tasks)
    return "\n".join(["{", *lines, ' "tasks": [', *([rows] if rows else []), " ]", "}", ""])


def _names(folder: Path, plan: str) -> list[str]:
    """The files of a plan's history from the workspace, oldest first; what is named otherwise is not ours."""
    place = folder / FOLDER / HISTORY / plan
    if not is_there(place):
        return []
    try:
        found = [path.name for path in place.iterdir() if _NAMED.fullmatch(path.name)]
    except OSError:
        return []
    return [f"{FOLDER}/{HISTORY}/{plan}/{name}" for name in sorted(found, key=_order)]


def _order(name: str) -> tuple[str, int]:
    found = _NAMED.fullmatch(name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _stamp(name: str) -> datetime:
    return datetime.strptime(_order(Path(name).name)[0], _NAME).replace(tzinfo=UTC)


def _read(folder: Path, name: str) -> tuple[Baseline | None, tuple[Diagnostic, ...]]:
    text, diagnostics = read_text(folder, name)
    if text is None:
        return None, diagnostics
    try:
        return _adapter().validate_json(text.text), ()
    except ValidationError as reason:
        first = reason.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        message = f"this is no accepted schedule: {where}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        hint = "restore it from git or a backup, or delete it; the one accepted before holds until then."
        return None, (flaw("broken-baseline", message, top_of(name), hint),)


@cache
def _adapter() -> TypeAdapter[Baseline]:
    return TypeAdapter(Baseline)
