"""What a forecast stands on: the items as of the instant up to which trackers are known, and a series for each kind of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._scene import Scene
from trimtab.analyses import forecasts
from trimtab.analyses.items import states

_KNOWN_LATE = timedelta(days=7)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Basis:
    """The series that forecasts items of one kind, and what it is called; `mixed` where both kinds were needed."""

    series: forecasts.Series
    kind: str
    mixed: bool


class Ground:
    """The items of an answer, and what their past says.

    `at` is the instant forecast from: that of the answer, or the last one that the trackers are known to, where that lies
    more than a week before, since nothing that ended later could be seen.
    """

    def __init__(self, scene: Scene, back: timedelta = timedelta()) -> None:
        """`back` is how long before that a forecast is made again, with what was known then."""
        self.scene = scene
        self.asked_at = scene.sight.as_of
        known = scene.trackers.known_to
        self.late = known is not None and known < self.asked_at - _KNOWN_LATE
        self.at = (known.astimezone(UTC) if known is not None and self.late else self.asked_at) - back
        self._then = self.late or bool(back)

    @property
    def days(self) -> float:
        """The instant in days since 1970."""
        return _days(self.at)

    @cached_property
    def states(self) -> pl.DataFrame:
        """Every item as it was then (`items.STATES`)."""
        if not self._then:
            return self.scene.trackers.states
        snapshot = self.scene.sight.snapshot
        return states(snapshot.scan("items"), snapshot.scan("item_events"), self.at)

    @cached_property
    def lives(self) -> pl.DataFrame:
        """What forecasts learn from (`forecasts.LIVES`)."""
        return forecasts.lives(self.states, self.scene.trackers.accounts)

    @cached_property
    def bands(self) -> dict[tuple[str, str], int]:
        """The experience of each item's author, as a place in `forecasts.BANDS`."""
        return {(tracker, item): band for tracker, item, band in self.lives.select("tracker", "item", "band").rows()}

    def basis(self, tracker: str, kind: str) -> Basis:
        """What forecasts items of this kind in this tracker."""
        key = (tracker, kind)
        if key not in self._bases:
            self._bases[key] = self._made(tracker, kind)
        return self._bases[key]

    @cached_property
    def _bases(self) -> dict[tuple[str, str], Basis]:
        return {}

    def _made(self, tracker: str, kind: str) -> Basis:
        mine = self.lives.filter(pl.col("tracker") == tracker)
        own = forecasts.Series(mine.filter(pl.col("kind") == kind), self.days)
        if own.enough:
            return Basis(own, kind, mixed=False)
        return Basis(forecasts.Series(mine, self.days), kind, mixed=True)

    def whole(self, kinds: tuple[str, ...]) -> forecasts.Series:
        """All items of these kinds (of all kinds where none is named) and all trackers as one series, for a number of them."""
        mine = self.lives.filter(pl.col("kind").is_in(kinds)) if kinds else self.lives
        return forecasts.Series(mine, self.days)

    def age(self, item: Row) -> float:
        """How long an item has been open, in days."""
        age: timedelta = self.at - item["opened_at"]
        return age / _DAY

    def outlook(self, item: Row, factor: float = 1.0) -> forecasts.Outlook:
        """When one open item is done, of a group that is so many times as fast as others."""
        basis = self.basis(item["tracker"], item["kind"])
        return basis.series.rest(self.age(item), self.bands[item["tracker"], item["item"]], factor)

    def pace(self, group: pl.DataFrame, named: Mapping[str, Collection[str]]) -> forecasts.Pace:
        """How fast the items of a group (`items.STATES`) end, against others of their age.

        `named` are the labels and milestones that make it, by kind of event. Whoever ended before the time looked at is left.
        """
        lately = group.filter(
            pl.col("ended_at").is_null() | (pl.col("ended_at") > self.at - forecasts.LOOKED_AT * _DAY)
        ).select("tracker", "item", "kind", "opened_at", "ended_at")
        joined = self._joined(lately, named)
        members = []
        for tracker, item, kind, opened_at, ended_at in lately.iter_rows():
            opened, key = _days(opened_at), (tracker, item)
            curve = self.basis(tracker, kind).series.curve(self.bands[key])
            ended = _days(ended_at) if ended_at else None
            members.append(forecasts.Member(opened, joined.get(key, opened), ended, curve))
        return forecasts.pace(members, self.days)

    def _joined(self, group: pl.DataFrame, named: Mapping[str, Collection[str]]) -> Mapping[tuple[str, str], float]:
        """When items got the label or the milestone last; those of which no event tells have had it from the start."""
        told = pl.any_horizontal(
            (pl.col("kind") == kind) & pl.col("subject").str.to_lowercase().is_in([name.casefold() for name in names])
            for kind, names in named.items()
        )
        events = self.scene.trackers.events_of(group.select("tracker", "item"))
        last = events.filter(told, pl.col("happened_at") <= self.at).group_by("tracker", "item")
        return {(one, item): _days(at) for one, item, at in last.agg(pl.col("happened_at").max()).collect().rows()}

    def after(self, days: float) -> datetime:
        """The instant so many days on, on the lead's clock."""
        return self.scene.local(self.at + days * _DAY)


def _days(at: datetime) -> float:
    """An instant in days since 1970."""
    return (at - _EPOCH) / _DAY
