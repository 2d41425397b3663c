"""How wide a text is on paper, guessed so that it is never wider: drawings are made without knowing the reader's font.

The widths are those of the widest of the usual sans serif fonts (the DejaVu and Verdana kind), in parts of the size.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = frozenset("ijlI.,:;'|!()[] /ftr`-")
_BROAD = frozenset("mwMW@%—…&")
_BOLD = 1.13


def measured(text: str, size: float, *, bold: bool = False) -> float:
    """The width that a text takes at most at a font size."""
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1.0)


def trimmed(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The beginning of a text that fits, ending in … where something was cut off; empty where too little would stay."""
    if measured(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and measured(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;')}…" if len(kept) >= _LEAST else ""


def trimmed_front(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The end of a text that fits: of a path, the end says more than the beginning."""
    if measured(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and measured(f"…{kept}", size, bold=bold) > room:
        kept = kept[1:]
    return f"…{kept}" if len(kept) >= _LEAST else ""


_LEAST = 4


@lru_cache(maxsize=4096)
def _letter(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.1
    if not character.isascii():
        return 1.0
    if character in _NARROW:
        return 0.43
    if character in _BROAD:
        return 1.03
    return 0.8 if character.isupper() else 0.68
