"""The critical chain of a schedule, by hand."""

from trimtab.advice.plan._levelled import Levelled, levelled
from trimtab.advice.plan._load import by_schedule
from trimtab.planning.problem import Candidate, Link, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule

TOMAS, IFE = Person("Tomas"), Person("Ife", ((0, 500),))


def _by(name: str, *people: int, work: int = 8, due: int | None = None) -> Task:
    return Task(name, roles=tuple((Candidate(one, work),) for one in people), due=due)


def _levelled(problem: Problem, *placed: tuple[int, int, tuple[int, ...]]) -> Levelled:
    schedule = Schedule(tuple(Placement(*one) for one in placed))
    return levelled(problem, schedule, list(by_schedule(problem, schedule.placements)))


def test_two_tasks_of_one_person_are_a_chain_though_neither_waits_in_the_plan() -> None:
    found = _levelled(Problem((_by("a", 0), _by("b", 0)), people=(TOMAS,)), (0, 8, (0,)), (8, 16, (0,)))

    assert found.chain == (0, 1)
    assert found.critical == {0, 1}


def test_slack_is_what_people_and_links_leave() -> None:
    # a and then c of Tomas end at 16; b of Ife, four slots at half pace, is done at 8 and could begin at 8.
    tasks = (_by("a", 0), _by("b", 1, work=4), _by("c", 0))
    found = _levelled(Problem(tasks, (Link(0, 2),), (TOMAS, IFE)), (0, 8, (0,)), (0, 8, (1,)), (8, 16, (0,)))

    assert found.slack == (0, 8, 0)
    assert found.chain == (0, 2)


def test_whoever_is_done_with_their_part_goes_on_without_waiting_for_the_others() -> None:
    # Both begin a; Tomas is done at 8, Ife at 16. b of Tomas runs from 8 to 16 beside Ife's part.
    tasks = (_by("a", 0, 1), _by("b", 0))
    found = _levelled(Problem(tasks, people=(TOMAS, IFE)), (0, 16, (0, 1)), (8, 16, (0,)))

    assert found.slack == (0, 0)


def test_a_wait_for_somebodys_return_begins_a_chain() -> None:
    # Tomas is away until 20 and does b then; a of Ife was done long before and decides nothing.
    back = Person("Tomas", ((0, 0), (20, 1000)))
    found = _levelled(Problem((_by("a", 1, work=2), _by("b", 0)), people=(back, IFE)), (0, 4, (1,)), (20, 28, (0,)))

    assert found.chain == (1,)
    assert found.slack[0] == 24
