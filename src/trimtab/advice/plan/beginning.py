"""`plan new`: the first text of a plan, from a title, a checklist, a table, or the items of a tracker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from trimtab.errors import UsageError
from trimtab.records import Records, load
from trimtab.records.edit import create_plan
from trimtab.records.people import is_id
from trimtab.records.plan import FOLDER
from trimtab.records.plan_draft import Draft, draft_from_text, with_defaults, written
from trimtab.workdays import parse_as_of
from trimtab.workspace import Workspace

__all__ = ["Begun", "begin"]

_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Begun:
    """The file that was written, how many tasks it has, and what could not be taken over."""

    file: str
    title: str
    tasks: int
    notes: tuple[str, ...]
    complaints: tuple[str, ...]


def begin(
    workspace: Workspace,
    name: str,
    *,
    now: datetime,
    title: str | None = None,
    start: date | None = None,
    deadline: date | None = None,
    file: Path | None = None,
    items: str | None = None,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
) -> Begun:
    """Write `plans/NAME.yaml`, never over another.

    Raises `UsageError` for a name that is none, a file that cannot be read, and a query that means nothing; `AlreadyThere`
    where there is such a plan; what `records.edit.create_plan` raises where the machine refuses.
    """
    records = workspace.records
    if records is None:
        raise UsageError("plans stand in a workspace, under plans/; `trimtab init` makes one beside a clone.")
    if not is_id(name):
        raise UsageError(f'"{name}" is no name for a plan: lower-case letters, digits and hyphens, such as billing-v2.')
    first = _first_day(records, now, as_of, machine_zone)
    draft = _draft(workspace, records, name, first, file, items, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    draft = with_defaults(draft, title, start, deadline)
    place = f"{FOLDER}/{name}.yaml"
    create_plan(workspace.folder, name, written(draft, name, _schema(workspace)))
    wrong = [one for one in load(workspace.folder).diagnostics if one.span.file == place]
    complaints = tuple(f"line {one.span.line}: {one.message}" for one in wrong if one.severity == "error")
    return Begun(place, draft.title, draft.count(), draft.notes, complaints)


def _draft(
    workspace: Workspace,
    records: Records,
    name: str,
    first: date,
    file: Path | None,
    items: str | None,
    *,
    now: datetime,
    as_of: str | None,
    me: str | None,
    machine_zone: str,
) -> Draft:
    if items is not None:
        # Items need the lake, which takes a second to open.
        from trimtab.advice._scene import scene_of
        from trimtab.advice.plan._from_items import draft_from_items

        scene = scene_of(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
        return draft_from_items(scene, records, items, name, first)
    if file is not None:
        return draft_from_text(_text(file), file.name, name, first, _person(records))
    return Draft(name, first)


def _person(records: Records) -> Callable[[str], str | None]:
    def who(word: str) -> str | None:
        person = records.me if word.lower() == "me" else records.person(word)
        return person.id if person else None

    return who


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise UsageError(
                f"{file} is larger than {_MOST_BYTES >> 20} MiB, so it is most likely not what it should be."
            )
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as reason:
        raise UsageError(f"{file} is not UTF-8: save it as UTF-8; nothing was written.") from reason
    except OSError as reason:
        raise UsageError(f"{file} cannot be read: {(reason.strerror or str(reason)).lower()}.") from reason


def _first_day(records: Records, now: datetime, as_of: str | None, machine_zone: str) -> date:
    """The day that is asked about, else today; or the next day on which the lead works."""
    working = records.working_time(zone=machine_zone)
    today = working.date_of(parse_as_of(as_of, working) if as_of else now)
    days = (today + timedelta(days=ahead) for ahead in range(60))
    return next((day for day in days if working.is_working_day(day)), today)


def _schema(workspace: Workspace) -> str:
    """The schema of plans, written where an editor finds it from the file without any network; returns that place."""
    import json

    from trimtab.records import schemas
    from trimtab.workspace import private_folder, write_whole

    place = workspace.cache / "plan.schema.json"
    private_folder(place.parent)
    write_whole(place, json.dumps(schemas()["plan"], indent=2, ensure_ascii=False) + "\n")
    return f"../{place.relative_to(workspace.folder).as_posix()}"
