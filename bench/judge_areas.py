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
from trimtab.analyses import areas, ownership
from trimtab.analyses.reviews import reviews_of

STEP, REACH, SPAN = timedelta(days=90), timedelta(days=3 * 365), timedelta(days=90)
LEAST = 3
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
    cut = newest - SPAN
    reviews = reviews_of(past.commits.lazy(), past.people.lazy(), newest).acts
    while cut > newest - REACH:
        yield from _at(past, reviews, cut)
        cut -= STEP


def _at(past: History, reviews: pl.DataFrame, cut: datetime) -> Iterator[Case]:
    before, after = pl.col("happened_at") <= cut, pl.col("happened_at").is_between(cut, cut + SPAN, closed="right")
    commits, changes = past.commits.filter(before).lazy(), past.changes.filter(before).lazy()
    people, seen = past.people.lazy(), reviews.filter(pl.col("at") <= cut).lazy()
    touches = areas.touched(commits, changes, people, cut)
    files = areas.areas(touches).filter(~pl.col("rest"))
    if files.is_empty():
        return
    doings = ownership.acts(touches, files, commits, people, seen, cut)
    there = ownership.presence(commits, people, seen, cut)
    next_commits = past.commits.filter(after, pl.col("parents").list.len() <= 1)
    written = ownership.writers(next_commits.lazy(), people, cut + SPAN)
    later = (
        past.changes.filter(after)
        .select("repo", "oid", path=pl.coalesce("old_path", "path"))
        .join(files.select("repo", "path", "area"), on=["repo", "path"])
        .select("area", "oid")
        .unique()
    )
    wrote = later.join(written.select("oid", "person"), on="oid")
    looked = later.join(
        reviews.filter(pl.col("at").is_between(cut, cut + SPAN)).select("oid", "person").unique(), on="oid"
    )
    ranked: dict[str, Order] = {name: _ranked(doings.lazy(), weight) for name, weight in _methods(cut).items()}
    ranked["changed it last"] = _last(doings)
    ranked["busiest in 90 days"] = _busiest(doings, cut)
    able = set(there.filter("active", "regular")["person"])
    for role, acts in (("author", wrote), ("reviewer", looked)):
        for area, person in _most(acts):
            yield Case(
                role, {name: _place(order.get(area, order.get("", [])), person, able) for name, order in ranked.items()}
            )


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


Order = Mapping[str, list[str]]


def _ranked(doings: pl.LazyFrame, weight: pl.Expr) -> Order:
    summed = doings.group_by("area", "person").agg(weight.sum().alias("weight")).filter(pl.col("weight") > 0)
    return _lists(summed.sort("area", "weight", "person", descending=[False, True, False]).collect())


def _last(doings: pl.DataFrame) -> Order:
    last = doings.filter(pl.col("act") == "wrote").group_by("area", "person").agg(pl.col("at").max())
    return _lists(last.sort("area", "at", "person", descending=[False, True, False]))


def _busiest(doings: pl.DataFrame, cut: datetime) -> Order:
    lately = doings.filter(pl.col("at") > cut - timedelta(days=90), pl.col("act") == "wrote")
    counted = lately.group_by("person").agg(pl.col("oid").n_unique()).sort("oid", "person", descending=[True, False])
    return {"": counted["person"].to_list()}


def _lists(ordered: pl.DataFrame) -> Order:
    grouped = ordered.group_by("area", maintain_order=True).agg("person")
    return dict(grouped.iter_rows())


def _most(acts: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Areas with enough acts, and who did most of them."""
    counted = acts.group_by("area", "person").agg(pl.col("oid").n_unique())
    enough = acts.group_by("area").agg(every=pl.col("oid").n_unique()).filter(pl.col("every") >= LEAST)
    first = counted.join(enough, on="area").sort("area", "oid", "person", descending=[False, True, False])
    yield from first.unique("area", keep="first", maintain_order=True).select("area", "person").iter_rows()


def _place(order: list[str], person: str, able: set[str]) -> float:
    """Their place among those who are there; 0 where they are not named."""
    named = [one for one in order if one in able]
    return named.index(person) + 1 if person in named else 0


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
