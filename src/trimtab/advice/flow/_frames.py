"""What all lines of this answer stand on: the items that are looked at, the work on them, and the spans that are timed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._sight import Sight
from trimtab.advice._trackers import Trackers
from trimtab.advice.answer import Window
from trimtab.analyses import flow, throughput
from trimtab.workdays import WorkingTime

WEEKS = 52
SPAN = timedelta(weeks=WEEKS)

_KEY = ["tracker", "item"]
_SAVED = "archive/"
_QUIET = timedelta(weeks=2)  # a tracker may be quiet for so long


class Frames:
    """Frames about items, each made when first needed. Items opened by programs are in none of them.

    `area` and `label` narrow all of it. The instant is that of the sight, or, where only saved files tell of the trackers and
    these end more than two weeks before, that of their last row: nobody knows what came later.
    """

    def __init__(self, sight: Sight, area: str | None = None, label: str | None = None) -> None:
        saved_until = _saved_until(sight)
        self.cut = saved_until is not None and saved_until < sight.as_of - _QUIET
        self.sight = replace(sight, as_of=saved_until) if self.cut and saved_until else sight
        self.trackers = Trackers(self.sight)
        self.area, self.label = area, label
        self.as_of = self.sight.as_of
        local = self.sight.clock.working.local
        self.since = self.as_of - SPAN
        self.window = Window(local(self.since), local(self.as_of))

    @cached_property
    def team_time(self) -> WorkingTime:
        """When the team works: the lead's hours and holidays, without the leave of their own."""
        return replace(self.sight.clock.working, leave=(), capacity=1.0)

    @cached_property
    def _in_window(self) -> pl.DataFrame:
        """Items that were open at some time in the window; nothing else can move a figure."""
        return self.trackers.states.filter(pl.col("ended_at").is_null() | (pl.col("ended_at") > self.since))

    @cached_property
    def by_people(self) -> pl.DataFrame:
        """Items of the window that people opened."""
        host = pl.col("tracker").str.split("/").list.first()
        marked = self._in_window.with_columns(host=host)
        return marked.join(self._programs, on=["host", "author"], how="anti").drop("host")

    @property
    def by_programs(self) -> int:
        """How many items of the window programs opened, which are left out."""
        return self._in_window.height - self.by_people.height

    @cached_property
    def _programs(self) -> pl.DataFrame:
        program = pl.col("bot").fill_null(value=False) | pl.col("login").str.ends_with("[bot]").fill_null(value=False)
        return self.trackers.accounts.filter(program).select(host="tracker", author="account")

    @cached_property
    def states(self) -> pl.DataFrame:
        """The items that are looked at."""
        found = self.by_people
        if self.area is not None:
            inside = pl.col("area") == self.area
            found = found.join(self.work.filter(inside), on=_KEY, how="semi")
        if self.label is not None:
            found = found.filter(pl.col("labels").list.contains(self.label))
        return found.sort("tracker", "number", "item")

    @cached_property
    def acts(self) -> pl.DataFrame:
        """What people did on the items of the window."""
        return flow.acts(self.events, self.trackers.accounts, self.as_of)

    @cached_property
    def events(self) -> pl.LazyFrame:
        """What happened on the items of the window."""
        return self.trackers.events_of(self.by_people.select(_KEY))

    @cached_property
    def files(self) -> pl.DataFrame:
        """The area of every file that is there."""
        return Ground(self.sight).files

    @cached_property
    def work(self) -> pl.DataFrame:
        """First commit, size and area of every item of the window that they are known of."""
        sight = self.sight
        links = self.trackers.links.join(self.by_people.lazy().select(_KEY), on=_KEY, how="semi").collect().lazy()
        return throughput.work(self.by_people, self.events, links, sight.commits, sight.changes, self.files)

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], int]:
        return {key: place for place, key in enumerate(self.states.select(_KEY).iter_rows())}

    def row(self, tracker: str, item: str) -> Row:
        """One of the items that are looked at."""
        return self.states.row(self._places[tracker, item], named=True)

    @cached_property
    def leads(self) -> pl.DataFrame:
        """From opening to end."""
        return throughput.lead_spans(self.states, self.as_of)

    @cached_property
    def cycles(self) -> pl.DataFrame:
        """From first work to merge."""
        return throughput.cycle_spans(self.states, self.work, self.as_of)

    @cached_property
    def answers(self) -> pl.DataFrame:
        """From being ready to the first answer."""
        return throughput.response_spans(self.states, self.acts, self.as_of)

    @cached_property
    def merged(self) -> pl.DataFrame:
        """Pull requests merged in the window, with rounds, lines and files."""
        merged = self.states.filter(pl.col("state") == "merged")
        rounds = throughput.rounds(merged, self.acts, self.events)
        return merged.join(rounds, on=_KEY, how="left").join(
            self.work.select(*_KEY, "lines", "files"), on=_KEY, how="left"
        )

    @cached_property
    def ages(self) -> pl.DataFrame:
        """Open items with their age, and how many of their kind were over by it."""
        return throughput.ages(self.states, self.leads, self.since, self.as_of)

    @cached_property
    def touched(self) -> pl.DataFrame:
        """When somebody last did something on each item: tracker, item, touched_at."""
        return self.acts.group_by(_KEY).agg(touched_at=pl.col("at").max())

    @cached_property
    def spells(self) -> pl.DataFrame:
        """When each item was open."""
        return throughput.spells(self.states, self.events)

    def turns_of(self, items: pl.DataFrame) -> Mapping[tuple[str, str], Row]:
        """In which state each of these open items is."""
        acts = self.acts.join(items, on=_KEY, how="semi")
        acted = self.sight.snapshot.scan("item_events", as_of=self.as_of)
        team = flow.team(acted, self.trackers.states, self.trackers.accounts)
        found = flow.turns(self.trackers.states, acts, self.trackers.links, self.as_of, self.as_of, team)
        return {(row["tracker"], row["item"]): row for row in found.iter_rows(named=True) if row["end"] is None}

    @cached_property
    def own_accounts(self) -> pl.DataFrame:
        """The lead's accounts in each tracker: tracker, account; none for an observer."""
        lead = self.sight.lead.person if self.sight.lead else ""
        mine = self.sight.accounts.linked.filter(pl.col("person") == lead).select(host="tracker", account="account")
        trackers = self.states.select(pl.col("tracker").unique()).with_columns(
            host=pl.col("tracker").str.split("/").list.first()
        )
        return trackers.join(mine, on="host").select("tracker", "account")

    def of_kind(self, frame: pl.DataFrame, kind: str) -> pl.DataFrame:
        """The rows of a frame that are about pull requests, or about issues."""
        return frame.join(self.states.filter(pl.col("kind") == kind), on=_KEY, how="semi").sort(*_KEY)

    def local(self, at: datetime) -> datetime:
        """An instant on the lead's clock."""
        return self.sight.clock.working.local(at)


def _saved_until(sight: Sight) -> datetime | None:
    """The last instant of the trackers, where only saved files tell of them; None where a live source does, or nothing."""
    sources = sight.snapshot.sources()
    told = [name for name in sources if name.startswith(_SAVED)]
    live = sight.snapshot.scan("items").filter(~pl.col("source").str.starts_with(_SAVED)).select("item").head(1)
    if not told or live.collect().height:
        return None
    found = sight.snapshot.scan("item_events").select(pl.col("happened_at").max()).collect().item()
    return found if isinstance(found, datetime) else None
