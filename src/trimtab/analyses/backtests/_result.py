"""What a back-test comes to: its cases, and how often the judgement and the simple rules were right in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from trimtab.analyses.backtests._chance import Share, Verdict, share, verdict

FIRST = 3
"""So many commits name a case; they say where to look, and the rest lies beside them."""

Kind = Literal["owners", "authors", "reviewers", "turn", "next"]


@dataclass(frozen=True, slots=True)
class Case:
    """One judgement of the past, made from what was known at `at`, and what became of it.

    `place` is the one that the judgement gave to who, or what, was right: 1 the first, 0 not named. `simple` are the places
    that the simple rules gave, in the order of `Result.rules`. Cases of one `cluster` are not independent of each other.
    `keys` name the evidence, the first of it: commits (`REPO@OID`), of which there are `count`, or an item (`TRACKER#NUMBER`).
    """

    at: datetime
    subject: str
    place: float
    simple: tuple[float, ...]
    cluster: str
    sort: str = ""
    keys: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """How one kind of judgement did: right is a case in which the place is among the first `top`.

    `rules` name the simple rules. `also` are other methods of the product on the same cases: how often each was right.
    `left_out` says what was not asked, by reason.
    """

    kind: Kind
    top: int
    rules: tuple[str, ...]
    cases: tuple[Case, ...]
    start: datetime
    end: datetime
    also: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def right(self) -> int:
        """In how many cases the judgement was right."""
        return sum(self.is_right(case) for case in self.cases)

    @property
    def first(self) -> int:
        """In how many cases who was right was named first."""
        return sum(0 < case.place <= 1 for case in self.cases)

    @property
    def mrr(self) -> float:
        """The mean of one over the place; 0 without cases."""
        return sum(1 / case.place for case in self.cases if case.place) / max(len(self.cases), 1)

    @property
    def by_rule(self) -> Mapping[str, int]:
        """In how many cases each simple rule was right."""
        return {name: sum(self._hit(case.simple[n]) for case in self.cases) for n, name in enumerate(self.rules)}

    @property
    def baseline(self) -> str:
        """The simple rule that was right most often here, which is the hardest to be better than; the first among equals."""
        by_rule = self.by_rule
        return max(self.rules, key=lambda name: by_rule[name])

    @property
    def sorts(self) -> Iterator[tuple[str, int, int, int]]:
        """By sort of case: how many, in how many the judgement and its baseline were right."""
        simple = self.rules.index(self.baseline)
        for sort in dict.fromkeys(case.sort for case in self.cases):
            some = [case for case in self.cases if case.sort == sort]
            yield sort, len(some), sum(map(self.is_right, some)), sum(self._hit(case.simple[simple]) for case in some)

    def is_right(self, case: Case) -> bool:
        """Whether the judgement was right in a case."""
        return self._hit(case.place)

    def rule_is_right(self, case: Case) -> bool:
        """Whether the baseline was."""
        return self._hit(case.simple[self.rules.index(self.baseline)])

    @property
    def share(self) -> Share:
        """The share of cases in which the judgement was right, with its interval."""
        return share([(case.cluster, self.is_right(case)) for case in self.cases])

    @property
    def verdict(self) -> Verdict:
        """How it did beside its baseline."""
        return verdict([(case.cluster, self.is_right(case), self.rule_is_right(case)) for case in self.cases])

    def _hit(self, place: float) -> bool:
        return 0 < place <= self.top
