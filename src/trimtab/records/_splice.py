"""Where to cut a text, and what to put there, so that one value of it changes.

Only places are computed here; that the result says what was meant is proven by `edit`, which reads it back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from trimtab.records._nodes import Items, Keys, Node, Path, Plain, Scalar, follow
from trimtab.records._text import Text
from trimtab.records._writing import quoted


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters `start` to `end` of a text, and what stands there instead."""

    start: int
    end: int
    content: str

    def applied(self, text: Text) -> Text:
        """The text with the change; line breaks added are those the file uses."""
        content = self.content.replace("\n", line_break(text))
        return Text(text.name, text.text[: self.start] + content + text.text[self.end :], bom=text.bom)


def line_break(text: Text) -> str:
    """The break that a text's first line ends with."""
    end = len(text.line(1))
    found = text.text[end : text.starts[1]] if len(text.starts) > 1 else ""
    return found or "\n"


def replaced_value(
    text: Text, root: Node, path: Path, node: Node, value: Plain, *, whole: bool = False
) -> Splice | None:
    """Another single value in the place of one; with `whole` also in that of a list or mapping, where no comment is lost."""
    if isinstance(node, Scalar):
        content = as_yaml(value, flow=_in_flow(root, path), like=node)
        space = " " if node.start == node.end and text.text[node.start - 1 : node.start] in {":", "-"} else ""
        return Splice(node.start, node.end, space + content)
    if not whole:
        return None
    if node.flow:
        return Splice(node.start, node.end, as_yaml(value, flow=True))
    holder, _, _ = follow(root, path[:-1])
    entry = holder.entry(str(path[-1])) if isinstance(holder, Keys) else None
    if entry is None or "#" in text.text[entry.key.end : node.end]:
        return None
    return Splice(entry.key.end, node.end, f": {as_yaml(value)}")


def added_key(
    text: Text, holder: Keys, key: str, value: Plain, *, above: Collection[str] = (), flow: bool = False
) -> Splice | None:
    """A key after the last one of a mapping, indented as they are; above the keys named `above`, where these are last.

    A list has a line for each item, unless it shall be in brackets (`flow`).
    """
    if not holder.entries:
        return None
    last = next((entry for entry in reversed(holder.entries) if entry.name not in above), holder.entries[-1])
    if holder.flow:
        return Splice(last.value.end, last.value.end, f", {quoted(key, flow=True)}: {as_yaml(value, flow=True)}")
    indent = _indent(text, holder.entries[0].key.start)
    items = value if isinstance(value, tuple) and not flow else ()
    content = "".join(f"\n{indent}  - {as_yaml(item)}" for item in items) or f" {as_yaml(value)}"
    return _line_after(text, last.value.end, f"{indent}{quoted(key)}:{content}")


def added_item(text: Text, root: Node, path: Path, node: Items | Scalar, value: Plain) -> Splice | None:
    """A value after the last one of a list, on its own line or within the brackets."""
    flow = _in_flow(root, path)
    if isinstance(node, Scalar):
        return (
            Splice(node.start, node.end, f" [{as_yaml(value, flow=True)}]")
            if node.value is None and node.start == node.end
            else None
        )
    if node.flow:
        comma = ", " if node.items else ""
        at = node.items[-1].end if node.items else node.end - 1
        return Splice(at, at, f"{comma}{as_yaml(value, flow=True)}")
    if flow or not node.items:
        return None
    dash = text.text.rfind("-", text.starts[text.place(node.items[-1].start)[0] - 1], node.items[-1].start)
    if dash < 0:
        return None
    line_start = text.starts[text.place(dash)[0] - 1]
    indent = " " * (dash - line_start)
    gap = text.text[dash + 1 : node.items[-1].start] or " "
    return _line_after(text, node.items[-1].end, f"{indent}-{gap}{as_yaml(value)}")


def removed_part(text: Text, root: Node, path: Path) -> Splice | None:
    """A key or item with its own lines; within brackets, with one comma."""
    holder, _, _ = follow(root, path[:-1])
    if isinstance(holder, Keys):
        found = holder.entry(str(path[-1]))
        at = holder.entries.index(found) if found else 0
        parts = [(entry.key.start, entry.value.end) for entry in holder.entries]
    elif isinstance(holder, Items):
        at = int(path[-1])
        parts = [(item.start, item.end) for item in holder.items]
    else:
        return None
    start, end = parts[at]
    if holder.flow:
        if len(parts) == 1:
            return Splice(start, end, "")
        return Splice(start, parts[at + 1][0], "") if at + 1 < len(parts) else Splice(parts[at - 1][1], end, "")
    if len(parts) == 1:
        return None
    first = text.starts[text.place(start)[0] - 1]
    if (
        isinstance(holder, Keys)
        and at == 0
        and "-" in text.text[first:start]
        and "#" not in text.text[end : parts[1][0]]
    ):
        return Splice(start, parts[1][0], "")
    # The first key of a list item shares its line with the dash.
    if text.text[first:start].strip(" -") or (isinstance(holder, Keys) and "-" in text.text[first:start]):
        return None
    return Splice(first, _line_end(text, end), "")


def as_yaml(value: Plain, *, flow: bool = False, like: Scalar | None = None) -> str:
    """A value as it is written; text takes the quotes of the value it replaces."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(as_yaml(item, flow=True) for item in value) + "]"
    if isinstance(value, dict):
        inside = (f"{quoted(key, flow=True)}: {as_yaml(item, flow=True)}" for key, item in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _like(value, like) or quoted(value, flow)
    return repr(value)


def _like(value: str, like: Scalar | None) -> str | None:
    if like is None or like.style not in {'"', "'"} or not value.isprintable():
        return None
    if like.style == "'":
        return "'" + value.replace("'", "''") + "'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_flow(root: Node, path: Path) -> bool:
    """Whether any list or mapping around a place is written in brackets."""
    around = (follow(root, path[:depth])[0] for depth in range(len(path)))
    return any(isinstance(node, Keys | Items) and node.flow for node in around)


def _indent(text: Text, start: int) -> str:
    line_start = text.starts[text.place(start)[0] - 1]
    return " " * (start - line_start)


def _line_end(text: Text, end: int) -> int:
    """Where the line after a value starts; the end of the text after its last line."""
    line, _ = text.place(end)
    return text.starts[line] if line < len(text.starts) else len(text.text)


def _line_after(text: Text, end: int, line: str) -> Splice:
    """A new line below the one a value ends on; a file that ends without a break still does."""
    at = _line_end(text, end)
    ended = text.text[:at].endswith(("\n", "\r"))
    return Splice(at, at, f"{line}\n" if ended else f"\n{line}")
