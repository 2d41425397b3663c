"""What an answer sees of the trackers: items, what happened on them, and who did it, up to its instant.

Frames are made when first asked for; a lake without items costs one look. What items mean is the business of the analyses,
what is due on them that of `_moves`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

import polars as pl

from trimtab import __version__
from trimtab.advice._ground import Row
from trimtab.advice._held_back import Key
from trimtab.advice._once import frames_once
from trimtab.advice._sight import Sight
from trimtab.analyses import flow
from trimtab.analyses.items import STATES, latest, standing, states

REACH = timedelta(weeks=33)
"""How far back whose turn it was is worked out: the half year before the last six weeks, and a little."""

_KEY = ["tracker", "item"]
_A_YEAR_AND_A_DAY = timedelta(days=366)

_NOT_LIVE = ("git/", "archive/")


class Trackers:
    """The items in the sight of an answer."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self._acts_by_item: dict[Key, list[Row]] = {}

    @cached_property
    def any(self) -> bool:
        """Whether the lake holds items at all."""
        return self.sight.snapshot.scan("items").select("item").head(1).collect().height > 0

    @cached_property
    def several(self) -> bool:
        """Whether the items are of more than one tracker."""
        return self.states["tracker"].n_unique() > 1

    @cached_property
    def known_to(self) -> datetime | None:
        """Up to when the trackers are known: when a live one was read, and the newest thing that a saved one holds."""
        live = [one.seen_at for one in self.sight.snapshot.sources().values() if not one.name.startswith(_NOT_LIVE)]
        newest = self.sight.snapshot.scan("items").select(pl.col("happened_at").max()).collect().item()
        return max([*live, *([newest] if isinstance(newest, datetime) else [])], default=None)

    @property
    def events(self) -> pl.LazyFrame:
        """What happened by the instant, each event once in its last version of then."""
        return latest(self.sight.snapshot.scan("item_events"), self.sight.as_of)

    def events_of(self, items: pl.DataFrame) -> pl.LazyFrame:
        """The same of these items (tracker, item) alone, which takes a fraction of the time where they are few."""
        rows = self.sight.snapshot.scan("item_events").filter(pl.col("item").is_in(items["item"].unique().implode()))
        return latest(rows.join(items.lazy(), on=["tracker", "item"], how="semi"), self.sight.as_of).collect().lazy()

    @property
    def links(self) -> pl.LazyFrame:
        """Links between items, and from items to commits, that held at the instant."""
        return self._links(self.sight.as_of)

    @cached_property
    def states(self) -> pl.DataFrame:
        """Every item as it was then (`items.STATES`)."""
        if not self._settled:
            return self._states(self.sight.as_of)
        (kept,) = self._once("states", lambda: (self._states(self._newest),))
        return kept

    @cached_property
    def turns(self) -> pl.DataFrame:
        """Whose turn each item was (`flow.TURNS`), of items that were open within the reach.

        Two accounts stand beside: `decider` did what decided it, `mover` ended it. What is known up to the newest event also
        tells the times to come, in which nothing but a year's quiet changes a turn: so it is worked out once, and cut.
        """
        at = self.sight.as_of
        if not self._settled:
            return self._turns(at)
        (kept,) = self._once("turns", lambda: (self._turns(self._newest + _A_YEAR_AND_A_DAY),))
        over = pl.col("end") > at
        now = kept.filter(pl.col("start") <= at).with_columns(
            end=pl.when(over).then(None).otherwise("end"), mover=pl.when(over).then(None).otherwise("mover")
        )
        return now.filter(pl.col("end").is_null() | (pl.col("end") > at - REACH))

    @cached_property
    def _newest(self) -> datetime:
        """When the newest thing happened that the lake knows of, whatever the instant of the answer."""
        snapshot = self.sight.snapshot
        ends = [
            snapshot.scan(table).select(pl.col("happened_at").max()).collect().item()
            for table in ("items", "item_events", "item_links")
        ]
        return max((end for end in ends if isinstance(end, datetime)), default=self.sight.as_of)

    @property
    def _settled(self) -> bool:
        """Whether nothing is known to have happened after the instant."""
        return self.sight.as_of >= self._newest

    def _once(self, name: str, work_out: "Callable[[], tuple[pl.DataFrame, ...]]") -> tuple[pl.DataFrame, ...]:
        """What follows from the lake and the accounts alone, from the cache where it was worked out before."""
        sources = self.sight.snapshot.sources().values()
        brought = sorted((one.name, one.last_batch, one.seen_at.isoformat(), one.bookmark) for one in sources)
        columns = [f"{column}: {dtype}" for column, dtype in (*STATES.items(), *flow.TURNS.items())]
        programs = self.accounts.filter("bot").select("tracker", "account").rows()
        asked = json.dumps([__version__, columns, brought, programs])
        return frames_once(self.sight.workspace.cache / "items" / name, asked, (name,), work_out)

    def _links(self, at: datetime) -> pl.LazyFrame:
        snapshot = self.sight.snapshot
        return standing(snapshot.scan("item_links"), snapshot.scan("item_events"), self.states, at)

    def _states(self, at: datetime) -> pl.DataFrame:
        snapshot = self.sight.snapshot
        return states(snapshot.scan("items"), snapshot.scan("item_events"), at)

    def _turns(self, at: datetime) -> pl.DataFrame:
        since = min(at, self._newest) - REACH
        known = self.states.filter(pl.col("ended_at").is_null() | (pl.col("ended_at") >= since))
        done = self._acts(known.select(_KEY).lazy(), at)
        links = self._links(at).filter(pl.col("kind") == "blocked_by")
        # Who belongs to the team is told by all that was done by then, not by what was open lately.
        acted = self.sight.snapshot.scan("item_events", as_of=at)
        found = flow.turns(self.states, done, links, at, since, flow.team(acted, self.states, self.accounts))
        deciders = done.select(*_KEY, "event", decider="actor").unique(
            [*_KEY, "event"], keep="first", maintain_order=True
        )
        movers = done.filter(pl.col("actor").is_not_null()).select(*_KEY, end="at", mover="actor")
        return (
            found.join(deciders, on=[*_KEY, "event"], how="left")
            .join(movers.unique([*_KEY, "end"], keep="first", maintain_order=True), on=[*_KEY, "end"], how="left")
            .sort(*_KEY, "start")
        )

    def _acts(self, of: pl.LazyFrame, at: datetime) -> pl.DataFrame:
        """What people did on these items (`flow.ACTS`)."""
        events = latest(self.sight.snapshot.scan("item_events").join(of, on=_KEY, how="semi"), at)
        return flow.acts(events, self.accounts, at)

    @cached_property
    def accounts(self) -> pl.DataFrame:
        """Each account once, as it was read last: tracker (its host), account, login, name, bot.

        A program is what the tracker, the settings or its commits say is one.
        """
        rows = self.sight.snapshot.scan("accounts").sort("seen_at", "batch")
        last = rows.group_by("tracker", "account", maintain_order=True).agg(
            pl.col("login", "name", "bot").drop_nulls().last()
        )
        programs = self.sight.accounts.linked.select("tracker", "account", program="bot")
        told = last.collect().join(programs, on=["tracker", "account"], how="left")
        return told.select(
            "tracker",
            "account",
            pl.col("login").fill_null(pl.col("account").str.strip_prefix("@")),
            "name",
            bot=pl.coalesce("program", "bot", pl.lit(value=False)),
        ).sort("tracker", "account")

    @cached_property
    def _persons(self) -> Mapping[tuple[str, str], str]:
        people = self.sight.accounts.linked.filter(~pl.col("bot")).select("tracker", "account", "person")
        return {(host, account): person for host, account, person in people.rows()}

    def person(self, tracker: str, account: str | None) -> str | None:
        """The person behind an account of a tracker; None for an account that is gone, and for a program."""
        return self._persons.get((tracker.partition("/")[0], account)) if account else None

    def acts_on(self, key: Key) -> Sequence[Row]:
        """The acts on an item, newest first."""
        if key not in self._acts_by_item:
            self.load_acts([key])
        return self._acts_by_item[key]

    def load_acts(self, keys: Collection[Key]) -> None:
        """Read the acts on these items at once, for whoever asks for them one by one."""
        wanted = sorted(set(keys) - self._acts_by_item.keys())
        self._acts_by_item.update((key, []) for key in wanted)
        if not wanted:
            return
        of = pl.DataFrame(wanted, schema=dict.fromkeys(_KEY, pl.String), orient="row")
        done = flow.acts(self.events_of(of), self.accounts, self.sight.as_of).sort(
            *_KEY, "at", "event", descending=[False, False, True, False]
        )
        for row in done.iter_rows(named=True):
            self._acts_by_item[row["tracker"], row["item"]].append(row)

    def merges_by(self, last: int) -> Mapping[str, list[str]]:
        """Who made the last merges of each tracker; programs and accounts that are gone are passed over."""
        merged = self.sight.snapshot.scan("item_events", as_of=self.sight.as_of).filter(
            pl.col("kind") == "merged", pl.col("actor").is_not_null()
        )
        # Of five times as many, enough are by people; nobody edits a merge, so that versions are not looked at.
        newest = (
            merged.select("tracker", "actor", "happened_at", "event")
            .collect()
            .sort("happened_at", "event", descending=True)
        )
        found: dict[str, list[str]] = {}
        for tracker, actor in (
            newest.group_by("tracker", maintain_order=True).head(5 * last)[["tracker", "actor"]].rows()
        ):
            person = self.person(tracker, actor)
            people = found.setdefault(tracker, [])
            if person and len(people) < last:
                people.append(person)
        return {tracker: people for tracker, people in found.items() if people}

    def files(self, keys: Collection[Key]) -> pl.DataFrame:
        """The files that items change, as far as it can be seen: tracker, item, repo, path.

        Those of the commits that a pull request lists and a clone holds, and those whose lines were commented on.
        """
        asked = pl.DataFrame(sorted(set(keys)), schema={"tracker": pl.String, "item": pl.String}, orient="row").lazy()
        on = ["tracker", "item"]
        commits = self.links.filter(pl.col("kind") == "contains_commit").join(asked, on=on, how="semi")
        changed = commits.select(*on, oid="target").join(
            self.sight.changes.select("repo", "oid", "path"), on="oid", how="inner"
        )
        lines = self.sight.snapshot.scan("item_events", as_of=self.sight.as_of).filter(
            pl.col("kind") == "line-commented", pl.col("subject").is_not_null()
        )
        only = self.sight.workspace.clones[0].slug if len(self.sight.workspace.clones) == 1 else None
        said = lines.join(asked, on=on, how="semi").select(*on, pl.lit(only).alias("repo"), path="subject")
        columns = [*on, "repo", "path"]
        return pl.concat([changed.select(columns), said.select(columns)]).unique().sort(columns).collect()

    def paths(self, keys: Collection[Key]) -> Mapping[Key, list[str]]:
        """The files of items by item."""
        found: dict[Key, list[str]] = defaultdict(list)
        for tracker, item, path in self.files(keys).select("tracker", "item", "path").unique().sort(pl.all()).rows():
            found[tracker, item].append(path)
        return found

    def areas(self, files: pl.DataFrame, keys: Collection[Key]) -> Mapping[Key, tuple[str, str]]:
        """Repository and area that most of an item's files are in, by item; `files` says the area of each file."""
        placed = self.files(keys).join(files.select("repo", "path", "area"), on=["repo", "path"], how="inner")
        most = (
            placed.group_by("tracker", "item", "repo", "area")
            .len()
            .sort("tracker", "item", "len", "repo", "area", descending=[False, False, True, False, False])
            .unique(["tracker", "item"], keep="first", maintain_order=True)
        )
        return {(tracker, item): (repo, area) for tracker, item, repo, area in most.drop("len").rows()}
