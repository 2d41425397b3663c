"""A look through the open items for what no change of theirs tells: that one is gone, that another now has a blocker.

GitHub does not count a link between two items as a change of either, and a deleted or transferred item is simply no longer
listed. The pages that are as they were are answered with "not modified", and cost nothing of the hour's requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from trimtab.sources.github._bookmark import listing
from trimtab.sources.github._connector import Connector
from trimtab.sources.github._item import LINK_FACTS, link_totals
from trimtab.sources.github._kept import Kept, Page

if TYPE_CHECKING:
    from trimtab.lake import Writer
    from trimtab.sources.github._sync import Run

_GONE = ("transferred", "deleted")


@dataclass(frozen=True, slots=True)
class Doubts:
    """Numbers and names of items to be asked for one by one; of the `differing` ones it is known that they changed."""

    doubtful: tuple[tuple[int, str], ...]
    differing: frozenset[int]


def look_through(connector: Connector, writer: "Writer", run: "Run", kept: Kept) -> Doubts:
    """Compare what is listed as open with what the lake holds as open."""
    listed = _listed(connector, run, kept)
    known = _known(writer)
    differing = {number for number, (_, totals) in known.items() if number in listed and listed[number] != totals}
    doubtful = [number for number in sorted(known) if number not in listed or number in differing]
    return Doubts(tuple((number, known[number][0]) for number in doubtful), frozenset(differing))


def _listed(connector: Connector, run: "Run", kept: Kept) -> dict[int, tuple[int, ...]]:
    """The links counted of each open item, by its number."""
    found: dict[int, tuple[int, ...]] = {}
    pages: dict[str, Page] = {}
    following: str | None = listing(run.place.base, run.tracker, [("state", "open"), ("sort", "created")])
    while following:
        before = kept.pages.get(following)
        answer = connector.get(following, before.etag if before else None)
        if answer.unchanged and before:
            page = before
        else:
            held = [[one["number"], *link_totals(one)] for one in answer.body]
            page = Page(answer.etag or "", answer.next, held)
        found |= {number: tuple(totals) for number, *totals in page.held}
        pages[following], following = page, page.next
    others = {address: page for address, page in kept.pages.items() if page.held is None}
    kept.pages = {**others, **{address: page for address, page in pages.items() if page.etag}}
    return found


def _known(writer: "Writer") -> Mapping[int, tuple[str, tuple[int, ...]]]:
    """Name and counted links of each item that the lake holds as open, by its number."""
    gone = writer.stored("item_events", ("item",), where=pl.col("kind").is_in(_GONE))
    counts = [
        pl.col("facts").str.json_path_match(f"$.{fact}").cast(pl.Int64).fill_null(0).alias(fact) for fact in LINK_FACTS
    ]
    last = (
        writer.stored("items", ("item", "number", "state", "happened_at", "seen_at", "batch", *counts))
        .sort("happened_at", "seen_at", "batch")
        .unique("item", keep="last", maintain_order=True)
        .filter(pl.col("state") == "open")
        .join(gone, on="item", how="anti")
    )
    rows: list[tuple[Any, ...]] = last.select("number", "item", *LINK_FACTS).rows()  # Any: as selected
    return {row[0]: (row[1], tuple(row[2:])) for row in rows}
