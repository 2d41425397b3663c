"""What an answer sees of the trackers: items, what happened on them, and who did it, up to its instant.

Frames are made when first asked for; a lake without items costs one look. What items mean is the business of the analyses,
what is due on them that of `_moves`.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._held_back import Key
from trimtab.advice._sight import Sight
from trimtab.analyses import flow
from trimtab.analyses.items import latest, states

REACH = timedelta(days=300)
"""How far back whose turn it was is worked out: the half year before the last six weeks, and a little."""

_NOT_LIVE = ("git/", "archive/")
_NAMED = re.compile(r"[^/]+/[^/]+/[^/]+")


class Trackers:
    """The items in the sight of an answer."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight

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

    @property
    def links(self) -> pl.LazyFrame:
        """Links between items, and from items to commits, by the instant."""
        return self.sight.snapshot.scan("item_links", as_of=self.sight.as_of)

    @cached_property
    def states(self) -> pl.DataFrame:
        """Every item as it was then (`items.STATES`)."""
        snapshot = self.sight.snapshot
        return states(snapshot.scan("items"), snapshot.scan("item_events"), self.sight.as_of)

    @cached_property
    def acts(self) -> pl.DataFrame:
        """What people did on items that were open within the reach (`flow.ACTS`)."""
        since = self.sight.as_of - REACH
        open_then = self.states.lazy().filter(pl.col("ended_at").is_null() | (pl.col("ended_at") >= since))
        events = self.events.join(open_then.select("tracker", "item"), on=["tracker", "item"], how="semi")
        return flow.acts(events, self.accounts, self.sight.as_of)

    @cached_property
    def turns(self) -> pl.DataFrame:
        """Whose turn each item was (`flow.TURNS`), of items that were open within the reach."""
        links = self.links.filter(pl.col("kind") == "blocked_by")
        return flow.turns(self.states, self.acts, links, self.sight.as_of, self.sight.as_of - REACH)

    @cached_property
    def accounts(self) -> pl.DataFrame:
        """Each account once, as it was read last: tracker (its host), account, login, name, bot."""
        rows = self.sight.snapshot.scan("accounts").sort("seen_at", "batch")
        last = rows.group_by("tracker", "account", maintain_order=True).agg(
            pl.col("login", "name", "bot").drop_nulls().last()
        )
        named = pl.col("login").fill_null(pl.col("account").str.strip_prefix("@"))
        return last.with_columns(login=named).sort("tracker", "account").collect()

    @cached_property
    def _persons(self) -> Mapping[tuple[str, str], str]:
        people = self.sight.accounts.linked.filter(~pl.col("bot")).select("tracker", "account", "person")
        return {(host, account): person for host, account, person in people.rows()}

    def person(self, tracker: str, account: str | None) -> str | None:
        """The person behind an account of a tracker; None for an account that is gone, and for a program."""
        return self._persons.get((tracker.partition("/")[0], account)) if account else None

    def acts_on(self, key: Key) -> Sequence[Row]:
        """The acts on an item, newest first."""
        return self._acts_by_item.get(key, ())

    def actor(self, key: Key, event: str | None) -> str | None:
        """Who did the act that an event tells, as an account."""
        return next((row["actor"] for row in self.acts_on(key) if row["event"] == event), None)

    def moved(self, key: Key, at: datetime) -> str | None:
        """The person who acted on an item at that very instant, and thereby ended what was the turn until then."""
        actors = (row["actor"] for row in self.acts_on(key) if row["at"] == at and row["actor"])
        account = next(actors, None)
        return self.person(key[0], account)

    @cached_property
    def _acts_by_item(self) -> Mapping[Key, Sequence[Row]]:
        found: dict[Key, list[Row]] = defaultdict(list)
        for row in self.acts.sort("tracker", "item", "at", "event", descending=[False, False, True, False]).to_dicts():
            found[row["tracker"], row["item"]].append(row)
        return found

    def merges_by(self, last: int) -> Mapping[str, list[str]]:
        """Who made the last merges of each tracker, by others' pull requests and their own."""
        merged = self.acts.filter(pl.col("act") == "merged", pl.col("actor").is_not_null()).sort("at", descending=True)
        found: dict[str, list[str]] = defaultdict(list)
        for tracker, actor in merged.select("tracker", "actor").rows():
            person = self.person(tracker, actor)
            if person and len(found[tracker]) < last:
                found[tracker].append(person)
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

    def link_of(self, item: Row) -> str | None:
        """Where people read an item: as the tracker said, else made from the tracker's name where that is enough."""
        if item["link"]:
            return str(item["link"])
        place = "pull" if item["kind"] == "pull" else "issues"
        return f"https://{item['tracker']}/{place}/{item['number']}" if _NAMED.fullmatch(item["tracker"]) else None
