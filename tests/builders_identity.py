"""Raw identities and what becomes of them, in the few words that a test about who is who needs."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses import identity
from trimtab.analyses.identity import Declared, Resolved

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def raw(*written: str, counts: Sequence[int] = ()) -> pl.DataFrame:
    """Identities such as `Mara Lindqvist <mara@harbour.example>`, each seen a day after the one before."""
    rows = []
    for day, text in enumerate(written):
        name, _, email = text.rpartition("<")
        count = counts[day] if counts else 1
        at = START + timedelta(days=day)
        rows.append((name.strip(), email.removesuffix(">"), count, count, at, at))
    return pl.DataFrame(rows, identity.RAW, orient="row")


def resolved(*written: str, mailmap: str = "", declared: Sequence[Declared] = ()) -> Resolved:
    """Who these identities are."""
    return identity.resolve(raw(*written), [mailmap] if mailmap else [], declared)


def groups(found: Resolved) -> set[frozenset[str]]:
    """The identities of each person, as they were written."""
    together: dict[str, set[str]] = {}
    for name, email, person, _ in found.people.rows():
        together.setdefault(person, set()).add(f"{name} <{email}>".strip())
    return {frozenset(group) for group in together.values()}


def one_person(*written: str, mailmap: str = "", declared: Sequence[Declared] = (), among: Iterable[str] = ()) -> bool:
    """Whether all of these are one person, `among` others."""
    found = groups(resolved(*written, *among, mailmap=mailmap, declared=declared))
    return any(set(written) <= group for group in found)


def rules(found: Resolved) -> list[str]:
    """The rules that joined anybody."""
    return sorted(set(found.reasons["rule"]))
