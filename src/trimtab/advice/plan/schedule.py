"""`plan schedule`: who does what when, levelled, with how far it may be from the best possible."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from trimtab.advice._ids import with_ids
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Answer, Claim, Figure, Gantt, Section
from trimtab.advice.plan import _load, _points
from trimtab.advice.plan._agreed import accepted, changed_section, damaged, kept_places, whole
from trimtab.advice.plan._clash import clash_claim, clash_of
from trimtab.advice.plan._contracts import levelling, proposals, savings
from trimtab.advice.plan._frozen import frozen_section
from trimtab.advice.plan._held import Held, held
from trimtab.advice.plan._lead_off import (
    Again,
    Agreed,
    Relief,
    as_shared_out,
    back_to_lead,
    relief_claims,
    relieved,
)
from trimtab.advice.plan._levelled import levelled
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.advice.plan._when import WHEN, When
from trimtab.advice.plan.show import FIXED, LETTERS
from trimtab.errors import UsageError
from trimtab.planning.critical import critical_path
from trimtab.planning.problem import Impossible, Problem
from trimtab.planning.replan import replan
from trimtab.planning.schedule import Placement, Schedule, Solution
from trimtab.planning.solve import EXTRA, Limits, extra_missing, solve
from trimtab.planning.validity import faults
from trimtab.records.plan import Window
from trimtab.records.plan_history import Baseline
from trimtab.workspace import Workspace

VERB = "plan-schedule"
END = "end"
MOST_ROUNDS = 1_000_000
_ON_SCREEN = 20
_ROUNDS = 100  # as usual, where a schedule begins from the accepted one
_RELIEF = 20  # for each way to take something off the lead


@dataclass(frozen=True, slots=True)
class Search:
    """How long to look for a better schedule; `fresh` does not begin from the accepted one, `freeze` is for how long that
    stays, else as the plan says.

    `told` is given the end of each better schedule and its gap, as words; the search ends once `stopped` says yes.
    """

    seed: int = 1
    rounds: int | None = None
    fresh: bool = False
    told: Callable[[str], None] | None = None
    stopped: Callable[[], bool] | None = None
    freeze: Window | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """A schedule that was checked; and the accepted one it began from, with where that had each task, if it did.

    `price` is by how many slots a fresh schedule would be shorter, None where none was made; `relief` what the stance of the
    plan took off the lead; `held` what could not move.
    """

    solution: Solution
    baseline: Baseline | None = None
    before: Mapping[int, Placement] = field(default_factory=dict)
    price: int | None = None
    relief: Relief | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule of a plan, and the answer that tells it."""

    scene: PlanScene
    solution: Solution
    answer: Answer


def window(typed: str | None) -> Window | None:
    """How long to keep accepted work where it is, as typed; raises `UsageError` for what is no such time."""
    try:
        return None if typed is None else Window.of(typed)
    except ValueError as reason:
        raise UsageError(f"--freeze: {reason}. Write days or weeks, such as 3d or 2w; 0d freezes nothing.") from reason


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
    return Scheduled(scene, found.solution, answer_of(scene, found, program, search))


def solved(scene: PlanScene, search: Search) -> Solved:
    """The schedule, checked by the validator, which shares nothing with whatever made it."""
    if search.fresh and search.freeze is not None:
        raise UsageError(
            "--fresh looks at no accepted schedule, so --freeze has nothing to keep: leave one of them out."
        )
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
    kept = held(scene, {}, None, None)
    run = partial(solve, kept.problem, seed=search.seed, stopped=search.stopped, on_better=_teller(scene, search))
    solution = run() if search.rounds is None else run(limits=Limits(rounds=search.rounds))

    def again(problem: Problem, first: Schedule | None) -> Solution:
        return solve(problem, limits=Limits(rounds=_RELIEF), seed=search.seed, first=first, stopped=search.stopped)

    solution, relief = relieved(scene, kept.problem, solution, _careful(again, solution), search.seed)
    return Solved(solution, relief=relief, held=kept)


def _again(scene: PlanScene, search: Search, baseline: Baseline) -> Solved:
    """What changes least of the accepted schedule for 1 % at most, and what a fresh one would save.

    Who has begun a task goes on with it, what is frozen stays, and the lead is where the stance wants them.
    """
    before = kept_places(scene.model, baseline)
    freeze = scene.plan.freeze if search.freeze is None else search.freeze
    kept = held(scene, before, baseline, freeze)
    points = whole(kept.problem, before)
    last = points.placements if points is not None else [before.get(at) for at in range(len(kept.problem.tasks))]
    is_same = baseline.plan_sha == scene.records.hashes.get(scene.plan.file)
    near = partial(replan, day=scene.model.axis.slots_a_day(), seed=search.seed, stopped=search.stopped)
    found = near(
        kept.problem,
        last,
        limits=Limits(rounds=search.rounds or _ROUNDS),
        same=is_same,
        on_better=_teller(scene, search),
    )
    solution = found.solution
    price = solution.schedule.makespan - found.fresh
    if is_same and solution.schedule == points:
        return Solved(solution, baseline, before, price, held=kept)

    def again(problem: Problem, _: Schedule | None, rounds: int = _RELIEF) -> Solution:
        return near(problem, last, limits=Limits(rounds=rounds)).solution

    close = None
    if back_to_lead(scene, solution.schedule, before):
        fully = _careful(partial(again, rounds=search.rounds or _ROUNDS), solution)
        close = fully(as_shared_out(scene, kept.problem, before), None).schedule
    agreed = Agreed(before, max(price, 0) / max(found.fresh, 1), close)
    solution, relief = relieved(scene, kept.problem, solution, _careful(again, solution), search.seed, agreed)
    return Solved(solution, baseline, before, price, relief, kept)


def _careful(again: Again, otherwise: Solution) -> Again:
    """The same, giving what there is where longer tasks leave no schedule around fixed starts."""

    def tried(problem: Problem, first: Schedule | None) -> Solution:
        try:
            return again(problem, first)
        except Impossible:
            return otherwise

    return tried


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


def answer_of(scene: PlanScene, found: Solved, program: str, search: Search = Search()) -> Answer:
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
        Section("LANDS", (*_lands(scene, solution, when), *relief_claims(scene, found.relief))),
        *changed,
        *((frozen_section(scene, found.held, solution.schedule),) if found.held is not None else ()),
        when.section(),
        load,
        _contracts(scene, search.seed),
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
        caveats=(*_caveats(solution), *damaged(scene), *_unfrozen(scene, found, search), *scene.caveats()),
        next_step="" if is_same else "keep it, so that the next one changes as little as it can:",
        next_command="" if is_same else f"{program} plan accept {scene.plan.id}",
        gantt=when.gantt(dict(ids)),
    )


def _contracts(scene: PlanScene, seed: int) -> Section:
    """What contracts save, and where another would, with people given."""
    levels, network = levelling(scene, seed), critical_path(scene.model.problem)
    return _points.contracts(scene, savings(scene, network, levels), proposals(scene, network, levels))


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
        meaning="the end of the best schedule found; every estimate counts with its likeliest or middle, and of what "
        "runs side by side the latest counts, so most futures are later: see plan forecast",
        anchor=f"{PAGE}#gap",
    )
    yield when.chain()
    if (mine := when.lead()) is not None:
        yield mine


def _caveats(solution: Solution) -> Iterator[str]:
    if solution.status == "stopped":
        yield "stopped early: this is the best schedule found until then, and it holds"
    yield f"seed {solution.seed}, {counted(solution.rounds, 'round')}: the same plan gives the same schedule with these"


def _unfrozen(scene: PlanScene, found: Solved, search: Search) -> Iterator[str]:
    """Why nothing is frozen though that was asked."""
    asked = search.freeze or scene.plan.freeze
    if found.baseline is None and asked is not None and asked.amount:
        why = "--fresh looks at no accepted schedule" if search.fresh else "there is no accepted schedule"
        yield f"nothing is frozen: {why}"


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
