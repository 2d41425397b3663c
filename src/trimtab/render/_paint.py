"""Lines made of pieces with a role; colour is added, or not, at the very end and never changes a character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["plain", "title", "quiet", "id", "command"]

_SGR: dict[Role, str] = {"title": "1", "quiet": "2", "id": "36", "command": "36"}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; its text is neutral already."""

    text: str
    role: Role = "plain"


Line = tuple[Span, ...]


def line(*spans: Span | str) -> Line:
    """A line of spans; a bare text is plain."""
    return tuple(Span(span) if isinstance(span, str) else span for span in spans)


def draw(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as text, each ended by a newline, without blanks at their ends."""
    return "".join(_drawn(one, colour=colour) + "\n" for one in lines)


def _drawn(of: Line, *, colour: bool) -> str:
    spans = _without_blanks_at_the_end(of)
    return "".join(_coloured(span) if colour else span.text for span in spans)


def _without_blanks_at_the_end(of: Line) -> Line:
    spans = list(of)
    while spans and not spans[-1].text.strip():
        spans.pop()
    return (*spans[:-1], replace(spans[-1], text=spans[-1].text.rstrip())) if spans else ()


def _coloured(span: Span) -> str:
    code = _SGR.get(span.role)
    return f"\x1b[{code}m{span.text}\x1b[0m" if code and span.text.strip() else span.text
