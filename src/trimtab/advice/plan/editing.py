"""`plan edit`: one task changed in its file, and what the plan's checks say of it that they did not say before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.advice.plan._scene import plan_named
from trimtab.diagnostics import Diagnostic
from trimtab.records import load
from trimtab.records.plan_edit import asked_of, edit_plan
from trimtab.workdays import parse_as_of
from trimtab.workspace import Workspace

__all__ = ["Done", "KeyChange", "edit"]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of the task: its text before and after, null where it is not there, and its line now."""

    key: str
    before: str | None
    after: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, in which file, and the complaints about the plan that are new since."""

    file: str
    task: str
    changes: tuple[KeyChange, ...]
    complaints: tuple[str, ...]


def edit(
    workspace: Workspace,
    name: str,
    task: str,
    words: Sequence[str],
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
) -> tuple[Done, tuple[Diagnostic, ...]]:
    """Change a task (an unknown, a contract, a risk, a milestone) as typed, and say what is wrong now that was not.

    `today`, where it is typed, is the day of `as_of`, else of `now`.

    Raises `UsageError` for a plan, task, key or value that cannot be, and what `records.edit.set_value` raises.
    """
    records, plan = plan_named(workspace, name)
    asked = [asked_of(word) for word in words]
    working = records.working_time(zone=machine_zone)
    today = working.date_of(parse_as_of(as_of, working) if as_of else now)
    found = edit_plan(workspace.folder, plan.id, task, asked, seen=records.hashes[plan.file], today=today)
    before = {(one.code, one.message) for one in records.diagnostics}
    after = load(workspace.folder).diagnostics if found.changes else ()
    new = tuple(one for one in after if one.span.file == plan.file and (one.code, one.message) not in before)
    changes = tuple(KeyChange(one.key, one.before, one.after, one.line) for one in found.changes)
    return Done(found.file, task, changes, tuple(f"{one.span.line}: {one.message}" for one in new)), new
