"""What the lead says about who is who, brought to the identities it speaks of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trimtab.analyses.identity import _mail, _names
from trimtab.analyses.identity._clusters import Clusters, Identity, Reason
from trimtab.analyses.identity._slugs import slug
from trimtab.analyses.identity._words import GIVEN_NAMES


@dataclass(frozen=True, slots=True)
class Declared:
    """A person as the lead's records have them.

    `person` is the id, `display` the name to show (empty: the best name found). `names`, `emails` and `logins` are what
    they commit under. `bot` says whether they are a program; `None` leaves that to be recognised. `distinct_from` lists
    who they are not, each by id, address or full name.
    """

    person: str
    display: str = ""
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    bot: bool | None = None
    distinct_from: tuple[str, ...] = ()


def claims(declared: Sequence[Declared], identities: Sequence[Identity]) -> Mapping[str, list[int]]:
    """The identities of each declared person.

    An address decides before a login, and a login before a name. What two persons claim alike belongs to neither: each
    then needs an address of their own.
    """
    addresses = _owners(
        (_mail.read(text).address or text.casefold(), one.person) for one in declared for text in one.emails
    )
    logins = _owners((text.casefold().removeprefix("@"), one.person) for one in declared for text in one.logins)
    names = _owners(
        (key, one.person) for one in declared for text in (one.display, *one.names) for key in _name_keys(text)
    )
    found: dict[str, list[int]] = {one.person: [] for one in declared}
    for identity in identities:
        owner = (
            _only(addresses, [mail.address or mail.text.casefold() for mail in identity.mails])
            or _only(logins, [mail.login for mail in identity.mails if mail.login])
            or _only(names, [key for name in identity.names for key in _name_keys(name.text)])
        )
        if owner:
            found[owner].append(identity.index)
    return found


def declare(clusters: Clusters, declared: Sequence[Declared], found: Mapping[str, list[int]]) -> None:
    """Give every claimed identity to its person, and keep apart whom the lead keeps apart."""
    for one in sorted(declared, key=lambda one: one.person):
        for index in found[one.person]:
            clusters.declare(index, one.person)
        for token in one.distinct_from:
            others = set(_meant(token, clusters.identities, found)) - set(found[one.person])
            clusters.keep_apart(found[one.person], others, f"{one.person} is not {token}")
    for person, indexes in sorted(found.items()):
        for index in indexes[1:]:
            clusters.join(Reason(indexes[0], index, "declared", "proof", f"people/{person} says so"))


def _name_keys(text: str) -> Iterator[str]:
    """A name as declared; a lone given name is no claim to everybody who bears it."""
    name = _names.read(text)
    if name.named or (name.letters and name.letters not in GIVEN_NAMES):
        yield from (f"{key} {name.suffix}" for key in sorted(name.keys))


def _owners(claimed: Iterator[tuple[str, str]]) -> Mapping[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for key, person in claimed:
        if key.strip():
            owners[key].add(person)
    return owners


def _only(owners: Mapping[str, set[str]], keys: Sequence[str]) -> str:
    found = set().union(*(owners.get(key, set()) for key in keys))
    return found.pop() if len(found) == 1 else ""


def _meant(token: str, identities: Sequence[Identity], found: Mapping[str, list[int]]) -> Iterator[int]:
    """Identities that an id, an address or a full name speaks of."""
    if token in found:
        yield from found[token]
        return
    address, keys = _mail.read(token).address, _names.read(token).keys
    for identity in identities:
        if "@" in token:
            if any(mail.address == address for mail in identity.mails if address):
                yield identity.index
        elif any(keys & name.keys or slug(name.text) == token for name in identity.names):
            yield identity.index
