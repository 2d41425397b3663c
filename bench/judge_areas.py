"""Does the weight of an area tell who works in it next? The back-test behind the weights of docs/reference/map.md.

Every 90 days over three years the history is cut, areas are found and everybody's weight in them. Truth: who writes most
commits in the area in the 90 days after the cut (at least three commits there; the files are those of the area at the cut,
under the names they get). Scored is the place of that person among everybody: in the first place, among the first three, and
the mean of one over the place (MRR). `review` rows ask who reviews most there instead, where commits tell of reviews.

Baselines: who wrote most commits of the year there, who changed it last, and who is busiest anywhere in 90 days.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from histories import History, history
from trimtab.analyses.backtests._areas import SPAN, Cut, Order, busiest, by_last, by_weight, cut, most, place
from trimtab.analyses.reviews import reviews_of
from work_items import frames

STEP, REACH = timedelta(days=90), timedelta(days=3 * 365)
HALF_LIVES = (30, 90, 365)
REVIEWED = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Case:
    """One area at one cut: the places that each method gave to whoever worked most there next."""

    role: str
    places: Mapping[str, float]


def cases(past: History) -> Iterator[Case]:
    """Every area at every cut of one history."""
    newest = past.commits["happened_at"].max()
    assert isinstance(newest, datetime)  # noqa: S101 - a history has commits
    known = frames(past, reviews_of(past.commits.lazy(), past.people.lazy(), newest).acts)
    at = newest - SPAN
    while at > newest - REACH:
        now = cut(known, at)
        yield from _at(now) if now else ()
        at -= STEP


def _at(now: Cut) -> Iterator[Case]:
    ranked: dict[str, Order] = {name: by_weight(now.doings, weight) for name, weight in _methods(now.at).items()}
    ranked["changed it last"] = by_last(now.doings)
    busy = busiest(now.doings, now.at)
    for role, acts in (("author", now.wrote), ("reviewer", now.looked)):
        for area, person, _ in most(acts):
            orders = {name: order.get(area, []) for name, order in ranked.items()} | {"busiest in 90 days": busy}
            yield Case(role, {name: place(order, person, now.able) for name, order in orders.items()})


def _methods(cut: datetime) -> Mapping[str, pl.Expr]:
    """The weight of one act, by method."""
    days = (pl.lit(cut) - pl.col("at")).dt.total_seconds() / 86400
    log = (1 + pl.col("lines").clip(1, 1023)).log(2)
    wrote, reviewed = pl.col("act") == "wrote", pl.col("act") == "reviewed"

    def weight(half_life: float = 180, review: float = 0.5, size: pl.Expr | None = None) -> pl.Expr:
        kind = pl.when(wrote).then(1.0).when(reviewed).then(review).otherwise(review / 5)
        return kind * (log.sqrt() if size is None else size) * 0.5 ** (days / half_life)

    found = {"the weight of the map": weight()}
    found |= {f"... halved every {days} days": weight(half_life=days) for days in HALF_LIVES}
    found |= {f"... a review counts {review:g}": weight(review=review) for review in REVIEWED}
    found["... the logarithm of the lines"] = weight(size=log)
    found["... every commit alike"] = weight(size=pl.lit(1.0))
    return found | {"most commits in a year": wrote.cast(pl.Float64)}


def table(repositories: Sequence[Path], *, markdown: bool) -> str:
    """Means over the repositories, and the number of cases."""
    told = {past.name: list(cases(past)) for past in map(history, repositories)}
    lines = []
    for role in ("author", "reviewer"):
        of_role = {name: [case for case in found if case.role == role] for name, found in told.items()}
        some = {name: found for name, found in of_role.items() if len(found) >= 20}
        if not some:
            continue
        count = sum(map(len, some.values()))
        lines.append(
            (
                f"who {'changes' if role == 'author' else 'reviews'} it most next ({count} areas, {len(some)} repos)",
                "first",
                "first 3",
                "MRR",
            )
        )
        for name in next(iter(some.values()))[0].places:
            means = [_scores([case.places[name] for case in found]) for found in some.values()]
            lines.append((name, *(f"{sum(column) / len(column):.3f}" for column in zip(*means, strict=True))))
    if markdown:
        shown = [f"| {' | '.join(line)} |" for line in lines]
        return "\n".join([shown[0], "| :-- | --: | --: | --: |", *shown[1:]])
    return "\n".join("  ".join([line[0].ljust(60), *(cell.rjust(8) for cell in line[1:])]) for line in lines)


def _scores(places: list[float]) -> tuple[float, float, float]:
    count = len(places)
    first, three = sum(place == 1 for place in places), sum(0 < place <= 3 for place in places)
    return first / count, three / count, sum(1 / place for place in places if place) / count
