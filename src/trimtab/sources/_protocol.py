"""What every source promises: to bring rows into the lake, from where it stopped, and to say what it did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from trimtab.lake import Lake

Waiting = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: `done` of `total` pieces of `unit`, and the instant back to which nothing is missing."""

    source: str
    done: int
    total: int
    unit: str
    mined_back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did: rows written per table, whether all there is was read, and back to when nothing is missing.

    `mined_back_to` is None when everything was read; `unchanged` tells that there was nothing to do.
    """

    source: str
    rows: dict[str, int]
    complete: bool
    unchanged: bool = False
    mined_back_to: datetime | None = None


Enough = Callable[[datetime, float], bool]


class Source(Protocol):
    """Somewhere evidence comes from."""

    @property
    def name(self) -> str:
        """The name under which its rows stand in the lake, such as `git/harbour`."""

    def sync(
        self,
        lake: "Lake",
        *,
        seen_at: datetime,
        progress: Callable[[Progress], None] | None = None,
        enough: Enough | None = None,
        wait: float = 30.0,
        on_wait: Waiting | None = None,
    ) -> SyncReport:
        """Bring what is new into the lake; all rows say they were seen at `seen_at`.

        `enough` is asked after each batch, with the instant back to which nothing is missing and the seconds it took
        so far; when it says yes, the rest is left to the next sync. Raises SourceUnreadable, or LakeBusy when another
        process kept writing this source for `wait` seconds.
        """
