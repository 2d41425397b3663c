"""What hangs on a date or on an answer: milestones, unknowns, contracts."""

from collections.abc import Sequence

from trimtab.advice._names import listed
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.plan._contracts import QUICK, Saving
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.critical import Times
from trimtab.planning.problem import Problem
from trimtab.records.plan import Unknown

FREE = "nobody works on it"


def milestones(scene: PlanScene, ends: Sequence[int], meaning: str) -> Section:
    """When each milestone, and the whole where a date is asked for, is reached: `ends` are slots by task."""
    kinds = ("milestone", "end")
    found = [at for at, piece in enumerate(scene.model.tasks) if piece.kind in kinds]
    return Section("MILESTONES", tuple(_milestone(scene, at, ends[at], meaning) for at in found))


def _milestone(scene: PlanScene, at: int, end: int, meaning: str) -> Claim:
    piece, task = scene.model.tasks[at], scene.model.problem.tasks[at]
    told = scene.day(scene.ends(end)) if end else "reached"
    late = end - task.due if task.due is not None else None
    asked = ""
    if task.due is not None and late is not None:
        by = scene.day(scene.ends(task.due))
        asked = f", {scene.days(late)} after {by}" if late > 0 else f", asked for by {by}"
    name = "the whole" if piece.kind == "end" else piece.id
    return Claim(
        id="",
        subject=f"{piece.kind}:{piece.id}",
        name=name,
        text=f"{told}{asked}",
        headline=f"{piece.title}: {told}{asked}",
        figures=()
        if late is None
        else (
            Figure(
                "late",
                round(max(late, 0) / scene.model.axis.slots_a_day(), 2),
                "days",
                "working days after it is asked for",
            ),
        ),
        because=(Group("waits for", "", _waits(scene, at), len(_waits(scene, at))),),
        meaning=meaning,
        anchor=f"{PAGE}#milestones",
    )


def _waits(scene: PlanScene, at: int) -> tuple[Evidence, ...]:
    return tuple(scene.line(scene.model.tasks[link.before]) for link in scene.model.problem.before[at])


def unknowns(scene: PlanScene, times: Sequence[Times]) -> Section:
    """Questions without an answer, and what hangs on each."""
    found = [at for at, piece in enumerate(scene.model.tasks) if piece.kind == "unknown"]
    return Section("UNKNOWNS", tuple(_unknown(scene, at, times) for at in found))


def _unknown(scene: PlanScene, at: int, times: Sequence[Times]) -> Claim:
    piece, problem = scene.model.tasks[at], scene.model.problem
    source = piece.source
    assert isinstance(source, Unknown)  # noqa: S101 - a piece of this kind is made of nothing else
    behind = sorted(after for after in reached(problem, at) if scene.model.tasks[after].is_work)
    place = scene.model.ground.team.find(source.who) if source.who else None
    who = FREE if not source.who else scene.who(place) if place is not None else source.who
    by = f", by {scene.day(source.by)}" if source.by else ", no date"
    holds = (
        f"{len(behind)} tasks hang on it"
        if len(behind) > 1
        else "1 task hangs on it"
        if behind
        else "nothing hangs on it"
    )
    slack = "" if times[at].slack > 0 or not behind else "; it is on the critical path"
    return Claim(
        id="",
        subject=f"unknown:{piece.id}",
        name=piece.id,
        text=f"{who}{by}: {holds}{slack}",
        details=(piece.title,),
        headline=f"{piece.title} {who[:1].upper()}{who[1:]}{by}; {holds}{slack}",
        figures=(Figure("hang on it", len(behind), "tasks", "tasks that cannot begin, or end, before it is answered"),),
        because=(Group("behind it", "", tuple(scene.line(scene.model.tasks[one]) for one in behind), len(behind)),),
        meaning="a question that nobody answered: what hangs on it begins no earlier than the end of the day it is needed by",
        anchor=f"{PAGE}#unknowns",
        wrong=(f"write answer: into {piece.line} once it is known",),
    )


def reached(problem: Problem, start: int) -> set[int]:
    """Everything that waits for a task, near or far."""
    found: set[int] = set()
    ahead = [start]
    while ahead:
        for link in problem.after[ahead.pop()]:
            if link.after not in found:
                found.add(link.after)
                ahead.append(link.after)
    return found


def contracts(scene: PlanScene, saved: Sequence[Saving], proposed: Sequence[Saving]) -> Section:
    """What each agreed interface saves, and where another would."""
    return Section(
        "CONTRACTS",
        (*(_contract(scene, one) for one in saved), *(_proposal(scene, one) for one in proposed)),
    )


_CONTRACT = (
    "how much earlier the plan could end than if whoever needs the real thing waited for it: by the critical path, where nobody is "
    f"busy, and in a schedule (searches of {QUICK} rounds and one seed, with and without it)"
)
_PROPOSED = (
    "neighbours on the critical path that different people could do side by side against a stand-in; agreeing is taken as half a "
    f"day to a day. Where schedules can be made, only what saves in one as well is told (searches of {QUICK} rounds)"
)  # fmt: skip


def _contract(scene: PlanScene, one: Saving) -> Claim:
    contract = one.contract
    place = scene.model.at.get(contract.id)
    said = f"{_saves(scene, one)}: {listed(contract.consumers)} need not wait for {contract.provider}"
    owner = scene.model.ground.team.find(contract.owner) if contract.owner else None
    known = contract.owner if owner is None else scene.who(owner)
    who = (
        "; agreed" if place is None else f"; {known} {'write' if known == 'you' else 'writes'} it down" if known else ""
    )
    rows = () if place is None else (scene.line(scene.model.tasks[place]),)
    return Claim(
        id="",
        subject=f"contract:{contract.id}",
        name=contract.id,
        text=said + who,
        headline=f"{contract.title or contract.id} {said}",
        figures=_saved(scene, one),
        because=(Group("contract", "", rows, len(rows)),) if rows else (),
        meaning=_CONTRACT,
        anchor=f"{PAGE}#contracts",
    )


def _saves(scene: PlanScene, one: Saving) -> str:
    """`saves 3 days`, or in a schedule something else: what a team can keep comes first."""
    if one.is_needed:
        return "without it a fixed start cannot be kept"
    if one.levelled is None or one.levelled == one.slots:
        return _told(scene, one.slots)
    path = f"{scene.days(one.slots)} on the critical path" if one.slots > 0 else "nothing on the critical path"
    if one.slots < 0:
        path = f"{scene.days(-one.slots)} more on the critical path"
    return f"{_told(scene, one.levelled)} in a schedule ({path})"


def _told(scene: PlanScene, slots: int) -> str:
    if not slots:
        return "saves nothing"
    return f"saves {scene.days(slots)}" if slots > 0 else f"costs {scene.days(-slots)}"


def _saved(scene: PlanScene, one: Saving) -> tuple[Figure, ...]:
    a_day = scene.model.axis.slots_a_day()
    path = Figure("saved", round(one.slots / a_day, 2), "days", "working days by which the earliest end comes sooner")
    if one.levelled is None:
        return (path,)
    defined = f"working days by which schedules of {QUICK} rounds end sooner with it than without"
    return (path, Figure("saved levelled", round(one.levelled / a_day, 2), "days", defined))


def _proposal(scene: PlanScene, one: Saving) -> Claim:
    contract, consumer = one.contract, one.contract.consumers[0]
    sooner = scene.days(one.slots if one.levelled is None else one.levelled)
    sides = [scene.model.tasks[scene.model.at[side]] for side in (contract.provider, consumer)]
    return Claim(
        id="",
        subject=f"propose:{contract.provider}>{consumer}",
        name="proposed",
        text=f"{consumer} beside {contract.provider}, once both agree what it offers: {sooner} sooner",
        headline=f"An agreed interface of {contract.provider} would let {consumer} begin, and end the plan {sooner} sooner",
        figures=_saved(scene, one),
        because=(Group("both sides", "", tuple(scene.line(side) for side in sides), 2),),
        meaning=_PROPOSED,
        anchor=f"{PAGE}#contracts",
        wrong=(f"add contracts: [{{id: {contract.id}, provider: {contract.provider}, consumers: [{consumer}]}}]",),
    )
