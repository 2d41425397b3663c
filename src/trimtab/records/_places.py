"""From a model's complaint to a place in the text, and to words for it.

`check` validates a tree, says everything that is wrong with it in one pass, and hands back the record made from what
is right: a wrong value is left out with the least that holds it (its key, its list item, its record).
"""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from trimtab.diagnostics import Diagnostic, did_you_mean
from trimtab.records._codes import CODES
from trimtab.records._nodes import Entry, Items, Keys, Node, Path, Plain, Scalar, Tree, follow, plain
from trimtab.records._text import flaw, top_of

M = TypeVar("M", bound=BaseModel)

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
}


def check(
    model: type[M], tree: Tree, fallback: Mapping[str, Plain] | None = None
) -> tuple[M | None, Tree, tuple[Diagnostic, ...]]:
    """The record, the tree without what was left out, and all that is wrong; None when nothing could be used.

    `fallback` holds values for required keys, so that a record that lacks them is still made.
    """
    root, diagnostics = _without_empty(model, tree)
    filled: dict[str, Plain] = {}
    removed: set[Path] = set()
    while root is not None:
        values = plain(root)
        try:
            made = model.model_validate({**values, **filled} if isinstance(values, dict) else values)
        except ValidationError as reason:
            found = [_Finding(model, tree, root, details) for details in reason.errors(include_url=False)]
        else:
            return made, Tree(tree.text, root, tree.diagnostics, tree.whole), tuple(diagnostics)
        # What is missing because it was wrong has been said already; after a syntax error nobody knows what is missing.
        diagnostics += [
            one.diagnostic() for one in found if not one.is_missing or (tree.whole and one.full not in removed)
        ]
        removed |= {one.full for one in found}
        lacking = {
            str(one.loc[-1])
            for one in found
            if one.is_missing and not one.path and fallback and one.loc[-1] in fallback
        }
        filled |= {key: value for key, value in (fallback or {}).items() if key in lacking}
        doomed = {one.doomed for one in found if not (one.is_missing and str(one.loc[-1]) in lacking and not one.path)}
        kept = _pruned(root, doomed)
        # Each round leaves something out or fills something in; were it not so, nothing ever would end it.
        root = None if kept == root and not lacking else kept
    return None, tree, tuple(diagnostics)


class _Finding:
    """One complaint of a model: where it points, and what to say."""

    def __init__(self, model: type[BaseModel], tree: Tree, root: Node, details: ErrorDetails) -> None:
        self.model, self.tree, self.root, self.details = model, tree, root, details
        self.loc: Path = tuple(details["loc"])
        self.path = _written(root, self.loc)
        self.node, self.entry, _ = follow(root, self.path)
        self.is_missing = details["type"] == "missing"
        # By place rather than by position, since positions shift when items are left out.
        self.full: Path = (
            (self.node.start, str(self.loc[-1]) if self.loc else "") if self.is_missing else self._own_name()
        )

    def _own_name(self) -> Path:
        holder, _, _ = follow(self.root, self.path[:-1])
        return (holder.start, str(self.path[-1]) if self.path else "")

    @property
    def doomed(self) -> Path:
        """What has to go: the value, or the whole mapping where keys are free (half a week of hours is a wrong week)."""
        holder = self.path[:-1]
        free = self.path and isinstance(self.path[-1], str) and not fields_at(self.model, holder)
        return holder if free else self.path

    def diagnostic(self) -> Diagnostic:
        """The complaint in the house's words, at its place."""
        kind = self.details["type"]
        if kind in CODES:
            return self._own(kind)
        if kind == "extra_forbidden":
            return self._unknown_key()
        if kind == "missing":
            return self._missing_key()
        if kind in _KINDS:
            return self._wrong_type(_KINDS[kind])
        return self._wrong_value(kind)

    def _own(self, code: str) -> Diagnostic:
        context = self.details.get("ctx", {})
        node = self.node
        if isinstance(node, Keys) and (entry := node.entry(str(context["at"]))):
            node = entry.key if code == "bad-days" else entry.value
        elif self.loc and self.loc[-1] == "[key]" and self.entry:
            node = self.entry.key
        return self._flaw(code, str(context["message"]), node, str(context["hint"]))

    def _unknown_key(self) -> Diagnostic:
        name = str(self.loc[-1])
        known = sorted(fields_at(self.model, self.loc[:-1]))
        node = self.entry.key if self.entry else self.node
        hint = f"{did_you_mean(name, known)}Known here: {', '.join(known)}."
        return self._flaw("unknown-key", f'no key is called "{name}" here', node, hint)

    def _missing_key(self) -> Diagnostic:
        name = str(self.loc[-1])
        described = fields_at(self.model, self.loc[:-1]).get(name)
        node = self.node.entries[0].key if isinstance(self.node, Keys) and self.node.entries else self.node
        hint = _example(name, described) or f"add a line `{name}: ...`."
        return self._flaw("missing-key", f'"{name}" is not given', node, hint)

    def _wrong_type(self, wanted: str) -> Diagnostic:
        if wanted == "a date" and isinstance(self.node, Scalar) and isinstance(self.node.value, str):
            hint = "write year, month and day without quotes: 2026-11-04."
            return self._flaw("bad-date", f'"{self.node.value}" is no date', self.node, hint)
        hint = self._remedy(wanted)
        return self._flaw("wrong-type", f"{wanted} is wanted here, and this is {_found(self.node)}", self.node, hint)

    def _remedy(self, wanted: str) -> str:
        if wanted == "text" and isinstance(self.node, Scalar) and self.node.bare and self.node.raw:
            return f'put quotes around it: "{self.node.raw}".'
        if wanted == "a list" and isinstance(self.node, Scalar) and self.node.raw and "\n" not in self.node.raw:
            return f"put it in brackets: [{self.node.raw}]."
        return self._field_example() or f"write {wanted}."

    def _wrong_value(self, kind: str) -> Diagnostic:
        context = self.details.get("ctx", {})
        if kind == "literal_error":
            known = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            asked = self.node.raw if isinstance(self.node, Scalar) else _found(self.node)
            hint = f"{did_you_mean(asked, known)}Use one of {', '.join(known)}."
            return self._flaw("wrong-value", f'"{asked}" is not among the values known here', self.node, hint)
        said = self.details["msg"].replace("Input", "the value", 1)
        return self._flaw(
            "wrong-value", said[:1].lower() + said[1:], self.node, self._field_example() or "change the value."
        )

    def _field_example(self) -> str:
        names = [step for step in self.loc if isinstance(step, str)]
        if not names:
            return ""
        at = len(self.loc) - 1 - self.loc[::-1].index(names[-1])
        return _example(names[-1], fields_at(self.model, self.loc[:at]).get(names[-1]))

    def _flaw(self, code: str, message: str, node: Node, hint: str) -> Diagnostic:
        text = self.tree.text
        if node.start == node.end and self.entry is not None:
            node = self.entry.key
        return text.flaw(code, message, node.start, node.end, hint)


def fields_at(model: type[BaseModel], path: Path) -> dict[str, FieldInfo]:
    """The fields of the model that a path leads to, by the keys they are written with; none where keys are free."""
    annotation: Any = model  # Any: what stands in an annotation has no common type
    for step in path:
        if isinstance(step, int):
            continue
        described = _fields(_model_in(annotation)).get(step)
        if described is None:
            return {}
        annotation = described.annotation
    return _fields(_model_in(annotation))


def _model_in(annotation: Any) -> type[BaseModel] | None:  # Any: as above
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if issubclass(annotation, RootModel):
            return _model_in(annotation.model_fields["root"].annotation)
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _fields(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    if model is None:
        return {}
    return {described.alias or name: described for name, described in model.model_fields.items()}


def _written(root: Node, loc: Path) -> Path:
    """The part of a model's path that stands in the text.

    A dated value may be written in short; the model then sees a list of one (`0`, `value`), which the text lacks.
    """
    path: Path = ()
    at = 0
    while at < len(loc):
        longer = (*path, loc[at])
        if follow(root, longer)[2] == len(longer):
            path, at = longer, at + 1
        elif loc[at : at + 2] == (0, "value"):
            at += 2
        else:
            break
    return path


def _without_empty(model: type[BaseModel], tree: Tree) -> tuple[Node | None, list[Diagnostic]]:
    """The tree without keys that were given no value; keys the models do not know are left to them."""
    root = tree.root
    if root is None:
        return None, []
    empty = [(path, entry) for path, entry in _empty_entries(root, ()) if path[-1] in fields_at(model, path[:-1])]
    diagnostics = [_empty_value(tree, entry) for _, entry in empty]
    return _pruned(root, {path for path, _ in empty}), diagnostics


def _empty_entries(node: Node, path: Path) -> list[tuple[Path, Entry]]:
    found: list[tuple[Path, Entry]] = []
    if isinstance(node, Keys):
        for entry in node.entries:
            if isinstance(entry.value, Scalar) and entry.value.value is None:
                found.append(((*path, entry.name), entry))
            found += _empty_entries(entry.value, (*path, entry.name))
    if isinstance(node, Items):
        for at, item in enumerate(node.items):
            found += _empty_entries(item, (*path, at))
    return found


def _empty_value(tree: Tree, entry: Entry) -> Diagnostic:
    hint = "write a value, or put a # before the line."
    return tree.text.flaw("empty-value", f'"{entry.name}" has no value', entry.key.start, entry.key.end, hint)


def _pruned(root: Node, doomed: set[Path]) -> Node | None:
    """The tree without the nodes at some paths; None when the root is among them."""
    if () in doomed:
        return None
    here = {path[0] for path in doomed if len(path) == 1}
    below: dict[str | int, set[Path]] = {}
    for path in doomed:
        if len(path) > 1:
            below.setdefault(path[0], set()).add(path[1:])
    if isinstance(root, Keys):
        kept = [
            (entry, _pruned(entry.value, below.get(entry.name, set())))
            for entry in root.entries
            if entry.name not in here
        ]
        return Keys(
            root.start,
            root.end,
            tuple(Entry(entry.key, value) for entry, value in kept if value is not None),
            root.flow,
        )
    if isinstance(root, Items):
        items = [_pruned(item, below.get(at, set())) for at, item in enumerate(root.items) if at not in here]
        return Items(root.start, root.end, tuple(item for item in items if item is not None), root.flow)
    return root


def _example(name: str, described: FieldInfo | None) -> str:
    if described is None or not described.examples:
        return ""
    return f"for example `{name}: {described.examples[0]}`."


def _found(node: Node) -> str:
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Keys):
        return "keys with values"
    value = node.value
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 30 and "\n" not in value else "text"
    return node.raw


def not_keys(tree: Tree, what: str, example: str) -> Diagnostic:
    """A file whose whole content is something other than keys with values, or a list where that is wanted."""
    root = tree.root
    if root is None:
        return flaw("empty-file", f"the file holds no {what}", top_of(tree.text.name), example)
    return tree.text.flaw(
        "wrong-type", f"{what} are wanted here, and this is {_found(root)}", root.start, root.end, example
    )
