"""The first screen of a map: the first of what each section says, and as many rows of the table as there is room for.

Nothing else is lost: all of it stands in the answer, which `--all`, every other form and `why` show.
"""

import math
from dataclasses import replace

from trimtab.advice._names import listed
from trimtab.advice.answer import Answer, Claim, Section
from trimtab.advice.map import _findings, _hot, _together

# What is said of more would push the table off the screen.
_MOST = {
    _findings.ONLY_YOU: 2,
    _findings.BY_ONE: 2,
    _findings.NOBODY: 2,
    _findings.BLIND: 2,
    _hot.TITLE: 3,
    _together.TITLE: 2,
}
_SCREEN, _AROUND, _TABLE_LEAST = 40, 7, 8
_WIDTH, _NAMES = 60, 24
_NAMED = 3


def first_screen(answer: Answer) -> Answer:
    """The answer cut to about one screen; what is cut is counted or named."""
    shown = {section.title: min(len(section.claims), _MOST.get(section.title, len(section.claims)))
             for section in answer.sections if not section.columns}  # fmt: skip
    table = any(section.columns for section in answer.sections)
    room = _SCREEN - _AROUND - _notes(answer) - (_TABLE_LEAST + 2 if table else 0)
    while _taken(answer, shown) > room and (longest := _to_shorten(answer, shown)):
        shown[longest] -= 1
    rows = _TABLE_LEAST + max(room - _taken(answer, shown), 0)
    sections = (
        _cut_table(section, rows, answer.verb) if section.columns else _cut(section, shown[section.title])
        for section in answer.sections
    )
    return replace(answer, sections=tuple(sections))


def _notes(answer: Answer) -> int:
    return sum(1 + (len(note) > _WIDTH) for note in answer.caveats) + bool(answer.nearest)


def _taken(answer: Answer, shown: dict[str, int]) -> int:
    """Lines of what stands beside the table, about: texts beside their names, details below, a line between sections."""
    told = [_cut(section, shown[section.title]) for section in answer.sections if not section.columns]
    names = max((len(claim.name) for section in told for claim in section.claims), default=0)
    room = _WIDTH - min(names, _NAMES)
    return sum(1 + sum(_height(claim, room) for claim in section.claims) for section in told)


def _height(claim: Claim, room: int) -> int:
    beside = room - max(len(claim.name) - _NAMES, 0)
    return math.ceil(len(claim.text) / max(beside, room // 2)) + sum(
        math.ceil(len(row) / _WIDTH) for row in claim.details
    )


def _to_shorten(answer: Answer, shown: dict[str, int]) -> str | None:
    """The section that tells most, the last of several; none where each tells one thing."""
    titles = [section.title for section in answer.sections if section.title in _MOST and shown[section.title] > 1]
    return max(reversed(titles), key=shown.__getitem__, default=None)


def _cut(section: Section, most: int) -> Section:
    if len(section.claims) <= most:
        return section
    *before, last = section.claims[:most]
    named = list(dict.fromkeys(claim.name for claim in section.claims[most:]))
    if section.title in (_hot.TITLE, _together.TITLE):
        return replace(section, claims=(*before, last))
    also = replace(last, details=(*last.details, f"also {listed(named, _NAMED)}"))
    return replace(section, claims=(*before, also))


def _cut_table(section: Section, most: int, verb: str) -> Section:
    hidden = len(section.claims) - most
    if hidden < 2:
        return section
    more = Claim(id="", subject="more", text=f"{hidden:,} more that change less: trimtab {verb} --all")
    return replace(section, claims=(*section.claims[:most], more))
