"""An answer on a terminal: one screen, claims in sections, an id at the end of every claim, one next step.

    HELD BY     billing/ledger   only you in 12 months, 14 changes                b5
    ONE           next: Tomas (reviewed it twice, wrote two of its tests)

How a claim is laid out is `_claims`' business, what goes when the screen is full `_fit`'s, the opened claim `_why`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from trimtab.render import _wording
from trimtab.render._cells import cut, neutral, pad, width
from trimtab.render._claims import TITLE, Measure, measure, part
from trimtab.render._fit import Part, fit
from trimtab.render._gantt import gantt_part, is_drawn
from trimtab.render._paint import Line, Span, draw, line
from trimtab.render._wrap import wrap

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Section

SCREEN = 40
"""Lines of one screen."""

COLUMNS = 80
"""Cells of one line."""

# Verbs that are told what they are about: their name alone is no line to type.
_ASKED_ABOUT = frozenset({"away", "forecast", "plan-check", "plan-forecast", "plan-schedule", "plan-show"})
_NOTES = 4
_NOTE_LINES = 2
_FOOT_LINES = 3


def text(answer: Answer, *, colour: bool, width: int = COLUMNS, lines: int | None = SCREEN) -> str:
    """The answer for a terminal of `width` columns (72 or more), on at most `lines` lines; all of it where that is None.

    `colour` adds the codes of a terminal and changes no character. Texts from strangers are made harmless. Claims that
    were said before and did not change are named together on one line, unless `lines` is None.
    """
    capped = lines is not None
    top, bottom = _header(answer, width), list(_footer(answer, width, capped=capped))
    within = measure(answer, width, capped=capped)
    parts = [laid for laid in (_part(answer, section, within) for section in answer.sections) if laid.blocks]
    hidden = 0
    if lines is not None:
        parts, hidden = fit(parts, lines - len(top) - 1 - len(bottom))
    return draw([*top, *_body(answer, parts, width, hidden), *bottom], colour=colour)


def _part(answer: Answer, section: Section, within: Measure) -> Part:
    """A section laid out: as bars where it lists the tasks of a schedule."""
    if answer.gantt is not None and is_drawn(section, answer.gantt):
        return gantt_part(section, answer.gantt, within.columns, within.ids)
    return part(section, within)


def _header(answer: Answer, columns: int) -> list[Line]:
    """Title, period, evidence and instant, over as many lines as they need, broken only between them."""
    evidence = f"evidence: {', '.join(answer.sources)}" if answer.sources else ""
    said = [answer.title, answer.period, evidence, f"as of {_wording.as_of(answer)}"]
    rows: list[str] = []
    for short in (cut(neutral(one), columns) for one in said if one):
        if rows and width(f"{rows[-1]} · {short}") <= columns:
            rows[-1] += f" · {short}"
        else:
            rows.append(short)
    title = cut(neutral(answer.title), columns)
    return [
        line(Span(title, "title"), Span(rows[0].removeprefix(title), "quiet")),
        *(line(Span(row, "quiet")) for row in rows[1:]),
    ]


def _body(answer: Answer, parts: Sequence[Part], columns: int, hidden: int) -> Iterator[Line]:
    """Everything between header and footer; the bare claim of the answer where there is nothing to list."""
    if not parts and not hidden:
        yield line()
        yield from (line(row) for row in wrap(answer.claim, columns, most=_FOOT_LINES))
    for laid in parts:
        yield line()
        if laid.wide:
            yield from laid.body()
            continue
        for title, row in zip_longest(laid.title, laid.body()):
            yield (Span(pad(title or "", TITLE), "title"), *(row or ()))
    if hidden:
        yield line()
        verb = neutral(answer.verb)
        how = "the same with --all" if verb in _ASKED_ABOUT else f"trimtab {verb} --all"
        yield line(" " * TITLE, f"{hidden} more: ", Span(how, "command"))


def _footer(answer: Answer, columns: int, *, capped: bool) -> Iterator[Line]:
    """What to know, what was not seen, what to do next; a blank line opens it."""
    rows = [
        *_notes(answer.caveats, columns, capped=capped),
        *_missing(answer, columns, capped=capped),
        *_next(answer, columns, capped=capped),
    ]
    if rows:
        yield line()
        yield from rows


def _notes(caveats: Sequence[str], columns: int, *, capped: bool) -> Iterator[Line]:
    shown = caveats[:_NOTES] if capped and len(caveats) > _NOTES else caveats
    for caveat in shown:
        rows = _indented(f"Note: {caveat}", columns, 6, _NOTE_LINES if capped else None)
        yield from (line(Span(row, "quiet")) for row in rows)
    if len(shown) < len(caveats):
        yield line(Span(f"      {len(caveats) - len(shown)} more notes with --all", "quiet"))


def _missing(answer: Answer, columns: int, *, capped: bool) -> Iterator[Line]:
    nearest = cut(f"Nearest: {neutral(answer.nearest)}", columns) if answer.nearest else ""
    missing = f"Not seen: {_wording.sentence(answer.missing)}" if answer.missing else ""
    together = "  ".join(said for said in (neutral(missing), nearest) if said)
    if width(together) <= columns:
        rows = [together] if together else []
    else:
        rows = [*_indented(missing, columns, 10, _FOOT_LINES if capped else None), nearest]
    yield from (line(Span(row, "quiet")) for row in rows if row)


def _next(answer: Answer, columns: int, *, capped: bool) -> Iterator[Line]:
    command = cut(neutral(answer.next_command), columns - 6)
    if not answer.next_step:
        if command:
            yield line(Span("Next: ", "title"), Span(command, "command"))
        return
    rows = _indented(f"Next: {answer.next_step}", columns, 6, _FOOT_LINES if capped else None)
    ends = [line(row) for row in rows]
    ends[0] = line(Span("Next:", "title"), rows[0].removeprefix("Next:"))
    if command and width(rows[-1]) + 3 + width(command) <= columns:
        ends[-1] = (*ends[-1], *line("   ", Span(command, "command")))
    elif command:
        ends.append(line(" " * 6, Span(command, "command")))
    yield from ends


def _indented(said: str, columns: int, indent: int, most: int | None) -> list[str]:
    """Wrapped, all lines but the first moved right."""
    rows = wrap(said, columns, columns - indent, most=most)
    return [*rows[:1], *(" " * indent + row for row in rows[1:])]
