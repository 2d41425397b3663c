"""Progress of long work, on standard error only: a bar on a terminal, a plain line now and then elsewhere.

Work that ends within half a second shows nothing. What is counted, and when, is said by those who work.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from trimtab.render._cells import neutral

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

QUIET_FOR = 0.5
"""Seconds of work without a word."""

LINE_EVERY = 5.0
"""Seconds between two plain lines where there is no terminal."""


class _Shows(Protocol):
    def show(self, what: str, done: int, total: int | None) -> None: ...

    def close(self) -> None: ...


class Progress:
    """Told how far the work is; thread-safe, so that several workers may tell it."""

    def __init__(self, what: str, shows: Callable[[], _Shows]) -> None:
        self._lock = threading.Lock()
        self._state: tuple[str, int, int | None] = (what, 0, None)
        self._make = shows
        self._shown: _Shows | None = None
        self._ended = False

    def __call__(self, what: str, done: int = 0, total: int | None = None) -> None:
        """`what` goes on (`reading commits of harbour`), `done` of `total` is done; None where nobody knows the total."""
        with self._lock:
            self._state = (neutral(what), done, total)
            if self._shown is not None and not self._ended:
                self._shown.show(*self._state)

    def start(self) -> None:
        """Begins to show; a timer calls this when the work has taken long enough."""
        with self._lock:
            if self._shown is None and not self._ended:
                self._shown = self._make()
                self._shown.show(*self._state)

    def end(self) -> None:
        """Shows no more, and takes a bar away."""
        with self._lock:
            self._ended = True
            if self._shown is not None:
                self._shown.close()


@contextmanager
def progress(
    what: str,
    *,
    stream: TextIO | None = None,
    quiet_for: float = QUIET_FOR,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """A reporter for the work done inside the `with`; it writes to `stream`, standard error unless another is given.

    Nothing is written in the first `quiet_for` seconds; `clock` counts the seconds between plain lines.
    """
    to = sys.stderr if stream is None else stream
    reporter = Progress(neutral(what), lambda: _Bar(to) if _redraws(to) else _Lines(to, clock))
    timer = threading.Timer(quiet_for, reporter.start)
    timer.daemon = True
    timer.start()
    try:
        yield reporter
    finally:
        timer.cancel()
        reporter.end()


def _redraws(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can change a line in place."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class _Lines:
    """`trimtab: reading commits of harbour, 12,000 of 82,000` every few seconds."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._last: float | None = None

    def show(self, what: str, done: int, total: int | None) -> None:
        now = self._clock()
        if self._last is not None and now - self._last < LINE_EVERY:
            return
        self._last = now
        so_far = f", {done:,} of {total:,}" if total is not None else f", {done:,}" if done else ""
        self._stream.write(f"trimtab: {what}{so_far}\n")
        self._stream.flush()

    def close(self) -> None:
        """Lines stay where they are."""


class _Bar:
    """One line that changes in place and vanishes at the end."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[count]}", markup=False),
        )
        self._bar: RichProgress = Progress(*columns, console=Console(file=stream), transient=True)
        self._task = self._bar.add_task("", total=None, count="")
        self._bar.start()

    def show(self, what: str, done: int, total: int | None) -> None:
        count = f"{done:,} of {total:,}" if total is not None else f"{done:,}" if done else ""
        self._bar.update(self._task, description=what, completed=done, total=total, count=count)

    def close(self) -> None:
        self._bar.stop()
