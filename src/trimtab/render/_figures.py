"""Figures as people read them: a range where there is one, and "unknown" where nothing was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trimtab.advice.answer import Figure

UNKNOWN = "unknown"


def interval(figure: Figure) -> str:
    """`3 to 7 h` for an estimate, `38 commits` for a count, `at least 3 h` where only one end is known."""
    return f"{_amount(figure)} {figure.unit}".rstrip() if _known(figure) else UNKNOWN


def best_guess(figure: Figure) -> str:
    """The value inside its range, `4.5 h`; empty for a figure that has no range or no value."""
    bounded = figure.low is not None or figure.high is not None
    return f"{number(figure.value)} {figure.unit}".rstrip() if bounded and figure.value is not None else ""


def number(value: float) -> str:
    """Whole above ten, one decimal below it where it matters: `0.7`, `3`, `14`, `12,000`."""
    rounded = round(value, 1) if abs(value) < 10 else round(value)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def _known(figure: Figure) -> bool:
    return any(end is not None for end in (figure.value, figure.low, figure.high))


def _amount(figure: Figure) -> str:
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        ends = number(low), number(high)
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    if low is not None:
        return f"at least {number(low)}"
    if high is not None:
        return f"at most {number(high)}"
    return number(figure.value) if figure.value is not None else UNKNOWN
