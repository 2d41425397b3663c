"""Nodes of a YAML text that know their place: lists, mappings and single values, and how to walk them.

How a text becomes nodes is in `_compose`; what the values mean is for the models, see `_places`.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from trimtab.diagnostics import Diagnostic
from trimtab.records._text import Text

Plain: TypeAlias = "bool | int | float | str | date | tuple[Plain, ...] | dict[str, Plain] | None"
Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, its characters as `raw`; `bare` when written without quotes and on one line."""

    start: int
    end: int
    value: "bool | int | float | str | date | None"
    raw: str = ""
    bare: bool = True
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `flow` when written in brackets."""

    start: int
    end: int
    items: "tuple[Node, ...]"
    flow: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: Scalar
    value: "Node"

    @property
    def name(self) -> str:
        """The key as text, as written."""
        return str(self.key.value)


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping; `flow` when written in braces."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    flow: bool

    def entry(self, name: str) -> Entry | None:
        """The entry of a key."""
        return next((entry for entry in self.entries if entry.name == name), None)


Node: TypeAlias = Scalar | Items | Keys


@dataclass(frozen=True, slots=True)
class Tree:
    """What a text held: its root (None when it holds nothing), and whether it was read to its end."""

    text: Text
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()
    whole: bool = True


def plain(node: Node | None) -> Plain:
    """The value alone: tuples, dicts with keys as written, and scalars."""
    if isinstance(node, Items):
        return tuple(plain(item) for item in node.items)
    if isinstance(node, Keys):
        return {entry.name: plain(entry.value) for entry in node.entries}
    return None if node is None else node.value


def follow(root: Node, path: Path) -> tuple[Node, Entry | None, int]:
    """As far down `path` as the text goes: the node there, the entry that holds it, and how many steps were taken.

    A model may look deeper than the text (a short form stands for a list); the place is then the short form.
    """
    node, holder = root, None
    for taken, step in enumerate(path):
        if isinstance(node, Keys) and isinstance(step, str) and (entry := node.entry(step)) is not None:
            node, holder = entry.value, entry
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node, holder = node.items[step], None
        else:
            return node, holder, taken
    return node, holder, len(path)


def resolve(written: str) -> "bool | int | float | str | date | None":
    """What an unquoted word is in YAML 1.2's core schema, and dates, which ruamel.yaml reads too."""
    if written in {"", "~", "null", "Null", "NULL"}:
        return None
    if written in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return written[0] in "tT"
    if re.fullmatch(r"[-+]?[0-9]{1,18}", written, re.ASCII):
        return int(written)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?", written, re.ASCII):
        return float(written)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written, re.ASCII):
        try:
            return date.fromisoformat(written)
        except ValueError:
            return written
    return written
