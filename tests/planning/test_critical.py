"""The critical path, worked out by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.planning.critical import Times, critical_path
from trimtab.planning.problem import Candidate, Link, LinkKind, Person, Problem, Task


def _waits(*lengths: int) -> tuple[Task, ...]:
    return tuple(Task(chr(ord("a") + number), duration=length) for number, length in enumerate(lengths))


def _by(person: int, work: int, name: str = "import") -> Task:
    return Task(name, roles=((Candidate(person, work),),))


def test_the_longest_chain_has_no_slack_and_the_shorter_has_what_it_is_shorter_by() -> None:
    # a(3) -> b(5) -> d(2) and a -> c(1) -> d: ends at 10; c may run from 3 or from 7.
    network = critical_path(Problem(_waits(3, 5, 1, 2), (Link(0, 1), Link(0, 2), Link(1, 3), Link(2, 3))))

    assert network.length == 10
    assert network.times == (Times(0, 3, 0, 3), Times(3, 8, 3, 8), Times(3, 4, 7, 8), Times(8, 10, 8, 10))
    assert network.times[2].slack == 4
    assert network.path == (0, 1, 3)
    assert network.critical == (0, 1, 3)


@pytest.mark.parametrize(
    ("kind", "lag", "start", "length", "slack_of_first"),
    [
        ("FS", 0, 4, 7, 0),
        ("FS", 2, 6, 9, 0),
        ("FS", -3, 1, 4, 0),  # the overlap of three ends both at 4
        ("SS", 1, 1, 4, 0),  # b could start later only without moving the end: it ends at 4, as a does
        ("SS", 3, 3, 6, 0),
        ("FF", 0, 1, 4, 0),
        ("FF", 2, 3, 6, 0),
        ("SF", 1, 0, 4, 0),
        ("SF", 9, 6, 9, 0),
    ],
)
def test_each_kind_of_link_bears_on_its_own_ends(
    kind: LinkKind, lag: int, start: int, length: int, slack_of_first: int
) -> None:
    network = critical_path(Problem(_waits(4, 3), (Link(0, 1, kind, lag),)))

    assert network.times[1].early_start == start
    assert network.length == length
    assert network.times[0].slack == slack_of_first


def test_slack_behind_links_between_starts_and_ends() -> None:
    # c(10) decides the end. a(4) SS+2 b(3): b from 2 on, at the latest from 7; so a starts by 5.
    network = critical_path(Problem(_waits(4, 3, 10), (Link(0, 1, "SS", 2),)))

    assert network.times[0] == Times(0, 4, 5, 9)
    assert network.times[1] == Times(2, 5, 7, 10)


def test_a_part_timer_takes_twice_as_long_and_the_faster_candidate_counts() -> None:
    people = (Person("Ife", ((0, 500),)), Person("Tomas"))
    either = Task("import", roles=((Candidate(0, 4), Candidate(1, 6)),))

    assert critical_path(Problem((_by(0, 4),), people=people)).length == 8
    assert critical_path(Problem((either,), people=people)).length == 6


def test_work_straddles_an_absence_and_does_not_begin_in_one() -> None:
    # Ravi works 0 to 4 and from 10 on. Four slots that may begin at 2: 2, 3, 10, 11. At 5: 10 to 14.
    people = (Person("Ravi", ((0, 1000), (4, 0), (10, 1000))),)

    def run(release: int) -> Times:
        task = Task("import", roles=((Candidate(0, 4),),), release=release)
        return critical_path(Problem((task,), people=people)).times[0]

    assert run(2) == Times(2, 12, 2, 12)
    assert run(5) == Times(10, 14, 10, 14)


def test_a_start_before_an_absence_has_no_slack_though_the_end_has() -> None:
    # Ravi ends at 4 and is gone until 10; "wait" runs to 8. "import" (2) could begin at 2 at the latest to end by 8.
    people = (Person("Ravi", ((0, 1000), (4, 0), (10, 1000))),)
    problem = Problem((_by(0, 2), Task("wait", duration=8)), people=people)

    assert critical_path(problem).times[0] == Times(0, 2, 2, 4)


def test_a_faster_candidate_who_comes_back_later_is_weighed_against_a_slower_one() -> None:
    # Tomas is away until 6 and needs 2: done at 8. Ife is there at half pace: done at 4.
    people = (Person("Tomas", ((0, 0), (6, 1000))), Person("Ife", ((0, 500),)))
    either = ((Candidate(0, 2), Candidate(1, 2)),)

    assert critical_path(Problem((Task("import", roles=either),), people=people)).times[0] == Times(0, 4, 0, 4)
    late = Task("import", roles=either, release=5)
    assert critical_path(Problem((late,), people=people)).times[0] == Times(5, 8, 6, 8)


def test_two_people_end_with_the_slower() -> None:
    people = (Person("Ife", ((0, 500),)), Person("Tomas"))
    both = Task("import", roles=((Candidate(0, 4),), (Candidate(1, 4),)))

    assert critical_path(Problem((both,), people=people)).times[0] == Times(0, 8, 0, 8)


def test_releases_and_fixed_starts_are_kept_and_a_clash_is_told() -> None:
    tasks = (Task("a", duration=3, release=2), Task("b", duration=2, start=9), Task("c", duration=4))
    network = critical_path(Problem(tasks, (Link(0, 1), Link(2, 1))))

    assert network.times == (Times(2, 5, 6, 9), Times(9, 11, 9, 11), Times(0, 4, 5, 9))
    assert network.clashes == ()

    too_soon = Task("b", duration=2, start=4)
    assert critical_path(Problem((tasks[0], too_soon), (Link(0, 1),))).clashes == (1,)


def test_slack_below_nothing_tells_by_how_much_a_due_slot_is_missed() -> None:
    tasks = (Task("a", duration=6), Task("b", duration=4, due=7))
    problem = Problem(tasks, (Link(0, 1),))

    assert critical_path(problem).times[1].slack == 0
    assert [one.slack for one in critical_path(problem, by_due=True).times] == [-3, -3]


def test_a_milestone_of_no_length_ends_the_path() -> None:
    tasks = (Task("a", duration=3), Task("beta"))
    network = critical_path(Problem(tasks, (Link(0, 1),)))

    assert network.times[1] == Times(3, 3, 3, 3)
    assert network.path[0] == 0


def test_somebody_who_never_comes_back_is_named() -> None:
    with pytest.raises(ValueError, match="import: Dana never end it"):
        critical_path(Problem((_by(0, 4),), people=(Person("Dana", ((0, 1000), (2, 0))),)))


def test_no_tasks_take_no_time() -> None:
    network = critical_path(Problem(()))

    assert (network.length, network.path) == (0, ())


_KINDS: tuple[LinkKind, ...] = ("FS", "SS", "FF", "SF")


@st.composite
def _networks(draw: st.DrawFn) -> Problem:
    people = tuple(
        Person(name, ((0, draw(st.sampled_from([0, 300, 1000]))), (5, 0), (draw(st.integers(6, 12)), pace)))
        for name, pace in (("Tomas", 1000), ("Ife", 500), ("Jun", 701))
    )
    count = draw(st.integers(1, 9))
    candidates = st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True)
    tasks = tuple(
        Task(
            f"t{number}",
            roles=(tuple(Candidate(one, draw(st.integers(0, 6))) for one in draw(candidates)),),
            release=draw(st.integers(0, 4)),
        )
        for number in range(count)
    )
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=12))
    links = tuple(
        Link(one, other, draw(st.sampled_from(_KINDS)), draw(st.integers(-3, 5))) for one, other in pairs if one < other
    )
    return Problem(tasks, links, people)


@settings(max_examples=300)
@given(_networks())
def test_nothing_is_late_before_it_is_early_and_what_decides_the_end_ends_no_later(problem: Problem) -> None:
    network = critical_path(problem)

    assert all(one.slack >= 0 and one.late_finish >= one.early_finish for one in network.times)
    last = network.times[network.path[-1]]
    assert last.early_finish == last.late_finish == network.length


@settings(max_examples=200)
@given(_networks(), st.data())
def test_a_start_that_slips_by_its_slack_keeps_the_end_and_by_one_more_does_not(
    problem: Problem, data: st.DataObject
) -> None:
    network = critical_path(problem)
    number = data.draw(st.integers(0, len(problem.tasks) - 1))
    times = network.times[number]

    def end_with(release: int) -> int:
        tasks = list(problem.tasks)
        old = tasks[number]
        tasks[number] = Task(old.name, roles=old.roles, release=release)
        return critical_path(Problem(tuple(tasks), problem.links, problem.people)).length

    assert end_with(times.late_start) == network.length
    assert end_with(times.late_start + 1) > network.length


def test_five_thousand_tasks_of_one_person_are_one_long_path() -> None:
    tasks = tuple(_by(0, 2, f"t{number}") for number in range(5000))
    links = tuple(Link(number, number + 1) for number in range(4999))

    network = critical_path(Problem(tasks, links, (Person("Tomas", ((0, 1000), (100, 0), (140, 500))),)))

    # 100 slots do 50 tasks at full pace, then forty slots of absence, then four slots a task.
    assert network.length == 140 + 4950 * 4
    assert len(network.path) == 5000
