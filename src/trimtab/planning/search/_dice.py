"""Random numbers inside compiled code: xorshift on one word of state, so that a seed gives the same everywhere."""

from typing import Any

import numpy as np

from trimtab.planning._kernel import njit
from trimtab.planning.search._pool_arrays import Words

_GOLDEN = 0x9E3779B97F4A7C15


def state(seed: int) -> Words:
    """The state that a seed begins with, in an array of one."""
    mixed = (seed + 1) * _GOLDEN % (1 << 64)
    return np.array([mixed or _GOLDEN], np.uint64)


@njit(cache=True, nogil=True)
def word(dice: Words) -> Any:
    """The next 64 random bits."""
    x = dice[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    dice[0] = x
    return x


@njit(cache=True, nogil=True)
def below(dice: Words, end: int) -> Any:
    """A whole number from 0 up to but not including `end`."""
    return np.int64((word(dice) >> np.uint64(33)) % np.uint64(end))


@njit(cache=True, nogil=True)
def share(dice: Words) -> Any:
    """A number from 0 up to but not including 1."""
    return np.float64(word(dice) >> np.uint64(11)) / 9007199254740992.0
