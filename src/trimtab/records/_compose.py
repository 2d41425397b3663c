"""YAML 1.2 to nodes: the parser is ruamel.yaml's, its events are put together here.

A place is needed for every key and value, and what the user wrote twice, tagged or aliased should be said rather than
raised. What was complete before a syntax error is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trimtab.records._nodes import Entry, Items, Keys, Node, Scalar, Tree, resolve
from trimtab.records._syntax import syntax_flaw
from trimtab.records._text import Text

if TYPE_CHECKING:
    from ruamel.yaml.events import Event, ScalarEvent

    from trimtab.diagnostics import Diagnostic

# Far beyond any record, and far below where Python's own recursion ends.
DEEPEST = 50


def parse(text: Text, start: int = 0, end: int | None = None) -> Tree:
    """The nodes of a text, or of the stretch of it that is YAML (a front matter)."""
    composer = _Composer(text, start, text.text[start:end])
    root = composer.compose()
    return Tree(text, root, tuple(composer.diagnostics), composer.whole)


@dataclass(slots=True)
class _Open:
    """A list or mapping still being read; `key` waits for its value."""

    start: int
    flow: bool
    mapping: bool
    nodes: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Scalar | None = None
    awaits_value: bool = False
    last: int = 0


class _Composer:
    """Puts the parser's events together; one use per text."""

    def __init__(self, text: Text, offset: int, source: str) -> None:
        self.text = text
        self.offset = offset
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.whole = True
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._last = 0

    def compose(self) -> Node | None:
        """The root; on a syntax error, what was complete before it."""
        from ruamel.yaml.error import YAMLError

        try:
            for event in self._events():
                if not self._take(event):
                    break
        except (YAMLError, ValueError, IndexError, AttributeError) as reason:
            # Beside its own errors the parser lets a few of Python's through on absurd input (an escape beyond Unicode).
            self.whole = False
            flaw = syntax_flaw(self.text, self.source, self.offset, reason)
            self.diagnostics.append(flaw)
            return self._rescued(flaw.span.line)
        return self._root

    def _events(self) -> "Iterator[Event]":
        from ruamel.yaml import YAML

        parsed: Iterator[Event] = YAML(typ="safe", pure=True).parse(self.source)
        return parsed

    def _rescued(self, broken: int) -> Node | None:
        """The entries of the outermost collection that were finished before line `broken`.

        What ends on that line may be half a value: in `a: b: c` the parser has already told of `b`.
        """
        if not self._open:
            return None
        outer = self._open[0]
        outer.nodes = [node for node in outer.nodes if self._ends_before(node, broken)]
        outer.entries = {name: entry for name, entry in outer.entries.items() if self._ends_before(entry.value, broken)}
        return self._closed(outer, outer.start)

    def _ends_before(self, node: Node, line: int) -> bool:
        return self.text.place(node.end)[0] < line

    def _take(self, event: "Event") -> bool:
        """One event; false when the rest of the text is not to be read."""
        from ruamel.yaml import events

        if isinstance(event, events.DocumentStartEvent) and self._root is not None:
            self._say_second_document(event)
            return False
        if isinstance(event, events.ScalarEvent):
            self._tag(event)
            self._put(self._scalar(event))
        elif isinstance(event, events.AliasEvent):
            self._say_alias(event)
            self._skip(event)
        elif isinstance(event, events.SequenceStartEvent | events.MappingStartEvent):
            self._tag(event)
            return self._enter(event, isinstance(event, events.MappingStartEvent))
        elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
            done = self._open.pop()
            self._put(self._closed(done, self._at(event.end_mark) if done.flow else done.last))
        self._last = max(self._last, event.end_mark.index)
        return True

    def _enter(self, event: "Event", mapping: bool) -> bool:
        start = self._at(event.start_mark)
        if len(self._open) >= DEEPEST:
            hint = f"at most {DEEPEST} levels are read; most likely a bracket was never closed."
            self.diagnostics.append(self.text.flaw("too-deep", "this is nested too deeply", start, start + 1, hint))
            self.whole = False
            self._root = self._rescued(self.text.place(start)[0])
            return False
        self._open.append(_Open(start, bool(getattr(event, "flow_style", False)), mapping, last=start))
        return True

    def _at(self, mark: "object") -> int:
        return self.offset + int(getattr(mark, "index", 0))

    def _scalar(self, event: "ScalarEvent") -> Scalar:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        bare = event.style is None
        if bare and start == end:
            start = end = self._empty_place(start)
        value = resolve(event.value) if bare else event.value
        one_line = "\n" not in self.text.text[start:end] and "\r" not in self.text.text[start:end]
        if event.style in {"|", ">"}:
            end = start + len(self.text.text[start:end].rstrip())
        return Scalar(start, end, value, event.value, bare and one_line, event.style)

    def _empty_place(self, found: int) -> int:
        """Where a value left empty would stand: the parser points at whatever comes next."""
        after = self.offset + self._last
        colon = re.compile(r"[ \t]*[:\-?]").match(self.text.text, after)
        return colon.end() if colon else min(after, found)

    def _tag(self, event: "Event") -> None:
        if getattr(event, "tag", None) is None:
            return
        start = self._at(event.start_mark)
        found = re.compile(r"(&\S+\s+)?(!\S*)").match(self.text.text, start)
        end = found.end() if found else start + 1
        start = found.start(2) if found else start
        message = f'the tag "{self.text.text[start:end]}" has no meaning here'
        self.diagnostics.append(self.text.flaw("unwanted-tag", message, start, end, "delete the tag; the value stays."))

    def _say_alias(self, event: "Event") -> None:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        message = f'the alias "{self.text.text[start:end]}" is not followed'
        self.diagnostics.append(self.text.flaw("alias", message, start, end, "write the value out in both places."))

    def _say_second_document(self, event: "Event") -> None:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        hint = "delete the line, or move what follows it to a file of its own."
        message = "a second document starts here; it is not read"
        self.diagnostics.append(self.text.flaw("several-documents", message, start, end, hint))

    def _skip(self, event: "Event") -> None:
        """Leaves an alias out, together with the key or value it belongs to."""
        if self._open and self._open[-1].mapping:
            top = self._open[-1]
            top.key, top.awaits_value = None, not top.awaits_value
            top.last = self._at(event.end_mark)

    def _put(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        top = self._open[-1]
        top.last = max(top.last, node.end)
        if not top.mapping:
            top.nodes.append(node)
        elif not top.awaits_value:
            top.key, top.awaits_value = self._key(node), True
        else:
            if top.key is not None:
                self._add(top, Entry(top.key, node))
            top.key, top.awaits_value = None, False

    def _key(self, node: Node) -> Scalar | None:
        if isinstance(node, Scalar):
            return replace(node, value=node.raw)
        message = "a key is a word; this is a list or a mapping"
        hint = "put quotes around it if it is meant as text."
        self.diagnostics.append(self.text.flaw("odd-key", message, node.start, node.end, hint))
        return None

    def _add(self, top: _Open, entry: Entry) -> None:
        if (first := top.entries.get(entry.name)) is None:
            top.entries[entry.name] = entry
            return
        line, _ = self.text.place(first.key.start)
        message = f'"{entry.name}" stands here a second time; the first is used'
        hint = f"keep one of the two; the first is in line {line}."
        self.diagnostics.append(self.text.flaw("duplicate-key", message, entry.key.start, entry.key.end, hint))

    def _closed(self, done: _Open, end: int) -> Node:
        if done.mapping:
            return Keys(done.start, end, tuple(done.entries.values()), done.flow)
        return Items(done.start, end, tuple(done.nodes), done.flow)
