"""Which forecasts moved within a week: made again for the instant a week before, with what was known then.

Looked at are the queries that the lead recorded; without any, milestones and labels of releases with enough of both open and
done items.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._scene import Scene
from trimtab.advice.forecast._asked import Asked
from trimtab.advice.forecast._chosen import chosen
from trimtab.advice.forecast._ground import Ground
from trimtab.advice.forecast._ledger import again
from trimtab.advice.forecast._query import Query, parse
from trimtab.advice.forecast._when import WEEKS
from trimtab.errors import UsageError

WEEK = timedelta(days=7)
AHEAD = float(WEEKS[1] * 7)
"""Days ahead that both forecasts are asked about: a quarter."""

MOVED, GREW = 0.05, 0.2
"""A forecast has moved when the share of futures in which all is done within a quarter changed by so much, or when so large
a part of what is open joined within the week."""

_RELEASE = r"^(?i:v)?\d+(?:\.\d+)+$"  # a label such as 2.15 or v2.15.1
_LEAST_OPEN, _LEAST_DONE, _LOOKED_AT = 3, 3, 3
_MOST = 5_000  # items: beyond, two forecasts take longer than a brief may


@dataclass(frozen=True, slots=True)
class Moved:
    """One forecast a week apart: the share of futures in which all is done by the day a quarter ahead, then and now; the open
    items, and those that joined and ended in the week."""

    query: Query
    before: float
    now: float
    still: tuple[Row, ...]
    joined: tuple[Row, ...]
    done: tuple[Row, ...]


def moved(scene: Scene) -> tuple[Moved, ...]:
    """The forecasts that moved, furthest first; none where nothing is asked about, or the tracker holds too much for it."""
    if not scene.trackers.any or scene.trackers.states.height > _MOST:
        return ()
    now, then = Ground(scene), Ground(scene, WEEK)
    found = [one for query in _queries(scene) if (one := _moved(now, then, query))]
    return tuple(sorted(found, key=lambda one: (-abs(one.now - one.before), one.query.text)))


def _queries(scene: Scene) -> Iterator[Query]:
    recorded = again(scene.sight.workspace)
    for text in recorded or _named(scene.trackers.states):
        try:
            query = parse(text)
        except UsageError:
            continue  # written by another version; `forecast` says what is wrong with it
        if query.count is None and query.one is None:
            yield query


def _named(states: pl.DataFrame) -> Sequence[str]:
    """Milestones and labels of releases with a few open and a few done items, those with most open ones first."""
    labels = states.select("ended_at", name="labels").explode("name", empty_as_null=True, keep_nulls=True)
    told = pl.concat(
        [
            labels.filter(pl.col("name").str.contains(_RELEASE)).select(
                "ended_at", query=pl.format('label:"{}"', "name")
            ),
            states.filter(pl.col("milestone").is_not_null()).select(
                "ended_at", query=pl.format('milestone:"{}"', "milestone")
            ),
        ]
    )
    counted = told.group_by("query").agg(
        open=pl.col("ended_at").is_null().sum(), done=pl.col("ended_at").is_not_null().sum()
    )
    enough = counted.filter(pl.col("open") >= _LEAST_OPEN, pl.col("done") >= _LEAST_DONE)
    return enough.sort("open", "query", descending=[True, False])["query"].head(_LOOKED_AT).to_list()


def _moved(now: Ground, then: Ground, query: Query) -> Moved | None:
    try:
        rows, were = (chosen(now.scene, one.states, query) for one in (now, then))
    except UsageError:
        return None  # a label that nothing had a week ago
    asked, before = Asked(now, query, rows), Asked(then, query, were)
    if not asked.open or not before.open or not asked.enough or not before.enough:
        return None
    shares = asked.by(AHEAD), before.by(AHEAD + WEEK.days)
    known = set(were.select("tracker", "item").rows())
    joined = tuple(row for row in asked.open if (row["tracker"], row["item"]) not in known)
    if abs(shares[0] - shares[1]) < MOVED and len(joined) < GREW * len(asked.open):
        return None
    gone = {(row["tracker"], row["item"]) for row in before.open}
    return Moved(
        query=query,
        before=shares[1],
        now=shares[0],
        still=tuple(asked.open),
        joined=joined,
        done=tuple(row for row in asked.done if (row["tracker"], row["item"]) in gone),
    )
