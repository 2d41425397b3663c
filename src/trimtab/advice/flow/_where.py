"""SLOWER: areas and labels whose items take longer than all others of their kind, beyond what chance would do."""

from collections.abc import Iterator, Sequence
from statistics import NormalDist

import polars as pl

from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.flow import _words
from trimtab.advice.flow._frames import Frames
from trimtab.advice.flow._measures import PAGE, left_out, rounded
from trimtab.analyses import throughput
from trimtab.analyses.throughput import LEAST_ENDS, Quantiles

ANCHOR = f"{PAGE}#where-it-is-slow"

_NONE = "no area or label is slower than the rest beyond chance"
_TOO_FEW = f"no area or label in which {LEAST_ENDS} or more ended"
_ONCE_IN = 0.01
_SHOWN, _ROWS = 4, 5
_KEY = ["tracker", "item"]


def section(frames: Frames) -> Section:
    """The slowest first."""
    grouped = [*_by_area(frames), *_by_label(frames)]
    limit = NormalDist().inv_cdf(1 - _ONCE_IN / max(len(grouped), 1))
    slow = sorted((one for one in grouped if one[0] < -limit), key=lambda one: one[0])
    claims = tuple(_claim(frames, *one[1:], tested=len(grouped)) for one in slow[:_SHOWN])
    note = _NONE if grouped else _TOO_FEW
    return Section("SLOWER", claims, note=note)


_Found = tuple[float, str, str, str, pl.DataFrame, pl.DataFrame]


def _by_area(frames: Frames) -> Iterator[_Found]:
    """Pull requests by the area most of each lies in; those of unknown area are part of nothing."""
    if frames.area is not None:
        return
    spans = frames.of_kind(_seen(frames), "pull").join(frames.work.select(*_KEY, "area"), on=_KEY, how="left")
    known = spans.filter(pl.col("area").is_not_null())
    for name in known["area"].unique().sort():
        mine = pl.col("area") == name
        yield from _set_apart("area", name, "pull", known.filter(mine), known.filter(~mine))


def _by_label(frames: Frames) -> Iterator[_Found]:
    if frames.label is not None:
        return
    for kind in ("pull", "issue"):
        spans = frames.of_kind(_seen(frames), kind).join(frames.states.select(*_KEY, "labels"), on=_KEY, how="left")
        for name in spans["labels"].explode(empty_as_null=True, keep_nulls=True).drop_nulls().unique().sort():
            mine = pl.col("labels").list.contains(name)
            yield from _set_apart("label", name, kind, spans.filter(mine), spans.filter(~mine))


def _seen(frames: Frames) -> pl.DataFrame:
    return throughput.within(frames.leads, frames.since, frames.as_of)


def _set_apart(sort: str, name: str, kind: str, mine: pl.DataFrame, others: pl.DataFrame) -> Iterator[_Found]:
    """A group against all others of its kind, where enough of both ended."""
    if min(int(mine["counts"].sum()), int(others["counts"].sum())) >= LEAST_ENDS:
        yield throughput.differ(throughput.waits(others), throughput.waits(mine)), sort, name, kind, mine, others


def _claim(
    frames: Frames, sort: str, name: str, kind: str, mine: pl.DataFrame, others: pl.DataFrame, *, tested: int
) -> Claim:
    here, there = (throughput.quantiles(throughput.waits(one)) for one in (mine, others))
    label = name if sort == "area" else f"label {name}"
    things = _words.SHORT[kind]
    return Claim(
        id="",
        subject=f"slow:{sort}:{kind}:{name}",
        name=label,
        text=f"half of its {things} {_over(here.half)}, elsewhere {_words.took(there.half)} ({here.ends} ended)",
        headline=f"{label}: its {_words.ONE[kind]}s take longer than others",
        figures=(
            _figure("here", here, things),
            _figure("elsewhere", there, things),
        ),
        because=(_slowest(frames, mine),),
        window=frames.window,
        meaning="from opening to end, against all others of its kind; said where chance alone would bring one such "
        f"line in a hundred answers at most (log-rank test of {tested} groups)",
        anchor=ANCHOR,
        left_out=(*left_out(frames), *(("pull requests whose area is not known",) if sort == "area" else ())),
    )


def _figure(name: str, found: Quantiles, things: str) -> Figure:
    unit, scale = _words.fitting(found.half)
    half, low, high = (rounded(value, scale) for value in (found.half, found.low, found.high))
    return Figure(name, half, unit, f"half of {found.ends:,} {things} that ended", low, high)


def _over(half: float | None) -> str:
    return "are not over yet" if half is None else f"take up to {_words.took(half)}"


def _slowest(frames: Frames, spans: pl.DataFrame) -> Group:
    days = (pl.col("end") - pl.col("origin")).dt.total_seconds() / 86_400
    ordered = spans.with_columns(days=days).sort("days", "tracker", "item", descending=[True, False, False])
    return Group("longest", f"{spans.height:,} items", tuple(_rows(frames, ordered.head(_ROWS))), spans.height)


def _rows(frames: Frames, spans: pl.DataFrame) -> Sequence[Evidence]:
    return [
        _words.item_row(
            frames.row(span["tracker"], span["item"]),
            f"{'ended after' if span['done'] else 'open for'} {_words.took(span['days'])}",
            frames.local(span["end"] if span["done"] else span["origin"]),
        )
        for span in spans.iter_rows(named=True)
    ]
