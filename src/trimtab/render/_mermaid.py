"""The architecture as Mermaid text: areas as nodes, grouped by their top folder, linked where they change together.

For pasting where Mermaid is drawn, such as a Markdown file on a forge. What is drawn, and what is left out, is that of
the architecture view (`_drawn.chosen`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from trimtab.render import _drawn
from trimtab.render._cells import cut, neutral
from trimtab.render._gantt_mermaid import gantt_mermaid

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Area, Link

_LONGEST = 60
_STRONG = 0.5

# Within a quoted label Mermaid still reads quotes, backticks, entities, tags and Markdown; whatever is not surely plain
# goes as the number of its character. Its lexer also takes any line that holds "direction TB" as a command.
_UNSURE = re.compile(r"[^\w /.,()\-]|_|(?<=\d)\.(?= )|^-", re.ASCII)
_COMMAND = re.compile(r"(?<=d)i(?=rection)", re.IGNORECASE)

_STYLES = (
    "classDef nobody stroke-width:3px,stroke-dasharray:2 3",
    "classDef single stroke-width:3px",
    "classDef blind stroke-dasharray:7 3",
)
_CLASSES: Mapping[_drawn.Mark, str] = {"none": "nobody", "one": "single", "blind": "blind"}


def mermaid(answer: Answer) -> str:
    """The architecture as a Mermaid flowchart, or the schedule as a Mermaid gantt diagram, ended by a newline.

    Raises UsageError where the answer has neither.
    """
    if answer.gantt is not None:
        return gantt_mermaid(answer.gantt, answer.title)
    drawn = _drawn.chosen(_drawn.chart_of(answer))
    ids = {area.name: f"n{place}" for place, area in enumerate(drawn.areas, 1)}
    lines = ["flowchart LR", *_notes(drawn), *_groups(drawn.areas, ids)]
    lines += [f"  {_link(link, ids)}" for link in drawn.links]
    lines += [f"  {style}" for style in _STYLES]
    lines += [f"  class {node} {name}" for node, name in _classes(drawn.areas, ids)]
    return "\n".join(lines) + "\n"


def _notes(drawn: _drawn.Chosen) -> Iterator[str]:
    yield "  %% a line joins areas that change together; its share is that of the changes of the area that it binds more"
    yield "  %% thick border: bus factor 1; thick and dotted: 0; dashed: a blind spot of the lead"
    if drawn.note():
        yield f"  %% {drawn.note()}"


def _groups(areas: Sequence[Area], ids: Mapping[str, str]) -> Iterator[str]:
    """Every node once, those of one top folder in a subgraph of their own."""
    groups: dict[str, list[Area]] = {}
    for area, address in zip(areas, _drawn.addresses(areas), strict=True):
        groups.setdefault(_drawn.top(address), []).append(area)
    for place, (folder, members) in enumerate(groups.items(), 1):
        nodes = [f"{ids[area.name]}[{_label(area)}]" for area in members]
        if folder and len(members) > 1:
            yield f"  subgraph g{place}[{_quoted(folder + '/')}]"
            yield from (f"    {node}" for node in nodes)
            yield "  end"
        else:
            yield from (f"  {node}" for node in nodes)


def _label(area: Area) -> str:
    said = [area.name, _drawn.known_by(area), _drawn.bus_factor(area)]
    said += [_drawn.MARKS[mark] for mark in _drawn.marks(area) if mark in ("you", "blind")]
    return '"' + "<br/>".join(_escaped(one) for one in said if one) + '"'


def _link(link: Link, ids: Mapping[str, str]) -> str:
    line = "===" if _drawn.strength(link) >= _STRONG else "---"
    return f"{ids[link.one]} {line}|{_quoted(_drawn.percent(_drawn.strength(link)))}| {ids[link.other]}"


def _classes(areas: Sequence[Area], ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for area in areas:
        yield from ((ids[area.name], _CLASSES[mark]) for mark in _drawn.marks(area) if mark in _CLASSES)


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Plain letters as they are, every other character as the entity of its number."""
    flat = cut(" ".join(neutral(text).split()), _LONGEST)
    return _COMMAND.sub(_entity, _UNSURE.sub(_entity, flat)) or " "


def _entity(found: re.Match[str]) -> str:
    return f"#{ord(found[0])};" if found[0].isascii() else found[0]
