"""A CSV table as the draft of a plan: one task a row, its columns by the names that trackers and spreadsheets use."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from trimtab.errors import UsageError
from trimtab.records._plan_words import estimate_of, item_name, span_of
from trimtab.records.plan import Priority
from trimtab.records.plan_draft import Draft, DraftTask, link

# By what is meant, the names of columns as they are found, in small letters and without marks; the first that is there.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "task", "task name", "name", "summary", "subject", "issue", "item", "activity", "story"),
    "key": ("id", "key", "issue key", "task id", "issue id", "number", "nr", "no", "wbs", "ref"),
    "estimate": (
        "estimate", "duration", "effort", "work", "original estimate", "time estimate", "estimated time", "days", "hours",
        "estimate d", "estimate days", "estimate h", "estimate hours", "effort d", "effort days", "effort h", "effort hours",
    ),
    "low": ("low", "best case", "optimistic", "min", "best", "o"),
    "likely": ("likely", "most likely", "realistic", "m"),
    "high": ("high", "worst case", "pessimistic", "max", "worst", "p"),
    "owner": ("owner", "assignee", "assigned to", "assignees", "responsible", "resource names", "resource", "who"),
    "after": (
        "after", "depends on", "dependencies", "dependency", "predecessors", "predecessor", "blocked by", "requires",
        "inward issue link blocks",
    ),
    "group": ("parent", "parent id", "parent key", "epic", "epic link", "epic name", "group", "section", "phase", "list"),
    "due": ("due", "due date", "deadline", "target date"),
    "done": ("done", "status", "state", "complete", "progress", "percent complete", "completed"),
    "priority": ("priority", "moscow"),
    "tags": ("tags", "labels", "label", "components", "tag"),
    "needs": ("needs", "skill", "skills"),
    "items": ("items", "url", "link", "github issue", "pull request", "item url"),
}  # fmt: skip
_DONE = frozenset(
    {"done", "closed", "resolved", "complete", "completed", "finished", "merged", "yes", "true", "x", "100"}
)
_PRIORITIES: Mapping[str, Priority] = {
    "must": "must", "must have": "must", "m": "must", "should": "should", "should have": "should", "s": "should",
    "could": "could", "could have": "could", "c": "could", "nice to have": "could",
}  # fmt: skip
_LINKS = (
    re.compile(r"(?P<key>.+?)\s*(?P<type>FS|SS|FF|SF)\s*(?P<lag>[+-]\s*\d.*)?", re.IGNORECASE),
    re.compile(r"(?P<key>.+?)(?P<type>)\s*(?P<lag>[+-]\s*\d.*)"),
)
_SHOWN = 12
_SECONDS = 600


def draft_from_table(text: str, file: str, name: str, start: date, who: Callable[[str], str | None]) -> Draft:
    """The draft in a CSV text (parted by commas, semicolons or tabs). `who` turns a name or login into a person's id.

    Raises UsageError where no column holds titles.
    """
    header, rows = _rows(text)
    columns = _columns(header)
    if "title" not in columns:
        shown = ", ".join(header[:_SHOWN]) or "none"
        raise UsageError(
            f"{file}: no column holds the title of a task. Its columns are {shown}. Name one of them title, task, name or summary."
        )
    reader = _Table(columns, {meant: _plain(header[at]) for meant, at in columns.items()}, who)
    tasks = [task for number, row in enumerate(rows, start=2) if (task := reader.task(number, row))]
    grouped = reader.grouped(tasks)
    left = [name for at, name in enumerate(header) if at not in columns.values() and name.strip()]
    notes = [*reader.notes, *([f"columns that were not taken: {', '.join(left[:_SHOWN])}"] if left else [])]
    return Draft(name, start, tasks=grouped, notes=tuple(dict.fromkeys(notes)))


def _rows(text: str) -> tuple[list[str], list[list[str]]]:
    lines = text.lstrip("\ufeff")
    first = next((line for line in lines.splitlines() if line.strip()), "")
    # A sniffer is easily led astray by text; the header tells the delimiter.
    delimiter = max(",;\t|", key=first.count)
    try:
        found = [
            row for row in csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter) if any(map(str.strip, row))
        ]
    except csv.Error as reason:
        raise UsageError(f"this is no table: {reason}") from reason
    return ([cell.strip() for cell in found[0]], found[1:]) if found else ([], [])


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each thing stands; a column means one thing."""
    plain = [_plain(name) for name in header]
    found: dict[str, int] = {}
    for meant, names in COLUMNS.items():
        at = next(
            (plain.index(name) for name in names if name in plain and plain.index(name) not in found.values()), None
        )
        if at is not None:
            found[meant] = at
    return found


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", name.lower().replace("%", " percent ")).split())


class _Table:
    def __init__(self, columns: Mapping[str, int], names: Mapping[str, str], who: Callable[[str], str | None]) -> None:
        self.columns, self.names, self.who = columns, names, who
        self.notes: list[str] = []
        self.groups: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.waits: dict[str, list[str]] = {}

    def _cell(self, row: Sequence[str], meant: str) -> str:
        at = self.columns.get(meant, len(row))
        return row[at].strip() if at < len(row) else ""

    def task(self, number: int, row: Sequence[str]) -> DraftTask | None:
        """One row as a task; None where it has no title."""
        title = self._cell(row, "title")
        if not title:
            self.notes.append(f"row {number} has no title: left out")
            return None
        key = self._cell(row, "key") or str(number - 1)
        if key in self.titles.values():
            key = f"row {number}"
        self.titles.setdefault(title.casefold(), key)
        self.groups[key] = self._cell(row, "group")
        self.waits[key] = [one.strip() for one in re.split(r"[,;\n]", self._cell(row, "after")) if one.strip()]
        done, priority = self._done(row), self._cell(row, "priority").casefold()
        if priority and priority not in _PRIORITIES:
            self.notes.append("priorities other than must, should and could were not taken")
        owners = [self._person(one) for one in re.split(r"[,;/]", self._cell(row, "owner")) if one.strip()]
        known = tuple(dict.fromkeys(one for one in owners if one))
        return DraftTask(
            key=key,
            title=title,
            estimate=self._estimate(number, row),
            owner=known[0] if len(known) == 1 else None,
            candidates=known if len(known) > 1 else (),
            items=tuple(self._items(row)),
            needs=_several(self._cell(row, "needs")),
            tags=_several(self._cell(row, "tags")),
            due=self._due(number, row),
            done=done,
            priority=_PRIORITIES.get(priority),
        )

    def _person(self, word: str) -> str | None:
        name = re.sub(r"\[.*?\]", "", word).strip().removeprefix("@")
        person = self.who(name)
        if person is None:
            self.notes.append(f"nobody here is called {name}")
        return person

    def _estimate(self, number: int, row: Sequence[str]) -> str | None:
        three = [self._cell(row, meant) for meant in ("low", "likely", "high")]
        parts = [self._amount(one, "low") for one in three if one]
        written = ("/" if len(parts) == 3 else "..").join(parts) if len(parts) > 1 else ""
        written = written or self._amount(self._cell(row, "estimate"), "estimate")
        if not written:
            return None
        try:
            return str(estimate_of(written))
        except ValueError:
            self.notes.append(f'row {number}: "{written}" is no estimate')
            return None

    def _amount(self, written: str, meant: str) -> str:
        """An amount with the unit that the name of its column tells; days, where it tells none."""
        name = self.names.get(meant, "")
        # Jira writes its estimates in seconds.
        if name in {"original estimate", "time estimate"} and written.isdigit() and int(written) >= _SECONDS:
            return f"{int(written) / 3600:g}h"
        return _amount(written, "h" if re.search(r"\b(h|hours)$", name) else "d")

    def _due(self, number: int, row: Sequence[str]) -> date | None:
        written = self._cell(row, "due")
        if not written:
            return None
        for form in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%d/%b/%y"):
            try:
                return datetime.strptime(written[: 10 if form.startswith("%Y") else None], form).date()  # noqa: DTZ007 - a day
            except ValueError:
                continue
        self.notes.append(f'row {number}: "{written}" is no date; write 2026-12-01')
        return None

    def _done(self, row: Sequence[str]) -> str | None:
        written = self._cell(row, "done").casefold()
        share = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%?", written)
        if written in _DONE or (share and float(share[1]) >= 100):
            return "true"
        return f"{float(share[1]):g}%" if share and float(share[1]) > 0 else None

    def _items(self, row: Sequence[str]) -> Iterator[str]:
        number = self._cell(row, "key") if self.names.get("key") in {"number", "issue number"} else ""
        for word in [number, *self._cell(row, "items").split()]:
            try:
                yield str(item_name(word))
            except ValueError:
                continue

    def grouped(self, tasks: Sequence[DraftTask]) -> tuple[DraftTask, ...]:
        """The tasks below their parents, linked; a parent that is no row becomes a group of its own."""
        keys = {task.key: task for task in tasks}
        below: dict[str, list[DraftTask]] = {}
        top: list[str] = []
        made: dict[str, DraftTask] = {}
        for task in tasks:
            parent = self._parent(task, keys)
            if parent is None:
                top.append(task.key)
            else:
                if parent not in keys and parent not in made:
                    made[parent] = DraftTask(key=parent, title=parent)
                    top.append(parent)
                below.setdefault(parent, []).append(task)
        every = {**made, **keys}
        return tuple(self._whole(every[key], below, keys) for key in top)

    def _parent(self, task: DraftTask, keys: Mapping[str, DraftTask]) -> str | None:
        named = self.groups[task.key]
        if not named:
            return None
        parent = named if named in keys else self.titles.get(named.casefold(), named)
        seen, at = {task.key}, parent
        while at in keys and self.groups.get(at):
            if at in seen:
                break
            seen.add(at)
            above = self.groups[at]
            at = above if above in keys else self.titles.get(above.casefold(), above)
        if at in seen:
            self.notes.append(f"{task.title} is part of itself: it stands alone")
            return None
        return parent

    def _whole(
        self, task: DraftTask, below: Mapping[str, Sequence[DraftTask]], keys: Mapping[str, DraftTask]
    ) -> DraftTask:
        inner = tuple(self._whole(one, below, keys) for one in below.get(task.key, ()))
        after = tuple(self._after(task, keys)) if task.key in keys else ()
        if inner and task.estimate:
            self.notes.append(f"{task.title} has tasks of its own: its estimate {task.estimate} was not taken")
        if inner:
            done = "true" if task.done == "true" else None
            return replace(task, after=after, tasks=inner, estimate=None, done=done)
        return replace(task, after=after)

    def _after(self, task: DraftTask, keys: Mapping[str, DraftTask]) -> Iterator[str]:
        for word in self.waits[task.key]:
            found = self._link(word, keys)
            if found is None or found.partition("\0")[0] == task.key:
                self.notes.append(f'{task.title}: nothing here is called "{word}"')
            else:
                yield found

    def _link(self, word: str, keys: Mapping[str, DraftTask]) -> str | None:
        """A key, a title, or one of these with the type of link and a lag, as `4FS+2 days`."""
        if (plain := self._key(word, keys)) is not None:
            return plain
        for form in _LINKS:
            parts = form.fullmatch(word)
            key = self._key(parts["key"].strip(), keys) if parts else None
            if parts and key is not None:
                kind, lag = (parts["type"] or "FS").upper(), _lag(parts["lag"] or "")
                return link(key, f"{kind}{lag}" if kind != "FS" or lag else "")
        return None

    def _key(self, word: str, keys: Mapping[str, DraftTask]) -> str | None:
        return word if word in keys else self.titles.get(word.casefold())


def _lag(written: str) -> str:
    if not written:
        return ""
    try:
        return f"{written[0]}{span_of(_amount(written[1:], 'd'))}"
    except ValueError:
        return ""


def _amount(written: str, unit: str) -> str:
    """An amount as an estimate is written: a bare number gets a unit, `3 days?` and `1 wk` lose what is too much."""
    text = written.strip().rstrip("?").strip().lower()
    text = re.sub(r"\b(wks?)\b", "w", re.sub(r"\b(hrs?)\b", "h", text))
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return f"{text}{unit}" if re.fullmatch(r"\d*\.?\d+", text) else text


def _several(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in re.split(r"[,;]", written) if one.strip()))
