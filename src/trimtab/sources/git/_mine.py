"""One chunk of commits: git compares, this reads what it prints.

`mine_chunk` is a plain function of a picklable request, so that any `concurrent.futures.Executor` can run it. Each call
has shadow directories of its own and shares nothing with the others.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from trimtab.errors import GitFailed
from trimtab.sources.git._dates import Clock
from trimtab.sources.git._frames import RENAME_LIMIT, Reading, frames
from trimtab.sources.git._parse import Garbled, Parsed, parse
from trimtab.sources.git._pause import collector_paused
from trimtab.sources.git._shadow import ObjectStore, Shadow, shadow
from trimtab.sources.git._stream import running

# How much of git's output is held at once: one commit can name a hundred thousand paths.
CHUNK_BYTES = 32 << 20

# A blob that is there but broken is found only when git stumbles over it, one at a time.
_ATTEMPTS = 64

# Context 0 lets git drop the common tail of two files before it compares them; the limits keep one blob from eating the
# machine; the rest pins what could differ between versions.
_PINNED = (
    *("-c", "diff.context=0", "-c", f"diff.renameLimit={RENAME_LIMIT}", "-c", "core.deltaBaseCacheLimit=48m"),
    *("-c", "core.bigFileThreshold=50m", "-c", "core.attributesFile=/dev/null"),
)
# `--sparse` keeps merges that a path limit would otherwise drop: whatever was asked for is answered.
_LOG = (
    *("log", "--no-walk=unsorted", "--stdin", "-z", "--no-abbrev", "--root", "--no-ext-diff", "--no-textconv"),
    *("--no-color", "--no-notes", "--no-decorate", "--no-show-signature", "--no-mailmap", "--encoding=none"),
    *("--ignore-submodules=none", "--no-relative", "--sparse", "--format=raw"),
)
_WITH_COUNTS = ("--raw", "--numstat", "-M", f"-l{RENAME_LIMIT}")
_NAMES_ONLY = ("--raw", "--no-renames")
_NO_CHANGES = ("--no-patch",)

_OBJECT_ID = re.compile(rb"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
_RAW_ENTRY = re.compile(rb":(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\0")
_SUBMODULE = b"160000"


@dataclass(frozen=True, slots=True)
class ChunkRequest:
    """Commits to read, in order, from one store."""

    store: ObjectStore
    repo: str
    oids: tuple[str, ...]
    clock: Clock
    paths: tuple[str, ...] = ()
    byte_limit: int = CHUNK_BYTES


@dataclass(frozen=True, slots=True)
class Mined:
    """The rows of the first `done` commits of a request.

    `missing` are the blobs whose absence left counts unknown; `unread` are commits whose changes, or more, could not be
    read, each with git's reason.
    """

    commits: pl.DataFrame
    changes: pl.DataFrame
    done: int
    missing: frozenset[str] = frozenset()
    unread: tuple[tuple[str, str], ...] = ()


def mine_chunk(request: ChunkRequest) -> Mined:
    """Read the commits of a request, or as many as fit into `byte_limit`. What is missing becomes nulls, and is named."""
    missing: frozenset[str] = frozenset()
    complaint = b""
    for _ in range(_ATTEMPTS):
        with shadow(request.store) as git:
            git.pretend_empty(missing)
            answer = _log(git, request, _WITH_COUNTS, stand_ins=bool(missing))
            if isinstance(answer, Parsed):
                return _mined(request, answer, missing)
            complaint = answer
            unreadable = missing | _unreadable(git, request, complaint)
        if unreadable == missing:
            break
        missing = unreadable
    return _apart(request, complaint)


def _mined(request: ChunkRequest, parsed: Parsed, missing: frozenset[str]) -> Mined:
    cut = frozenset(request.store.shallow)
    reading = Reading(request.repo, request.store.hex_length, request.clock, missing, cut)
    with collector_paused():
        commits, changes = frames(parsed, reading)
    return Mined(commits, changes, commits.height, missing)


def _log(git: Shadow, request: ChunkRequest, what: Sequence[str], *, stand_ins: bool = False) -> Parsed | bytes:
    """What git says of the commits, parsed; its complaint when it fails."""
    command = git.command(*_PINNED, *_LOG, *what, "--", *request.paths)
    limit = request.byte_limit
    with running(command, _lines(request.oids), git.folder) as process:
        while True:
            process.read(limit)
            if process.ended and (complaint := process.failure()) is not None:
                return complaint
            with collector_paused():
                printed, width = bytes(process.printed), request.store.hex_length
                parsed = parse(printed, width, whole=process.ended, stand_ins=stand_ins)
            if parsed.commits.oid or process.ended:
                return _checked(parsed, request, whole=process.ended)
            limit *= 2


def _checked(parsed: Parsed, request: ChunkRequest, *, whole: bool) -> Parsed:
    read = parsed.commits.oid
    if read != list(request.oids[: len(read)]) or (whole and len(read) != len(request.oids)):
        raise Garbled(f"asked for {len(request.oids)} commits, git answered with {len(read)}, not all of them the same")
    return parsed


def _unreadable(git: Shadow, request: ChunkRequest, complaint: bytes) -> frozenset[str]:
    """The blobs this chunk needs that are absent, and those that git complains of."""
    command = git.command(*_PINNED, *_LOG, *_NAMES_ONLY, "--", *request.paths)
    with running(command, _lines(request.oids), git.folder) as process:
        process.read(request.byte_limit)
        entries = _RAW_ENTRY.findall(process.printed)
    nothing = "0" * request.store.hex_length
    sides = {
        (mode, oid) for old_mode, new_mode, old, new in entries for mode, oid in ((old_mode, old), (new_mode, new))
    }
    needed = {oid.decode() for mode, oid in sides if mode != _SUBMODULE} - {nothing}
    accused = {oid.decode() for oid in _OBJECT_ID.findall(complaint)}
    return frozenset(git.absent(needed) | (accused & needed))


def _apart(request: ChunkRequest, complaint: bytes) -> Mined:
    """Halve a chunk that cannot be read until the commit at fault stands alone.

    Raises GitFailed when git's complaint names no object: the fault is then not in the repository.
    """
    if not _OBJECT_ID.search(complaint):
        raise GitFailed("log", Path(os.fsdecode(request.store.objects)), complaint.decode(errors="replace"))
    if len(request.oids) == 1:
        return _alone(request, complaint)
    middle = len(request.oids) // 2
    first = mine_chunk(replace(request, oids=request.oids[:middle]))
    if first.done < middle:
        return first
    second = mine_chunk(replace(request, oids=request.oids[middle:]))
    return Mined(
        pl.concat([first.commits, second.commits]),
        pl.concat([first.changes, second.changes]),
        first.done + second.done,
        first.missing | second.missing,
        first.unread + second.unread,
    )


def _alone(request: ChunkRequest, complaint: bytes) -> Mined:
    """One commit whose changes cannot be read: the commit itself, where at least that can be."""
    reason = complaint.decode(errors="replace").strip().splitlines()[-1:]
    unread = ((request.oids[0], reason[0] if reason else "git gave no reason"),)
    with shadow(request.store) as git:
        answer = _log(git, request, _NO_CHANGES)
    parsed = answer if isinstance(answer, Parsed) else Parsed()
    return replace(_mined(request, parsed, frozenset()), done=1, unread=unread)


def _lines(oids: Sequence[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode()
