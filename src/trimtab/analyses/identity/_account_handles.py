"""Whose login a login is by the names and addresses of commits: no-reply addresses, mailboxes, handles, spelled names.

Reads identities one by one; whether what it finds is enough is decided in `accounts`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from trimtab.analyses.identity import _mail, _names
from trimtab.analyses.identity._evidence import SHORTEST_GIVEN, SHORTEST_HANDLE, SHORTEST_SURNAME
from trimtab.analyses.identity._words import GIVEN_NAMES, ROLES

_NO_REPLY = re.compile(r"^(?:(\d+)\+)?([^@+]+)@users\.noreply\.([\w.-]+)$")
# A spelled name of fewer letters is too likely to be somebody else's.
SHORTEST_SPELLING = 6

Persons = Mapping[str, set[str]]


class Handles:
    """Persons of the history by what a login may say of them."""

    def __init__(self, people: Iterable[tuple[str, str, str]]) -> None:
        """`people` are the raw name and address of each identity with its person, programs left out."""
        self._numbers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._logins: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        self._sites: defaultdict[str, set[str]] = defaultdict(set)
        self._whole: defaultdict[str, set[str]] = defaultdict(set)
        self._parts: defaultdict[str, set[str]] = defaultdict(set)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._boxes: defaultdict[str, set[str]] = defaultdict(set)
        self._given: defaultdict[str, set[str]] = defaultdict(set)
        for name, email, person in people:
            self._take_address(email, person)
            self._take_name(name, person)

    def _take_address(self, email: str, person: str) -> None:
        found = _NO_REPLY.match(email.strip().casefold())
        if found:
            number, login, host = found[1] or "", found[2], found[3]
            self._logins[host, login].add((person, number))
            if number:
                self._numbers[host, number].add(person)
        mail = _mail.read(email)
        if mail.box:
            self._words[mail.box].add(person)
            self._boxes[mail.box].add(person)
        if mail.site:
            self._sites[mail.site].add(person)

    def _take_name(self, name: str, person: str) -> None:
        read = _names.read(name)
        if len(read.words) == 1 and not read.named:
            self._words[read.letters].add(person)
        if read.full:
            self._given[read.first].add(person)
            for key in read.keys:
                self._names[f"{key} {read.suffix}"].add(person)
        for spelling, whole in _names.spelled(read).items():
            (self._whole if whole else self._parts)[spelling].add(person)

    def by_number(self, host: str, numbers: Iterable[str]) -> set[str]:
        """Who commits under a no-reply address with one of these account numbers."""
        return set().union(*(self._numbers.get((host, number), set()) for number in numbers))

    def by_no_reply(self, host: str, logins: Iterable[str], numbers: set[str]) -> set[str]:
        """Who commits under a no-reply address with one of these logins; not where its number is of another account."""
        known = set().union(*(self._logins.get((host, login), set()) for login in logins))
        return {person for person, number in known if not number or not numbers or number in numbers}

    def of_others(self, host: str, logins: Iterable[str], numbers: set[str]) -> set[str]:
        """Who had one of these logins under another number: it has passed on to somebody else."""
        known = set().union(*(self._logins.get((host, login), set()) for login in logins))
        return {person for person, number in known if number and numbers and number not in numbers}

    def by_name(self, names: Iterable[str]) -> set[str]:
        """Who bears one of these full names."""
        read = [_names.read(name) for name in names]
        keys = {f"{key} {name.suffix}" for name in read if name.full for key in name.keys}
        return set().union(*(self._names.get(key, set()) for key in keys))

    def by_handle(self, login: str) -> set[str]:
        """Whose mailbox or one-word name the login is, or whose whole name it spells; none for common words."""
        letters = _mail.plain(login)
        if letters in ROLES or letters in GIVEN_NAMES or letters in self._given:
            return set()
        found = set(self._words.get(letters, set())) if len(letters) >= SHORTEST_HANDLE else set()
        return found | self._whole.get(letters, set()) if len(letters) >= SHORTEST_SPELLING else found

    def by_mailbox(self, login: str) -> set[str]:
        """Whose mailbox the login is, given names too; nobody's where anybody else is called so."""
        letters = _mail.plain(login)
        found = self._boxes.get(letters, set())
        alone = len(letters) >= SHORTEST_GIVEN and letters not in ROLES and self._given.get(letters, set()) <= found
        return set(found) if alone else set()

    def by_part(self, login: str) -> set[str]:
        """Whose name the login spells with given name or surname cut short."""
        letters = _mail.plain(login)
        return set(self._parts.get(letters, set())) if len(letters) > SHORTEST_SURNAME else set()

    def agrees(self, login: str, person: str) -> bool:
        """Whether a login may be that person's, however many others it may be as well."""
        letters = _mail.plain(login)
        return any(person in known.get(letters, ()) for known in (self._words, self._sites, self._whole, self._parts))
