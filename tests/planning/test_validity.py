"""What the validator finds, on schedules worked out by hand."""

import pytest

from trimtab.planning.problem import Candidate, Link, LinkKind, Person, Pool, Problem, Task
from trimtab.planning.schedule import Placement, Schedule
from trimtab.planning.validity import faults

FULL_TIME = Person("Tomas")
HALF = Person("Ife", ((0, 500),))
ON_LEAVE = Person("Ravi", ((0, 1000), (4, 0), (10, 1000)))


def _work(*people: int, slots: int = 4, name: str = "import") -> Task:
    return Task(name, roles=tuple((Candidate(person, slots),) for person in people))


def _schedule(*placements: tuple[int, int, tuple[int, ...]]) -> Schedule:
    return Schedule(tuple(Placement(*one) for one in placements))


def test_a_part_timer_takes_twice_as_long() -> None:
    problem = Problem((_work(0),), people=(HALF,))

    assert not faults(problem, _schedule((0, 8, (0,))))
    assert faults(problem, _schedule((0, 4, (0,)))) == ("import: ends at slot 4, but the work is done at 8",)


def test_work_goes_on_after_an_absence() -> None:
    # slots 2 and 3, then 10 and 11
    problem = Problem((_work(0),), people=(ON_LEAVE,))

    assert not faults(problem, _schedule((2, 12, (0,))))


def test_nothing_starts_in_an_absence() -> None:
    problem = Problem((_work(0),), people=(ON_LEAVE,))

    assert faults(problem, _schedule((5, 14, (0,)))) == ("import: starts at slot 5, in which Ravi does not work",)


def test_a_slot_worked_in_part_is_taken_whole() -> None:
    # 3 slots at 700 thousandths: 0.7, 1.4, 2.1, 2.8, 3.5
    problem = Problem((_work(0, slots=3),), people=(Person("Jun", ((0, 700),)),))

    assert not faults(problem, _schedule((0, 5, (0,))))


def test_somebody_who_is_gone_for_ever_ends_nothing() -> None:
    problem = Problem((_work(0),), people=(Person("Dana", ((0, 1000), (2, 0))),))

    assert faults(problem, _schedule((0, 9, (0,)))) == ("import: Dana never ends it",)


def test_two_people_start_together_and_the_slower_one_ends_it() -> None:
    problem = Problem((_work(0, 1),), people=(FULL_TIME, HALF))

    assert not faults(problem, _schedule((0, 8, (0, 1))))
    assert faults(problem, _schedule((0, 4, (0, 1))))


def test_whoever_has_done_their_part_is_free() -> None:
    # Tomas has done his part at 4 and takes up the next, while Ife is on hers until 8
    problem = Problem((_work(0, 1), _work(0, name="export")), people=(FULL_TIME, HALF))

    assert not faults(problem, _schedule((0, 8, (0, 1)), (4, 8, (0,))))
    assert faults(problem, _schedule((0, 8, (0, 1)), (3, 7, (0,)))) == (
        "Tomas: on import until slot 4, and on export from 3",
    )


def test_people_must_be_candidates_and_different() -> None:
    anybody = (Candidate(0, 4), Candidate(1, 4))
    problem = Problem((Task("import", roles=(anybody, anybody)),), people=(FULL_TIME, Person("Mara"), HALF))

    assert not faults(problem, _schedule((0, 4, (1, 0))))
    assert faults(problem, _schedule((0, 4, (0, 0)))) == ("import: one person fills two roles",)
    assert faults(problem, _schedule((0, 4, (0, 2)))) == ("import: Ife is no candidate for role 1",)
    assert faults(problem, _schedule((0, 4, (0, 9)))) == ("import: person 9 is no candidate for role 1",)
    assert faults(problem, _schedule((0, 4, (0,)))) == ("import: 1 people for 2 roles",)


def test_frozen_work_stays_with_its_people_and_at_its_start() -> None:
    task = Task("import", roles=((Candidate(0, 4), Candidate(1, 4)),), start=2, people=(1,))
    problem = Problem((task,), people=(FULL_TIME, Person("Mara")))

    assert not faults(problem, _schedule((2, 6, (1,))))
    assert faults(problem, _schedule((2, 6, (0,)))) == ("import: must be done by Mara",)
    assert faults(problem, _schedule((3, 7, (1,)))) == ("import: starts at slot 3, not at 2",)


def test_nothing_starts_before_its_release() -> None:
    problem = Problem((Task("wait", duration=3, release=5),))

    assert not faults(problem, _schedule((5, 8, ())))
    assert faults(problem, _schedule((4, 7, ()))) == ("wait: starts at slot 4, before its release at 5",)
    assert faults(problem, _schedule((5, 9, ()))) == ("wait: lasts 4 slots, not 3",)


@pytest.mark.parametrize(
    ("kind", "lag", "earliest"),
    # the first runs from 2 to 6, the second lasts 3
    [("FS", 0, 6), ("FS", 2, 8), ("FS", -3, 3), ("SS", 1, 3), ("FF", 0, 3), ("FF", 2, 5), ("SF", 4, 3)],
)
def test_each_kind_of_link_holds_by_its_own_ends(kind: LinkKind, lag: int, earliest: int) -> None:
    tasks = (Task("first", duration=4), Task("second", duration=3))
    problem = Problem(tasks, (Link(0, 1, kind, lag),))

    assert not faults(problem, _schedule((2, 6, ()), (earliest, earliest + 3, ())))
    found = faults(problem, _schedule((2, 6, ()), (earliest - 1, earliest + 2, ())))
    assert len(found) == 1
    assert "after first" in found[0]


def test_a_milestone_has_no_length_and_lies_anywhere() -> None:
    absent = Person("Jun", ((0, 0), (9, 1000)))
    problem = Problem((Task("beta"), Task("nothing", roles=((Candidate(0, 0),),))), people=(absent,))

    assert not faults(problem, _schedule((3, 3, ()), (3, 3, (0,))))


def test_pools_are_not_overdrawn() -> None:
    tasks = tuple(Task(name, duration=4, demands=((0, 2),)) for name in ("a", "b"))
    problem = Problem(tasks, pools=(Pool("rooms", 3),))

    assert not faults(problem, _schedule((0, 4, ()), (4, 8, ())))
    assert faults(problem, _schedule((0, 4, ()), (3, 7, ()))) == ("rooms: 4 of 3 taken at slot 3",)


def test_every_task_has_a_placement() -> None:
    assert faults(Problem((Task("beta"),)), Schedule(())) == ("0 placements for 1 tasks",)
