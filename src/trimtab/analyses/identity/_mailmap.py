"""A repository's `.mailmap`, read by git's own rules.

Four forms of a line: `Proper Name <commit@mail>`, `<proper@mail> <commit@mail>`, `Proper Name <proper@mail>
<commit@mail>` and `Proper Name <proper@mail> Commit Name <commit@mail>`. Addresses and commit names are compared
without regard to ASCII case. A later line of the same form overrides an earlier one in what it says.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass, field

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(slots=True)
class _Proper:
    name: str | None = None
    email: str | None = None


@dataclass(slots=True)
class _Entry:
    """What is said of one commit address: in general, and under particular commit names."""

    general: _Proper = field(default_factory=_Proper)
    named: dict[str, _Proper] = field(default_factory=dict)


class Mailmap:
    """What one `.mailmap` says; `text` is the whole file."""

    def __init__(self, text: str) -> None:
        self._entries: dict[str, _Entry] = {}
        for line in text.split("\n"):
            if not line.startswith("#"):
                self._add(*_parts(line))

    def _add(self, name: str | None, email: str | None, old_name: str | None, old_email: str | None) -> None:
        if email is None:
            return
        proper_email = email if old_email is not None else None
        entry = self._entries.setdefault((email if old_email is None else old_email).translate(_LOWER), _Entry())
        if old_name is not None:
            entry.named[old_name.translate(_LOWER)] = _Proper(name, proper_email)
            return
        entry.general.name = name if name is not None else entry.general.name
        entry.general.email = proper_email if proper_email is not None else entry.general.email

    def proper(self, name: str, email: str) -> tuple[str | None, str | None] | None:
        """The proper name and proper address of an identity, each `None` where the file does not change it.

        `None` when the file does not speak of the identity at all.
        """
        entry = self._entries.get(email.translate(_LOWER))
        if entry is None:
            return None
        said = entry.named.get(name.translate(_LOWER), entry.general)
        return None if said.name is None and said.email is None else (said.name, said.email)

    def addresses(self) -> Iterator[str]:
        """Every proper address that the file gives to somebody."""
        for email, entry in self._entries.items():
            for proper in (entry.general, *entry.named.values()):
                if proper.email is not None:
                    yield proper.email
                elif proper.name is not None:
                    yield email


def _parts(line: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Name and address, twice; `None` for what a line does not hold."""
    name, email, rest = _name_and_email(line, empty_email=False)
    if email is None:
        return None, None, None, None
    return name, email, *_name_and_email(rest, empty_email=True)[:2]


def _name_and_email(text: str, *, empty_email: bool) -> tuple[str | None, str | None, str]:
    before, opened, after = text.partition("<")
    email, closed, rest = after.partition(">")
    if not opened or not closed or (not email and not empty_email):
        return None, None, ""
    return before.strip(" \t\n\r\v\f") or None, email, rest
