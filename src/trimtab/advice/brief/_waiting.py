"""WAITS FOR YOU: who cannot go on until the lead moves, what else is asked of them, and open work that got old.

All of it is told in full by `trimtab waiting` and `trimtab flow`; here are the lines of the week. A clone without a tracker
has none of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from trimtab.advice import forecast
from trimtab.advice._moves import WAITED_FOR, Move
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.analyses import throughput

TITLE = "WAITS FOR YOU"
FIRST, MORE, AGED, FORECAST = "waits:first", "waits:more", "aged", "forecast:moved"

_ANCHOR = "docs/reference/waiting.md#who-waits"
_MEANING = (
    "open items on which the next move is yours by name, or a merge that is usually yours; the time is that of whoever "
    "waits, in their working hours; the longest and most costly first"
)
_OLD, _YEAR = 0.95, timedelta(days=365)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Waits:
    """The lines, and the move that comes first where somebody waits for the lead."""

    section: Section
    first: Move | None


def waits(scene: Scene) -> Waits:
    """What waits for the lead, and what got old; no line where no items were read or nothing is so."""
    if not scene.trackers.any or scene.lead is None:
        return Waits(Section(TITLE, ()), None)
    due = [
        move
        for move in scene.moves.due
        if move.what in WAITED_FOR and scene.moves.falls_to_lead(move) and not scene.moves.is_quiet(move)
    ]
    scene.trackers.load_acts([move.key for move in due])
    claims = (*_first(scene, due), *_more(scene, due), *_aged(scene), *_forecast(scene))
    note = "" if claims else "nobody, by name"
    return Waits(Section(TITLE, claims, note=note), due[0] if due else None)


def _first(scene: Scene, due: Sequence[Move]) -> Iterator[Claim]:
    """The one that comes first, and what it holds back."""
    for move in due[:1]:
        words = scene.words
        waiter = words.waiter(move)
        yield Claim(
            id="",
            subject=FIRST,
            name=waiter,
            text=f"{words.asked(move)}, {words.waited(move)}: {_what(scene, move)}",
            headline=f"{waiter} waits for {words.asked(move)} on {words.number(move.item)}",
            because=tuple(words.because(move)),
            meaning=_MEANING,
            anchor=_ANCHOR,
            left_out=scene.left_out,
            wrong=("logins: in people/*.md",),
            sure=scene.sure_of(move),
        )


def _what(scene: Scene, move: Move) -> str:
    """The item: by what it holds back where it does, else by its title."""
    held = move.held.text()
    return f"{scene.words.number(move.item)} {held}" if held else scene.words.titled(move.item)


def _more(scene: Scene, due: Sequence[Move]) -> Iterator[Claim]:
    """All others, on one line: `3 more: #637 Sofie 6.8 d, #641 Tomas 4 d, #616 Tomas 3 h`."""
    rest = due[1:]
    if not rest:
        return
    words = scene.words
    named = [f"{words.number(move.item)} {words.waiter(move)} {words.waited_shortly(move)}" for move in rest[:_SHOWN]]
    left = len(rest) - len(named)
    rows = tuple(words.item(move.item, f"{words.asked(move)}, {words.waited(move)}") for move in rest)
    yield Claim(
        id="",
        subject=MORE,
        text=f"{len(rest)} more: {', '.join(named)}" + (f" and {counted(left, 'other')}" if left else ""),
        headline="What else waits for you by name",
        because=(Group("for you", counted(len(rest), "item"), rows, len(rows)),),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=scene.left_out,
    )


def _aged(scene: Scene) -> Iterator[Claim]:
    """The open pull request that is oldest for its kind, where it is older than 95 % of them and not given up."""
    states, at = scene.trackers.states, scene.sight.as_of
    leads = throughput.lead_spans(states, at)
    old = throughput.ages(states, leads, at - _YEAR, at).filter(pl.col("kind") == "pull", pl.col("over") >= _OLD)
    alive = scene.trackers.turns.filter(pl.col("end").is_null(), pl.col("last_act_at") >= at - _YEAR)
    late = old.join(alive.select("tracker", "item"), on=["tracker", "item"], how="semi").sort(
        "over", "days", "tracker", "item", descending=[True, True, False, False]
    )
    if late.is_empty():
        return
    rows = [(scene.moves.items[row["tracker"], row["item"]], row) for row in late.iter_rows(named=True)]
    item, first = rows[0]
    others = f"; {len(rows) - 1} more" if len(rows) > 1 else ""
    told = tuple(scene.words.item(one, f"{row['days']:.0f} days, {row['over']:.0%} over by then") for one, row in rows)
    yield Claim(
        id="",
        subject=AGED,
        text=f"aged: {scene.words.number(item)}, {counted(round(first['days']), 'day')}; {100 * first['over']:.0f} % are over "
        f"by then{others}",
        headline=f"{scene.words.number(item)} is open for longer than nearly all others were",
        figures=(
            Figure("open for", round(first["days"], 1), "days", "since it was opened"),
            Figure(
                "over by then",
                round(100 * first["over"]),
                "%",
                "of pull requests of the last year, open ones counted as open",
            ),
        ),
        because=(Group("aged", counted(len(told), "pull request"), told, len(told)),),
        meaning="open pull requests that are older than 95 % of those of the last year got, and that somebody acted on within it",
        anchor="docs/reference/flow.md#age",
        left_out=scene.left_out,
    )


def _forecast(scene: Scene) -> Iterator[Claim]:
    """The forecast that moved furthest within a week, and what joined or left it."""
    for one in forecast.moved(scene)[:1]:
        words, day = scene.words, scene.local(scene.sight.as_of + timedelta(days=forecast.AHEAD))
        name = one.query.text.partition(":")[2].strip('"') or one.query.text
        new = f", {len(one.joined)} of them new" if one.joined else ""
        groups = [
            Group(what, f"{counted(len(rows), 'item')} {what}", tuple(words.item(row) for row in rows), len(rows))
            for what, rows in (("joined", one.joined), ("done", one.done), ("open", one.still))
            if rows
        ]
        yield Claim(
            id="",
            subject=FORECAST,
            text=f"{name}: {len(one.still)} open{new}; all by {day:%-d %b} in {100 * one.now:.0f} %, was {100 * one.before:.0f} %",
            headline=f"The forecast of {one.query.text} moved",
            figures=(
                Figure("all done by then", round(100 * one.now), "% of futures", f"by {day:%-d %B %Y}"),
                Figure(
                    "said a week ago", round(100 * one.before), "% of futures", "the same day, with what was known then"
                ),
            ),
            because=tuple(groups),
            meaning="a recorded forecast, a milestone or a release label of which the share of futures in which all is done "
            "within a quarter moved by five points within a week, or a fifth of whose open items joined within it",
            anchor="docs/reference/forecast.md#moved",
            left_out=scene.left_out,
        )
