"""USUAL: how long things take, how often they are sent back and how large they are, over the last 52 weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.flow import _words
from trimtab.advice.flow._frames import WEEKS, Frames
from trimtab.analyses import throughput
from trimtab.analyses.throughput import LEAST_ENDS, Change, Quantiles

PAGE = "docs/reference/flow.md"

COLUMNS = (f"usual in {WEEKS} weeks", "quarter", "half", "85 %", "of", "6 weeks")

_ROWS_EACH = 4
_LAST = throughput.LAST


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is timed or counted: its subject, its name, what it counts, and where the docs argue for it."""

    subject: str
    name: str
    kind: str
    meaning: str
    anchor: str
    ended: str  # what a row of it did: "merged"

    @property
    def things(self) -> str:
        """What it is about, as many."""
        return f"{_words.ONE[self.kind]}s"


ANSWER_PULLS = Measure(
    "flow:answer:pull", "first answer, pulls", "pull",
    "from the opening, or from when a draft is made ready, to the first comment, review, merge or closing by another person",
    f"{PAGE}#first-answer", "answered",
)  # fmt: skip
CYCLE = Measure(
    "flow:cycle", "first work to merge", "pull",
    "from the first commit, as its author dated it, to the merge; of those that are merged in the end",
    f"{PAGE}#cycle-time", "merged",
)  # fmt: skip
LEAD_PULLS = Measure(
    "flow:lead:pull", "opening to end, pulls", "pull", "from the opening to the merge or closing",
    f"{PAGE}#lead-time", "ended",
)  # fmt: skip
ROUNDS = Measure(
    "flow:rounds", "review rounds, merged", "pull",
    "how often the author pushed after another person's remark, of pull requests that were merged",
    f"{PAGE}#review-rounds", "merged",
)  # fmt: skip
SIZE = Measure(
    "flow:size", "lines changed, merged", "pull",
    "lines added and deleted: as the tracker counts them, else over the commits; of pull requests that were merged",
    f"{PAGE}#size", "merged",
)  # fmt: skip
ANSWER_ISSUES = Measure(
    "flow:answer:issue", "first answer, issues", "issue",
    "from the opening to the first comment or closing by another person", f"{PAGE}#first-answer", "answered",
)  # fmt: skip
LEAD_ISSUES = Measure(
    "flow:lead:issue", "opening to end, issues", "issue", "from the opening to the closing",
    f"{PAGE}#lead-time", "ended",
)  # fmt: skip

EVERY = (ANSWER_PULLS, CYCLE, LEAD_PULLS, ROUNDS, SIZE, ANSWER_ISSUES, LEAD_ISSUES)


@dataclass(frozen=True, slots=True)
class Usual:
    """A measure in the window, its claim, and how it changed; counts have a mean, before and now, times have none."""

    measure: Measure
    found: Quantiles
    claim: Claim
    change: Change | None
    means: tuple[float, float] | None = None

    @property
    def timed(self) -> bool:
        """Whether it is a time, and no count."""
        return self.means is None


def usual(frames: Frames) -> tuple[Usual, ...]:
    """Every measure of which there is anything in the window."""
    found = (_timed(frames, one) if one not in (ROUNDS, SIZE) else _counted(frames, one) for one in EVERY)
    return tuple(one for one in found if one is not None)


def section(measured: Sequence[Usual]) -> Section:
    """The table."""
    return Section("USUAL", tuple(one.claim for one in measured), columns=COLUMNS, note="nothing ended in 52 weeks")


def spans_of(frames: Frames, measure: Measure) -> pl.DataFrame:
    """The spans that a measure times."""
    every = {
        CYCLE: lambda: frames.cycles,
        ANSWER_PULLS: lambda: frames.answers,
        ANSWER_ISSUES: lambda: frames.answers,
        LEAD_PULLS: lambda: frames.leads,
        LEAD_ISSUES: lambda: frames.leads,
    }
    return frames.of_kind(every[measure](), measure.kind)


def _timed(frames: Frames, measure: Measure) -> Usual | None:
    spans = throughput.within(spans_of(frames, measure), frames.since, frames.as_of)
    if spans.is_empty():
        return None
    days = throughput.quantiles(throughput.waits(spans))
    hours = throughput.quantiles(throughput.waits(spans, frames.team_time))
    change = throughput.change(spans, frames.as_of)
    lately = _lately(frames, spans)
    claim = Claim(
        id="",
        subject=measure.subject,
        name=measure.name,
        text=_in_words(measure, days, _words.took),
        headline=f"How long {measure.things} take: {measure.name.split(',')[0]}",
        figures=(*_figures(days, *_words.fitting(days.half)), *_worked(frames, hours)),
        because=tuple(groups(frames, measure, spans)),
        window=frames.window,
        meaning=f"{measure.meaning}; what is still open counts for as long as it has been open",
        anchor=measure.anchor,
        left_out=left_out(frames),
        cells=_cells(days, lately, _words.took),
    )
    return Usual(measure, days, claim, change)


def _lately(frames: Frames, spans: pl.DataFrame) -> Quantiles:
    last = throughput.within(spans, frames.as_of - _LAST, frames.as_of)
    return throughput.quantiles(throughput.waits(last))


def _counted(frames: Frames, measure: Measure) -> Usual | None:
    column = "rounds" if measure is ROUNDS else "lines"
    known = frames.merged.filter(pl.col(column).is_not_null())
    if known.is_empty():
        return None
    found = throughput.usual_counts(known[column])
    last = known.filter(pl.col("ended_at") > frames.as_of - _LAST)[column]
    rows = known.sort(column, "tracker", "number", descending=[True, False, False]).to_dicts()
    unit = "rounds" if measure is ROUNDS else "lines"
    files = throughput.usual_counts(known["files"].drop_nulls()) if measure is SIZE else None
    unknown = frames.merged.height - known.height
    claim = Claim(
        id="",
        subject=measure.subject,
        name=measure.name,
        text=_in_words(measure, found, _words.number),
        headline=f"What is usual for merged pull requests: {measure.name.split(',')[0]}",
        figures=(*_figures(found, unit), *(_figures(files, "files", of=" of files") if files else ())),
        because=tuple(_of_counts(frames, rows, column, unit)),
        window=frames.window,
        meaning=measure.meaning,
        anchor=measure.anchor,
        left_out=(*left_out(frames), *((f"{counted(unknown, 'merge')} of unknown {unit}",) if unknown else ())),
        cells=_cells(found, throughput.usual_counts(last), _words.number),
    )
    return Usual(measure, found, claim, *_changed_counts(frames, known, column))


def _changed_counts(frames: Frames, known: pl.DataFrame, column: str) -> tuple[Change | None, tuple[float, float]]:
    split = frames.as_of - _LAST
    dated = known.filter(pl.col("ended_at") > split - throughput.BEFORE)
    late = pl.col("ended_at") > split
    before, now = dated.filter(~late)[column], dated.filter(late)[column]
    return throughput.change_of_counts(before, now), (_mean(before), _mean(now))


def _mean(counts: pl.Series) -> float:
    return float(counts.sum()) / max(len(counts), 1)


def left_out(frames: Frames) -> tuple[str, ...]:
    """What no line counts."""
    bots = (f"{counted(frames.by_programs, 'item')} of bots",) if frames.by_programs else ()
    return (*bots, "what bots say", "items that were moved elsewhere, from then on")


def _in_words(measure: Measure, found: Quantiles, said: _words.Said) -> str:
    if found.ends < LEAST_ENDS:
        return f"too few to tell: {found.ends} of {counted(found.waits, _words.ONE[measure.kind])}"
    return f"half within {said(found.half)}, 85 % within {said(found.most)} ({found.ends} {measure.ended})"


def _cells(found: Quantiles, lately: Quantiles, said: _words.Said) -> tuple[str, ...]:
    if found.ends < LEAST_ENDS:
        return ("", "too few", "", f"{found.ends:,}", "")
    now = said(lately.half) if lately.ends >= LEAST_ENDS else ""
    return (said(found.quarter), said(found.half), said(found.most), f"{found.ends:,}", now)


def _figures(found: Quantiles, unit: str, scale: float = 1.0, of: str = "") -> tuple[Figure, ...]:
    if found.ends < LEAST_ENDS:
        return (Figure("ended", found.ends, "", f"fewer than {LEAST_ENDS} tell nothing"),)
    range_of = "holds the half 19 times in 20"
    return (
        Figure(f"a quarter{of}", rounded(found.quarter, scale), unit, "a quarter is over by then"),
        Figure(
            f"half{of}",
            rounded(found.half, scale),
            unit,
            range_of,
            rounded(found.low, scale),
            rounded(found.high, scale),
        ),
        Figure(
            f"85 %{of}", rounded(found.most, scale), unit, "85 % are over by then; unknown where so many never were"
        ),
        Figure(f"ended{of}", found.ends, "", f"of {found.waits:,} that were in view; {found.going:,} go on"),
    )


def _worked(frames: Frames, found: Quantiles) -> tuple[Figure, ...]:
    """The same on the team's clock."""
    if found.ends < LEAST_ENDS:
        return ()
    unit = "working hours"
    clock = frames.sight.clock.hours_note or "in the team's working hours"
    return (
        Figure("half, worked", rounded(found.half), unit, clock, rounded(found.low), rounded(found.high)),
        Figure("85 %, worked", rounded(found.most), unit, clock),
    )


def rounded(value: float | None, scale: float = 1.0) -> float | None:
    """A value times `scale`, to two decimals."""
    return None if value is None else round(value * scale, 2)


def groups(frames: Frames, measure: Measure, spans: pl.DataFrame) -> Iterator[Group]:
    """The longest that ended, those about the half, and the longest that go on."""
    aged = spans.with_columns(days=(pl.col("end") - pl.col("origin")).dt.total_seconds() / 86_400)
    aged = aged.sort("days", "tracker", "item", descending=[True, False, False])
    ended, going = aged.filter("counts"), aged.filter(~pl.col("done"))
    middle = max((ended.height - _ROWS_EACH) // 2, 0)
    parts = (
        ("longest", ended.head(_ROWS_EACH), ended.height, f"{ended.height:,} {measure.ended}"),
        ("at the half", ended.slice(middle, _ROWS_EACH), min(ended.height, _ROWS_EACH), ""),
        ("not yet", going.head(_ROWS_EACH), going.height, f"{going.height:,} go on"),
    )
    for label, those, total, summary in parts:
        if total:
            yield Group(label, summary, tuple(_timed_rows(frames, measure, those)), total)


def _timed_rows(frames: Frames, measure: Measure, spans: pl.DataFrame) -> Iterator[Evidence]:
    for span in spans.iter_rows(named=True):
        row = frames.row(span["tracker"], span["item"])
        said = f"{measure.ended} after" if span["counts"] else "not yet after"
        at = frames.local(span["end"] if span["counts"] else span["origin"])
        yield _words.item_row(row, f"{said} {_words.took(span['days'])}", at)


def _of_counts(frames: Frames, rows: Sequence[Row], column: str, unit: str) -> Iterator[Group]:
    def row(one: Row) -> Evidence:
        return _words.item_row(one, counted(one[column], unit.removesuffix("s")), frames.local(one["ended_at"]))

    middle = max((len(rows) - _ROWS_EACH) // 2, 0)
    yield Group("most", f"{len(rows):,} merged", tuple(map(row, rows[:_ROWS_EACH])), len(rows))
    about = rows[middle : middle + _ROWS_EACH]
    yield Group("at the half", "", tuple(map(row, about)), len(about))
