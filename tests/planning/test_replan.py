"""A new plan that changes as little as it can, for a stated price."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.made import DAY, frozen, odd_plan, team_plan
from planning.made_pools import pool_plan
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Candidate, Impossible, Link, Person, Problem, Task
from trimtab.planning.replan import LARGE, PRICE, Replan, replan
from trimtab.planning.schedule import Placement
from trimtab.planning.search import stable
from trimtab.planning.search.people import Engine
from trimtab.planning.solve import Limits, lateness_of, solve
from trimtab.planning.validity import faults

LIMITS = Limits(rounds=10)


TOMAS, IFE, RAVI = Person("Tomas"), Person("Ife"), Person("Ravi")


def by(*parts: tuple[int, int]) -> tuple[tuple[Candidate, ...]]:
    """One role, for these people and the slots that each needs."""
    return (tuple(Candidate(person, work) for person, work in parts),)


def away(person: Person, since: int, until: int) -> Person:
    """Somebody, away from one slot up to another."""
    slots = sorted({slot for slot, _ in person.pace} | {since, until})
    pace = {slot: next(share for at, share in reversed(person.pace) if at <= slot) for slot in slots}
    return Person(person.name, tuple((slot, 0 if since <= slot < until else pace[slot]) for slot in slots))


def without(problem: Problem, person: int, since: int, until: int) -> Problem:
    """The problem with one of the people away."""
    people = list(problem.people)
    people[person] = away(people[person], since, until)
    return replace(problem, people=tuple(people))


def keeps_its_promises(problem: Problem, new: Replan) -> None:
    schedule = new.solution.schedule
    assert faults(problem, schedule) == ()
    assert schedule.makespan <= max(int(new.fresh * (1 + PRICE)), new.solution.bound)
    assert new.solution.lateness == lateness_of(problem, schedule)


def anyone(name: str, work: int, people: int = 2) -> Task:
    return Task(name, (tuple(Candidate(person, work) for person in range(people)),))


def test_a_plan_without_changes_stays_as_it_is() -> None:
    problem = team_plan(30, 4)
    last = solve(problem, limits=LIMITS).schedule

    again = replan(problem, last.placements, limits=LIMITS, day=DAY, same=True)

    assert again.solution.schedule == last
    assert (again.reassigned, again.moved) == (0, 0)


def test_a_last_plan_that_still_holds_and_is_within_the_price_stays() -> None:
    problem = Problem((anyone("a", 5), anyone("b", 5)), people=(Person("Tomas"), Person("Ife")))
    last = (Placement(0, 5, (1,)), Placement(0, 5, (0,)))

    again = replan(problem, last, limits=LIMITS, day=DAY)

    assert again.solution.schedule.placements == last


def test_a_new_task_leaves_the_others_with_their_people() -> None:
    # Tomas 5, Ife 5, and now one slot more, for whoever: six slots, and nobody's task has to move.
    people = (Person("Tomas"), Person("Ife"))
    problem = Problem((anyone("a", 5), anyone("b", 5), anyone("new", 1)), people=people)

    new = replan(problem, (Placement(0, 5, (1,)), Placement(0, 5, (0,)), None), limits=LIMITS, day=DAY)

    assert new.solution.schedule.makespan == new.fresh == 6
    assert (new.reassigned, new.moved, new.of) == (0, 0, 2)


def test_an_absence_moves_the_work_of_who_is_away_and_little_else() -> None:
    problem = team_plan(60, 6, 2)
    last = solve(problem, limits=LIMITS).schedule
    now = last.makespan // 4
    changed = frozen(without(problem, 2, now, now + 5 * DAY), last.placements, now)

    new = replan(changed, last.placements, limits=Limits(rounds=20), day=DAY)

    keeps_its_promises(changed, new)
    assert new.reassigned <= new.of // 10


def test_of_an_absence_only_the_task_that_cannot_wait_goes_to_somebody_else() -> None:
    # Tomas is away from 4 to 20, and the plan ends at 12. Ife has no time for `b`; Ravi, who has a fixed start at 2, needs
    # 6 slots for it: 6 to 12, two later than Tomas would have begun. `d` and `c` could be the other way round, and stay.
    tasks = (
        Task("a", by((0, 4))),
        Task("b", by((0, 4), (1, 4), (2, 6))),
        Task("c", by((1, 8))),
        Task("d", by((1, 4))),
        Task("e", by((2, 4)), start=2),
    )
    a, _, c, d, e = last = (
        Placement(0, 4, (0,)),
        Placement(4, 8, (0,)),
        Placement(4, 12, (1,)),
        Placement(0, 4, (1,)),
        Placement(2, 6, (2,)),
    )
    problem = Problem(tasks, people=(away(TOMAS, 4, 20), IFE, RAVI))

    new = replan(problem, last, limits=LIMITS, day=2)

    assert new.solution.schedule.placements == (a, Placement(6, 12, (2,)), c, d, e)
    assert (new.reassigned, new.moved, new.of) == (1, 0, 4)


def test_what_hangs_on_a_late_task_waits_and_the_rest_of_the_queue_does_not() -> None:
    # `x` is Tomas's alone, who is away up to 12: 12 to 14. `y` waits for it, to 16, when `long` ends too. `z` stood
    # behind `y` in Ife's queue and would end at 24 if it stayed there; it keeps its time instead.
    tasks = (Task("x", by((0, 2))), Task("y", by((1, 2))), Task("z", by((1, 8))), Task("long", by((2, 16))))
    last = (Placement(2, 4, (0,)), Placement(4, 6, (1,)), Placement(6, 14, (1,)), Placement(0, 16, (2,)))
    problem = Problem(tasks, (Link(0, 1),), people=(away(TOMAS, 0, 12), IFE, RAVI))

    new = replan(problem, last, limits=LIMITS, day=1)

    assert new.solution.schedule.placements == (Placement(12, 14, (0,)), Placement(14, 16, (1,)), *last[2:])
    assert (new.reassigned, new.moved, new.of) == (0, 2, 4)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 4), st.integers(0, 12), st.integers(1, 15))
def test_no_absence_makes_a_new_plan_that_breaks_a_rule_or_the_price(
    seed: int, who: int, since: int, slots: int
) -> None:
    problem = odd_plan(seed)
    changed = without(problem, who % len(problem.people), since, since + slots)
    try:
        last = list_schedule(problem).placements
        changed = frozen(changed, last, since)
        new = replan(changed, last, limits=Limits(rounds=2), day=2)
    except (Impossible, ValueError):
        return  # nobody has the time, or what is begun begins in the absence

    keeps_its_promises(changed, new)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 12))
def test_units_of_pools_are_kept_to_as_well(seed: int, release: int) -> None:
    problem = pool_plan(seed)
    first, *others = problem.tasks
    changed = replace(problem, tasks=(replace(first, release=first.release + release), *others))

    new = replan(changed, list_schedule(problem).placements, limits=Limits(rounds=2), day=2)

    keeps_its_promises(changed, new)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_what_a_new_plan_is_said_to_cost_is_what_changes_in_it(seed: int, tries: int) -> None:
    problem = odd_plan(seed, due=False)
    try:
        last = list_schedule(problem).placements
    except Impossible:
        return
    new = list_schedule(problem, [-one.start for one in last])
    engine = Engine(problem)
    walk = stable.Walk(engine, stable.last_of(engine, last, (0, new.makespan + 5, 2)), seed)

    walk.begin_from(new)
    walk.go(100 * tries, 1_000)

    if walk.best < stable.NEVER:
        pairs = [*zip(last, walk.schedule().placements, strict=True)]
        others = sum(len(set(was.people) - set(now.people)) for was, now in pairs)
        moved = sum(abs(was.start - now.start) > 2 for was, now in pairs)
        assert 3_000 * others + 2_000 * moved <= walk.best


def test_a_search_that_is_broken_off_at_once_still_brings_a_plan_that_holds() -> None:
    problem = team_plan(60, 6, 2)
    last = list_schedule(problem).placements
    changed = frozen(without(problem, 2, 200, 400), last, 200)

    new = replan(changed, last, limits=LIMITS, day=DAY, stopped=lambda: True)

    keeps_its_promises(changed, new)


def test_a_large_plan_is_within_the_price_too() -> None:
    problem = team_plan(LARGE, 20)
    last = list_schedule(problem).placements
    now = 400
    changed = frozen(without(problem, 3, now, now + 10 * DAY), last, now)

    first, second = (replan(changed, last, limits=Limits(rounds=4), day=DAY) for _ in range(2))

    keeps_its_promises(changed, first)
    assert first == second


def test_frozen_work_stays_where_and_whose_it_is() -> None:
    problem = Problem((anyone("begun", 4), anyone("next", 4)), people=(Person("Tomas"), Person("Ife")))
    last = (Placement(0, 4, (1,)), Placement(4, 8, (1,)))

    new = replan(frozen(problem, last, 2), last, limits=LIMITS, day=1)

    assert new.solution.schedule.placements[0] == last[0]
    assert new.of == 1


def test_the_same_seed_gives_the_same_new_plan() -> None:
    problem = team_plan(30, 4, 5)
    last = (*solve(problem, limits=LIMITS).schedule.placements[:-1], None)

    first, second = (replan(problem, last, limits=LIMITS, day=DAY) for _ in range(2))

    assert first == second
