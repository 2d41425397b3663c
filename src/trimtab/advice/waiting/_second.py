"""Where a second reviewer would have cut the waiting for the lead at least by half, and who could have been that.

What would have been is an estimate: the wait ends with whoever comes first, the lead as it was, or a second reviewer who
takes as long as others here do. That the two do not wait for each other is an assumption, and said to be one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from trimtab.advice._moves import Stretch
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Figure, Group, Window
from trimtab.advice.waiting._usual import FEWEST, Wait
from trimtab.analyses import experts
from trimtab.analyses.survival import WAITS, below, mean_within

SECOND = "second"

_REACH = timedelta(days=91)
_HALF, _LEAST_WAITS, _LEAST_DAYS = 0.5, 3, 2.0
_REVIEWED = frozenset({"review", "look"})
_ANCHOR = "docs/reference/waiting.md#second-reviewer"
_MEANING = (
    "of the last 13 weeks, an area where reviews waited for you for two working days or more in all, and where they would "
    "have waited half as long or less if a second reviewer had been asked too: one who takes as long as others here do, "
    "independently of you"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """An area: the waits for the lead there in working days, as they were and as they would have been."""

    area: str
    repo: str
    waits: tuple[Wait, ...]
    was: float
    would: float


def claims(scene: Scene) -> Iterator[Claim]:
    """The area where a second reviewer would have saved most; none where nothing is halved or too little is known."""
    if scene.lead is None:
        return
    since = scene.sight.as_of - _REACH
    recent = [one for one in scene.moves.stretches if one.what in _REVIEWED and (one.end or scene.sight.as_of) >= since]
    others = _frame(scene, [one for one in recent if scene.lead not in one.named])
    if int(others["counts"].sum()) < FEWEST:
        return
    curve = below(others)
    mine = [_wait(scene, one) for one in recent if scene.moves.falls_to_lead(one)]
    places = [_place(area, repo, waits, curve) for (repo, area), waits in _by_area(scene, mine).items()]
    halved = [
        one
        for one in places
        if len(one.waits) >= _LEAST_WAITS and one.was >= _LEAST_DAYS and one.would <= _HALF * one.was
    ]
    if halved:
        yield _claim(scene, max(halved, key=lambda one: (one.was - one.would, one.area)))


def _wait(scene: Scene, one: Stretch) -> Wait:
    days = scene.clocks.of(one.waiter).days(one.start, one.end or scene.sight.as_of)
    return Wait(one, days, one.moved is not None and one.moved != one.waiter)


def _frame(scene: Scene, stretches: Sequence[Stretch]) -> pl.DataFrame:
    waits = [_wait(scene, one) for one in stretches]
    return pl.DataFrame([(0.0, one.days, one.answered, one.answered) for one in waits], schema=WAITS, orient="row")


def _by_area(scene: Scene, waits: Sequence[Wait]) -> "dict[tuple[str, str], list[Wait]]":
    """Waits by the area that most of the item's files are in; those whose files are not known are left."""
    found: dict[tuple[str, str], list[Wait]] = defaultdict(list)
    areas = scene.trackers.areas(scene.ground.files, [wait.stretch.key for wait in waits])
    for wait in waits:
        if place := areas.get(wait.stretch.key):
            found[place].append(wait)
    return found


def _place(area: str, repo: str, waits: Sequence[Wait], curve: pl.DataFrame) -> _Place:
    was = sum(wait.days for wait in waits)
    return _Place(area, repo, tuple(waits), was, sum(mean_within(curve, [wait.days for wait in waits])))


def _claim(scene: Scene, place: _Place) -> Claim:
    who = _who(scene, place)
    named = f" ({who})" if who else ""
    rows = tuple(
        scene.words.item(scene.moves.items[wait.stretch.key], f"{wait.days:.1f} working days")
        for wait in sorted(place.waits, key=lambda one: -one.days)
    )
    return Claim(
        id="",
        subject=SECOND,
        text=f"a second reviewer on {place.area} would have cut {_days(place.was)} of waiting for you to "
        f"{_days(place.would)}{named}",
        headline=f"A second reviewer on {place.area} would have halved the waiting for you there",
        figures=(
            Figure("waited for you", round(place.was, 1), "working days", "in 13 weeks, in this area"),
            Figure("with a second reviewer", round(place.would, 1), "working days", _MEANING),
        ),
        because=(Group(place.area, f"{counted(len(rows), 'wait')} for your review", rows, len(rows)),),
        window=Window(
            scene.local(scene.sight.as_of - _REACH), scene.local(scene.sight.as_of), counted(len(rows), "wait")
        ),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=scene.left_out,
    )


def _who(scene: Scene, place: _Place) -> str | None:
    """The first candidate to review there beside the lead."""
    sight = scene.sight
    # Who waited there most is the author of what is to be reviewed.
    authors = Counter(wait.stretch.waiter for wait in place.waits).most_common(1)
    not_them = [one for one in (scene.lead, *(author for author, _ in authors)) if one]
    row = ("second", sight.as_of, "reviewer", [place.area.rstrip("/")], not_them)
    within = pl.col("repo") == place.repo
    told = experts.candidates(
        pl.DataFrame([row], schema=experts.QUESTIONS, orient="row"),
        sight.commits.filter(within), sight.changes.filter(within), sight.people,
        sight.reviews.acts.lazy().filter(within), most=1,
    )  # fmt: skip
    return scene.names.own(told["person"][0]) if told.height else None


def _days(value: float) -> str:
    rounded = f"{value:.1f}" if value < 10 else f"{value:.0f}"
    return f"{rounded} working days"
