"""Which commits say that they fix something that was wrong; only their subjects are looked at.

What does not say so is not found, and what says so of a text or of its form is no fault of the code.
"""

import polars as pl

_FIX = (
    r"(?i)\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix(?:es)?)?|regressions?|crash(?:e[sd]|ing)?|leak(?:s|ed|ing)?|overflows?"
    r"|segfaults?|broken|incorrect(?:ly)?|wrong(?:ly)?)\b"
)
_NO_FAULT = r"(?i)\b(?:typos?|doc(?:s|strings?|umentation)?|comments?|lint(?:s|er|ing)?|format(?:s|ted|ting)?)\b"


def is_fix(subject: pl.Expr) -> pl.Expr:
    """Whether the subject of a commit says that something was wrong and now is not; never null."""
    return (subject.str.contains(_FIX) & ~subject.str.contains(_NO_FAULT)).fill_null(value=False)
