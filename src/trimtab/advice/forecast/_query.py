"""The search that `trimtab forecast items` takes: which open items are meant, or how many.

`label:1.0 is:pr` names items that have all of these, `#412` one of them, `12` or `next 12` a number of whichever come. The
grammar stands in docs/reference/forecast.md#query.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from trimtab.errors import UsageError

KEYS = ("label", "milestone", "author", "assignee", "is")
KINDS = {"pr": "pull", "pull": "pull", "issue": "issue"}
DRAFT, READY = "draft", "ready"
MOST = 100_000

_COUNT = re.compile(r"(?:next\s+)?(-?\d+)(?:\s+(.*))?", re.IGNORECASE)
_NUMBER = re.compile(r"#(\d+)")
_TERM = re.compile(r"""\s*(?P<key>[A-Za-z]+:)?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]*))(?=\s|$)""")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: `key` is one of `KEYS`, `number`, or `word` for words of the title."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: those items that fulfil all `terms`, or the next `count` of them to end. `text` is how it was typed."""

    text: str
    terms: tuple[Term, ...] = ()
    count: int | None = None

    def values(self, key: str) -> tuple[str, ...]:
        """What was asked of one key."""
        return tuple(term.value for term in self.terms if term.key == key)

    @property
    def one(self) -> int | None:
        """The number of the item, where one is asked about."""
        numbers = self.values("number")
        return int(numbers[0]) if len(numbers) == 1 and len(self.terms) == 1 else None


def parse(typed: str) -> Query:
    """The query as it was typed; raises UsageError, which says what can be asked."""
    text = " ".join(typed.split())
    if not text:
        raise UsageError(f"nothing was asked for. {_KNOWN}")
    if found := _COUNT.fullmatch(text):
        return Query(text, _with_count(found[2] or ""), _count(int(found[1])))
    return Query(text, tuple(_terms(text)))


_KNOWN = (
    'Ask for label:NAME, milestone:"NAME", author:LOGIN, assignee:LOGIN, is:pr, is:issue, is:draft, words of the title, '
    "#NUMBER for one item, or a number of items."
)


def _count(number: int) -> int:
    if not 1 <= number <= MOST:
        raise UsageError(f"{number} is no number of items to wait for. Ask for 1 to {MOST:,}.")
    return number


def _with_count(text: str) -> tuple[Term, ...]:
    terms = tuple(_terms(text))
    if any(term.key != "is" or term.value not in KINDS for term in terms):
        raise UsageError(
            f'a number of items goes with is:pr or is:issue alone, not with "{text}": it counts whichever items end. '
            "Words of a title that begin with a number stand in quotation marks."
        )
    return terms


def _terms(text: str) -> Iterable[Term]:
    place = 0
    while place < len(text):
        found = _TERM.match(text, place)
        if found is None or found.end() == place:
            raise UsageError(f'"{text[place:].strip()}" cannot be read. Close every quotation mark. {_KNOWN}')
        yield _term(found["key"], found["quoted"] if found["quoted"] is not None else found["plain"])
        place = found.end()


def _term(key: str | None, value: str) -> Term:
    if key is None:
        number = _NUMBER.fullmatch(value)
        return Term("number", number[1]) if number else Term("word", value)
    name = key[:-1].casefold()
    if name not in KEYS:
        near = get_close_matches(name, KEYS, n=1)
        meant = f" Did you mean {near[0]}:{value}?" if near else f' For words of the title, write "{key}{value}".'
        raise UsageError(f"{key}{value} is no search: {name} is no key.{meant} {_KNOWN}")
    if not value:
        raise UsageError(f"{key} names nothing. Write what stands behind it, in quotation marks where it has blanks.")
    if name == "is" and value.casefold() not in (*KINDS, DRAFT, READY):
        raise UsageError(f"is:{value} is no search. It is one of is:pr, is:issue, is:draft, is:ready.")
    return Term(name, value.casefold() if name == "is" else value)
