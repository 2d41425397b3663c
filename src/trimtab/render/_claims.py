"""Claims laid out for the screen: a column for names, the text beside it, the id at the end of the first line.

Which of them fit on the screen is `_fit`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from trimtab.render import _when
from trimtab.render._cells import cut, cut_front, neutral, pad, width
from trimtab.render._fit import Block, Part
from trimtab.render._grid import Grid, grid, is_table
from trimtab.render._paint import Line, Span, line
from trimtab.render._wrap import wrap

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Claim, Section

TITLE = 12
"""Cells of the column that holds the titles of sections, with the gap behind them."""

_NAME_GAP = 3
_TABLE_INDENT = 2
_ID_GAP = 2
_LONGEST_IN_COLUMN = 24
_LONGEST_NAME = 44
_LEAST_BESIDE_NAME = 16
_SHORT_TEXT = 30
_CLAIM_LINES = 4
_DETAIL_LINES = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """Widths that all claims of one answer share; `capped` says that no claim may run on over many lines."""

    columns: int
    names: int
    ids: int
    capped: bool
    as_of: datetime

    @property
    def text(self) -> int:
        """Cells for names and texts, between the titles and the ids."""
        return self.columns - TITLE - self.ids - _ID_GAP

    def most(self, lines: int) -> int | None:
        """The cap in lines, None where there is none."""
        return lines if self.capped else None


def measure(answer: Answer, columns: int, *, capped: bool) -> Measure:
    """The widths for an answer: names of all sections but tables share one column, very long ones do not widen it."""
    told = [claim for section in answer.sections for claim in section.claims if not is_table(section)]
    names = [width(neutral(claim.name)) for claim in told if claim.name]
    column = max((name for name in names if name <= _LONGEST_IN_COLUMN), default=_LONGEST_IN_COLUMN)
    ids = max((width(neutral(claim.id)) for claim in answer.claims()), default=0)
    return Measure(columns, column + _NAME_GAP, ids, capped, answer.as_of)


def part(section: Section, within: Measure) -> Part:
    """A section laid out; where claims are capped, those that did not change share a line for each day."""
    table = grid(section, within.text + TITLE - _TABLE_INDENT)
    if table is not None:
        return Part((), tuple(_table(section, table, within)), wide=True)
    fresh = [claim for claim in section.claims if not within.capped or claim.unchanged_since is None]
    known = _by_day([claim for claim in section.claims if claim not in fresh], within.as_of)
    blocks = [_block(claim, within, _rows(claim, within)) for claim in fresh]
    blocks += [_collapsed(day, claims, within) for day, claims in known.items()]
    if not blocks and section.note:
        note = wrap(section.note, within.columns - TITLE, most=within.most(_DETAIL_LINES))
        blocks = [Block(tuple(line(Span(row, "quiet")) for row in note), claims=0)]
    return Part(tuple(wrap(section.title, TITLE - 2)), tuple(blocks))


def _table(section: Section, table: Grid, within: Measure) -> Iterator[Block]:
    """The rows of a table over the whole width, under a line of its title and heads, which goes with the first of them.

    A claim without cells is one line of text.
    """
    heads = line(*table.head(section.title, _TABLE_INDENT))
    beside = replace(within, names=table.widths[0] + _NAME_GAP)
    for place, claim in enumerate(section.claims):
        block = _block(claim, within, [table.row(claim)] if claim.cells else _rows(claim, beside), _TABLE_INDENT)
        yield block if place else replace(block, lines=(heads, *block.lines))


def _block(claim: Claim, within: Measure, rows: Sequence[str], indent: int = 0) -> Block:
    """A claim laid out; one in a table stands on its own `indent`, since nothing is beside it."""
    first, *others = rows
    number, before = neutral(claim.id), " " * indent
    gap = within.columns - (indent or TITLE) - width(first) - width(number)
    below = [row for detail in _details(claim, within) for row in _hanging(detail, within)]
    return Block(
        lines=(line(before, first, " " * gap, Span(number, "id")), *(line(before, row) for row in others)),
        details=tuple(line(before, f"  {row}") for row in below),
    )


def _rows(claim: Claim, within: Measure) -> list[str]:
    """A claim's name and text; the text begins in its column, or behind a name too long for it, or below that."""
    most = within.most(_CLAIM_LINES)
    if not claim.name:
        return wrap(claim.text, within.text, most=most) or [""]
    name = pad(cut_front(neutral(claim.name), _LONGEST_NAME), within.names - _NAME_GAP)
    indent, below = " " * within.names, within.text - within.names
    beside = within.text - width(name) - _NAME_GAP
    if beside < _LEAST_BESIDE_NAME:
        return [name, *(indent + row for row in wrap(claim.text, below, most=most))]
    first, *others = wrap(claim.text, beside, below, most=most) or [""]
    return [name + " " * _NAME_GAP + first, *(indent + row for row in others)]


def _details(claim: Claim, within: Measure) -> Iterator[str]:
    yield from claim.details
    if claim.unchanged_since is not None:
        yield f"unchanged since {_when.day(claim.unchanged_since, near=within.as_of)}"


def _hanging(detail: str, within: Measure) -> list[str]:
    room = within.columns - TITLE - 2
    first, *others = wrap(detail, room, room - 2, most=within.most(_DETAIL_LINES)) or [""]
    return [first, *("  " + row for row in others)]


def _by_day(known: Sequence[Claim], as_of: datetime) -> dict[str, list[Claim]]:
    days: dict[str, list[Claim]] = {}
    for claim in known:
        if claim.unchanged_since is not None:
            days.setdefault(_when.day(claim.unchanged_since, near=as_of), []).append(claim)
    return days


def _collapsed(day: str, claims: Sequence[Claim], within: Measure) -> Block:
    """`unchanged since 8 Nov: deploy/ b6, infra/ b12`, never parting a name from its id."""
    room = within.columns - TITLE
    rows = [f"unchanged since {day}:"]
    for place, claim in enumerate(claims):
        item = _named(claim, room) + ("," if place < len(claims) - 1 else "")
        if width(rows[-1]) + 1 + width(item) > room:
            rows.append(" ")
        rows[-1] += " " + item
    return Block(tuple(_quiet(row) for row in rows), claims=len(claims))


def _named(claim: Claim, room: int) -> str:
    name = cut_front(neutral(claim.name), _LONGEST_NAME) or cut(neutral(claim.text), _SHORT_TEXT)
    return cut(f"{name} {neutral(claim.id)}", room - 3)


def _quiet(row: str) -> Line:
    return line(Span(row, "quiet"))
