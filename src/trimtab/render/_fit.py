"""What goes when an answer is longer than a screen: details first, then claims, both from the end.

The first claim of every section stays as long as it can, so that no heading is lost to a long list above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trimtab.render._paint import Line

MORE_LINES = 2
"""Lines of the note that claims were dropped: a blank one and the note."""


@dataclass(frozen=True, slots=True)
class Block:
    """A claim laid out, or one line that stands for several; `claims` counts them."""

    lines: tuple[Line, ...]
    details: tuple[Line, ...] = ()
    claims: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A section laid out: the lines of its title, and its claims; one that is `wide` has no title beside them."""

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    wide: bool = False

    def body(self) -> list[Line]:
        """Everything right of the title."""
        return [line for block in self.blocks for line in (*block.lines, *block.details)]

    def height(self) -> int:
        """Lines it takes; none without blocks."""
        lines = sum(len(block.lines) + len(block.details) for block in self.blocks)
        return max(len(self.title), lines) if self.blocks else 0


def fit(parts: Sequence[Part], room: int) -> tuple[list[Part], int]:
    """The parts in at most `room` lines, and how many claims had to go; the note about those is counted in."""
    kept = list(parts)
    for place in _from_the_end(parts):
        if height(kept) <= room:
            return kept, 0
        kept[place[0]] = _changed(kept[place[0]], place[1], drop=False)
    hidden = 0
    for section, claim in _claims_to_drop(parts):
        if height(kept) + (MORE_LINES if hidden else 0) <= room:
            break
        hidden += kept[section].blocks[claim].claims
        kept[section] = _changed(kept[section], claim, drop=True)
    return [part for part in kept if part.blocks], hidden


def height(parts: Sequence[Part]) -> int:
    """Lines of all parts with a blank line between them."""
    heights = [part.height() for part in parts if part.blocks]
    return sum(heights) + max(0, len(heights) - 1)


def _from_the_end(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    for section in reversed(range(len(parts))):
        for claim in reversed(range(len(parts[section].blocks))):
            yield section, claim


def _claims_to_drop(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Every claim from the end, the first ones of their sections after all others."""
    yield from (place for place in _from_the_end(parts) if place[1])
    yield from (place for place in _from_the_end(parts) if not place[1])


def _changed(part: Part, claim: int, *, drop: bool) -> Part:
    block = part.blocks[claim]
    instead = () if drop else (replace(block, details=()),)
    return replace(part, blocks=part.blocks[:claim] + instead + part.blocks[claim + 1 :])
