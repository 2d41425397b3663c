"""What several lines of the brief stand on, worked out once: the week, the areas, who did what there, who is there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from trimtab.advice._sight import CommitRows, Sight
from trimtab.advice.answer import Window
from trimtab.analyses import areas, ownership
from trimtab.workdays import week_dates

# A row of a frame. Any: the columns and their types are declared as a schema by the analysis that made the frame.
Row = dict[str, Any]

# On a Monday or Tuesday the week before is the news; later the week itself.
_OLD_WEEK_UNTIL = 2
_MONTH, _SHORT_YEAR = 30.4, 90


@dataclass(frozen=True, slots=True)
class Week:
    """The week a brief is about: its name, both ends (the end excluded), and how far the evidence reaches into it."""

    name: str
    start: datetime
    end: datetime
    seen_to: datetime

    @property
    def whole(self) -> bool:
        """Whether the week is over as of the instant."""
        return self.seen_to >= self.end - timedelta(seconds=1)

    @property
    def period(self) -> str:
        """`week 2026-W46, 9 to 15 Nov`."""
        monday, sunday = week_dates(self.name)
        same = monday.month == sunday.month
        return f"week {self.name}, {monday.day}{'' if same else f' {monday:%b}'} to {sunday.day} {sunday:%b}"

    @property
    def window(self) -> Window:
        """The week as the window of a claim."""
        return Window(self.start, min(self.end - timedelta(seconds=1), self.seen_to))


def week_of(sight: Sight, asked: str | None) -> Week:
    """The week asked for, else the one of the instant; early in a week nobody asked for, the one before."""
    working = sight.clock.working
    name = asked or working.week_of(sight.as_of)
    if asked is None and not sight.asked_as_of and sight.local_as_of.weekday() < _OLD_WEEK_UNTIL:
        name = working.week_of(sight.as_of - timedelta(days=7))
    start, end = working.week_bounds(name)
    return Week(name, start, end, sight.local_as_of)


class Ground:
    """Frames about areas and people, each made when first needed."""

    def __init__(self, sight: Sight, week: Week) -> None:
        self.sight = sight
        self.week = week
        self.names = sight.names
        self.lead = sight.lead.person if sight.lead else None
        local = sight.clock.working.local
        self.year = Window(local(max(sight.as_of - areas.WINDOW, sight.oldest or sight.as_of)), local(sight.as_of))

    @property
    def span(self) -> str:
        """How long the year is that could be seen: `12 months`, less where the history is younger or not read yet."""
        days = (self.year.end - self.year.start).days
        return f"{round(days / _MONTH)} months" if days >= _SHORT_YEAR else f"{max(round(days / 7), 1)} weeks"

    @cached_property
    def rows(self) -> CommitRows:
        """Commits as evidence."""
        return CommitRows(self.sight)

    @cached_property
    def touches(self) -> pl.DataFrame:
        """Files changed in the year."""
        sight = self.sight
        return areas.touched(sight.commits, sight.changes, sight.people, sight.as_of, rules=sight.rules)

    @cached_property
    def files(self) -> pl.DataFrame:
        """The area of every file that is there."""
        return areas.areas(self.touches, rules=self.sight.rules)

    @cached_property
    def doings(self) -> pl.DataFrame:
        """Who wrote and reviewed what in which area."""
        sight = self.sight
        return ownership.acts(
            self.touches, self.files, sight.commits, sight.people, sight.reviews.acts.lazy(), sight.as_of
        )

    @cached_property
    def there(self) -> pl.DataFrame:
        """Who is there, by their own rhythm."""
        sight = self.sight
        return ownership.presence(sight.commits, sight.people, sight.reviews.acts.lazy(), sight.as_of)

    @cached_property
    def held(self) -> pl.DataFrame:
        """Areas that one person holds."""
        return ownership.holders(self.doings, self.files, self.there, self.sight.as_of, lead=self.lead)

    @cached_property
    def sole(self) -> str | None:
        """The person who holds the whole, if one does."""
        return ownership.standing(self.doings, self.files, self.there, self.held, self.sight.as_of).sole

    @cached_property
    def programs(self) -> frozenset[str]:
        """The ids of bots."""
        return frozenset(self.sight.identities.persons.filter("bot")["person"])

    @cached_property
    def bots(self) -> int:
        """Commits of the year by programs, which are left out everywhere."""
        bots = self.sight.people.filter("bot").select(author_name="name", author_email="email")
        recent = self.sight.commits.filter(pl.col("happened_at") >= self.year.start.astimezone(UTC))
        found = recent.join(bots, on=["author_name", "author_email"], how="semi").select(pl.len())
        return int(found.collect().item())

    @property
    def left_out(self) -> tuple[str, ...]:
        """What no line about areas counts."""
        bots = (f"{self.bots:,} bot commits",) if self.bots else ()
        return (*bots, "vendored, generated and binary files", "commits that change nearly everything")
