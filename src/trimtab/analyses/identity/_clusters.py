"""Identities joined step by step, under constraints that no step may break.

Two people whom the lead declared distinct never meet, nor do two declared people; and nobody gets two distinct full names
except by proof. Every join keeps its reason. Knows nothing of how reasons are found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from trimtab.analyses.identity._mail import Mail
from trimtab.analyses.identity._names import Likeness, Name, likeness

Certainty = Literal["proof", "certain", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and address as they stand in commits, and all that was read from them.

    `names` and `mails` begin with the raw ones; what a `.mailmap` calls proper follows. `proper` is that proper name.
    """

    index: int
    name: str
    email: str
    names: tuple[Name, ...]
    mails: tuple[Mail, ...]
    proper: str
    count: int
    authored: int
    first_at: datetime | None
    last_at: datetime | None

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two identities are, or may be, one person."""

    one: int
    other: int
    rule: str
    certainty: Certainty
    text: str


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    names: list[Name]
    proven: bool
    person: str
    marks: frozenset[str]
    bars: frozenset[str]


class Clusters:
    """A union-find over identities whose joins can be refused."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        self.identities = identities
        self.reasons: list[Reason] = []
        self._parent = list(range(len(identities)))
        self._clusters = [
            _Cluster([i.index], [name for name in i.names[-1:] if name.named], False, "", frozenset(), frozenset())
            for i in identities
        ]

    def root(self, index: int) -> int:
        """The smallest index of the cluster an identity is in."""
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def roots(self, indexes: Iterable[int]) -> list[int]:
        """The clusters of some identities, each once, in order."""
        return sorted({self.root(index) for index in indexes})

    def members(self, index: int) -> list[int]:
        """Every identity of the cluster that one is in, in order."""
        return sorted(self._clusters[self.root(index)].members)

    def names(self, index: int) -> Sequence[Name]:
        """The distinct names, given name and surname, that the cluster goes by."""
        return self._clusters[self.root(index)].names

    def person(self, index: int) -> str:
        """The id the lead declared, or an empty text."""
        return self._clusters[self.root(index)].person

    def declare(self, index: int, person: str) -> None:
        """Give an identity to a declared person."""
        cluster = self._clusters[self.root(index)]
        cluster.person, cluster.proven = person, True

    def keep_apart(self, some: Iterable[int], others: Iterable[int], token: str) -> None:
        """No identity of `some` may ever be in one cluster with one of `others`; `token` names the constraint."""
        for index in some:
            cluster = self._clusters[self.root(index)]
            cluster.bars |= {token}
        for index in others:
            cluster = self._clusters[self.root(index)]
            cluster.marks |= {token}

    def barred(self, one: int, other: int) -> bool:
        """Whether the lead's own words keep two clusters apart."""
        a, b = self._clusters[self.root(one)], self._clusters[self.root(other)]
        return bool(a.person and b.person and a.person != b.person) or bool(a.marks & b.bars or a.bars & b.marks)

    def distinct(self, one: int, other: int) -> bool:
        """Whether two clusters go by distinct full names.

        A cluster whose names were joined by proof may be known by several: one of them has to agree.
        """
        a, b = self._clusters[self.root(one)], self._clusters[self.root(other)]
        if not a.names or not b.names:
            return False
        if a.proven or b.proven:
            return not all(any(_agree(x, y) for y in b.names) for x in a.names) and not all(
                any(_agree(x, y) for x in a.names) for y in b.names
            )
        return not all(_agree(x, y) for x in a.names for y in b.names)

    def join(self, reason: Reason) -> bool:
        """Join two clusters for a reason, unless a constraint forbids it; true when they are one afterwards."""
        one, other = self.root(reason.one), self.root(reason.other)
        if one == other:
            return True
        proof = reason.certainty == "proof"
        if self.barred(one, other) or (not proof and self.distinct(one, other)):
            return False
        kept, gone = min(one, other), max(one, other)
        into, away = self._clusters[kept], self._clusters[gone]
        into.proven = into.proven or away.proven or (proof and self.distinct(one, other))
        into.members += away.members
        into.names += [name for name in away.names if name not in into.names]
        into.person = into.person or away.person
        into.marks, into.bars = into.marks | away.marks, into.bars | away.bars
        self._parent[gone] = kept
        self.reasons.append(reason)
        return True


def _agree(one: Name, other: Name) -> bool:
    return likeness(one, other) is not Likeness.DISTINCT
