"""Speed, calibration and the lead's frontier of plan forecasts, on plans and teams made up from a seed.

    python bench/futures.py speed             futures a second beside a copy of memory on this machine, and a what-if
    python bench/futures.py coverage          do dates hold, and does history find a team's bias
    python bench/futures.py lead              the lead's share of criticality against the P80 on six plans
    python bench/futures.py policies          both policies, four teams
    python bench/futures.py blend             the inside and the outside view, alone and together

CPU seconds of this process; the kernel is compiled before anything is measured.
"""

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from futures_blend import blend
from futures_teams import TEAMS, Team, crps, given, history, true_spread
from planning.made import team_plan
from trimtab.planning.doubts import Doubts
from trimtab.planning.durations import Spread, learnt
from trimtab.planning.lead import frontier
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Problem
from trimtab.planning.schedule import Schedule, Solution
from trimtab.planning.simulate import FUTURES, Simulation
from trimtab.planning.solve import Limits, solve

BYTES = 17.5
"""Bytes a task-sample moves in the formulation that reads and writes memory: the reference of the bound."""

SPREADS = 20


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU seconds of a few runs, after one that compiles."""
    work()
    found = []
    for _ in range(times):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def usual(problem: Problem) -> Doubts:
    """Ranges of some twenty widths, as a plan's estimates have."""
    spreads = tuple(Spread(0.4 + 0.01 * (task % SPREADS), 0.5) for task in range(len(problem.tasks)))
    return Doubts(spreads)


def speed() -> None:
    """Task-samples a second, as shares of what memory allows; and the what-if of the goals."""
    source, target = np.ones(1 << 25, np.float64), np.ones(1 << 25, np.float64)
    copied = 2 * source.nbytes / cpu(lambda: np.copyto(target, source))
    bound = copied / BYTES / 1e6
    print(f"memory: copy {copied / 1e9:.1f} GB/s, so {bound:,.0f} M task-samples/s at {BYTES} bytes each\n")
    print("| tasks, people | policy | M task-samples/s | of the bound | with criticality and cruciality |")
    print("| --- | --- | --- | --- | --- |")
    for tasks, people in ((50, 5), (200, 10), (1000, 20), (5000, 40)):
        problem = team_plan(tasks, people)
        simulation, doubts = Simulation(problem, list_schedule(problem)), usual(problem)
        for policy in ("kept", "first"):
            rates = [
                tasks * FUTURES / 1e6
                / cpu(lambda: simulation.run(doubts, policy=policy, why=why))  # noqa: B023 - called at once
                for why in (False, True)
            ]  # fmt: skip
            share = f"{100 * rates[0] / bound:.1f} %"
            print(f"| {tasks:,}, {people} | {policy} | {rates[0]:.0f} | {share} | {rates[1]:.0f} |")
    before, after = team_plan(1000, 20), team_plan(1000, 20)
    schedule = list_schedule(before)

    def what_if() -> None:
        for problem in (before, after):
            simulation = Simulation(problem, schedule)
            for policy in ("kept", "first"):
                simulation.run(usual(problem), policy=policy)

    print(f"\nwhat-if (1,000 tasks, {FUTURES:,} futures, both policies, before and after): {cpu(what_if):.2f} s")


HISTORIES = (0, 10, 30, 100, 400)


def coverage(plans: int) -> None:
    """Plans of 40 tasks by five people, forecast with more and more history, against what the team then does."""
    print("| team | finished tasks | P50 | P80 | P95 held | CRPS, working days | P80 / truth's P80 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for team in TEAMS:
        for size in HISTORIES:
            held, scores, ratios = np.zeros(3), [], []
            for seed in range(plans):
                told, landed, right = once(team, size, seed)
                held += [landed <= np.quantile(told, share) for share in (0.5, 0.8, 0.95)]
                scores.append(crps(told, landed) / 32)
                ratios.append(float(np.quantile(told, 0.8) / np.quantile(right, 0.8)))
            shares = " | ".join(f"{one / plans:.2f}" for one in held)
            print(f"| {team.name} | {size} | {shares} | {fmean(scores):.1f} | {fmean(ratios):.2f} |")


def once(team: Team, size: int, seed: int) -> tuple[np.ndarray, int, np.ndarray]:
    """The ends that are forecast, the one that comes, and those that whoever knows the team would forecast."""
    dice = random.Random(f"{team.name} {size} {seed}")
    calibration = learnt(history(team, size, dice))
    problem = team_plan(40, 5, seed + 1)
    schedule = list_schedule(problem)
    simulation = Simulation(problem, schedule, seed=seed)
    doubts = Doubts(
        tuple(given(calibration, task.roles[0][0].work) for task in problem.tasks), common=calibration.shared
    )
    told = simulation.run(doubts, futures=1000).ends
    knows = Doubts((true_spread(team),) * len(problem.tasks), common=team.shared)
    # The truth is one future of the team itself, by dice that no forecast throws.
    truth = Simulation(problem, schedule, seed=1_000_000 + seed).run(knows, futures=100).ends[0]
    return told, int(truth), simulation.run(knows, futures=1000).ends


SIZES = ((50, 5), (200, 10), (1000, 20))


def lead(rounds: int, again: int, first: int) -> None:
    """Six plans with a lead at pace 300: their share of criticality in the schedule, and on the frontier."""
    leads = [(*size, seed) for size in SIZES for seed in (first, first + 1)]
    print("| tasks, people, seed | share | with 2 % on P80 | with 10 % | frontier (share at P80) | CPU s |")
    print("| --- | --- | --- | --- | --- | --- |")
    halved = 0
    for tasks, people, seed in leads:
        begin = time.process_time()
        problem = team_plan(tasks, people, seed)
        doubts = usual(problem)

        def solved(changed: Problem, held: Schedule | None) -> Solution:
            return solve(changed, limits=Limits(rounds=again), seed=1, first=held)

        base = solve(problem, limits=Limits(rounds=rounds), seed=1)
        points = frontier(problem, 0, doubts, solved, base)
        start = points_of_base(problem, doubts, base)
        at_two, at_ten = (least(points, start[1], share) for share in (0.02, 0.10))
        halved += at_two <= start[0] / 2
        told = ", ".join(f"{100 * one.share:.1f} % at {one.most / start[1]:.3f}" for one in points)
        took = time.process_time() - begin
        print(f"| {tasks:,}, {people}, {seed} | {100 * start[0]:.1f} % | {100 * at_two:.1f} % | {100 * at_ten:.1f} % "
              f"| {told} | {took:.0f} |", flush=True)  # fmt: skip
    print(f"\nhalved within 2 % of P80: {halved} of {len(leads)}")


def points_of_base(problem: Problem, doubts: Doubts, base: Solution) -> tuple[float, int]:
    """Share and P80 of the schedule itself."""
    found = Simulation(problem, base.schedule).run(doubts, futures=1000, why=True)
    return found.by_person[0], found.quantile(0.8)


def least(points: Sequence[object], most: int, share: float) -> float:
    """The least share that costs no more than so much of the P80."""
    return min((one.share for one in points if one.most <= most * (1 + share)), default=math.inf)  # type: ignore[attr-defined]


def policies() -> None:
    """P50, P80 and P95 over the schedule's length, under both policies."""
    print("| tasks, people | schedule, h | kept P50 P80 P95 | first P50 P80 P95 |")
    print("| --- | --- | --- | --- |")
    for tasks, people in ((50, 5), (200, 10), (200, 40), (1000, 20)):
        problem = team_plan(tasks, people)
        schedule = list_schedule(problem)
        simulation = Simulation(problem, schedule)
        told = []
        for policy in ("kept", "first"):
            found = simulation.run(usual(problem), policy=policy)
            told.append(" ".join(f"{found.quantile(share) / schedule.makespan:.2f}" for share in (0.5, 0.8, 0.95)))
        print(f"| {tasks:,}, {people} | {schedule.makespan / 4:.0f} | {told[0]} | {told[1]} |")


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "coverage", "lead", "policies", "blend"))
    parser.add_argument("--plans", type=int, default=100, help="plans a row of coverage")
    parser.add_argument("--rounds", type=int, default=100, help="rounds of the first schedule of lead")
    parser.add_argument("--again", type=int, default=50, help="rounds of each schedule after it")
    parser.add_argument("--from-seed", type=int, default=1, help="of the two seeds of each size of lead, the first")
    parser.add_argument("--worlds", type=int, default=10, help="worlds of each team of blend")
    asked = parser.parse_args()
    match asked.what:
        case "speed":
            speed()
        case "coverage":
            coverage(asked.plans)
        case "lead":
            lead(asked.rounds, asked.again, asked.from_seed)
        case "blend":
            blend(asked.worlds)
        case _:
            policies()


if __name__ == "__main__":
    main()
