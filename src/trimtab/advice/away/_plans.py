"""PLANS: what the lead's plans expect of the one who goes in these days, and of nobody else."""

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Group, Section
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._words import Words
from trimtab.advice.plan.standing import Planned, planned

_SHOWN = 3
_MEANING = (
    "tasks of a plan that nobody but the one who goes can do (as owner, or by skills and candidates), and that could lie in these "
    "days by the critical path: between the earliest they can begin and the latest they can end; the days lost are those by which "
    "the critical path gets longer without them, before anybody rearranges anything"
)


def section(ground: Ground, gone: Absence, words: Words) -> Section:
    """One line a plan; no section where none asks for them in these days."""
    found = [claim for one in planned(ground.sight) if (claim := _claim(one, gone, words)) is not None]
    return Section("PLANS", tuple(found))


def _claim(one: Planned, gone: Absence, words: Words) -> Claim | None:
    days = gone.days
    own = [at for at in one.only(gone.person) if one.between(at, days.first, days.last)]
    if not own:
        return None
    critical = [at for at in own if one.is_critical(at)]
    own = [*critical, *(at for at in own if at not in critical)]
    ids = [one.model.tasks[at].id for at in own]
    path = (
        ", on the critical path"
        if len(critical) == len(own)
        else f", {len(critical)} of them critical"
        if critical
        else ""
    )
    lost = round(one.days_lost(gone.person, days.first, days.last))
    details = (f"{one.plan.title} ends {counted(lost, 'working day')} later by its critical path",) if lost > 0 else ()
    rows = tuple(one.evidence(at) for at in own)
    behind = tuple(one.evidence(at) for at in one.next_after(own))
    groups = (Group(one.plan.title, counted(len(rows), "task"), rows, len(rows)),)
    return Claim(
        id="",
        subject=f"plan:{one.plan.id}",
        name=one.plan.id,
        text=f"{listed(ids, _SHOWN)}: nobody else can{path}",
        headline=f"Tasks of {one.plan.title} that only {words.who} can do in these days",
        details=details,
        because=(
            *groups,
            *((Group("wait for these", counted(len(behind), "task"), behind, len(behind)),) if behind else ()),
        ),
        meaning=_MEANING,
        anchor="docs/reference/away.md#plans",
        left_out=("tasks that somebody else could do too", "the plans are read as they are written now"),
        wrong=(f"owner, candidates, needs: in {one.plan.file}", "skills: in people/*.md"),
    )
