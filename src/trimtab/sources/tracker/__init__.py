"""What the sources of issues and pull requests have in common: rows, what is known already, and GitHub's objects.

Importing this loads nothing heavy. `rows`, `items`, `github` and `known` load polars, for whoever has something to read.
What becomes of each object stands in `docs/reference/trackers.md`.
"""

from dataclasses import dataclass

__all__ = ["Tracker"]


@dataclass(frozen=True, slots=True)
class Tracker:
    """A tracker's name in the lake, its host, and whether items go by their native ids (else by number)."""

    name: str
    host: str
    native: bool = False
