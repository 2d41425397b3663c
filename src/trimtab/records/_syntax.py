"""What the YAML parser says, in words that help somebody who edits settings twice a year."""

from trimtab.diagnostics import Diagnostic
from trimtab.records._text import Text

# What the parser's message contains -> what to say, and what to do. The first that fits is taken.
_KNOWN = (
    ("mapping values are not allowed", "a colon stands where none can", 'put quotes around a text that holds ": ".'),
    (
        "could not find expected ':'",
        "a key without a colon",
        'write `key: value`, and quotes around a text that holds ": ".',
    ),
    ("unexpected end of stream", "a quote is never closed", "close it with the same quote it opened with."),
    (
        "expected ',' or ']'",
        "a list in brackets is never closed, or lacks a comma",
        "close it with `]`, and part its items with commas.",
    ),
    (
        "expected ',' or '}'",
        "a mapping in braces is never closed, or lacks a comma",
        "close it with `}`, and part its entries with commas.",
    ),
    (
        "expected <block end>",
        "this line is indented differently from those above it",
        "indent it like the lines it belongs to.",
    ),
    ("expected the node content", "a value is missing here", "write the value, or close the bracket."),
    ("cannot start any token", "a value cannot begin with this character", "put quotes around the value."),
    (
        "expected '<document start>'",
        "this does not belong to what stands above it",
        "see whether it is indented like the lines above.",
    ),
    ("escape", "this escape is unknown", "use single quotes, in which a backslash is only a backslash."),
)


def syntax_flaw(text: Text, source: str, offset: int, reason: Exception) -> Diagnostic:
    """The parser's complaint as a diagnostic; `source` is the stretch of `text` from `offset` on that it read."""
    at, said = _where(source, reason)
    start = offset + at
    if said == "control":
        found = f"U+{ord(text.text[start]):04X}"
        hint = "delete it; it is invisible in most editors."
        return text.flaw("control-character", f"the character {found} cannot stand here", start, start + 1, hint)
    if "\t" in said or "\\t" in said:
        hint = "use spaces; most editors can turn tabs into spaces."
        return text.flaw("tab-indent", "a tab stands where YAML wants spaces", start, start + 1, hint)
    for part, message, hint in _KNOWN:
        if part in said:
            return text.flaw("yaml-syntax", message, start, start + 1, hint)
    return text.flaw(
        "yaml-syntax", f"this cannot be read: {said}", start, start + 1, "see the line and the one before it."
    )


def _where(source: str, reason: Exception) -> tuple[int, str]:
    mark = getattr(reason, "problem_mark", None) or getattr(reason, "context_mark", None)
    if mark is not None:
        at = min(int(mark.index), len(source))
        # The end of the text is on a line that nobody sees; the last thing written is where to look.
        at = at if source[at:].strip() else max(0, len(source.rstrip()) - 1)
        return at, str(getattr(reason, "problem", None) or reason).splitlines()[0]
    if type(reason).__name__ == "ReaderError":
        return int(getattr(reason, "position", 0)), "control"
    return 0, (str(reason).splitlines() or [type(reason).__name__])[0]
