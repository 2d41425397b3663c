"""The first screen of a map: as many rows of its tables as leave room for what it says below them."""

import math
from dataclasses import replace

from trimtab.advice.answer import Answer, Claim, Section

# Lines of a screen less those around the sections, and what a table keeps whatever stands below it.
_ROOM, _LEAST = 31, 8
_WIDTH, _NAMES = 58, 24


def first_screen(answer: Answer) -> Answer:
    """The answer with tables cut to one screen, the coolest rows first to go; `--all` is where to find them."""
    told = [section for section in answer.sections if not section.columns]
    names = max((len(claim.name) for section in told for claim in section.claims), default=0)
    taken = sum(_height(section, _WIDTH - min(names, _NAMES)) for section in told)
    most = max(_ROOM - taken, _LEAST)
    return replace(answer, sections=tuple(_cut(section, most, answer.verb) for section in answer.sections))


def _height(section: Section, room: int) -> int:
    """Lines of a section, about: texts of so many cells beside their names, details on a line each, one line between."""
    return 1 + sum(math.ceil(len(claim.text) / room) + len(claim.details) for claim in section.claims)


def _cut(section: Section, most: int, verb: str) -> Section:
    hidden = len(section.claims) - most
    if not section.columns or hidden < 2:
        return section
    more = Claim(id="", subject="more", text=f"{hidden:,} more that change less: trimtab {verb} --all")
    return replace(section, claims=(*section.claims[:most], more))
