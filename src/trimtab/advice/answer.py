"""An answer: what every verb returns and every surface shows.

Frozen values only. Text, Markdown, HTML and JSON are all made from these by `trimtab.render`, so that every surface
says the same thing. How an answer is reached is the business of the other modules of `advice`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

EvidenceKind = Literal["commit", "branch", "person", "record", "file", "item", "event"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row that supports a claim; `key` names it so that it can be opened again.

    `key` is `REPO@OID` for a commit, `REPO:REFNAME` for a branch, `REPO:PATH` for a file, `FILE:LINE` for a record, a
    person's id for a person, `TRACKER#NUMBER` for an item (`TRACKER:ITEM`, its native id, where it has no number), and
    `TRACKER#NUMBER:EVENT` for what happened on one.
    """

    kind: EvidenceKind
    key: str
    text: str
    at: datetime | None = None
    by: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a claim: `low` and `high` bound it where it is an estimate; `definition` says what was counted."""

    name: str
    value: float | None
    unit: str
    definition: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time a claim looked at, both ends aware; `summary` counts what it held ("14 commits, 6 files")."""

    start: datetime
    end: datetime
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Evidence of one sort under one label, such as a person's commits; `total` counts what is not listed too."""

    label: str
    summary: str
    evidence: tuple[Evidence, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of an answer, with all that `trimtab why` needs to open it.

    `id` is short and stable per `subject`; `name` is the short name printed before the text (an area, a branch), empty
    where the text stands alone. `headline` is the claim as a sentence that stands alone ("Only you hold
    billing/ledger"), made from name and text where it is empty. `meaning` is the definition, `anchor` where the docs
    argue for it. `cells` are what stands in the columns of a section that is a table; `text` says the same in words.
    `sure` says how often this kind of claim was right in the past here, where that was measured.
    """

    id: str
    subject: str
    text: str
    name: str = ""
    details: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    because: tuple[Group, ...] = ()
    window: Window | None = None
    meaning: str = ""
    anchor: str = ""
    left_out: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    unchanged_since: datetime | None = None
    headline: str = ""
    cells: tuple[str, ...] = ()
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Claims under one heading, such as `HELD BY ONE`; `note` is shown where there is nothing to claim.

    `columns` head the cells of the claims where the section is a table: the first is that of their names.
    """

    title: str
    claims: tuple[Claim, ...]
    note: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One area as a map draws it; `claim` is the id of the claim that opens it.

    `lines` are those of text files now, `heat` how many changes the next half year is expected to bring, `holders`
    whoever knows it as they are called in the answer, `silent` those of them of whom nothing was heard lately.
    `bus_factor` is null where too little changed to tell.
    """

    name: str
    repo: str
    folder: str
    files: int
    changes: int
    heat: float
    lines: int | None = None
    complexity: float | None = None
    holders: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    bus_factor: int | None = None
    blind: bool = False
    only_lead: bool = False
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Two areas that change together: in how many commits, and the share of the changes of each that this is."""

    one: str
    other: str
    together: int
    share_of_one: float
    share_of_other: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What a map draws: the areas, hottest first, and which of them change together, most often first."""

    areas: tuple[Area, ...]
    links: tuple[Link, ...] = ()


BarKind = Literal["task", "contract", "unknown", "milestone", "end"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a schedule: a task from `start` to `end`, or a point in time where both are one instant.

    `people` are as they are called in the answer, `lead` says whether the lead is one of them, `groups` the titles of the
    groups around, the outermost first. `slack` is in working days, `done` the share that is done, `due` when it is asked
    for. `after` names what it waits for by id, `claim` the id of the claim that opens it.
    """

    id: str
    title: str
    kind: BarKind
    start: datetime
    end: datetime
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    critical: bool = False
    lead: bool = False
    slack: float = 0.0
    done: float = 0.0
    due: datetime | None = None
    after: tuple[str, ...] = ()
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Gantt:
    """A schedule as it is drawn: its bars in the order of their starts, the stretch they lie in, and the plan's name."""

    bars: tuple[Bar, ...]
    start: datetime
    end: datetime
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One line of a forecast: by when something is so in a tenth, half, 8 in 10 and 19 in 20 of the futures.

    `due` is when it is asked for, `claim` the id of the claim that opens it.
    """

    id: str
    title: str
    tenth: datetime
    half: datetime
    most: datetime
    nearly: datetime
    due: datetime | None = None
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Fan:
    """A forecast as it is drawn: its lines in the order shown, and the plan's name."""

    spans: tuple[Span, ...]
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one verb, whole.

    `claim` is the answer in one sentence. `sources` names the kinds of evidence it rests on, `missing` what could not
    be seen, `nearest` the one command that would show more, `next_step` the one thing worth doing, `next_command` the
    line to type for it, `chart`, `gantt` and `fan` what can be drawn of it.
    """

    verb: str
    title: str
    period: str
    claim: str
    as_of: datetime
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    missing: str = ""
    nearest: str = ""
    next_step: str = ""
    next_command: str = ""
    chart: Chart | None = None
    gantt: Gantt | None = None
    fan: Fan | None = None

    def claims(self) -> Iterator[Claim]:
        """Every claim, in the order shown."""
        for section in self.sections:
            yield from section.claims

    def by_id(self) -> Mapping[str, Claim]:
        """Claims by their id."""
        return {claim.id: claim for claim in self.claims()}
