"""YOURS: how long the lead took when asked, and how the lead's own pull requests go. Of nobody else this is ever told."""

from collections.abc import Iterator

import polars as pl

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.flow import _words
from trimtab.advice.flow._frames import WEEKS, Frames
from trimtab.advice.flow._measures import PAGE, left_out, rounded
from trimtab.analyses import throughput
from trimtab.analyses.throughput import Quantiles

ASKED, FIRST, OWN = SUBJECTS = ("flow:you:asked", "flow:you:first", "flow:you:pulls")
ANCHOR = f"{PAGE}#yours"

_KEY = ["tracker", "item"]
_ROWS = 5


def section(frames: Frames) -> Section:
    """What the lead was asked, answered first, and opened; a note for an observer."""
    if frames.own_accounts.is_empty():
        return Section("YOURS", (), note="no account of a tracker is known to be yours: trimtab people")
    claims = tuple(one for one in (_first(frames), _own(frames), _asked(frames)) if one)
    return Section("YOURS", claims, note=f"nothing of yours in {WEEKS} weeks")


def _asked(frames: Frames) -> Claim | None:
    spans = throughput.asked_spans(frames.states, frames.acts, frames.own_accounts, frames.as_of)
    seen = throughput.within(spans, frames.since, frames.as_of)
    if seen.is_empty():
        return None
    found = throughput.quantiles(throughput.waits(seen))
    hours = throughput.quantiles(throughput.waits(seen, frames.sight.clock.working))
    half = f", half within {_words.took(found.half)}" if _tells(found) else ""
    open_now = f", {found.going:,} not answered" if found.going else ""
    return Claim(
        id="",
        subject=ASKED,
        text=f"asked to review {counted(found.waits, 'time')}: {found.ends:,} answered{half}{open_now}",
        headline="How long you take when you are asked to review",
        figures=(
            *_half(found, "answered", "from the request to your next act on the item"),
            Figure("half, worked", hours.half, "working hours", "of your own working hours", hours.low, hours.high),
        ),
        because=(Group("longest", counted(found.waits, "request"), tuple(_rows(frames, seen)), found.waits),),
        window=frames.window,
        meaning="requests that name you; one that is taken back, or whose item ends, is seen until then",
        anchor=ANCHOR,
        left_out=left_out(frames),
        wrong=("trimtab people merge",),
    )


def _first(frames: Frames) -> Claim | None:
    """How many pull requests of others the lead answered first."""
    answered = throughput.within(frames.of_kind(frames.answers, "pull"), frames.since, frames.as_of).filter("counts")
    others = answered.join(_mine(frames), on=_KEY, how="anti")
    mine = others.join(frames.own_accounts, left_on=["tracker", "by"], right_on=["tracker", "account"], how="semi")
    if mine.is_empty():
        return None
    found = throughput.quantiles(throughput.waits(mine))
    half = f", half of these within {_words.took(found.half)}" if _tells(found) else ""
    return Claim(
        id="",
        subject=FIRST,
        text=f"first to answer {mine.height:,} of {counted(others.height, 'pull request')} of others{half}",
        headline="Pull requests of others that you answered first",
        figures=_half(found, "answered first", f"of {others.height:,} pull requests of others that were answered"),
        because=(Group("longest", f"{mine.height:,} answered", tuple(_rows(frames, mine)), mine.height),),
        window=frames.window,
        meaning="from the opening, or from when a draft is made ready, to your comment, review, merge or closing where "
        "it was the first by another person than the author",
        anchor=ANCHOR,
        left_out=left_out(frames),
        wrong=("trimtab people merge",),
    )


def _own(frames: Frames) -> Claim | None:
    keys = _mine(frames).filter(pl.col("kind") == "pull")
    if keys.is_empty():
        return None
    cycles = throughput.within(frames.cycles.join(keys, on=_KEY, how="semi"), frames.since, frames.as_of)
    answers = throughput.within(frames.answers.join(keys, on=_KEY, how="semi"), frames.since, frames.as_of)
    merged, answered = (throughput.quantiles(throughput.waits(one)) for one in (cycles, answers))
    going = keys.filter(pl.col("state") == "open").height
    half = f", half within {_words.took(merged.half)} of the first work" if _tells(merged) else ""
    first = f"; half got a first answer within {_words.took(answered.half)}" if _tells(answered) else ""
    return Claim(
        id="",
        subject=OWN,
        text=f"your pull requests: {merged.ends:,} merged{half}, {going:,} open{first}",
        headline="Your own pull requests",
        figures=(
            *_half(merged, "merged", "from the first work to the merge"),
            *_half(answered, "answered", "from being ready to the first answer", "half, first answer"),
            Figure("open", going, "", "at the instant"),
        ),
        because=(
            Group("longest", counted(cycles["item"].n_unique(), "item"), tuple(_rows(frames, cycles)), cycles.height),
        ),
        window=frames.window,
        meaning="pull requests that you opened, timed as those of all",
        anchor=ANCHOR,
        left_out=left_out(frames),
        wrong=("trimtab people merge",),
    )


def _mine(frames: Frames) -> pl.DataFrame:
    """The items that the lead opened."""
    own = frames.own_accounts
    return frames.states.join(own, left_on=["tracker", "author"], right_on=["tracker", "account"], how="semi")


def _tells(found: Quantiles) -> bool:
    """Whether enough ended to speak of the half."""
    return found.half is not None and found.ends >= throughput.LEAST_ENDS


def _half(found: Quantiles, done: str, of: str, name: str = "half") -> tuple[Figure, ...]:
    unit, scale = _words.fitting(found.half)
    half, low, high = (rounded(value, scale) for value in (found.half, found.low, found.high))
    return (
        Figure(name, half, unit, of, low, high),
        Figure(done, found.ends, "", f"of {found.waits:,} that were in view; {found.going:,} go on"),
    )


def _rows(frames: Frames, spans: pl.DataFrame) -> Iterator[Evidence]:
    """The longest first, those that go on before those that ended."""
    days = (pl.col("end") - pl.col("origin")).dt.total_seconds() / 86_400
    ordered = spans.with_columns(days=days).sort("done", "days", *_KEY, descending=[False, True, False, False])
    for span in ordered.head(_ROWS).iter_rows(named=True):
        said = f"{'after' if span['done'] else 'not yet after'} {_words.took(span['days'])}"
        yield _words.item_row(frames.row(span["tracker"], span["item"]), said, frames.local(span["end"]))
