"""A new plan that changes as little as it can, for a stated price."""

from dataclasses import replace

from planning.made import DAY, team_plan
from trimtab.planning.problem import Candidate, Person, Problem, Task
from trimtab.planning.replan import frozen, replan
from trimtab.planning.schedule import Placement
from trimtab.planning.solve import Limits, solve
from trimtab.planning.validity import faults

LIMITS = Limits(rounds=10)


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
    away = Person("p2", ((0, 1000), (now, 0), (now + 5 * DAY, 1000)))
    changed = frozen(replace(problem, people=(*problem.people[:2], away, *problem.people[3:])), last.placements, now)

    new = replan(changed, last.placements, limits=Limits(rounds=20), day=DAY)

    assert faults(changed, new.solution.schedule) == ()
    assert new.solution.schedule.makespan <= max(new.fresh * 1.01, new.solution.bound)
    assert new.reassigned <= new.of // 4


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
