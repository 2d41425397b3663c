"""One large JSON document read piece by piece: the elements of its lists of issues and pulls, one at a time.

The standard library parses a document whole, which takes many times its size in memory. Here only the element at hand
is held, and a stretch of text that begins with it.
"""

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any

_PIECE = 1 << 20
_SPACE = " \t\r\n"
_LISTS = {"issues": "issue", "pulls": "pull"}
_DECODER = json.JSONDecoder()


class _Text:
    """The text of a stream from the present place on."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._held, self._at, self._ended = "", 0, False

    def _more(self) -> bool:
        """Take in as much again as is held; each text is then looked at a small number of times."""
        if self._ended:
            return False
        piece = self._stream.read(max(_PIECE, len(self._held) - self._at))
        self._ended = not piece
        self._held = self._held[self._at :] + self._decode(piece, final=self._ended)
        self._at = 0
        return True

    def peek(self) -> str:
        """The next character that is not space; raises ValueError at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _SPACE:
                    return self._held[self._at]
                self._at += 1
            if not self._more():
                raise ValueError("it ends too early")

    def take(self, wanted: str) -> str:
        """The next character, which must be one of those wanted."""
        found = self.peek()
        if found not in wanted:
            raise ValueError(f"{found!r} stands where one of {' '.join(wanted)} should")
        self._at += 1
        return found

    def value(self) -> tuple[Any, int]:  # Any: a JSON value
        """The next value, and the length of its text."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._held, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if end == len(self._held) and self._more():  # a number may go on in the next piece
                continue
            length, self._at = end - self._at, end
            return found, length


def elements(stream: IO[bytes]) -> Iterator[tuple[str, Any, int]]:
    """Each issue and pull: `issue` or `pull`, the element, the length of its text. Raises ValueError where it breaks."""
    text = _Text(stream)
    text.take("{")
    if text.peek() == "}":
        return
    while True:
        key, _ = text.value()
        text.take(":")
        if key in _LISTS and text.peek() == "[":
            yield from ((_LISTS[key], value, length) for value, length in _list(text))
        else:
            text.value()
        if text.take(",}") == "}":
            return


def _list(text: _Text) -> Iterator[tuple[Any, int]]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.take(",]") == "]":
            return
