"""How good a schedule with people could be at best: worked by hand, and against what was found."""

import pytest

from planning.made import team_plan
from trimtab.planning.bound import lower_bound, stretches
from trimtab.planning.bound.people import people_bound
from trimtab.planning.bound.stretches import stretched
from trimtab.planning.problem import Candidate, Link, Person, Problem, Task
from trimtab.planning.solve import Limits, solve

TOMAS, IFE = Person("Tomas"), Person("Ife")


def by(*persons: int, work: int) -> tuple[Candidate, ...]:
    return tuple(Candidate(person, work) for person in persons)


def test_what_only_one_person_can_do_is_done_between_its_first_start_and_its_last_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Ife 0 to 2, then 4 and 5 slots that only Tomas can do, one after the other, and 3 slots of waiting: 2 + 9 + 3.
    monkeypatch.setattr(stretches, "MOST_PIECES", 0)
    tasks = Task("a", (by(1, work=2),)), Task("b", (by(0, work=4),)), Task("c", (by(0, work=5),)), Task("d", duration=3)
    links = tuple(Link(*ends) for ends in ((0, 1), (0, 2), (1, 3), (2, 3)))

    assert stretched(Problem(tasks, links, (TOMAS, IFE)), 0) == 14


def test_time_that_nobody_can_use_at_the_beginning_and_the_end_is_lost() -> None:
    # All waits for 4 slots of Tomas, and 3 slots of Ife wait for all. Between, 18 slots of work for two: 4 + 9 + 3.
    middle = tuple(Task(f"m{one}", (by(0, 1, work=3),)) for one in range(6))
    tasks = (Task("first", (by(0, work=4),)), *middle, Task("last", (by(1, work=3),)))
    links = tuple(link for one in range(1, 7) for link in (Link(0, one), Link(one, 7)))
    problem = Problem(tasks, links, (TOMAS, IFE))

    assert stretched(problem, 0) == 16
    assert solve(problem).schedule.makespan == 16


def test_an_absence_gives_no_time_to_any_stretch() -> None:
    # Either could do it, 4 slots; Tomas is away until 10, Ife from 3 on: nobody is done before 14.
    people = Person("Tomas", ((0, 0), (10, 1000))), Person("Ife", ((0, 1000), (3, 0), (30, 1000)))

    assert lower_bound(Problem((Task("a", (by(0, 1, work=4),)),), people=people)) == 14


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_bound_by_stretches_of_time_is_never_above_a_schedule(seed: int) -> None:
    problem = team_plan(12, 3, seed)

    assert people_bound(problem) <= lower_bound(problem) <= solve(problem, limits=Limits(rounds=4)).schedule.makespan


def test_stretches_of_time_tell_more_than_the_plan_as_a_whole() -> None:
    problems = [team_plan(12, 3, seed) for seed in range(1, 13)]

    assert sum(lower_bound(one) > people_bound(one) for one in problems) >= 5
