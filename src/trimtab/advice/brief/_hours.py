"""YOUR HOURS, the week: where the lead's hours went as far as commits and trackers show, and what they cannot show."""

from dataclasses import dataclass
from datetime import timedelta

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Figure, Group
from trimtab.advice.brief._ground import Ground
from trimtab.advice.brief._reviewing import Reviewing, item_rows, reviewing
from trimtab.analyses import attention, review_time
from trimtab.analyses.attention import Period, Range
from trimtab.analyses.sessions import Acts, acts_of
from trimtab.analyses.sittings import hours_of_both, with_git

WEEK = "hours"

_ANCHOR = "docs/reference/hours.md"
_CODE = "sessions of your own commits, 80 % interval; how long a pause and what precedes a first commit are not known"
_REVIEW = "reviews that trailers, ACKs and merges show: two minutes each at least, reading the change at most"
_TOLD = "sittings of what you did on others' pull requests, and of reviews that git alone shows; 80 % interval"
_UNSEEN = "working hours of the week less code and review; meetings, reading, talks and thought leave no trace in git"
_WRONG = ("trimtab.yaml: zone, hours", "trimtab people merge")


@dataclass(frozen=True, slots=True)
class Hours:
    """The claim about the lead's week, and the acts that a trend can be read from."""

    acts: Acts
    reviewing: Reviewing
    claim: Claim


def hours(ground: Ground) -> Hours | None:
    """The lead's week; None for an observer."""
    if ground.lead is None:
        return None
    acts = acts_of(ground.sight.lead_commits, ground.sight.clock.working, ground.sight.as_of)
    reviewed = reviewing(ground)
    return Hours(acts, reviewed, _week(ground, acts, reviewed))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen of a period: its sessions of code, and hours of code and of review as ranges that share no minute."""

    coded: attention.CodingHours
    code: Range
    review: Range
    reviews: int


def _seen_in(ground: Ground, acts: Acts, reviewed: Reviewing, period: Period) -> _Seen:
    """Acts on trackers have instants, so all reviews make sittings; of what git alone shows only the ends are known."""
    working, dice = ground.sight.clock.working, ground.sight.dice(f"hours:{period.name}")
    coded = attention.coding_hours(acts, [period], working, dice)
    shown = sum(period.start <= act.at < period.end for act in reviewed.git)
    if reviewed.told.acts:
        every = with_git(reviewed.told, reviewed.git, working)
        [both] = hours_of_both(acts, every, [period], ground.sight.dice(f"sittings:{period.name}"))
        return _Seen(coded, both.code, both.review, shown + len(reviewed.items(period)))
    split = review_time.split_hours(coded, reviewed.git, [period]).row(0, named=True)
    code, review = (Range(*(split[f"{kind}_{end}"] for end in ("low", "mid", "high"))) for kind in ("code", "review"))
    return _Seen(coded, code, review, shown)


def _week(ground: Ground, acts: Acts, reviewed: Reviewing) -> Claim:
    sight, week = ground.sight, ground.week
    working = sight.clock.working
    period = Period(week.name, week.start, min(week.end, week.seen_to + timedelta(microseconds=1)))
    spent = _seen_in(ground, acts, reviewed, period)
    coded, code, review = spent.coded, spent.code, spent.review
    work = working.hours_between(period.start, period.end)
    outside = coded.periods["outside_minutes"][0] / 60
    least, most = max(code.low - outside, 0) + review.low, max(code.high - outside, 0) + review.high
    unseen = Range(*(float(max(round(work - seen), 0)) for seen in (most, (least + most) / 2, least)))
    sessions = coded.sessions
    seen = [_seen("code", code), _seen("review", review)]
    so_far = "" if week.whole else " so far"
    rows = ground.rows.of(oid for oids in sessions["oids"] for oid in oids)
    shown = [act for act in reviewed.git if period.start <= act.at < period.end]
    sources = (*item_rows(ground, reviewed.items(period)), *ground.rows.of(act.source for act in shown))
    where = coded.periods.row(0, named=True)
    after_work = late(where["sessions"], where["evening_sessions"], where["weekend_sessions"])
    return Claim(
        id="",
        subject=WEEK,
        text=f"{', '.join(seen)}{so_far}; {hours_of(unseen.low, unseen.high)} cannot be seen",
        details=(after_work,) if after_work else (),
        headline="Where your hours went, as far as git shows"
        if not reviewed.told.acts
        else "Where your hours went, as far as git and the tracker show",
        figures=(
            Figure("code", code.mid, "h", _CODE, code.low, code.high),
            Figure("review", review.mid, "h", _TOLD if reviewed.told.acts else _REVIEW, review.low, review.high),
            Figure("unseen", unseen.mid, "h", _UNSEEN, unseen.low, unseen.high),
        ),
        because=(
            Group(
                "code",
                f"{counted(where['commits'], 'commit')} in {counted(sessions.height, 'session')}",
                rows,
                len(rows),
            ),
            Group("review", counted(spent.reviews, "review"), sources, len(sources)),
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


def _seen(kind: str, spent: Range) -> str:
    """`code 3 to 7 h`; what left no trace may have happened all the same, so it is not called none."""
    return f"{kind} {hours_of(spent.low, spent.high)}" if spent.high else f"no {kind} seen"


def hours_of(low: float, high: float) -> str:
    if high == low:
        return f"{low:g} h" if low else "none"
    return f"{low:g} to {high:g} h"
