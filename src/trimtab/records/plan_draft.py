"""The first text of a plan: what is known of it, written as a commented file that the models read back.

Where the tasks come from (a checklist, a table, items) is for others; here they get ids and become YAML.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from trimtab.errors import UsageError
from trimtab.records._plan_words import id_from
from trimtab.records._writing import comment, quoted
from trimtab.records.plan import FOLDER, PlanFile, Priority

_LONGEST_ID = 40
_OTHERS = ("tasks", "unknowns", "contracts", "risks", "milestones", "cut")

_TASKS = """\
# What is to be done. A task may have tasks of its own; it waits for what stands under after.
# tasks:
#   - id: schema
#     title: The tables
#     estimate: 1d..3d
#   - id: import
#     estimate: 2d/3d/6d
#     after: [schema]
#     needs: [python]
"""

_REST = """\
# Questions without an answer: who finds it, by when, and what hangs on it.
# unknowns:
#   - {id: sandbox, question: Does the sandbox support refunds?, who: ravi, by: 2026-12-04, blocks: [import]}

# Agreed interfaces: once agreed, consumers go on against a stand-in beside the provider.
# contracts:
#   - {id: invoice-json, provider: ledger-api, consumers: [billing-ui], estimate: 4h}

# What may happen, how likely, and the work it adds to the tasks it hits.
# risks:
#   - {id: audit-early, event: the audit comes early, chance: 20%, extra: 2d..5d, hits: [import]}
"""

_MILESTONES = """\
# Points that others wait for.
# milestones:
#   - {id: beta, title: Beta, after: [import], due: 2027-01-29}

# What is left out for now: this priority and all below it.
# cut: could
"""


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One task as it was found. `key` is what others name it by in `after`; both are turned into ids when written.

    Texts such as `estimate` are as in the file; `note` is a comment beside it.
    """

    key: str
    title: str
    estimate: str | None = None
    after: tuple[str, ...] = ()
    owner: str | None = None
    candidates: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    due: date | None = None
    done: str | None = None
    priority: Priority | None = None
    note: str = ""
    tasks: "tuple[DraftTask, ...]" = ()


@dataclass(frozen=True, slots=True)
class DraftMilestone:
    """A point made of tasks, by their keys."""

    title: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan to be written. `notes` say what could not be taken over."""

    title: str
    start: date
    deadline: date | None = None
    tasks: tuple[DraftTask, ...] = ()
    milestones: tuple[DraftMilestone, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def count(self) -> int:
        """How many tasks there are that are no groups."""
        return sum(1 for task in _every(self.tasks) if not task.tasks)


def written(draft: Draft, name: str, schema: str | None = None) -> str:
    """The file of a plan; `schema` is where an editor finds the schema, from the file."""
    ids = ids_of(draft.tasks)
    given = {
        "title": quoted(draft.title),
        "start": draft.start.isoformat(),
        "deadline": draft.deadline.isoformat() if draft.deadline else None,
    }
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    head += [
        f"# {FOLDER}/{name}.yaml: what is to be done, and what waits for what. `trimtab plan check {name}` reads it."
    ]
    taken = set(ids.values())
    tasks = "".join(_task(task, ids, 1) for task in draft.tasks)
    body = f"# What is to be done; `after` says what a task waits for.\ntasks:\n{tasks}" if tasks else _TASKS
    milestones = "".join(_milestone(one, ids, taken) for one in draft.milestones)
    points = f"# Points that others wait for.\nmilestones:\n{milestones}" if milestones else _MILESTONES
    return "\n".join(
        ["\n".join(head), comment(PlanFile, given, without=_OTHERS).strip("\n") + "\n", body, _REST, points]
    )


def ids_of(tasks: Sequence[DraftTask]) -> dict[str, str]:
    """An id for each key, made from its title, each once; the first task of a key has it."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number, task in enumerate(_every(tasks), start=1):
        if task.key not in found:
            found[task.key] = _free(_short(id_from(task.title)) or f"task-{number}", taken)
    return found


def _every(tasks: Sequence[DraftTask]) -> Iterator[DraftTask]:
    for task in tasks:
        yield task
        yield from _every(task.tasks)


def _short(name: str) -> str:
    """An id of some words, cut between two of them."""
    if len(name) <= _LONGEST_ID:
        return name
    return name[: _LONGEST_ID + 1].rpartition("-")[0] or name[:_LONGEST_ID]


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while (made := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    taken.add(made)
    return made


def _task(task: DraftTask, ids: dict[str, str], depth: int) -> str:
    indent = "  " * (2 * depth - 1)
    lines = [f"{key}: {value}" for key, value in _keys(task, ids)]
    notes = [f"{indent}# {line}" for line in textwrap.wrap(_one_line(task.note), 100)] if task.note else []
    rows = [*notes, f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]
    below = f"{indent}  tasks:\n{''.join(_task(one, ids, depth + 1) for one in task.tasks)}" if task.tasks else ""
    return "\n".join(rows) + "\n" + below


def _keys(task: DraftTask, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "id", quoted(ids[task.key])
    if task.title != ids[task.key]:
        yield "title", quoted(_one_line(task.title))
    if task.estimate:
        yield "estimate", task.estimate
    after = [_linked(one, ids) for one in dict.fromkeys(task.after)]
    lists = {
        "after": [one for one in after if one],
        "needs": task.needs,
        "candidates": task.candidates,
        "items": task.items,
        "tags": task.tags,
    }
    if task.owner:
        yield "owner", quoted(task.owner)
    for key, values in lists.items():
        if values:
            yield key, f"[{', '.join(quoted(one, flow=True) for one in values)}]"
    if task.due:
        yield "due", task.due.isoformat()
    if task.done:
        yield "done", task.done
    if task.priority:
        yield "priority", task.priority


def _linked(after: str, ids: dict[str, str]) -> str:
    """`key` or `key SS+1d` with the id of the key; empty where nothing has it."""
    if after in ids:
        return ids[after]
    key, _, rest = after.rpartition("\0")
    return f"{ids[key]} {rest}" if key in ids else ""


def link(key: str, how: str = "") -> str:
    """What a task waits for, as `DraftTask.after` holds it: a key, and the type of link and lag (`SS+1d`)."""
    return f"{key}\0{how}" if how else key


def _milestone(one: DraftMilestone, ids: dict[str, str], taken: set[str]) -> str:
    name = _free(_short(id_from(one.title)) or "milestone", taken)
    after = ", ".join(quoted(ids[key], flow=True) for key in one.after if key in ids)
    return f"  - id: {quoted(name)}\n    title: {quoted(_one_line(one.title))}\n    after: [{after}]\n"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def with_defaults(draft: Draft, title: str | None, start: date | None, deadline: date | None) -> Draft:
    """The draft with what was said on the command line, which goes before what was found."""
    return replace(draft, title=title or draft.title, start=start or draft.start, deadline=deadline or draft.deadline)


def draft_from_text(text: str, file: str, name: str, start: date, who: Callable[[str], str | None]) -> Draft:
    """The draft in a Markdown checklist or a CSV table, told apart by the file's name.

    Raises UsageError for another sort of file, and for a table without titles.
    """
    # Both make drafts, so they stand on this module.
    from trimtab.records._plan_checklist import draft_from_checklist
    from trimtab.records._plan_table import draft_from_table

    ending = file.rpartition(".")[2].lower()
    if ending in {"md", "markdown", "txt"}:
        draft = draft_from_checklist(text, name, start, who)
    elif ending in {"csv", "tsv"}:
        draft = draft_from_table(text, file, name, start, who)
    else:
        raise UsageError(f"{file}: a plan is started from a Markdown checklist (.md) or a table (.csv).")
    if not draft.tasks:
        raise UsageError(
            f"{file}: there is no task in it. A task is a line such as `- [ ] The schema (1d..3d)`, or a row."
        )
    return draft
