"""One record changed in place: comments, line endings, indentation and every other byte stay.

An edit is a splice of text, computed from the nodes' places and checked by reading the result back: unless the new
text says exactly what the old one said plus the change, nothing is written. The caller brings the hash of the file as
it was read (`Records.hashes`), so an edit that somebody made meanwhile is never overwritten.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trimtab.errors import AlreadyThere, EditImpossible, RecordsMoved, RecordUnwritable
from trimtab.records._compose import parse
from trimtab.records._markdown import front_matter
from trimtab.records._nodes import Items, Keys, Plain, Scalar, Tree, follow, plain
from trimtab.records._nodes import Path as Where
from trimtab.records._splice import Splice, added_item, added_key, removed_part, replaced_value
from trimtab.records._text import Text, decode, sha_of
from trimtab.records._whole import appear, beside, refused, settle
from trimtab.records.people import FOLDER, is_id

PLANS = "plans"

Value = bool | int | float | str | date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a text: where to cut it, and what it says afterwards."""

    splice: Callable[[Tree, Keys | Items], Splice | None]
    wanted: Callable[[Plain], Plain]


def setting(path: Where, value: Plain, *, above: Collection[str] = (), whole: bool = False) -> Step:
    """Gives a key or list item another value, or adds the key (above the keys named `above`, where these are last).

    A list or mapping is replaced with `whole` alone.
    """

    def splice(tree: Tree, root: Keys | Items) -> Splice | None:
        node, _, taken = follow(root, path)
        if taken == len(path):
            return replaced_value(tree.text, root, path, node, value, whole=whole)
        key = path[-1]
        if taken == len(path) - 1 and isinstance(node, Keys) and isinstance(key, str):
            return added_key(tree.text, node, key, value, above=above, flow=True)
        return None

    return Step(splice, lambda before: _with(before, path, value))


def adding(path: Where, value: Plain) -> Step:
    """Adds a value at the end of a list, which is made when the key is not there yet."""

    def splice(tree: Tree, root: Keys | Items) -> Splice | None:
        node, _, taken = follow(root, path)
        if taken == len(path) - 1 and isinstance(node, Keys):
            return added_key(tree.text, node, str(path[-1]), (value,))
        if taken == len(path) and isinstance(node, Items | Scalar):
            return added_item(tree.text, root, path, node, value)
        return None

    return Step(splice, lambda before: _with_item(before, path, value))


def removing(path: Where) -> Step:
    """Takes a key or a list item out, with its own line or lines."""

    def splice(tree: Tree, root: Keys | Items) -> Splice | None:
        _, _, taken = follow(root, path)
        return removed_part(tree.text, root, path) if path and taken == len(path) else None

    return Step(splice, lambda before: _without(before, path))


def set_value(folder: Path, name: str, path: Where, value: Value, *, seen: str) -> str:
    """Gives a key or list item of a file another value, or adds the key; returns the file's new hash.

    `seen` is the hash of the file as it was read. Raises RecordsMoved when it differs, EditImpossible when the text
    cannot take the change safely, DiskFull or RecordUnwritable when the machine refuses.
    """
    return apply(folder, name, (setting(path, value),), seen=seen)


def add_item(folder: Path, name: str, path: Where, value: Value, *, seen: str) -> str:
    """Adds a value at the end of a list, which is made when the key is not there yet; returns the file's new hash.

    Adding what the list holds already changes nothing. Raises as `set_value` does.
    """
    return apply(folder, name, (adding(path, value),), seen=seen)


def remove(folder: Path, name: str, path: Where, *, seen: str) -> str:
    """Takes a key or a list item out, with its own line or lines; returns the file's new hash. Raises as `set_value`."""
    return apply(folder, name, (removing(path),), seen=seen)


def create_person(folder: Path, person: str, content: str) -> str:
    """Writes a new file under `people/`; returns its hash.

    Raises AlreadyThere when there is one, EditImpossible when `person` is no id.
    """
    return _create(folder, f"{FOLDER}/{person}.md", person, content)


def create_plan(folder: Path, plan: str, content: str) -> str:
    """Writes a new file under `plans/`; returns its hash. Raises as `create_person` does."""
    return _create(folder, f"{PLANS}/{plan}.yaml", plan, content)


def _create(folder: Path, name: str, record: str, content: str) -> str:
    path = folder / name
    if not is_id(record):
        raise EditImpossible(path, f'"{record}" is no id: lower-case letters, digits and hyphens')
    raw = content.encode()
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        appear(path, raw)
    except FileExistsError as reason:
        raise AlreadyThere(path) from reason
    except OSError as reason:
        raise refused(path, reason) from reason
    return sha_of(raw)


def remove_file(folder: Path, name: str, *, seen: str) -> None:
    """Deletes a record's file, unless it changed since it was read. Raises RecordsMoved, RecordUnwritable."""
    path = folder / name
    _read(path, seen)
    try:
        path.unlink()
        settle(path.parent)
    except OSError as reason:
        raise refused(path, reason) from reason


def apply(folder: Path, name: str, steps: Iterable[Step], *, seen: str) -> str:
    """Several changes of one file, all or none, one after the other; returns the file's new hash. Raises as `set_value`."""
    path = folder / name
    raw = _read(path, seen)
    text, _ = decode(name, raw)
    if text is None:
        raise EditImpossible(path, "it holds mistakes that `trimtab check` names")
    changed = text
    for step in steps:
        changed = changed_by(path, changed, step)
    if changed is text:
        return seen
    return _replace(path, raw, ("\ufeff" if text.bom else "").encode() + changed.text.encode())


def changed_by(path: Path, text: Text, step: Step) -> Text:
    """A text after one change, itself where it says so already. Raises EditImpossible, which names `path`."""
    tree = _tree(text)
    if tree is None or not isinstance(tree.root, Keys | Items) or not tree.whole:
        raise EditImpossible(path, "it holds mistakes that `trimtab check` names")
    change = step.splice(tree, tree.root)
    if change is None:
        raise EditImpossible(path, "it is written in a way that cannot be changed in place")
    before = plain(tree.root)
    after = step.wanted(before)
    if _said(after) == _said(before):
        return text
    changed = change.applied(text)
    read_back = _tree(changed)
    # The proof of the splice: what the file says now is what it said, and the change.
    if read_back is None or not read_back.whole or _said(plain(read_back.root)) != _said(after):
        raise EditImpossible(path, "it is written in a way that cannot be changed in place")
    return changed


def _said(value: Plain) -> str:
    """What a value says. The order of keys says nothing; 1 and True are equal to Python and not to a reader."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_said(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(_said(item) for item in value) + ")"
    return repr(value)


def _tree(text: Text) -> Tree | None:
    if not text.name.endswith(".md"):
        return parse(text)
    matter, _ = front_matter(text)
    return parse(text, matter.start, matter.end) if matter else None


def _read(path: Path, seen: str) -> bytes:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as reason:
        raise RecordsMoved(path) from reason
    except OSError as reason:
        raise refused(path, reason) from reason
    if sha_of(raw) != seen:
        raise RecordsMoved(path)
    return raw


def _replace(path: Path, before: bytes, after: bytes) -> str:
    """The new content in one step, under the old name and mode; a symbolic link keeps pointing at the file."""
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o7777
        with beside(target, after, mode) as written:
            if target.read_bytes() != before:
                raise RecordsMoved(path)
            written.replace(target)
        settle(target.parent)
    except OSError as reason:
        raise refused(path, reason) from reason
    return sha_of(after)


# What a file should say afterwards, worked out on values alone


def _with(before: Plain, path: Where, value: Plain) -> Plain:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(before, dict) and isinstance(step, str):
        return {**before, step: _with(before.get(step), rest, value)}
    if isinstance(before, tuple) and isinstance(step, int) and step < len(before):
        return (*before[:step], _with(before[step], rest, value), *before[step + 1 :])
    return before


def _with_item(before: Plain, path: Where, value: Plain) -> Plain:
    held = _at(before, path)
    if isinstance(held, tuple):
        return before if value in held else _with(before, path, (*held, value))
    return _with(before, path, (value,)) if held is None else before


def _without(before: Plain, path: Where) -> Plain:
    step, rest = path[0], path[1:]
    if isinstance(before, dict) and step in before:
        if rest:
            return {**before, str(step): _without(before[str(step)], rest)}
        return {key: value for key, value in before.items() if key != step}
    if isinstance(before, tuple) and isinstance(step, int) and step < len(before):
        if rest:
            return (*before[:step], _without(before[step], rest), *before[step + 1 :])
        return (*before[:step], *before[step + 1 :])
    return before


def _at(value: Plain, path: Where) -> Plain:
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


__all__ = [
    "AlreadyThere",
    "EditImpossible",
    "RecordUnwritable",
    "Step",
    "add_item",
    "adding",
    "apply",
    "changed_by",
    "create_person",
    "create_plan",
    "remove",
    "remove_file",
    "removing",
    "set_value",
    "setting",
]
