"""Files that appear whole or not at all, whatever happens to the process, the disk, or another process at the same time."""

import errno
import os
import tempfile
from pathlib import Path

from trimtab.errors import DiskFull, MachineFailed, RecordUnwritable


class beside:  # noqa: N801  # reads as a function at its `with`
    """A finished temporary file in the folder of `path`, gone at the end unless it was renamed."""

    def __init__(self, path: Path, content: bytes, mode: int) -> None:
        self.path, self.content, self.mode = path, content, mode
        self.written: Path | None = None

    def __enter__(self) -> Path:
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        self.written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.content)
                file.flush()
                os.fchmod(file.fileno(), self.mode)
                os.fsync(file.fileno())
        except OSError:
            self.__exit__()
            raise
        return self.written

    def __exit__(self, *raised: object) -> None:
        if self.written is not None:
            self.written.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """A rename is on the disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def appear(path: Path, content: bytes) -> None:
    """A new file, whole or not at all, for its owner alone. Raises FileExistsError where there is one, and OSError."""
    with beside(path, content, 0o600) as written:
        # Unlike a rename, a link refuses to take the place of a file that appeared meanwhile.
        os.link(written, path)
    settle(path.parent)


def refused(path: Path, reason: OSError) -> MachineFailed:
    """What to raise for a file that could not be written."""
    if reason.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(path.parent)
    return RecordUnwritable(path, (reason.strerror or str(reason)).lower())
