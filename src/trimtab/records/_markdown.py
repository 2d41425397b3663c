"""A Markdown file with front matter: where the block ends, and which headings open a dated note.

The body is the user's and is only cut at headings; front matter is a stretch of YAML for `_nodes`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trimtab.diagnostics import Diagnostic
from trimtab.records._text import Text

_FENCE_LINE = re.compile(r"---[ \t]*$")
_HEADING = re.compile(
    r"##[ \t]+(?P<date>\d{1,4}-\d{1,2}-\d{1,4})(?:[ \t]*[:·–-]?[ \t]+(?P<title>.*?))?[ \t#]*$", re.ASCII
)
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Matter:
    """Where the front matter's YAML starts and ends, and where the body starts; None without a whole block."""

    start: int
    end: int
    body: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the body below one dated heading."""

    date: date | None
    title: str
    text: str
    start: int
    end: int


def front_matter(text: Text) -> tuple[Matter | None, tuple[Diagnostic, ...]]:
    """The block between the first line and the next `---`."""
    if not _FENCE_LINE.match(text.line(1)):
        hint = "begin the file with a line ---, then `names: [...]` and so on, then another line ---."
        return None, (
            text.flaw(
                "no-front-matter", "no block between two lines of --- opens this file", 0, len(text.line(1)), hint
            ),
        )
    for number in range(2, len(text.starts) + 1):
        if _FENCE_LINE.match(text.line(number)):
            after = text.starts[number] if number < len(text.starts) else len(text.text)
            return Matter(text.starts[1], text.starts[number - 1], after), ()
    hint = "write a second line --- below the last key."
    return None, (text.flaw("open-front-matter", "this block is never closed", 0, 3, hint),)


def sections(text: Text, body: int) -> tuple[tuple[Section, ...], tuple[Diagnostic, ...]]:
    """The dated notes of a body, in the order written; what stands before the first is no note."""
    found: list[Section] = []
    diagnostics: list[Diagnostic] = []
    headings = list(_headings(text, body))
    edges = [start for start, _, _ in headings] + [len(text.text)]
    for (start, end, heading), following in zip(headings, edges[1:], strict=True):
        day = _day(heading["date"])
        if day is None:
            at = start + heading.start("date")
            message, hint = f'"{heading["date"]}" is no date', "write year, month and day: ## 2026-11-04."
            diagnostics.append(text.flaw("bad-note-date", message, at, start + heading.end("date"), hint))
        found.append(Section(day, (heading["title"] or "").strip(), text.text[end:following].strip(), start, end))
    return tuple(found), tuple(diagnostics)


def _headings(text: Text, body: int) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Start, end and parts of each dated heading; headings inside a code block are none."""
    fence = ""
    first, _ = text.place(body)
    for number in range(first, len(text.starts) + 1):
        line = text.line(number)
        opened = _CODE_FENCE.match(line)
        if fence:
            fence = "" if opened and opened[1].startswith(fence) and not line.strip(" \t`~") else fence
        elif opened:
            fence = opened[1]
        elif (heading := _HEADING.match(line)) is not None:
            start = text.starts[number - 1]
            yield start, start + len(line), heading


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII) else None
    except ValueError:
        return None
