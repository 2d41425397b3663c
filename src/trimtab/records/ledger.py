"""What was advised and forecast, and what became of it: `ledger.jsonl`, append-only, one JSON object a line.

It is a record and not a cache: what was said then cannot be computed again. Git merges it by union, so the order of
lines means nothing and a line that comes twice counts once. What to write, and when, is for `trimtab.workspace`.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, JsonValue, ValidationError

from trimtab.diagnostics import Diagnostic
from trimtab.errors import DiskFull, LedgerUnwritable
from trimtab.records._fields import Shape, Words
from trimtab.records._text import Text, decode, is_there, read_text

FILE = "ledger.jsonl"
LOCK = "ledger.lock"


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_utc)]


class _Line(Shape):
    # JSON has no dates, so a moment comes as text; the strict reading of everything else stays.
    model_config = ConfigDict(ser_json_inf_nan="constants")


class Entry(_Line):
    """One thing advised or forecast, as it was said."""

    id: Words = Field(
        description="Made from kind, subject and inputs; the same advice on the same evidence is one entry."
    )
    kind: Words = Field(description="What kind of answer it was, such as `forecast`.")
    subject: Words = Field(description="What it was about, such as `area:billing/ledger`.")
    as_of: Instant = Field(description="The instant it was computed for.")
    inputs: Words = Field(description="Hash of what it was computed from.")
    made_at: Instant = Field(description="When it was made.")
    content: dict[str, JsonValue] = Field(
        default_factory=dict, description="What was said; its keys depend on the kind."
    )


class Outcome(_Line):
    """What became of an entry: the truth arrived, or the lead decided."""

    id: Words = Field(description="Made from the entry and the content.")
    of: Words = Field(description="The id of the entry.")
    as_of: Instant = Field(description="The instant the outcome was read for.")
    made_at: Instant = Field(description="When it was written down.")
    content: dict[str, JsonValue] = Field(
        default_factory=dict, description="What became of it; its keys depend on the kind."
    )


Kept = TypeVar("Kept", Entry, Outcome)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries and outcomes by id, oldest first; what could not be read is in `diagnostics`."""

    entries: Mapping[str, Entry]
    outcomes: Mapping[str, Outcome]
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def outcomes_of(self, entry: str) -> tuple[Outcome, ...]:
        """What became of an entry, oldest first."""
        return tuple(outcome for outcome in self.outcomes.values() if outcome.of == entry)


def hash_of(inputs: JsonValue) -> str:
    """A hash of anything JSON can hold, whatever the order of its keys."""
    canonical = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def entry(
    kind: str, subject: str, *, as_of: datetime, inputs: str, made_at: datetime, content: Mapping[str, JsonValue]
) -> Entry:
    """A new entry with the id that its kind, subject and inputs give; both instants are aware."""
    name = hash_of([kind, subject, inputs])[:12]
    return Entry(
        id=name, kind=kind, subject=subject, as_of=as_of, inputs=inputs, made_at=made_at, content=dict(content)
    )


def outcome(of: str, *, as_of: datetime, made_at: datetime, content: Mapping[str, JsonValue]) -> Outcome:
    """A new outcome of an entry; the same outcome has the same id."""
    return Outcome(id=hash_of([of, dict(content)])[:12], of=of, as_of=as_of, made_at=made_at, content=dict(content))


def read_ledger(folder: Path) -> Ledger:
    """The ledger of a workspace; empty when there is none."""
    if not is_there(folder / FILE):
        return Ledger({}, {})
    text, diagnostics = read_text(folder, FILE)
    return ledger_from(text) if text is not None else Ledger({}, {}, diagnostics)


def ledger_from(text: Text) -> Ledger:
    """The ledger in a text; a line that cannot be used costs itself alone."""
    entries: dict[str, Entry] = {}
    outcomes: dict[str, Outcome] = {}
    places: dict[str, int] = {}
    diagnostics: list[Diagnostic] = []
    for start, line in _lines(text):
        read, found = _line(text, start, line)
        diagnostics += found
        if isinstance(read, Entry):
            entries.setdefault(read.id, read)
        elif read is not None and outcomes.setdefault(read.id, read) is read:
            places[read.id] = start
    diagnostics += [_orphan(text, places[one.id], one) for one in outcomes.values() if one.of not in entries]
    return Ledger(_oldest_first(entries), _oldest_first(outcomes), tuple(diagnostics))


def _oldest_first(lines: Mapping[str, Kept]) -> dict[str, Kept]:
    return {one.id: one for one in sorted(lines.values(), key=lambda one: (one.made_at, one.id))}


def _lines(text: Text) -> Iterator[tuple[int, str]]:
    for number, start in enumerate(text.starts, start=1):
        line = text.line(number)
        # A comment may head a ledger made by hand; a union merge leaves no markers, and a torn one must not hide the rest.
        if line.strip() and not line.startswith("#"):
            yield start, line


def _line(text: Text, start: int, line: str) -> tuple[Entry | Outcome | None, tuple[Diagnostic, ...]]:
    end = start + len(line)
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        hint = "leave it: it harms nothing. If the missing half is in a backup or in git, put it back."
        return None, (
            text.flaw("broken-ledger-line", "this line is no JSON; it was most likely cut off", start, end, hint),
        )
    model = Outcome if isinstance(found, dict) and "of" in found else Entry
    try:
        return model.model_validate_json(line), ()
    except ValidationError as reason:
        first = reason.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the line"
        message = f"this line is no {model.__name__.lower()}: {where}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        hint = "restore the file from git: lines of a ledger are not edited."
        return None, (text.flaw("bad-ledger-line", message, start, end, hint),)


def _orphan(text: Text, start: int, one: Outcome) -> Diagnostic:
    hint = "merge the other half of the ledger; `git log -S` with the id finds it."
    return text.flaw(
        "orphan-outcome", f'no entry has the id "{one.of}"', start, start + len(text.line(text.place(start)[0])), hint
    )


def append(folder: Path, *lines: Entry | Outcome) -> tuple[Entry | Outcome, ...]:
    """Writes what the ledger does not hold yet, and says what that was; repeating it writes nothing.

    Lines are on the disk when this returns. A line that a crash cut off stays as it is, and the next begins on its own.

    Raises:
        DiskFull: there was no room; the file is as it was.
        LedgerUnwritable: the file or folder refused.
    """
    path = folder / FILE
    try:
        with _lock(folder), _opened(path) as file:
            raw = path.read_bytes()
            known = _ids(raw)
            fresh = tuple({line.id: line for line in lines if line.id not in known}.values())
            if fresh:
                # Without a break at its end, the last line is torn; a union merge may also have left one without.
                start = "\n" if raw and not raw.endswith(b"\n") else ""
                _write(file, len(raw), (start + "".join(_dumped(line) for line in fresh)).encode())
            return fresh
    except OSError as reason:
        if reason.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(folder) from reason
        raise LedgerUnwritable(path, (reason.strerror or str(reason)).lower()) from reason


def _ids(raw: bytes) -> set[str]:
    text, _ = decode(FILE, raw)
    if text is None:
        # A damaged byte must not make every old line new again.
        text, _ = decode(FILE, raw.decode("utf-8", "replace").encode())
    held = ledger_from(text) if text is not None else Ledger({}, {})
    return {*held.entries, *held.outcomes}


def _dumped(line: Entry | Outcome) -> str:
    # ASCII alone: some tools break lines at U+2028, and a line is the unit of a union merge.
    return json.dumps(line.model_dump(mode="json"), ensure_ascii=True, separators=(", ", ": ")) + "\n"


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    # Reading is far more frequent than writing, and does not need it.
    from filelock import FileLock

    hidden = folder / ".trimtab"
    hidden.mkdir(mode=0o700, exist_ok=True)
    with FileLock(hidden / LOCK):
        yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _write(file: int, before: int, content: bytes) -> None:
    """All of it or nothing: what a full disk cut off is taken back."""
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    except OSError:
        os.ftruncate(file, before)
        raise
