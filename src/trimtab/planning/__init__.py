"""Plans to schedules: arithmetic on values, which knows no rows, files or screens.

`problem` is what to schedule and `schedule` what comes out; each solver takes the one and returns the other. numpy,
numba and OR-Tools are imported in the modules that need them, when they are asked: they come with the `plan` extra.
"""

from trimtab.planning.problem import FULL, Candidate, Link, Person, Pool, Problem, Task
from trimtab.planning.schedule import Placement, Schedule, Solution

__all__ = ["FULL", "Candidate", "Link", "Person", "Placement", "Pool", "Problem", "Schedule", "Solution", "Task"]
