"""A schedule, or a forecast, as rows for a spreadsheet: one a task and point, or one a line of the forecast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trimtab.advice.answer import Fan, Gantt


def gantt_rows(gantt: Gantt) -> Iterator[tuple[object, ...]]:
    """A row of names, then the bars; instants with their offset."""
    from trimtab.advice.answer import Bar

    names = tuple(field.name for field in fields(Bar))
    yield names
    for bar in gantt.bars:
        yield tuple(_told(getattr(bar, name)) for name in names)


def fan_rows(fan: Fan) -> Iterator[tuple[object, ...]]:
    """A row of names, then the lines of the forecast; instants with their offset."""
    from trimtab.advice.answer import Span

    names = tuple(field.name for field in fields(Span))
    yield names
    for span in fan.spans:
        yield tuple(_told(getattr(span, name)) for name in names)


def _told(value: object) -> object:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value
