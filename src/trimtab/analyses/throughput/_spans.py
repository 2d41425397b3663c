"""What is timed: from when to when each item was on its way, was worked on, or waited for a first answer.

A span is told in instants, whatever clock is asked for later, and says how it ended. A window cuts spans to what could be
seen in it. What the definitions are worth, docs/reference/flow.md argues.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from trimtab.analyses.throughput._clock import in_days, in_working_hours
from trimtab.lake.tables import INSTANT
from trimtab.workdays import WorkingTime

SPANS = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "origin": INSTANT,  # from when its age counts
        "start": INSTANT,  # from when it is in view
        "end": INSTANT,  # when it ended, or was seen last
        "done": pl.Boolean(),  # whether it ended
        "counts": pl.Boolean(),  # whether it ended in the way that is asked about
        "event": pl.String(),  # what ended it, where an event did
        "by": pl.String(),  # whose event that was
    }
)

# What another person does that answers an item. A label, a milestone or a request handed on is no answer.
_ANSWERS = ("comment", "review", "line", "merged", "closed")
_KEY = ["tracker", "item"]


def lead_spans(states: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """From the opening of each item to its end; what moved elsewhere is no longer in view."""
    ended = pl.col("state").is_in(("closed", "merged"))
    return _spans(states, as_of, origin="opened_at", done=ended, counts=ended)


def cycle_spans(states: pl.DataFrame, work: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """From the first work on each pull request to its merge; one that is closed without a merge ends another way.

    The first work is the first of its commits as its author dated it, else the opening; it comes into view when opened.
    """
    pulls = states.filter(pl.col("kind") == "pull").join(work.select(*_KEY, "began_at"), on=_KEY, how="left")
    begun = pulls.with_columns(began_at=pl.min_horizontal("began_at", "opened_at"))
    merged = pl.col("state") == "merged"
    return _spans(begun, as_of, origin="began_at", done=merged | (pl.col("state") == "closed"), counts=merged)


def _spans(states: pl.DataFrame, as_of: datetime, *, origin: str, done: pl.Expr, counts: pl.Expr) -> pl.DataFrame:
    at = pl.lit(as_of.astimezone(UTC))
    return (
        states.select(
            *_KEY,
            origin=origin,
            start="opened_at",
            end=pl.coalesce("ended_at", at),
            done=done,
            counts=counts,
            event=pl.lit(None, pl.String),
            by=pl.lit(None, pl.String),
        )
        .cast(SPANS)
        .sort(_KEY)
    )


def response_spans(states: pl.DataFrame, acts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """How long each item waited for a first answer by another person, draft time apart.

    A wait begins with the opening, or when a draft is made ready; it ends with the first comment, review, merge or closing
    by anybody but the author. It is only seen until its author ends the item or makes it a draft again: a new one
    begins when it is ready again. What was answered as a draft was never waited for.
    """
    known = states.select(*_KEY, "author", "opened_at", "ended_at", "draft")
    mine = acts.select(*_KEY, "at", "act", "actor", "event", "bot").join(known, on=_KEY, how="inner")
    answer = _first_answer(mine)
    told = mine.filter(pl.col("act").is_in(("merged", "closed"))).select(*_KEY, "at")
    # Of an item that was reopened, the first end; what no act tells of, the states do.
    ends = pl.concat([told, known.select(*_KEY, at="ended_at")]).group_by(_KEY).agg(over=pl.col("at").min())
    seen = (
        _waits_begun(known, mine)
        .join(answer, on=_KEY, how="left")
        .join(ends, on=_KEY, how="left")
        .with_columns(limit=pl.min_horizontal("over", "drawn_at", pl.lit(as_of.astimezone(UTC))))
        .filter(pl.col("answered_at").is_null() | (pl.col("answered_at") >= pl.col("start")))
        .filter(pl.col("limit") >= pl.col("start"))
    )
    answered = pl.col("answered_at").is_not_null() & (pl.col("answered_at") <= pl.col("limit"))
    return (
        seen.select(
            *_KEY,
            origin="start",
            start="start",
            end=pl.when(answered).then("answered_at").otherwise("limit"),
            done=answered,
            counts=answered,
            event=pl.when(answered).then("event"),
            by=pl.when(answered).then("actor"),
        )
        .cast(SPANS)
        .sort(*_KEY, "start")
    )


def _first_answer(mine: pl.DataFrame) -> pl.DataFrame:
    """The first answer to each item: by a known account that is not the author's, or a word of somebody who left.

    Of an end without an actor it is not told whose it was, so it may be the author's own.
    """
    spoke = pl.col("act").is_in(("comment", "review", "line"))
    other = pl.when(pl.col("actor").is_not_null()).then(pl.col("actor").ne_missing(pl.col("author")))
    somebody = other.otherwise(spoke & pl.col("author").is_not_null())
    return (
        mine.filter(pl.col("act").is_in(_ANSWERS), ~pl.col("bot"), somebody)
        .sort(*_KEY, "at", "event")
        .group_by(_KEY, maintain_order=True)
        .first()
        .select(*_KEY, "event", "actor", answered_at="at")
    )


def _waits_begun(known: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """When each item began to wait, and when it was made a draft after that: `start`, `drawn_at`."""
    turned = mine.filter(pl.col("act").is_in(("ready", "draft"))).select(*_KEY, "at", "act")
    # What was made ready first had been opened as a draft; what never changed is what it is now.
    first = turned.sort(*_KEY, "at").group_by(_KEY, maintain_order=True).first().select(*_KEY, turned_to="act")
    opened = known.join(first, on=_KEY, how="left").filter(
        ~pl.coalesce(pl.col("turned_to") == "ready", "draft").fill_null(value=False)
    )
    starts = pl.concat(
        [opened.select(*_KEY, at="opened_at", act=pl.lit("ready")), turned.filter(pl.col("act") == "ready")]
    )
    turns = pl.concat([starts, turned.filter(pl.col("act") == "draft")]).sort(
        *_KEY, "at", "act", descending=[False, False, False, True]
    )
    # What is said twice turned once; then every readiness is followed by a draft or by nothing.
    once = turns.filter(pl.col("act").ne_missing(pl.col("act").shift(1).over(_KEY)))
    return (
        once.with_columns(drawn_at=pl.col("at").shift(-1).over(_KEY))
        .filter(pl.col("act") == "ready")
        .select(*_KEY, "drawn_at", start="at")
    )


def asked_spans(states: pl.DataFrame, acts: pl.DataFrame, whom: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """How long each request for a review that names one of `whom` (tracker, account) waited for their next act there.

    A request that is taken back, or whose item ends, is seen until then. Asked twice before an answer, one waits once.
    """
    acts = acts.join(states.select(_KEY), on=_KEY, how="semi")
    asked = acts.join(whom, left_on=["tracker", "subject"], right_on=["tracker", "account"], how="semi")
    asked = asked.filter(pl.col("act") == "requested").select(*_KEY, "subject", start="at")
    mine = acts.join(whom, left_on=["tracker", "actor"], right_on=["tracker", "account"], how="semi")
    moves = mine.filter(pl.col("act") != "requested").select(
        *_KEY, "event", at="at", by="actor", ends=pl.lit(value=True)
    )
    taken = acts.filter(pl.col("act") == "unrequested").join(asked, on=[*_KEY, "subject"], how="semi")
    over = pl.concat(
        [
            taken.select(*_KEY, "event", "at", by=pl.lit(None, pl.String), ends=pl.lit(value=False)),
            states.filter(pl.col("ended_at").is_not_null()).select(
                *_KEY,
                event=pl.lit(None, pl.String),
                at="ended_at",
                by=pl.lit(None, pl.String),
                ends=pl.lit(value=False),
            ),
        ]
    )
    steps = pl.concat([moves, over.select(moves.columns)]).sort("at", "ends", descending=[False, True])
    next_step = asked.sort("start").join_asof(
        steps, left_on="start", right_on="at", by=_KEY, strategy="forward", check_sortedness=False
    )
    at = pl.lit(as_of.astimezone(UTC))
    answered = pl.col("ends").fill_null(value=False)
    told = next_step.select(
        *_KEY,
        origin="start",
        start="start",
        end=pl.coalesce("at", at),
        done=answered,
        counts=answered,
        event=pl.when(answered).then("event"),
        by=pl.when(answered).then("by"),
    )
    return told.sort(*_KEY, "start").unique([*_KEY, "end"], keep="first", maintain_order=True).cast(SPANS)


def within(spans: pl.DataFrame, start: datetime, end: datetime) -> pl.DataFrame:
    """What the window after `start` up to `end` shows of spans; two windows in a row share no end."""
    first, last = pl.lit(start.astimezone(UTC)), pl.lit(end.astimezone(UTC))
    over = pl.col("end") <= last
    return spans.filter(pl.col("start") <= last, pl.col("end") > first).with_columns(
        start=pl.max_horizontal("start", first),
        end=pl.min_horizontal("end", last),
        done=pl.col("done") & over,
        counts=pl.col("counts") & over,
    )


def waits(spans: pl.DataFrame, working: WorkingTime | None = None, also: Sequence[str] = ()) -> pl.DataFrame:
    """Spans as ages, columns `WAITS` after those of `also`: in days, or in the hours of a working time."""
    instants = ["origin", "start", "end"]
    aged = in_days(spans, instants) if working is None else in_working_hours(spans, instants, working)
    return aged.select(
        *also,
        entry=(pl.col("start") - pl.col("origin")).clip(lower_bound=0.0),
        exit=(pl.col("end") - pl.col("origin")).clip(lower_bound=0.0),
        done="done",
        counts="counts",
    )
