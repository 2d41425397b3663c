"""What an absence leaves open: one value for an area, a duty or a branch, weighed in one currency.

The currency is *changes that wait*: how many are to be expected in the time, times the part of them that nobody is there
for. What closes a gap is the business of `_tasks`.
"""

from dataclasses import dataclass, field

from trimtab.advice._ground import Row
from trimtab.advice.answer import Claim


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that stalls.

    `expected` counts what is to be done there in the time, `cover` how far others are on the way to doing it without the
    person (0 to 1), `enough` the weight at which they are. `heir` is who is next, `near` whether they did it before.
    """

    claim: Claim
    expected: float
    cover: float
    enough: float
    heir: str | None = None
    near: bool = False
    row: Row = field(default_factory=dict, compare=False)

    @property
    def subject(self) -> str:
        """The subject of its claim."""
        return self.claim.subject

    @property
    def risk(self) -> float:
        """Changes to expect that nobody is there for."""
        return self.expected * (1 - self.cover)
