"""Futures of a plan: by hand on tiny networks, against an obvious walk, and what must hold for any plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.made import odd_plan, team_plan
from planning.obvious_futures import walk
from trimtab.planning._simulate_arrays import order_of, tables_of
from trimtab.planning.doubts import Doubts, Event
from trimtab.planning.durations import STEPS, Spread
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Candidate, Impossible, Link, Person, Problem, Task
from trimtab.planning.schedule import Placement, Schedule
from trimtab.planning.simulate import Simulation, simulate

WIDE = Spread(0.5, 0.5)
POLICIES = ("kept", "first")


def _alone(name: str, work: int, *people: int) -> Task:
    return Task(name, (tuple(Candidate(one, work) for one in people or (0,)),))


def _sure(problem: Problem) -> Doubts:
    return Doubts((None,) * len(problem.tasks))


def _unsure(problem: Problem, **more: object) -> Doubts:
    return Doubts((WIDE,) * len(problem.tasks), **more)  # type: ignore[arg-type]


def test_without_doubts_every_future_is_the_schedule() -> None:
    # x works 8 slots on a; y 4 on b: two of full pace, none until slot 6, then half pace: 2 more take slots 6 to 10.
    # c waits for both, from slot 10 on: 10 + 8.
    people = (Person("x"), Person("y", ((0, 1000), (2, 0), (6, 500))))
    problem = Problem((_alone("a", 8), _alone("b", 4, 1), _alone("c", 8)), (Link(0, 2), Link(1, 2)), people)
    schedule = list_schedule(problem)

    found = simulate(problem, schedule, _sure(problem), futures=100, watch=range(3), why=True)

    assert set(found.ends.tolist()) == {18}
    assert [int(found.watched[task][0]) for task in range(3)] == [8, 10, 18]
    # The end hangs on b and c in all futures; a has two slots to spare.
    assert found.critical == (0.0, 1.0, 1.0)
    assert found.by_person == (0.5, 0.5)


def test_a_chain_of_two_coins_has_the_exact_answer() -> None:
    # Each task takes 4 slots, or 10 with even odds: 8, 14 or 20 in all, in a quarter, a half and a quarter of futures.
    problem = Problem((_alone("a", 4), _alone("b", 4)), (Link(0, 1),), (Person("x"),))
    doubts = Doubts((Spread(),) * 2, (Event("one", 0.5, 6, (0,)), Event("other", 0.5, 6, (1,))), common=0.0)

    found = simulate(problem, list_schedule(problem), doubts, futures=20_000)

    assert [float(np.mean(found.ends == slot)) for slot in (8, 14, 20)] == pytest.approx([0.25, 0.5, 0.25], abs=0.012)
    assert (found.quantile(0.2), found.quantile(0.5), found.quantile(0.95)) == (8, 14, 20)


def test_work_is_taken_by_whoever_ends_it_first_where_the_policy_says_so() -> None:
    # The schedule gives both tasks to x; y, as quick, is idle. Kept: 4 + 4. First: side by side.
    problem = Problem((_alone("a", 4, 0, 1), _alone("b", 4, 0, 1)), (), (Person("x"), Person("y")))
    schedule = Schedule((Placement(0, 4, (0,)), Placement(4, 8, (0,))))

    kept, first = (simulate(problem, schedule, _sure(problem), policy=one, futures=100) for one in POLICIES)

    assert (kept.quantile(0.5), first.quantile(0.5)) == (8, 4)


def test_an_event_happens_as_often_as_its_chance_says_and_adds_its_work() -> None:
    problem = Problem((_alone("a", 4),), (), (Person("x"),))
    doubts = Doubts((Spread(),), (Event("audit", 0.3, 6, (0,)),), common=0.0)

    found = simulate(problem, list_schedule(problem), doubts, futures=20_000)

    assert set(found.ends.tolist()) == {4, 10}
    assert float(np.mean(found.ends == 10)) == pytest.approx(0.3, abs=0.01)


def test_what_all_share_does_not_average_out() -> None:
    problem = Problem(tuple(_alone(f"t{one}", 40) for one in range(40)), (), (Person("x"),))
    schedule = list_schedule(problem)

    own, shared = (simulate(problem, schedule, _unsure(problem, common=sd)) for sd in (0.0, 0.25))

    wide = [one.quantile(0.95) / one.quantile(0.5) for one in (own, shared)]
    # 40 tasks of log sd 0.5 differ by some 9 % in sum; with a common factor of 0.25 the P95 is exp(1.645 * 0.25) = 1.51.
    assert wide[0] < 1.2 < 1.4 < wide[1] < 1.7


def test_somebody_gone_for_good_is_told_and_not_waited_for_in_vain() -> None:
    problem = Problem((_alone("a", 10),), (), (Person("x", ((0, 1000), (12, 0))),))

    found = simulate(problem, list_schedule(problem), _unsure(problem), futures=1000)

    # 10 slots of work, 12 there: whatever takes more than 1.2 times as long never ends.
    assert found.never == pytest.approx(0.36, abs=0.08)
    assert found.quantile(0.5) < 13


def test_the_end_can_hang_on_somebody_coming_back() -> None:
    # b is y's, who is away from slot 4 to 100; a ends at 8.
    people = (Person("x"), Person("y", ((0, 1000), (4, 0), (100, 1000))))
    problem = Problem((_alone("a", 8), _alone("b", 8, 1)), (Link(0, 1),), people)

    found = simulate(problem, list_schedule(problem), _sure(problem), futures=10, why=True)

    assert found.quantile(0.5) == 108
    assert found.gaps == (0.0, 1.0)
    assert found.critical == (0.0, 1.0)  # a has slack until slot 100


def test_cruciality_is_the_rank_correlation_with_the_end() -> None:
    problem = Problem((_alone("long", 400), _alone("short", 4, 1)), (), (Person("x"), Person("y")))

    found = simulate(problem, list_schedule(problem), _unsure(problem, common=0.0), why=True)

    assert found.cruciality[0] == pytest.approx(1.0, abs=1e-4)
    assert abs(found.cruciality[1]) < 0.05


def test_who_ends_a_task_as_soon_as_whom_the_schedule_names_leaves_it_to_them() -> None:
    # y would need 7 slots but is away in the third: both end a at slot 8, and y has b to do.
    people = (Person("x"), Person("y", ((0, 1000), (2, 0), (3, 1000))))
    either = Task("a", ((Candidate(0, 8), Candidate(1, 7)),))
    problem = Problem((either, _alone("b", 2, 1)), (), people)
    schedule = Schedule((Placement(0, 8, (0,)), Placement(3, 5, (1,))))

    found = simulate(problem, schedule, _sure(problem), policy="first", futures=5, watch=(0, 1))

    assert found.quantile(1.0, 0) == 8
    assert found.quantile(1.0, 1) == 2


@pytest.mark.parametrize("policy", POLICIES)
def test_the_compiled_walk_is_the_obvious_walk(policy: str) -> None:
    for seed in range(120):
        problem = odd_plan(seed)
        try:
            schedule = list_schedule(problem)
        except Impossible:
            continue
        many = range(len(problem.tasks))

        found = simulate(problem, schedule, _sure(problem), policy=policy, futures=3, watch=many)  # type: ignore[arg-type]
        people = [one.people for one in schedule.placements]
        slow = walk(problem, order_of(problem, schedule), people, first_come=policy == "first")

        assert [int(found.watched[task][0]) for task in many] == [end for _, end in slow], seed
        if policy == "kept":
            assert found.quantile(1.0) <= schedule.makespan, seed


plans = st.builds(team_plan, st.integers(5, 40), st.integers(2, 6), st.integers(1, 10_000))


@given(plans, st.sampled_from(POLICIES), st.integers(1, 1000))
@settings(max_examples=25)
def test_a_change_that_changes_nothing_moves_nothing(problem: Problem, policy: str, seed: int) -> None:
    schedule = list_schedule(problem)
    doubts = _unsure(problem, found=0.15)

    one, other = (
        Simulation(problem, schedule, seed=seed).run(doubts, policy=policy, futures=500)  # type: ignore[arg-type]
        for _ in range(2)
    )

    assert one.ends.tobytes() == other.ends.tobytes()
    assert one.quantile(0.8) - other.quantile(0.8) == 0


@given(plans, st.sampled_from(POLICIES))
@settings(max_examples=25)
def test_a_task_more_draws_no_other_anew(problem: Problem, policy: str) -> None:
    schedule = list_schedule(problem)
    more = Problem((Task("new"), *problem.tasks), tuple(Link(one.before + 1, one.after + 1) for one in problem.links),
                   problem.people)  # fmt: skip
    later = Schedule((Placement(0, 0), *schedule.placements))
    many = range(len(problem.tasks))

    before = simulate(problem, schedule, _unsure(problem), policy=policy, futures=300, watch=many)  # type: ignore[arg-type]
    after = simulate(more, later, _unsure(more), policy=policy, futures=300, watch=range(1, len(more.tasks)))  # type: ignore[arg-type]

    assert all((before.watched[task] == after.watched[task + 1]).all() for task in many)


@given(plans, st.data())
@settings(max_examples=25)
def test_more_work_never_lands_earlier_in_the_same_hands(problem: Problem, data: st.DataObject) -> None:
    schedule = list_schedule(problem)
    doubts = _unsure(problem)
    task = data.draw(st.integers(0, len(problem.tasks) - 1))
    more = Doubts(doubts.spreads, (Event("more", 1.0, 20, (task,)),))

    less, longer = (simulate(problem, schedule, one, futures=300) for one in (doubts, more))

    assert (longer.ends >= less.ends).all()


@given(plans, st.sampled_from(POLICIES))
@settings(max_examples=25)
def test_quantiles_rise_and_chances_answer_them(problem: Problem, policy: str) -> None:
    found = simulate(problem, list_schedule(problem), _unsure(problem), policy=policy, futures=300, why=True)  # type: ignore[arg-type]

    told = [found.quantile(share) for share in (0.0, 0.1, 0.5, 0.8, 0.95, 1.0)]
    assert told == sorted(told)
    assert all(found.by(found.quantile(share)) >= share - 1e-9 for share in (0.1, 0.5, 0.8, 0.95))
    assert all(0 <= one <= 1 for one in found.critical)
    assert max(found.critical) > 0
    assert sum(found.by_person) == pytest.approx(1.0)


def test_tables_are_what_a_spread_says() -> None:
    for spread in (
        Spread(),
        Spread(0.2, 0.6),
        Spread(ratios=(0.5, 1.0, 1.0, 3.0)),
        Spread(ratios=(0.5, 2.0), wider=1.5),
    ):
        table = tables_of((spread,))[0]
        assert table.tolist() == pytest.approx([spread.at((step + 0.5) / STEPS) for step in range(STEPS)], rel=1e-5)


def test_a_schedule_of_another_problem_is_refused() -> None:
    problem = Problem((_alone("a", 4),), (), (Person("x"),))
    with pytest.raises(ValueError, match="0 placements for 1 tasks"):
        Simulation(problem, Schedule(()))


def test_units_of_pools_are_handed_on_as_scheduled() -> None:
    from trimtab.planning.problem import Pool

    # Two units, three tasks of one unit and 4 slots each: two side by side, the third after the first of them.
    problem = Problem(
        tuple(Task(f"t{one}", duration=4, demands=((0, 1),)) for one in range(3)), (), (), (Pool("room", 2),)
    )

    found = simulate(problem, list_schedule(problem), _sure(problem), futures=10)

    assert found.quantile(0.5) == 8
