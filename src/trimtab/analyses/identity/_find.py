"""A person by what somebody typed: an address, an id, a name, or the beginning of one."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.analyses.identity import _mail, _names

_NEAREST = 3
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """The person meant, or `None` and the ids nearest to what was asked, best first."""

    person: str | None
    nearest: tuple[str, ...] = ()


def find(persons: pl.DataFrame, text: str) -> Found:
    """The one person that `text` names among `persons`.

    An address is compared exactly, then as a mail server would; an id, a full name and a login without regard to case, accents
    or order; last, a beginning of an id, a name or a mailbox that fits one person alone.
    """
    known = [
        _Known(*row) for row in persons.select("person", "display", "emails", "names", "logins").sort("person").rows()
    ]
    asked = _Asked(text.strip().casefold(), _mail.read(text).address, _names.read(text).keys)
    for test in _TESTS if asked.text else ():
        hits = tuple(one.person for one in known if test(one, asked))
        if hits:
            return Found(hits[0]) if len(hits) == 1 else Found(None, hits[:_NEAREST])
    return Found(None, _nearest(asked.text, known))


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    address: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    person: str
    display: str
    emails: Sequence[str]
    names: Sequence[str]
    logins: Sequence[str]

    def has_email(self, asked: _Asked) -> bool:
        return any(asked.text == email.casefold() for email in self.emails)

    def has_id(self, asked: _Asked) -> bool:
        return asked.text == self.person.casefold()

    def has_mailbox(self, asked: _Asked) -> bool:
        return bool(asked.address) and any(_mail.read(email).address == asked.address for email in self.emails)

    def has_login(self, asked: _Asked) -> bool:
        return any(asked.text.removeprefix("@") == login.casefold() for login in self.logins)

    def has_name(self, asked: _Asked) -> bool:
        return any(asked.text == name.casefold() for name in (self.display, *self.names))

    def has_same_words(self, asked: _Asked) -> bool:
        return any(asked.keys & _names.read(name).keys for name in (self.display, *self.names))

    def begins(self, asked: _Asked) -> bool:
        return any(word.startswith(asked.text) for word in self.words())

    def words(self) -> Iterator[str]:
        """Everything somebody may have begun to type."""
        yield self.person.casefold()
        if self.person.startswith("@"):  # of a tracker alone: what is begun may well mean somebody who commits
            return
        yield from (email.casefold().partition("@")[0] for email in self.emails)
        for name in (self.display, *self.names):
            plain = _names.folded(name)
            yield from (plain, *plain.split())


_TESTS: tuple[Callable[[_Known, _Asked], bool], ...] = (
    _Known.has_email,
    _Known.has_id,
    _Known.has_mailbox,
    _Known.has_name,
    _Known.has_login,
    _Known.has_same_words,
    _Known.begins,
)


def _nearest(asked: str, known: Iterable[_Known]) -> tuple[str, ...]:
    """Ids by how alike their words are; of an address the mailbox alone, since colleagues share the rest."""
    asked = asked.partition("@")[0]
    scored = [
        (max(difflib.SequenceMatcher(None, asked, word).ratio() for word in one.words()), one.person) for one in known
    ]
    close = sorted((pair for pair in scored if pair[0] >= _NEAR), key=lambda pair: (-pair[0], pair[1]))
    return tuple(person for _, person in close[:_NEAREST])
