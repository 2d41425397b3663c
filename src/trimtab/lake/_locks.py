"""One writer per source: a lock that says who holds it.

The lock itself is the operating system's (it ends with its process, however that ends). Beside it stands a line about
the holder, which is only ever read to be shown to a person.
"""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from trimtab.errors import LakeBusy

Waiting = Callable[[str], None]


@contextmanager
def writer_lock(
    folder: Path, source: str, since: datetime, wait: float, on_wait: Waiting | None = None
) -> Iterator[None]:
    """Hold the lock of `source` for the length of the block.

    When another process holds it, `on_wait` is told whom the run waits for, and after `wait` seconds LakeBusy is raised.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = source.replace("/", "~")
    holder = folder / f"{name}.holder"
    lock = FileLock(folder / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = _who(holder)
        if on_wait:
            on_wait(f"{source}: waiting for {who}")
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise LakeBusy(source, _who(holder), wait) from error
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since.isoformat()}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text())
        return f"process {found['pid']} on {found['host']} (since {found['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
