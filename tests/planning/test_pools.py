"""The compiled search for pools: its kernel against the slow version, and its results against validator and bound."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.made_pools import pool_plan
from trimtab.planning.bound import lower_bound
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Impossible, Link, Pool, Problem, Task
from trimtab.planning.schedule import Solution
from trimtab.planning.search._dice import state
from trimtab.planning.search._pool_arrays import Arrays, Ints, arrays
from trimtab.planning.search._pool_kernel import crossed, improved, placed, swapped
from trimtab.planning.solve import Limits, solve
from trimtab.planning.validity import faults

SEEDS = st.integers(0, 10**6)
SHORT = Limits(rounds=3)


def _any_list(problem: Problem, given: Arrays, seed: int) -> Ints:
    """The tasks in a random order in which none stands before what it waits for, by their numbers in the arrays."""
    dice = Random(seed)
    waits = [{given.order.index(link.before) for link in problem.before[task]} for task in given.order]
    left, order = set(range(len(waits))), []
    while left:
        task = dice.choice(sorted(one for one in left if not waits[one] & left))
        order.append(task)
        left.remove(task)
    return np.array(order, np.int32)


def _starts(given: Arrays, order: Ints) -> tuple[Ints, int]:
    start = np.zeros(len(order), np.int32)
    room = np.zeros_like(given.forward.free)
    return start, int(placed(order, given.tasks, given.forward, room, len(room), start))


def _one_pool(*tasks: Task, links: tuple[Link, ...] = (), capacity: int = 1) -> Problem:
    return Problem(tasks, links, pools=(Pool("rig", capacity),))


def _job(name: str, duration: int, units: int = 1) -> Task:
    return Task(name, duration=duration, demands=((0, units),))


@settings(max_examples=60)
@given(SEEDS, SEEDS)
def test_the_kernel_places_a_list_as_the_slow_version_does(seed: int, shuffle: int) -> None:
    problem = pool_plan(seed)
    given = arrays(problem)
    order = _any_list(problem, given, shuffle)
    rank = {given.order[task]: at for at, task in enumerate(order)}

    start, end = _starts(given, order)

    slow = list_schedule(problem, [rank[task] for task in range(len(problem.tasks))])
    assert [int(start[given.order.index(task)]) for task in range(len(rank))] == [one.start for one in slow.placements]
    assert end == slow.makespan


@settings(max_examples=60)
@given(SEEDS, SEEDS)
def test_a_shift_there_and_back_keeps_the_links_and_never_lengthens_a_plan_without_overlaps(
    seed: int, shuffle: int
) -> None:
    problem = pool_plan(seed, tasks=12)
    given = arrays(problem)
    order = _any_list(problem, given, shuffle)
    _, before = _starts(given, order)
    start, key, count = (np.zeros(size, np.int32) for size in (12, 12, given.horizon + 3))
    room = np.zeros_like(given.forward.free)

    cost, end = improved(
        order, given.tasks, given.forward, given.backward, given.simple, room, len(room), start, key, count
    )

    again, _ = _starts(given, order)
    assert sorted(order) == list(range(12))
    assert cost == end
    if given.simple and not any(task.release for task in problem.tasks):
        assert end <= before
        assert int((again + given.tasks.duration).max()) <= end


@settings(max_examples=60)
@given(SEEDS, SEEDS, SEEDS)
def test_a_child_has_every_task_once_and_none_before_what_it_waits_for(seed: int, one: int, other: int) -> None:
    problem = pool_plan(seed, tasks=12)
    given = arrays(problem)
    father, mother = _any_list(problem, given, one), _any_list(problem, given, other)
    begin, end = sorted((one % 13, other % 13))
    child, side = np.zeros(12, np.int32), np.zeros(12, np.int32)

    crossed(father, mother, begin, end, given.forward, given.backward, side, child)
    swapped(child, 0.3, given.forward, state(seed))

    place = {given.order[task]: at for at, task in enumerate(child)}
    assert sorted(place) == list(range(12))
    assert all(place[link.before] < place[link.after] for link in problem.links)


def test_a_link_that_a_longer_path_says_already_is_left_out() -> None:
    tasks = tuple(Task(name, duration=2) for name in "abc")
    given = arrays(Problem(tasks, (Link(0, 1), Link(1, 2), Link(0, 2), Link(0, 2, "FS", 9))))

    assert list(given.forward.others) == [0, 0, 1]
    assert list(given.forward.offset) == [2, 11, 2]


def test_seven_pools_of_any_size_are_held_in_as_many_words_as_they_need() -> None:
    # Capacities up to 1000 take 11 bits with their guard, so five of seven fit into the first word.
    pools = tuple(Pool(f"r{one}", 1000 - one) for one in range(7))
    tasks = tuple(Task(f"t{one}", duration=1, demands=((one, 1000 - one), (6, 1))) for one in range(6))
    problem = Problem((*tasks, Task("all", duration=1, demands=((6, 994),))), pools=pools)

    assert arrays(problem).tasks.demand.shape == (7, 2)
    assert solve(problem, limits=SHORT).schedule.makespan == 2


@settings(max_examples=30)
@given(SEEDS)
def test_what_is_found_is_valid_and_no_shorter_than_its_bound(seed: int) -> None:
    problem = pool_plan(seed, due=seed % 2 == 0)

    found = solve(problem, limits=SHORT)

    assert faults(problem, found.schedule) == ()
    assert lower_bound(problem) <= found.bound <= found.schedule.makespan
    assert found.schedule.makespan <= list_schedule(problem).makespan or found.lateness < _late(problem)


def _late(problem: Problem) -> int:
    pairs = zip(problem.tasks, list_schedule(problem).placements, strict=True)
    return sum(max(0, one.end - task.due) * task.weight for task, one in pairs if task.due is not None)


@settings(max_examples=30)
@given(SEEDS)
def test_more_of_a_pool_never_makes_the_best_worse(seed: int) -> None:
    problem = pool_plan(seed, tasks=9)
    wider = Problem(
        problem.tasks, problem.links, pools=tuple(Pool(one.name, one.capacity + 2) for one in problem.pools)
    )

    least, more = solve(problem, limits=Limits(rounds=9)), solve(wider, limits=Limits(rounds=9))

    assert more.schedule.makespan <= least.schedule.makespan or "optimal" not in (more.status, least.status)


def test_the_best_order_is_found_where_the_first_plan_misses_it() -> None:
    # Two units: 3+3 beside 2+2+2 take 6; longest first puts 3 beside 3, then 2 beside 2, then 2: 7.
    problem = _one_pool(*(_job(f"t{at}", length) for at, length in enumerate((3, 3, 2, 2, 2))), capacity=2)

    assert list_schedule(problem).makespan == 7
    found = solve(problem, limits=SHORT)

    assert (found.schedule.makespan, found.bound, found.status, found.gap) == (6, 6, "optimal", 0)


def test_a_due_task_goes_first_though_the_plan_gets_longer() -> None:
    # "a" then "wait" end at 6 when "a" goes first, and "due" at 3; "due" first costs a slot of length.
    problem = _one_pool(
        _job("a", 2), Task("wait", duration=4), Task("due", duration=1, demands=((0, 1),), due=1), links=(Link(0, 1),)
    )

    found = solve(problem, limits=SHORT)

    assert (found.lateness, found.schedule.makespan) == (0, 7)


def test_a_fixed_task_stays_and_all_else_goes_around_it() -> None:
    # One at a time: "fixed" holds 3 and 4, so "long" (4) must come after it, and "short" (3) before.
    fixed = Task("fixed", duration=2, demands=((0, 1),), start=3)
    problem = _one_pool(_job("long", 4), _job("short", 3), fixed)

    found = solve(problem, limits=SHORT)

    assert [one.start for one in found.schedule.placements] == [5, 0, 3]


def _hard() -> Problem:
    return pool_plan(7, tasks=40, pools=3)


def test_the_same_seed_and_rounds_give_the_same_schedule() -> None:
    one, other = (solve(_hard(), limits=Limits(rounds=8), seed=5) for _ in range(2))

    assert one == other


def test_each_better_schedule_is_told_and_the_last_is_what_comes_back() -> None:
    told: list[Solution] = []

    found = solve(_hard(), limits=Limits(rounds=8), on_better=told.append)

    lengths = [one.schedule.makespan for one in told]
    assert lengths == sorted(set(lengths), reverse=True)
    assert told[-1].schedule == found.schedule
    assert all(faults(_hard(), one.schedule) == () for one in told)


def test_a_search_that_is_broken_off_keeps_the_best_so_far() -> None:
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    problem = pool_plan(3, tasks=60, pools=2)
    found = solve(problem, limits=Limits(rounds=10**9), stopped=stopped)

    assert faults(problem, found.schedule) == ()
    assert found.status in ("stopped", "optimal")


def test_a_search_begins_from_what_it_is_given() -> None:
    best = solve(_hard(), limits=Limits(rounds=8))

    again = solve(_hard(), limits=Limits(rounds=0), first=best.schedule)

    assert again.schedule.makespan <= best.schedule.makespan


def test_energy_bounds_what_the_longest_path_does_not() -> None:
    # 3 jobs of 4 slots for one rig after 2 slots of waiting, and 1 slot behind each: 2 + 12 + 1.
    jobs = tuple(_job(f"job {at}", 4) for at in range(3))
    links = (*(Link(3, at) for at in range(3)), *(Link(at, 4) for at in range(3)))

    assert lower_bound(_one_pool(*jobs, Task("wait", duration=2), Task("after", duration=1), links=links)) == 15


def test_more_units_than_a_pool_has_are_refused() -> None:
    with pytest.raises(ValueError, match="needs 2 of rig, which has 1"):
        _one_pool(_job("a", 1, 2))


def test_two_fixed_tasks_that_clash_are_refused() -> None:
    fixed = (Task(name, duration=2, demands=((0, 1),), start=start) for name, start in (("a", 0), ("b", 1)))

    with pytest.raises(Impossible) as refused:
        solve(_one_pool(*fixed))

    assert refused.value.tasks == (1,)
