"""Did the side that the rule of turns names move next on a pull request, and was whoever moved among the first three?

A moment is a pull request on which nobody had acted for an hour, three days or a fortnight, and on which somebody known moved
afterwards. What is told of it rests on what came before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses import flow
from trimtab.analyses.backtests._result import Case, Kind, Result
from trimtab.analyses.flow import HOUR, Moment, Walk

REACH = timedelta(days=2 * 365)
MOST = 120
"""So many moments of each length of quiet are asked about, evenly spread; of a pull request, one of each."""
MOST_PULLS = 3_000
"""So many pull requests are looked at, which takes half a minute; those of most projects of three years are fewer."""
OTHERS = "always saying that others are to move"
BUSIEST, AUTHOR_AND_BUSIEST = (
    "always naming the three busiest reviewers",
    "naming the author and the two busiest reviewers",
)
LIKELY = "who is likely to move"
_TOP = 3
_QUIET: Mapping[float, str] = {1.0: "after an hour", 72.0: "quiet for 3 days", 336.0: "quiet for 14 days"}
# Walks reach further back than what is asked, so that they have habits to go by.
_BEFORE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Told:
    """Trackers up to an instant: `items.STATES`, `flow.ACTS` of the `recent` items at least, and links between items."""

    states: pl.DataFrame
    acts: pl.DataFrame
    links: pl.LazyFrame


def recent(states: pl.DataFrame, *, most: int = MOST_PULLS) -> pl.DataFrame:
    """The pull requests that are looked at (tracker, item): those opened within three years, of very many the newest."""
    pulls = states.filter(pl.col("kind") == "pull")
    newest = pl.max_horizontal(pl.col("opened_at").max(), pl.col("ended_at").max())
    late = pulls.filter(pl.col("opened_at") > newest - (REACH + _BEFORE))
    newest_first = late.sort("opened_at", "tracker", "item", descending=[True, False, False])
    return newest_first.head(most).select("tracker", "item").sort("tracker", "item")


def turns(told: Told, as_of: datetime, *, most: int = MOST) -> tuple[Result, Result]:
    """Whose turn it was, and who moved next, of the last two years up to the newest act before `as_of`."""
    acts = told.acts.filter(pl.col("at") <= as_of).join(recent(told.states), on=["tracker", "item"], how="semi")
    newest = acts["at"].max()
    if not isinstance(newest, datetime):
        return _result("turn", (), as_of, {}, {}), _result("next", (), as_of, {}, {})
    since = newest - REACH
    moments = [one for tracker in sorted(acts["tracker"].unique()) for one in _moments(told, acts, tracker, since)]
    asked = _asked(moments, most)
    sides = _sides(told, acts, asked, as_of, since)
    names = _names(told.states)
    turned = [(one, sides[one.key]) for one in asked if one.key in sides]
    likely = sum(one.likely == one.moved for one, _ in turned)
    return (
        _result(
            "turn",
            [_turn_case(one, names, author=author) for one, author in turned],
            as_of,
            {LIKELY: likely},
            {"blocked": len(asked) - len(turned)},
        ),
        _result("next", [_next_case(one, names) for one in asked], as_of, {}, {}),
    )


_Key = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is needed of a moment: whether the author was likely to move, and did; the places given to who did.

    A moment itself holds all that was known of everybody, which for a large tracker is too much to keep.
    """

    tracker: str
    item: str
    at: float
    quiet: float
    likely: bool
    moved: bool
    place: float
    simple: tuple[float, ...]

    @property
    def key(self) -> _Key:
        return self.tracker, self.item, self.at

    @property
    def instant(self) -> datetime:
        return datetime.fromtimestamp(self.at * HOUR, UTC)


def _moments(told: Told, acts: pl.DataFrame, tracker: str, since: datetime) -> Iterator[_Seen]:
    """Every moment of one tracker since an instant."""
    of = pl.col("tracker") == tracker
    walk = Walk(told.states.filter(of), acts.filter(of), people=True)
    first = since.timestamp() / HOUR
    return (_seen(tracker, moment) for moment in walk.moments() if moment.at >= first)


def _seen(tracker: str, one: Moment) -> _Seen:
    chances = {name: (1 - one.chance) * part for name, part in one.people.items()} | {one.author: one.chance}
    ours = sorted(chances, key=lambda name: (-chances[name], name))
    busy = sorted(one.known_of_people, key=lambda name: (-one.known_of_people[name]["reviews"], name))
    place, *simple = (
        float(order.index(one.next) + 1) if one.next in order else 0.0 for order in (ours, busy, [one.author, *busy])
    )
    moved = one.next == one.author
    return _Seen(tracker, one.item, one.at, one.quiet, one.chance > 0.5, moved, place, tuple(simple))


def _asked(moments: Sequence[_Seen], most: int) -> list[_Seen]:
    """Of each pull request and length of quiet the moment in the middle; of more than `most` of a length, evenly spread."""
    of: dict[float, dict[tuple[str, str], list[_Seen]]] = {quiet: defaultdict(list) for quiet in _QUIET}
    for moment in moments:
        of[moment.quiet][moment.tracker, moment.item].append(moment)
    found: list[_Seen] = []
    for by_item in of.values():
        one_each = sorted((some[len(some) // 2] for some in by_item.values()), key=lambda one: (one.at, one.key))
        count = min(len(one_each), most)
        found += [one_each[number * len(one_each) // count] for number in range(count)]
    return found


def _sides(
    told: Told, acts: pl.DataFrame, asked: Sequence[_Seen], as_of: datetime, since: datetime
) -> Mapping[_Key, bool]:
    """Whether the rule says that it is the author's turn at each moment; not there where it is nobody's."""
    rows = [(one.tracker, one.item, one.instant, one.at) for one in asked]
    schema = {"tracker": pl.String(), "item": pl.String(), "when": pl.Datetime("us", "UTC"), "at": pl.Float64()}
    wanted = pl.DataFrame(rows, schema=schema, orient="row")
    own = acts.join(wanted, on=["tracker", "item"], how="semi")
    links = told.links.filter(pl.col("happened_at") <= as_of)
    nobody = pl.DataFrame(schema=flow.TEAM)  # of a pull request it makes no difference who is of the team
    spans = flow.turns(told.states, own, links, as_of, since, nobody)
    inside = (pl.col("start") <= pl.col("when")) & (pl.col("end").is_null() | (pl.col("end") > pl.col("when")))
    there = wanted.join(spans, on=["tracker", "item"]).filter(inside, pl.col("turn") != "nobody")
    return {
        (tracker, item, at): turn == "author"
        for tracker, item, at, turn in there.select("tracker", "item", "at", "turn").rows()
    }


_Names = Mapping[tuple[str, str], str]


def _names(states: pl.DataFrame) -> _Names:
    """Each item as evidence names it."""
    named = states.select("tracker", "item", "number").iter_rows()
    return {
        (tracker, item): f"{tracker}:{item}" if number is None else f"{tracker}#{number}"
        for tracker, item, number in named
    }


def _turn_case(one: _Seen, names: _Names, *, author: bool) -> Case:
    of = names[one.tracker, one.item]
    told = f"{'author' if author else 'others'} to move"
    right, simple = float(author == one.moved), float(not one.moved)
    return Case(one.instant, told, right, (simple,), of, _QUIET[one.quiet], (of,))


def _next_case(one: _Seen, names: _Names) -> Case:
    of = names[one.tracker, one.item]
    return Case(one.instant, "who moved next", one.place, one.simple, of, _QUIET[one.quiet], (of,))


def _result(
    kind: Kind, cases: Sequence[Case], as_of: datetime, also: Mapping[str, int], left: Mapping[str, int]
) -> Result:
    at = sorted(case.at for case in cases) or [as_of]
    top, rules = (1, (OTHERS,)) if kind == "turn" else (_TOP, (BUSIEST, AUTHOR_AND_BUSIEST))
    left_out = {name: count for name, count in left.items() if count}
    return Result(kind, top, rules, tuple(cases), at[0], at[-1], also, left_out)
