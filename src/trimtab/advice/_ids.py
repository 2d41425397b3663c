"""Short ids for claims: a letter for the verb and a number that stays with its subject.

A line that every answer of a verb has (`hours`, `moved`) has a fixed small number. A line about an area or a branch gets
its number from a digest of the subject, so that it is the same next week whatever else is said. Two subjects of one
answer that fall on one number are told apart in the order of their names.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

_FIRST_DIGEST, _LAST_DIGEST = 100, 999


def numbered(letter: str, fixed: Sequence[str], subjects: Iterable[str]) -> Mapping[str, str]:
    """Ids of `fixed` subjects in their given order, and of all other subjects by digest."""
    ids = {subject: f"{letter}{number}" for number, subject in enumerate(fixed, start=1)}
    taken: set[int] = set()
    for subject in sorted(set(subjects) - set(fixed)):
        number = _digest(subject)
        while number in taken:
            number = _FIRST_DIGEST + (number + 1 - _FIRST_DIGEST) % (_LAST_DIGEST + 1 - _FIRST_DIGEST)
        taken.add(number)
        ids[subject] = f"{letter}{number}"
    return ids


def _digest(subject: str) -> int:
    value = int.from_bytes(hashlib.sha256(subject.encode()).digest()[:4], "big")
    return _FIRST_DIGEST + value % (_LAST_DIGEST + 1 - _FIRST_DIGEST)
