"""What identities say about themselves, as keys under which they can meet.

Reads identities one by one and all together; joins nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from trimtab.analyses.identity._clusters import Identity
from trimtab.analyses.identity._names import initials, spelled, without_particles
from trimtab.analyses.identity._words import GIVEN_NAMES, ROLES

Blocks = Mapping[str, Sequence[int]]
Bearers = Mapping[str, set[int]]
Keys = Callable[[Identity], Iterable[str]]

# A handle or surname shorter than these is shared by too many people to say who it is.
SHORTEST_HANDLE = 4
SHORTEST_SURNAME = 5
SHORTEST_GIVEN = 3
SHORTEST_NUMBERED = 6


def addresses(identity: Identity) -> Iterator[str]:
    """Addresses that are one mailbox, forges' no-reply addresses left out."""
    return (mail.address for mail in identity.mails if mail.address and not mail.shared and not mail.login)


def accounts(identity: Identity) -> Iterator[str]:
    """Numbers of accounts on a forge, from no-reply addresses."""
    return (mail.account for mail in identity.mails if mail.account)


def logins(identity: Identity) -> Iterator[str]:
    """Logins on a forge, from no-reply addresses."""
    return (mail.login for mail in identity.mails if mail.login)


def full_names(identity: Identity) -> Iterator[str]:
    """Names of at least two whole words, in any order."""
    return (f"{key} {name.suffix}" for name in identity.names if name.full for key in sorted(name.keys))


def surnames_with_initial(identity: Identity) -> Iterator[str]:
    """Names such as `J. Novak`; one such as `Jan N` says too little."""
    return (
        f"{key} {name.suffix}"
        for name in identity.names
        if name.initialled and len(name.last) >= SHORTEST_SURNAME
        for key in sorted(name.keys)
    )


def surnames(identity: Identity) -> Iterator[str]:
    """Last words of names that name a person."""
    for name in identity.names:
        words = without_particles(name.words)
        if name.named and name.latin and len(words) > 1:
            yield words[-1]


def boxes(identity: Identity) -> Iterator[str]:
    """Mailboxes and logins that are no role."""
    return (mail.box for mail in identity.mails if mail.box)


def words(identity: Identity) -> Iterator[str]:
    """Single words given as a name, then mailboxes and logins."""
    yield from (name.letters for name in identity.names if len(name.words) == 1 and not name.named)
    yield from boxes(identity)


def sites(identity: Identity) -> Iterator[str]:
    """Names of private domains."""
    return (mail.site for mail in identity.mails if len(mail.site) >= SHORTEST_HANDLE)


def own_sites(identity: Identity) -> Iterator[str]:
    """Names of domains that are likely the person's own: the mailbox there is a role such as `me`, or a given name."""
    given = {name.first for name in identity.names if name.named}
    return (
        mail.site
        for mail in identity.mails
        if len(mail.site) >= SHORTEST_HANDLE and (len(mail.box) < 2 or mail.box in given or mail.box in GIVEN_NAMES)
    )


def given(identity: Identity) -> Iterator[str]:
    """Given names of those who have a full name."""
    return (name.first for name in identity.names if name.named and len(name.first) >= SHORTEST_GIVEN)


def parts(identity: Identity) -> Iterator[str]:
    """The pieces between dots, hyphens and the like in a name or mailbox."""
    texts = [name.text for name in identity.names] + list(boxes(identity))
    return (piece.casefold() for text in texts for piece in re.split(r"[\W\d_]+", text) if len(piece) >= SHORTEST_GIVEN)


class Evidence:
    """What all identities together say: who shares a key, and which words are given names here."""

    def __init__(self, people: Sequence[Identity]) -> None:
        self.people = people
        self._words = {identity.index: tuple(dict.fromkeys(words(identity))) for identity in people}
        self.given = GIVEN_NAMES | {
            name.first for identity in people for name in identity.names if name.full and len(name.first) > 1
        }

    def words(self, identity: Identity) -> tuple[str, ...]:
        """As the function of that name, each once; none for a program."""
        return self._words.get(identity.index, ())

    def blocks(self, keys: Keys) -> Blocks:
        """Identities that share a key, by key in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for identity in self.people:
            for key in dict.fromkeys(keys(identity)):
                found[key].append(identity.index)
        return {key: found[key] for key in sorted(found) if len(found[key]) > 1}

    def bearers(self, keys: Keys) -> Bearers:
        """Everyone who has a key."""
        found: dict[str, set[int]] = defaultdict(set)
        for identity in self.people:
            for key in keys(identity):
                found[key].add(identity.index)
        return found

    def rare(self, word: str) -> bool:
        """Whether a word can be one person's handle: no given name, no role, and long enough."""
        letters = word.rstrip("0123456789")
        return len(word) >= SHORTEST_HANDLE and letters not in self.given and letters not in ROLES

    def handles(self, identity: Identity) -> Iterator[str]:
        """Handles that are somebody's own; one of three letters only where the name and the mailbox agree on it."""
        own = self.words(identity)
        yield from (word for word in own if self.rare(word))
        short = {word for word in own if len(word) == SHORTEST_HANDLE - 1} - self.given - ROLES
        if short:
            said = {text for name in identity.names for text in (name.letters, initials(name))}
            yield from sorted(short.intersection(said, boxes(identity)))

    def own_handles(self) -> Keys:
        """Rare words that are a handle to somebody here: a mailbox, a login, or a name not written like a given name.

        Two who write `Kaya` as their name share no more than that; two who write `kayab` share a handle.
        """
        written = {name.letters for identity in self.people for name in identity.names if not name.text.istitle()}
        known = written.union(*(boxes(identity) for identity in self.people))
        return lambda identity: (word for word in self.handles(identity) if word in known)

    def surname_handles(self, identity: Identity) -> Iterator[str]:
        """Words that are both the name and the mailbox; a display name of one word alone is rather a given name."""
        said = {name.letters for name in identity.names}
        return (box for box in boxes(identity) if box in said and self.rare(box) and len(box) >= SHORTEST_SURNAME)

    def given_handles(self, identity: Identity) -> Iterator[str]:
        """Words of an identity that has no address of its own, such as `ana <ana@laptop.local>`."""
        if all(mail.shared or mail.machine for mail in identity.mails):
            yield from (word for word in self.words(identity) if len(word) >= SHORTEST_HANDLE)

    def given_names(self) -> Bearers:
        """Bearers of a given name that is rare, or of a common one that is the mailbox of one of them."""
        found: dict[str, set[int]] = defaultdict(set)
        telling: set[str] = set()
        for identity in self.people:
            own = set(boxes(identity))
            for name in identity.names:
                if name.named:
                    found[name.first].add(identity.index)
                    if name.first in own or name.first not in GIVEN_NAMES:
                        telling.add(name.first)
        return {word: found[word] for word in sorted(telling)}

    def numbered_handles(self, identity: Identity) -> Iterator[str]:
        """Handles less a number behind them: `kayab` of `kayab2`."""
        for handle in self.handles(identity):
            bare = handle.rstrip("0123456789")
            if bare != handle and len(bare) >= SHORTEST_NUMBERED:
                yield bare

    def spellings(self) -> tuple[Bearers, Bearers]:
        """Who a handle spells: given name and surname whole, and with one of them cut short."""
        whole: dict[str, set[int]] = defaultdict(set)
        parts: dict[str, set[int]] = defaultdict(set)
        for identity in self.people:
            for name in identity.names:
                for spelling, complete in spelled(name).items():
                    (whole if complete else parts)[spelling].add(identity.index)
        return whole, parts
