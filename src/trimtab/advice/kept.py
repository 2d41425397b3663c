"""What was printed last: kept in the cache, so that `why` can open it and the next week's answer can tell what is new.

Losing it costs nothing but that: it may be deleted at any time. Replays of the past are opened by `why` too, but are no
part of what was said.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from trimtab.advice.answer import Answer, Claim, Section
from trimtab.workspace import Workspace, private_folder, read_json, write_whole

# An older answer is no longer in anybody's mind: what it said may be said again.
_REMEMBERED = timedelta(days=15)
_WEEKS_KEPT = 4


def keep(workspace: Workspace, verb: str, written: str) -> None:
    """Keep an answer (as JSON) as the one last printed of its verb."""
    _write(workspace.cache / "last" / f"{verb}.json", written)


def last(workspace: Workspace, verb: str) -> str | None:
    """The answer last printed of a verb, as the JSON that was kept; None when there is none."""
    try:
        return (workspace.cache / "last" / f"{verb}.json").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one week and when: by subject, the claim as a sentence and the lines below it."""

    at: datetime
    by_subject: Mapping[str, tuple[str, ...]]


def earlier(workspace: Workspace, verb: str, reader: str, period: str, as_of: datetime) -> Said | None:
    """What the last answer of another week said to this reader, within 15 days before `as_of`."""
    weeks = [
        week
        for name, week in _weeks(workspace, verb, reader).items()
        if name != period and timedelta() < as_of - week.at <= _REMEMBERED
    ]
    return max(weeks, key=lambda week: week.at, default=None)


def with_unchanged(workspace: Workspace, answer: Answer, reader: str) -> Answer:
    """The answer, its claims about named subjects set against the last answer of an earlier week.

    A claim that says just the same is marked so; one that says something else says below what it was. What is said now
    is noted for the weeks to come. `reader` parts the notes of the people an answer can be for.
    """
    before = earlier(workspace, answer.verb, reader, answer.period, answer.as_of)
    weeks = _weeks(workspace, answer.verb, reader)
    weeks[answer.period] = Said(answer.as_of, {one.subject: _standing(one) for one in answer.claims() if one.name})
    newest = sorted(weeks.items(), key=lambda pair: pair[1].at)[-_WEEKS_KEPT:]
    text = {name: {"at": week.at.isoformat(), "said": dict(week.by_subject)} for name, week in newest}
    _write(_file(workspace, answer.verb, reader), json.dumps(text, indent=1))
    return _marked(answer, before) if before else answer


def _marked(answer: Answer, before: Said) -> Answer:
    def told(claim: Claim) -> Claim:
        was = before.by_subject.get(claim.subject) if claim.name else None
        if was is None:
            return claim
        now = _standing(claim)
        if was == now:
            return replace(claim, unchanged_since=before.at)
        left = [one for one in was if one not in now]
        return replace(claim, details=(*claim.details, f"on {_day(before.at)}: {'; '.join(left)}")) if left else claim

    def section(one: Section) -> Section:
        return replace(one, claims=tuple(told(claim) for claim in one.claims))

    return replace(answer, sections=tuple(section(one) for one in answer.sections))


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def _standing(claim: Claim) -> tuple[str, ...]:
    """What a claim comes to, apart from counts that move every week."""
    return (claim.headline, *claim.details)


def _weeks(workspace: Workspace, verb: str, reader: str) -> dict[str, Said]:
    found = read_json(_file(workspace, verb, reader))
    weeks = {}
    for name, week in found.items() if isinstance(found, dict) else ():
        try:
            said = {str(subject): tuple(map(str, lines)) for subject, lines in week["said"].items()}
            weeks[str(name)] = Said(datetime.fromisoformat(week["at"]), said)
        except (TypeError, KeyError, ValueError, AttributeError):
            continue  # a week that cannot be read is one that was not said
    return weeks


def _file(workspace: Workspace, verb: str, reader: str) -> Path:
    # A reader is whatever was typed after --me, so only a digest of it is safe as the name of a file.
    who = hashlib.sha256(reader.encode(errors="surrogateescape")).hexdigest()[:12] if reader else "lead"
    return workspace.cache / "said" / f"{verb}-{who}.json"


def _write(file: Path, text: str) -> None:
    private_folder(file.parent)
    write_whole(file, text)
