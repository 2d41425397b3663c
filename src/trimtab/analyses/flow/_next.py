"""Who is likely to move next on open items: a forecast beside what the rule says, never instead of it."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

import polars as pl

from trimtab.analyses.flow._memory import Fading
from trimtab.analyses.flow._walk import HOUR, Walk

LIKELY = pl.Schema(
    {"tracker": pl.String(), "item": pl.String(), "role": pl.String(), "account": pl.String(), "chance": pl.Float64()}
)
"""Of each open pull request those who may move, by tracker, item and role, most likely first. `role`: `next`, whoever moves next,
the author among them; `reviewer`, whoever of the others does; `merger`, whoever merges. The chances of a role sum to
one at most: people with less than 1 in 100 are left out."""

LATEST = 20_000
"""So many of the last acts of a tracker are looked at besides those of the items asked for: more would take seconds."""
_LEAST = 0.01
_MERGES_FADE = 180.0
_KEY = ["tracker", "item"]


def likely(
    states: pl.DataFrame, acts: pl.DataFrame, as_of: datetime, wanted: pl.DataFrame | None = None, latest: int = LATEST
) -> pl.DataFrame:
    """Who is likely to move next on pull requests open at `as_of` (`LIKELY`): on those of `wanted` (tracker, item), or all.

    `states` are `items.states` and `acts` all acts up to the instant.
    """
    at = as_of.astimezone(UTC)
    is_open = states.filter((pl.col("kind") == "pull") & pl.col("ended_at").is_null()).select(_KEY)
    asked = is_open if wanted is None else is_open.join(wanted.select(_KEY), on=_KEY, how="semi")
    found: list[tuple[str, str, str, str, float]] = []
    for (tracker,), own in acts.filter(pl.col("at") <= at).group_by("tracker", maintain_order=True):
        known, items = states.filter(pl.col("tracker") == tracker), asked.filter(pl.col("tracker") == tracker)
        if items.height:
            found.extend(
                (str(tracker), *row) for row in _of_tracker(known, _latest(items, own, latest), set(items["item"]), at)
            )
    return pl.DataFrame(found, LIKELY, orient="row").sort(
        *_KEY, "role", "chance", "account", descending=[False, False, False, True, False]
    )


def _latest(items: pl.DataFrame, acts: pl.DataFrame, latest: int) -> pl.DataFrame:
    """All acts of the items asked for, and of the others those of the items that were acted on last."""
    if acts.height <= latest:
        return acts
    last = acts.group_by(_KEY).agg(pl.col("at").max(), acts=pl.len()).sort("at", *_KEY, descending=True)
    lately = last.filter(pl.col("acts").cum_sum() <= latest).select(_KEY)
    return acts.join(pl.concat([items.select(_KEY), lately]).unique(), on=_KEY, how="semi")


def _of_tracker(
    states: pl.DataFrame, acts: pl.DataFrame, items: Collection[str], as_of: datetime
) -> Iterator[tuple[str, str, str, float]]:
    walk = Walk(states, acts, people=False)
    for _ in walk.moments():
        pass
    walk.people = True
    mergers = _mergers(acts, as_of)
    for item, case in walk.cases.items():
        if item not in items or not case.open:
            continue
        moment = walk.moment(item, as_of.timestamp() / HOUR)
        yield from ((item, "reviewer", name, chance) for name, chance in moment.people.items() if chance >= _LEAST)
        shared = {name: (1 - moment.chance) * chance for name, chance in moment.people.items()}
        if moment.author:
            shared[moment.author] = moment.chance
        yield from ((item, "next", name, chance) for name, chance in shared.items() if chance >= _LEAST)
        yield from ((item, "merger", name, chance) for name, chance in _merging(mergers, moment.author).items())


def _mergers(acts: pl.DataFrame, as_of: datetime) -> tuple[dict[str, float], dict[str, float]]:
    """Faded counts of merges of other people's pull requests, and of one's own."""
    theirs, own = Fading(_MERGES_FADE), Fading(_MERGES_FADE)
    merged = acts.filter((pl.col("act") == "merged") & pl.col("actor").is_not_null() & ~pl.col("bot")).sort("at")
    for actor, author, at in merged.select("actor", "author", "at").iter_rows():
        (own if actor == author else theirs).add(actor, at.timestamp() / HOUR)
    now, people = as_of.timestamp() / HOUR, sorted(set(merged["actor"]))
    return {name: theirs.of(name, now) for name in people}, {name: own.of(name, now) for name in people}


def _merging(mergers: tuple[dict[str, float], dict[str, float]], author: str) -> dict[str, float]:
    """Who merges a pull request of this author, by who merged of late; an author counts by merges of their own."""
    theirs, own = mergers
    counts = {name: count for name, count in theirs.items() if name != author}
    if author in own:
        counts[author] = own[author]
    whole = sum(counts.values())
    return {name: count / whole for name, count in counts.items() if whole and count / whole >= _LEAST}
