"""Short ids for claims: a letter for the verb and a number that stays with its subject.

A line that every answer of a verb has (`hours`, `moved`) has a fixed small number. A line about an area or a branch gets
its number from a digest of the subject, so that it is the same next week whatever else is said. Two subjects of one
answer that fall on one number are told apart in the order of their names. Three digits are enough for 900 subjects; an
answer about more of them gives each as many digits as it takes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trimtab.advice.answer import Section

_FIRST = 100


def numbered(letter: str, fixed: Sequence[str], subjects: Iterable[str]) -> Mapping[str, str]:
    """Ids of `fixed` subjects in their given order, and of all other subjects by digest."""
    ids = {subject: f"{letter}{number}" for number, subject in enumerate(fixed, start=1)}
    named = sorted(set(subjects) - set(fixed))
    first = _first(len(named))
    taken: set[int] = set()
    for subject in named:
        number = first + _digest(subject) % (9 * first)
        while number in taken:
            number = first + (number + 1 - first) % (9 * first)
        taken.add(number)
        ids[subject] = f"{letter}{number}"
    return ids


def with_ids(
    letter: str, fixed: Sequence[str], sections: Iterable[Section]
) -> tuple[tuple[Section, ...], Mapping[str, str]]:
    """The sections with an id on every claim, and the ids by subject."""
    given = tuple(sections)
    ids = numbered(letter, fixed, [claim.subject for section in given for claim in section.claims])
    told = tuple(
        replace(section, claims=tuple(replace(claim, id=ids[claim.subject]) for claim in section.claims))
        for section in given
    )
    return told, ids


def _first(count: int) -> int:
    """The smallest number with enough digits: 100 for up to 900 subjects, then 10,000, a million, and so on."""
    first = _FIRST
    while count > 9 * first:
        first *= 100  # so that numbers stay rare enough to be found at once
    return first


def _digest(subject: str) -> int:
    return int.from_bytes(hashlib.sha256(subject.encode()).digest()[:4], "big")
