"""Who is who by the rule of the published truck factor: the same address or the same name is one person.

Our own identities (`identity`) know more and join with more care; this rule is here because the published numbers were
made with it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

import polars as pl

from trimtab.analyses.identity import Mailmap

PUBLISHED_PEOPLE = pl.Schema(
    {"name": pl.String(), "email": pl.String(), "person": pl.String(), "display": pl.String(), "bot": pl.Boolean()}
)

# A name one letter off is taken for the same from this length on: shorter names are often two people (Tim and Tom). The
# paper confirmed such pairs by hand instead.
_LONG_NAME = 8


def published_people(commits: pl.LazyFrame, mailmap: str = "", *, near_names: bool = False) -> pl.DataFrame:
    """Each name and address of the authors of `commits` with the person behind it; columns `PUBLISHED_PEOPLE`.

    Case and accents do not count; `mailmap` is applied first, as git's log does. With `near_names`, names of eight
    characters and more that differ in one are the same, as in the paper of 2016; the program alone never did that. A
    person is called by the name that most of their commits carry.
    """
    raw = commits.group_by(name="author_name", email="author_email").len("commits").collect()
    known = Mailmap(mailmap)
    rows = [(name, email, *_proper(known, name, email), many) for name, email, many in raw.sort("name", "email").rows()]
    joined = _Joined()
    for _, _, name, email, _ in rows:
        joined.join([key for key in (_key("mail", email), _key("name", name)) if key])
    if near_names:
        joined.join_near()
    people: dict[str, list[tuple[str, str, str, str, int]]] = defaultdict(list)
    for row in rows:
        if root := _key("mail", row[3]) or _key("name", row[2]):
            people[joined.root(root)].append(row)
    found = [one for members in people.values() for one in _called(members)]
    return pl.DataFrame(found, schema=PUBLISHED_PEOPLE, orient="row").sort("name", "email")


def _proper(mailmap: Mailmap, name: str, email: str) -> tuple[str, str]:
    said = mailmap.proper(name, email)
    return (said[0] or name, said[1] or email) if said else (name, email)


def _called(members: list[tuple[str, str, str, str, int]]) -> Iterator[tuple[str, str, str, str, bool]]:
    """The rows of one person, who goes by the address and the name that most commits carry."""
    _, _, name, email, _ = max(members, key=lambda row: (row[4], row[2] != "", row[2], row[3]))
    for raw_name, raw_email, *_ in members:
        yield raw_name, raw_email, email or name, name or email, False


def _key(kind: str, text: str) -> str | None:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return f"{kind}:{bare.upper()}" if bare else None


class _Joined:
    """Names and addresses that belong together, as a forest."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, key: str) -> str:
        """The one key that stands for all that were joined to `key`."""
        while (above := self._above.setdefault(key, key)) != key:
            self._above[key] = key = self._above[above]
        return key

    def join(self, keys: Iterable[str]) -> None:
        """Make all of `keys` one."""
        first, *others = keys or ("",)
        for other in (first, *others):
            self._above[self.root(other)] = self.root(first)

    def join_near(self) -> None:
        """Join long names that differ in one character: less, more, or another one in its place."""
        by_gap: dict[str, str] = {}
        for name in sorted(key for key in self._above if key.startswith("name:")):
            bare = name.removeprefix("name:")
            if len(bare) < _LONG_NAME:
                continue
            gaps = [f"{bare[:at]}\0{bare[at + 1 :]}" for at in range(len(bare))]
            more = [f"{bare[:at]}\0{bare[at:]}" for at in range(len(bare) + 1)]
            for gap in (*gaps, *more):
                self.join((by_gap.setdefault(gap, name), name))
