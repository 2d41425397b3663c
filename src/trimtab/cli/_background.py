"""What a sync leaves to a process of its own, at low priority: measuring again how far to trust answers, once a week.

One at a time, by a lock; tried once a day at most, where it fails. What goes wrong stands in the log beside the lock and is
shown to nobody: it costs a line that says how sure an answer is, and `trimtab trust` measures in the foreground. It uses no
network.
"""

import os
import subprocess
import sys
import warnings
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trimtab.advice import measured
from trimtab.cli._options import Common
from trimtab.cli._work import instant, opened
from trimtab.cli._zone import machine_zone
from trimtab.workspace import Workspace, private_folder

SWITCH = "TRIMTAB_BACKGROUND"
LOG, LOCK, TRIED = "background.log", "background.lock", "background.tried"
_EVERY = timedelta(days=1)
_LOWEST = 19


def measure_later(common: Common, path: Path | None, workspace: Workspace, read: Iterable[str]) -> None:
    """Start the process where what was measured is older than a week, or knows not all that was `read`; once a day. Never fails."""
    if os.environ.get(SWITCH) == "0" or not _is_due(workspace, common.now, read):
        return
    # As it was named here: a clone that lies in a workspace is the one where it is a PATH, the other where it is the folder.
    place = (path or common.folder or Path.cwd()).absolute()
    where = [str(place)] if path else ["-C", str(place)]
    words = [sys.executable, "-m", "trimtab", "trust", "--background", *where]
    folder = measured.folder(workspace)
    with suppress(OSError):  # a machine or a disk that allows no process, or no file, has told so elsewhere
        private_folder(folder)
        (folder / TRIED).write_text(common.now.astimezone(UTC).isoformat(), encoding="utf-8")
        with (folder / LOG).open("wb") as log, warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # that it goes on when this process has ended is the point
            subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True,
                cwd=Path(place.anchor),
            )  # fmt: skip


def measure(common: Common, path: Path | None) -> None:
    """What the process does: measure, unless another does, or has done so meanwhile."""
    from filelock import FileLock, Timeout

    from trimtab.advice.trust import refresh

    if hasattr(os, "nice"):  # Windows has no such thing
        os.nice(_LOWEST)
    workspace = opened(common, path)
    folder = measured.folder(workspace)
    private_folder(folder)
    with suppress(Timeout), FileLock(folder / LOCK, timeout=0):
        if not measured.is_fresh(measured.kept(workspace), common.now, workspace.snapshot().sources()):
            refresh(workspace, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone())


def _is_due(workspace: Workspace, now: datetime, read: Iterable[str]) -> bool:
    if measured.is_fresh(measured.kept(workspace), now, read):
        return False
    try:
        tried = datetime.fromisoformat((measured.folder(workspace) / TRIED).read_text(encoding="utf-8"))
        return not tried <= now < tried + _EVERY
    except (OSError, ValueError, TypeError):
        return True
