"""How good a schedule with people could be at best: no schedule ends before what is found here.

Two reasons bound a plan. Work waits for other work: each task ends no earlier than its quickest candidates could end it,
calendars counted (`heads`). And people: what they can all do up to a slot must be enough for what has to be done by then,
whoever does what (`_load`: a linear program over shares of parts, as for unrelated machines, with calendars).

The program only proposes prices for people's time. The bound itself is whole-number arithmetic on those prices (weak
duality), so that rounding in the solver may weaken it but cannot make it wrong.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trimtab.planning.problem import FULL, Candidate, Person, Problem

NEVER = 1 << 40
PRICES = 10**6
STEPS = 12


class Calendar:
    """What a person has done by a slot, in thousandths of slots, and when so much is done."""

    def __init__(self, person: Person) -> None:
        self._since = [at for at, _ in person.pace]
        self._pace = [pace for _, pace in person.pace]
        self._done = [0]
        for (at, pace), (until, _) in pairwise(person.pace):
            self._done.append(self._done[-1] + (until - at) * pace)
        self.quickest = max(self._pace)

    def done(self, slot: int) -> int:
        at = bisect_right(self._since, slot) - 1
        return self._done[at] + (slot - self._since[at]) * self._pace[at] if at >= 0 else 0

    def works_from(self, slot: int) -> int:
        """The first slot from there on in which the person works, `NEVER` without one."""
        at = bisect_right(self._since, slot) - 1
        while not self._pace[at]:
            at += 1
            if at == len(self._pace):
                return NEVER
            slot = self._since[at]
        return slot

    def ready(self, slot: int, work: int) -> int:
        """When `work` slots at full pace are done, begun in the first working slot from `slot` on."""
        if not work:
            return slot
        slot = self.works_from(slot)
        if slot >= NEVER:
            return NEVER
        at, due = bisect_right(self._since, slot) - 1, self.done(slot) + work * FULL
        while at + 1 < len(self._done) and self._done[at + 1] < due:
            at += 1
        return self._since[at] - (self._done[at] - due) // self._pace[at] if self._pace[at] else NEVER


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody has to do: the candidates, from which slot on at the earliest, and what is left to wait for after."""

    able: tuple[Candidate, ...]
    head: int
    tail: int


def people_bound(problem: Problem) -> int:
    """A makespan that no schedule is below, in slots."""
    calendars = [Calendar(person) for person in problem.people]
    bound = max(heads(problem, calendars)[1], default=0)
    parts = parts_of(problem, calendars)
    if bound >= NEVER:
        return bound
    for head, tail in _windows(parts):
        within = [part for part in parts if part.head >= head and part.tail >= tail]
        bound = _load(within, calendars, head, tail, bound)
    return bound


def people_prices(problem: Problem, makespan: int) -> list[int]:
    """What a slot of each person's time is worth in a plan of that length, as whole numbers that only compare."""
    calendars = [Calendar(person) for person in problem.people]
    return prices_of(_alike(parts_of(problem, calendars)), [calendar.done(makespan) for calendar in calendars])


def parts_of(problem: Problem, calendars: Sequence[Calendar]) -> list[Part]:
    """All that people have to do: a part for each role that takes time."""
    starts, _ = heads(problem, calendars)
    return [
        Part(able, start, tail)
        for task, start, tail in zip(range(len(problem.tasks)), starts, tails(problem, calendars), strict=True)
        for able in roles_of(problem, task)
        if min(one.work for one in able)
    ]


def roles_of(problem: Problem, task: int) -> tuple[tuple[Candidate, ...], ...]:
    """Who could fill each role of a task, its people alone where they are given. A role may be left without anybody."""
    one = problem.tasks[task]
    if one.people is None:
        return one.roles
    return tuple(
        tuple(c for c in able if c.person == who) or able for able, who in zip(one.roles, one.people, strict=True)
    )


def heads(problem: Problem, calendars: Sequence[Calendar]) -> tuple[list[int], list[int]]:
    """The earliest start and end of each task, if everybody had time for everything."""
    starts, ends = [0] * len(problem.tasks), [0] * len(problem.tasks)
    for task in problem.order:
        one = problem.tasks[task]
        start, end = max(one.release, one.start or 0), 0
        for link in problem.before[task]:
            bound = (ends if link.kind[0] == "F" else starts)[link.before] + link.lag
            start, end = (max(start, bound), end) if link.kind[1] == "S" else (start, max(end, bound))
        roles = roles_of(problem, task)
        for able in roles:
            if all(c.work for c in able):
                start = max(start, min(calendars[c.person].works_from(start) for c in able))
        ready = [min(calendars[c.person].ready(start, c.work) for c in able) for able in roles]
        starts[task] = start
        ends[task] = max(end, *ready) if ready else max(end, start + one.duration)
    return starts, ends


def tails(problem: Problem, calendars: Sequence[Calendar]) -> list[int]:
    """How many slots go by after the end of each task at least, by the links that wait for its end."""
    least = [0] * len(problem.tasks)
    found = [0] * len(problem.tasks)
    for task in reversed(problem.order):
        one = problem.tasks[task]
        roles = roles_of(problem, task)
        least[task] = max((min(_shortest(c, calendars) for c in able) for able in roles), default=one.duration)
        for link in problem.after[task]:
            if link.kind[0] == "F":
                more = least[link.after] if link.kind[1] == "S" else 0
                found[task] = max(found[task], link.lag + more + found[link.after])
    return found


def _shortest(one: Candidate, calendars: Sequence[Calendar]) -> int:
    return -(-one.work * FULL // calendars[one.person].quickest) if calendars[one.person].quickest else NEVER


def _windows(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """From which slot on, and until how long before the end: for all parts, and for those in the middle of the plan."""
    first = sorted({part.head for part in parts})
    last = sorted({part.tail for part in parts})
    if not first:
        return []
    few = range(4) if len(parts) <= 400 else range(1)
    return list(dict.fromkeys((first[k * len(first) // 8], last[m * len(last) // 8]) for k in few for m in few))


def _load(parts: Sequence[Part], calendars: Sequence[Calendar], head: int, tail: int, bound: int) -> int:
    """The least makespan, from `bound` on, up to which people have time for the parts between `head` and its `tail`."""
    if not parts:
        return bound
    shares = _alike(parts)
    done = [calendar.done(head) for calendar in calendars]

    def time(makespan: int) -> list[int]:
        return [calendar.done(makespan - tail) - d for calendar, d in zip(calendars, done, strict=True)]

    bound = max(bound, head + tail + 1)
    for _ in range(STEPS):
        prices = prices_of(shares, time(bound))
        asked = sum(min(prices[one.person] * one.work for one in part.able) * FULL for part in parts)
        if sum(map(_times, prices, time(bound))) >= asked:
            return bound
        low, high = bound, bound + 1
        while sum(map(_times, prices, time(high))) < asked:
            low, high = high, 2 * high
            if high > NEVER:
                return bound
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if sum(map(_times, prices, time(middle))) < asked else (low, middle)
        bound = high
    return bound


def _times(price: int, time: int) -> int:
    return price * time


def _alike(parts: Sequence[Part]) -> dict[tuple[tuple[int, int], ...], int]:
    """Parts with the same candidates, and about the same ratios of their work, put together: (person, ratio) and work."""
    found: dict[tuple[tuple[int, int], ...], int] = {}
    for part in parts:
        least = max(1, min(one.work for one in part.able))
        key = tuple((one.person, round(16 * one.work / least)) for one in part.able)
        found[key] = found.get(key, 0) + least
    return found


def prices_of(shares: dict[tuple[tuple[int, int], ...], int], time: Sequence[int]) -> list[int]:
    """What a slot of each person's time is worth where the busiest are to be as little overloaded as can be.

    The program: each group of parts is shared among its candidates, nobody gets more than `over` times what time they
    have, and `over` is as small as can be. The prices are the dual values of the second rule, as whole numbers.
    """
    from ortools.linear_solver import pywraplp  # type: ignore[import-untyped] # OR-Tools has no types for this part

    solver = pywraplp.Solver.CreateSolver("GLOP")
    over = solver.NumVar(0, solver.infinity(), "over")
    scale = max(1.0, max(time) / FULL)
    limits = [solver.Constraint(-solver.infinity(), 0.0) for _ in time]
    for limit, own in zip(limits, time, strict=True):
        limit.SetCoefficient(over, -max(own / FULL, 1e-3) / scale)
    for able, work in shares.items():
        whole = solver.Constraint(1.0, 1.0)
        for person, ratio in able:
            share = solver.NumVar(0, solver.infinity(), "")
            whole.SetCoefficient(share, 1.0)
            limits[person].SetCoefficient(share, work * ratio / 16 / scale)
    solver.Objective().SetCoefficient(over, 1.0)
    solver.Objective().SetMinimization()
    solver.Solve()
    values = [max(0.0, -limit.dual_value()) for limit in limits]
    most = max(values, default=0.0) or 1.0
    return [round(PRICES * value / most) for value in values]
