"""A schedule as an iCalendar file: one event a task and point, by RFC 5545.

Times are in UTC, lines end with CR LF and are folded at 75 octets. An event blocks nobody's time: what is planned is no
appointment. The same schedule gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trimtab.errors import UsageError
from trimtab.render._cells import neutral
from trimtab.render._left_out import left_out

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Bar, Gantt

_OCTETS = 75
_ESCAPED = re.compile(r"[\\;,]")


def ics(answer: Answer) -> str:
    """The schedule of an answer for a calendar. Raises `UsageError` where it has none."""
    said = f"{answer.claim}. Not carried: {left_out('ics')}."
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Trimtab//plan schedule//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(answer.title)}",
        f"X-WR-CALDESC:{_text(said)}",
    ]
    gantt = schedule_of(answer)
    for bar in gantt.bars:
        lines += _event(bar, gantt, answer.as_of)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for one in lines for folded in _folded(one))


def schedule_of(answer: Answer) -> Gantt:
    """The schedule of an answer; raises `UsageError` where it has none."""
    if answer.gantt is None:
        raise UsageError(
            f"the answer of `trimtab {answer.verb}` has no schedule. `trimtab plan schedule NAME` has one."
        )
    return answer.gantt


def _event(bar: Bar, gantt: Gantt, as_of: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_slug(bar.id)}.{_slug(gantt.plan)}@trimtab"
    yield f"DTSTAMP:{_utc(as_of)}"
    yield f"DTSTART:{_utc(bar.start)}"
    if bar.end > bar.start:
        yield f"DTEND:{_utc(bar.end)}"
    yield f"SUMMARY:{_text(_summary(bar))}"
    if said := _described(bar):
        yield f"DESCRIPTION:{said}"
    if marks := [word for word, holds in (("critical", bar.critical), ("lead", bar.lead)) if holds]:
        yield f"CATEGORIES:{','.join(marks)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(bar: Bar) -> str:
    who = f" ({', '.join(bar.people)})" if bar.people else ""
    return f"{bar.title}{who}"


def _described(bar: Bar) -> str:
    said = [" / ".join((*bar.groups, bar.id))]
    said += ["a day lost here is a day lost at the end"] if bar.critical else []
    said += [f"asked for by {bar.due:%Y-%m-%d}"] if bar.due else []
    said += [f"after {', '.join(bar.after)}"] if bar.after else []
    return "\\n".join(map(_text, said))


def _text(text: str) -> str:
    """A TEXT value: backslash, semicolon and comma escaped, on one line."""
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", neutral(text, joiners=True))


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _folded(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, those after the first behind a blank, no character cut in two."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > _OCTETS:
            yield piece
            piece = " "
        piece += character
    yield piece
