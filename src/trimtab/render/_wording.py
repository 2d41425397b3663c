"""Wording shared by all forms, so that text, Markdown and page say the same thing in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.render import _when

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Claim, Evidence, Section

_SHORT_OID = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `code` where it stood between backticks."""

    text: str
    code: bool = False


def pieces(text: str) -> tuple[Piece, ...]:
    """A text parted into prose and code; a backtick without a partner is prose."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    prose = ""
    while text:
        before, tick, after = text.partition("`")
        inside, partner, rest = after.partition("`")
        if not (tick and partner and inside.strip()):
            prose += before + tick
            text = after
            continue
        if prose + before:
            yield Piece(prose + before)
        yield Piece(inside, code=True)
        prose, text = "", rest
    if prose:
        yield Piece(prose)


def headline(claim: Claim) -> str:
    """The claim as a sentence that stands alone."""
    if claim.headline:
        return claim.headline
    return f"{claim.name}: {claim.text}" if claim.name else claim.text


def heading(section: Section) -> str:
    """A section's title for forms that have real headings: `HELD BY ONE` becomes `Held by one`."""
    return section.title.capitalize() if section.title.isupper() else section.title


def as_of(answer: Answer) -> str:
    """The instant of the answer; its year is said unless the period says it."""
    return _when.instant(answer.as_of, year=str(answer.as_of.year) not in answer.period)


def meaning(claim: Claim) -> str:
    """The definition with the place that argues for it, in one pair of brackets."""
    if not (claim.meaning and claim.anchor):
        return claim.meaning or claim.anchor
    if claim.meaning.endswith(")"):
        return f"{claim.meaning[:-1]}; {claim.anchor})"
    return f"{claim.meaning} ({claim.anchor})"


def window(claim: Claim) -> str:
    """The stretch of time and what it held; empty where the claim has no window."""
    if claim.window is None:
        return ""
    span = _when.span(claim.window.start, claim.window.end)
    return f"{span}: {claim.window.summary}" if claim.window.summary else span


def handle(evidence: Evidence) -> str:
    """The short name of a row: seven digits of a commit, the name of a branch, the path of a file, a record's line.

    Of an item, and of what happened on one, it is the item's number.
    """
    if evidence.kind == "commit":
        return evidence.key.rpartition("@")[2][:_SHORT_OID]
    if evidence.kind in ("item", "event"):
        number = evidence.key.partition("#")[2].partition(":")[0]
        return f"#{number}" if number else ""
    if evidence.kind in ("branch", "file"):
        return evidence.key.partition(":")[2] or evidence.key
    return evidence.key if evidence.kind == "record" else ""


def row(evidence: Evidence) -> str:
    """A row in one line: its short name and its text; the name is not said twice."""
    name = handle(evidence)
    return evidence.text if evidence.text.startswith(name) else f"{name} {evidence.text}".strip()


def sentence(text: str) -> str:
    """The text, ended by a full stop unless it ends a sentence already."""
    bare = text.strip()
    return bare if not bare or bare.endswith((".", "!", "?")) else bare + "."
