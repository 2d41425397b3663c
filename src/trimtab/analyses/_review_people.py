"""Who is meant by a name, an address or a login in a commit message: a person, or nobody when it is not clear."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

_NO_REPLY = re.compile(r"^(?:\d+\+)?([^@]+)@users\.noreply\.\S+$")
_PLAIN = re.compile(r"[^a-z0-9]+")
# A mailbox or a provider that many share says nothing about one person.
_SHARED_NAMES = """
me mail email git github gitlab info contact admin dev hello web users noreply
gmail googlemail outlook hotmail yahoo protonmail proton icloud gmx
"""
_SHARED = frozenset(_SHARED_NAMES.split())

Person = tuple[str, str, str]  # name, email, person
_Key = TypeVar("_Key")
_Index = defaultdict[_Key, set[str]]


class Directory:
    """Persons by what they are called; a key that leads to two persons leads to none."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = tuple(people)
        self._exact: _Index[tuple[str, str]] = defaultdict(set)
        self._emails: _Index[str] = defaultdict(set)
        self._names: _Index[str] = defaultdict(set)
        for name, email, person in self._people:
            self._exact[name, email].add(person)
            self._emails[email.casefold()].add(person)
            self._names[name.casefold()].add(person)

    @cached_property
    def _logins(self) -> "_Index[str]":
        found: _Index[str] = defaultdict(set)
        for _, email, person in self._people:
            if login := _NO_REPLY.match(email):
                found[login[1].casefold()].add(person)
        return found

    @cached_property
    def _handles(self) -> "_Index[str]":
        # Made when the first login is asked for: most histories name none.
        found: _Index[str] = defaultdict(set)
        for name, email, person in self._people:
            for handle in _handles(name, email):
                found[handle].add(person)
        return found

    def named(self, name: str, email: str) -> str | None:
        """By name and email together, then by email, then by name."""
        return (
            _one(self._exact.get((name, email)))
            or (_one(self._emails.get(email.casefold())) if email else None)
            or (_one(self._names.get(name.casefold())) if name else None)
        )

    def login(self, login: str) -> str | None:
        """By no-reply address, then by name, then by mailbox, domain or the name written as one word."""
        login = login.removeprefix("@").casefold()
        return _one(self._logins.get(login)) or _one(self._names.get(login)) or _one(self._handles.get(_plain(login)))


def _handles(name: str, email: str) -> set[str]:
    mailbox, _, domain = email.casefold().partition("@")
    parts = domain.split(".")
    found = {_plain(name), _plain(mailbox), _plain(parts[-2] if len(parts) > 1 else "")}
    return {handle for handle in found if len(handle) > 2 and handle not in _SHARED}


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.casefold())


def _one(persons: set[str] | None) -> str | None:
    return next(iter(persons)) if persons and len(persons) == 1 else None
