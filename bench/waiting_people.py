"""Who reviews how much of the next quarter, and whether merges wait for one person, against what happened.

Load: quarters of at least 20 reviews (a pull request, a person and a day count once); the distance is the total variation, half
the sum of the differences of all shares. Absence: calendar years of at least 20 merges; of everybody who acted on 20 days or
more and of whom enough is known, the one who merged most should have the lowest quotient.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import fmean

import polars as pl

from trackers_read import Tracker
from trimtab.analyses import flow
from trimtab.analyses.flow._load import reviewing

LEAST_REVIEWS, LEAST_MERGES, LEAST_DAYS = 20, 20, 20


def loads(tracker: Tracker) -> str:
    """The forecast beside the last quarter and a decay by halves."""
    told = tracker.told(tracker.end)
    days = reviewing(told.states, told.acts, tracker.end)
    found: dict[str, list[float]] = {"last quarter": [], "half for each quarter": [], "ours": []}
    for start, end in _quarters(days):
        truth = _shares(days.filter((pl.col("day") >= start.date()) & (pl.col("day") < end.date())), pl.len())
        before = days.filter(pl.col("day") < start.date())
        age = (pl.lit(start.date()) - pl.col("day")).dt.total_days()
        ours = flow.load(told.states, told.acts, start)
        found["last quarter"].append(_apart(truth, _shares(before.filter(age <= 91), pl.len())))
        found["half for each quarter"].append(_apart(truth, _shares(before, (0.5 ** (age / 91)).sum())))
        found["ours"].append(_apart(truth, dict(ours.select("account", "share").iter_rows())))
    number = len(found["ours"])
    half = number // 2
    return "\n".join(
        f"{tracker.name}, {number} quarters: {name}: {fmean(all_of):.3f} apart, in the later half {fmean(all_of[half:]):.3f}"
        for name, all_of in found.items()
    )


def _quarters(days: pl.DataFrame) -> Iterator[tuple[datetime, datetime]]:
    """Quarters with enough reviews, from the fifth on."""
    counts = days.group_by(quarter=pl.col("day").dt.truncate("1q")).len().sort("quarter")
    first = counts["quarter"][0]
    for start, count in counts.iter_rows():
        months = (start.year - first.year) * 12 + start.month - first.month
        if count >= LEAST_REVIEWS and months >= 12:
            year, month = (start.year + 1, 1) if start.month > 9 else (start.year, start.month + 3)
            yield datetime(start.year, start.month, 1, tzinfo=UTC), datetime(year, month, 1, tzinfo=UTC)


def _shares(days: pl.DataFrame, weight: pl.Expr) -> dict[str, float]:
    counted = days.group_by("account").agg(weight=weight.cast(pl.Float64))
    return dict(counted.select("account", pl.col("weight") / pl.col("weight").sum()).iter_rows())


def _apart(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(abs(one.get(name, 0.0) - other.get(name, 0.0)) for name in one.keys() | other.keys()) / 2


def absences(tracker: Tracker) -> str:
    """Of each year the place of whoever merged most, by the quotient, and whose was lowest."""
    acts = tracker.told(tracker.end).acts.filter(pl.col("actor").is_not_null() & ~pl.col("bot"))
    logins = dict(tracker.accounts.select("account", "login").iter_rows())
    rows, first, tested = [], 0, 0
    for year in sorted(set(acts["at"].dt.year())):
        own = acts.filter(pl.col("at").dt.year() == year)
        merged = (
            own.filter(pl.col("act") == "merged")["actor"]
            .value_counts()
            .sort("count", "actor", descending=[True, False])
        )
        if merged["count"].sum() < LEAST_MERGES:
            continue
        start = max(datetime(year, 1, 1, tzinfo=UTC), own["at"].min())
        end = min(datetime(year + 1, 1, 1, tzinfo=UTC), tracker.end)
        active = own.group_by("actor").agg(days=pl.col("at").dt.date().n_unique()).filter(pl.col("days") >= LEAST_DAYS)
        told = {name: flow.bottleneck(own, [name], start, end) for name in active["actor"]}
        order = sorted((one.quotient, name) for name, one in told.items() if one)
        place = next((number for number, (_, name) in enumerate(order, 1) if name == merged["actor"][0]), None)
        tested += place is not None
        first += place == 1
        near = ", ".join(f"{logins.get(name) or name} {quotient:.2f}" for quotient, name in order[:3])
        rows.append(
            f"{tracker.name} {year}: {merged['count'][0]} of {merged['count'].sum()} merges by one, place {place}: {near}"
        )
    return "\n".join([*rows, f"{tracker.name}: first in {first} of {tested} years that can be told"])
