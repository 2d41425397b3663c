"""What the lake holds already, small enough to be kept in memory while a file of any length is compared with it.

Of a stored row only hashes are kept, some 40 bytes. A first reading meets no item twice and compares nothing.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from trimtab.lake import Writer

# What people write can be edited and deleted; that something was labelled or merged cannot.
_WRITTEN = ("commented", "reviewed", "line-commented", "commit-commented")
_DELETED = pl.lit(0, pl.UInt64)


def _hash(*columns: str) -> pl.Expr:
    """One number for the values of some columns; the same throughout a process, which is as long as it is kept."""
    folded = pl.col(columns[0]).hash(1)
    for seed, column in enumerate(columns[1:], 2):
        folded = folded ^ pl.col(column).hash(seed)
    return folded


_OF = _hash("item").alias("of")
_MARKS: Mapping[str, tuple[pl.Expr, ...]] = {
    "items": (_OF, _hash("item", "content_hash").alias("key"), pl.col("happened_at").alias("read_at")),
    "item_events": (
        _OF,
        _hash("kind", "event").alias("key"),
        pl.when("deleted")
        .then(_DELETED)
        .otherwise(_hash("item", "actor", "subject", "state", "text", "link", "facts"))
        .alias("content"),
        pl.col("version"),
        pl.col("kind").is_in(_WRITTEN).alias("written"),
    ),
    "item_links": (_OF, _hash("item", "kind", "target").alias("key")),
}


class Known:
    """The rows of one source so far; `take` says which rows of a batch are new and counts them as known.

    `of` limits it to some items, where no others will be asked about.
    """

    def __init__(self, writer: "Writer", of: Iterable[str] | None = None) -> None:
        self._writer = writer
        which = True if of is None else pl.col("item").is_in(list(of))
        self._marks = {table: [writer.stored(table, marks, where=which)] for table, marks in _MARKS.items()}
        accounts = writer.stored("accounts", ("seen_at", "batch", "account", "login", "name", "bot"))
        self._accounts = {row[2]: row[3:] for row in accounts.sort("seen_at", "batch").iter_rows()}

    def take(self, frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        """Those rows of a batch that the lake lacks; of what was edited or deleted since, the new version.

        A batch holds an item once. A file older than what is known brings states of items, and events that were
        missing, but no versions.
        """
        met = self._met(frames["items"])
        events = frames["item_events"].unique(["kind", "event"], keep="first", maintain_order=True)
        links = frames["item_links"].unique(["item", "kind", "target"], keep="first", maintain_order=True)
        items = frames["items"]
        if met.height:
            items = self._lacking("items", items)
            links = self._lacking("item_links", links)
            events = self._versions(events, frames["items"], met)
        new = {
            "items": items.drop("whole"),
            "item_events": events.drop("edited_at"),
            "item_links": links,
            "accounts": self._changed(frames["accounts"]),
        }
        for table, marks in _MARKS.items():
            self._marks[table].append(new[table].select(marks))
        return new

    def _met(self, items: pl.DataFrame) -> pl.DataFrame:
        """The items of a batch that are known, each with the instant of its newest state."""
        known = self._known("items", items)
        return known.group_by("of").agg(pl.col("read_at").max().alias("known_at"))

    def _known(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """What is kept of a table about the items that some rows belong to."""
        return pl.concat(self._marks[table]).join(rows.select(_OF), on="of", how="semi")

    def _lacking(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        key = _MARKS[table][1]
        return rows.with_columns(key).join(self._known(table, rows), on="key", how="anti").drop("key")

    def _versions(self, events: pl.DataFrame, items: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
        """New events, and a further version of those that differ in a reading that is not older."""
        last = self._known("item_events", items).sort("version").unique("key", keep="last")
        readings = items.select(_OF, "whole", read_at="happened_at").join(met, on="of", how="left")
        marked = events.with_columns(_MARKS["item_events"][:3]).join(
            last.select("key", old="content", last="version"), on="key", how="left", maintain_order="left"
        )
        compared = marked.join(readings, on="of", how="left", maintain_order="left")
        edited = pl.col("old").is_not_null()
        fresh = compared.filter(
            pl.col("old").is_null() | ((pl.col("old") != pl.col("content")) & (pl.col("read_at") >= pl.col("known_at")))
        ).with_columns(
            version=pl.col("last").fill_null(0) + 1,
            happened_at=pl.when(edited)
            .then(pl.coalesce("edited_at", "read_at", "happened_at"))
            .otherwise("happened_at"),
        )
        return pl.concat([fresh.select(events.columns), self._deleted(last, marked, readings).select(events.columns)])

    def _deleted(self, last: pl.DataFrame, marked: pl.DataFrame, readings: pl.DataFrame) -> pl.DataFrame:
        """A tombstone for each comment that a newer and whole reading of its item no longer has."""
        newer = readings.filter(pl.col("whole") & (pl.col("read_at") > pl.col("known_at")))
        gone = (
            last.filter("written", pl.col("content") != _DELETED)
            .join(newer, on="of", how="inner")
            .join(marked, on="key", how="anti")
        )
        if not gone.height:
            return marked.clear()
        key = _MARKS["item_events"][1]
        rows = self._writer.stored(
            "item_events",
            ("tracker", "item", "kind", "event", "actor", "version", key),
            where=_hash("kind", "event").is_in(gone["key"].to_list()),
        )
        tombs = rows.join(gone.select("key", "version", "read_at"), on=["key", "version"], how="inner")
        blank = {name: pl.lit(None, pl.String) for name in ("subject", "state", "text", "link", "facts")}
        return tombs.sort("item", "kind", "event").with_columns(
            **blank,
            version=pl.col("version") + 1,
            deleted=pl.lit(value=True),
            happened_at=pl.col("read_at"),
            edited_at=pl.lit(None, pl.Datetime("us", "UTC")),
        )

    def _changed(self, accounts: pl.DataFrame) -> pl.DataFrame:
        """Accounts that are new, or of which something is now said that was not said before."""
        new = []
        for account, *said in accounts.select("account", "login", "name", "bot").iter_rows():
            before = self._accounts.get(account)
            merged = tuple(
                said if before is None else (b if n is None else n for n, b in zip(said, before, strict=True))
            )
            if merged != before:
                self._accounts[account] = merged
                new.append((account, *merged))
        changed = pl.DataFrame(
            new, {name: accounts.schema[name] for name in ("account", "login", "name", "bot")}, orient="row"
        )
        return changed.join(
            accounts.select("tracker", "account", "happened_at"), on="account", how="left", maintain_order="left"
        )
