"""Schedules of made-up plans with part time and leave: how far from the best possible, how soon, how like the last.

    python bench/plans.py gap [--seconds S] [--seeds N] [--from-seed K] [--only TASKS/PEOPLE]
    python bench/plans.py first
    python bench/plans.py stability [--seconds S] [--seeds N] [--from-seed K]

`gap` gives each plan S CPU seconds of all threads and shows the gap that the user would be shown; `first` times the first
feasible plan; `stability` takes the most loaded person away for 80 hours at a quarter of the plan, and compares the new
plan with a fresh one, of those tasks that are not begun. Kernels are compiled before. Plans: `tests/planning/made.py`.
Each schedule is held against the independent validator.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Person, Problem
from trimtab.planning.replan import replan
from trimtab.planning.schedule import Schedule
from trimtab.planning.search import warm
from trimtab.planning.solve import Limits, solve
from trimtab.planning.validity import faults

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from planning.made import DAY, HOUR, frozen, team_plan

SIZES = (
    (50, 5),
    (100, 8),
    (200, 10),
    (200, 20),
    (200, 40),
    (1000, 20),
    (1000, 40),
    (1000, 80),
    (5000, 40),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("gap", "first", "stability"))
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--from-seed", type=int, default=1)
    parser.add_argument("--only")
    asked = parser.parse_args()
    sizes = [size for size in SIZES if asked.only in (None, f"{size[0]}/{size[1]}")]
    if asked.what == "first":
        first(sizes)
        return
    seeds = range(asked.from_seed, asked.from_seed + asked.seeds)
    warm()
    if asked.what == "gap":
        gaps(sizes, asked.seconds, seeds)
    else:
        stability(asked.seconds, seeds)


def gaps(sizes: list[tuple[int, int]], seconds: float, seeds: range) -> None:
    """The shown gap of each plan."""
    print("| plan | first | gap % | status | bound | CPU s |\n| --- | --: | --: | --- | --: | --: |")
    found = []
    for tasks, people in sizes:
        for seed in seeds:
            problem, begun = team_plan(tasks, people, seed), time.process_time()
            solution = solve(problem, limits=Limits(seconds=seconds))
            used = time.process_time() - begun
            check(problem, solution.schedule)
            early = list_schedule(problem).makespan / solution.bound - 1
            found.append(100 * solution.gap)
            print(
                f"| {tasks}/{people}, {seed} | {100 * early:.1f} | {found[-1]:.2f} | {solution.status} "
                f"| {solution.bound} | {used:.1f} |",
                flush=True,
            )
    print(f"\nmean {sum(found) / len(found):.2f} %, worst {max(found):.2f} %")


def first(sizes: list[tuple[int, int]]) -> None:
    """CPU seconds until the first plan."""
    print("| plan | CPU s |\n| --- | --: |")
    for tasks, people in sizes:
        problem, begun = team_plan(tasks, people), time.process_time()
        schedule = list_schedule(problem)
        used = time.process_time() - begun
        check(problem, schedule)
        print(f"| {tasks}/{people} | {used:.3f} |", flush=True)


def stability(seconds: float, seeds: range) -> None:
    """How many tasks change people or day when somebody is away, for at most 1 % of the makespan."""
    print("| plan | last | fresh | new | people changed % | fresh % | moved over a day % | fresh % |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for tasks, people in ((200, 10), (1000, 20)):
        for seed in seeds:
            problem = team_plan(tasks, people, seed)
            last = solve(problem, limits=Limits(seconds=seconds / 2)).schedule
            now = last.makespan // 4
            changed = frozen(replace(problem, people=absent(problem, last, now)), last.placements, now)
            new = replan(changed, last.placements, limits=Limits(seconds=seconds), day=DAY)
            check(changed, new.solution.schedule)
            fresh = solve(changed, limits=Limits(seconds=seconds / 2)).schedule
            counted = [
                (was, is_) for task, was, is_ in zip(changed.tasks, last.placements, fresh.placements, strict=True)
                if task.start is None
            ]  # fmt: skip
            others = sum(was.people != is_.people for was, is_ in counted)
            moved = sum(abs(was.start - is_.start) > DAY for was, is_ in counted)
            print(
                f"| {tasks}/{people}, {seed} | {last.makespan} | {new.fresh} | {new.solution.schedule.makespan} "
                f"| {100 * new.reassigned / new.of:.1f} | {100 * others / new.of:.1f} "
                f"| {100 * new.moved / new.of:.1f} | {100 * moved / new.of:.1f} |",
                flush=True,
            )


def absent(problem: Problem, last: Schedule, now: int) -> tuple[Person, ...]:
    """The people, the one with the most work away for 80 hours from `now` on."""
    load = [0] * len(problem.people)
    for one in last.placements:
        load[one.people[0]] += one.end - one.start
    gone = load.index(max(load))
    person, back = problem.people[gone], now + 80 * HOUR
    slots = sorted({since for since, _ in person.pace} | {now, back})
    pace = tuple((slot, 0 if now <= slot < back else _pace(person, slot)) for slot in slots)
    return (*problem.people[:gone], Person(person.name, pace), *problem.people[gone + 1 :])


def _pace(person: Person, slot: int) -> int:
    return next(share for since, share in reversed(person.pace) if since <= slot)


def check(problem: Problem, schedule: Schedule) -> None:
    """End the run when a schedule is not valid: a figure of one would be worth nothing."""
    wrong = faults(problem, schedule)
    if wrong:
        raise SystemExit(f"invalid: {wrong[0]}")


if __name__ == "__main__":
    main()
