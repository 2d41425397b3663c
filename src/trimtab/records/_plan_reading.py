"""The files under `plans/`: which are meant as plans, what can be read of each, and all that is wrong with it."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from trimtab.diagnostics import Diagnostic
from trimtab.records._compose import parse
from trimtab.records._fields import Record
from trimtab.records._folder import Shelf, read_shelf
from trimtab.records._nodes import Items, Keys, Node, Scalar, Tree
from trimtab.records._places import check, not_keys
from trimtab.records._text import Text
from trimtab.records.plan import FOLDER, Plan, PlanFile

NO_START = date.min
"""The start of a plan that names none: it can be checked, and not be used."""


_SHELF = Shelf(FOLDER, "plan", ".yaml", (".yaml", ".yml"))


def read_plans(folder: Path) -> tuple[tuple[Plan, ...], Mapping[str, Text], tuple[Diagnostic, ...]]:
    """Every plan with a file, by id; the texts by their name; and all that is wrong with them."""
    return read_shelf(folder, _SHELF, plan_from)


def plan_from(text: Text) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan of a file, as far as it can be read; one without a start begins on `NO_START`."""
    name = Path(text.name).stem
    tree = parse(text)
    if not isinstance(tree.root, Keys):
        wrong = not_keys(tree, "keys", "write one key a line, such as `title: Billing rewrite`.")
        return None, (*tree.diagnostics, *((wrong,) if tree.whole else ()))
    found, used, diagnostics = check(PlanFile, tree, {"title": name, "start": NO_START})
    if found is None:
        return None, (*tree.diagnostics, *diagnostics)
    plan = Plan.model_construct(id=name, **dict(found)).knowing(
        frozenset(_ids(tree.root)), frozenset(_sized(tree.root))
    )
    _place(plan, used, ())
    return plan, (*tree.diagnostics, *diagnostics)


def _ids(node: Node) -> Iterator[str]:
    """Every id that stands anywhere in the text, also of what could not be used."""
    if isinstance(node, Keys):
        for entry in node.entries:
            if entry.name == "id" and isinstance(entry.value, Scalar):
                yield str(entry.value.value)
            yield from _ids(entry.value)
    if isinstance(node, Items):
        for item in node.items:
            yield from _ids(item)


def _sized(node: Node) -> Iterator[str]:
    """The id of everything that says how much work it is or what is left of it, in words that can be read or not."""
    if isinstance(node, Keys):
        names = {entry.name for entry in node.entries}
        if names & {"estimate", "remaining"}:
            yield from (
                str(entry.value.value)
                for entry in node.entries
                if entry.name == "id" and isinstance(entry.value, Scalar)
            )
        for entry in node.entries:
            yield from _sized(entry.value)
    if isinstance(node, Items):
        for item in node.items:
            yield from _sized(item)


def _place(record: Record, tree: Tree, path: tuple[str | int, ...]) -> None:
    """Tells a record, and all records in it, where they stand; short forms stand where they are written."""
    record.placed(tree, *path)
    for name, described in type(record).model_fields.items():
        value = getattr(record, name)
        key = described.alias or name
        if isinstance(value, Record):
            _place(value, tree, (*path, key))
        elif isinstance(value, tuple):
            for at, item in enumerate(value):
                if isinstance(item, Record):
                    _place(item, tree, (*path, key, at))
