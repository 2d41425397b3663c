"""What varies from future to future, compiled.

Dice are counted, not drawn in order: a number depends on the key of a task (a digest of its name and the seed) and on
the future alone (SplitMix64: Steele, Lea and Flood, OOPSLA 2014). So a task more or less moves no other's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trimtab.planning._kernel import njit
from trimtab.planning._simulate_days import Longs, Whole

Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]
Marks = NDArray[np.bool_]

_EVEN = 2.0**-32


class Draws(NamedTuple):
    """What varies. Task i takes multiples of `tables[table[i]]` by dice with `key[i]`, its median where it is `fixed`,
    and 1 in every future where `table[i]` is -1; `shared` of each future multiplies the others. Events happen with their
    chance and add their `event_extra` (thousandths of slots) by their own table to the tasks they hit. A task brings
    `found_work` thousandths of found work with `found_chance`, by `found_table`."""

    key: Keys
    table: Longs
    fixed: Marks
    tables: Floats
    shared: Floats
    hit_at: Longs
    hit_event: Longs
    event_key: Keys
    event_table: Longs
    event_chance: NDArray[np.float64]
    event_extra: Longs
    found_chance: float
    found_work: Longs
    found_table: int


@njit(cache=True, nogil=True)
def dice(key: np.uint64, future: Whole) -> np.uint64:
    """64 even bits for one key in one future."""
    bits = key + np.uint64(future + 1) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@njit(cache=True, nogil=True)
def draw(draws: Draws, task: Whole, first: Whole, multiple: Floats, extra: Floats) -> None:
    """Of a block of futures, the multiple of a task's work and what comes on top, both with what all share in them.

    `first` is a multiple of 4: one number holds the dice of four futures.
    """
    row = draws.table[task]
    extra[:] = 0.0
    if row < 0:
        multiple[:] = 1.0
        return
    key, count = np.uint64(draws.key[task]), len(multiple)
    shared = draws.shared[first : first + count]
    if draws.fixed[task]:
        multiple[:] = draws.tables[row, draws.tables.shape[1] // 2] * shared
    else:
        rolled(key, first, draws.tables[row], shared, multiple)
    if draws.found_chance > 0 and draws.found_work[task] > 0:
        add(key ^ np.uint64(0x5851F42D4C957F2D), first, draws.found_chance, draws.tables[draws.found_table],
            np.float64(draws.found_work[task]), shared, extra)  # fmt: skip
    for hit in range(draws.hit_at[task], draws.hit_at[task + 1]):
        event = draws.hit_event[hit]
        add(np.uint64(draws.event_key[event]), first, draws.event_chance[event], draws.tables[draws.event_table[event]],
            np.float64(draws.event_extra[event]), shared, extra)  # fmt: skip


@njit(cache=True, nogil=True)
def rolled(key: np.uint64, first: Whole, table: Floats, shared: Floats, multiple: Floats) -> None:
    """One of the table's values in each future, times what all share."""
    for b in range(0, len(multiple), 4):
        bits = dice(key, (first + b) // 4)
        for one in range(b, min(b + 4, len(multiple))):
            multiple[one] = table[bits & np.uint64(4095)] * shared[one]
            bits = bits >> np.uint64(16)


@njit(cache=True, nogil=True)
def add(
    key: np.uint64, first: Whole, chance: float, table: Floats, amount: float, shared: Floats, extra: Floats
) -> None:  # fmt: skip
    """With a chance, an amount on top, by a table."""
    for b in range(len(extra)):
        bits = dice(key, first + b)
        if np.float64(bits & np.uint64(0xFFFFFFFF)) * _EVEN < chance:
            extra[b] += table[bits >> np.uint64(52)] * amount * shared[b]


@njit(cache=True, nogil=True)
def drawn(work: Whole, multiple: float, extra: float) -> Whole:
    """Thousandths of slots of a part in one future."""
    return np.int64(np.float64(work) * multiple + extra + 0.5)
