"""A section that is a table: its cells side by side on the screen, the id at the right edge as behind every claim.

    AREAS                files  lines  known by      bus factor
      billing/ledger        12  4,102  you                    1                m1

It takes the whole width: the title stands where the head of the names would. Names are cut from the front, other cells
from the end; a column of numbers stands to the right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from trimtab.render._cells import cut, cut_front, neutral, pad, width
from trimtab.render._paint import Span

if TYPE_CHECKING:
    from trimtab.advice.answer import Claim, Section

GAP = 2
"""Blank cells between two columns."""

_NUMBER = re.compile(r"[<>~]? ?-?\d[\d,]*(?:\.\d+)? ?[%kM]?")

_LEAST = 6
_LEAST_NAME = 16


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of one section: their heads, their widths, and which of them stand to the right."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    right: tuple[bool, ...]

    def head(self, title: str, indent: int) -> tuple[Span, Span]:
        """The line of the heads, the title of the section above the names, which stand `indent` further in."""
        names = self.widths[0] + indent
        others = self._laid(("", *self.heads[1:]))[self.widths[0] :]
        return Span(pad(cut(neutral(title), names), names), "title"), Span(others, "quiet")

    def row(self, claim: Claim) -> str:
        """The line of a claim."""
        return self._laid(cells(claim, len(self.heads)))

    def _laid(self, row: Sequence[str]) -> str:
        placed = [self._placed(place, cell) for place, cell in enumerate(row) if self.widths[place]]
        return (" " * GAP).join(placed).rstrip()

    def _placed(self, place: int, cell: str) -> str:
        room = self.widths[place]
        fitted = cut_front(cell, room) if place == 0 else cut(cell, room)
        return " " * (room - width(fitted)) + fitted if self.right[place] else pad(fitted, room)


def is_table(section: Section) -> bool:
    """Whether a section is a table: it has columns beside that of the names, and something to stand in them."""
    return len(section.columns) > 1 and any(claim.cells for claim in section.claims)


def grid(section: Section, room: int) -> Grid | None:
    """The columns of a section in `room` cells; none where it is no table.

    The widest text column gives way first; where nothing can give any more, the last columns are left out.
    """
    if not is_table(section):
        return None
    heads = tuple(neutral(head) for head in section.columns)
    rows = [cells(claim, len(heads)) for claim in section.claims if claim.cells]
    widths = [max(width(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    # Above the names stands the title of the section, which must not be cut either.
    widths[0] = max(width(neutral(section.title)), *(width(row[0]) for row in rows))
    right = [place > 0 and right_aligned([row[place] for row in rows]) for place in range(len(heads))]
    return Grid(heads, tuple(_narrowed(widths, right, room)), tuple(right))


def cells(claim: Claim, columns: int) -> tuple[str, ...]:
    """The cells of a claim, one for each column, its name the first; what it lacks is empty."""
    every = (claim.name, *claim.cells)[:columns]
    return tuple(neutral(cell or "") for cell, _ in zip_longest(every, range(columns)))


def right_aligned(column: Sequence[str]) -> bool:
    """Whether a column holds numbers: shares, counts, and blanks or a dash where one is unknown."""
    known = [cell for cell in column if cell.strip(" -–—?")]
    return bool(known) and all(map(is_number, known))


def is_number(cell: str) -> bool:
    """`12,000`, `0.7`, `-3`, `83 %`, `1.8k`, `< 1`."""
    return _NUMBER.fullmatch(cell) is not None


def _narrowed(widths: list[int], right: Sequence[bool], room: int) -> list[int]:
    """Columns of at most `room` cells in all; numbers keep theirs as long as texts can give."""
    while _taken(widths) > room:
        giving = [place for place, cells in enumerate(widths) if cells > _least(place) and not right[place]]
        if giving:
            widest = max(giving, key=lambda place: (widths[place] - _least(place), -place))
            widths[widest] -= 1
        else:
            last = max(place for place, cells in enumerate(widths) if cells)
            widths[last] = 0 if last else room
    return widths


def _least(place: int) -> int:
    return _LEAST if place else _LEAST_NAME


def _taken(widths: Sequence[int]) -> int:
    shown = [cells for cells in widths if cells]
    return sum(shown) + GAP * (len(shown) - 1)
