"""Schedules with people and calendars: worked by hand, against the slow list schedule, and over made-up plans."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.made import odd_plan, team_plan
from trimtab.planning.bound import lower_bound
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import FULL, Candidate, Link, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule, Solution
from trimtab.planning.search import people
from trimtab.planning.search._people_kernel import CLOSED, decode, room_for
from trimtab.planning.solve import Limits, lateness_of, solve
from trimtab.planning.validity import faults

TOMAS, IFE, RAVI = Person("Tomas"), Person("Ife"), Person("Ravi")


def by(*persons: int, work: int) -> tuple[Candidate, ...]:
    return tuple(Candidate(person, work) for person in persons)


def solved(problem: Problem, rounds: int = 8, **options: object) -> Solution:
    found = solve(problem, limits=Limits(rounds=rounds), **options)  # type: ignore[arg-type] # told by the caller
    assert faults(problem, found.schedule) == ()
    return found


def searched(problem: Problem, tries: int = 200, seed: int = 1) -> Schedule:
    """What the compiled search alone finds in so many tries, without a first plan to begin from."""
    island = people.Island(people.Engine(problem), seed, 1, [])
    island.work(tries, 0)
    schedule = island.schedule()
    assert schedule is not None
    assert faults(problem, schedule) == ()
    return schedule


def test_a_part_timer_takes_twice_as_long() -> None:
    half = Person("Ife", ((0, 500),))

    schedule = searched(Problem((Task("a", (by(0, work=5),)),), people=(half,)))

    assert schedule.placements == (Placement(0, 10, (0,)),)


def test_a_part_that_does_not_come_out_even_takes_its_last_slot_whole() -> None:
    # 2 slots of work at 300 thousandths: 2,000 / 300 = 6.67, so 7 slots.
    schedule = searched(Problem((Task("a", (by(0, work=2),)),), people=(Person("Mara", ((0, 300),)),)))

    assert schedule.makespan == 7


def test_a_task_begun_before_an_absence_goes_on_after_it() -> None:
    # Three slots, 0 to 2, an absence of ten, and the other two slots from 13 on.
    away = Person("Ife", ((0, 1000), (3, 0), (13, 1000)))

    schedule = searched(Problem((Task("a", (by(0, work=5),)),), people=(away,)))

    assert schedule.placements == (Placement(0, 15, (0,)),)


def test_a_part_timers_break_inside_a_task_is_counted_exactly() -> None:
    # At 500 until slot 4: 2 of 5 are done. Away until 10, then at full pace: 3 more slots.
    part_time = Person("Ife", ((0, 500), (4, 0), (10, 1000)))

    schedule = searched(Problem((Task("a", (by(0, work=5),)),), people=(part_time,)))

    assert schedule.makespan == 13


def test_whoever_is_ready_first_takes_the_task_though_another_could_begin_before() -> None:
    # Ife begins at once at half pace and needs 20 slots; Tomas is back at 5 and is ready at 15.
    people_ = (Person("Tomas", ((0, 0), (5, 1000))), Person("Ife", ((0, 500),)))

    schedule = searched(Problem((Task("a", (by(0, 1, work=10),)),), people=people_))

    assert schedule.placements == (Placement(5, 15, (0,)),)


def test_two_people_needed_and_one_free_wait_for_the_other() -> None:
    alone = Task("alone", (by(0, work=4),))
    together = Task("together", (by(0, 1, work=2), by(0, 1, work=2)))

    schedule = searched(Problem((alone, together), people=(TOMAS, IFE)))

    # Together first, from 0 to 2, then alone from 2 to 6; or alone first and together from 4 to 6.
    assert schedule.makespan == 6


def test_one_person_never_fills_two_roles_of_a_task() -> None:
    pair = Task("pair", (by(0, 1, work=3), by(0, work=3)))

    schedule = searched(Problem((pair,), people=(TOMAS, IFE)))

    assert schedule.placements[0].people == (1, 0)


def test_roles_that_want_the_same_few_are_shared_out() -> None:
    # Only one of the six ways to fill the roles has nobody twice: 2 must be Ravi, so 1 Ife and 0 Tomas.
    task = Task("a", (by(0, 1, 2, work=1), by(1, 2, work=1), by(2, work=1)))

    schedule = searched(Problem((task,), people=(TOMAS, IFE, RAVI)))

    assert schedule.placements[0].people == (0, 1, 2)


def test_a_task_of_several_ends_with_the_slowest_part() -> None:
    task = Task("a", (by(0, work=3), by(1, work=3)))

    schedule = searched(Problem((task,), people=(TOMAS, Person("Mara", ((0, 250),)))))

    assert schedule.placements == (Placement(0, 12, (0, 1)),)


def test_a_candidate_set_within_another_leaves_its_people_the_work_that_only_they_can_do() -> None:
    # Only Tomas can do the narrow ones (12 slots in all); were he given a wide one, 16 would go by.
    tasks = (
        *(Task(f"wide {n}", (by(0, 1, work=4),)) for n in range(3)),
        *(Task(f"narrow {n}", (by(0, work=4),)) for n in range(3)),
    )

    assert solved(Problem(tasks, people=(TOMAS, IFE))).schedule.makespan == 12


def test_a_milestone_lies_where_its_last_predecessor_ends() -> None:
    tasks = (Task("a", (by(0, work=4),)), Task("b", (by(1, work=7),)), Task("done"))

    schedule = searched(Problem(tasks, (Link(0, 2), Link(1, 2)), (TOMAS, IFE)))

    assert schedule.placements[2] == Placement(7, 7)


@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [("FS", 0, 4), ("FS", 3, 7), ("FS", -2, 2), ("SS", 1, 1), ("SS", 0, 0), ("FF", 0, 2), ("FF", 5, 7), ("SF", 6, 4)],
)
def test_every_kind_of_link_is_kept_and_no_more_than_kept(kind: str, lag: int, start: int) -> None:
    # `a` runs from 0 to 4; `b` takes 2 slots. FF 5: ends at 9, so starts at 7. SF 6: ends at 6, so starts at 4.
    tasks = (Task("a", (by(0, work=4),)), Task("b", (by(1, work=2),)))

    schedule = searched(Problem(tasks, (Link(0, 1, kind, lag),), (TOMAS, IFE)))  # type: ignore[arg-type] # parametrised

    assert schedule.placements[1].start == start


def test_an_end_that_must_not_come_too_early_is_met_across_an_absence() -> None:
    # `b` may end at 10 at the earliest (FF). Ife, away from 3 to 9, begun at 2 would be ready at 10: one slot on each side.
    ife = Person("Ife", ((0, 1000), (3, 0), (9, 1000)))
    tasks = (Task("a", (by(0, work=10),)), Task("b", (by(1, work=2),)))

    schedule = searched(Problem(tasks, (Link(0, 1, "FF"),), (TOMAS, ife)))

    assert schedule.placements[1] == Placement(2, 10, (1,))


def test_releases_and_fixed_starts_are_kept_and_others_make_way() -> None:
    tasks = (
        Task("long", (by(0, work=6),)),
        Task("fixed", (by(0, work=2),), start=4),
        Task("late", (by(0, work=1),), release=2),
    )

    schedule = searched(Problem(tasks, people=(TOMAS,)))

    # 0 to 4 is too short for the long one, which runs from 6 to 12; the late one fits before.
    assert [one.start for one in schedule.placements] == [6, 4, 2]


def test_frozen_people_keep_their_task_though_another_would_be_quicker() -> None:
    task = Task("a", ((Candidate(0, 9), Candidate(1, 2)),), people=(0,))

    assert searched(Problem((task,), people=(TOMAS, IFE))).placements[0].people == (0,)


def test_due_tasks_go_before_the_length_of_the_plan() -> None:
    # Long first would end at 10 for both orders of Tomas; due first is in time.
    tasks = (Task("long", (by(0, work=8),), rank=0), Task("due", (by(0, work=2),), due=2, rank=1))

    found = solved(Problem(tasks, people=(TOMAS,)))

    assert found.lateness == 0
    assert found.schedule.placements[1].start == 0


def test_what_a_fixed_task_waits_for_is_done_by_then() -> None:
    tasks = (
        Task("other", (by(0, work=9),)),
        Task("first", (by(0, work=3),)),
        Task("fixed", (by(1, work=1),), start=3),
    )

    schedule = searched(Problem(tasks, (Link(1, 2),), (TOMAS, IFE)))

    assert schedule.placements[1].end == 3


def test_thousands_of_tasks_for_one_person_are_done_one_after_the_other() -> None:
    problem = Problem(tuple(Task(f"t{n}", (by(0, work=1),)) for n in range(5000)), people=(TOMAS,))

    found = solved(problem, rounds=1)

    assert (found.schedule.makespan, found.status) == (5000, "optimal")


def test_the_same_seed_and_rounds_give_the_same_schedule() -> None:
    problem = team_plan(40, 5, 3)

    first, second = solved(problem, rounds=12, seed=7), solved(problem, rounds=12, seed=7)

    assert first == second


def test_a_search_that_is_broken_off_gives_its_best_so_far() -> None:
    asked = iter([False, False, False])

    found = solved(team_plan(60, 5), rounds=50, stopped=lambda: next(asked, True))

    assert found.status == "stopped"
    assert found.rounds < 50


def test_the_first_schedule_to_begin_from_is_never_made_worse() -> None:
    problem = team_plan(60, 6, 2)
    good = solved(problem, rounds=30)

    again = solved(problem, rounds=1, first=good.schedule, seed=5)

    assert again.schedule.makespan <= good.schedule.makespan


def test_a_small_plan_with_leave_is_proved_the_best_possible() -> None:
    found = solved(team_plan(20, 3, 4), rounds=60)

    assert found.status == "optimal"
    assert found.gap == 0


def widened(problem: Problem, more: str) -> Problem:
    """The problem with more capacity of one kind."""
    everybody = range(len(problem.people) + (more == "another person"))
    people = [*problem.people, Person("new")][: len(everybody)]
    if more == "faster":
        people = [Person(one.name, tuple((slot, max(pace, 700)) for slot, pace in one.pace)) for one in people]
    if more == "no absence":
        people = [Person(one.name, tuple((slot, pace or FULL) for slot, pace in one.pace)) for one in people]
    if more in ("faster", "no absence"):
        return replace(problem, people=tuple(people))
    tasks = tuple(
        replace(task, roles=tuple((*able, *_others(able, everybody)) for able in task.roles)) for task in problem.tasks
    )
    return replace(problem, tasks=tasks, people=tuple(people))


def _others(able: Sequence[Candidate], everybody: Iterable[int]) -> Iterator[Candidate]:
    known = {one.person for one in able}
    return (Candidate(person, able[0].work) for person in everybody if person not in known)


def test_teams_that_cannot_work_beside_each_other_are_proved_to_take_turns() -> None:
    # Three tasks of two slots want two of three people each. Two such teams always share somebody: 6 slots.
    able = by(0, 1, 2, work=2)

    found = solved(Problem(tuple(Task(name, (able, able)) for name in "abc"), people=(TOMAS, IFE, RAVI)), rounds=20)

    assert (found.status, found.schedule.makespan) == ("optimal", 6)


@pytest.mark.parametrize("others", [0, CLOSED])
def test_a_team_that_is_preferred_is_waited_for(others: int) -> None:
    # "b" wants Ravi and one of the others. Ife could help him from 2 on; Tomas, who did in the schedule, is free at 3.
    # With Ife, "b" would hold up "d", which only she can do, until 5.
    tasks = (
        Task("a", (by(0, work=3),)),
        Task("b", (by(0, 1, work=3), by(2, work=3))),
        Task("c", (by(1, work=2),)),
        Task("wait", duration=4),
        Task("d", (by(1, work=5),)),
    )
    placements = (
        Placement(0, 3, (0,)),
        Placement(3, 6, (0, 2)),
        Placement(0, 2, (1,)),
        Placement(0, 4, ()),
        Placement(4, 9, (1,)),
    )
    schedule = Schedule(placements)
    engine = people.Engine(Problem(tasks, (Link(3, 4),), (TOMAS, IFE, RAVI)))
    room = room_for(engine.form)

    order = engine.list_of([one.start for one in placements])
    decode(engine.form, room, order, engine.biases_of(schedule, others))

    assert engine.schedule_of(room.start, room.end, room.seat) == schedule
    assert engine.replay(schedule) == schedule


def test_a_child_of_a_large_plan_is_hurried_for_longer() -> None:
    small, large = (people.Island(people.Engine(team_plan(tasks, 5)), 1, 0, []) for tasks in (50, 450))

    assert large.work(1, 0) > small.work(1, 0) == 3


@settings(max_examples=700)
@given(st.integers(0, 10**6))
def test_no_schedule_breaks_a_rule_or_the_bound(seed: int) -> None:
    problem = odd_plan(seed)

    schedule = searched(problem, tries=30, seed=seed)

    assert schedule.makespan >= lower_bound(problem)


@settings(max_examples=100)
@given(st.integers(0, 10**6))
def test_a_search_from_the_slow_list_schedule_is_never_longer(seed: int) -> None:
    problem = odd_plan(seed, due=False)

    slow = list_schedule(problem)
    island = people.Island(people.Engine(problem), seed, 0, [slow])
    found = island.schedule()

    assert found is not None
    assert found.makespan <= slow.makespan


@settings(max_examples=1000)
@given(st.integers(0, 10**6), st.sampled_from(("another person", "more candidates", "faster", "no absence")))
def test_more_capacity_never_makes_the_best_worse_that_was_found(seed: int, more: str) -> None:
    problem = odd_plan(seed)
    if more in ("faster", "no absence"):  # whoever is faster may have to begin later for an end that waits for others
        problem = replace(problem, links=tuple(link for link in problem.links if link.kind[1] == "S"))
    old = searched(problem, tries=30, seed=seed)

    found = solved(widened(problem, more), rounds=0, first=old)

    assert (found.lateness, found.schedule.makespan) <= (lateness_of(problem, old), old.makespan)


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_another_person_never_makes_the_plan_longer(seed: int) -> None:
    problem = odd_plan(seed, due=False)
    old = solved(problem, rounds=1)

    found = solved(widened(problem, "another person"), rounds=1, first=old.schedule)

    assert found.schedule.makespan <= old.schedule.makespan


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_polish_and_proof_agree_with_the_bound(seed: int) -> None:
    found = solved(odd_plan(seed), rounds=2)

    assert found.bound <= found.schedule.makespan


def test_who_has_nothing_to_do_in_a_task_need_not_be_there_when_it_begins() -> None:
    # Ife is away until 9, but has no work in it: Tomas ends it at 3, and no bound may say otherwise.
    away = Person("Ife", ((0, 0), (9, 1000)))
    problem = Problem((Task("a", (by(0, work=3), by(1, work=0))),), people=(TOMAS, away))

    assert lower_bound(problem) <= 3 <= searched(problem).makespan


def test_a_late_task_and_one_with_much_to_wait_for_after_it_bound_nothing_together() -> None:
    # `late` begins at 8; after `early` 8 slots of waiting. Both end by 9: no part is late and has to be waited for.
    tasks = (Task("late", (by(0, work=1),), release=8), Task("early", (by(0, work=1),)), Task("end"))
    problem = Problem(tasks, (Link(1, 2, lag=8),), (TOMAS,))

    assert lower_bound(problem) == searched(problem).makespan == 9
