"""Worlds in which a made-up team works through one plan after another, beside a tracker: both views of every plan, and its end.

A world begins with half a dozen plans that only the tracker saw. Of each later plan the inside view is its simulation with
what the team's own finished tasks said until then; the outside view the pace of the tracker, in which every task is an item
and others come and go beside. The truth is the plan walked with what each task took, drawn by dice that no forecast throws.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np
import polars as pl

from futures_teams import TEAMS, Team, given
from planning.made import DAY, team_plan
from trimtab.advice.plan._forecast_scores import weight_of
from trimtab.analyses.forecasts import LIVES, LONGEST, Series
from trimtab.planning.critical import critical_path
from trimtab.planning.doubts import FOUND, Doubts
from trimtab.planning.durations import ENOUGH, PRIOR_SD, Finished, Spread, conformal, learnt
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.simulate import Simulation

SIZES = (10, 20, 40, 80)
"""Tasks of a plan."""

SHARES = tuple((place + 0.5) / 40 for place in range(40))
"""The shares at which a view is kept, each as likely as the others."""

GROWTH = (0.05, 0.4)
"""Between these lies the share of a plan's tasks that bring work nobody wrote down; it is told 15 %, leaning on the past."""

DAYS = tuple(float(day) for day in np.geomspace(0.5, LONGEST, 100))
"""The days at which an outside view is read."""

CALLED_AWAY, AWAY_DAYS = 0.4, (10.0, 40.0)
"""How often a team is called away from a plan, and for how many days."""

WARM, PLANS = 6, 14
LEAST_DONE = 10
COUNTED, FIRST = "as tasks of plans went by", 5
LEVELS, FINE = (0.5, 0.8, 0.95), 400
HALF, MOST, TESTED_DAYS = 0.5, 0.8, 365.0
PEOPLE, HALF_A_YEAR, WINDOW = 5, 182.0, 28.0
_BEGIN = 20_000.0  # days since 1970
_PAUSE = 3.0
_A_DAY = 1.4 / DAY  # days of the calendar in a slot: five days of a week are worked
_REGULAR = 2


@dataclass(frozen=True)
class Views:
    """What was said of one plan, as days at `SHARES` (None: an outside view that could not be had), and what came."""

    team: str
    world: int
    plan: int
    tasks: int
    finished: int
    inside: tuple[float, ...]
    outside: dict[str, tuple[float | None, ...] | None]
    soonest: float
    came: float


@dataclass
class World:
    """A team's time so far: the tracker's items, and of the plans that are known (since when) the tasks, when each was done,
    and how many brought work that nobody had written down."""

    team: Team
    dice: random.Random
    interrupted: bool = False
    now: float = _BEGIN
    begun: float = _BEGIN
    known: float = math.inf
    later: int = 0
    items: list[tuple[float, float]] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)
    done: list[float] = field(default_factory=list)


def views(team: Team, number: int) -> Iterator[Views]:
    """All plans of one world, in the order they were worked through."""
    dice = random.Random(f"world {team.name} {number}")
    world = World(team, dice, interrupted=number % 2 == 1)
    for plan in range(WARM + PLANS):
        told = _lived(world, 1000 * number + plan, plan)
        if told is not None:
            yield Views(team.name, number, plan - WARM, *told)


def _lived(world: World, seed: int, plan: int) -> tuple[object, ...] | None:
    """Forecast the next plan, unless it is one of the first, and work through it."""
    dice, team = world.dice, world.team
    tasks = dice.choice(SIZES)
    problem = team_plan(tasks, PEOPLE, seed + 1)
    schedule = list_schedule(problem)
    simulation = Simulation(problem, schedule, seed=seed)
    common, growth = dice.gauss(0, team.shared), dice.uniform(*GROWTH)
    came_on_top = [dice.random() < growth for _ in problem.tasks]
    own = [team.factor(dice, common) for _ in problem.tasks]
    factors = [
        one + (dice.lognormvariate(0.0, PRIOR_SD) if more else 0.0) for one, more in zip(own, came_on_top, strict=True)
    ]
    # What each task takes is given, so that one future is all futures.
    fixed = Doubts(tuple(Spread(ratios=(factor,)) for factor in factors), common=0.0)
    lived = simulation.run(fixed, futures=100, watch=range(tasks))
    ends = _held_up(world, [int(lived.watched[task][0]) * _A_DAY for task in range(tasks)])
    hours = [task.roles[0][0].work / 4 for task in problem.tasks]
    before, opened = len(world.finished), [world.now - dice.uniform(0, 10) for _ in ends]
    told = None
    if plan >= WARM:
        calibration = learnt(world.finished)
        spreads = tuple(given(calibration, round(one * 4)) for one in hours)
        found = (world.later + ENOUGH * FOUND) / (len(world.finished) + ENOUGH)
        doubts = Doubts(spreads, common=calibration.shared, found=found)
        inside = np.sort(simulation.run(doubts, futures=800).ends) * _A_DAY
        asked = {
            "as written": sum(hours),
            "as they turn out": sum(one * _mean(spread) for one, spread in zip(hours, spreads, strict=True)),
        }
        share = sum(one.pace[0][1] for one in problem.people) / 1000
        had = share * 8 * 5 / 7 * HALF_A_YEAR
        series = Series(_lives(world, opened), world.now)
        outside = {name: _counted(series, world, one / had) for name, one in asked.items()}
        outside["as tasks of plans went by"] = _went_by(series, world, tasks)
        outside["by their own age"] = _named(series, world, opened)
        soonest = critical_path(problem).length * _A_DAY
        told = (tasks, before, tuple(float(np.quantile(inside, one)) for one in SHARES), outside, soonest, max(ends))
        window = int(world.now / WINDOW)
        world.finished += [
            Finished(one, one * factor, window + int(end / WINDOW))
            for one, factor, end in zip(hours, own, ends, strict=True)
        ]
        world.later += sum(came_on_top)
        world.known = min(world.known, world.now)
        world.done += [world.now + end for end in ends]
    world.items += [(begin, world.now + end) for begin, end in zip(opened, ends, strict=True)]
    _others(world, max(ends), tasks)
    world.now += max(ends) + _PAUSE
    return told


def _held_up(world: World, ends: list[float]) -> list[float]:
    """The same, where the team is called away from a plan once in a while, in every second world: no simulation knows that."""
    if not world.interrupted or world.dice.random() > CALLED_AWAY:
        return ends
    at, days = world.dice.uniform(0, max(ends)), world.dice.uniform(*AWAY_DAYS)
    return [end + days if end > at else end for end in ends]


def _mean(spread: Spread) -> float:
    """The mean multiple of a spread that was learnt; of a prior the middle, since it knows no bias."""
    if not spread.ratios:
        return 1.0
    return sum(spread.at((place + 0.5) / 50) for place in range(50)) / 50


def _others(world: World, length: float, tasks: int) -> None:
    """Items beside the plan: half as many again, by a rate that wanders."""
    rate = 0.5 * tasks / max(length, 1.0) * math.exp(world.dice.gauss(0, 0.4))
    at = world.now
    while (at := at + world.dice.expovariate(rate)) < world.now + length + _PAUSE:
        world.items.append((at, at + world.dice.lognormvariate(math.log(10), 1.2)))


def _lives(world: World, opened: Sequence[float]) -> pl.DataFrame:
    """What the tracker knows now."""
    known = [(begin, end if end <= world.now else None) for begin, end in world.items if begin <= world.now]
    rows = [
        ("t", str(place), "issue", begin, end, _REGULAR)
        for place, (begin, end) in enumerate([*known, *((one, None) for one in opened)])
    ]
    return pl.DataFrame(rows, schema=LIVES, orient="row")


def _counted(series: Series, world: World, part: float, since: float | None = None) -> tuple[float | None, ...] | None:
    """So many as a part of those that ended since then (in the last half year), whichever end."""
    begin = world.now - HALF_A_YEAR if since is None else since
    lately = sum(begin < end <= world.now for _, end in world.items)
    if not series.enough or not lately:
        return None
    return _at_shares(series.reach(max(round(part * lately), 1)).by)


def _went_by(series: Series, world: World, tasks: int) -> tuple[float | None, ...] | None:
    """As many as ended while as many tasks of plans were finished."""
    since = max(world.now - HALF_A_YEAR, world.known)
    done = sum(since < one <= world.now for one in world.done)
    return _counted(series, world, tasks / done, since) if done >= LEAST_DONE else None


def _named(series: Series, world: World, opened: Sequence[float]) -> tuple[float | None, ...] | None:
    """All items of the plan, by their own age."""
    if not series.enough:
        return None
    return _at_shares(series.together([(world.now - one, _REGULAR) for one in opened], len(opened)).by)


def _at_shares(by: Callable[[float], float]) -> tuple[float | None, ...]:
    """Read between days at even distances of their logarithm."""
    reached = [by(day) for day in DAYS]
    days = np.interp(SHARES, np.maximum.accumulate(reached), DAYS)
    return tuple(None if share > reached[-1] else float(day) for share, day in zip(SHARES, days, strict=True))


def blend(worlds: int) -> None:
    """How far off the views are, alone and together, beside the better of both; and how often dates held."""
    found = [told for team in TEAMS for number in range(worlds) for told in _scored(list(views(team, number)))]
    print(
        "| view from outside | forecasts | P50 | P80 | P95 held | CRPS, share of the plan's length | of the inside view's |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in dict.fromkeys(name for one in found for name in one.outside):
        mine = [one for one in found if name in one.outside]
        off = fmean(one.outside[name].crps for one in mine)
        beside = off / fmean(one.by["inside"].crps for one in mine)
        print(f"| {name} | {len(mine)} | {_held([one.outside[name] for one in mine])} | {off:.3f} | {beside:.2f} |")
    both = [one for one in found if COUNTED in one.outside]
    print("\n| which | forecasts | inside CRPS | outside | half and half | weighed | weighed over the better |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    parts = [("all", both), ("a team's first five", [one for one in both if one.plan < FIRST])]
    parts += [("those after", [one for one in both if one.plan >= FIRST])]
    parts += [("called away now and then", [one for one in both if one.world % 2])]
    parts += [(team.name, [one for one in both if one.team == team.name]) for team in TEAMS]
    for name, some in [part for part in parts if part[1]]:
        off = {way: fmean(one.by[way].crps for one in some) for way in ("inside", "outside", "half", "weighed")}
        better = off["weighed"] / min(off["inside"], off["outside"])
        told = " | ".join(f"{one:.3f}" for one in off.values())
        print(f"| {name} | {len(some)} | {told} | {better:.3f} |")
    print("\n| which | forecasts | inside P50 | P80 | P95 | read where past ones held | | | weighed | | |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    kinds = [(f"{size} tasks", [one for one in both if one.tasks == size]) for size in SIZES]
    for disturbed in (False, True):
        mine = [one for one in both if one.world % 2 == disturbed]
        name = "called away" if disturbed else "undisturbed"
        kinds.append((f"{name}, first five", [one for one in mine if one.plan < FIRST]))
        kinds.append((f"{name}, after", [one for one in mine if one.plan >= FIRST]))
    for name, some in [kind for kind in kinds if kind[1]]:
        told = " | ".join(_held([one.by[way] for one in some]) for way in ("inside", "learnt", "weighed"))
        print(f"| {name} | {len(some)} | {told} |")


@dataclass(frozen=True)
class Told:
    """How one view did of one plan: CRPS over the plan's length, and which of P50, P80 and P95 held."""

    crps: float
    held: tuple[bool, ...]


@dataclass(frozen=True)
class Scored:
    """How all views did of one plan."""

    team: str
    world: int
    plan: int
    tasks: int
    by: dict[str, Told]
    outside: dict[str, Told]


def _scored(world: Sequence[Views]) -> Iterator[Scored]:
    """One world's plans in their order: each is weighed, and read, by what those before it came to."""
    errors: list[tuple[float, float]] = []
    places: list[float] = []
    for one in world:
        inside = _fine(one.inside)
        others = {name: _fine(told) for name, told in one.outside.items() if told is not None}
        learnt_at = [conformal(level, places) for level in LEVELS]
        by = {"inside": _told(one, inside), "learnt": _told(one, inside, levels=learnt_at)}
        if (outside := others.get(COUNTED)) is not None:
            counts = _counts(one, outside, bool(errors))
            by["outside"] = _told(one, outside)
            by["half"] = _told(one, inside, outside, 0.5 if counts else 1.0)
            by["weighed"] = _told(one, inside, outside, weight_of(errors) if counts else 1.0)
            errors.append((_crps(one, inside), _crps(one, outside)))
        places.append(float(np.mean(inside <= one.came)))
        told = {name: _told(one, other) for name, other in others.items()}
        yield Scored(one.team, one.world, one.plan, one.tasks, by, told)


def _counts(one: Views, outside: np.ndarray, scored: bool) -> bool:
    """Whether the view from outside may move the date, by the rules of the product that a made-up world can break."""
    late = float(np.quantile(outside, MOST)) > TESTED_DAYS
    return not late and (scored or float(np.quantile(outside, HALF)) >= one.soonest)


def _fine(told: Sequence[float | None]) -> np.ndarray:
    days = [LONGEST if day is None else day for day in told]
    return np.interp((np.arange(FINE) + 0.5) / FINE, SHARES, days)


def _told(
    one: Views, inside: np.ndarray, outside: np.ndarray | None = None, weight: float = 1.0,
    levels: Sequence[float] = LEVELS,
) -> Told:  # fmt: skip
    """The scores of two views of this weight as one."""
    days = inside if outside is None else np.concatenate([inside, outside])
    weights = np.full(FINE, weight / FINE)
    if outside is not None:
        weights = np.concatenate([weights, np.full(FINE, (1 - weight) / FINE)])
    order = np.argsort(days, kind="stable")
    days, upto = days[order], np.cumsum(weights[order])
    quantiles = [days[min(len(days) - 1, int(np.searchsorted(upto, level - 1e-9)))] for level in levels]
    # The area between the shares told and the step at what came.
    off = float(np.sum(weights[order] * np.abs(days - one.came)))
    off -= float(np.sum(np.diff(days) * upto[:-1] * (1 - upto[:-1])))
    return Told(off / one.came, tuple(one.came <= quantile for quantile in quantiles))


def _crps(one: Views, days: np.ndarray) -> float:
    """In days, as the ledger keeps it."""
    return _told(one, days).crps * one.came


def _held(some: Sequence[Told]) -> str:
    return " | ".join(f"{fmean(one.held[place] for one in some):.2f}" for place in range(len(LEVELS)))
