"""What all forms of items have in common: an item's reading, its opening, and an end that no event tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trimtab.sources.tracker.rows import Rows, hashed


@dataclass(frozen=True, slots=True)
class Reading:
    """An item as it was found, in the words of the lake; instants are texts as they were saved."""

    item: str
    number: int
    kind: str
    title: str | None
    text: str | None
    state: str
    author: str | None
    assignees: Sequence[str]
    labels: Sequence[str]
    milestone: str | None
    created_at: str | None
    updated_at: str | None
    link: str | None
    facts: str | None


@dataclass(frozen=True, slots=True)
class End:
    """That an item was closed or merged: when, by whom, into which commit."""

    kind: str
    at: str | None
    by: str | None = None
    commit: str | None = None


class Unusable(Exception):
    """An object that is neither an issue nor a pull request; the text says why. It becomes a gap, and goes no further."""


def add_reading(rows: Rows, reading: Reading, of_opening: str | None) -> None:
    """The state as read, and the event of opening; `of_opening` are the facts that the event tells too."""
    at = reading.updated_at or reading.created_at
    columns = (
        reading.item, reading.number, reading.kind, reading.title, reading.text, reading.state, reading.author,
        list(reading.assignees), list(reading.labels), reading.milestone, reading.created_at, at, reading.link,
        reading.facts,
    )  # fmt: skip
    rows.items.append((*columns, hashed(rows.tracker.name, *columns)))
    opened = hashed("opened", reading.item)
    rows.events.append(
        (reading.item, "opened", opened, reading.created_at, reading.author, None, None, reading.text, reading.link,
         of_opening, None)
    )  # fmt: skip


def add_ends(rows: Rows, item: str, ends: Sequence[End], seen: set[str]) -> None:
    """Ends that the item itself tells and none of its events (their kinds are `seen`)."""
    for end in ends:
        if end.at and end.kind not in seen:
            event = hashed(end.kind, item, end.at)
            rows.events.append((item, end.kind, event, end.at, end.by, end.commit, None, None, None, None, None))


def state_of(found: Mapping[str, Any]) -> str:
    """`open`, `closed` or `merged`, whichever the keys of either form say. Any: JSON as it was saved."""
    if found.get("merged") or found.get("merged_at") or found.get("mergedAt"):
        return "merged"
    state = str(found.get("state", "open")).lower()
    return state if state in ("closed", "merged") else "open"


def number_of(found: Mapping[str, Any]) -> int:
    """The number people use. Raises Unusable where there is none. Any: JSON as it was saved."""
    number = found.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
        raise Unusable("it has no number, so it is neither an issue nor a pull request")
    return number


def objects_in(found: object) -> "list[dict[str, Any]]":
    """The objects of a list; anything else that stands where one was expected is passed over."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
