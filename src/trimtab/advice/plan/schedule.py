"""`plan schedule`: who does what when, levelled, with how far it may be from the best possible."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from trimtab.advice._ids import with_ids
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Answer, Claim, Figure, Gantt, Section
from trimtab.advice.plan import _load, _points
from trimtab.advice.plan._agreed import accepted, changed_section, kept_places, whole
from trimtab.advice.plan._clash import clash_claim, clash_of
from trimtab.advice.plan._lead_off import Relief, relieved
from trimtab.advice.plan._levelled import levelled
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.advice.plan._when import WHEN, When
from trimtab.advice.plan.show import FIXED, LETTERS
from trimtab.errors import UsageError
from trimtab.planning.problem import Impossible, Problem
from trimtab.planning.replan import replan
from trimtab.planning.schedule import Placement, Schedule, Solution
from trimtab.planning.solve import EXTRA, Limits, extra_missing, solve
from trimtab.planning.validity import faults
from trimtab.records.plan_history import Baseline
from trimtab.workspace import Workspace

VERB = "plan-schedule"
END = "end"
MOST_ROUNDS = 1_000_000
_ON_SCREEN = 20
_ROUNDS = 100  # as usual, where a schedule begins from the accepted one


@dataclass(frozen=True, slots=True)
class Search:
    """How long to look for a better schedule; `fresh` does not begin from the accepted one.

    `told` is given the end of each better schedule and its gap, as words; the search ends once `stopped` says yes.
    """

    seed: int = 1
    rounds: int | None = None
    fresh: bool = False
    told: Callable[[str], None] | None = None
    stopped: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """A schedule that was checked; and the accepted one it began from, with where that had each task, if it did.

    `price` is by how many slots a fresh schedule would be shorter, None where none was made; `relief` what the stance of the
    plan took off the lead.
    """

    solution: Solution
    baseline: Baseline | None = None
    before: Mapping[int, Placement] = field(default_factory=dict)
    price: int | None = None
    relief: Relief | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule of a plan, and the answer that tells it."""

    scene: PlanScene
    solution: Solution
    answer: Answer


def schedule(
    workspace: Workspace,
    name: str,
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
    search: Search = Search(),
) -> Scheduled:
    """The best schedule found of a plan.

    The same plan, seed and rounds give the same schedule. Raises `UsageError` where the `plan` extra is not installed, and
    where there is no schedule: nobody can do a task, or fixed dates exclude each other.
    """
    scene = PlanScene(workspace, name, now=now, as_of=as_of, machine_zone=machine_zone, program=program)
    found = solved(scene, search)
    return Scheduled(scene, found.solution, answer_of(scene, found, program))


def solved(scene: PlanScene, search: Search) -> Solved:
    """The schedule, checked by the validator, which shares nothing with whatever made it."""
    if extra_missing():
        raise UsageError(
            f"a schedule needs numpy, numba and OR-Tools, which are not installed. Type: pip install 'trimtab[{EXTRA}]'\n"
            f"`trimtab plan show {scene.plan.id}` does without."
        )
    scene.model.must_be_possible()
    baseline = None if search.fresh else accepted(scene)
    try:
        found = _again(scene, search, baseline) if baseline else _afresh(scene, search)
    except Impossible as error:
        raise UsageError(_impossible(scene, error, search)) from error
    checked(scene, found.solution.schedule)
    return found


def _afresh(scene: PlanScene, search: Search) -> Solved:
    """A schedule that begins from nothing, with the lead where the stance wants them."""
    solution, relief = relieved(scene, _fresh(scene, search), search.seed)
    return Solved(solution, relief=relief)


def _fresh(scene: PlanScene, search: Search) -> Solution:
    run = partial(
        solve, scene.model.problem, seed=search.seed, stopped=search.stopped, on_better=_teller(scene, search)
    )
    return run() if search.rounds is None else run(limits=Limits(rounds=search.rounds))


def _again(scene: PlanScene, search: Search, baseline: Baseline) -> Solved:
    """What changes least of the accepted schedule for 1 % at most, and what a fresh one would save.

    Who has begun a task goes on with it.
    """
    before = kept_places(scene.model, baseline)
    problem = _held(scene, before)
    points = whole(problem, before)
    found = replan(
        problem,
        points.placements if points is not None else [before.get(at) for at in range(len(problem.tasks))],
        limits=Limits(rounds=search.rounds or _ROUNDS),
        day=scene.model.axis.slots_a_day(),
        same=baseline.plan_sha == scene.records.hashes.get(scene.plan.file),
        seed=search.seed,
        on_better=_teller(scene, search),
        stopped=search.stopped,
    )
    return Solved(found.solution, baseline, before, found.solution.schedule.makespan - found.fresh)


def _held(scene: PlanScene, before: Mapping[int, Placement]) -> Problem:
    """The problem with work that is begun in the hands it is in."""
    begun = {at: place.people for at, place in before.items() if scene.model.tasks[at].progress.is_begun}
    tasks = scene.model.problem.tasks
    held = tuple(replace(task, people=begun[at] or None) if at in begun else task for at, task in enumerate(tasks))
    return replace(scene.model.problem, tasks=held)


def checked(scene: PlanScene, found: Schedule) -> None:
    """Raises `RuntimeError` where a schedule breaks what the plan asks: that is a bug, and no schedule is shown."""
    if wrong := faults(scene.model.problem, found):
        raise RuntimeError(f"a schedule of {scene.plan.id} that does not hold: {'; '.join(wrong[:3])}")


def _teller(scene: PlanScene, search: Search) -> Callable[[Solution], None] | None:
    told = search.told
    if told is None:
        return None
    return lambda better: told(f"{scene.day(scene.ends(better.schedule.makespan))}, {gap_of(better)}")


def gap_of(solution: Solution) -> str:
    """`the best possible`, or `at most 1.8 % longer than the best possible`."""
    if not solution.schedule.makespan or solution.schedule.makespan == solution.bound:
        return "no schedule is shorter"
    return f"at most {max(100 * solution.gap, 0.1):.1f} % longer than the best possible"


def _impossible(scene: PlanScene, error: Impossible, search: Search) -> str:
    """Which dates exclude each other; where it is none of them, what the solver could not fit."""
    if clash := clash_of(scene, search.stopped):
        places = "; ".join(f"{one.line}: {one.words}" for one in clash.constraints)
        return f"{scene.plan.file}: there is no schedule: {clash.words()}.\n  {places}"
    where = "; ".join(f"{scene.model.tasks[at].line}: {scene.model.tasks[at].id}" for at in error.tasks) or "the plan"
    who = f" ({listed([scene.who(at) for at in error.people])})" if error.people else ""
    return f"{scene.plan.file}: there is no schedule: {error.reason}: {where}{who}."


def answer_of(scene: PlanScene, found: Solved, program: str) -> Answer:
    """A schedule as an answer."""
    solution = found.solution
    placed = solution.schedule.placements
    bookings = list(_load.by_schedule(scene.model.problem, placed))
    held = levelled(scene.model.problem, solution.schedule, bookings)
    when = When(scene, placed, held, bookings)
    ends = [place.end for place in placed]
    load = _load.load_section(scene, bookings, solution.schedule.makespan, _LOAD)
    missed = any(placed[at].end > slot for at, slot in scene.model.hard.items())
    clash = clash_of(scene) if missed else None
    agreed = found.baseline
    changed = (changed_section(scene, agreed, found.before, solution.schedule, found.price),) if agreed else ()
    told = (
        Section("IN THE WAY", (clash_claim(clash),) if clash else ()),
        Section("LANDS", (*_lands(scene, solution, when), *_relief(scene, found.relief))),
        *changed,
        when.section(),
        load,
        _points.milestones(scene, ends, _MILESTONES),
    )
    sections, ids = with_ids(LETTERS, FIXED, told)
    is_same = any("nothing moved" in section.claims[0].text for section in changed)
    return Answer(
        verb=VERB,
        title=scene.plan.title,
        period=scene.size,
        claim=_in_one_sentence(scene, solution),
        as_of=scene.local_as_of,
        sections=tuple(section for section in sections if section.claims),
        sources=scene.sources,
        caveats=(*_caveats(solution), *scene.caveats()),
        next_step="" if is_same else "keep it, so that the next one changes as little as it can:",
        next_command="" if is_same else f"{program} plan accept {scene.plan.id}",
        gantt=when.gantt(dict(ids)),
    )


_MILESTONES = "the date in the levelled schedule; what may come between is the forecast's business"
_LOAD = "share of the time somebody has for the plan that the schedule takes"


def _lands(scene: PlanScene, solution: Solution, when: When) -> Iterator[Claim]:
    makespan = solution.schedule.makespan
    end = scene.day(scene.ends(makespan))
    days = scene.model.axis.slots_a_day()
    yield Claim(
        id="",
        subject=END,
        text=f"{end}, {gap_of(solution)}",
        headline=f"{scene.plan.title} lands on {end} if everything takes what is expected, {gap_of(solution)}",
        figures=(
            Figure("length", round(makespan / days, 2), "days", "working days from the start to the end"),
            Figure("bound", round(solution.bound / days, 2), "days", "no schedule of this plan is shorter"),
            Figure("gap", round(100 * solution.gap, 2), "%", "longer than the bound, at most"),
        ),
        meaning="the end of the best schedule found; every estimate counts with its likeliest or middle, so half of the "
        "futures are later: see plan forecast",
        anchor=f"{PAGE}#gap",
    )
    yield when.chain()
    if (mine := when.lead()) is not None:
        yield mine


def _relief(scene: PlanScene, relief: Relief | None) -> Iterator[Claim]:
    if relief is None:
        return
    given = listed([f"{scene.model.tasks[at].id} to {scene.who(person)}" for at, person in relief.handed], 3)
    told = f"off your hands: {given}; {relief.before:.0%} of the criticality was yours, {relief.after:.0%} is"
    yield Claim(
        id="",
        subject="relief",
        text=told.replace("%", " %"),
        figures=(
            Figure("before", round(100 * relief.before, 1), "%", "of the criticality, in the shortest schedule found"),
            Figure("now", round(100 * relief.after, 1), "%", "of the criticality, in this one"),
        ),
        meaning="tasks that others could do too and that many futures hang on are given to these, as the plan's stance asks: the "
        "lead avoids the critical path, or is on it only where it pays",
        anchor=f"{PAGE}#lead",
        wrong=(f"lead: {{critical: allow}} in {scene.plan.file}",),
    )


def _caveats(solution: Solution) -> Iterator[str]:
    if solution.status == "stopped":
        yield "stopped early: this is the best schedule found until then, and it holds"
    yield f"seed {solution.seed}, {counted(solution.rounds, 'round')}: the same plan gives the same schedule with these"


def _in_one_sentence(scene: PlanScene, solution: Solution) -> str:
    if not solution.schedule.makespan:
        return f"{scene.plan.title} has nothing left to do"
    return f"{scene.plan.title} lands on {scene.day(scene.ends(solution.schedule.makespan))}, {gap_of(solution)}"


def for_screen(answer: Answer) -> Answer:
    """The same with as many tasks as a screen holds: what decides the end and what the lead does first."""
    if answer.gantt is None or sum(bool(bar.people) for bar in answer.gantt.bars) <= _ON_SCREEN:
        return answer
    order = sorted(answer.gantt.bars, key=lambda bar: (not bar.critical, not bar.lead, bar.slack, bar.start))
    kept = {bar.claim for bar in [bar for bar in order if bar.people][:_ON_SCREEN]}
    sections = tuple(_kept(section, kept) for section in answer.sections)
    return replace(answer, sections=sections, gantt=_kept_bars(answer.gantt, kept))


def _kept(section: Section, kept: set[str]) -> Section:
    if section.title != WHEN:
        return section
    left = len(section.claims) - len(kept)
    rest = Claim("", "rest", f"{left} more with more slack: the same with --all")
    return replace(section, claims=(*(claim for claim in section.claims if claim.id in kept), rest))


def _kept_bars(gantt: Gantt, kept: set[str]) -> Gantt:
    return replace(gantt, bars=tuple(bar for bar in gantt.bars if bar.claim in kept or not bar.people))
