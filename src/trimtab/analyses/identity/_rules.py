"""The rules by which identities are found to be one person, strongest first.

A rule gathers identities under a key (an address, an account, a name, a handle), and joins those under one key that can
be one person. Where two full names meet under one key, nothing is joined across them, and who goes by a handle alone is
joined only to the one whose name it spells; the pair is kept as a question for the lead. `docs/reference/people.md`
argues for each rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trimtab.analyses.identity import _evidence
from trimtab.analyses.identity._clusters import Certainty, Clusters, Identity, Reason
from trimtab.analyses.identity._evidence import SHORTEST_SURNAME, Bearers, Evidence, Keys
from trimtab.analyses.identity._names import given_alike, spelled

# An address or handle under more full names than this says nothing about any of them.
CROWD = 3


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    certainty: Certainty
    text: str

    def reason(self, one: int, other: int, key: str = "") -> Reason:
        return Reason(one, other, self.name, self.certainty, self.text.format(key=key))

    def question(self, one: int, other: int, key: str = "") -> Reason:
        return Reason(one, other, self.name, "possible", self.text.format(key=key) + ", but two full names")


ACCOUNT = _Rule("same-account", "certain", "one account, number {key}")
ADDRESS = _Rule("same-address", "certain", "one address, {key}")
LOGIN = _Rule("same-login", "certain", "one account, {key}")
FULL_NAME = _Rule("same-name", "certain", "one full name")
INITIAL = _Rule("same-initial", "likely", "one surname and initial")
VARIANT = _Rule("name-variant", "likely", "two forms of one name")
HANDLE = _Rule("same-handle", "likely", 'one handle, "{key}"')
NUMBERED = _Rule("numbered-handle", "likely", '"{key}" with a number behind it')
SPELLED = _Rule("spelled-name", "likely", '"{key}" spells the name')
SURNAME = _Rule("surname", "likely", '"{key}" is the surname of one person here')
GIVEN_NAME = _Rule("given-name", "likely", '"{key}" is the given name of one person here')
OWN_DOMAIN = _Rule("own-domain", "likely", '"{key}" is the domain of one person here')

PART_GIVEN = _Rule("given-name-in-handle", "possible", '"{key}" is the given name of one person here')

# Commits of an identity without a full name before a weak likeness is worth the lead's time.
ASKED_FROM = 5


class Matcher:
    """Applies the rules to the identities of people; programs are not its business.

    `questions` holds what was not sure enough to join.
    """

    def __init__(self, clusters: Clusters, people: Sequence[Identity]) -> None:
        self.clusters = clusters
        self.evidence = Evidence(people)
        self.questions: list[Reason] = []

    def run(self) -> None:
        """Every rule, in order of how sure it is."""
        evidence = self.evidence
        self._meet(ACCOUNT, _evidence.accounts)
        self._meet(ADDRESS, _evidence.addresses)
        self._meet(LOGIN, _evidence.logins)
        self._meet(FULL_NAME, _evidence.full_names)
        self._meet(INITIAL, _evidence.surnames_with_initial)
        self._variants()
        self._meet(HANDLE, evidence.own_handles())
        self._spelled()
        self._borne(NUMBERED, evidence.bearers(evidence.own_handles()), evidence.numbered_handles)
        self._borne(SURNAME, evidence.bearers(_evidence.surnames), evidence.surname_handles)
        self._borne(GIVEN_NAME, evidence.given_names(), evidence.given_handles)
        self._borne(OWN_DOMAIN, evidence.bearers(_evidence.own_sites), evidence.handles)
        self._ask_by_given_name()

    def _meet(self, rule: _Rule, keys: Keys) -> None:
        for key, block in self.evidence.blocks(keys).items():
            groups, nameless, torn = self._grouped(block)
            for group in groups:
                self._chain(rule, group, key)
            if len(groups) <= 1 and not torn:
                self._chain(rule, [*(groups[0] if groups else []), *nameless], key)
            elif len(groups) <= CROWD:
                self._ask(rule, groups, key)
                self._to_the_one_spelled(rule, groups, nameless, key)

    def _grouped(self, block: Iterable[int]) -> tuple[list[list[int]], list[int], bool]:
        """The clusters under a key, each by its first identity there.

        Returns those whose full names agree in groups, those without a full name, and whether one agrees with several
        groups that do not agree with each other (it is left out).
        """
        first = {self.clusters.root(index): index for index in sorted(block, reverse=True)}
        groups: list[list[int]] = []
        torn = False
        for root in sorted((root for root in first if self.clusters.names(root)), key=self._fullest):
            fits = [group for group in groups if not any(self.clusters.distinct(root, index) for index in group)]
            if not fits:
                groups.append([first[root]])
            elif len(fits) == 1:
                fits[0].append(first[root])
            else:
                torn = True
        return groups, [index for root, index in sorted(first.items()) if not self.clusters.names(root)], torn

    def _fullest(self, root: int) -> tuple[int, list[str], int]:
        names = self.clusters.names(root)
        return -max(len(name.letters) for name in names), sorted(name.letters for name in names), root

    def _chain(self, rule: _Rule, group: Sequence[int], key: str) -> None:
        for other in group[1:]:
            self.clusters.join(rule.reason(group[0], other, key))

    def _ask(self, rule: _Rule, groups: Sequence[Sequence[int]], key: str) -> None:
        for at, group in enumerate(groups):
            self.questions += [rule.question(group[0], other[0], key) for other in groups[at + 1 :]]

    def _to_the_one_spelled(
        self, rule: _Rule, groups: Sequence[Sequence[int]], nameless: Iterable[int], key: str
    ) -> None:
        for index in nameless:
            words = set(self.evidence.words(self.clusters.identities[index]))
            fits = [g for g in groups if any(words & spelled(n).keys() for i in g for n in self.clusters.names(i))]
            if len(fits) == 1:
                self.clusters.join(rule.reason(fits[0][0], index, key))

    def _variants(self) -> None:
        """Names that are forms of one another: a middle name more, a short form, a slip of the pen."""
        for block in self.evidence.blocks(_evidence.surnames).values():
            groups, _, torn = self._grouped(block)
            for group in groups:
                for other in group[1:]:
                    if not torn and self._backed(group[0], other, others=len(groups) - 1):
                        self.clusters.join(VARIANT.reason(group[0], other))
                    else:
                        self.questions.append(Reason(group[0], other, VARIANT.name, "possible", VARIANT.text))

    def _backed(self, one: int, other: int, others: int) -> bool:
        """Whether something beside two like names says that they are one person's.

        A mailbox in common; or a rare surname, which hardly anybody else has here (`others` have).
        """
        if self._of(one, self.evidence.words, _evidence.own_sites) & self._of(other, self.evidence.words):
            return True
        if self._of(one, self.evidence.words) & self._of(other, _evidence.own_sites):
            return True
        pairs = [(a, b) for a in self.clusters.names(one) for b in self.clusters.names(other)]
        if others <= 1 and any(
            a.first == b.first and a.last == b.last and min(len(a.first), len(a.last)) > 1 for a, b in pairs
        ):
            return True
        return not others and any(a.last == b.last and len(a.last) >= SHORTEST_SURNAME for a, b in pairs)

    def _of(self, index: int, *keys: Keys) -> set[str]:
        members = [self.clusters.identities[member] for member in self.clusters.members(index)]
        return {key for member in members for read in keys for key in read(member)}

    def _nameless(self) -> Iterable[Identity]:
        return (identity for identity in self.evidence.people if not self.clusters.names(identity.index))

    def _spelled(self) -> None:
        """A handle that spells the full name of one person here, and of nobody else."""
        whole, parts = self.evidence.spellings()
        for identity in self._nameless():
            for word in dict.fromkeys((*self.evidence.words(identity), *_evidence.sites(identity))):
                bare = word.rstrip("0123456789")
                roots = self.clusters.roots(whole.get(word, set()) | whole.get(bare, set()) or parts.get(word, set()))
                if len(bare) >= SHORTEST_SURNAME:
                    self._join_only(SPELLED, roots, identity, word)

    def _borne(self, rule: _Rule, bearers: Bearers, handles: Keys) -> None:
        """A handle that names one person here, and nobody else."""
        for identity in self._nameless():
            for word in dict.fromkeys(handles(identity)):
                self._join_only(rule, self.clusters.roots(bearers.get(word, ())), identity, word)

    def _ask_by_given_name(self) -> None:
        """Whoever goes by no full name, and in whose name or mailbox the given name of one person here stands.

        Too weak to join anybody: two who are called Ana are common. Asked only about those who committed regularly.
        """
        bearers = self.evidence.bearers(_evidence.given)
        for identity in self._nameless():
            if identity.authored < ASKED_FROM:
                continue
            for word in dict.fromkeys(_evidence.parts(identity)):
                roots = [root for root in self.clusters.roots(bearers.get(word, ())) if self.clusters.names(root)]
                if len(roots) == 1 and not self.clusters.names(self.clusters.root(identity.index)):
                    text = PART_GIVEN.text.format(key=word)
                    self.questions.append(Reason(roots[0], identity.index, PART_GIVEN.name, "possible", text))

    def _join_only(self, rule: _Rule, roots: Sequence[int], identity: Identity, word: str) -> None:
        if len(roots) == 1 and self._answers_to(identity, roots[0]):
            self.clusters.join(rule.reason(roots[0], identity.index, word))

    def _answers_to(self, identity: Identity, root: int) -> bool:
        """Whether a single word given as name does not name somebody else: `Bob` is no form of `Ana Brandt`."""
        given = [name.letters for name in identity.names if name.letters in self.evidence.given]
        parts = [part for name in self.clusters.names(root) for part in name.words]
        return not parts or all(any(given_alike(word, part) for part in parts) for word in given)
