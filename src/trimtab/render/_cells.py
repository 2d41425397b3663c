"""Terminal cells: how wide a text is, and how a text from a stranger is made harmless.

Commit subjects, names and paths come from anybody. Whatever they hold, once `neutral` they can neither move the cursor
nor change colours nor reorder a line. Where words break is `_wrap`'s business.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import accumulate, takewhile

MARKS_KEPT = 3
"""Combining marks kept on one letter: enough for every living script, too few to climb over the lines above."""

_BLANKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")
_UNREADABLE = "\ufffd"

# Wide since Unicode 16, which the tables of older Pythons do not know and newer terminals do.
_WIDE_SINCE_16 = (("\u2630", "\u2637"), ("\u268a", "\u268f"), ("\u4dc0", "\u4dff"), ("\U0001d300", "\U0001d376"))


def neutral(text: str, *, joiners: bool = False) -> str:
    """The text with every character that acts, rather than shows, replaced by one that shows, or dropped.

    Line ends and tabs become a space, other control characters their pictures (an escape shows as ␛), invisible and
    direction-changing characters vanish. `joiners` keeps the two that Persian, Indic scripts and emoji need, for forms
    that are not drawn in cells.
    """
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MARKS_KEPT:
            shown.append(_shown(character, category, joiners=joiners))
    return "".join(shown)


def width(text: str) -> int:
    """Cells that a neutral text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, cells: int) -> str:
    """The beginning of a text in at most so many cells, ending in … where something was cut off."""
    if width(text) <= cells:
        return text
    return head(text, cells - 1).rstrip() + "…"


def cut_front(text: str, cells: int) -> str:
    """The end of a text in at most so many cells: of a path, the end says more than the beginning."""
    if width(text) <= cells:
        return text
    return "…" + text[len(head(text[::-1], cells - 1)) * -1 :]


def head(text: str, cells: int) -> str:
    """As much of the beginning as fits, marks staying with their letter; at least one character."""
    fitting = sum(1 for _ in takewhile(cells.__ge__, accumulate(map(_cells, text))))
    return text[: max(1, fitting)]


def pad(text: str, cells: int) -> str:
    """The text filled up with spaces on the right."""
    return text + " " * (cells - width(text))


def _shown(character: str, category: str, *, joiners: bool) -> str:
    if character in _BLANKS:
        return " "
    if category == "Cc":
        return _picture(ord(character))
    if category == "Cf":
        return character if joiners and character in _JOINERS else ""
    if category in ("Cs", "Cn"):
        return _UNREADABLE
    return "" if _selects_variation(character) and not joiners else character


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else _UNREADABLE


def _selects_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    wide = unicodedata.east_asian_width(character) in ("W", "F")
    return 2 if wide or any(first <= character <= last for first, last in _WIDE_SINCE_16) else 1
