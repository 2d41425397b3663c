"""When each task can start and end at the earliest, as if everybody were free at full pace: links and releases alone."""

from trimtab.planning.list_schedule import shortest
from trimtab.planning.problem import Problem


def earliest(problem: Problem) -> list[tuple[int, int]]:
    """The first (start, end) of each task, in slots, that the links, releases and fixed starts leave."""
    length = shortest(problem)
    found = [(0, 0)] * len(problem.tasks)
    for task in problem.order:
        one = problem.tasks[task]
        start, end = one.release if one.start is None else one.start, 0
        for link in problem.before[task]:
            at = found[link.before][link.kind in ("FS", "FF")] + link.lag
            if link.kind in ("FS", "SS"):
                start = max(start, at)
            else:
                end = max(end, at)
        ends = max(start + length[task], end)
        found[task] = (start if one.roles else ends - length[task], ends)
    return found
