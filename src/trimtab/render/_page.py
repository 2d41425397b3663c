"""An answer as one self-contained page: a memo whose every claim opens where it stands.

`AnswerPage` is everything that page.html may name; the template computes nothing. The page asks nobody for anything:
its policy forbids scripts, images, fonts and every other request, and admits its one style sheet by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trimtab.render import _figures, _when, _wording
from trimtab.render._assets import asset, template
from trimtab.render._cells import neutral
from trimtab.render._fan_svg import FanDrawing, fan_drawing
from trimtab.render._gantt_svg import Schedule
from trimtab.render._gantt_svg import drawing as gantt_drawing
from trimtab.render._grid import cells, is_table, right_aligned
from trimtab.render._treemap import Treemap, treemap
from trimtab.render._wording import Piece

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Claim, Evidence, Figure, Group, Section

Prose = tuple[Piece, ...]
"""A text in pieces, prose and code, already neutral."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of evidence: its day, its short name, what it says, whose it is, and a safe link or none."""

    day: str
    instant: str
    handle: str
    text: Prose
    by: str
    link: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows of one sort; `more` counts those that are not listed."""

    label: str
    summary: Prose
    rows: tuple[RowView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure: its range or value, the best guess inside a range, and what was counted."""

    name: str
    shown: str
    guess: str
    definition: Prose


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim; `since` is the day from which it stands unchanged, empty for one that is new."""

    id: str
    name: str
    text: Prose
    details: tuple[Prose, ...]
    since: str
    meaning: Prose
    window: Prose
    figures: tuple[FigureView, ...]
    groups: tuple[GroupView, ...]
    left_out: tuple[Prose, ...]
    sure: Prose
    wrong: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def opens(self) -> bool:
        """Whether there is anything behind the claim; what was said before goes there too."""
        said_before = self.details if self.since else ()
        told = (self.meaning, self.window, self.figures, self.groups, self.left_out, self.sure, self.wrong)
        return any((said_before, *told))


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table, and whether it holds numbers."""

    head: str
    number: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """Claims under one heading; `note` stands where there are none; with `columns` they are the rows of a table."""

    title: str
    note: Prose
    claims: tuple[ClaimView, ...]
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The context of page.html, whole: every name that the template may use.

    language: BCP 47 tag of the page's prose.
    verb, title, period: what was asked, of whom, for when.
    sources, as_of, instant: what the answer rests on, and up to when (as read, and as a machine reads it).
    claim: the answer in one sentence.
    treemap: the drawing of a map; None where the answer has no chart.
    gantt, fan: the drawing of a schedule, and that of a forecast; None where the answer has none.
    sections: the claims.
    caveats, missing, nearest: what was left out or not seen, and the command that would show more.
    next_step, next_command: the one thing worth doing.
    style, style_hash: the style sheet, and its hash for the page's policy.
    """

    language: str
    verb: str
    title: str
    period: str
    sources: str
    as_of: str
    instant: str
    claim: Prose
    treemap: Treemap | None
    gantt: Schedule | None
    fan: FanDrawing | None
    sections: tuple[SectionView, ...]
    caveats: tuple[Prose, ...]
    missing: Prose
    nearest: str
    next_step: Prose
    next_command: str
    style: str
    style_hash: str


def html(answer: Answer) -> str:
    """The answer as a page that opens from a file, needs no network and runs no script."""
    page = answer_page(answer)
    return template("page.html").render({field.name: getattr(page, field.name) for field in fields(page)})


def answer_page(answer: Answer) -> AnswerPage:
    """The context of an answer's page."""
    drawing = treemap(answer.chart) if answer.chart is not None and answer.chart.areas else None
    bars = gantt_drawing(answer, answer.gantt) if answer.gantt is not None and answer.gantt.bars else None
    fan = fan_drawing(answer, answer.fan) if answer.fan is not None and answer.fan.spans else None
    sheets = ["page.css", "table.css"] + ["treemap.css"] * (drawing is not None)
    sheets += ["gantt.css"] * (bars is not None or fan is not None) + ["fan.css"] * (fan is not None)
    style = "".join(map(asset, sheets))
    return AnswerPage(
        language="en",
        verb=_clean(answer.verb.replace("-", " ")),
        title=_clean(answer.title),
        period=_clean(answer.period),
        sources=_clean(", ".join(answer.sources)),
        as_of=_wording.as_of(answer),
        instant=answer.as_of.isoformat(),
        claim=_prose(answer.claim),
        treemap=drawing,
        gantt=bars,
        fan=fan,
        sections=tuple(_section(section, answer) for section in answer.sections if section.claims or section.note),
        caveats=tuple(map(_prose, answer.caveats)),
        missing=_prose(_wording.sentence(answer.missing)),
        nearest=_clean(answer.nearest),
        next_step=_prose(answer.next_step),
        next_command=_clean(answer.next_command),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _section(section: Section, answer: Answer) -> SectionView:
    columns = _columns(section)
    claims = tuple(_claim(claim, answer, len(columns)) for claim in section.claims)
    return SectionView(_clean(_wording.heading(section)), _prose(section.note), claims, columns)


def _columns(section: Section) -> tuple[ColumnView, ...]:
    """The columns of a table; none where no claim has cells to stand in them."""
    if not is_table(section):
        return ()
    rows = [cells(claim, len(section.columns)) for claim in section.claims if claim.cells]
    right = [place > 0 and right_aligned(column) for place, column in enumerate(zip(*rows, strict=True))]
    return tuple(ColumnView(_clean(head), number) for head, number in zip(section.columns, right, strict=True))


def _claim(claim: Claim, answer: Answer, columns: int) -> ClaimView:
    since = claim.unchanged_since
    return ClaimView(
        id=_clean(claim.id),
        name=_clean(claim.name),
        text=_prose(claim.text),
        details=tuple(map(_prose, claim.details)),
        since=_when.day(since, near=answer.as_of) if since is not None else "",
        meaning=_prose(_wording.meaning(claim)),
        window=_prose(_wording.window(claim)),
        figures=tuple(map(_figure, claim.figures)),
        groups=tuple(map(_group, claim.because)),
        left_out=tuple(map(_prose, claim.left_out)),
        sure=_prose(claim.sure),
        wrong=tuple(map(_clean, claim.wrong)),
        cells=cells(claim, columns)[1:] if claim.cells and columns else (),
    )


def _figure(figure: Figure) -> FigureView:
    shown, guess = _figures.interval(figure), _figures.best_guess(figure)
    return FigureView(_clean(figure.name), _clean(shown), _clean(guess), _prose(figure.definition))


def _group(group: Group) -> GroupView:
    more = max(0, group.total - len(group.evidence))
    return GroupView(_clean(group.label), _prose(group.summary), tuple(map(_row, group.evidence)), more)


def _row(evidence: Evidence) -> RowView:
    handle = _wording.handle(evidence)
    text = evidence.text.removeprefix(handle).lstrip() if handle else evidence.text
    return RowView(
        day=_when.day(evidence.at) if evidence.at is not None else "",
        instant=evidence.at.isoformat() if evidence.at is not None else "",
        handle=_clean(handle),
        text=_prose(text),
        by=_clean(evidence.by or ""),
        link=_safe_link(evidence.link),
    )


def _safe_link(link: str | None) -> str:
    """The link if a browser may follow it: http or https to a named host; anything else is not a link."""
    if not link or neutral(link) != link:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return link if parts.scheme in ("http", "https") and parts.netloc else ""


def _clean(text: str) -> str:
    return neutral(text, joiners=True)


def _prose(text: str) -> Prose:
    return _wording.pieces(_clean(text))
