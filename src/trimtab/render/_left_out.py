"""What a form of a schedule cannot carry, in words."""

from __future__ import annotations

from collections.abc import Mapping

_LEFT_OUT: Mapping[str, str] = {
    "svg": "load, and what stands behind each line",
    "mermaid": "people, slack, load, and what is asked for when; its times are on your clock",
    "ics": "what waits for what, slack, load and estimates; a task over a weekend is one event",
    "csv": "load, and how far the schedule may be from the best possible",
}


def left_out(form: str) -> str:
    """What `form` of a schedule leaves out; empty where it carries everything."""
    return _LEFT_OUT.get(form, "")
