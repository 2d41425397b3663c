"""Answers made at random, strange texts and all, for the properties that every form must keep.

Hypothesis chooses the texts, which it can then shrink; a seed decides where they stand, which keeps an answer of a
hundred claims as quick to make as one of two.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from trimtab.advice.answer import Answer, Area, Bar, Chart, Claim, Evidence, Figure, Gantt, Group, Link, Section, Window

_T = TypeVar("_T")

STRANGE = (
    "\x1b[2J\x1b[H",
    "a\rb",
    "\u202eevil",
    "日本語のサブジェクト",
    "e\u0301\u0301\u0301\u0301\u0301",
    "👩\u200d👩\u200d👧",
    "x" * 200,
    "many words in a row " * 9,
    "a\tb\nc",
    "",
)


class _Maker:
    """Values of an answer, their texts taken from a few, all else from dice."""

    def __init__(self, texts: list[str], dice: Random) -> None:
        self.texts = texts
        self.dice = dice

    def text(self) -> str:
        return self.dice.choice(self.texts)

    def short(self) -> str:
        return self.text()[:12]

    def several(self, make: Callable[[], _T], most: int = 3) -> tuple[_T, ...]:
        return tuple(make() for _ in range(self.dice.randint(0, most)))

    def perhaps(self, make: Callable[[], _T]) -> _T | None:
        return make() if self.dice.random() < 0.6 else None

    def instant(self) -> datetime:
        zone = timezone(timedelta(minutes=self.dice.randint(-720, 840)))
        return datetime.fromtimestamp(
            self.dice.randint(0, 4_000_000_000) + self.dice.choice((0, 0.25)), UTC
        ).astimezone(zone)

    def number(self) -> float:
        return self.dice.choice((0, 1, -3, 0.7, 12.5, 1e7, self.dice.uniform(-99, 99)))

    def evidence(self) -> Evidence:
        kind = self.dice.choice(("commit", "branch", "person", "record", "file", "item", "event"))
        link = self.perhaps(lambda: self.dice.choice(("https://git.harbour.example/1", self.text())))
        return Evidence(kind, self.short(), self.text(), self.perhaps(self.instant), self.perhaps(self.short), link)

    def figure(self) -> Figure:
        value, low, high = (self.perhaps(self.number) for _ in range(3))
        return Figure(self.short(), value, self.short(), self.text(), low, high)

    def group(self) -> Group:
        return Group(self.short(), self.text(), self.several(self.evidence, 5), self.dice.randint(0, 99))

    def claim(self) -> Claim:
        return Claim(
            id=f"{self.dice.choice('abmw')}{self.dice.randint(1, 9999)}",
            subject=self.short(),
            text=self.text(),
            name=self.text(),
            details=self.several(self.text),
            figures=self.several(self.figure),
            because=self.several(self.group),
            window=self.perhaps(lambda: Window(self.instant(), self.instant(), self.short())),
            meaning=self.text(),
            anchor=self.short(),
            left_out=self.several(self.short),
            wrong=self.several(self.short),
            unchanged_since=self.perhaps(self.instant),
            headline=self.short(),
            cells=self.several(self.short, 5),
            sure=self.text(),
        )

    def section(self) -> Section:
        columns = self.several(self.short, 5) if self.dice.random() < 0.4 else ()
        return Section(self.text(), self.several(self.claim, 12), self.short(), columns)

    def area(self) -> Area:
        return Area(
            name=self.text(),
            repo=self.short(),
            folder="/".join(self.several(self.short, 4)),
            files=self.dice.randint(0, 999),
            changes=self.dice.randint(0, 999),
            heat=abs(self.number()),
            lines=self.perhaps(lambda: self.dice.choice((0, 1, 12, 400, 10**7))),
            complexity=self.perhaps(self.number),
            holders=self.several(self.short),
            silent=self.several(self.short),
            bus_factor=self.perhaps(lambda: self.dice.randint(0, 5)),
            blind=self.dice.random() < 0.2,
            only_lead=self.dice.random() < 0.2,
            claim=f"m{self.dice.randint(1, 9999)}" if self.dice.random() < 0.8 else "",
        )

    def chart(self) -> Chart:
        areas = self.several(self.area, 50)
        names = [area.name for area in areas] or [self.text()]
        return Chart(areas, self.several(lambda: self.link(names), 30))

    def link(self, names: list[str]) -> Link:
        shares = self.dice.random(), self.dice.random()
        return Link(self.dice.choice(names), self.dice.choice(names), self.dice.randint(0, 99), *shares)

    def answer(self) -> Answer:
        return Answer(
            verb=self.dice.choice(("brief", "map", "away")),
            title=self.text(),
            period=self.short(),
            claim=self.text(),
            as_of=self.instant(),
            sections=self.several(self.section, 8),
            sources=self.several(self.short),
            caveats=self.several(self.text, 7),
            missing=self.text(),
            nearest=self.short(),
            next_step=self.text(),
            next_command=self.short(),
            chart=self.perhaps(self.chart),
        )

    def scheduled(self) -> Answer:
        """The same with a schedule, whose bars may be those of claims."""
        made = self.answer()
        made = replace(made, sections=made.sections[:2])
        bars = tuple(self.bar(claim.id) for claim in made.claims()) or (self.bar(""),)
        ends = min(bar.start for bar in bars), max(bar.end for bar in bars)
        return replace(made, chart=None, gantt=Gantt(bars, *ends, self.short()))

    def bar(self, claim: str) -> Bar:
        start = self.instant()
        return Bar(
            id=self.short(),
            title=self.text(),
            kind=self.dice.choice(("task", "contract", "unknown", "milestone", "end")),
            start=start,
            end=start + self.dice.choice((timedelta(0), timedelta(hours=3), timedelta(days=400))),
            people=self.several(self.short),
            groups=self.several(self.short),
            critical=self.dice.random() < 0.3,
            lead=self.dice.random() < 0.3,
            slack=abs(self.number()),
            done=self.dice.random(),
            due=self.perhaps(self.instant),
            after=self.several(self.short),
            claim=claim,
        )


def _answer(texts: list[str], seed: int) -> Answer:
    return _Maker(texts, Random(seed)).answer()


def _scheduled(texts: list[str], seed: int) -> Answer:
    return _Maker(texts, Random(seed)).scheduled()


answers = st.builds(
    _answer,
    st.lists(st.text(max_size=60) | st.sampled_from(STRANGE), min_size=1, max_size=6),
    st.integers(0, 2**32),
)

schedules = st.builds(
    _scheduled,
    st.lists(st.text(max_size=60) | st.sampled_from(STRANGE), min_size=1, max_size=6),
    st.integers(0, 2**32),
)
