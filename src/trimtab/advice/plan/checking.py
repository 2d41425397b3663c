"""`plan check`: what is wrong with the text of plans, and what is risky about them though the text is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from trimtab.advice._ids import with_ids
from trimtab.advice._names import counted
from trimtab.advice.answer import Answer, Claim, Evidence, Group, Section
from trimtab.advice.plan._findings import findings
from trimtab.advice.plan._scene import PlanScene, file_named, plan_named
from trimtab.diagnostics import Diagnostic, count
from trimtab.errors import UsageError
from trimtab.records import Plan, Records
from trimtab.records.plan import FOLDER
from trimtab.workdays import parse_as_of
from trimtab.workspace import Workspace

__all__ = ["LETTERS", "VERB", "Checked", "check", "for_screen"]

VERB, LETTERS = "plan-check", "pc"
_WRONG, _RISKY = "WRONG", "RISKY"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, and the complaints about the text in full, in its order."""

    answer: Answer
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many complaints cost something."""
        return count(self.diagnostics).errors

    @property
    def warnings(self) -> int:
        """How many complaints cost nothing yet, and how many findings."""
        risky = next((section for section in self.answer.sections if section.title == _RISKY), None)
        return count(self.diagnostics).warnings + (len(risky.claims) if risky else 0)


def check(
    workspace: Workspace,
    name: str | None = None,
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> Checked:
    """All that is wrong with, and risky about, one plan, or all of them.

    Raises `UsageError` for a plan that is not there, for a clone without a workspace, and for text that is no date.
    """
    records, plans = _plans(workspace, name)
    working = records.working_time(zone=machine_zone)
    at = parse_as_of(as_of, working) if as_of else now
    of = {file_named(name)} if name else None
    wrong = tuple(one for one in records.diagnostics if _about(one, of))
    risky: list[Claim] = []
    notes: list[str] = []
    looked_at = 0
    for plan in plans:
        try:
            scene = PlanScene(workspace, plan.id, now=now, as_of=as_of, machine_zone=machine_zone, program=program)
        except UsageError:
            # Its text says why: tasks that wait for each other have no critical path.
            notes.append(f"{plan.file}: who and what is critical is not known until its circle is broken")
            continue
        looked_at += 1
        risky += _of_plan(plan, findings(scene), alone=len(plans) == 1)
        notes += [f"{plan.id}: {note}" if len(plans) > 1 else note for note in scene.model.notes]
    # Of what nobody could look at, "nothing risky" would be an invention.
    looked = (Section(_RISKY, tuple(risky), note="nothing that the plan shows"),) if looked_at or not wrong else ()
    told, ids = with_ids(LETTERS, (), (_section(wrong), *looked))
    single = plans[0] if len(plans) == 1 else None
    step, command = _next(wrong, risky, ids, program, single)
    answer = Answer(
        verb=VERB,
        title=single.title if single else name or records.settings.team or workspace.folder.name,
        period="" if single or name else counted(len(plans), "plan"),
        claim=_in_one_sentence(wrong, risky),
        as_of=working.local(at.astimezone(UTC)),
        sections=told,
        sources=("records",),
        caveats=tuple(notes),
        next_step=step,
        next_command=command,
    )
    return Checked(answer, wrong)


def for_screen(answer: Answer) -> Answer:
    """The answer without the complaints, which a screen shows with their place in the text."""
    return replace(answer, sections=tuple(section for section in answer.sections if section.title != _WRONG))


def _plans(workspace: Workspace, name: str | None) -> tuple[Records, tuple[Plan, ...]]:
    if name is not None and workspace.records is not None and workspace.records.plan(name) is None:
        # What cannot be read as a plan is told all the same.
        file = file_named(name)
        if any(one.span.file == file for one in workspace.records.diagnostics):
            return workspace.records, ()
    if name is not None:
        records, plan = plan_named(workspace, name)
        return records, (plan,)
    if workspace.records is None:
        raise UsageError("plans stand in a workspace, under plans/; `trimtab init` makes one beside a clone.")
    return workspace.records, workspace.records.plans


def _about(one: Diagnostic, files: set[str] | None) -> bool:
    """Whether a complaint is about plans, or about one of these and what was accepted of it."""
    if files is None:
        return one.span.file == FOLDER or one.span.file.startswith(f"{FOLDER}/")
    history = {f"{FOLDER}/.history/{file.removeprefix(f'{FOLDER}/').removesuffix('.yaml')}/" for file in files}
    return one.span.file in files or any(one.span.file.startswith(place) for place in history)


def _of_plan(plan: Plan, found: Sequence[Claim], *, alone: bool) -> list[Claim]:
    """The findings of a plan, told apart from those of others."""
    if alone:
        return list(found)
    return [replace(one, subject=f"{one.subject}@{plan.id}", name=f"{plan.id}: {one.name}") for one in found]


def _section(wrong: Sequence[Diagnostic]) -> Section:
    seen: dict[str, int] = {}
    claims = []
    for one in wrong:
        # The line moves with every edit; the sentence stays until it is mended.
        subject = f"{one.span.file}:{one.code}:{one.message}"
        seen[subject] = seen.get(subject, 0) + 1
        claims.append(_complaint(one, subject if seen[subject] == 1 else f"{subject}:{seen[subject]}"))
    return Section(_WRONG, tuple(claims), note="nothing in the text")


def _complaint(one: Diagnostic, subject: str) -> Claim:
    row = Evidence(
        "record", f"{one.span.file}:{one.span.line}", one.excerpt.text.strip() if one.excerpt else one.message
    )
    return Claim(
        id="",
        subject=subject,
        name=f"line {one.span.line}",
        text=f"{one.severity}: {one.message}",
        details=(one.hint,),
        headline=one.message[:1].upper() + one.message[1:],
        because=(Group("written", f"{one.severity} {one.code}", (row,), 1),),
        meaning=f"the rule {one.code} of the texts",
        anchor=f"docs/reference/diagnostics.md#{one.code}",
        wrong=(one.hint,),
    )


def _in_one_sentence(wrong: Sequence[Diagnostic], risky: Sequence[Claim]) -> str:
    found = count(wrong)
    parts = [counted(found.errors, "error")] if found.errors else []
    parts += [counted(found.warnings, "warning")] if found.warnings else []
    parts += [counted(len(risky), "finding")] if risky else []
    return f"{', '.join(parts)}." if parts else "Nothing is wrong, and nothing risky that the plan shows."


def _next(
    wrong: Sequence[Diagnostic], risky: Sequence[Claim], ids: Mapping[str, str], program: str, plan: Plan | None
) -> tuple[str, str]:
    first = next((one for one in wrong if one.severity == "error"), None)
    if first is not None:
        return f"mend {first.span.file}:{first.span.line}, then check again.", ""
    if risky:
        return f"{risky[0].text.partition(';')[0]}.", f"{program} why {ids[risky[0].subject]}"
    if wrong:
        return f"look at {wrong[0].span.file}:{wrong[0].span.line}.", ""
    return "see when it lands.", f"{program} plan schedule {plan.id}" if plan else f"{program} plan"
