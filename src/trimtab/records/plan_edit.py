"""One task of a plan changed in place, as `trimtab plan edit` is told: `estimate=2d..5d after+=schema owner=`.

What is typed is read as in the file, and refused where the file would be. How a text is cut is in `_splice`; that
nothing else changes is proven by `edit`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from trimtab.diagnostics import Diagnostic, did_you_mean
from trimtab.errors import EditImpossible, UsageError
from trimtab.records._compose import parse
from trimtab.records._fields import Record
from trimtab.records._nodes import Items, Keys, Node, Plain, Scalar, follow, plain, resolve
from trimtab.records._nodes import Path as Where
from trimtab.records._places import fields_at
from trimtab.records._plan_reading import plan_from
from trimtab.records._text import Text, read_text
from trimtab.records.edit import Step, adding, apply, changed_by, removing, setting
from trimtab.records.plan import FOLDER, Contract, Milestone, PlanTask, Risk, Unknown

Sign = Literal["=", "+=", "-="]

_MODELS: Mapping[str, type[Record]] = {
    "tasks": PlanTask,
    "unknowns": Unknown,
    "contracts": Contract,
    "risks": Risk,
    "milestones": Milestone,
}
_DATES = frozenset({"starts", "not_before", "due", "started", "finished", "by", "agreed"})
# A task's own keys stand above the tasks it breaks down into.
_NESTED = ("tasks",)


@dataclass(frozen=True, slots=True)
class Asked:
    """One change as it was typed: of a key, to a text, none of which takes the key out."""

    key: str
    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one key: its text before and after, None where it is not there; `line` is where it stands now."""

    key: str
    before: str | None
    after: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Edited:
    """A plan's file after an edit, its hash, and every key that changed."""

    file: str
    sha: str
    changes: tuple[Change, ...]


def asked_of(word: str) -> Asked:
    """`key=value`, `key+=value` or `key-=value`. Raises UsageError for anything else."""
    found = re.fullmatch(r"([a-z_]+)\s*(\+=|-=|=)(.*)", word, re.DOTALL)
    if not found:
        raise UsageError(
            f'"{word}" is no change. Write KEY=VALUE, such as estimate=2d..5d; KEY= takes a key out, '
            "KEY+=VALUE and KEY-=VALUE add to a list and take from it."
        )
    sign: Sign = "+=" if found[2] == "+=" else "-=" if found[2] == "-=" else "="
    return Asked(found[1], sign, found[3].strip())


def edit_plan(folder: Path, plan: str, record: str, asked: Sequence[Asked], *, seen: str, today: date) -> Edited:
    """Changes one task (or unknown, contract, risk, milestone) of a plan, all that was asked or nothing.

    `seen` is the hash of the file as it was read; `today` is what the word means in a date. Raises UsageError for a
    task or key that is not there and for a value that the file would not take, and what `edit.set_value` raises.
    """
    name = f"{FOLDER}/{plan}.yaml"
    text, _ = read_text(folder, name)
    if text is None:
        raise EditImpossible(folder / name, "it holds mistakes that `trimtab check` names")
    steps: list[Step] = []
    changed = text
    for one in asked:
        for step in _Editor(folder / name, changed, record).steps(one, today):
            changed = changed_by(folder / name, changed, step)
            steps.append(step)
    _refuse_what_is_worse(text, changed)
    changes = tuple(_changes(text, changed, record, dict.fromkeys(one.key for one in asked)))
    return Edited(name, apply(folder, name, steps, seen=seen), changes)


def _refuse_what_is_worse(before: Text, after: Text) -> None:
    old = {(one.code, one.message) for one in plan_from(before)[1]}
    new = [one for one in plan_from(after)[1] if (one.code, one.message) not in old]
    if new:
        raise UsageError(f"nothing was written: {_said(new[0])}")


def _said(one: Diagnostic) -> str:
    return f"{one.message}. {one.hint[:1].upper()}{one.hint[1:]}"


class _Editor:
    """Turns what was asked of one record into steps, against its text as it is now."""

    def __init__(self, path: Path, text: Text, record: str) -> None:
        self.path = path
        self.root = parse(text).root
        self.place = place_of(self.root, record)
        if self.place is None or self.root is None:
            known = [name for name, _ in _places(self.root)]
            near = did_you_mean(record, known).capitalize()
            raise UsageError(f'nothing in {path.name} has the id "{record}". {near}'.strip())
        self.model = _MODELS[str(self.place[0])]
        self.fields = fields_at(self.model, ())

    def steps(self, asked: Asked, today: date) -> Iterator[Step]:
        """The steps that make the record say what was asked."""
        key = asked.key
        if key not in self.fields or key in {"id", "tasks"}:
            self._refuse(key)
        path = self._where(key)
        node = self._node(path)
        if self._is_list(key):
            yield from self._of_list(asked, path, node)
        elif asked.sign != "=":
            raise UsageError(f"{key} is no list: write {key}={asked.text}.")
        elif not asked.text:
            yield from (removing(path[: len(self._place) + 1]),) if node is not None else ()
        else:
            yield setting(path, self._value(key, asked.text, today), above=_NESTED, whole=True)

    @property
    def _place(self) -> Where:
        assert self.place is not None  # noqa: S101  # the maker refuses a record that is not there
        return self.place

    def _refuse(self, key: str) -> None:
        if key == "id":
            raise UsageError("an id is what others wait by: change it in your editor, wherever it stands.")
        if key == "tasks":
            raise UsageError("tasks are added in your editor; here one task is changed.")
        known = sorted(set(self.fields) - {"id", "tasks"})
        raise UsageError(
            f'no key is called "{key}" here. {did_you_mean(key, known).capitalize()}Known: {", ".join(known)}.'
        )

    def _where(self, key: str) -> Where:
        """Where a key's value stands; a deadline that is a mapping keeps whether it is hard."""
        path = (*self._place, key)
        return (*path, "date") if key == "due" and isinstance(self._node(path), Keys) else path

    def _node(self, path: Where) -> Node | None:
        assert self.root is not None  # noqa: S101  # as for the place
        node, _, taken = follow(self.root, path)
        return node if taken == len(path) else None

    def _is_list(self, key: str) -> bool:
        return str(self.fields[key].annotation).startswith("tuple[")

    def _of_list(self, asked: Asked, path: Where, node: Node | None) -> Iterator[Step]:
        wanted = _listed(asked.text)
        held = _items(node)
        read = [self._read(asked.key, item) for item in held]
        if asked.sign == "=":
            keep = [self._read(asked.key, item) for item in wanted]
        elif asked.sign == "+=":
            keep = [*read, *(self._read(asked.key, item) for item in wanted)]
        else:
            taken = [self._read(asked.key, item) for item in wanted]
            if missing := [item for item, one in zip(wanted, taken, strict=True) if one not in read]:
                raise UsageError(f"{asked.key} does not hold {_shown(missing[0])}.")
            keep = [one for one in read if one not in taken]
        fresh = [item for item in wanted if asked.sign != "-=" and self._read(asked.key, item) not in read]
        stale = [at for at, one in enumerate(read) if one not in keep]
        if not keep:
            yield from (removing(path),) if node is not None else ()
        elif not isinstance(node, Items):
            left = tuple(item for at, item in enumerate(held) if at not in stale)
            yield setting(path, (*left, *fresh), above=_NESTED, whole=True)
        else:
            # What is new comes first, so that a list of lines is never empty on the way.
            yield from (adding(path, item) for item in fresh)
            yield from (removing((*path, at)) for at in reversed(stale))

    def _read(self, key: str, item: Plain) -> object:
        """An item of a list as the model reads it, so that its forms compare equal."""
        found = self._validated(key, (item,))
        return found[0] if isinstance(found, tuple) and found else item

    def _value(self, key: str, text: str, today: date) -> Plain:
        if key in _DATES and text.lower() == "today":
            return today
        if text.startswith("{"):
            return plain(parse(Text("value", text)).root)
        # A text where the key takes one, so that a title may be a number; else what YAML makes of it.
        return text if self._validated(key, text) is not None else resolve(text)

    def _validated(self, key: str, value: Plain) -> object | None:
        try:
            made = self.model.model_validate({**_NEEDED[self.model], key: value})
        except ValidationError:
            return None
        return getattr(made, key, None)


_NEEDED: Mapping[type[Record], Mapping[str, Plain]] = {
    PlanTask: {"id": "x"},
    Unknown: {"id": "x", "question": "?"},
    Contract: {"id": "x", "provider": "x", "consumers": ()},
    Risk: {"id": "x", "event": "?", "chance": 0.5, "extra": "1d"},
    Milestone: {"id": "x", "after": ()},
}


def place_of(root: Node | None, record: str) -> "Where | None":
    """Where the record of an id stands in a plan's text; the first, where several have it."""
    return next((path for name, path in _places(root) if name == record), None)


def _places(root: Node | None) -> Iterator[tuple[str, Where]]:
    for key in _MODELS:
        entry = root.entry(key) if isinstance(root, Keys) else None
        if entry is not None:
            yield from _within(entry.value, (key,))


def _within(node: Node, path: Where) -> Iterator[tuple[str, Where]]:
    for at, item in enumerate(node.items if isinstance(node, Items) else ()):
        if isinstance(item, Keys):
            name = item.entry("id")
            if name is not None and isinstance(name.value, Scalar):
                yield str(name.value.value), (*path, at)
            if (below := item.entry("tasks")) is not None:
                yield from _within(below.value, (*path, at, "tasks"))


def _listed(text: str) -> tuple[Plain, ...]:
    if text.startswith("["):
        found = plain(parse(Text("value", text)).root)
        return found if isinstance(found, tuple) else (text,)
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _items(node: Node | None) -> tuple[Plain, ...]:
    if node is None:
        return ()
    found = plain(node)
    return found if isinstance(found, tuple) else () if found is None else (found,)


def _shown(value: Plain) -> str:
    return str(value)


def _changes(before: Text, after: Text, record: str, keys: dict[str, None]) -> Iterator[Change]:
    roots = parse(before).root, parse(after).root
    places = [place_of(root, record) for root in roots]
    if roots[0] is None or roots[1] is None or places[0] is None or places[1] is None:
        return
    for key in keys:
        old, new = _written(before, roots[0], (*places[0], key)), _written(after, roots[1], (*places[1], key))
        if old[0] != new[0]:
            yield Change(key, old[0], new[0], new[1])


def _written(text: Text, root: Node, path: Where) -> tuple[str | None, int]:
    node, _, taken = follow(root, path)
    line = text.place(node.start)[0]
    return (" ".join(text.text[node.start : node.end].split()) if taken == len(path) else None), line
