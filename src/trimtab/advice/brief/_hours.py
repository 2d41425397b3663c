"""YOUR HOURS: where the lead's hours went as far as git shows, what it cannot show, and whether that is changing."""

from dataclasses import dataclass
from datetime import UTC, timedelta

import polars as pl

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Figure, Group, Section, Window
from trimtab.advice.brief._ground import Ground
from trimtab.analyses import attention, review_time
from trimtab.analyses.attention import Period, Range, Verdict
from trimtab.analyses.sessions import Acts, acts_of
from trimtab.workdays import week_name, weeks_before

TITLE = "YOUR HOURS"
WEEK, TREND = "hours", "hours:trend"

_ANCHOR = "docs/reference/hours.md"
_LAST, _BEFORE = 4, 12
_CODE = "sessions of your own commits, 80 % interval; how long a pause and what precedes a first commit are not known"
_REVIEW = "reviews that trailers, ACKs and merges show: two minutes each at least, reading the change at most"
_UNSEEN = "working hours of the week less code and review; meetings, reading, talks and thought leave no trace in git"
_WRONG = ("trimtab.yaml: zone, hours", "trimtab people merge")


@dataclass(frozen=True, slots=True)
class Hours:
    """The claims about the lead's hours, and what the trend of code says."""

    claims: tuple[Claim, ...]
    verdict: Verdict


def hours(ground: Ground) -> Hours:
    """The lead's week and trend; no claims for an observer."""
    if ground.lead is None:
        return Hours((), "cannot tell")
    acts = acts_of(ground.sight.lead_commits, ground.sight.clock.working, ground.sight.as_of)
    reviewed = _review_acts(ground)
    week = _week(ground, acts, reviewed)
    trend = _trend(ground, acts)
    return Hours((week, *((trend[0],) if trend else ())), trend[1] if trend else "cannot tell")


def section(ground: Ground, found: Hours) -> Section:
    """The section, with a note for an observer."""
    if ground.lead is None:
        return Section(TITLE, (), note="not known whose: --me EMAIL says who you are")
    return Section(TITLE, found.claims)


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
    unseen = Range(_half(work - most), _half(work - (least + most) / 2), _half(work - least))
    sessions = coded.sessions
    seen = [
        f"code {_range(split['code_low'], split['code_high'])}",
        f"review {_range(split['review_low'], split['review_high'])}",
    ]
    so_far = "" if week.whole else " so far"
    rows = ground.rows.of(oid for oids in sessions["oids"] for oid in oids)
    shown = [act for act in reviewed if period.start <= act.at < period.end]
    sources = ground.rows.of(act.source for act in shown)
    where = coded.periods.row(0, named=True)
    late = _late(where["sessions"], where["evening_sessions"], where["weekend_sessions"])
    return Claim(
        id="",
        subject=WEEK,
        text=f"{', '.join(seen)}{so_far}; {_range(unseen.low, unseen.high)} cannot be seen here",
        details=(late,) if late else (),
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


def _trend(ground: Ground, acts: Acts) -> tuple[Claim, Verdict] | None:
    """The last four whole weeks against the twelve before; None where that far back there is no history."""
    sight, week = ground.sight, ground.week
    working = sight.clock.working
    after = week.name if not week.whole else week_name((week.end + timedelta(hours=1)).date())
    weeks = attention.weeks_as_periods(weeks_before(after, _LAST + _BEFORE), working)
    before, now = weeks[:_BEFORE], weeks[_BEFORE:]
    if sight.oldest is None or sight.oldest > before[0].start:
        return None
    found = attention.trend(acts, now, before, sight.dice(f"trend:{week.name}"))
    if found.before.high == 0 == found.now.high:
        return None
    coded = attention.coding_hours(acts, now, working, sight.dice(f"late:{week.name}")).periods
    counts = {name: int(coded[name].sum()) for name in ("sessions", "evening_sessions", "weekend_sessions")}
    late = _late(counts["sessions"], counts["evening_sessions"], counts["weekend_sessions"])
    span = f"{_month(before[0])} to {_month(before[-1])}"
    old, new = _range(found.before.low, found.before.high), _range(found.now.low, found.now.high)
    said = {
        "less": f"code was {old} a week from {span}, and is {new} in the last {_LAST}",
        "more": f"code was {old} a week from {span}, and is {new} in the last {_LAST}",
        "cannot tell": f"code: {new} a week in the last {_LAST}, {old} in the {_BEFORE} before; no change can be told",
    }[found.verdict]
    claim = Claim(
        id="",
        subject=TREND,
        text=said,
        details=(f"in those {_LAST} weeks {late}",) if late else (),
        headline=f"Your code a week: {found.verdict}"
        if found.verdict != "cannot tell"
        else "Your code a week: as before",
        figures=(
            Figure("now", found.now.mid, "h a week", "mean of these weeks", found.now.low, found.now.high),
            Figure(
                "before",
                found.before.mid,
                "h a week",
                "mean of those weeks",
                found.before.low,
                found.before.high,
            ),
        ),
        window=Window(before[0].start, now[-1].end, f"{_LAST} weeks against {_BEFORE}"),
        meaning="more or less is said when eight in ten draws of the difference lie on one side of zero and its middle "
        "is half an hour or more",
        anchor=f"{_ANCHOR}#trend",
        left_out=tuple(f"{count} commits: {reason}" for reason, count in acts.left_out.items()),
        wrong=_WRONG,
    )
    return claim, found.verdict


def _late(sessions: int, evening: int, weekend: int) -> str:
    """`2 of 5 sessions after the working day, 1 at the weekend`; empty where all lie within it."""
    parts = [f"{evening} of {counted(sessions, 'session')} after the working day"] if evening else []
    if weekend:
        parts.append(
            f"{weekend} at the weekend" if parts else f"{weekend} of {counted(sessions, 'session')} at the weekend"
        )
    return ", ".join(parts)


def _month(period: Period) -> str:
    return f"{period.start:%B}"


def _half(value: float) -> float:
    return max(round(value * 2) / 2, 0.0)


def _range(low: float, high: float) -> str:
    if high == low:
        return f"{low:g} h" if low else "none"
    return f"{low:g} to {high:g} h"
