"""Links between the items of a tracker, as GitHub's timelines and the texts of pull requests tell them.

A timeline tells on either side that an issue got a sub-issue or is blocked by another; the side that the link starts
from is read. That a pull request closes an issue, the timeline does not tell: GitHub takes it from closing keywords in
the text of the pull request (its page "Linking a pull request to an issue" lists them), and so does this.
"""

import re
from collections.abc import Mapping
from typing import Any

from trimtab.sources.tracker.rows import Rows, text_of

Json = Mapping[str, Any]  # Any: JSON as it was saved

_LINKS = {"blocked_by": "blocked_by", "sub_issue": "sub_issue"}
KINDS = frozenset(f"{key}_{change}" for key in _LINKS for change in ("added", "removed"))
"""Events that begin or end a link."""

_CLOSING = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b", re.IGNORECASE)


def note_link(rows: Rows, item: str, kind: str, event: Json, at: str | None) -> None:
    """Add the link that an event begins, or take away the one that it ends."""
    key, _, change = kind.rpartition("_")
    other = event.get(key)
    target = _name(rows, other) if isinstance(other, dict) else None
    if target is None:
        return
    if change == "added":
        rows.links.append((item, _LINKS[key], target, at))
    else:
        rows.links = [link for link in rows.links if link[:3] != (item, _LINKS[key], target)]


def add_closings(rows: Rows, item: str, shown: Json) -> None:
    """What a pull request says it closes, in its own tracker and from the day it was opened.

    A text tells numbers; where items go by native ids, whoever knows both (`closed_by`) adds these links.
    """
    if rows.tracker.native:
        return
    at = text_of(shown.get("created_at"))
    rows.links.extend((item, "closes", str(number), at) for number in closed_by(shown))


def closed_by(shown: Json) -> tuple[int, ...]:
    """The numbers of the items that the text of a pull request says it closes, each once."""
    text = shown.get("body")
    if not isinstance(text, str) or "#" not in text:
        return ()
    return tuple(int(number) for number in dict.fromkeys(_CLOSING.findall(text)))


def _name(rows: Rows, other: Json) -> str | None:
    return text_of(other.get("id" if rows.tracker.native else "number"))
