"""A schedule on a terminal: a line a task, with a bar over the weeks.

    WHEN                    23 Nov  7 Dec   21 Dec
      schema      Tomas     ███                                              ps363
      billing-ui  Ife          ▒▒▒▒▒····                                     ps262

A full bar decides the end, a light one has slack, as long as the dots behind it; the lead's tasks have a star.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from trimtab.render import _when
from trimtab.render._cells import cut, cut_front, neutral, pad, width
from trimtab.render._fit import Block, Part
from trimtab.render._paint import Line, Span, line

if TYPE_CHECKING:
    from trimtab.advice.answer import Bar, Claim, Gantt, Section

CRITICAL, OTHER, SLACK, POINT, LEAD = "█", "▒", "·", "◆", "*"
_DAY = timedelta(days=1)
_INDENT = 2
_LONGEST_NAME, _LONGEST_WHO = 18, 12
_LABEL = 8
_MOST_SLACK = 1_000.0
_LEGEND = f"{CRITICAL} decides the end  {OTHER} has slack, as far as the dots  {POINT} milestone  {LEAD} yours"


def named(bar: Bar) -> str:
    """What stands before a bar."""
    return "the whole" if bar.kind == "end" else neutral(bar.id)


def slack_until(bar: Bar) -> datetime:
    """Until when a bar could slip: its working days as days of the calendar, a few years at most."""
    return bar.end + min(bar.slack, _MOST_SLACK) * 7 / 5 * _DAY


def is_drawn(section: Section, gantt: Gantt | None) -> bool:
    """Whether a section lists tasks of a schedule."""
    drawn = {bar.claim for bar in gantt.bars if bar.people and bar.claim} if gantt else set()
    return bool(drawn) and any(claim.id in drawn for claim in section.claims)


def gantt_part(section: Section, gantt: Gantt, columns: int, ids: int) -> Part:
    """The section as bars over a calendar, in `columns` cells, with room for `ids` cells of an id."""
    bars = {bar.claim: bar for bar in gantt.bars if bar.claim}
    drawn = [bars[claim.id] for claim in section.claims if claim.id in bars]
    points = [bar for bar in gantt.bars if bar.kind in ("milestone", "end")]
    scale = _scale(gantt, [*drawn, *points], columns, ids)
    blocks = [_claim(claim, bars, scale) for claim in section.claims]
    blocks += [Block((scale.row(bar, ""),), claims=0) for bar in points]
    head = (
        Span(pad(cut(neutral(section.title), scale.left), scale.left), "title"),
        Span(scale.ticks(), "quiet"),
    )
    blocks[0] = Block((head, *blocks[0].lines), blocks[0].details, blocks[0].claims)
    return Part((), (*blocks, Block((line("  ", Span(cut(_LEGEND, columns - 2), "quiet")),), claims=0)), wide=True)


def _claim(claim: Claim, bars: dict[str, Bar], scale: _Scale) -> Block:
    bar = bars.get(claim.id)
    if bar is None:
        return Block((line("  ", cut(neutral(claim.text), scale.left + scale.room)),))
    return Block((scale.row(bar, neutral(claim.id)),))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where instants lie on a line: `left` cells stand before the calendar, which has `room` cells."""

    first: datetime
    last: datetime
    names: int
    who: int
    room: int

    @property
    def left(self) -> int:
        return _INDENT + self.names + 1 + self.who + 1

    def cell(self, at: datetime) -> int:
        share = (at - self.first) / (self.last - self.first)
        return min(max(int(share * self.room), 0), self.room - 1)

    def row(self, bar: Bar, number: str) -> Line:
        """One task: its name, who does it, its bar, its id."""
        name = cut_front(named(bar), self.names)
        mark = LEAD if bar.lead else " "
        who = cut(neutral(", ".join(bar.people)), self.who)
        begin, shown, rest = self._bar(bar)
        return line(
            f" {mark}{pad(name, self.names)} {pad(who, self.who)} {' ' * begin}",
            Span(shown, "title" if bar.critical else "plain"),
            Span(pad(rest, self.room - begin - width(shown)), "quiet"),
            " ",
            Span(number, "id"),
        )

    def _bar(self, bar: Bar) -> tuple[int, str, str]:
        begin = self.cell(bar.start)
        if bar.start == bar.end:
            return begin, POINT, ""
        end = max(self.cell(bar.end - timedelta(minutes=1)) + 1, begin + 1)
        free = self.cell(slack_until(bar)) + 1 - end if bar.slack >= 1 else 0
        return begin, (CRITICAL if bar.critical else OTHER) * (end - begin), SLACK * max(free, 0)

    def ticks(self) -> str:
        """Mondays, as many as there is room for."""
        weeks = (self.last - self.first) / (7 * _DAY)
        step = next(
            one for one in (1, 2, 4, 8, 13, 26, 52, 104, 208) if self.room / weeks * one >= _LABEL or one == 208
        )
        told = ""
        for place, monday in enumerate(_mondays(self.first, self.last)):
            cell = self.cell(monday)
            label = _when.day(monday, near=monday)
            if place % step == 0 and cell >= width(told) and cell + width(label) <= self.room:
                told = pad(told, cell) + label + " "
        return told.rstrip()


def _mondays(first: datetime, last: datetime) -> Iterator[datetime]:
    at = first
    while at < last:
        if at.weekday() == 0:
            yield at
        at += _DAY


def _scale(gantt: Gantt, bars: Sequence[Bar], columns: int, ids: int) -> _Scale:
    names = min(max((width(named(bar)) for bar in bars), default=1), _LONGEST_NAME)
    who = min(max((width(neutral(", ".join(bar.people))) for bar in bars), default=1), _LONGEST_WHO)
    first = gantt.start.replace(hour=0, minute=0, second=0, microsecond=0)
    last = max(gantt.end.replace(hour=0, minute=0, second=0, microsecond=0), first) + _DAY
    return _Scale(first, last, names, who, columns - _INDENT - names - who - 2 - 1 - ids)
