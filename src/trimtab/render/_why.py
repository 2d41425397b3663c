"""One claim, opened: what it means, its window, the rows behind it, what was left out, how sure it is, how to object.

b5  Only you hold billing/ledger
    window     16 Nov 2025 to 15 Nov 2026: 14 commits, 6 files, 412 lines
    you        12 commits, last 11 Nov    a91c3e0 ledger: round half to even
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.render import _figures, _when, _wording
from trimtab.render._cells import cut, neutral, pad, width
from trimtab.render._paint import Line, Span, draw, line
from trimtab.render._text import COLUMNS
from trimtab.render._wrap import wrap

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Claim, Evidence, Figure, Group

ROWS = 3
"""Rows of evidence shown for a group unless all are asked for."""

_INDENT = 4
_LABELS = 11
_LONGEST_LABEL = 16
_GAP = 4
_SUMMARY_BESIDE_ROWS = 24
_LINKS = 3


@dataclass(frozen=True, slots=True)
class _Page:
    """Widths and bounds of one opened claim: cells left of the bodies, cells of a body, cells of a summary with rows."""

    labels: int
    body: int
    summaries: int
    rows: int | None


def why(claim: Claim, answer: Answer, *, colour: bool, width: int = COLUMNS, all: bool = False) -> str:  # noqa: A002 - named as the option that sets it
    """The claim opened, for a terminal of `width` columns (72 or more).

    Every row of its evidence is shown, whole, with `all`; else the first few, each on one line.
    """
    page = _page(claim, width, everything=all)
    lines = list(_heading(claim, width))
    for label, body in _entries(claim, answer, page):
        lines += _labelled(label, body, page)
    return draw(lines, colour=colour)


def _page(claim: Claim, columns: int, *, everything: bool) -> _Page:
    labels = [width(neutral(group.label)) for group in claim.because]
    label = max(_LABELS, *(one + 1 for one in labels if one <= _LONGEST_LABEL), 0)
    summaries = [width(neutral(group.summary)) for group in claim.because if group.evidence]
    beside = max((one for one in summaries if one <= _SUMMARY_BESIDE_ROWS), default=0)
    return _Page(label, columns - _INDENT - label, beside + _GAP, None if everything else ROWS)


def _heading(claim: Claim, columns: int) -> Iterator[Line]:
    number = pad(neutral(claim.id), _INDENT - 2) + "  "
    first, *others = wrap(_wording.headline(claim), columns - width(number)) or [""]
    yield line(Span(number, "id"), Span(first, "title"))
    yield from (line(" " * width(number), Span(row, "title")) for row in others)


def _entries(claim: Claim, answer: Answer, page: _Page) -> Iterator[tuple[str, Iterable[Line]]]:
    """Label and body of everything there is to say; what there is nothing about is not mentioned."""
    yield "meaning", _prose(_wording.meaning(claim), page)
    yield "window", _prose(_wording.window(claim), page)
    if claim.unchanged_since is not None:
        yield "unchanged", _prose(f"since {_when.day(claim.unchanged_since, near=answer.as_of)}", page)
    yield "figures", [row for figure in claim.figures for row in _hanging(_figure(figure), page)]
    for group in claim.because:
        yield group.label, _group(group, page)
    yield "links", _links(claim, page)
    yield "left out", _prose(", ".join(claim.left_out), page)
    yield "how sure", _prose(claim.sure, page)
    yield "wrong?", _commands(claim.wrong, page)


def _labelled(label: str, body: Iterable[Line], page: _Page) -> Iterator[Line]:
    """The body behind its label; a label too wide for its column has a line of its own."""
    rows = list(body)
    if not rows:
        return
    name = neutral(label)
    if width(name) >= page.labels:
        yield line(" " * _INDENT, Span(cut(name, page.labels + page.body), "quiet"))
        name = ""
    yield (*line(" " * _INDENT, Span(pad(name, page.labels), "quiet")), *rows[0])
    yield from (line(" " * (_INDENT + page.labels), *row) for row in rows[1:])


def _prose(said: str, page: _Page) -> list[Line]:
    return [line(row) for row in wrap(said, page.body)]


def _figure(figure: Figure) -> str:
    """`code 3 to 7 h, best guess 5 h: time between ...`."""
    guess = _figures.best_guess(figure)
    known = f"{figure.name} {_figures.interval(figure)}" + (f", best guess {guess}" if guess else "")
    return f"{known}: {figure.definition}" if figure.definition else known


def _group(group: Group, page: _Page) -> Iterator[Line]:
    shown = group.evidence[: page.rows]
    rows = [*(cut(neutral(_wording.row(one)), page.body) for one in shown), *_rest(group, len(shown))]
    if not rows or page.rows is None or width(neutral(group.summary)) > _SUMMARY_BESIDE_ROWS:
        yield from _prose(group.summary, page)
        yield from _below(shown, _rest(group, len(shown)), page)
        return
    room = page.body - page.summaries
    for place, row in enumerate(rows):
        yield line(pad(neutral(group.summary) if place == 0 else "", page.summaries), cut(row, room))


def _rest(group: Group, shown: int) -> list[str]:
    """How many rows are not shown, and which of them `--all` would show; the others were counted, and not kept."""
    kept = len(group.evidence) - shown
    counted = max(group.total - shown, kept)
    if not counted:
        return []
    if not kept:
        return [f"... {counted} more, not listed here"]
    return [f"... {counted} more with --all" if kept == counted else f"... {kept} of {counted} more with --all"]


def _below(shown: Sequence[Evidence], rest: Iterable[str], page: _Page) -> Iterator[Line]:
    """Rows under their summary, each whole, with its day and whose it is; no column of days where no row has one."""
    dated = any(one.at is not None for one in shown)
    for one in shown:
        day = f"{_when.day(one.at) if one.at is not None else '':>11}  " if dated else ""
        by = f" ({one.by})" if one.by else ""
        yield from _hanging(f"{_wording.row(one)}{by}", page, opening="  " + day)
    yield from (line(f"  {row}") for row in rest)


def _hanging(said: str, page: _Page, opening: str = "") -> Iterator[Line]:
    """Wrapped behind an opening, the lines after the first moved two cells right of it."""
    room = page.body - width(opening)
    for place, row in enumerate(wrap(said, room, room - 2)):
        yield line(opening + row if place == 0 else " " * (width(opening) + 2) + row)


def _links(claim: Claim, page: _Page) -> Iterator[Line]:
    """Where the rows can be read elsewhere, each once; the first few unless all rows are shown."""
    every = dict.fromkeys(row.link for group in claim.because for row in group.evidence if row.link)
    shown = list(every) if page.rows is None else list(every)[:_LINKS]
    for link in shown:
        yield from (line(Span(row, "command")) for row in wrap(link, page.body))


def _commands(commands: Iterable[str], page: _Page) -> Iterator[Line]:
    """Ways to object, parted by dots, none broken in two where it fits on a line."""
    rows: list[str] = []
    for command in (cut(neutral(one), page.body) for one in commands):
        if rows and width(f"{rows[-1]} · {command}") <= page.body:
            rows[-1] += f" · {command}"
        else:
            rows.append(command)
    yield from (line(Span(row, "command")) for row in rows)
