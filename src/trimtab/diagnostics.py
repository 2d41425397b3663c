"""What can be wrong with a text: the place, the finding, and their text and JSON forms.

A mistake in the user's text is data, not an exception: whoever reads a text returns what it could read and a list of
these. Which mistakes there are is the business of the readers (`trimtab.records`); runs that cannot go on are in
`trimtab.errors`.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]

# A line of an excerpt is cut to this many characters around the place, so that a file of one line stays readable.
_WIDEST = 100


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: lines and columns count from 1, in characters; `end_column` is the first one after it.

    `file` is the path within the workspace, with forward slashes.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of the file as shown: `at` cells stand before the carets, which are `width` cells wide."""

    line: int
    text: str
    at: int
    width: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: its code names the rule, the message says what is wrong here, the hint what to do about it."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str
    excerpt: Excerpt | None = None

    def to_text(self) -> str:
        """Place, what, excerpt, remedy: the form every surface prints."""
        lines = [f"{self.span}: {self.severity}[{self.code}]: {self.message}"]
        if self.excerpt is not None:
            lines.append(f"{self.excerpt.line:>5} | {self.excerpt.text}".rstrip())
            lines.append(f"{'':>5} | {' ' * self.excerpt.at}{'^' * self.excerpt.width}")
        lines.append(f"hint: {self.hint}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, str | int | None]:
        """The same, flat, in a stable order of keys."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "end_line": self.span.end_line,
            "end_column": self.span.end_column,
            "excerpt": None if self.excerpt is None else self.excerpt.text,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are of each severity."""

    errors: int
    warnings: int

    def __str__(self) -> str:
        said = [_many(self.errors, "error")] if self.errors else []
        said += [_many(self.warnings, "warning")] if self.warnings else []
        return ", ".join(said) or "nothing to report"


def error(code: str, message: str, span: Span, *, hint: str, excerpt: Excerpt | None = None) -> Diagnostic:
    """A finding that costs something: what it points at was not used."""
    return Diagnostic(code, "error", message, span, hint, excerpt)


def warning(code: str, message: str, span: Span, *, hint: str, excerpt: Excerpt | None = None) -> Diagnostic:
    """A finding that costs nothing yet, and is likely a mistake."""
    return Diagnostic(code, "warning", message, span, hint, excerpt)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, errors before warnings of the same place, each finding once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda one: (one.span, one.severity, one.code, one.message)))


def count(diagnostics: Iterable[Diagnostic]) -> Counts:
    """How many errors and warnings there are."""
    severities = [one.severity for one in diagnostics]
    return Counts(severities.count("error"), severities.count("warning"))


def excerpt_of(line: int, text: str, column: int, end_column: int) -> Excerpt:
    """The line to show for a place: cut around it, and safe to print (no tabs, no control characters).

    `column` and `end_column` count characters of `text` from 1. Carets count cells of a terminal, so that they stand
    below wide characters too; there is always at least one.
    """
    start, end = column - 1, max(end_column - 1, column)
    first = max(0, start - _WIDEST // 2) if len(text) > _WIDEST else 0
    last = min(len(text), first + _WIDEST)
    end = max(start + 1, min(end, last))
    head = "…" if first > 0 else ""
    tail = "…" if last < len(text) else ""
    before, marked = _printable(text[first:start]), _printable(text[start:end])
    shown = head + before + marked + _printable(text[end:last]) + tail
    return Excerpt(line, shown, len(head) + _cells(before), max(1, _cells(marked)))


def did_you_mean(asked: str, known: Iterable[str]) -> str:
    """`did you mean "x"? ` for the nearest known word, else nothing; meant to open a hint."""
    spelt = {word.lower(): word for word in known}
    nearest = get_close_matches(asked.lower(), list(spelt), n=1, cutoff=0.6)
    return f'did you mean "{spelt[nearest[0]]}"? ' if nearest else ""


def _printable(text: str) -> str:
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\t":
        return " "
    # Zero-width and control characters would shift the carets, or drive the terminal.
    return (
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else character
    )


def _cells(text: str) -> int:
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
