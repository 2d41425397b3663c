"""Plain text in: the lead's own words, as typed records.

`load` reads a workspace and never raises for bad text: what could be read is in `Records`, and all that is wrong with
the rest in its diagnostics. Evidence from the world is `trimtab.lake`'s; what to conclude from both is `advice`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from trimtab.diagnostics import Diagnostic, in_order
from trimtab.records import checks, plan_checks
from trimtab.records._fields import Period
from trimtab.records._plan_reading import NO_START, read_plans
from trimtab.records._schemas import schemas
from trimtab.records._stance import Stance
from trimtab.records._week import Week
from trimtab.records.ledger import Entry, Ledger, Outcome, read_ledger
from trimtab.records.people import Note, Person, person_file, read_people
from trimtab.records.phase import Phase, phase_on, read_phases
from trimtab.records.plan import Plan
from trimtab.records.plan_history import newest
from trimtab.records.settings import GitSource, Holidays, SavedItems, Settings, commented_settings, read_settings
from trimtab.workdays import DEFAULT_HOURS, WorkingTime

__all__ = [
    "Entry",
    "GitSource",
    "Holidays",
    "Ledger",
    "Note",
    "Outcome",
    "Period",
    "Person",
    "Phase",
    "Plan",
    "Records",
    "SavedItems",
    "Settings",
    "Stance",
    "Week",
    "commented_settings",
    "load",
    "person_file",
    "schemas",
]


@dataclass(frozen=True, slots=True)
class Records:
    """All that a workspace's texts say; `hashes` are of the files as read, for edits (see `records.edit`)."""

    folder: Path
    settings: Settings
    people: tuple[Person, ...]
    phases: tuple[Phase, ...]
    ledger: Ledger
    plans: tuple[Plan, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)
    hashes: Mapping[str, str] = field(default_factory=dict, compare=False)

    def person(self, asked: str) -> Person | None:
        """Who is meant by an id, an address, a login or a full name; the first by id where two claim it."""
        word = asked.lower()
        by_id = (person for person in self.people if person.id == word)
        by_claim = (person for person in self.people if word in _claims(person))
        return next(by_id, None) or next(by_claim, None)

    def plan(self, asked: str) -> Plan | None:
        """The plan of a name, whatever its case."""
        return next((plan for plan in self.plans if plan.id == asked.lower()), None)

    def errors_in(self, file: str) -> int:
        """How many mistakes of a file cost something, so that an answer from it can say so."""
        return sum(one.severity == "error" and one.span.file == file for one in self.diagnostics)

    @property
    def me(self) -> Person | None:
        """The lead, where the settings name a person who has a file."""
        return self.person(self.settings.me) if self.settings.me else None

    def working_time(self, person: Person | None = None, zone: str = "UTC") -> WorkingTime:
        """When somebody works; the lead, when nobody is named. `zone` is for a lead who gave none.

        A person without hours or zone of their own has the lead's; public holidays are the team's.
        """
        somebody = person or self.me
        zones = (person.zone if person else None) or self.settings.zone or (somebody.zone if somebody else None) or ()
        hours = (person.hours if person else None) or self.settings.hours or (somebody.hours if somebody else None)
        free = self.settings.holidays
        return WorkingTime(
            zone=zones[0].value if zones else zone,
            moves=tuple((later.first or date.min, later.value) for later in zones[1:]),
            hours=hours.days if hours else DEFAULT_HOURS,
            country=free.country if free else None,
            subdivision=free.subdivision if free else None,
            leave=tuple((leave.first, leave.last) for leave in somebody.leave) if somebody else (),
            capacity=somebody.capacity if somebody else 1.0,
        )

    def stance_on(self, day: date) -> Stance | None:
        """The stance of a day: of the phase that covers it, else of the settings."""
        phase = phase_on(self.phases, day)
        return phase.stance if phase else self.settings.stance_on(day)


def load(folder: Path) -> Records:
    """Everything under a workspace's folder that can be read, and all that is wrong with the rest."""
    settings, settings_text, wrong = read_settings(folder)
    people, texts, wrong_people = read_people(folder)
    phases, phases_text, wrong_phases = read_phases(folder)
    plans, plan_texts, wrong_plans = read_plans(folder)
    ledger = read_ledger(folder)
    every = (settings_text, phases_text, *texts.values(), *plan_texts.values())
    hashes = {text.name: text.sha for text in every if text is not None}
    across = tuple(checks.found(Records(folder, settings, people, phases, ledger, plans)))
    settings = _with_known_holidays(settings, {one.code for one in across})
    # Days are counted here, so the calendar has to be one that is known.
    of_plans = plan_checks.found(Records(folder, settings, people, phases, ledger, plans))
    accepted = [found for plan in plans for found in newest(folder, plan.id)[1]]
    wrong = (*wrong, *wrong_people, *wrong_phases, *wrong_plans, *accepted, *ledger.diagnostics)
    usable = tuple(plan for plan in plans if plan.start != NO_START)
    return Records(folder, settings, people, phases, ledger, usable, in_order([*wrong, *across, *of_plans]), hashes)


def _with_known_holidays(settings: Settings, codes: set[str]) -> Settings:
    """The settings without a country or subdivision that nobody knows, so that days can be counted all the same."""
    if settings.holidays is None or not codes & {"unknown-country", "unknown-subdivision"}:
        return settings
    known = None if "unknown-country" in codes else Holidays(country=settings.holidays.country)
    return settings.model_copy(update={"holidays": known})


def _claims(person: Person) -> set[str]:
    return {one.lower() for one in (*person.emails, *person.logins, *person.names)}
