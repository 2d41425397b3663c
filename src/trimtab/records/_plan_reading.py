"""The files under `plans/`: which are meant as plans, what can be read of each, and all that is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from trimtab.diagnostics import Diagnostic
from trimtab.records._compose import parse
from trimtab.records._fields import Record
from trimtab.records._nodes import Items, Keys, Node, Scalar, Tree
from trimtab.records._places import check, not_keys
from trimtab.records._text import Text, flaw, read_text, top_of
from trimtab.records.people import is_id
from trimtab.records.plan import FOLDER, Plan, PlanFile

NO_START = date.min
"""The start of a plan that names none: it can be checked, and not be used."""


def read_plans(folder: Path) -> tuple[tuple[Plan, ...], Mapping[str, Text], tuple[Diagnostic, ...]]:
    """Every plan with a file, by id; the texts by their name; and all that is wrong with them."""
    plans: list[Plan] = []
    texts: dict[str, Text] = {}
    names, found = _files(folder)
    diagnostics = list(found)
    for name in names:
        text, found = read_text(folder, name)
        diagnostics += found
        if text is not None:
            plan, found = plan_from(text)
            plans += [plan] if plan else []
            texts[name] = text
            diagnostics += found
    return tuple(plans), texts, tuple(diagnostics)


def _files(folder: Path) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """Names of the files under `plans/` that are meant as plans; editors' and systems' own files are not."""
    try:
        found = sorted(path.name for path in (folder / FOLDER).iterdir())
    except FileNotFoundError:
        return [], ()
    except OSError as reason:
        why = (reason.strerror or "it gave no reason").lower()
        hint = "plans/ is a folder that you can read, with one file per plan."
        return [], (flaw("unreadable-file", f"plans cannot be read: {why}", top_of(FOLDER), hint),)
    meant = [name for name in found if name.endswith((".yaml", ".yml")) and not name.startswith((".", "#"))]
    good = [name for name in meant if name.endswith(".yaml") and is_id(name.removesuffix(".yaml"))]
    return [f"{FOLDER}/{name}" for name in good], tuple(_bad_name(name) for name in meant if name not in good)


def _bad_name(name: str) -> Diagnostic:
    shown = name.encode("utf-8", "replace").decode("utf-8")
    stem = shown.removesuffix(".yaml").removesuffix(".yml")
    made = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "its-name"
    what = f'"{stem}" is no id' if not is_id(stem) else "a plan's file ends in .yaml"
    hint = f"rename it to {made}.yaml: lower-case letters, digits and hyphens."
    return flaw("bad-file-name", f"{what}; the file was not used", top_of(f"{FOLDER}/{shown}"), hint)


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
    plan = Plan.model_construct(id=name, **dict(found)).knowing(frozenset(_ids(tree.root)))
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
