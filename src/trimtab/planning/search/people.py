"""The search for problems with people: two populations, each in a thread of its own, that exchange their best.

The same problem, seed and rounds give the same schedule: the populations meet only between chunks of counted work, and
nothing depends on which of the threads is ahead. The compiled parts are in `_people_kernel` and `_people_moves`.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np

from trimtab.planning._best import ROUND, Best, Budget
from trimtab.planning.bound.people import people_bound, people_prices
from trimtab.planning.list_schedule import latest_starts
from trimtab.planning.problem import FULL, Candidate, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule
from trimtab.planning.search._people_form import NEVER, Form, Groups, Ints, form_of, groups_of, mirrored
from trimtab.planning.search._people_kernel import CLOSED, Room, decode, measure, room_for
from trimtab.planning.search._people_moves import Crowd, crowd_for, evolve, keep_best, line_up, straighten

Polish = Callable[[Best, Budget, Callable[[Schedule], Schedule | None], int | None], None]

FIRST = 0.3
"""How much of the budget is used before `polish` is asked."""
ISLANDS = 2
CLIMBS = (0, 10)
"""How often each island hurries a child along its longest chain."""
MANY = 400
"""Tasks from which on children are few, so that each is hurried for longer: up to `HURRIES` of the rounds' schedules."""
HURRIES = (1, 4)
MOST_CLIMBS = 80
PRICED = (0, 2, 4, 8, 16)
SIZE = 40
STALE = 100
"""Children for each place of a population without a better schedule, after which it begins anew."""
PREFERRED = -(1 << 20)
"""A bias that no other can outweigh: the person keeps the task unless it can never be theirs."""


def search(best: Best, budget: Budget, polish: Polish | None = None, first: Schedule | None = None) -> None:
    """Betters `best` until the budget is over or nothing better can be. Begins from what it holds, and from `first`.

    `polish` is asked once, when the easy gains are made, with what makes schedules of its schedules, and how many rounds
    it may spend where rounds are counted. The search goes on with what it found.
    """
    if not best.problem.tasks:
        return
    engine = Engine(best.problem)
    known = [one for one in (best.schedule, first) if one is not None and len(one.placements) == len(engine.topo)]
    with ThreadPoolExecutor(ISLANDS) as pool:
        islands = list(pool.map(lambda one: Island(engine, best.seed, one, known), range(ISLANDS)))
        _offer(best, islands)
        while not best.proved and not budget.over():
            if polish is not None and budget.used >= FIRST:
                left = budget.rounds_left
                polish(best, budget, engine.replay, None if left is None else max(1, left // 2))
                polish = None
                for island in islands:
                    island.take_in(best.schedule)
                continue
            chunk = engine.chunk if budget.by_rounds else max(1, engine.chunk // 8)
            made = pool.map(Island.work, islands, (chunk,) * ISLANDS, (best.bound,) * ISLANDS)
            budget.spend(max(1, max(made) // engine.chunk))
            _offer(best, islands)
            for one, other in zip(islands, islands[1:] + islands[:1], strict=True):
                one.welcome(other)


def _offer(best: Best, islands: Iterable["Island"]) -> None:
    for island in islands:
        schedule = island.schedule()
        if schedule is not None:
            best.offer(schedule)


def compile_all() -> None:
    """Compiles what the search compiles, on a plan of two tasks."""
    able = (Candidate(0, 1), Candidate(1, 1))
    people = (Person("a"), Person("b"))
    problem = Problem((Task("one", (able,)), Task("two", (able, able[::-1]))), people=people)
    Island(Engine(problem), 1, 1, []).work(2, 0)


class Engine:
    """A problem made ready for the kernel."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.groups: Groups = groups_of(problem)
        self.form: Form = form_of(problem, self.groups)
        self.fixed = [task for task in _by_start(problem) if problem.tasks[task].start is not None]
        self.topo = np.array(problem.order, np.int64)
        self.prices = self.price_biases(people_bound(problem))
        form = self.form
        edges = np.diff(form.edge_at[form.group_at])
        seats = np.diff(form.seat_at[form.group_at])
        weight = int(len(problem.tasks) + np.where(seats > 1, seats * edges // 16, edges // 8).sum())
        self.chunk = max(1, ROUND // ISLANDS // weight)

    def list_of(self, keys: Sequence[int]) -> Ints:
        """The list by rising keys: fixed tasks in front, nothing else before what it waits for."""
        order = np.array(self.fixed + [0] * (len(keys) - len(self.fixed)), np.int64)
        key = np.array(keys, np.int64)
        line_up(self.form.before_at, self.form.before, self.topo, key, order, len(self.fixed))
        return order

    def price_biases(self, makespan: int) -> Ints:
        """By how many slots each candidate is dearer than the cheapest, by the prices of the assignment program."""
        prices = people_prices(self.problem, makespan) if self.problem.people else []
        worth = [price for price in prices if price]
        mean = sum(worth) / len(worth) if worth else 1.0
        edges, at = self.form.edges, self.form.edge_at[:-1]
        cost = np.array(prices, np.float64)[edges.person] / mean * edges.work / FULL
        least = np.repeat(np.minimum.reduceat(cost, at), np.diff(self.form.edge_at)) if len(cost) else cost
        return (cost - least).astype(np.int64)

    def biases_of(self, schedule: Schedule, others: int = 0) -> Ints:
        """Biases that leave each task with the people of a schedule. `others` is the bias of all others."""
        bias = np.full(len(self.form.edges.person), others, np.int64)
        for task, groups in enumerate(self.groups.of_task):
            for group in groups:
                mine = {schedule.placements[task].people[role] for role in self.groups.roles[group]}
                for edge in range(self.form.edge_at[group], self.form.edge_at[group + 1]):
                    if self.form.edges.person[edge] in mine:
                        bias[edge] = PREFERRED
        return bias

    def replay(self, schedule: Schedule) -> Schedule | None:
        """The schedule of the order and the people of another: no task ends later. None where a rule is broken.

        Somebody else takes part only where these people alone cannot do it.
        """
        room, found = room_for(self.form), np.zeros(4, np.int64)
        order = self.list_of([one.start for one in schedule.placements])
        for others in (CLOSED, 0):
            decode(self.form, room, order, self.biases_of(schedule, others))
            measure(self.form, room, found)
            if not found[0]:
                return self.schedule_of(room.start, room.end, room.seat)
        return None

    def schedule_of(self, start: Ints, end: Ints, seat: Ints) -> Schedule:
        """The kernel's arrays as placements: who sits in a group fills its roles in their order."""
        found = []
        for task, groups in enumerate(self.groups.of_task):
            people = [0] * len(self.problem.tasks[task].roles)
            for group in groups:
                seated = seat[self.form.seat_at[group] : self.form.seat_at[group + 1]]
                given = sorted(int(self.form.edges.person[edge]) for edge in seated)
                for role, person in zip(self.groups.roles[group], given, strict=True):
                    people[role] = person
            found.append(Placement(int(start[task]), int(end[task]), tuple(people)))
        return Schedule(tuple(found))


def _by_start(problem: Problem) -> list[int]:
    return sorted(range(len(problem.tasks)), key=lambda task: (problem.tasks[task].start or 0, task))


class Island:
    """One population and its room."""

    def __init__(self, engine: Engine, seed: int, number: int, known: Sequence[Schedule]) -> None:
        self._engine = engine
        self._climbs = CLIMBS[number]
        if len(engine.topo) > MANY:
            self._climbs = max(self._climbs, min(MOST_CLIMBS, engine.chunk * HURRIES[number]))
        seed = seed * ISLANDS + number
        self._room: Room = room_for(engine.form)
        self._crowd: Crowd = crowd_for(engine.form, SIZE, engine.topo, len(engine.fixed))
        self._dice = np.array([(seed * 0x9E3779B97F4A7C15 + 0x1234567) % (1 << 64) or 1], np.uint64)
        self._shown: tuple[int, ...] = (NEVER,)
        self._mirror: Form | None = None
        self._random = Random(seed)  # noqa: S311 - dice of a search, the same for a seed
        self._stale = 0
        self._people_it(self._random, known)

    def work(self, tries: int, goal: int) -> int:
        """About so many schedules more, unless one ends by `goal`; how many. After long without a better all begins anew."""
        before = tuple(self._crowd.best_worth[:3])
        mirror = self._mirror or self._engine.form
        made = evolve(self._engine.form, mirror, self._room, self._crowd, tries, self._climbs, self._dice, goal)
        self._stale = self._stale + made if tuple(self._crowd.best_worth[:3]) == before else 0
        if self._stale > STALE * SIZE * (3 + 2 * self._climbs):
            self._stale = 0
            self._people_it(self._random, [])
        return int(made)

    def schedule(self) -> Schedule | None:
        """The best schedule, if it is new since this was last asked and breaks no rule."""
        worth = tuple(map(int, self._crowd.best_worth))
        if worth[0] or worth >= self._shown:
            return None
        self._shown = worth
        return self._engine.schedule_of(self._crowd.best_start, self._crowd.best_end, self._crowd.best_seat)

    def take_in(self, schedule: Schedule | None) -> None:
        """A schedule from elsewhere takes the place of the worst."""
        if schedule is not None:
            worst = max(range(SIZE), key=lambda at: tuple(self._crowd.worth[at]))
            self._crowd.bias[worst] = self._engine.biases_of(schedule)
            self._settle(worst, self._engine.list_of([one.start for one in schedule.placements]))

    def welcome(self, other: "Island") -> None:
        """The best of another island takes the place of the worst here, if it is better than all of these."""
        mine, theirs = self._crowd, other._crowd  # noqa: SLF001 - another of the same kind
        if tuple(theirs.best_worth) < tuple(mine.best_worth):
            worst = max(range(SIZE), key=lambda at: tuple(mine.worth[at]))
            mine.order[worst] = theirs.best_order
            mine.bias[worst] = theirs.best_bias
            mine.worth[worst] = theirs.best_worth

    def _people_it(self, dice: Random, known: Sequence[Schedule]) -> None:
        """The first lists: known schedules, then rules (latest start, rank) with more and more of chance in them."""
        problem = self._engine.problem
        late = latest_starts(problem)
        rank = [task.rank for task in problem.tasks]
        prices = self._engine.prices
        spread = max(1, max(late) - min(late))
        self._crowd.bias[:] = 0
        for member in range(SIZE):
            if member < len(known):
                keys = [one.start for one in known[member].placements]
                self._crowd.bias[member] = self._engine.biases_of(known[member])
            elif member == len(known) + 1:
                keys = rank
            else:
                noise = spread * (member % 8) // 16 if member > len(known) else 0
                keys = [key + dice.randint(0, noise) for key in late]
            if member > len(known) + 1:
                self._crowd.bias[member] = prices * PRICED[member % len(PRICED)] // 4
            self._settle(member, self._engine.list_of(keys))

    def _settle(self, member: int, order: Ints) -> None:
        form, room, crowd = self._engine.form, self._room, self._crowd
        bias = crowd.bias[member]
        decode(form, room, order, bias)
        measure(form, room, crowd.found)
        keep_best(room, crowd, crowd.found, order, bias)
        if crowd.found[0] < NEVER:
            if self._mirror is None:
                self._mirror = mirrored(self._engine.problem, self._engine.groups, int(crowd.found[2]))
            straighten(form, self._mirror, room, crowd, order, bias)
            measure(form, room, crowd.found)
            keep_best(room, crowd, crowd.found, order, bias)
        crowd.order[member] = order
        crowd.worth[member] = crowd.found
