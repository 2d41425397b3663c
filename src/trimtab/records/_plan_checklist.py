"""A Markdown checklist as the draft of a plan: boxes are tasks, headings and indentation are groups."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from trimtab.records._plan_words import estimate_of, id_from, item_name
from trimtab.records.plan_draft import Draft, DraftTask, ids_of

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|\d+[.)])\s+(?:\[(?P<box>[ xX~/-])\]\s+)?(?P<text>\S.*)$")
_FENCE = re.compile(r"\s*(```|~~~)")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]](?!\()")
_DUE = re.compile(r"(?:\N{CALENDAR}|\bdue:?|\bby)\s*(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_OWNER = re.compile(r"(?<![\w/])@([A-Za-z0-9][\w.-]*)")
_LINKED = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_NUMBER = re.compile(r"(?<![\w&])([\w.-]+(?:/[\w.-]+)?)?#(\d+)\b")
_AFTER = re.compile(r"[(\[]\s*(?:after|needs|depends on|blocked by):?\s+([^()\[\]]+)[)\]](?!\()", re.IGNORECASE)
_DROPPED = "-~"


@dataclass(slots=True)
class _Node:
    """A heading or an item while it is read; `level` tells what it is part of."""

    level: tuple[int, int]
    text: str
    box: str | None = None
    line: int = 0
    below: "list[_Node]" = field(default_factory=list)


def draft_from_checklist(text: str, name: str, start: date, who: Callable[[str], str | None]) -> Draft:
    """The draft in a Markdown text. `who` turns a login into a person's id; `name` is the title where the text has none.

    Where there are boxes, lists without them are words; where there are none, every list item is a task.
    """
    nodes = list(_nodes(text))
    boxed = any(node.box is not None for node in nodes)
    root = _Node((-1, -1), "")
    stack = [root]
    for node in nodes:
        if node.level[0] == _LIST and boxed and node.box is None:
            continue
        while stack[-1].level >= node.level:
            stack.pop()
        stack[-1].below.append(node)
        stack.append(node)
    top = [node for node in root.below if _holds(node)]
    title = name
    if len(top) == 1 and top[0].level[0] != _LIST:
        title, top = top[0].text, [node for node in top[0].below if _holds(node)]
    reader = _Reader(who)
    tasks = reader.linked(tuple(task for node in top if (task := reader.task(node))))
    return Draft(_plain(title), start, tasks=tasks, notes=tuple(reader.notes))


_LIST = 10


def _nodes(text: str) -> Iterator[_Node]:
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            continue
        elif heading := _HEADING.match(line):
            yield _Node((len(heading[1]), 0), heading[2], line=number)
        elif item := _ITEM.match(line):
            yield _Node((_LIST, len(item["indent"].expandtabs(4))), item["text"], item["box"], number)


def _holds(node: _Node) -> bool:
    """Whether there is a task in it."""
    return node.level[0] == _LIST or any(map(_holds, node.below))


class _Reader:
    def __init__(self, who: Callable[[str], str | None]) -> None:
        self.who = who
        self.notes: list[str] = []
        self.after: dict[str, list[str]] = {}

    def linked(self, tasks: tuple[DraftTask, ...]) -> tuple[DraftTask, ...]:
        """The tasks with what each waits for, once all titles are known."""
        ids = ids_of(tasks)
        return tuple(self._linked(task, {name: key for key, name in reversed(ids.items())}) for task in tasks)

    def _linked(self, task: DraftTask, keys: Mapping[str, str]) -> DraftTask:
        found = []
        for word in self.after.get(task.key, ()):
            key = keys.get(id_from(word))
            if key is None or key == task.key:
                self.notes.append(f'{task.key}: nothing here is called "{word}"')
            else:
                found.append(key)
        return replace(task, after=tuple(found), tasks=tuple(self._linked(one, keys) for one in task.tasks))

    def task(self, node: _Node) -> DraftTask | None:
        """A node as a task, or a group of what is below it; None for what was dropped."""
        if node.box is not None and node.box in _DROPPED:
            self.notes.append(f"line {node.line} is crossed out: left out")
            return None
        below = tuple(task for one in node.below if _holds(one) and (task := self.task(one)))
        text, estimate = _estimate(_AFTER.sub("", node.text))
        if below and estimate:
            self.notes.append(f"line {node.line} has tasks of its own: its estimate {estimate} was not taken")
            estimate = None
        owner = self._owner(text, node.line)
        due = _due(text)
        done = "true" if node.box in {"x", "X"} else None
        title = _plain(_DUE.sub("", _OWNER.sub("", text)))
        items = tuple(dict.fromkeys(_items(node.text)))
        for found in _AFTER.finditer(node.text):
            self.after[f"line {node.line}"] = [one.strip(" `'\"") for one in re.split(r",|\band\b", found[1])]
        return DraftTask(
            key=f"line {node.line}", title=title, estimate=estimate, owner=owner, due=due, done=done, items=items, tasks=below
        )  # fmt: skip

    def _owner(self, text: str, line: int) -> str | None:
        for found in _OWNER.finditer(text):
            if person := self.who(found[1]):
                return person
            self.notes.append(f"line {line}: nobody here is called @{found[1]}")
        return None


def _estimate(text: str) -> tuple[str, str | None]:
    """A text without the last bracket that holds an estimate, and the estimate."""
    for found in reversed(list(_BRACKETS.finditer(text))):
        try:
            estimate = estimate_of(re.sub(r"^(estimate|est\.?):?\s*|~", "", found[1].strip(), flags=re.IGNORECASE))
        except ValueError:
            continue
        return text[: found.start()] + text[found.end() :], str(estimate)
    return text, None


def _due(text: str) -> date | None:
    found = _DUE.search(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _items(text: str) -> Iterator[str]:
    yield from (str(item_name(found[2])) for found in _LINKED.finditer(text) if _is_item(found[2]))
    for number in _NUMBER.finditer(_LINKED.sub(" ", text)):
        yield f"{number[1] or ''}#{number[2]}"


def _is_item(address: str) -> bool:
    try:
        return bool(item_name(address))
    except ValueError:
        return False


def _plain(text: str) -> str:
    """A text without the marks of Markdown, names of items, and empty brackets."""
    text = _LINKED.sub(lambda found: "" if _is_item(found[2]) else found[1], text)
    text = _NUMBER.sub("", text)
    text = re.sub(r"(\*\*|__|~~|`)", "", text)
    text = re.sub(r"(?<!\w)[*_](\S[^*_]*)[*_](?!\w)", r"\1", text)
    text = re.sub(r"[(\[]\s*[)\]]", "", text)
    return re.sub(r"\s+", " ", text).strip(" :,;-\N{EN DASH}") or "task"
