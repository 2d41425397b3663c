"""An answer as GitHub-flavoured Markdown, for pasting into an issue, a chat or a note.

What is special to Markdown is escaped, so that a path or a subject shows as it is, and a name behind an @ notifies
nobody. Evidence stays behind the ids: `trimtab why` opens it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trimtab.render import _when, _wording
from trimtab.render._cells import neutral
from trimtab.render._grid import cells, is_table, right_aligned

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Claim, Section

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!$^=]")
_OPENS_A_LIST = re.compile(r"^(\d+)([.)])|^([-+])")
_BAR = re.compile(r"(?<!\\)\|")
# GitHub makes links and mentions from bare text; an empty comment between the characters leaves them text.
_AUTOLINK = re.compile(r"@(?=\w)|(?<=http)(?=s?://)|(?<=ftp)(?=://)|(?<=www)(?=\.)", re.IGNORECASE)


def markdown(answer: Answer) -> str:
    """The answer as Markdown, ended by a newline: a heading, a list or a table for each section, the next step last."""
    return "\n\n".join(_blocks(answer)) + "\n"


def _blocks(answer: Answer) -> Iterator[str]:
    yield "## " + " · ".join(_prose(said) for said in (answer.title, answer.period) if said)
    evidence = f"evidence: {_prose(', '.join(answer.sources))} · " if answer.sources else ""
    yield f"*{evidence}as of {_prose(_wording.as_of(answer))}*"
    if answer.claim:
        yield f"**{_prose(answer.claim)}**"
    for section in answer.sections:
        if section.claims or section.note:
            yield f"### {_prose(_wording.heading(section))}"
            yield _section(section, answer)
    yield from (f"> {_prose(caveat)}" for caveat in answer.caveats)
    yield from _closing(answer)


def _section(section: Section, answer: Answer) -> str:
    if is_table(section):
        return _table(section)
    items = [_item(claim, answer) for claim in section.claims]
    return "\n".join(items) or _prose(section.note)


def _table(section: Section) -> str:
    """A table with the ids in a last column; numbers to the right, details in brackets behind the name."""
    rows = [cells(claim, len(section.columns)) for claim in section.claims]
    right = [place > 0 and right_aligned([row[place] for row in rows]) for place in range(len(section.columns))]
    lines = [_row([*map(_prose, section.columns), ""]), _row([*("--:" if one else "---" for one in right), "---"])]
    for claim, (name, *others) in zip(section.claims, rows, strict=True):
        said = [_prose(one) for one in claim.details] if claim.cells else [_prose(claim.text)]
        first = " ".join(
            [f"**{_prose(name)}**" if name.strip() else "", f"({'; '.join(said)})" if said else ""]
        ).strip()
        lines.append(_row([first, *map(_prose, others), _code(claim.id)]))
    return "\n".join(lines)


def _row(written: Sequence[str]) -> str:
    """One line of a table; a bar within code would part its cell, too."""
    return "| " + " | ".join(_BAR.sub(r"\\|", cell) for cell in written) + " |"


def _item(claim: Claim, answer: Answer) -> str:
    name = f"**{_prose(claim.name)}** " if claim.name else ""
    said = f"- {name}{_prose(claim.text)} {_code(claim.id)}"
    if claim.unchanged_since is not None:
        return f"{said} *(unchanged since {_when.day(claim.unchanged_since, near=answer.as_of)})*"
    return "\n".join([said, *(f"  - {_prose(detail)}" for detail in claim.details)])


def _closing(answer: Answer) -> Iterator[str]:
    missing = f"Not seen: {_prose(_wording.sentence(answer.missing))}" if answer.missing else ""
    nearest = f"Nearest: {_code(answer.nearest)}" if answer.nearest else ""
    if missing or nearest:
        yield " ".join(said for said in (missing, nearest) if said)
    if answer.next_step or answer.next_command:
        said = [_prose(answer.next_step), _code(answer.next_command) if answer.next_command else ""]
        yield "**Next:** " + " ".join(one for one in said if one)


def _prose(text: str) -> str:
    """Text on one line, its backticked parts as code, the rest escaped."""
    flat = " ".join(neutral(text, joiners=True).split())
    return "".join(_code(piece.text) if piece.code else _escaped(piece.text) for piece in _wording.pieces(flat))


def _escaped(text: str) -> str:
    plain = _SPECIAL.sub(r"\\\g<0>", text)
    plain = _OPENS_A_LIST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", plain)
    return _AUTOLINK.sub(lambda found: found[0] + "<!-- -->", plain)


def _code(text: str) -> str:
    """A code span; a fence of two where the text has a backtick of its own."""
    flat = " ".join(neutral(text, joiners=True).split())
    return f"`` {flat} ``" if "`" in flat else f"`{flat}`"
