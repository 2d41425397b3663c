"""`plan show`: what a plan is made of and how long it must take, by the textbook; needs no solver, and
asks one about contracts where it is there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from trimtab.advice._ids import with_ids
from trimtab.advice.answer import Answer, Claim, Section
from trimtab.advice.plan import _load, _points
from trimtab.advice.plan._contracts import levelling, proposals, savings
from trimtab.advice.plan._path import LEAD, PATH, path_section, tasks_section
from trimtab.advice.plan._pieces import Obstacle
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.critical import Network, critical_path
from trimtab.workspace import Workspace

VERB, LETTERS = "plan-show", "ps"
FIXED = (PATH, LEAD, "end", "changed", "clash")
_ON_SCREEN = 14


def show(
    workspace: Workspace,
    name: str,
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> Answer:
    """The breakdown of a plan, its critical path and slack, load, contracts, unknowns and milestones.

    Raises `UsageError` for a plan that is not there or whose tasks wait for each other. A plan that nobody could carry
    out is shown all the same, and what stands in the way comes first.
    """
    scene = PlanScene(workspace, name, now=now, as_of=as_of, machine_zone=machine_zone, program=program)
    network = critical_path(scene.model.problem)
    ends = [times.early_finish for times in network.times]
    levels = levelling(scene)
    load = _load.load_section(scene, _load.by_early_dates(scene.model.problem, network), network.length, _EARLY)
    sections, ids = with_ids(
        LETTERS,
        FIXED,
        (
            obstacles(scene),
            path_section(scene, network),
            tasks_section(scene, network),
            load,
            _points.contracts(scene, savings(scene, network, levels), proposals(scene, network, levels)),
            _points.unknowns(scene, network.times),
            _points.milestones(scene, ends, "the earliest date by the critical path, nobody being busy elsewhere"),
        ),
    )
    told = tuple(section for section in sections if section.claims or section.note)
    step, subject = _next(told)
    return Answer(
        verb=VERB,
        title=scene.plan.title,
        period=scene.size,
        claim=_in_one_sentence(scene, network),
        as_of=scene.local_as_of,
        sections=told,
        sources=scene.sources,
        caveats=scene.caveats(),
        next_step=step,
        next_command=f"{program} why {ids[subject]}" if subject in ids else f"{program} plan schedule {scene.plan.id}",
    )


_EARLY = (
    "share of the time somebody has for the plan that is taken, if everything began as early as it could; work that "
    "several could do is shared evenly"
)


def obstacles(scene: PlanScene) -> Section:
    """What makes a schedule impossible."""
    return Section("IN THE WAY", tuple(map(_obstacle, scene.model.obstacles)))


def _obstacle(one: Obstacle) -> Claim:
    return Claim(
        id="",
        subject=f"obstacle:{one.task}",
        name=one.task,
        text=one.message,
        details=(one.hint,),
        headline=one.message[:1].upper() + one.message[1:],
        meaning="a task that nobody can do: there is no schedule until this is changed",
        anchor=f"{PAGE}#impossible",
        wrong=(f"mend {one.line}",),
    )


def for_screen(answer: Answer) -> Answer:
    """The same with only as many tasks as a screen holds: those without slack first, in the order written."""
    return replace(answer, sections=tuple(_shortened(section) for section in answer.sections))


def _shortened(section: Section) -> Section:
    if section.title != "TASKS" or len(section.claims) <= _ON_SCREEN:
        return section
    kept = sorted(range(len(section.claims)), key=lambda at: (_slack(section.claims[at]), at))[:_ON_SCREEN]
    left = len(section.claims) - len(kept)
    rest = Claim("", "rest", f"{left} more with more slack, done, or groups: the same with --all")
    return replace(section, claims=(*(section.claims[at] for at in sorted(kept)), rest))


def _slack(claim: Claim) -> float:
    known = [figure.value for figure in claim.figures if figure.name == "slack"]
    critical = claim.cells[-1:] == ("critical",)
    return -1.0 if critical else known[0] if known and known[0] is not None else float("inf")


def _in_one_sentence(scene: PlanScene, network: Network) -> str:
    if scene.model.obstacles:
        return f"{scene.plan.title} cannot be carried out as it is written: {scene.model.obstacles[0].message}"
    if not network.length:
        return f"{scene.plan.title} has nothing left to do"
    end = scene.day(scene.ends(network.length))
    return f"{scene.plan.title} takes {scene.days(network.length)} at the least, to {end}"


def _next(sections: Sequence[Section]) -> tuple[str, str]:
    """The one thing worth doing, and the subject of the line that says why."""
    return next(_steps({section.title: section for section in sections}), ("", ""))


def _steps(sections: dict[str, Section]) -> Iterator[tuple[str, str]]:
    for claim in sections["IN THE WAY"].claims if "IN THE WAY" in sections else ():
        yield claim.details[0], claim.subject
    for claim in sections["UNKNOWNS"].claims if "UNKNOWNS" in sections else ():
        if _points.FREE in claim.text:
            yield f'somebody on "{claim.name}" this week.', claim.subject
    for claim in sections["CONTRACTS"].claims if "CONTRACTS" in sections else ():
        if claim.name == "proposed":
            yield f"{claim.text}.", claim.subject
    yield "see who does what when.", ""
