"""When open items are done, how many by a date, and how much longer for one: from how long others took, as ranges.

The method, what it conditions on and how it was tested stand in docs/reference/forecast.md. Authors enter by how much they
had opened here before, and nobody is judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from trimtab.advice._ids import with_ids
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene, scene_of
from trimtab.advice.answer import Answer
from trimtab.advice.forecast._asked import Asked
from trimtab.advice.forecast._chosen import chosen
from trimtab.advice.forecast._ground import Ground
from trimtab.advice.forecast._ledger import Scored, again, outcomes, record, score
from trimtab.advice.forecast._lines import AUTHORS, BASIS, BY, DONE, MOST_DATES, SURE, Lines, shown, told_by
from trimtab.advice.forecast._moved import AHEAD, Moved, moved
from trimtab.advice.forecast._outside import LOOKED_BACK, Outside, outside
from trimtab.advice.forecast._past import calibrated, calibrated_if_quick
from trimtab.advice.forecast._query import Query, parse
from trimtab.advice.forecast._said import Said, said
from trimtab.advice.forecast._when import HALF, MOST, date, dated, horizons
from trimtab.analyses.forecasts import LEAST_ENDED, PLAIN, QUESTIONS, Calibration
from trimtab.errors import UsageError
from trimtab.workspace import Workspace

__all__ = [
    "AHEAD", "LETTER", "LOOKED_BACK", "PLAIN", "QUESTIONS", "VERB", "Calibration", "Forecast", "Moved", "Outside", "Said",
    "Scored", "again", "asked_items", "calibration", "for_screen", "forecast_items", "keep_up", "moved", "outcomes",
    "outside", "record", "score",
]  # fmt: skip

VERB, LETTER = "forecast", "f"

_FIXED = (*DONE, *BY, BASIS, AUTHORS, SURE)
_NOT_SEEN = "plans, meetings, what was agreed elsewhere"


@dataclass(frozen=True, slots=True)
class Forecast:
    """An answer, and what of it the ledger keeps: None where nothing was forecast."""

    answer: Answer
    said: Said | None


def asked_items(scene: Scene, typed: str) -> pl.DataFrame:
    """The items that a query means, open or not (`items.STATES`); raises UsageError for one that asks for a number of items."""
    query = parse(typed)
    if query.count is not None:
        raise UsageError(
            "a plan is made of items that are named: label:NAME, milestone:NAME, #NUMBER, words of the title."
        )
    return chosen(scene, scene.trackers.states, query)


def forecast_items(
    workspace: Workspace,
    typed: str,
    *,
    now: datetime,
    by: Sequence[str] = (),
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> Forecast:
    """When the open items that a query means are done; the query and the dates `by` are as typed.

    Raises UsageError for a query that cannot be read or that names what no item has, and for dates that cannot be meant.
    """
    query = parse(typed)
    if len(by) > MOST_DATES:
        raise UsageError(f"--by was given {len(by)} times; name {MOST_DATES} dates at most.")
    scene = scene_of(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    if not scene.trackers.any:
        return Forecast(_without_items(scene, query, program), None)
    ground = Ground(scene)
    dates = horizons(ground, scene.sight.clock, by)
    found = ground.states.clear() if query.count is not None else chosen(scene, ground.states, query)
    if query.count is None and found.is_empty():
        raise UsageError(
            f"no item fulfils {query.text}, open or done. Ask for less at once, or for words as they stand in a title."
        )
    asked = Asked(ground, query, found)
    if query.count is None and not asked.open:
        return Forecast(_nothing_open(scene, asked), None)
    if not asked.enough:
        return Forecast(_too_little(scene, asked), None)
    return Forecast(_answer(workspace, asked, dates, program), said(asked, dates))


def keep_up(workspace: Workspace, *, now: datetime, me: str | None = None, machine_zone: str = "UTC") -> int:
    """What a sync does: score what is known by now, and forecast anew what was recorded; how many lines that wrote.

    A query that means nothing any more is left. Raises DiskFull, LedgerUnwritable.
    """
    written = score(workspace, now)
    for query in again(workspace):
        try:
            found = forecast_items(workspace, query, now=now, me=me, machine_zone=machine_zone)
        except UsageError:
            continue
        written += record(workspace, found.said, now)
    return written


def calibration(scene: Scene, *, refresh: bool = False, keep: bool = True) -> tuple[Calibration, ...]:
    """How past forecasts did on this lake, by question, each against its plain way; kept for a week unless `refresh`.

    Without `keep` what is made anew is for whoever asks, and not kept.
    """
    if not scene.trackers.any:
        return ()
    return calibrated(scene.sight.workspace, Ground(scene), refresh=refresh, keep=keep)


def for_screen(answer: Answer) -> Answer:
    """The answer with its list of items cut to what a screen holds."""
    return replace(answer, sections=tuple(shown(one) for one in answer.sections))


def _answer(workspace: Workspace, asked: Asked, dates: Sequence[datetime], program: str) -> Answer:
    lines = Lines(asked)
    sections = (
        lines.done(),
        lines.numbers(dates),
        lines.each(),
        lines.rests(),
        lines.sure(calibrated_if_quick(workspace, asked.ground)),
    )
    told, ids = with_ids(LETTER, _FIXED, sections)
    step, opened = lines.step()
    claim = (
        f"{lines.what[:1].upper()}{lines.what[1:]} {lines.is_done} {told_by(dated(asked.ground, asked.within, MOST))} in 8 of "
        f"10 futures, {told_by(dated(asked.ground, asked.within, HALF))} in half of them."
    )
    return replace(
        _frame(asked.ground.scene, asked.ground, asked.query, asked),
        claim=claim,
        sections=told,
        caveats=(*asked.ground.scene.sight.notes, *lines.caveats()),
        next_step=step,
        next_command=f"{program} why {ids[opened or DONE[1]]}",
    )


def _frame(scene: Scene, ground: Ground | None, query: Query, asked: Asked | None = None) -> Answer:
    """The answer without its lines."""
    counts = f", {len(asked.open):,} open, {asked.done_many:,} done" if asked and query.count is None else ""
    return Answer(
        verb=VERB,
        title=scene.sight.title,
        period=f"{query.text}{counts}",
        claim="",
        as_of=ground.after(0.0) if ground else scene.sight.local_as_of,
        sections=(),
        sources=scene.sight.sources,
        missing=_NOT_SEEN,
    )


def _without_items(scene: Scene, query: Query, program: str) -> Answer:
    return replace(
        _frame(scene, None, query),
        claim="No issues or pull requests are in the lake, so nothing can be forecast.",
        caveats=scene.sight.notes,
        missing="issues, pull requests and reviews",
        nearest=scene.nearest(program),
    )


def _nothing_open(scene: Scene, asked: Asked) -> Answer:
    lines = Lines(asked)
    last = max(row["ended_at"] for row in asked.done)
    when = date(scene.local(last), asked.ground.after(0.0))
    many = counted(asked.done_many, "item")
    return replace(
        _frame(scene, asked.ground, asked.query, asked),
        claim=f"Nothing is open: {many} done, the last on {when}.",
        caveats=(*scene.sight.notes, *lines.caveats()),
    )


def _too_little(scene: Scene, asked: Asked) -> Answer:
    fewest = min(basis.series.ended for basis in asked.bases)
    return replace(
        _frame(scene, asked.ground, asked.query, asked),
        claim=(
            f"Too little to tell: {counted(fewest, 'item')} ended here so far, and a forecast needs {LEAST_ENDED}. "
            "A date from so few would be invented."
        ),
        caveats=(*scene.sight.notes, *Lines(asked).caveats()),
    )
