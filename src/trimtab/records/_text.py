"""A file of the workspace as text that can point into itself.

Reading never raises: what stops it becomes a diagnostic. What the text means is for the other modules; here it is
characters, lines and a hash.
"""

import hashlib
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from trimtab.diagnostics import Diagnostic, Span, error, excerpt_of, warning
from trimtab.records._codes import CODES

# Nobody writes a mebibyte of settings by hand; a file of people and notes may grow for years.
LARGEST = {".yaml": 1 << 20, ".md": 8 << 20}
# A plan of thousands of tasks may come from a tracker.
LARGEST_PLAN = 8 << 20

_BREAK = re.compile(r"\r\n|\n|\r")
_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True)
class Text:
    """One file, decoded: `name` is its path in the workspace, `sha` the hash of its bytes, `text` lacks the BOM."""

    name: str
    text: str = field(repr=False)
    sha: str = ""
    bom: bool = False

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts, in characters."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its break."""
        start = self.starts[number - 1]
        found = _BREAK.search(self.text, start)
        return self.text[start : found.start() if found else len(self.text)]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1."""
        index = max(0, min(index, len(self.text)))
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The stretch between two characters, its trailing space cut off."""
        end = max(start, start + len(self.text[start:end].rstrip()))
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        return Span(self.name, line, column, end_line, end_column)

    def flaw(self, code: str, message: str, start: int, end: int, hint: str) -> Diagnostic:
        """A diagnostic of `code` that points at a stretch of this text."""
        span = self.span(start, end)
        line = self.line(span.line)
        last = span.end_column if span.end_line == span.line else len(line) + 1
        return flaw(code, message, span, hint, line, last)


def flaw(code: str, message: str, span: Span, hint: str, line: str | None = None, last: int = 0) -> Diagnostic:
    """A diagnostic with the severity that its code has; `line` is the line to show, marked up to column `last`."""
    make = error if CODES[code].severity == "error" else warning
    excerpt = None if line is None else excerpt_of(span.line, line, span.column, last)
    return make(code, message, span, hint=hint, excerpt=excerpt)


def top_of(name: str) -> Span:
    """The place of a finding about a file as a whole."""
    return Span(name, 1, 1, 1, 1)


def sha_of(raw: bytes) -> str:
    """The hash by which an edit knows that a file is still the one that was read."""
    return hashlib.sha256(raw).hexdigest()


def is_there(path: Path) -> bool:
    """Whether there is something to read, were it only a link to nowhere; in doubt, reading tells why it cannot."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def read_text(folder: Path, name: str) -> tuple[Text | None, tuple[Diagnostic, ...]]:
    """One file of the workspace, or what stopped it; a file with conflict markers is not used."""
    path = folder / name
    try:
        found = path.stat()
        # A pipe or a device would make the read wait for ever.
        if not stat.S_ISREG(found.st_mode):
            return None, (_unreadable(name, "it is no regular file"),)
        limit = LARGEST_PLAN if name.startswith("plans/") else LARGEST.get(path.suffix, found.st_size)
        if found.st_size > limit:
            return None, (_too_large(name, found.st_size, limit),)
        raw = path.read_bytes()
    except OSError as reason:
        return None, (_unreadable(name, (reason.strerror or "it gave no reason").lower()),)
    return decode(name, raw)


def decode(name: str, raw: bytes) -> tuple[Text | None, tuple[Diagnostic, ...]]:
    """Bytes as text, or the place where they stop being UTF-8 or show a merge that was left half-way."""
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as reason:
        return None, (_not_utf_8(name, raw, reason),)
    bom = whole.startswith(_BOM)
    text = Text(name, whole.removeprefix(_BOM), sha_of(raw), bom)
    conflict = _CONFLICT.search(text.text)
    # The ledger is merged by union and reads line by line, so a marker there costs one line and not the file.
    if conflict and not name.endswith(".jsonl"):
        return None, (_conflict(text, conflict.start(), conflict.end()),)
    return text, ()


def _conflict(text: Text, start: int, end: int) -> Diagnostic:
    hint = "keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
    return text.flaw("merge-conflict", "the file holds an unsettled merge; none of it was used", start, end, hint)


def _unreadable(name: str, reason: str) -> Diagnostic:
    hint = "see who owns it and what it is with `ls -l`; Trimtab needs to read it as a plain file."
    return flaw("unreadable-file", f"the file cannot be read: {reason}", top_of(name), hint)


def _too_large(name: str, size: int, limit: int) -> Diagnostic:
    message = f"the file has {size / (1 << 20):.1f} MiB; at most {limit >> 20} MiB is read"
    return flaw(
        "too-large", message, top_of(name), "see whether it is what its name says, and move what does not belong here."
    )


def _not_utf_8(name: str, raw: bytes, reason: UnicodeDecodeError) -> Diagnostic:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "the file looks like UTF-16; save it as UTF-8."
    else:
        hint = f"save the file as UTF-8; `iconv -f WINDOWS-1252 -t UTF-8 {name}` often does it."
    before = Text(name, raw[: reason.start].decode("utf-8").removeprefix(_BOM))
    line, column = before.place(len(before.text))
    rest = raw[reason.start : reason.start + 80].decode("utf-8", "replace")
    shown = before.line(line) + (_BREAK.split(rest)[0] or "\N{REPLACEMENT CHARACTER}")
    byte = raw[reason.start]
    message = f"byte 0x{byte:02x} is not UTF-8; the file was not used"
    return flaw("not-utf-8", message, Span(name, line, column, line, column + 1), hint, shown, column + 1)
