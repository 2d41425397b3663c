"""Arithmetic on stretches of time: unions, and the sweep that gives each minute to one kind of work.

Stretches are (start, end) of any ordered kind: instants for the product, plain numbers in its tests.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

Stretch = tuple[datetime, datetime]


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same minutes as stretches that are in order and do not touch; empty and reversed ones are dropped."""
    merged: list[Stretch] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def without(stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of the union of `stretches` when the minutes of `taken` are cut out."""
    cuts = union(taken)
    left: list[Stretch] = []
    first = 0
    for start, end in union(stretches):
        while first < len(cuts) and cuts[first][1] <= start:
            first += 1
        reached = start
        for cut_start, cut_end in cuts[first:]:
            if cut_start >= end:
                break
            if reached < cut_start:
                left.append((reached, cut_start))
            reached = max(reached, cut_end)
        if reached < end:
            left.append((reached, end))
    return left


def sweep(kinds: Mapping[str, Sequence[Stretch]]) -> dict[str, list[Stretch]]:
    """Each minute once: a kind keeps what no kind before it in the mapping has claimed.

    The lengths of the kinds therefore sum to the length of the union of all that was given.
    """
    taken: list[Stretch] = []
    kept: dict[str, list[Stretch]] = {}
    for kind, stretches in kinds.items():
        kept[kind] = without(stretches, taken)
        taken = union([*taken, *kept[kind]])
    return kept


def length(stretches: Iterable[Stretch]) -> timedelta:
    """The summed length of stretches, overlaps counted twice."""
    return sum((end - start for start, end in stretches), timedelta())
