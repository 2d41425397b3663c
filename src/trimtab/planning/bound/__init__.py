"""How good any schedule could be: the fewest slots that every schedule of a problem takes."""

from trimtab.planning.bound.paths import earliest
from trimtab.planning.bound.pools import energy
from trimtab.planning.problem import Problem

__all__ = ["lower_bound", "paths", "people", "pools", "stretches"]


def lower_bound(problem: Problem) -> int:
    """The number of slots below which no schedule can end."""
    bound = max((*(end for _, end in earliest(problem)), energy(problem)), default=0)
    if problem.people:
        from trimtab.planning.bound.people import people_bound
        from trimtab.planning.bound.stretches import stretched

        bound = stretched(problem, max(bound, people_bound(problem)))
    return bound
