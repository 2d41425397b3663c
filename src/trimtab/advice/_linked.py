"""Who is who on the trackers: accounts linked to people of git, and people known from a tracker alone.

Worked out once for what the sources brought, and kept in the cache; a lake without a tracker costs a look at its sources.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from trimtab import __version__
from trimtab.advice._once import frames_once
from trimtab.analyses.identity import PERSONS, Declared, Resolved
from trimtab.analyses.identity.accounts import ALONE, ASKED, LINKED, Accounts, link
from trimtab.analyses.item_reviews import ITEM_REVIEWS, item_reviews
from trimtab.analyses.reviews import OnItems

if TYPE_CHECKING:
    from trimtab.lake import Snapshot
    from trimtab.workspace import Workspace

NOBODY = Accounts(pl.DataFrame(schema=LINKED), pl.DataFrame(schema=ASKED))

_GIT = "git/"
_TABLES = ("accounts", "items", "item_events", "item_links")
_COMMITS = ("repo", "oid", "parents", "subject", "happened_at", "author_name", "author_email")


def accounts_once(
    snapshot: "Snapshot",
    workspace: "Workspace",
    found: Resolved,
    mailmaps: Sequence[str],
    declared: Sequence[Declared],
    bots: Iterable[str],
) -> Accounts:
    """As `link` of all that the sources brought, from the cache where the same was asked before."""
    sources = snapshot.sources()
    if all(name.startswith(_GIT) for name in sources):
        return NOBODY
    brought = sorted((one.name, one.last_batch, one.seen_at.isoformat(), one.bookmark) for one in sources.values())
    said = [__version__, brought, list(mailmaps), [asdict(one) for one in declared], sorted(bots)]

    def work_out() -> tuple[pl.DataFrame, ...]:
        accounts, items, events, links = (snapshot.scan(name) for name in _TABLES)
        commits = snapshot.scan("commits").select(_COMMITS)
        told = link(accounts, items, events, links, commits, found.people, found.persons, declared, bots)
        return told.linked, told.asked

    place = workspace.cache / "accounts"
    return Accounts(*frames_once(place, json.dumps(said, sort_keys=True), ("linked", "asked"), work_out))


def with_accounts(found: Resolved, told: Accounts) -> Resolved:
    """The persons of git with the logins they have, then those whom a tracker alone knows."""
    if told.linked.is_empty():
        return found
    logins = told.linked.group_by("person").agg(login=pl.col("login").unique().sort())
    known = found.persons.join(logins, on="person", how="left", maintain_order="left")
    both = pl.concat_list("logins", pl.col("login").fill_null(pl.lit([], pl.List(pl.String)))).list.unique(
        maintain_order=True
    )
    persons = known.with_columns(logins=both).drop("login")
    return replace(found, persons=pl.concat([persons, _alone(told, persons)]).sort("person"))


def _alone(told: Accounts, persons: pl.DataFrame) -> pl.DataFrame:
    """People whose account is linked to nobody, as rows of `PERSONS`."""
    nothing = pl.lit([], pl.List(pl.String))
    alone = (
        told.linked.filter(pl.col("rule") == ALONE)
        .group_by("person")
        .agg(
            pl.col("display").first(),
            pl.col("bot").any(),
            logins=pl.col("login").unique().sort(),
            first_at=pl.col("first_at").min(),
            last_at=pl.col("last_at").max(),
        )
    )
    told_apart = alone.with_columns(emails=nothing, names=nothing, commits=pl.lit(0, pl.Int64))
    return told_apart.select(persons.columns).cast(PERSONS)


def reviews_told(snapshot: "Snapshot", told: Accounts, at: datetime, since: datetime | None = None) -> OnItems | None:
    """What the trackers tell of reviews up to an instant, and `since` another; None without a tracker."""
    if told.linked.is_empty():
        return None
    items = snapshot.scan("items", as_of=at).select("tracker", "item", "kind", "number", "author", "seen_at").collect()
    acts = item_reviews(items.lazy(), snapshot.scan("item_events"), told.linked, at, since)
    return OnItems(acts, items.lazy(), snapshot.scan("item_links", as_of=at))


def without_account(told: Accounts, lead: str | None) -> tuple[str, ...]:
    """What to say where there is a tracker, and none of its accounts is known to be the lead's."""
    if lead is None or told.linked.is_empty() or lead in told.linked["person"]:
        return ()
    return (f"no account on the tracker is known to be yours: write its name under logins: in people/{lead}.md",)


def reviews_of_items(told: OnItems | None) -> pl.DataFrame:
    """The acts of everyone on the trackers (`ITEM_REVIEWS`)."""
    return pl.DataFrame(schema=ITEM_REVIEWS) if told is None else told.acts
