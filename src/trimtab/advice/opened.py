"""One claim of an answer, as `why --json` prints it: the claim, and which answer it stands in."""

from dataclasses import dataclass
from datetime import datetime

from trimtab.advice.answer import Answer, Claim


@dataclass(frozen=True, slots=True)
class Opened:
    """A claim with the verb, title, period and instant of its answer."""

    verb: str
    title: str
    period: str
    as_of: datetime
    claim: Claim

    @classmethod
    def of(cls, answer: Answer, claim: Claim) -> "Opened":
        """The claim as it stands in the answer."""
        return cls(answer.verb, answer.title, answer.period, answer.as_of, claim)
