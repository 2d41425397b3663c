"""YOUR HOURS, the trend: whether code and reviews become more or less, late work, and whether it was declared."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import polars as pl

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Figure, Group, Window
from trimtab.advice.brief._ground import Ground
from trimtab.advice.brief._hours import Hours, hours_of, late
from trimtab.advice.brief._reviewing import item_rows
from trimtab.analyses import attention
from trimtab.analyses.attention import Period, Verdict
from trimtab.analyses.sittings import review_trend
from trimtab.workdays import week_name, weeks_before

CODE, REVIEWS = "hours:trend", "hours:reviews"

_ANCHOR = "docs/reference/hours.md#trend"
# Six weeks against twenty-six found planted drift about twice as often as four against twelve (docs/reference/hours.md).
# A younger history has to do with less.
_SPANS = ((6, 26), (4, 12))
_LOOKED_AT = 52
# Nine draws of ten of a steady rate stay above this many of its standard deviations below it.
_ONE_IN_TEN = 1.28
_WRONG = ("phases.yaml: declare it", "trimtab people merge")


@dataclass(frozen=True, slots=True)
class Trend:
    """Claims about the last weeks against those before; `verdict` is about code."""

    claims: tuple[Claim, ...] = ()
    verdict: Verdict = "cannot tell"


@dataclass(frozen=True, slots=True)
class _Weeks:
    """The last weeks and those before them, and what was passed over between."""

    before: tuple[Period, ...]
    now: tuple[Period, ...]
    left_out: tuple[str, ...]

    @property
    def window(self) -> Window:
        summary = f"{len(self.now)} weeks against the {len(self.before)} before"
        return Window(self.before[0].start, self.now[-1].end - timedelta(seconds=1), summary)


def trend(ground: Ground, spent: Hours | None) -> Trend:
    """The lead's trend; empty for an observer and where the history is too short."""
    weeks = _weeks(ground)
    if spent is None or weeks is None:
        return Trend()
    found = attention.trend(spent.acts, weeks.now, weeks.before, ground.sight.dice(f"trend:{ground.week.name}"))
    # Short reviews are few hours, however many: where hours cannot tell, their number may.
    reviews = (_sat(ground, spent, weeks) if spent.reviewing.told.acts else ()) or _reviews(ground, weeks)
    if not found.before.high and not found.now.high:
        return Trend(reviews)
    return Trend((_code(ground, spent, found, weeks), *reviews), found.verdict)


def _weeks(ground: Ground) -> _Weeks | None:
    """The last weeks and those before: whole ones, worked for the most part, and under no declared phase.

    Leave, holidays and phases explain themselves; comparing with them would call a holiday a drift.
    """
    sight, week = ground.sight, ground.week
    after = week_name((week.end + timedelta(hours=1)).date()) if week.whole else week.name
    every = attention.weeks_as_periods(weeks_before(after, _LOOKED_AT), sight.clock.working)
    there = [period for period in every if sight.oldest is not None and sight.oldest <= period.start]
    phased = {period.name for period in there if _is_declared(ground, period)}
    away = {period.name for period in there if not _is_worked(ground, period)} - phased
    usable = [period for period in there if period.name not in phased | away]
    for last, earlier in _SPANS:
        if len(usable) >= last + earlier:
            now, before = usable[-last:], usable[-last - earlier : -last]
            within = {period.name for period in there if period.start >= before[0].start}
            passed = ((len(away & within), "of leave or holidays"), (len(phased & within), "of a declared phase"))
            left_out = tuple(f"{counted(count, 'week')} {why}" for count, why in passed if count)
            return _Weeks(tuple(before), tuple(now), left_out)
    return None


def _is_worked(ground: Ground, period: Period) -> bool:
    """Whether the lead worked half of a usual week or more."""
    working = ground.sight.clock.working
    days = sum(working.is_usual_weekday(period.start.date() + timedelta(days=ahead)) for ahead in range(7))
    first = period.start.date()
    return 2 * working.working_days(first, first + timedelta(days=6)) >= days


def _is_declared(ground: Ground, period: Period) -> bool:
    """Whether a declared phase covers half of the week or more."""
    records = ground.sight.workspace.records
    days = [period.start.date() + timedelta(days=ahead) for ahead in range(5)]
    return records is not None and any(2 * sum(map(phase.covers, days)) >= len(days) for phase in records.phases)


def _code(
    ground: Ground,
    spent: Hours,
    found: attention.Trend,
    weeks: _Weeks,
) -> Claim:
    before, now = weeks.before, weeks.now
    coded = attention.coding_hours(
        spent.acts, now, ground.sight.clock.working, ground.sight.dice(f"late:{ground.week.name}")
    )
    counts = [int(coded.periods[name].sum()) for name in ("sessions", "evening_sessions", "weekend_sessions")]
    in_the_last = f"in the last {len(now)} weeks"
    old, new = hours_of(found.before.low, found.before.high), hours_of(found.now.low, found.now.high)
    if found.verdict == "cannot tell":
        text = f"code: {new} a week {in_the_last}, {old} in the {len(before)} before; no change can be told"
    else:
        text = f"code was {old} a week from {_months(before)}, and is {new} {in_the_last}"
    late_work = late(*counts)
    outside = coded.sessions.filter(pl.col("evening") | pl.col("weekend"))
    rows = ground.rows.of(oid for oids in outside["oids"] for oid in oids)
    return Claim(
        id="",
        subject=CODE,
        text=text,
        details=(f"{in_the_last} {late_work}",) if late_work else (),
        headline="Your code a week, as before"
        if found.verdict == "cannot tell"
        else f"Your code a week has become {found.verdict}",
        figures=(
            Figure("now", found.now.mid, "h a week", "mean of the last weeks", found.now.low, found.now.high),
            Figure(
                "before", found.before.mid, "h a week", "mean of the weeks before", found.before.low, found.before.high
            ),
        ),
        because=(Group("late", late_work or "none outside the working day", rows, len(rows)),),
        window=weeks.window,
        meaning="more or less is said when eight in ten draws of the difference lie on one side of zero and its middle "
        "is half an hour or more",
        anchor=_ANCHOR,
        left_out=(*weeks.left_out, *(f"{count} commits: {why}" for why, count in spent.acts.left_out.items())),
        wrong=_WRONG,
    )


def _reviews(ground: Ground, weeks: _Weeks) -> tuple[Claim, ...]:
    """Whether the lead's reviews became fewer, said only where chance alone would do it once in ten times at most."""
    acts = (
        ground.sight.reviews.acts.filter(pl.col("person") == ground.lead)
        .sort("at", "source", "repo")
        .unique(["repo", "source"], keep="last", maintain_order=True)
    )
    before, now = weeks.before, weeks.now
    old, new = (_within(acts, span) for span in (before, now))
    share = len(now) / len(before)
    expected = old.height * share
    if new.height >= expected - _ONE_IN_TEN * math.sqrt(expected * (1 + share)) or expected < 1:
        return ()
    rates = [old.height / len(before), new.height / len(now)]
    rows = ground.rows.of(reversed(new["source"].to_list()))
    shown = "reviews" if "tracker" in ground.sight.sources else "reviews that git shows"
    text = f"{shown}: {rates[1]:.1f} a week in the last {len(now)} weeks, {rates[0]:.1f} in the {len(before)} before"
    return (
        Claim(
            id="",
            subject=REVIEWS,
            text=text,
            headline="Your reviews have become fewer",
            figures=(
                Figure("now", round(rates[1], 1), "a week", "merges, trailers and ACKs that name you"),
                Figure("before", round(rates[0], 1), "a week", "the same, in the weeks before"),
            ),
            because=(Group("now", counted(new.height, "review"), rows, len(rows)),),
            window=weeks.window,
            meaning="said when a steady rate would bring so few once in ten times at most",
            anchor=_ANCHOR,
            wrong=_WRONG,
        ),
    )


def _sat(ground: Ground, spent: Hours, weeks: _Weeks) -> tuple[Claim, ...]:
    """Whether the lead's hours of review on the trackers became more or fewer; nothing where that cannot be told."""
    told, before, now = spent.reviewing.told, weeks.before, weeks.now
    found = review_trend(spent.acts, told, now, before, ground.sight.dice(f"reviews:{ground.week.name}"))
    if found.verdict == "cannot tell":
        return ()
    items = list(dict.fromkeys(item for period in reversed(now) for item in spent.reviewing.items(period)))
    rows = tuple(item_rows(ground, items))
    old, new = hours_of(found.before.low, found.before.high), hours_of(found.now.low, found.now.high)
    now_text, before_text = "mean of the last weeks", "mean of the weeks before"
    return (
        Claim(
            id="",
            subject=REVIEWS,
            text=f"review was {old} a week from {_months(before)}, and is {new} in the last {len(now)} weeks",
            headline=f"Your hours of review have become {'more' if found.verdict == 'more' else 'fewer'}",
            figures=(
                Figure("now", found.now.mid, "h a week", now_text, found.now.low, found.now.high),
                Figure("before", found.before.mid, "h a week", before_text, found.before.low, found.before.high),
            ),
            because=(Group("now", counted(len(items), "item"), rows, len(rows)),),
            window=weeks.window,
            meaning="more or fewer is said when eight in ten draws of the difference lie on one side of zero and its middle "
            "is half an hour or more",
            anchor=_ANCHOR,
            left_out=weeks.left_out,
            wrong=_WRONG,
        ),
    )


def _within(acts: pl.DataFrame, span: Sequence[Period]) -> pl.DataFrame:
    inside = [
        pl.col("at").is_between(one.start.astimezone(UTC), one.end.astimezone(UTC), closed="left") for one in span
    ]
    return acts.filter(pl.any_horizontal(inside))


def _months(span: Sequence[Period]) -> str:
    """`April to September`, with the year where it is another one than that of the end."""
    first, last = span[0].start, span[-1].start
    start = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
    return f"{start} to {last:%B}" if (first.year, first.month) != (last.year, last.month) else start
