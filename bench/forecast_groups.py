"""Does the pace of a label or a milestone help to forecast its open items?

    python bench/forecast_groups.py FILE...

FILEs are saved trackers (`NAME.ndjson.gz` or `.../NAME/archive.json`). Every 91 days, from the third year on to four months
before the end, the tracker is shown as it was; each label and milestone with three open items or more and 400 in all at most is a
group, and each of its open items is forecast twice: as others of its kind, age and author band, and with the pace of its group
(`analyses/forecasts/_group.py`). Scored is when it ended, within a year; an item in two groups counts twice. States are rebuilt
from events; of labels without an event the last reading is believed, which may know too much.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from trackers_read import Tracker
from trimtab.analyses.forecasts import HORIZON, Member, Score, Series, lives, of_days, pace, summary
from trimtab.analyses.items import states

STEP, WARM, LEFT = timedelta(days=91), timedelta(days=2 * 365), timedelta(days=120)
LEAST_OPEN, MOST = 3, 400
_JOINS = ("labeled", "milestoned")
_DAY = 86_400.0

Row = dict[str, Any]  # Any: a row of STATES
Group = tuple[str, str]  # the kind of event that joins it, its name


def main() -> None:
    """One line a way for each tracker."""
    print("| | groups | forecasts | held 50/80/95 % | CRPS |")
    print("| --- | --- | --- | --- | --- |")
    for file in map(Path, sys.argv[1:]):
        tracker = Tracker(file)
        groups, plain, paced = scores(tracker)
        for name, found in (("as others", plain), ("with the pace of the group", paced)):
            told = summary(found)
            held = "/".join(f"{share:.2f}" for share in told.held)
            print(f"| {_name(file)}, {name} | {groups} | {len(found):,} | {held} | {told.crps:.3f} |")


def scores(tracker: Tracker) -> tuple[int, list[Score], list[Score]]:
    """How many groups were looked at, and the scores of both ways."""
    truth = {row["item"]: row["ended_at"] for row in _states(tracker, tracker.end).iter_rows(named=True)}
    joined = _joined(tracker)
    cut, groups, rng = _first(tracker) + WARM, 0, random.Random(1)
    plain: list[Score] = []
    paced: list[Score] = []
    while cut <= tracker.end - LEFT:
        known = _states(tracker, cut)
        series, bands = _series(tracker, known, cut), _bands(tracker, known)
        for group, rows in _groups(known) if all(one.enough for one in series.values()) else ():
            groups += 1
            factor = pace(list(_members(bands, series, group, rows, joined, cut)), _days(cut)).factor
            for row, ended in ((row, truth[row["item"]]) for row in rows if row["state"] == "open"):
                age, band = _days(cut) - _days(row["opened_at"]), bands[row["item"]]
                days = _days(ended) - _days(cut) if ended else None
                horizon = min(HORIZON, _days(tracker.end) - _days(cut))
                seed = rng.random()
                for found, one in ((plain, 1.0), (paced, factor)):
                    by = series[row["kind"]].rest(age, band, one).by
                    found.append(of_days(by, days, random.Random(seed), horizon))
        cut += STEP
    return groups, plain, paced


def _members(
    bands: Mapping[str, int], series: Mapping[str, Series], group: Group, rows: list[Row],
    joined: Mapping[tuple[str, str, str], list[datetime]], cut: datetime,
) -> Iterator[Member]:  # fmt: skip
    for row in rows:
        told = [at for at in joined.get((row["item"], *group), ()) if at <= cut]
        since = _days(told[-1] if told else row["opened_at"])
        ended = _days(row["ended_at"]) if row["ended_at"] else None
        yield Member(_days(row["opened_at"]), since, ended, series[row["kind"]].curve(bands[row["item"]]))


def _groups(known: pl.DataFrame) -> Iterator[tuple[Group, list[Row]]]:
    found: dict[Group, list[Row]] = defaultdict(list)
    for row in known.iter_rows(named=True):
        for label in row["labels"]:
            found["labeled", label].append(row)
        if row["milestone"]:
            found["milestoned", row["milestone"]].append(row)
    for group, rows in sorted(found.items()):
        if len(rows) <= MOST and sum(row["state"] == "open" for row in rows) >= LEAST_OPEN:
            yield group, rows


def _series(tracker: Tracker, known: pl.DataFrame, cut: datetime) -> Mapping[str, Series]:
    every = lives(known, tracker.accounts)
    own = {kind: Series(every.filter(pl.col("kind") == kind), _days(cut)) for kind in ("issue", "pull")}
    return {kind: one if one.enough else Series(every, _days(cut)) for kind, one in own.items()}


def _bands(tracker: Tracker, known: pl.DataFrame) -> Mapping[str, int]:
    return dict(lives(known, tracker.accounts).select("item", "band").rows())


def _joined(tracker: Tracker) -> Mapping[tuple[str, str, str], list[datetime]]:
    found: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
    told = tracker.events.filter(pl.col("kind").is_in(_JOINS)).sort("happened_at")
    for item, kind, name, at in told.select("item", "kind", "subject", "happened_at").iter_rows():
        found[item, kind, name].append(at)
    return found


def _states(tracker: Tracker, at: datetime) -> pl.DataFrame:
    return states(tracker.items.lazy(), tracker.events.lazy(), at)


def _first(tracker: Tracker) -> datetime:
    opened: datetime = tracker.events.filter(pl.col("kind") == "opened")["happened_at"].min()  # type: ignore[assignment]  # a tracker has items
    return datetime(opened.year, 1, 1, tzinfo=UTC)


def _days(at: datetime) -> float:
    return at.timestamp() / _DAY


def _name(file: Path) -> str:
    return file.parent.name if file.name.startswith("archive.") else file.name.split(".")[0]


if __name__ == "__main__":
    main()
