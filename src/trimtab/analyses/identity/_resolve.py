"""From raw identities to people: proof first, then the rules, then questions for the lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.analyses.identity import _mail, _names
from trimtab.analyses.identity._bots import bot_key, is_bot
from trimtab.analyses.identity._clusters import Clusters, Identity, Reason
from trimtab.analyses.identity._declared import Declared, claims, declare
from trimtab.analyses.identity._mailmap import Mailmap
from trimtab.analyses.identity._rules import Matcher

Row = tuple[str, str, int, int, datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Matched:
    """Identities, the clusters they fall into, and what was not sure enough."""

    identities: Sequence[Identity]
    clusters: Clusters
    questions: Sequence[Reason]
    bots: frozenset[int]


def match(rows: Iterable[Row], mailmaps: Sequence[str], declared: Sequence[Declared]) -> Matched:
    """Everything about who is who that these rows, files and words say; the order of the rows does not matter."""
    parsed = [Mailmap(text) for text in mailmaps]
    identities = [_identity(index, row, parsed) for index, row in enumerate(sorted(rows, key=lambda row: row[:2]))]
    clusters = Clusters(identities)
    if declared:
        declare(clusters, declared, claims(declared, identities))
    _by_mailmap(clusters, parsed)
    bots = _bots(identities, clusters, {one.person: one.bot for one in declared})
    matcher = Matcher(clusters, [identity for identity in identities if identity.index not in bots])
    matcher.run()
    _join_bots(clusters, bots)
    return Matched(identities, clusters, _open(clusters, matcher.questions), bots)


def _identity(index: int, row: Row, mailmaps: Sequence[Mailmap]) -> Identity:
    name, email, count, authored, first_at, last_at = row
    said = [proper for mailmap in mailmaps if (proper := mailmap.proper(name, email)) is not None]
    names = dict.fromkeys((name, *(proper for proper, _ in said if proper)))
    # An address given as the name is an address all the same.
    written = (name.strip(),) if "@" in name and " " not in name.strip() else ()
    mails = dict.fromkeys((email, *(proper for _, proper in said if proper), *written))
    return Identity(
        index=index,
        name=name,
        email=email,
        names=tuple(_names.read(text) for text in names),
        mails=tuple(_mail.read(text) for text in mails),
        proper=next((proper for proper, _ in said if proper), ""),
        count=count,
        authored=authored,
        first_at=first_at,
        last_at=last_at,
    )


def _by_mailmap(clusters: Clusters, mailmaps: Sequence[Mailmap]) -> None:
    """Join what a `.mailmap` gives one proper name and address."""
    for mailmap in mailmaps:
        seen: dict[tuple[str, str], int] = {}
        for identity in clusters.identities:
            proper = mailmap.proper(identity.name, identity.email)
            if proper is not None:
                name, email = proper[0] or identity.name, proper[1] or identity.email
                first = seen.setdefault((_names.folded(name), email.casefold()), identity.index)
                text = f"the .mailmap calls both {name} <{email}>"
                clusters.join(Reason(first, identity.index, "mailmap", "proof", text))


def _bots(identities: Sequence[Identity], clusters: Clusters, said: dict[str, bool | None]) -> frozenset[int]:
    """Identities of programs: as the lead says, else as recognised."""
    bots = set()
    for identity in identities:
        word = said.get(clusters.person(identity.index))
        if is_bot(identity.name, identity.email) if word is None else word:
            bots.add(identity.index)
    return frozenset(bots)


def _join_bots(clusters: Clusters, bots: frozenset[int]) -> None:
    """One program under several addresses is one."""
    seen: dict[str, int] = {}
    for index in sorted(bots):
        identity = clusters.identities[index]
        first = seen.setdefault(bot_key(identity.name, identity.email), index)
        clusters.join(Reason(first, index, "same-bot", "certain", "one program"))


def _open(clusters: Clusters, questions: Iterable[Reason]) -> list[Reason]:
    """Questions still open, the strongest of each pair of people."""
    kept: dict[tuple[int, int], Reason] = {}
    for question in questions:
        one, other = sorted((clusters.root(question.one), clusters.root(question.other)))
        if one != other and not clusters.barred(one, other):
            kept.setdefault((one, other), question)
    return [kept[pair] for pair in sorted(kept)]
