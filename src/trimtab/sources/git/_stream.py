"""Reading what a long git command prints, in large bites and only as much as is wanted."""

import contextlib
import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from trimtab.errors import GitFailed
from trimtab.sources.git._shadow import environment

_BITE = 1 << 20


class Running:
    """A git command under way; `printed` is all it said so far, `ended` whether that was all."""

    def __init__(self, process: "subprocess.Popen[bytes]", pipe: int, complaints: IO[bytes], folder: Path) -> None:
        self.printed = bytearray()
        self.ended = False
        self._process = process
        self._pipe = pipe
        self._complaints = complaints
        self._folder = folder

    def read(self, up_to: int) -> None:
        """Read on until `up_to` bytes were printed in all, or the command ended."""
        while not self.ended and len(self.printed) < up_to:
            bite = os.read(self._pipe, _BITE)
            self.printed += bite
            self.ended = not bite

    def failure(self) -> bytes | None:
        """What an ended command complained of when it failed; None when it did not.

        Raises GitFailed when something stopped it: an interrupt, or a machine short of memory. Trying again is then no
        answer.
        """
        code = self._process.wait()
        if not code:
            return None
        if code < 0:
            raise GitFailed("log", self._folder, f"signal {-code} stopped it")
        self._complaints.seek(0)
        return self._complaints.read()


@contextmanager
def running(command: Sequence[str], stdin: bytes, folder: Path) -> Iterator[Running]:
    """Start a command; it is stopped at the end of the block, whether it has ended or not."""
    # Input and complaints are files: a pipe that nobody fills or empties in time would stop git.
    with tempfile.TemporaryFile() as questions, tempfile.TemporaryFile() as complaints, _pipe() as (reader, writer):
        questions.write(stdin)
        questions.seek(0)
        process = subprocess.Popen(
            command, env=environment(), cwd=folder, stdin=questions, stdout=writer.fileno(), stderr=complaints
        )
        # Our own copy must go, or the end of git's output would never show.
        writer.close()
        try:
            yield Running(process, reader.fileno(), complaints, folder)
        finally:
            process.kill()
            process.wait()


@contextmanager
def _pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A pipe with room for git to run ahead while we parse, where the system allows it."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb", buffering=0) as reader, os.fdopen(write_end, "wb", buffering=0) as writer:
        resize = getattr(fcntl, "F_SETPIPE_SZ", None)
        if resize is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(read_end, resize, _BITE)
        yield reader, writer
