"""The lead off the critical path: by hand, and what a frontier is."""

from itertools import permutations

from planning.made import team_plan
from trimtab.planning.doubts import Doubts
from trimtab.planning.durations import Spread
from trimtab.planning.lead import Point, chosen, frontier
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.moves import moves
from trimtab.planning.problem import Candidate, Link, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule, Solution
from trimtab.planning.simulate import simulate

WIDE = Spread(0.4, 0.4)


def _solve(problem: Problem, first: Schedule | None) -> Solution:
    return Solution(list_schedule(problem), 0, "feasible")


def _unsure(problem: Problem) -> Doubts:
    return Doubts((WIDE,) * len(problem.tasks))


def _both(name: str, work: int) -> Task:
    return Task(name, ((Candidate(0, work), Candidate(1, work)),))


def test_what_the_end_hangs_on_goes_to_whoever_is_as_quick() -> None:
    # The lead and x are as quick; the schedule gives the lead the long task, on which all futures hang.
    problem = Problem((_both("long", 40), _both("short", 4)), (), (Person("lead"), Person("x")))
    given = Solution(Schedule((Placement(0, 40, (0,)), Placement(0, 4, (1,)))), 40, "optimal")

    points = frontier(problem, 0, _unsure(problem), _solve, given, futures=500)
    best = chosen(points, "avoid")

    assert best.share < 0.05
    assert best.handed == ((0, 1),)


def test_a_lead_who_alone_can_do_it_keeps_it_and_nothing_breaks() -> None:
    tasks = (Task("only", ((Candidate(0, 40),),)), _both("short", 4))
    problem = Problem(tasks, (Link(0, 1),), (Person("lead", ((0, 300),)), Person("x")))

    points = frontier(problem, 0, _unsure(problem), _solve, _solve(problem, None), futures=300)

    assert chosen(points, "avoid").share > 0.3
    assert all(point.schedule.placements[0].people == (0,) for point in points)


def test_no_point_of_a_frontier_is_beaten_in_everything() -> None:
    problem = team_plan(40, 5, 3)

    points = frontier(problem, 0, _unsure(problem), _solve, _solve(problem, None), futures=300)

    told = [(one.share, one.most, one.schedule.makespan) for one in points]
    assert [share for share, _, _ in told] == sorted((share for share, _, _ in told), reverse=True)
    assert not any(
        all(mine <= theirs for mine, theirs in zip(one, other, strict=True)) for one, other in permutations(told, 2)
    )


def test_what_is_handed_over_is_made_up_for_by_other_work() -> None:
    # Fifty tasks each; with one of the lead's the other would need 51, unless they give another in return.
    tasks = tuple(_both(f"t{one}", 10) for one in range(100))
    problem = Problem(tasks, (), (Person("lead"), Person("x")))
    held = Schedule(tuple(Placement(one // 2 * 10, one // 2 * 10 + 10, (one % 2,)) for one in range(100)))
    given = Solution(held, 500, "optimal")

    def solve_given(changed: Problem, first: Schedule | None) -> Solution:
        return _solve(changed, first) if any(task.people for task in changed.tasks) else given

    points = frontier(problem, 0, _unsure(problem), solve_given, given, futures=200, steps=1)

    assert {(bool(one.handed), one.schedule.makespan) for one in points} >= {(True, 510), (True, 500)}


def test_a_schedule_that_is_much_longer_is_no_better_for_an_early_p80() -> None:
    def point(share: float, most: int, length: int) -> Point:
        return Point(Schedule((Placement(0, length),)), 0, share, 0, most)

    points = (point(0.3, 102, 100), point(0.2, 101, 101), point(0.1, 100, 115))

    assert [chosen(points, stance).share for stance in ("price", "avoid")] == [0.2, 0.2]
    assert chosen((points[0], point(0.1, 80, 120)), "price") == points[0]


def test_the_stance_says_how_much_later_a_smaller_share_may_be() -> None:
    points = tuple(
        Point(Schedule(()), 0, share, 0, most) for share, most in ((0.3, 100), (0.2, 102), (0.1, 109), (0.0, 130))
    )

    assert [chosen(points, stance).share for stance in ("allow", "price", "avoid")] == [0.3, 0.2, 0.1]


def test_what_moves_the_date_is_told_by_how_much_and_the_most_first() -> None:
    # x does both one after the other, y another that never holds it back, and is away later.
    tasks = (
        Task("long", ((Candidate(0, 80),),)),
        Task("short", ((Candidate(0, 8),),)),
        Task("aside", ((Candidate(1, 8),),)),
    )
    problem = Problem(tasks, (), (Person("x", ((0, 1000), (40, 0), (56, 1000))), Person("y")))
    schedule = list_schedule(problem)
    doubts = _unsure(problem)
    told = simulate(problem, schedule, doubts, futures=1000, why=True)
    there = Problem(tasks, (), (Person("x"), Person("y")))

    found = moves(problem, schedule, doubts, told, futures=1000, present={0: there})

    assert [(one.kind, one.what) for one in found][:2] == [("task", 0), ("leave", 0)]
    assert next(one.slots for one in found if one.kind == "leave") == 16  # the leave lies within the work
    assert not any(one.kind == "task" and one.what == 2 for one in found)
