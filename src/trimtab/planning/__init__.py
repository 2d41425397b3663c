"""Plans to schedules: arithmetic on values, which knows no rows, files or screens.

`problem` is what to schedule and `schedule` what comes out; each solver takes the one and returns the other. numpy,
numba and OR-Tools are imported in the modules that need them, when they are asked: they come with the `plan` extra.
"""

__all__ = [
    "bound",
    "compiled",
    "critical",
    "doubts",
    "durations",
    "lead",
    "list_schedule",
    "moves",
    "problem",
    "replan",
    "schedule",
    "search",
    "simulate",
    "solve",
    "validity",
]
