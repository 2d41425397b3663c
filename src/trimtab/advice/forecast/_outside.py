"""The outside view of work that something else forecasts: when as many items are done as went by in as much time here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._scene import Scene
from trimtab.advice.forecast._asked import Asked
from trimtab.advice.forecast._ground import Ground
from trimtab.advice.forecast._query import Query
from trimtab.analyses.forecasts import LEAST_ENDED


@dataclass(frozen=True, slots=True)
class Outside:
    """When so many items are done: `by` gives the share of futures within so many days of `at`, `within` the days of a
    share. `items` are those that were named and are open, `count` how many others were counted, `ended` how many it was
    learned from. `old` of the items have been open longer than 19 in 20 of those that ended."""

    at: datetime
    by: Callable[[float], float]
    within: Callable[[float], float | None]
    items: tuple[Row, ...]
    count: int
    ended: int
    old: int = 0


LOOKED_BACK = 182.0
"""Days back in which items are counted that went by."""

_NEARLY = 0.95


def outside(
    scene: Scene, part: float, is_named: Callable[[str, int], bool], since: datetime | None = None
) -> Outside | None:
    """The view of the open items that are named, by tracker and number, and of so many more: as a part of those that ended
    since an instant, the last half year unless it is given.

    Named ones are done by their own pace, the others as whichever end here. None where no tracker was read, too little
    ended, or nothing is left to count.
    """
    if not scene.trackers.any:
        return None
    ground = Ground(scene)
    states = ground.states
    rows = [
        row for row in states.to_dicts() if row["number"] is not None and is_named(row["tracker"], int(row["number"]))
    ]
    begin = ground.at - timedelta(days=LOOKED_BACK) if since is None else since.astimezone(UTC)
    lately = states.filter(states["ended_at"] > begin).height
    count = max(round(part * lately), 1) if part > 0 and lately else 0
    parts: list[Asked] = []
    if any(row["ended_at"] is None for row in rows):
        found = states.filter(states["item"].is_in([row["item"] for row in rows]))
        parts.append(Asked(ground, Query("plan"), found))
    if count:
        parts.append(Asked(ground, Query(str(count), count=count), states.clear()))
    if not parts or not all(part.enough for part in parts):
        return None
    open_items = tuple(row for row in rows if row["ended_at"] is None)
    ended = max(basis.series.ended for part in parts for basis in part.bases)
    old = sum(ground.age(row) > _usual(ground, row) for row in open_items)
    return Outside(ground.at, _by(parts), _within(parts), open_items, count, ended, old)


def _usual(ground: Ground, row: Row) -> float:
    """The days within which 19 in 20 of the items that ended did, of this one's kind and tracker."""
    lives = ground.lives.filter(pl.col("ended").is_not_null())
    mine = lives.filter(pl.col("tracker") == row["tracker"], pl.col("kind") == row["kind"])
    took = (mine if mine.height >= LEAST_ENDED else lives).select(pl.col("ended") - pl.col("opened")).to_series()
    return float(took.quantile(_NEARLY) or 0.0)


def _by(parts: list[Asked]) -> Callable[[float], float]:
    """The share of futures in which all parts are done; they hang on one team, so the later one decides."""
    return lambda days: min(part.by(days) for part in parts)


def _within(parts: list[Asked]) -> Callable[[float], float | None]:
    def within(share: float) -> float | None:
        found = [part.within(share) for part in parts]
        known = [days for days in found if days is not None]
        return max(known) if len(known) == len(found) else None

    return within
