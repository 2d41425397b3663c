"""A file of saved tracker JSON as a stream of objects, each with its place; what is torn is passed on as such.

Two forms: one object a line (NDJSON), and the one document that IETF working groups publish. Either may be compressed
with gzip. What the objects mean is the business of `_github` and `_ietf`.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, cast

from trimtab.errors import SourceUnreadable
from trimtab.sources.archive._document import elements

# The keys that the document of a working group begins with; no object of the other form begins so.
_DOCUMENT = re.compile(rb'\s*\{\s*"(magic|timestamp|repo|labels|issues|pulls)"\s*:')
_HEAD = 4096
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Torn:
    """A place that could not be read, and why."""

    reason: str


# Any: JSON as it was saved, until the readers of its form have looked at it.
Found = tuple[int, "dict[str, Any] | Torn", int]


class SavedFile:
    """One file, opened anew by each reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as raw:
                self._packed = raw.read(2) == _GZIP
            self.size = path.stat().st_size
            with self._opened() as stream:
                self.is_document = bool(_DOCUMENT.match(stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf")))
        except (OSError, EOFError, zlib.error) as error:
            raise SourceUnreadable(f"{path}: it cannot be read ({_reason(error)}). Nothing was changed.") from error
        self._raw: IO[bytes] | None = None

    @property
    def place(self) -> str:
        """What the numbers of `objects` count."""
        return "item" if self.is_document else "line"

    def digest(self) -> str:
        """A hash of the bytes of the file, as they lie on disk."""
        with self.path.open("rb") as raw:
            found = blake2b(digest_size=16)
            while piece := raw.read(1 << 20):
                found.update(piece)
        return found.hexdigest()

    def done(self) -> int:
        """How many bytes of the file the present reading has used."""
        return self._raw.tell() if self._raw and not self._raw.closed else self.size

    def objects(self, skip: int = 0) -> Iterator[Found]:
        """Each object with its number, from 1, and the length of its text; the first `skip` are passed over."""
        with self._opened() as stream:
            yield from (self._document(stream, skip) if self.is_document else self._lines(stream, skip))

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        with self.path.open("rb") as raw:
            self._raw = raw
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if self._packed else raw

    def _lines(self, stream: IO[bytes], skip: int) -> Iterator[Found]:
        number = 0
        try:
            for number, line in enumerate(stream, 1):
                if number > skip and not line.isspace():
                    yield number, _parsed(line), len(line)
        except (OSError, EOFError, zlib.error) as error:
            yield number + 1, Torn(f"the file breaks off here ({_reason(error)})"), 0

    def _document(self, stream: IO[bytes], skip: int) -> Iterator[Found]:
        number = 0
        try:
            for number, (key, value, length) in enumerate(elements(stream), 1):
                if number > skip:
                    yield number, {"type": key, **value} if isinstance(value, dict) else _NO_OBJECT, length
        except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
            yield number + 1, Torn(f"the document breaks off here ({_reason(error)})"), 0


_NO_OBJECT = Torn("it is not a JSON object")


def _parsed(line: bytes) -> dict[str, Any] | Torn:
    try:
        found = json.loads(line.decode("utf-8-sig").rstrip("\r\n"))
    except UnicodeDecodeError:
        return Torn("it is not UTF-8")
    except (ValueError, RecursionError) as error:
        return Torn(f"it is not JSON ({_reason(error)})")
    return found if isinstance(found, dict) else _NO_OBJECT


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
