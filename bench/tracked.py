"""A public clone together with the saved rows of its tracker, as the frames that judgements are made from.

The file is read into a lake that is thrown away, so the clone's own lake stays one of git alone.
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from histories import History, history
from trimtab.analyses import identity
from trimtab.analyses.identity import _account_votes as ballots
from trimtab.analyses.identity.accounts import ALONE, SHARE, link
from trimtab.analyses.item_commits import item_commits
from trimtab.analyses.item_reviews import item_reviews
from trimtab.analyses.reviews import OnItems
from trimtab.lake import Lake
from trimtab.sources import ArchiveSource


@dataclass(frozen=True, slots=True)
class Tracked:
    """A clone's history, and its tracker's rows by table."""

    history: History
    persons: pl.DataFrame
    rows: dict[str, pl.LazyFrame]

    @property
    def name(self) -> str:
        """The name of the clone."""
        return self.history.name

    @property
    def commits(self) -> pl.LazyFrame:
        """The lake's table."""
        return self.history.commits.lazy()

    def accounts(self, **changed: pl.LazyFrame) -> pl.DataFrame:
        """Who has which account, with some of the tracker's tables changed."""
        rows = {**self.rows, **changed}
        tables = (rows[name] for name in ("accounts", "items", "item_events", "item_links"))
        return link(*tables, self.commits, self.history.people, self.persons).linked

    def on_items(self) -> OnItems:
        """What the tracker tells of reviews, ever."""
        acts = item_reviews(self.rows["items"], self.rows["item_events"], self.accounts(), datetime.now(UTC))
        return OnItems(acts, self.rows["items"], self.rows["item_links"])

    def links(self, **changed: pl.LazyFrame) -> dict[str, tuple[str, str]]:
        """Person and rule of each account that is linked, with some of the tracker's tables changed."""
        known = self.accounts(**changed).filter(pl.col("rule") != ALONE, ~pl.col("bot"))
        return {account: (person, rule) for account, person, rule in known.select("account", "person", "rule").rows()}

    def truth(self, items: pl.LazyFrame) -> dict[str, str | None]:
        """Who wrote what each account opened; None where nobody wrote most of it."""
        pulls = item_commits(items, self.rows["item_links"], self.commits)
        votes = ballots.by_pulls(pulls, self.commits, self.history.people)
        best = (
            votes.filter(~pl.col("account").is_in(self._bots()))
            .with_columns(share=pl.col("pulls") / pl.col("pulls").sum().over("account"))
            .sort("account", "share", "person", descending=[False, True, False])
            .unique("account", keep="first", maintain_order=True)
        )
        return {
            one: who if share >= SHARE else None for one, who, share in best.select("account", "person", "share").rows()
        }

    def _bots(self) -> list[str]:
        return self.rows["accounts"].filter("bot").select("account").collect()["account"].to_list()

    def login(self, account: str) -> str:
        """The login of an account."""
        return str(self.rows["accounts"].filter(account=account).select("login").collect().item(0, 0))


def tracked(repository: Path, file: Path, tracker: str) -> Tracked:
    """Read a clone and its tracker."""
    known = history(repository)
    raw = identity.identities(known.commits.lazy())
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        ArchiveSource(file, tracker=tracker).sync(lake, seen_at=datetime.now(UTC))
        snapshot = lake.snapshot()
        tables = ("accounts", "items", "item_events", "item_links")
        rows = {table: snapshot.scan(table).collect().lazy() for table in tables}
    return Tracked(known, identity.resolve(raw).persons, rows)
