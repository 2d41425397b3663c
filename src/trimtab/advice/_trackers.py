"""What an answer sees of the trackers: items, what happened on them, and who did it, up to its instant.

Frames are made when first asked for; a lake without items costs one look. What items mean is the business of the analyses.
"""

from collections.abc import Mapping
from functools import cached_property

import polars as pl

from trimtab.advice._sight import Sight
from trimtab.analyses.items import latest, states

_FIRST_LOGIN = pl.col("login").fill_null(pl.col("account").str.strip_prefix("@"))


class Trackers:
    """The items in the sight of an answer."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight

    @cached_property
    def any(self) -> bool:
        """Whether the lake holds items at all."""
        return self.sight.snapshot.scan("items").select("item").head(1).collect().height > 0

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
    def accounts(self) -> pl.DataFrame:
        """Each account once, as it was read last: tracker (its host), account, login, name, bot."""
        rows = (
            self.sight.snapshot.scan("accounts")
            .sort("seen_at", "batch")
            .group_by("tracker", "account", maintain_order=True)
        )
        last = rows.agg(pl.col("login", "name", "bot").drop_nulls().last()).collect()
        return last.with_columns(login=_FIRST_LOGIN).sort("tracker", "account")

    @cached_property
    def logins(self) -> Mapping[tuple[str, str], str]:
        """The login of each host and account."""
        return {
            (host, account): login
            for host, account, login in self.accounts.select("tracker", "account", "login").rows()
        }
