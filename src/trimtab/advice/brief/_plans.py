"""PLANS: whether the lead stands in the way of what they planned, by the critical path of each plan."""

from trimtab.advice._names import listed
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Group, Section
from trimtab.advice.plan.standing import Planned, planned

_SHOWN = 2  # plans and tasks: a brief has room for no more
_MEANING = (
    "the critical path by the textbook: the longest chain of what is left, each task by whoever is quickest, with nobody doing two "
    "things at once being looked at; on it are named the tasks that nobody but the lead can do"
)


def section(scene: Scene) -> Section:
    """One line for each plan, those first whose path runs through the lead; no section without plans."""
    lead = scene.lead
    found = [(one, _own(one, lead)) for one in planned(scene.sight)]
    in_the_way = sorted(found, key=lambda pair: (not pair[1], pair[0].ends()))
    return Section("PLANS", tuple(_claim(one, own, is_known=lead is not None) for one, own in in_the_way[:_SHOWN]))


def _own(one: Planned, lead: str | None) -> list[int]:
    """Critical tasks that only the lead can do."""
    return [at for at in one.only(lead) if one.is_critical(at)] if lead else []


def _claim(one: Planned, own: list[int], *, is_known: bool) -> Claim:
    plan, clock = one.plan, one.model.ground.clock
    ends = clock.local(one.ends())
    ids = [one.model.tasks[at].id for at in own]
    path = [one.model.tasks[at].id for at in one.network.path if one.model.tasks[at].is_work]
    without = "its critical path does without you" if is_known else f"critical: {listed(path, _SHOWN)}"
    yours = f"waits for your {listed(ids, _SHOWN)}" if own else without
    asked = f"; asked for by {plan.deadline.day:%-d %b}" if plan.deadline else ""
    late = plan.deadline is not None and ends.date() > plan.deadline.day
    when = f"not before {ends:%-d %b}, whoever helps{asked}"
    rows = tuple(one.evidence(at) for at in (own or one.network.path) if one.model.tasks[at].is_work)
    return Claim(
        id="",
        subject=f"plan:{plan.id}",
        name=plan.id,
        text=f"{yours}{'; it cannot be in time' if late else ''}",
        headline=f"{plan.title} {yours}" if own else f"{plan.title}: {yours}",
        details=(when,),
        because=(Group(plan.title, plan.file, rows, len(rows)),),
        meaning=_MEANING,
        anchor="docs/reference/brief.md#plans",
        left_out=("who is busy with what", "the plans are read as they are written now"),
        wrong=(f"owner, candidates, needs, after: in {plan.file}",),
    )
