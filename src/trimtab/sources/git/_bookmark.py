"""Where a sync of a repository stopped, as the lake keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Stop:
    """What a sync leaves for the next one.

    `tips` are those of the last sync that ended: all that they reach, within `since` and `paths`, is stored. `replay`
    says that commits already stored are being read again for rows they lacked. Times are ISO 8601.
    """

    fingerprint: str = ""
    complete: bool = False
    tips: tuple[str, ...] = ()
    since: str | None = None
    paths: tuple[str, ...] = ()
    shallow: tuple[str, ...] = ()
    replay: bool = False
    mined_back_to: str | None = None
    seen_at: str | None = None

    # JSON has no types of ours to offer, hence Any: the lake stores a bookmark as it is given.
    def to_json(self) -> dict[str, Any]:
        """The form that the lake stores."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Stop":
        """The stop that was stored; an empty one before the first. What another version added is left alone."""
        names = {field.name for field in fields(cls)}
        known: dict[str, Any] = {name: value for name, value in (stored or {}).items() if name in names}
        lists: dict[str, Any] = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
        return cls(**(known | lists))

    @property
    def last_look(self) -> datetime | None:
        """When the refs were last looked at."""
        return datetime.fromisoformat(self.seen_at) if self.seen_at else None
