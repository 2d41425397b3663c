"""AGED: open work that is old for a project as fast as this one, and what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._items import key_of, link_of, number_of, title_of
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.flow import _words
from trimtab.advice.flow._frames import Frames
from trimtab.advice.flow._measures import PAGE, left_out
from trimtab.analyses.throughput import MOST

ANCHOR = f"{PAGE}#age"
REST = "flow:aged"

COLUMNS = ("aged", "open", "over", "waits for, since", "title")

_QUIET = timedelta(days=365)  # then an item is stale, whatever went before (docs/reference/turns.md)
_SHOWN, _ROWS = 5, 10
_MEANING = "the share of items of its kind that were over by this age, in the last 52 weeks, open ones counted as open"


@dataclass(frozen=True, slots=True)
class Aged:
    """One open item that is old for its kind; `claim` says so, `state` is what it waits for."""

    row: Row
    days: float
    over: float
    state: str
    claim: Claim


def aged(frames: Frames) -> tuple[Aged, ...]:
    """Pull requests that are open for longer than 85 % of them were, and on which somebody did something within a year."""
    late = frames.ages.filter(pl.col("over") >= MOST).join(frames.touched, on=["tracker", "item"], how="left")
    lively = late.filter(pl.col("kind") == "pull", pl.col("touched_at") >= frames.as_of - _QUIET)
    first = lively.sort("over", "days", "tracker", "item", descending=[True, True, False, False]).head(_SHOWN)
    turns = frames.turns_of(first)
    return tuple(_aged(frames, row, turns.get((row["tracker"], row["item"]))) for row in first.iter_rows(named=True))


def section(frames: Frames, found: Sequence[Aged]) -> Section:
    """The oldest of them, and a line for all others."""
    rest = _rest(frames, [one.row for one in found])
    claims = (*(one.claim for one in found), *((rest,) if rest else ()))
    known = frames.ages["over"].is_not_null().any()
    note = "nothing open is older than 85 % of such items get" if known else "too little ended to say what is old"
    return Section("AGED", claims, note=note, columns=COLUMNS)


def _aged(frames: Frames, age: Row, turn: Row | None) -> Aged:
    row = frames.row(age["tracker"], age["item"])
    state = _words.waiting_for(turn["state"] if turn else None)
    decided = frames.local(turn["decided_at"]) if turn and turn["decided_at"] else None
    waits = f"{state}{_words.since(decided, frames.window.end)}"
    over = f"{_words.percent(age['over'])} were over by then"
    claim = Claim(
        id="",
        subject=f"item:{key_of(row)}",
        name=number_of(row),
        text=f"{title_of(row)}: open for {_words.took(age['days'])}, {over}{waits and '; '}{waits}",
        cells=(_words.took(age["days"]), _words.percent(age["over"]), waits, title_of(row)),
        headline=f"{number_of(row)} {title_of(row)}, open for {_words.took(age['days'])}",
        figures=(
            Figure("open for", round(age["days"], 1), "days", "since it was opened"),
            Figure("over by then", round(100 * age["over"]), "%", "of pull requests of the last 52 weeks"),
        ),
        because=tuple(_because(frames, row, turn)),
        window=frames.window,
        meaning=_MEANING,
        anchor=ANCHOR,
        left_out=left_out(frames),
    )
    return Aged(row, age["days"], age["over"], state, claim)


def _because(frames: Frames, row: Row, turn: Row | None) -> list[Group]:
    item = Group("item", "", (_words.item_row(row, "opened", frames.local(row["opened_at"])),), 1)
    if turn is None or turn["event"] is None or turn["decided_at"] is None:
        return [item]
    event = Evidence(
        kind="event",
        key=f"{key_of(row)}:{turn['event']}",
        text=f"{turn['event_kind']}; since then: {_words.waiting_for(turn['state'])}",
        at=frames.local(turn["decided_at"]),
        link=link_of(row),
    )
    return [item, Group("decided by", "", (event,), 1)]


def _rest(frames: Frames, shown: Sequence[Row]) -> Claim | None:
    """The others that are as old: how many, and how many of them lie since a year."""
    keys = pl.DataFrame(
        [(row["tracker"], row["item"]) for row in shown], schema={"tracker": pl.String, "item": pl.String}, orient="row"
    )
    late = frames.ages.filter(pl.col("over") >= MOST).join(frames.touched, on=["tracker", "item"], how="left")
    others = late.join(keys, on=["tracker", "item"], how="anti").sort("days", "item", descending=[True, False])
    if others.is_empty():
        return None
    still = pl.col("touched_at").is_null() | (pl.col("touched_at") < frames.as_of - _QUIET)
    quiet = others.filter(still).height
    told = [
        counted(count, _words.ONE[kind])
        for kind in ("pull", "issue")
        if (count := others.filter(pl.col("kind") == kind).height)
    ]
    lie = f", {quiet:,} of them untouched for a year" if quiet else ""
    rows = tuple(
        _words.item_row(
            frames.row(row["tracker"], row["item"]),
            f"{_words.took(row['days'])}, {_words.percent(row['over'])} were over by then",
            frames.local(frames.row(row["tracker"], row["item"])["opened_at"]),
        )
        for row in others.head(_ROWS).iter_rows(named=True)
    )
    return Claim(
        id="",
        subject=REST,
        text=f"{' and '.join(told)} {'more ' if shown else ''}are older than 85 % of their kind get{lie}",
        headline="Other open items that are old for their kind",
        figures=(
            Figure("items", others.height, "", "open for longer than 85 % of their kind were"),
            Figure("untouched", quiet, "", "of these, without an act for a year"),
        ),
        because=(Group("oldest", f"{others.height:,} items", rows, others.height),),
        window=frames.window,
        meaning=_MEANING,
        anchor=ANCHOR,
        left_out=left_out(frames),
    )
