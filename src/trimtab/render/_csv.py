"""The areas of a map, the tasks of a schedule or the lines of a forecast as CSV, one row each: RFC 4180, in the answer's order.

Columns and what they mean are told in docs/reference/drawings.md#csv. A cell that a spreadsheet would run as a formula
is kept from it: names of files and people come from anybody.
"""

from __future__ import annotations

import csv as stdlib_csv
import io
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from trimtab.render._cells import neutral
from trimtab.render._drawn import chart_of
from trimtab.render._gantt_csv import fan_rows, gantt_rows

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Area

_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv(answer: Answer) -> str:
    """A header and one row for each area of the chart, each task of the schedule, or each line of the
    forecast, every line ended by CR LF.

    Raises UsageError where the answer has none of them.
    """
    from trimtab.advice.answer import Area

    written = io.StringIO()
    rows = stdlib_csv.writer(written, lineterminator="\r\n")
    if answer.gantt is not None:
        rows.writerows(map(_cell, row) for row in gantt_rows(answer.gantt))
        return written.getvalue()
    if answer.fan is not None:
        rows.writerows(map(_cell, row) for row in fan_rows(answer.fan))
        return written.getvalue()
    rows.writerow(field.name for field in fields(Area))
    rows.writerows(_cells(area) for area in chart_of(answer).areas)
    return written.getvalue()


def _cells(area: Area) -> Iterator[str]:
    for field in fields(area):
        yield _cell(getattr(area, field.name))


def _cell(value: object) -> str:
    """Numbers as they are, truths as words, people parted by semicolons, the unknown empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return _harmless("; ".join(map(str, value)))
    return _harmless(str(value)) if value is not None else ""


def _harmless(text: str) -> str:
    """Text on one line; an apostrophe before what a spreadsheet would run makes it text there."""
    shown = neutral(text, joiners=True)
    return f"'{shown}" if text.lstrip().startswith(_RUNS) or shown.lstrip().startswith(_RUNS) else shown
