"""`plan`: the plans of a workspace, one line each: how large, how far, by whom, when it is asked for, what is wrong.

Nothing is scheduled for it: it is read off the texts, and off the items that they name.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from trimtab.advice._ids import with_ids
from trimtab.advice._names import counted
from trimtab.advice.answer import Answer, Claim, Evidence, Figure, Group, Section
from trimtab.advice.plan._items import closed_items
from trimtab.advice.plan._team import team_of
from trimtab.advice.plan._work import progress_of
from trimtab.diagnostics import Diagnostic
from trimtab.errors import UsageError
from trimtab.records import Plan, Records
from trimtab.records.plan import FOLDER
from trimtab.workdays import parse_as_of
from trimtab.workspace import Workspace

VERB, LETTERS = "plan", "pl"

_COLUMNS = ("", "title", "done", "people", "asked for", "check")
_MEANING = (
    "a file under plans/; tasks are those that are no groups, done those that the plan or all their items say are; people "
    "are those it names, or everybody where it names nobody"
)
_ANCHOR = "docs/reference/plan.md"
_SHOWN = 5


def plans(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> Answer:
    """Every plan of a workspace. Raises `UsageError` for a clone without one, and for text that is no date."""
    records = workspace.records
    if records is None:
        raise UsageError("plans stand in a workspace, under plans/; `trimtab init` makes one beside a clone.")
    working = records.working_time(zone=machine_zone)
    at = (parse_as_of(as_of, working) if as_of else now).astimezone(UTC)
    day = working.date_of(at)
    lines = [_line(workspace, records, plan, at, day, machine_zone) for plan in records.plans]
    note = f"none yet: `{program} plan new NAME --title TITLE` starts one"
    sections, _ = with_ids(LETTERS, (), (Section("PLANS", tuple(lines), note=note, columns=_COLUMNS),))
    step, command = _next(records, program)
    return Answer(
        verb=VERB,
        title=records.settings.team or workspace.folder.name,
        period=counted(len(lines), "plan"),
        claim=_in_one_sentence(records),
        as_of=working.local(at),
        sections=sections,
        sources=("records",),
        caveats=tuple(_unusable(records)),
        next_step=step,
        next_command=command,
    )


def _line(workspace: Workspace, records: Records, plan: Plan, at: datetime, day: date, zone: str) -> Claim:
    leaves = list(plan.leaves())
    closed = closed_items(workspace, plan, at)
    done = sum(progress_of(task, around, closed, day).is_done for task, around in leaves)
    people = len(team_of(plan, records, max(plan.start, day), zone).workers)
    asked = _asked(plan)
    wrong = [one for one in records.diagnostics if one.span.file == plan.file]
    return Claim(
        id="",
        subject=f"plan:{plan.id}",
        name=plan.id,
        text=f"{plan.title}: {counted(len(leaves), 'task')}, {done} done, {counted(people, 'person', 'people')}"
        f"{f', asked for {asked}' if asked else ''}{f'; {_wrong(wrong)}' if wrong else ''}",
        figures=(
            Figure("tasks", len(leaves), "tasks", "tasks of the plan that are no groups"),
            Figure("done", done, "tasks", "those of them that the plan, or all their items, say are done"),
            Figure(
                "people", people, "people", "those the plan names or gives work to; everybody, where it names nobody"
            ),
        ),
        because=tuple(_because(plan, wrong)),
        meaning=_MEANING,
        anchor=_ANCHOR,
        wrong=(f"change {plan.file}",),
        cells=(plan.title, f"{done:,} of {len(leaves):,}", str(people), asked.partition(",")[0], _worst(wrong)),
    )


def _asked(plan: Plan) -> str:
    deadline = plan.deadline
    return f"{deadline.day:%-d %b %Y}{', hard' if deadline.hard else ''}" if deadline else ""


def _wrong(found: Sequence[Diagnostic]) -> str:
    errors = sum(one.severity == "error" for one in found)
    parts = [counted(errors, "error")] if errors else []
    parts += [counted(len(found) - errors, "warning")] if len(found) > errors else []
    return ", ".join(parts)


def _worst(found: Sequence[Diagnostic]) -> str:
    """The gravest sort of what is wrong, short enough for a table."""
    return _wrong(found).partition(",")[0] or "in order"


def _because(plan: Plan, wrong: Sequence[Diagnostic]) -> Iterator[Group]:
    place = plan.span_of("title")
    yield Group("written in", plan.file, (Evidence("record", f"{plan.file}:{place.line}", plan.title),), 1)
    if wrong:
        rows = [Evidence("record", f"{one.span.file}:{one.span.line}", f"{one.code}: {one.message}") for one in wrong]
        yield Group("wrong", _wrong(wrong), tuple(rows), len(rows))


def _unusable(records: Records) -> Iterator[str]:
    """Files under `plans/` of which no plan could be made, with the reason."""
    used = {plan.file for plan in records.plans}
    seen: set[str] = set()
    for one in records.diagnostics:
        file = one.span.file
        if file.startswith(FOLDER) and file not in used | seen and "/.history/" not in file and one.severity == "error":
            seen.add(file)
            yield f"{file} could not be used: {one.message}"


def _in_one_sentence(records: Records) -> str:
    if not records.plans:
        return "There is no plan under plans/ yet."
    errors = [plan.id for plan in records.plans if records.errors_in(plan.file)]
    said = f", {len(errors)} of them with mistakes" if errors else ""
    return f"{counted(len(records.plans), 'plan')}{said}."


def _next(records: Records, program: str) -> tuple[str, str]:
    if not records.plans:
        return "write down what has to be done.", f'{program} plan new NAME --title "..."'
    first = max(records.plans, key=lambda plan: records.errors_in(plan.file))
    if count := records.errors_in(first.file):
        return f"mend {counted(count, 'mistake')} in {first.file}.", f"{program} plan check {first.id}"
    dated = sorted(
        records.plans, key=lambda plan: (plan.deadline is None, plan.deadline.day if plan.deadline else date.max)
    )
    return "what it takes, and what is critical.", f"{program} plan show {dated[0].id}"
