"""What each person is called: a stable id, the name to show, and what they commit under."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from trimtab.analyses.identity import _names
from trimtab.analyses.identity._clusters import Identity
from trimtab.analyses.identity._declared import Declared
from trimtab.analyses.identity._resolve import Matched
from trimtab.analyses.identity._slugs import free, slug

Groups = Mapping[int, Sequence[Identity]]
Names = Mapping[int, "list[Called]"]
Person = tuple[str, str, list[str], list[str], bool, int, datetime | None, datetime | None, list[str]]

# A full name used less often than this share of the most used one is a slip rather than a change of name.
A_NAME_IN_USE = 0.1

_NEVER, _LONG_AGO = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)


def grouped(matched: Matched) -> Groups:
    """The identities of each cluster, by its root."""
    groups: dict[int, list[Identity]] = {}
    for identity in matched.identities:
        groups.setdefault(matched.clusters.root(identity.index), []).append(identity)
    return groups


@dataclass(frozen=True, slots=True)
class Called:
    """A name somebody goes by: how well it names a person, how often, and when last it was used."""

    text: str
    rank: int
    count: int
    last_at: datetime


def called(group: Sequence[Identity]) -> list[Called]:
    """The names of one person, the best and most used first; what a `.mailmap` calls proper stands for what it replaces."""
    use: dict[str, tuple[int, datetime]] = {}
    for identity in group:
        text = identity.proper or _names.repaired(identity.name).strip()
        count, last_at = use.get(text, (0, _LONG_AGO))
        use[text] = (count + identity.count, max(last_at, identity.last_at or last_at))
    names = [Called(text, _rank(text), count, last_at) for text, (count, last_at) in use.items()]
    return sorted(names, key=lambda one: (-one.rank, -one.count, one.text)) if len(names) > 1 else names


def _rank(text: str) -> int:
    """Full names before initials, single words before placeholders, and of these names in both cases first."""
    name = _names.read(text)
    kind = 3 if name.full else 2 if name.initialled else 1 if name.letters else 0
    return 2 * kind + (text != text.lower() and text != text.upper())


def shown(names: Sequence[Called]) -> str:
    """The name to show: of the names as good as the best and in regular use the latest, for people change theirs."""
    best = names[0]
    regular = [one for one in names if one.rank == best.rank and one.count >= A_NAME_IN_USE * best.count]
    return max(regular, key=lambda one: (one.last_at, one.count, one.text)).text


def person_ids(matched: Matched, groups: Groups, names: Names, declared: Sequence[Declared]) -> Mapping[int, str]:
    """A unique id for each cluster: the declared one, else made of the name used most.

    Of two people of one name the one seen first keeps the bare id, so that a newcomer renames nobody.
    """
    ids: dict[int, str] = {}
    taken = {one.person for one in declared}
    for root, group in sorted(groups.items(), key=lambda item: _seniority(item[1])):
        ids[root] = matched.clusters.person(root) or free(_wanted(group, names[root][0]), taken)
        taken.add(ids[root])
    return ids


def _seniority(group: Sequence[Identity]) -> tuple[datetime, str, str]:
    return min(i.first_at or _NEVER for i in group), group[0].name, group[0].email


def _wanted(group: Sequence[Identity], best: Called) -> str:
    boxes = (slug(mail.login or mail.box) for identity in group for mail in identity.mails)
    return slug(best.text) or next(filter(None, boxes), "nobody")


def describe(
    matched: Matched, groups: Groups, names: Names, ids: Mapping[int, str], declared: Sequence[Declared]
) -> Iterator[Person]:
    """Every person with what they commit under, the most used first; declared ones without a commit as well."""
    said = {one.person: one for one in declared}
    for root, group in groups.items():
        by_use = sorted(group, key=lambda i: (-i.count, i.name, i.email))
        one = said.pop(ids[root], Declared(ids[root]))
        yield (
            ids[root],
            one.display or shown(names[root]) or by_use[0].email,
            _once([*one.emails, *(i.email for i in by_use)]),
            _once([*one.names, *(i.proper for i in by_use), *(i.name for i in by_use)]),
            all(i.index in matched.bots for i in group) if one.bot is None else one.bot,
            sum(i.authored for i in group),
            min((i.first_at for i in group if i.first_at), default=None),
            max((i.last_at for i in group if i.last_at), default=None),
            _logins(one),
        )
    for one in said.values():
        row = one.person, one.display or one.person, _once(one.emails), _once(one.names), bool(one.bot), 0, None, None
        yield *row, _logins(one)


def _logins(one: Declared) -> list[str]:
    return _once(login.removeprefix("@") for login in one.logins)


def _once(texts: Iterable[str]) -> list[str]:
    """Each text once, whatever its case, the first spelling kept."""
    kept: dict[str, str] = {}
    for text in texts:
        if text.strip():
            kept.setdefault(text.strip().casefold(), text.strip())
    return list(kept.values())
