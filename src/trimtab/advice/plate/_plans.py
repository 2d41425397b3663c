"""What the lead's plans have on their plate: tasks of theirs that can begin, and questions they are to answer."""

from collections.abc import Iterator
from datetime import date

from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Evidence, Group
from trimtab.advice.plan.standing import Planned, planned
from trimtab.advice.plate._lines import ANCHOR
from trimtab.records.plan import Unknown

_TASK = (
    "a task of a plan that nobody but you can do, and that waits for nothing any more; critical ones come first: the end of the "
    "plan waits for them"
)
_QUESTION = "a question of a plan that you are to answer, and that has no answer yet"
_LEFT_OUT = (
    "tasks that still wait for others",
    "tasks that somebody else could do",
    "the plans are read as they are written now",
)


def planned_lines(scene: Scene) -> tuple[Claim, ...]:
    """Tasks, the critical ones first, then questions, the earliest due first."""
    if scene.lead is None:
        return ()
    plans = planned(scene.sight)
    return (*_tasks(scene.lead, plans), *_questions(scene.lead, plans))


def _tasks(lead: str, plans: tuple[Planned, ...]) -> Iterator[Claim]:
    found = [(one, at) for one in plans for at in one.only(lead) if one.can_begin(at)]
    for one, at in sorted(found, key=lambda pair: (not pair[0].is_critical(pair[1]), pair[0].late_start(pair[1]))):
        yield _task(one, at)


def _task(one: Planned, at: int) -> Claim:
    piece, behind = one.model.tasks[at], one.waiting_for(at)
    state = "begun" if piece.progress.is_begun else "can begin"
    when = "critical" if one.is_critical(at) else f"by {one.late_start(at):%-d %b}"
    holds = f"; {counted(behind, 'task')} behind it" if behind else ""
    return Claim(
        id="",
        subject=f"plan:{one.plan.id}:{piece.id}",
        name=piece.id,
        text=f"{state}, {when}{holds}: {piece.title}",
        headline=f"{piece.id} of {one.plan.title} waits for you",
        because=(Group(one.plan.title, one.plan.file, (one.evidence(at),), 1),),
        meaning=_TASK,
        anchor=ANCHOR,
        left_out=_LEFT_OUT,
        wrong=(f"trimtab plan edit {one.plan.id} {piece.id} done=true", "owner, candidates, needs: in the plan"),
    )


def _questions(lead: str, plans: tuple[Planned, ...]) -> Iterator[Claim]:
    asked = [
        (unknown.by or date.max, one, place, unknown)
        for one in plans
        for place, unknown in enumerate(one.plan.unknowns)
        if unknown.answer is None and unknown.who and one.worker(unknown.who) == lead
    ]
    for _, one, place, unknown in sorted(asked, key=lambda found: found[0]):
        yield _question(one, place, unknown)


def _question(one: Planned, place: int, unknown: Unknown) -> Claim:
    due = f"the answer is due on {unknown.by:%-d %b}" if unknown.by else "the answer has no date"
    span = one.plan.span_of("unknowns", place)
    row = Evidence("record", f"{span.file or one.plan.file}:{span.line}", f"{unknown.id}: {unknown.question}")
    return Claim(
        id="",
        subject=f"plan:{one.plan.id}:{unknown.id}",
        name=unknown.id,
        text=f"{due}: {unknown.question}",
        headline=f"{unknown.id} of {one.plan.title} is yours to answer",
        because=(Group(one.plan.title, one.plan.file, (row,), 1),),
        meaning=_QUESTION,
        anchor=ANCHOR,
        left_out=_LEFT_OUT,
        wrong=("who, by, answer: in the plan",),
    )
