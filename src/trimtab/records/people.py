"""Who there is: one file per person under `people/`, with front matter for Trimtab and notes for the lead.

The lead's own words about people stay here: nothing in this module weighs or compares anybody. Which commits are whose
is decided in `trimtab.analyses`, from the names, addresses and logins given here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from trimtab.diagnostics import Diagnostic, Span
from trimtab.records._compose import parse
from trimtab.records._fields import Address, Period, Record, Words
from trimtab.records._folder import Shelf, is_id, read_shelf
from trimtab.records._markdown import front_matter, sections
from trimtab.records._nodes import Keys, Tree
from trimtab.records._places import check, not_keys
from trimtab.records._stance import Zones, holds_on
from trimtab.records._text import Text
from trimtab.records._week import Week

__all__ = [
    "FOLDER",
    "Cadence",
    "FrontMatter",
    "Leave",
    "Note",
    "Person",
    "is_id",
    "person_file",
    "person_from",
    "read_people",
]

FOLDER = "people"
_SHELF = Shelf(FOLDER, "person", ".md", (".md",), left_alone=("readme.md",))

Cadence = Literal["weekly", "fortnightly", "monthly", "quarterly", "never"]


class Leave(Period):
    """Days a person is away."""

    why: Words | None = Field(
        default=None, description="The reason, if it may be written down.", examples=["parental leave"]
    )


class FrontMatter(Record):
    """The block at the top of a person's file; every key may be left out."""

    names: tuple[Words, ...] = Field(
        default=(), description="Names the person commits under, the one to show first.", examples=["[Tomas Novak]"]
    )
    emails: tuple[Address, ...] = Field(
        default=(), description="Addresses the person commits with.", examples=["[tomas@harbour.example]"]
    )
    logins: tuple[Words, ...] = Field(
        default=(), description="Logins on trackers; with the host in front where it matters.", examples=["[tnovak]"]
    )
    role: Words | None = Field(
        default=None, description="What the person does, in your words.", examples=["backend engineer"]
    )
    zone: Zones | None = Field(
        default=None,
        description="Time zone, or zones with the day each began; the lead's, when left out.",
        examples=["Europe/Prague"],
    )
    hours: Week | None = Field(
        default=None,
        description="Working hours per weekday; the lead's, when left out.",
        examples=["{mon-thu: 09:00-17:00}"],
    )
    capacity: float = Field(
        default=1.0, gt=0, le=1, description="The share of those hours that is for this team.", examples=["0.8"]
    )
    leave: tuple[Leave, ...] = Field(
        default=(),
        description="Absences, both days included.",
        examples=["[{from: 2026-12-21, to: 2027-01-06, why: holiday}]"],
    )
    skills: tuple[Words, ...] = Field(
        default=(), description="What the person can take on.", examples=["[python, billing]"]
    )
    grows_towards: tuple[Words, ...] = Field(
        default=(), description="What the person wants to learn, in their words.", examples=["[design reviews]"]
    )
    one_on_one: Cadence | None = Field(
        default=None,
        description="How often you meet: weekly, fortnightly, monthly, quarterly or never.",
        examples=["weekly"],
    )
    not_same_as: tuple[Words, ...] = Field(
        default=(),
        description="Identities that are not this person, so that no merge proposes them again: ids of people, names or addresses.",
        examples=["[tom@harbour.example]"],
    )
    left: date | None = Field(default=None, description="The last day in the team.", examples=["2026-09-30"])
    bot: bool = Field(default=False, description="Whether this is a program; its work is left out.", examples=["true"])


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted under one dated heading; `date` is None when the heading's date does not exist."""

    date: date | None
    title: str
    text: str
    span: Span = field(compare=False)


class Person(FrontMatter):
    """One person: the front matter of their file, its name as `id`, and the notes below."""

    id: str
    notes: tuple[Note, ...] = ()

    @property
    def display(self) -> str:
        """The name to show."""
        return self.names[0] if self.names else self.id

    @property
    def file(self) -> str:
        """Where the person is written down, from the workspace."""
        return f"{FOLDER}/{self.id}.md"

    def zone_on(self, day: date) -> str | None:
        """The zone that held on a day; None when none was given."""
        dated = holds_on(self.zone or (), day)
        return dated.value if dated else None

    def away_on(self, day: date) -> bool:
        """Whether a day lies in one of the person's absences, or after they left."""
        return (self.left is not None and day > self.left) or any(leave.covers(day) for leave in self.leave)


def read_people(folder: Path) -> tuple[tuple[Person, ...], Mapping[str, Text], tuple[Diagnostic, ...]]:
    """Everyone with a file, by id; the texts by their name; and all that is wrong with them."""
    return read_shelf(folder, _SHELF, person_from)


def person_from(text: Text) -> tuple[Person, tuple[Diagnostic, ...]]:
    """The person of a file, as far as it can be read."""
    identity = Path(text.name).stem
    matter, diagnostics = front_matter(text)
    found, used, said = _checked(text, matter.start, matter.end) if matter else (None, None, ())
    written, wrong = sections(text, matter.body if matter else 0)
    notes = tuple(Note(one.date, one.title, one.text, text.span(one.start, one.end)) for one in written)
    given = dict(found) if found else {}
    person = Person(id=identity).model_copy(update={**given, "notes": notes})
    if used is not None:
        person.placed(used)
    return person, (*diagnostics, *said, *wrong)


def _checked(text: Text, start: int, end: int) -> tuple[FrontMatter | None, Tree | None, tuple[Diagnostic, ...]]:
    tree = parse(text, start, end)
    if tree.root is None:
        return None, tree, tree.diagnostics
    if not isinstance(tree.root, Keys):
        wrong = not_keys(tree, "keys", "write one key a line, such as `names: [Tomas Novak]`.")
        return None, None, (*tree.diagnostics, *((wrong,) if tree.whole else ()))
    found, used, diagnostics = check(FrontMatter, tree)
    return found, used, (*tree.diagnostics, *diagnostics)


def person_file(
    *,
    names: Sequence[str] = (),
    emails: Sequence[str] = (),
    logins: Sequence[str] = (),
    role: str | None = None,
    zone: str | None = None,
    bot: bool = False,
) -> str:
    """A person's file in full form: what is known as given, every other key commented out, each explained."""
    from trimtab.records._writing import comment, quoted, written

    lists = {"names": names, "emails": emails, "logins": logins}
    given: dict[str, str | None] = {
        key: written([quoted(one) for one in values]) if values else None for key, values in lists.items()
    }
    given |= {"role": quoted(role) if role else None, "zone": zone, "bot": "true" if bot else None}
    head = "# What Trimtab reads; below the second line of dashes, the notes are yours.\n"
    example = "\n<!-- A heading such as `## 2026-11-04` begins a note; it never leaves this folder. -->\n"
    return f"---\n{head}{comment(FrontMatter, given)}---\n{example}"
