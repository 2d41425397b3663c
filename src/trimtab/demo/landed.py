"""What came to main, and through whose hands: what the tracker has to tell of the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.demo.stream import Stamp


@dataclass(frozen=True, slots=True)
class Made:
    """One commit by its mark, with what it says of itself."""

    mark: int
    author: Stamp
    committer: Stamp
    message: str
    paths: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The first line of its message."""
        return self.message.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Landed:
    """A branch that was merged, or a commit that went straight to main.

    `place` is the area, `mark` the merge (or the commit itself), `reader` who merged or reviewed it, if anybody did.
    """

    place: str
    who: str
    reader: str
    at: datetime
    mark: int
    branch: str
    commits: Sequence[Made]
