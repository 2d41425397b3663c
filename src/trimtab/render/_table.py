"""A plain table for verbs that list, such as `people` and `doctor`: no rules, two cells between columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from trimtab.render._cells import neutral, pad, width
from trimtab.render._grid import is_number
from trimtab.render._paint import Line, Span, draw, line
from trimtab.render._text import COLUMNS
from trimtab.render._wrap import wrap

_GAP = 2
_NARROWEST = 8


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, colour: bool = False, width: int = COLUMNS) -> str:
    """Rows under their headers, at most `width` columns wide; cells of the widest columns wrap, none is cut off.

    A column of numbers stands to the right. Raises ValueError when a row has not one cell for each header.
    """
    for row in rows:
        if len(row) != len(headers):
            raise ValueError(f"a row of {len(row)} cells under {len(headers)} headers: {row!r}")
    clean = [[neutral(cell) for cell in row] for row in rows]
    widths = _widths([list(headers), *clean], width)
    right = [
        bool(clean) and all(is_number(row[place]) or not row[place] for row in clean) for place in range(len(headers))
    ]
    lines = [tuple(Span(span.text, "title") for span in one) for one in _laid(headers, widths, right)]
    lines += [one for row in clean for one in _laid(row, widths, right)]
    return draw(lines, colour=colour)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The natural widths, the widest made narrower until the whole fits or none can give any more."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    while sum(widths) + _GAP * (len(widths) - 1) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _laid(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[Line]:
    columns = [wrap(cell, cells) for cell, cells in zip(row, widths, strict=True)]
    return [
        line((" " * _GAP).join(map(_placed, cells, widths, right))) for cells in zip_longest(*columns, fillvalue="")
    ] or [line()]


def _placed(cell: str, cells: int, right: bool) -> str:
    return " " * (cells - width(cell)) + cell if right else pad(cell, cells)
