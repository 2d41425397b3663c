"""Who is who: everybody the history knows, who was left out as a program, and which two may be one person.

The matching is done by `trimtab.analyses.identity`; what the lead decides goes into `people/`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from trimtab.advice._sight import resolved_people
from trimtab.analyses.identity import Resolved, find
from trimtab.analyses.identity.accounts import Accounts
from trimtab.errors import UnknownPerson, UsageError
from trimtab.records import Records, edit, person_file
from trimtab.workspace import Workspace

ACCOUNT = "@"
"""What the id of a person begins with whom a tracker alone knows."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person (or program) of the history; `declared` tells that the records have a file for them."""

    id: str
    name: str
    names: tuple[str, ...]
    emails: tuple[str, ...]
    commits: int
    first_at: datetime | None
    last_at: datetime | None
    declared: bool
    logins: tuple[str, ...] = ()

    @property
    def of_tracker(self) -> bool:
        """Whether a tracker alone knows them."""
        return self.id.startswith(ACCOUNT)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one, and why; the lead decides."""

    one: str
    other: str
    because: str


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, in alphabetical order; `bots` are left out of every answer."""

    people: tuple[Somebody, ...]
    bots: tuple[Somebody, ...]
    pairs: tuple[Pair, ...]


def everybody(workspace: Workspace) -> People:
    """Who is who in the workspace's history, up to now."""
    found, accounts = resolved_people(workspace)
    declared = {person.id for person in workspace.records.people} if workspace.records else set()
    rows = [_somebody(row, declared) for row in found.persons.iter_rows(named=True)]
    bots = set(found.persons.filter("bot")["person"])
    ordered = sorted(rows, key=lambda one: (one.name.casefold(), one.id))
    return People(
        people=tuple(one for one in ordered if one.id not in bots),
        bots=tuple(one for one in ordered if one.id in bots),
        pairs=(*_pairs(found), *_account_pairs(accounts)),
    )


def accept(workspace: Workspace, one: str, other: str) -> str:
    """Write down that two are one person: the names and addresses of `other` join the file of `one`.

    A file of `other` in which nothing was written since it was made goes. Returns what was done, in a sentence. Raises
    UnknownPerson, UsageError when both files hold what the lead wrote or there is no workspace, RecordsMoved when a file
    changed meanwhile.
    """
    (found, _), records = resolved_people(workspace), _records(workspace)
    keeper, joined = _two(found, one, other)
    if ACCOUNT in (keeper[0], joined[0]):
        return _accept_account(found, records, keeper, joined)
    files = {person.id for person in records.people}
    both = {keeper, joined} <= files
    if joined in files and not (both and _is_as_made(records, joined)):
        keeper, joined = joined, keeper
    if both and not _is_as_made(records, joined):
        raise UsageError(
            f"people/{keeper}.md and people/{joined}.md both hold what you wrote. Move it into one of them, delete the "
            "other, and run this again."
        )
    _ensure_file(records, found, keeper)
    names, emails = _texts(found, joined)
    _add(records, keeper, "emails", emails)
    _add(records, keeper, "names", names)
    if both:
        edit.remove_file(records.folder, _file_of(joined), seen=records.hashes[_file_of(joined)])
    return f"{joined} is now {keeper}: people/{keeper}.md has {', '.join((*emails, *names))}"


def refuse(workspace: Workspace, one: str, other: str) -> str:
    """Write down that two are not one person, so that nothing proposes or joins them again. Raises as `accept`."""
    (found, _), records = resolved_people(workspace), _records(workspace)
    keeper, kept_apart = _two(found, one, other)
    if ACCOUNT in (keeper[0], kept_apart[0]):
        return _refuse_account(found, records, keeper, kept_apart)
    files = {person.id for person in records.people}
    if keeper not in files and kept_apart in files:
        keeper, kept_apart = kept_apart, keeper
    emails = _texts(found, kept_apart)[1]
    # An address decides before a name, so one that both commit under may stand in neither file.
    shared = {mail.casefold() for mail in emails} & {mail.casefold() for mail in _texts(found, keeper)[1]}
    _ensure_file(records, found, keeper, shared)
    if shared:
        _ensure_file(records, found, kept_apart, shared)
    tokens = (kept_apart,) if shared or kept_apart in files else emails
    _add(records, keeper, "not_same_as", tokens)
    return f"{keeper} is not {kept_apart}: people/{keeper}.md says so"


def _accept_account(found: Resolved, records: Records, one: str, other: str) -> str:
    """Write the login of an account into the file of its person."""
    person, account = _person_and_account(one, other)
    _ensure_file(records, found, person)
    logins = found.persons.filter(pl.col("person") == account)["logins"].explode().to_list()
    _add(records, person, "logins", logins)
    return f"{account} is now {person}: people/{person}.md has {', '.join(logins)}"


def _refuse_account(found: Resolved, records: Records, one: str, other: str) -> str:
    person, account = _person_and_account(one, other)
    _ensure_file(records, found, person)
    _add(records, person, "not_same_as", (account,))
    return f"{person} is not {account}: people/{person}.md says so"


def _person_and_account(one: str, other: str) -> tuple[str, str]:
    if one.startswith(ACCOUNT) and other.startswith(ACCOUNT):
        raise UsageError(
            f"{one} and {other} are two accounts, and neither has a file. Make people/NAME.md with both under `logins:`."
        )
    return (other, one) if one.startswith(ACCOUNT) else (one, other)


def _somebody(row: dict[str, object], declared: set[str]) -> Somebody:
    names, emails, logins = row["names"], row["emails"], row["logins"]
    first, last = row["first_at"], row["last_at"]
    return Somebody(
        id=str(row["person"]),
        name=str(row["display"]),
        names=tuple(map(str, names)) if isinstance(names, list) else (),
        emails=tuple(map(str, emails)) if isinstance(emails, list) else (),
        commits=int(str(row["commits"])),
        first_at=first if isinstance(first, datetime) else None,
        last_at=last if isinstance(last, datetime) else None,
        declared=row["person"] in declared,
        logins=tuple(map(str, logins)) if isinstance(logins, list) else (),
    )


def _pairs(found: Resolved) -> tuple[Pair, ...]:
    told: dict[tuple[str, str], list[str]] = {}
    for one, other, because in found.proposals.select("person_a", "person_b", "reason").iter_rows():
        told.setdefault((one, other), []).append(because)
    return tuple(Pair(one, other, "; ".join(dict.fromkeys(reasons))) for (one, other), reasons in sorted(told.items()))


def _account_pairs(accounts: Accounts) -> tuple[Pair, ...]:
    """Accounts that may be somebody's; where one is another person's already, the two persons."""
    person = {(host, login): who for host, login, who in accounts.linked.select("tracker", "login", "person").rows()}
    told: dict[tuple[str, str], list[str]] = {}
    for host, login, other, reason in accounts.asked.iter_rows():
        told.setdefault((person[host, login], other), []).append(f"of the account {login}: {reason}")
    return tuple(Pair(one, other, "; ".join(reasons)) for (one, other), reasons in sorted(told.items()))


def _records(workspace: Workspace) -> Records:
    if workspace.records is None:
        raise UsageError("there is no workspace to write this down in. Make one: trimtab init PATH")
    return workspace.records


def _two(found: Resolved, one: str, other: str) -> tuple[str, str]:
    first, second = _person(found, one), _person(found, other)
    if first == second:
        raise UsageError(f'"{one}" and "{other}" are one person already: {first}.')
    return first, second


def _person(found: Resolved, asked: str) -> str:
    who = find(found.persons, asked)
    if who.person is None:
        raise UnknownPerson(asked, who.nearest)
    return who.person


def _texts(found: Resolved, person: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    row = found.persons.filter(pl.col("person") == person).row(0, named=True)
    return tuple(name for name in row["names"] if name.strip()), tuple(mail for mail in row["emails"] if "@" in mail)


def _ensure_file(records: Records, found: Resolved, person: str, left_out: Collection[str] = ()) -> None:
    if all(one.id != person for one in records.people):
        names, emails = _texts(found, person)
        own = [mail for mail in emails if mail.casefold() not in left_out]
        edit.create_person(records.folder, person, person_file(names=names, emails=own))


def _file_of(person: str) -> str:
    return f"people/{person}.md"


def _is_as_made(records: Records, person: str) -> bool:
    """Whether a person's file holds names and addresses alone, byte for byte as Trimtab writes them."""
    found = next(one for one in records.people if one.id == person)
    made = person_file(names=found.names, emails=found.emails)
    return (records.folder / _file_of(person)).read_bytes() == made.encode()


def _add(records: Records, person: str, key: str, values: Sequence[str]) -> None:
    from trimtab.records import load

    for value in values:
        file = _file_of(person)
        seen = load(records.folder).hashes[file]
        edit.add_item(records.folder, file, (key,), value, seen=seen)
