"""What works here, what is missing, and how to fix it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import polars as pl

from trimtab.advice._names import counted
from trimtab.errors import TrimtabError
from trimtab.sources import GITHUB, extra_missing, find_login
from trimtab.workspace import Live, Workspace

State = Literal["ok", "note", "broken"]

# git 2.31 is the oldest that reads what the shadow directory needs; Debian 11 has 2.30 and is told so.
_OLDEST_GIT = (2, 31)
_LITTLE_ROOM = 200 * 2**20
_OLD_SYNC = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is what to do, empty where there is nothing to do."""

    subject: str
    state: State
    text: str
    remedy: str = ""


def examine(workspace: Workspace | None, now: datetime) -> tuple[Finding, ...]:
    """Look at the machine and, where one is open, at the workspace."""
    return (*_machine(), *(_workspace(workspace, now) if workspace else ()))


def _machine() -> Iterator[Finding]:
    yield Finding("python", "ok", ".".join(map(str, sys.version_info[:3])))
    yield _git()


def _git() -> Finding:
    found = shutil.which("git")
    if found is None:
        return Finding("git", "broken", "not found on PATH", "install git, on Debian: apt-get install git")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    version = tuple(int(part) for part in said.removeprefix("git version ").split(".")[:2] if part.isdigit())
    if version < _OLDEST_GIT:
        return Finding("git", "broken", said, f"upgrade git to {'.'.join(map(str, _OLDEST_GIT))} or newer")
    return Finding("git", "ok", said)


def _workspace(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    kind = "workspace" if workspace.records else "a clone without a workspace; its lake is here"
    yield Finding("folder", "ok", f"{workspace.folder} ({kind})")
    yield from _room(workspace)
    yield from _records(workspace)
    for clone in workspace.clones:
        yield _clone(workspace, clone.slug, clone.path)
    for saved in workspace.saved:
        yield _saved(saved.path)
    for live in workspace.live:
        yield _github(live)
    yield from _lake(workspace, now)


def _room(workspace: Workspace) -> Iterator[Finding]:
    there = next(folder for folder in (workspace.hidden, *workspace.hidden.parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    if free < _LITTLE_ROOM:
        yield Finding("disk", "broken", f"{free // 2**20} MB free at {there}", "make room: a sync could not be written")
    else:
        yield Finding("disk", "ok", f"{free / 2**30:.1f} GB free")


def _records(workspace: Workspace) -> Iterator[Finding]:
    if workspace.records is None:
        yield Finding("records", "note", "none: people, zone and hours are inferred", "trimtab init")
        return
    found = workspace.records.diagnostics
    errors = sum(one.severity == "error" for one in found)
    if found:
        text = f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}; what could be read is used"
        yield Finding("records", "broken" if errors else "note", text, "trimtab check")
    else:
        yield Finding("records", "ok", f"{len(workspace.records.people)} people, no complaint")


def _clone(workspace: Workspace, slug: str, path: Path) -> Finding:
    try:
        repository = workspace.repository(slug)
        branch, _ = repository.head()
    except TrimtabError as error:
        return Finding(f"git/{slug}", "broken", str(error), f"mend sources.git in trimtab.yaml, or restore {path}")
    where = f"{path}, {'on ' + branch if branch else 'no branch checked out'}"
    if repository.is_shallow:
        return Finding(f"git/{slug}", "note", f"{where}; a shallow clone", "git fetch --unshallow shows the rest")
    return Finding(f"git/{slug}", "ok", where)


def _saved(file: Path) -> Finding:
    if not file.is_file():
        return Finding(
            "archive", "broken", f"{file}: no such file", "mend sources.archive in trimtab.yaml, or restore it"
        )
    return Finding("archive", "ok", f"{file}, {file.stat().st_size / 2**20:.1f} MB of saved issues and pull requests")


def _github(live: Live) -> Finding:
    """Whether a repository on GitHub can be read: nothing is asked over the network, and no token is told."""
    subject = f"github/{live.host}/{live.owner}/{live.name}"
    if extra_missing():
        remedy = "pip install 'trimtab[github]'"
        return Finding(subject, "broken", "httpx2 is not installed, so it cannot be read", remedy)
    login = find_login(live.host)
    if login is None:
        host = "" if live.host == GITHUB else f" --hostname {live.host}"
        return Finding(
            subject, "note", "no login: public repositories alone, 60 requests an hour", f"gh auth login{host}"
        )
    return Finding(subject, "ok", f"login found in {login.found_in}")


def _lake(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    if not (workspace.hidden / "lake").is_dir():
        yield Finding("lake", "note", "empty: nothing was synced yet", "trimtab sync")
        return
    try:
        snapshot = workspace.snapshot()
        counts = {table: _height(snapshot.scan(table)) for table in ("commits", "changes", "gaps")}
        sources = snapshot.sources()
    except TrimtabError as error:
        yield Finding("lake", "broken", str(error))
        return
    rows = f"{counts['commits']:,} commits, {counts['changes']:,} changed files"
    yield Finding("lake", "ok", f"{rows}; evidence, keep it (only {workspace.cache.name}/ is safe to delete)")
    if counts["gaps"]:
        yield Finding(
            "gaps", "note", f"{counts['gaps']} objects could not be read", "git fetch, or git fsck in the clone"
        )
    for source in sources.values():
        age = now - source.seen_at
        old = age > _OLD_SYNC
        text = f"last sync {source.seen_at.astimezone(now.tzinfo):%d %b %Y %H:%M}, batch {source.last_batch}"
        yield Finding(source.name, "note" if old else "ok", text, "trimtab sync" if old else "")


def _height(rows: pl.LazyFrame) -> int:
    return int(rows.select(pl.len()).collect().item())
