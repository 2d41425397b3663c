"""When people work, compiled: how much by which slot, and by which slot how much."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trimtab.planning._kernel import njit

Whole = Any  # a machine integer: numba infers which, and neither Python nor numpy has one name for all
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

NEVER = 1 << 30
"""The slot of what does not end: the person is gone for good."""

GRAIN = 32
"""Slots from one to the next whose row of working time is noted: few enough that few rows lie between."""


class Days(NamedTuple):
    """When people work, in rows: from slot `first[r]` on, before which `worked[r]` thousandths of slots are worked,
    `pace[r]` thousandths of each slot are; each person's end with a row that no slot comes to.

    Of person p, `row[hint[p] + k]` is the row of slot k * GRAIN, up to `hint[p + 1]`, the last being that of all later
    slots too; `most[p]` is the fastest pace.
    """

    first: Longs
    worked: Longs
    pace: Longs
    hint: Longs
    row: Ints
    most: Longs


@njit(cache=True, nogil=True, inline="always")
def row_of(days: Days, person: Whole, slot: Whole) -> Whole:
    """The row of working time that a slot lies in."""
    hint = days.hint[person]
    row: Whole = np.int64(days.row[min(hint + slot // GRAIN, days.hint[person + 1] - 1)])
    while days.first[row + 1] <= slot:
        row += 1
    return row


@njit(cache=True, nogil=True)
def worked_before(days: Days, person: Whole, slot: Whole) -> Whole:
    """Thousandths of slots that a person has worked before a slot."""
    row = row_of(days, person, slot)
    return days.worked[row] + (slot - days.first[row]) * days.pace[row]


@njit(cache=True, nogil=True, inline="always")
def opening(days: Days, person: Whole, slot: Whole) -> Whole:
    """The first slot from `slot` on in which a person works."""
    row = row_of(days, person, slot)
    while days.pace[row] == 0 and days.first[row + 1] < NEVER:
        row += 1
    return max(np.int64(slot), days.first[row]) if days.pace[row] > 0 else np.int64(NEVER)


@njit(cache=True, nogil=True)
def slot_of(days: Days, row: Whole, thousandths: Whole) -> Whole:
    """The first slot before which a person has worked so many thousandths; they are worked in `row` or later."""
    while days.worked[row + 1] < thousandths:
        row += 1
    pace = days.pace[row]
    if pace == 0:
        return np.int64(NEVER)
    # Whole numbers as these are divided exactly where the quotient is whole, and never rounded up to one.
    return days.first[row] + np.int64(np.ceil(np.float64(thousandths - days.worked[row]) / np.float64(pace)))


@njit(cache=True, nogil=True)
def end_of(days: Days, person: Whole, start: Whole, work: Whole) -> Whole:
    """The slot by which a person has done `work` thousandths, begun in slot `start`."""
    if work <= 0:
        return min(np.int64(start), np.int64(NEVER))
    if start >= NEVER:
        return np.int64(NEVER)
    row = row_of(days, person, start)
    done = days.worked[row] + (start - days.first[row]) * days.pace[row]
    return min(slot_of(days, row, done + work), np.int64(NEVER))


@njit(cache=True, nogil=True)
def start_for(days: Days, person: Whole, end: Whole, work: Whole) -> Whole:
    """The first slot from which `work` thousandths end no earlier than slot `end`."""
    before = worked_before(days, person, end - 1) - work
    if before < 0:
        return np.int64(0)
    row = row_of(days, person, end - 1)
    while days.worked[row] > before:
        row -= 1
    return slot_of(days, row, before + 1) - 1
