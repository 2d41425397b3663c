"""A schedule as a Mermaid gantt diagram, one section a group of tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trimtab.render._cells import cut, neutral
from trimtab.render._left_out import left_out

if TYPE_CHECKING:
    from trimtab.advice.answer import Bar, Gantt

_LONGEST = 60
# What ends a name, opens a comment or an entity, or is read as a command, in Mermaid's own grammar.
_ACTING = re.compile(r"[:;#,%{}<>\\\"`]+")
_TIME = "%Y-%m-%dT%H:%M"


def gantt_mermaid(gantt: Gantt, title: str) -> str:
    """The diagram, ended by a newline; times are on the lead's clock."""
    lines = ["gantt", f"  title {_plain(title)}", f"  %% not carried - {_ACTING.sub(',', left_out('mermaid'))}"]
    lines += ["  dateFormat YYYY-MM-DDTHH:mm", "  axisFormat %d %b"]
    sections: dict[str, list[str]] = {}
    for place, bar in enumerate(gantt.bars):
        sections.setdefault(_section(bar), []).append(_line(bar, place))
    for section, bars in sections.items():
        lines += [f"  section {_plain(section)}", *(f"  {one}" for one in bars)]
    return "\n".join(lines) + "\n"


def _section(bar: Bar) -> str:
    if bar.kind in ("milestone", "end"):
        return "Milestones"
    if bar.kind == "unknown":
        return "Unknowns"
    return bar.groups[0] if bar.groups else "Tasks"


def _line(bar: Bar, place: int) -> str:
    """`Schema of the ledger :crit, t3, 2026-11-23T09:00, 2026-11-25T17:00`."""
    return f"{_plain(bar.title)} :{', '.join((*_tags(bar), f't{place}', f'{bar.start:{_TIME}}', _until(bar)))}"


def _tags(bar: Bar) -> Iterator[str]:
    if bar.critical:
        yield "crit"
    if bar.done:
        yield "active"
    if bar.start == bar.end:
        yield "milestone"


def _until(bar: Bar) -> str:
    return "0d" if bar.start == bar.end else f"{bar.end:{_TIME}}"


def _plain(text: str) -> str:
    """A name that Mermaid reads as no more than a name."""
    return cut(" ".join(_ACTING.sub(" ", neutral(text)).split()), _LONGEST) or "-"
