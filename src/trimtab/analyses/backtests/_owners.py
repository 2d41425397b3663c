"""Was whoever changed an area most in the next 90 days among the first three by the map's weight?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import polars as pl

from trimtab.analyses import ownership
from trimtab.analyses.areas import Rules
from trimtab.analyses.backtests._areas import SPAN, Cut, Frames, Order, busiest, by_last, cut, most, place
from trimtab.analyses.backtests._result import FIRST, Case, Result

REACH = timedelta(days=3 * 365)
BUSIEST, LAST = "always naming the three busiest", "naming the last three who changed it"
_TOP = 3


def owners(frames: Frames, as_of: datetime, rules: Rules | None = None) -> Result:
    """Every area that got three commits or more in 90 days, at cuts 90 days apart over three years.

    Each cut sees nothing later than itself; the last one lies 90 days before the newest commit up to `as_of`.
    """
    known = frames.until(as_of)
    newest = known.commits.select(pl.col("happened_at").max()).collect().item()
    if newest is None:
        return Result("owners", _TOP, (BUSIEST, LAST), (), as_of, as_of)
    found: list[Case] = []
    at = newest - SPAN
    while at > newest - REACH:
        now = cut(known, at, rules)
        found[:0] = _cases(now) if now else ()
        at -= SPAN
    return Result("owners", _TOP, (BUSIEST, LAST), tuple(found), at + SPAN, newest)


def _cases(now: Cut) -> Iterator[Case]:
    ranked, last, busy = by_map(now), by_last(now.doings), busiest(now.doings, now.at)
    for (repo, area), person, oids in most(now.wrote):
        orders = (ranked.get((repo, area), []), busy, last.get((repo, area), []))
        ours, *simple = (place(order, person, now.able) for order in orders)
        keys = tuple(f"{repo}@{oid}" for oid in oids[:FIRST])
        yield Case(now.at, area, ours, tuple(simple), f"{repo}:{area}", keys=keys, count=len(oids))


def by_map(now: Cut) -> Order:
    """Everybody in each area by the weight that the map goes by."""
    told = ownership.weights(now.doings, now.at).filter(pl.col("weight") > 0)
    ordered = told.sort("repo", "area", "weight", "person", descending=[False, False, True, False])
    grouped = ordered.group_by("repo", "area", maintain_order=True).agg("person")
    return {(repo, area): people for repo, area, people in grouped.iter_rows()}
