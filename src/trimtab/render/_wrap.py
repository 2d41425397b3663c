"""Where lines break: at spaces, never after a word that leans on the next one, never between a number and its unit."""

from __future__ import annotations

import re

from trimtab.render._cells import cut, head, neutral, width

# fmt: off
_LEANING = frozenset((
    "a", "an", "and", "as", "at", "by", "for", "from", "if", "in",
    "is", "it", "no", "not", "of", "on", "only", "or", "per", "than",
    "that", "the", "then", "to", "was", "with", "you", "your",
))
# fmt: on
_NUMBER = re.compile(r"[<>~]?\d[\d.,]*")
_FULL_ENOUGH = 0.6


def wrap(text: str, first: int, rest: int | None = None, most: int | None = None) -> list[str]:
    """A text as neutral lines of at most `first` cells for the first line and `rest` for the others.

    With `most`, what does not fit into so many lines is cut off with …. An empty text gives no line.
    """
    lines: list[str] = []
    words = neutral(text).split()
    while words:
        room = first if not lines or rest is None else rest
        if most is not None and len(lines) == most - 1:
            return [*lines, cut(" ".join(words), room)]
        taken = _take(words, room)
        lines.append(" ".join(taken))
    return lines


def _take(words: list[str], room: int) -> list[str]:
    """Moves from `words` what stands on one line, and returns it."""
    if width(words[0]) > room:
        part = head(words[0], room)
        words[0] = words[0][len(part) :]
        if not words[0]:
            words.pop(0)
        return [part]
    count = _fitting(words, room)
    if count < len(words):
        count = _without_leaning(words[:count], room)
    taken = words[:count]
    del words[:count]
    return taken


def _fitting(words: list[str], room: int) -> int:
    used = -1
    for count, word in enumerate(words):
        used += 1 + width(word)
        if used > room:
            return count
    return len(words)


def _without_leaning(words: list[str], room: int) -> int:
    """How many words stay when those at the end that lean on the next line go there, unless that leaves a hole."""
    count = len(words)
    while count > 1 and _leans(words[count - 1]):
        count -= 1
    kept = width(" ".join(words[:count]))
    return count if kept >= _FULL_ENOUGH * room else len(words)


def _leans(word: str) -> bool:
    return word.lower() in _LEANING or _NUMBER.fullmatch(word) is not None
