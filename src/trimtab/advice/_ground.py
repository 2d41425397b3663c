"""What several lines of any answer stand on, worked out once: the areas, who did what there, who is there, who holds what."""

from collections.abc import Mapping
from datetime import UTC, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from trimtab.advice._sight import CommitRows, Sight
from trimtab.advice.answer import Window
from trimtab.advice.measured import sure
from trimtab.analyses import areas, coupling, ownership

# A row of a frame. Any: the columns and their types are declared as a schema by the analysis that made the frame.
Row = dict[str, Any]

_MONTH, _SHORT_YEAR = 30.4, 90


class Ground:
    """Frames about areas and people, each made when first needed."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
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
    def sure(self) -> Mapping[str, str]:
        """How often each kind of judgement was right here, where that was measured."""
        return sure(self.sight.workspace, self.sight.as_of)

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
    def bus(self) -> pl.DataFrame:
        """How few active people each area rests on."""
        return ownership.bus_factors(self.doings, self.there, self.sight.as_of)

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

    @cached_property
    def central(self) -> pl.DataFrame:
        """How much of the work on the other areas goes through each area."""
        return coupling.central(self.touches, self.files, self.sight.as_of)

    @cached_property
    def read(self) -> pl.DataFrame:
        """When the lead last wrote or reviewed in each area; empty for an observer."""
        if self.lead is None:
            return pl.DataFrame(schema=ownership.LAST_READ)
        sight = self.sight
        return ownership.last_read(
            sight.commits, sight.changes, sight.people, sight.reviews.acts.lazy(), self.files, self.doings,
            sight.as_of, self.lead,
        )  # fmt: skip

    @cached_property
    def blind(self) -> pl.DataFrame:
        """Where the lead judges what they have not read; empty for an observer."""
        if self.lead is None:
            return pl.DataFrame(schema=ownership.BLIND_SPOTS)
        return self.blind_for(ownership.AWAY)

    def blind_for(self, away: timedelta) -> pl.DataFrame:
        """Where the lead has done nothing for `away`; raises ValueError for an observer."""
        if self.lead is None:
            raise ValueError("an observer has no blind spots")
        return ownership.blind_spots(
            self.doings, self.touches, self.files, self.read, self.sight.as_of,
            lead=self.lead, away=away, held=self.held, central=self.central,
        )  # fmt: skip

    @property
    def left_out(self) -> tuple[str, ...]:
        """What no line about areas counts."""
        bots = (f"{self.bots:,} bot commits",) if self.bots else ()
        return (*bots, "vendored, generated and binary files", "commits that change nearly everything")
