"""A pause for Python's cyclic garbage collector, shared by all threads that parse."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_parsing = 0
_was_on = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """No cyclic collection inside: parsing makes many objects and no cycles, and each pass would look at all of them."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _parsing, _was_on
    with _lock:
        if not _parsing:
            _was_on = gc.isenabled()
            gc.disable()
        _parsing += 1


def _leave() -> None:
    global _parsing
    with _lock:
        _parsing -= 1
        if not _parsing and _was_on:
            gc.enable()
