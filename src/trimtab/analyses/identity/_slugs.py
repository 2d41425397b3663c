"""Short, stable ids from names."""

import re
from collections.abc import Container

from trimtab.analyses.identity._names import folded


def slug(text: str) -> str:
    """Lower-case words of a name joined by hyphens, in plain letters where it has any."""
    return re.sub(r"[\W_]+", "-", re.sub(r"['`´]", "", folded(text))).strip("-")


def free(wanted: str, taken: Container[str]) -> str:
    """The wanted id, or the first of `-2`, `-3` ... that is not taken."""
    candidate, number = wanted, 2
    while candidate in taken:
        candidate, number = f"{wanted}-{number}", number + 1
    return candidate
