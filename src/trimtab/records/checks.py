"""Rules across records: each looks at all of them and tells what does not fit together.

A rule is a function from records to diagnostics; `found` runs them all. Rules about one value are in the models.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from trimtab.diagnostics import Diagnostic, did_you_mean
from trimtab.errors import UsageError
from trimtab.records._fields import overlaps
from trimtab.records.people import Person
from trimtab.records.phase import Phase
from trimtab.records.settings import Settings
from trimtab.workdays import WorkingTime

if TYPE_CHECKING:
    from pathlib import Path


class Read(Protocol):
    """What the rules look at."""

    @property
    def folder(self) -> "Path": ...
    @property
    def settings(self) -> Settings: ...
    @property
    def people(self) -> Sequence[Person]: ...
    @property
    def phases(self) -> Sequence[Phase]: ...


def found(records: Read) -> Iterator[Diagnostic]:
    """All that the rules have to say."""
    for rule in RULES:
        yield from rule(records)


def unknown_me(records: Read) -> Iterator[Diagnostic]:
    """`me` is an address, or a person with a file."""
    me = records.settings.me
    ids = [person.id for person in records.people]
    if me is not None and "@" not in me and me not in ids:
        hint = (
            f"{did_you_mean(me, ids)}Name a file under people/ without its ending, or give an address you commit with."
        )
        yield records.settings.flaw_at(("me",), "unknown-me", f'nobody under people/ is called "{me}"', hint)


def unknown_country(records: Read) -> Iterator[Diagnostic]:
    """Public holidays are known for the country and its subdivision."""
    given = records.settings.holidays
    if given is None:
        return
    if not _known(given.country, None):
        message = f'no public holidays are known for "{given.country}"'
        hint = "write the two capital letters of ISO 3166, such as SE; without the key, write days off down as leave."
        yield records.settings.flaw_at(("holidays", "country"), "unknown-country", message, hint)
    elif given.subdivision is not None and not _known(given.country, given.subdivision):
        message = f'{given.country} has no subdivision "{given.subdivision}"'
        hint = _subdivisions(given.country, given.subdivision)
        yield records.settings.flaw_at(("holidays", "subdivision"), "unknown-subdivision", message, hint)


def _known(country: str, subdivision: str | None) -> bool:
    # Whoever counts days asks the same question, and the answer is kept, so it costs nothing to ask here.
    try:
        WorkingTime(country=country, subdivision=subdivision)
    except UsageError:
        return False
    return True


def _subdivisions(country: str, asked: str) -> str:
    # Takes a while to load, so only to help with a mistake.
    from holidays import country_holidays

    known = country_holidays(country).subdivisions
    return f"{did_you_mean(asked, known)}Known: {', '.join(known)}." if known else "leave it out; the country has none."


def duplicate_slug(records: Read) -> Iterator[Diagnostic]:
    """Each source has a slug of its own."""
    seen: set[str] = set()
    for at, source in enumerate(records.settings.sources.git):
        if source.slug in seen:
            hint = "give one of them another slug; the one that was synced first keeps its name."
            path = ("sources", "git", at, "slug")
            yield records.settings.flaw_at(path, "duplicate-slug", f'two sources are called "{source.slug}"', hint)
        seen.add(source.slug)


def duplicate_repository(records: Read) -> Iterator[Diagnostic]:
    """Each repository on GitHub is named once."""
    seen: set[tuple[str, str]] = set()
    for at, source in enumerate(records.settings.sources.github):
        key = (source.host, source.repo.lower())
        if key in seen:
            path = ("sources", "github", at, "repo")
            said = f"{source.repo} on {source.host} is named twice"
            yield records.settings.flaw_at(path, "duplicate-repository", said, "delete one of the two.")
        seen.add(key)


def missing_clone(records: Read) -> Iterator[Diagnostic]:
    """The clone of a source is where the settings say."""
    for at, source in enumerate(records.settings.sources.git):
        try:
            there = source.clone(records.folder).is_dir()
        except (OSError, RuntimeError, ValueError):
            # A home that is nobody's, a name too long, a NUL: no folder in any case.
            there = False
        if not there:
            hint = "clone it there, or correct the path; it may be absolute, from your home (~), or from the workspace."
            path = ("sources", "git", at, "path")
            yield records.settings.flaw_at(path, "missing-clone", f'there is no folder "{source.path}"', hint)


def missing_archive(records: Read) -> Iterator[Diagnostic]:
    """A file of saved items is where the settings say."""
    for at, source in enumerate(records.settings.sources.archive):
        try:
            there = source.path(records.folder).is_file()
        except (OSError, RuntimeError, ValueError):
            there = False  # as for a clone
        if not there:
            hint = "save it there, or correct the path; it may be absolute, from your home (~), or from the workspace."
            path = ("sources", "archive", at, "file")
            yield records.settings.flaw_at(path, "missing-archive", f'there is no file "{source.file}"', hint)


def shared_address(records: Read) -> Iterator[Diagnostic]:
    """An address belongs to one person."""
    yield from _shared(records, "emails", "shared-address")


def shared_login(records: Read) -> Iterator[Diagnostic]:
    """A login belongs to one person."""
    yield from _shared(records, "logins", "shared-login")


def _shared(records: Read, key: str, code: str) -> Iterator[Diagnostic]:
    owners: dict[str, Person] = {}
    for person in records.people:
        for at, one in enumerate(person.emails if key == "emails" else person.logins):
            owner = owners.setdefault(one.lower(), person)
            if owner is not person:
                message = f'"{one}" is claimed by {owner.id} too'
                hint = f"delete it here or in {owner.file}; if they are one person, keep one file."
                yield person.flaw_at((key, at), code, message, hint)


def unknown_person(records: Read) -> Iterator[Diagnostic]:
    """Whoever is named under `not_same_as` by a bare word is a person or a name somebody commits under."""
    ids = [person.id for person in records.people]
    for person in records.people:
        for at, other in enumerate(person.not_same_as):
            # Names and addresses come from commits, which the records do not know; an id looks like one.
            if "@" in other or " " in other or other != other.lower() or other in ids:
                continue
            hint = (
                f"{did_you_mean(other, ids)}Name a person by the name of their file, or write the full name or address."
            )
            yield person.flaw_at(
                ("not_same_as", at), "unknown-person", f'nobody under people/ is called "{other}"', hint
            )


def not_the_same_as_self(records: Read) -> Iterator[Diagnostic]:
    """Nobody is refused as themselves."""
    for person in records.people:
        own = {person.id, *person.names, *(address.lower() for address in person.emails)}
        for at, other in enumerate(person.not_same_as):
            if other in own or other.lower() in own:
                hint = "delete it here, or from the names and addresses above, whichever is not theirs."
                yield person.flaw_at(
                    ("not_same_as", at), "not-the-same-as-self", f'"{other}" is {person.id} themselves', hint
                )


def overlapping_leave(records: Read) -> Iterator[Diagnostic]:
    """Absences of one person lie apart."""
    for person in records.people:
        for earlier, later in overlaps(person.leave):
            one, other = person.leave[earlier], person.leave[later]
            message = f"this leave begins on {other.first}, within the one from {one.first} to {one.last}"
            hint = "make them one, or correct a date."
            yield person.flaw_at(("leave", later, "from"), "overlapping-leave", message, hint)


def overlapping_phases(records: Read) -> Iterator[Diagnostic]:
    """A day belongs to one phase at most."""
    for earlier, later in overlaps(records.phases):
        one, other = records.phases[earlier], records.phases[later]
        message = f'this phase begins on {other.first}, within "{one.why}", which ends on {one.last}'
        hint = "end the earlier one the day before, or correct a date."
        yield other.flaw_at(("from",), "overlapping-phases", message, hint)


RULES: tuple[Callable[[Read], Iterator[Diagnostic]], ...] = (
    unknown_me,
    unknown_country,
    duplicate_slug,
    duplicate_repository,
    missing_clone,
    missing_archive,
    shared_address,
    shared_login,
    unknown_person,
    not_the_same_as_self,
    overlapping_leave,
    overlapping_phases,
)
