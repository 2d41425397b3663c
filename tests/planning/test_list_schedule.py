"""The first plan, worked out by hand, and held against the validator over made-up plans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.made import odd_plan
from planning.made_pools import pool_plan
from trimtab.planning.list_schedule import latest_starts, list_schedule
from trimtab.planning.problem import Candidate, Impossible, Link, Person, Pool, Problem, Task
from trimtab.planning.schedule import Placement
from trimtab.planning.validity import faults


def _work(person: int, slots: int) -> tuple[tuple[Candidate, ...], ...]:
    return ((Candidate(person, slots),),)


def _placed(problem: Problem) -> tuple[Placement, ...]:
    return list_schedule(problem).placements


def test_the_task_with_the_longest_path_behind_it_comes_first() -> None:
    # One person: "long" (2) with 5 behind it goes before "short" (3), which was written first.
    problem = Problem(
        (Task("short", _work(0, 3)), Task("long", _work(0, 2)), Task("behind", _work(1, 5))),
        (Link(1, 2),),
        (Person("Ife"), Person("Jun")),
    )

    assert _placed(problem) == (Placement(2, 5, (0,)), Placement(0, 2, (0,)), Placement(2, 7, (1,)))


def test_whoever_ends_a_task_first_does_it() -> None:
    # Tomas takes 8 slots at half pace for 4 of work, Ravi is away until slot 3 and ends at 7.
    tomas, ravi = Person("Tomas", ((0, 500),)), Person("Ravi", ((0, 0), (3, 1000)))
    problem = Problem((Task("build", ((Candidate(0, 4), Candidate(1, 4)),)),), people=(tomas, ravi))

    assert _placed(problem) == (Placement(3, 7, (1,)),)


def test_of_equals_the_one_with_the_least_work_does_it() -> None:
    both = ((Candidate(0, 2), Candidate(1, 2)),)
    problem = Problem((Task("a", both), Task("b", both)), people=(Person("Ife"), Person("Jun")))

    assert [one.people for one in _placed(problem)] == [(0,), (1,)]


def test_a_break_inside_a_task_of_a_part_timer_is_waited_out() -> None:
    # Half pace: slots 0 to 3 give 2 of 3; away from 4 to 9; slots 10 and 11 give the last.
    person = Person("Dana", ((0, 500), (4, 0), (10, 500)))

    assert _placed(Problem((Task("a", _work(0, 3)),), people=(person,))) == (Placement(0, 12, (0,)),)


def test_two_people_are_waited_for_when_one_is_free() -> None:
    # "both" needs Ife and Jun together; Ife is on "first" until slot 4.
    problem = Problem(
        (Task("first", _work(0, 4)), Task("both", ((Candidate(0, 2),), (Candidate(1, 1),)))),
        (Link(0, 1, "SS"),),
        people=(Person("Ife"), Person("Jun")),
    )

    assert _placed(problem) == (Placement(0, 4, (0,)), Placement(4, 6, (0, 1)))


def test_who_has_nothing_to_do_in_a_task_is_not_waited_for() -> None:
    # Jun is on "first" until slot 4, and has no work in "both".
    problem = Problem(
        (Task("first", _work(1, 4)), Task("both", ((Candidate(0, 2),), (Candidate(1, 0),)))),
        (Link(0, 1, "SS"),),
        people=(Person("Ife"), Person("Jun")),
    )

    assert _placed(problem) == (Placement(0, 4, (1,)), Placement(0, 2, (0, 1)))


def test_somebody_who_could_fill_two_roles_leaves_one_to_who_can_fill_no_other() -> None:
    roles = ((Candidate(0, 2), Candidate(1, 2)), (Candidate(0, 2),))

    assert _placed(Problem((Task("a", roles),), people=(Person("Ife"), Person("Jun")))) == (Placement(0, 2, (1, 0)),)


@pytest.mark.parametrize(
    ("link", "start"),
    [
        (Link(0, 1, "FS", 2), 6),  # 4 + 2
        (Link(0, 1, "FS", -3), 1),  # 4 - 3
        (Link(0, 1, "SS", 3), 3),  # 0 + 3
        (Link(0, 1, "FF", 1), 2),  # ends at 4 + 1, lasts 3
        (Link(0, 1, "SF", 4), 1),  # ends at 0 + 4, lasts 3
        (Link(0, 1, "SF", -9), 0),
    ],
)
def test_each_kind_of_link_with_its_lag(link: Link, start: int) -> None:
    by_people = Problem((Task("a", _work(0, 4)), Task("b", _work(1, 3))), (link,), (Person("Ife"), Person("Jun")))
    by_length = Problem((Task("a", duration=4), Task("b", duration=3)), (link,))

    assert _placed(by_people)[1] == Placement(start, start + 3, (1,))
    assert _placed(by_length)[1] == Placement(start, start + 3)


def test_a_finish_that_must_come_late_is_reached_over_an_absence() -> None:
    # Jun must end "b" (2 of work) at 9 or later and is away in slots 5 to 7: begun in 4 it ends at 9.
    jun = Person("Jun", ((0, 1000), (5, 0), (8, 1000)))
    problem = Problem((Task("a", duration=9), Task("b", _work(0, 2))), (Link(0, 1, "FF"),), (jun,))

    assert _placed(problem)[1] == Placement(4, 9, (0,))


def test_a_fixed_start_is_kept_free_and_what_it_waits_for_comes_first() -> None:
    # "review" is long behind, so it would go first; but "ready" must be done by 3, when "fixed" starts.
    problem = Problem(
        (Task("review", _work(0, 9)), Task("ready", _work(0, 3)), Task("fixed", _work(0, 1), start=3)),
        (Link(1, 2),),
        (Person("Ife"),),
    )

    assert _placed(problem) == (Placement(4, 13, (0,)), Placement(0, 3, (0,)), Placement(3, 4, (0,)))


def test_frozen_people_keep_their_work() -> None:
    problem = Problem(
        (Task("a", ((Candidate(0, 9), Candidate(1, 2)),), people=(0,)),), people=(Person("Ife"), Person("Jun"))
    )

    assert _placed(problem) == (Placement(0, 9, (0,)),)


def test_a_pool_gives_no_more_than_it_has() -> None:
    # 2 + 2 of 3 do not fit together.
    problem = Problem(
        (Task("a", duration=2, demands=((0, 2),)), Task("b", duration=2, demands=((0, 2),))), pools=(Pool("rig", 3),)
    )

    assert [one.start for one in _placed(problem)] == [0, 2]


def test_a_task_that_is_due_goes_before_one_with_more_behind_it() -> None:
    problem = Problem(
        (Task("a", _work(0, 2)), Task("behind", duration=9), Task("due", _work(0, 2), due=2)),
        (Link(0, 1),),
        (Person("Ife"),),
    )

    assert latest_starts(problem) == [0, 2, 0]
    assert latest_starts(Problem(problem.tasks[:2], problem.links, problem.people)) == [0, 2]


def test_somebody_who_is_away_for_ever_is_named() -> None:
    gone = Person("Ravi", ((0, 1000), (2, 0)))
    problem = Problem((Task("a", _work(0, 1)), Task("b", _work(0, 2))), (Link(0, 1),), (gone,))

    with pytest.raises(Impossible) as refused:
        list_schedule(problem)

    assert (refused.value.tasks, refused.value.people) == ((1,), (0,))


def test_a_fixed_start_that_comes_too_early_is_named_with_what_it_waits_for() -> None:
    problem = Problem((Task("a", duration=4), Task("b", duration=1, start=2)), (Link(0, 1),))

    with pytest.raises(Impossible) as refused:
        list_schedule(problem)

    assert refused.value.tasks == (1, 0)


def test_no_tasks_make_no_schedule() -> None:
    assert _placed(Problem(())) == ()


@given(st.integers(0, 10**6))
def test_the_first_plan_is_valid_for_people(seed: int) -> None:
    problem = odd_plan(seed)
    try:
        schedule = list_schedule(problem)
    except Impossible:
        return

    assert faults(problem, schedule) == ()


@given(st.integers(0, 10**6))
def test_the_first_plan_is_valid_for_pools(seed: int) -> None:
    problem = pool_plan(seed)

    assert faults(problem, list_schedule(problem)) == ()
