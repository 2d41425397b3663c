"""YOUR HOURS, the week: where the lead's hours went as far as git shows, and what it cannot show."""

from dataclasses import dataclass
from datetime import UTC, timedelta

import polars as pl

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Figure, Group
from trimtab.advice.brief._ground import Ground
from trimtab.analyses import attention, review_time
from trimtab.analyses.attention import Period, Range
from trimtab.analyses.sessions import Acts, acts_of

WEEK = "hours"

_ANCHOR = "docs/reference/hours.md"
_CODE = "sessions of your own commits, 80 % interval; how long a pause and what precedes a first commit are not known"
_REVIEW = "reviews that trailers, ACKs and merges show: two minutes each at least, reading the change at most"
_UNSEEN = "working hours of the week less code and review; meetings, reading, talks and thought leave no trace in git"
_WRONG = ("trimtab.yaml: zone, hours", "trimtab people merge")


@dataclass(frozen=True, slots=True)
class Hours:
    """The claim about the lead's week, and the acts that a trend can be read from."""

    acts: Acts
    claim: Claim


def hours(ground: Ground) -> Hours | None:
    """The lead's week; None for an observer."""
    if ground.lead is None:
        return None
    acts = acts_of(ground.sight.lead_commits, ground.sight.clock.working, ground.sight.as_of)
    reviewed = _review_acts(ground)
    week = _week(ground, acts, reviewed)
    return Hours(acts, week)


def _review_acts(ground: Ground) -> tuple[review_time.ReviewAct, ...]:
    recent = ground.sight.reviews.acts.filter(pl.col("at") >= (ground.week.start - timedelta(weeks=1)).astimezone(UTC))
    if ground.lead is None or recent.is_empty():
        return ()
    # A review may be of commits that are older than the week; the reach of the sight bounds how much is read.
    oids = recent.filter(pl.col("person") == ground.lead).select("repo", "oid").unique().lazy()
    changes = ground.sight.changes.join(oids, on=["repo", "oid"], how="semi")
    return review_time.review_acts(recent, changes, ground.lead)


def _week(ground: Ground, acts: Acts, reviewed: tuple[review_time.ReviewAct, ...]) -> Claim:
    sight, week = ground.sight, ground.week
    working = sight.clock.working
    period = Period(week.name, week.start, min(week.end, week.seen_to + timedelta(microseconds=1)))
    coded = attention.coding_hours(acts, [period], working, sight.dice(f"hours:{week.name}"))
    split = review_time.split_hours(coded, reviewed, [period]).row(0, named=True)
    work = working.hours_between(period.start, period.end)
    outside = coded.periods["outside_minutes"][0] / 60
    least, most = (max(split[f"code_{end}"] - outside, 0) + split[f"review_{end}"] for end in ("low", "high"))
    unseen = Range(*(float(max(round(work - seen), 0)) for seen in (most, (least + most) / 2, least)))
    sessions = coded.sessions
    seen = [_seen(kind, split[f"{kind}_low"], split[f"{kind}_high"]) for kind in ("code", "review")]
    so_far = "" if week.whole else " so far"
    rows = ground.rows.of(oid for oids in sessions["oids"] for oid in oids)
    shown = [act for act in reviewed if period.start <= act.at < period.end]
    sources = ground.rows.of(act.source for act in shown)
    where = coded.periods.row(0, named=True)
    after_work = late(where["sessions"], where["evening_sessions"], where["weekend_sessions"])
    return Claim(
        id="",
        subject=WEEK,
        text=f"{', '.join(seen)}{so_far}; {hours_of(unseen.low, unseen.high)} cannot be seen here",
        details=(after_work,) if after_work else (),
        headline="Where your hours went, as far as git shows",
        figures=(
            Figure("code", split["code_mid"], "h", _CODE, split["code_low"], split["code_high"]),
            Figure("review", split["review_mid"], "h", _REVIEW, split["review_low"], split["review_high"]),
            Figure("unseen", unseen.mid, "h", _UNSEEN, unseen.low, unseen.high),
        ),
        because=(
            Group(
                "code",
                f"{counted(where['commits'], 'commit')} in {counted(sessions.height, 'session')}",
                rows,
                len(rows),
            ),
            Group("review", counted(len(shown), "review"), sources, len(sources)),
        ),
        window=week.window,
        meaning="a session is commits less than 30 to 180 minutes apart, with the work before the first one; the range "
        "holds the truth in eight of ten cases of simulated leads",
        anchor=_ANCHOR,
        left_out=tuple(f"{count} commits: {reason}" for reason, count in acts.left_out.items()),
        wrong=_WRONG,
    )


def late(sessions: int, evening: int, weekend: int) -> str:
    """`2 of 5 sessions after the working day, 1 at the weekend`; empty where all lie within it."""
    parts = [f"{evening} of {counted(sessions, 'session')} after the working day"] if evening else []
    if weekend:
        parts.append(
            f"{weekend} at the weekend" if parts else f"{weekend} of {counted(sessions, 'session')} at the weekend"
        )
    return ", ".join(parts)


def _seen(kind: str, low: float, high: float) -> str:
    """`code 3 to 7 h`; what left no trace may have happened all the same, so it is not called none."""
    return f"{kind} {hours_of(low, high)}" if high else f"no {kind} seen"


def hours_of(low: float, high: float) -> str:
    if high == low:
        return f"{low:g} h" if low else "none"
    return f"{low:g} to {high:g} h"
