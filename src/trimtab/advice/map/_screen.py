"""A map cut for the screen: the first of what each section says, as many rows as there is room for, names that fit.

Nothing else is lost: all of it stands in the answer, which `--all`, every other form and `why` show.
"""

import math
import unicodedata
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
# Cells of a table's row without its id, the gap between two columns, and what names of areas keep more than those of people.
_ROW, _GAP, _MORE = 72, 2, 10


def first_screen(answer: Answer, *, everything: bool = False) -> Answer:
    """The answer cut to about one screen; what is cut is counted or named. With `everything` only names are cut to fit."""
    cut = answer if everything else _cut_to_one(answer)
    return replace(cut, sections=tuple(_with_names_that_fit(section) for section in cut.sections))


def _cut_to_one(answer: Answer) -> Answer:
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


def _with_names_that_fit(section: Section) -> Section:
    """People named as far as their column will have room, rather than cut in the middle of a name."""
    if not section.columns or section.columns[-1] != "known to":
        return section
    rows = [claim for claim in section.claims if claim.cells]
    figures = zip(section.columns[1:-1], *(claim.cells[:-1] for claim in rows), strict=True)
    texts = _ROW - _GAP * (len(section.columns) - 1) - sum(max(map(len, column)) for column in figures)
    longest = max((_cells(claim.name) for claim in rows), default=0)
    room = max(texts - longest, (texts - _MORE) // 2)
    claims = (
        replace(claim, cells=(*claim.cells[:-1], fitted(claim.cells[-1], room))) if claim.cells else claim
        for claim in section.claims
    )
    return replace(section, claims=tuple(claims))


def fitted(people: str, room: int) -> str:
    """`you, Ife +2` of four people: the first of them, and how many more; of many, the first who are no news."""
    names = people.split(", ")
    # "You +3" would say nothing of anybody; how many they are stands in the column beside.
    least = min(2 if names[0] == "you" else 1, len(names))
    forms = [people, people.removeprefix("only ")]
    for most in range(len(names) - 1, least - 1, -1):
        silent = " (silent)" if any(name.endswith("(silent)") for name in names[most:]) else ""
        forms.append(f"{', '.join(names[:most])} +{len(names) - most}{silent}")
    plain = [name.removesuffix(" (silent)") for name in names]
    forms += [
        ", ".join(plain[:most]) + f" +{len(plain) - most}" * (most < len(plain))
        for most in range(len(plain), least - 1, -1)
    ]
    forms += [", ".join(plain[:most]) for most in range(len(plain), least - 1, -1)]
    return next((form for form in forms if _cells(form) <= room), forms[-1])


def _cells(text: str) -> int:
    """Cells of a terminal: two for a letter of full width, as East Asian names have."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
