"""How good any schedule could be: the fewest slots that every schedule of a problem takes."""

from trimtab.planning.bound.paths import earliest
from trimtab.planning.bound.pools import energy
from trimtab.planning.problem import Problem

__all__ = ["lower_bound", "paths", "pools"]


def lower_bound(problem: Problem) -> int:
    """The number of slots below which no schedule can end."""
    return max((*(end for _, end in earliest(problem)), energy(problem)), default=0)
