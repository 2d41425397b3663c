"""Saved tracker JSON, read through a lake of its own and shown as of any instant."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from trimtab.analyses import flow
from trimtab.analyses.items import latest, states
from trimtab.lake import Lake
from trimtab.sources import ArchiveSource


@dataclass(frozen=True)
class Told:
    """The tracker as of an instant."""

    states: pl.DataFrame
    acts: pl.DataFrame
    team: pl.DataFrame


class Tracker:
    """The tables of one saved tracker."""

    def __init__(self, file: Path) -> None:
        self.name = file.name.split(".")[0]
        with tempfile.TemporaryDirectory() as folder:
            lake = Lake(Path(folder))
            ArchiveSource(file, tracker=f"github.com/saved/{self.name}").sync(lake, seen_at=datetime.now(UTC))
            snapshot = lake.snapshot()
            self.items = snapshot.scan("items").collect()
            self.events = snapshot.scan("item_events").collect()
            self.links = snapshot.scan("item_links").collect()
            self.accounts = (
                snapshot.scan("accounts")
                .sort("seen_at")
                .unique(["tracker", "account"], keep="last", maintain_order=True)
                .collect()
            )

    @cached_property
    def end(self) -> datetime:
        """When the last thing happened."""
        return self.events["happened_at"].max()  # type: ignore[return-value]  # a tracker without events is of no use here

    def told(self, as_of: datetime) -> Told:
        """What was known at an instant."""
        events = self.events.lazy()
        acts = flow.acts(latest(events, as_of), self.accounts, as_of)
        known = states(self.items.lazy(), events, as_of)
        return Told(known, acts, flow.team(events.filter(pl.col("happened_at") <= as_of), known, self.accounts))

    def turns(self, as_of: datetime, since: datetime | None = None) -> pl.DataFrame:
        """Whose turn it was, as of an instant."""
        told = self.told(as_of)
        links = self.links.filter(pl.col("happened_at") <= as_of)
        return flow.turns(told.states, told.acts, links, as_of, since, told.team)
