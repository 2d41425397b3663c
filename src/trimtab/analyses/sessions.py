"""One person's commits as acts in time, and the coding sessions they show.

Leaves hours to `trimtab.analyses.attention`. An act is a commit, or several that one push of a button made; a session
is a run of acts without a long gap, plus the time before the first act that went into it.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import polars as pl

from trimtab.workdays import WorkingTime

ACTS = ("repo", "oid", "parents", "author_at", "author_offset", "flags", "happened_at")
"""The columns of the lake's `commits` that are read here."""

SESSION_GAP = 75
"""Minutes. Two acts further apart than this belong to two sessions, where one answer is needed (evidence rows).

The middle, on a log scale, of the 30 to 180 minutes that are in use; hours are estimated over that whole range.
"""

SHORTEST_LEAD, LONGEST_LEAD = 10, 120
"""Minutes of work before the first act of a session; the upper bound is the commit window of the definition."""

_PRIOR_GAP, _PRIOR_WEIGHT = 45.0, 10
_SAME_ACT, _SAME_DAY = 5.0, 300.0
_BURST = 5
_MINUTE = timedelta(minutes=1)
_AROUND = timedelta(days=1)  # no session is longer, since none passes four in the morning
_NIGHT = timedelta(hours=4)  # on the person's clock a day turns at four in the morning
_ODD = ("odd-date", "no-author-date")

SESSIONS = pl.Schema(
    {
        "first_act": pl.Datetime("us", "UTC"),
        "start": pl.Datetime("us", "UTC"),
        "end": pl.Datetime("us", "UTC"),
        "week": pl.String(),
        "minutes": pl.Float64(),
        "outside_minutes": pl.Float64(),
        "outside": pl.Boolean(),
        "evening": pl.Boolean(),
        "weekend": pl.Boolean(),
        "local_start": pl.Datetime("us"),
        "commits": pl.Int64(),
        "repos": pl.List(pl.String),
        "oids": pl.List(pl.String),
    }
)
"""A session: when, how long, how much of it outside the working day, and the commits that show it."""


@dataclass(frozen=True, slots=True)
class Act:
    """A commit, or several made at once; `clock` is the reading of the wall clock where the person was."""

    at: datetime
    clock: datetime
    commits: tuple[tuple[str, str], ...]

    @property
    def day_turned(self) -> datetime:
        """The last four o'clock in the morning before the act, on that clock."""
        shifted = self.clock - _NIGHT
        return shifted.replace(hour=0, minute=0, second=0, microsecond=0) + _NIGHT


@dataclass(frozen=True, slots=True)
class Space:
    """Minutes before an act: the `pause` since the act before, endless over a night, and what of it was `free`."""

    pause: float
    free: float


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts up to an instant, in order, and how many commits were left out or folded together, by reason."""

    acts: tuple[Act, ...]
    left_out: Mapping[str, int]

    def between(self, start: datetime, end: datetime) -> Sequence[Act]:
        """The acts from `start` up to but without `end`."""
        first = bisect_left(self.acts, start, key=lambda act: act.at)
        return self.acts[first : bisect_left(self.acts, end, key=lambda act: act.at)]

    @property
    def usual_gap(self) -> float:
        """Minutes this person usually lets pass between two acts of one day.

        The mean of the gaps from 5 minutes to 5 hours in the year before the last act, drawn towards 45 minutes as if
        ten such gaps had been seen before.
        """
        if not self.acts:
            return _PRIOR_GAP
        recent = self.between(self.acts[-1].at - timedelta(days=365), self.acts[-1].at + _MINUTE)
        gaps = [(after.at - before.at) / _MINUTE for before, after in pairwise(recent)]
        counted = [gap for gap in gaps if _SAME_ACT < gap <= _SAME_DAY]
        return (sum(counted) + _PRIOR_GAP * _PRIOR_WEIGHT) / (len(counted) + _PRIOR_WEIGHT)

    @property
    def usual_lead(self) -> float:
        """Minutes of work assumed before a session's first act: as long as the usual gap, from 10 to 120."""
        return min(max(self.usual_gap, SHORTEST_LEAD), LONGEST_LEAD)


def acts_of(commits: pl.LazyFrame, working: WorkingTime, as_of: datetime) -> Acts:
    """The acts of one person up to `as_of` from their own commits (columns: `ACTS`; the author's instant counts).

    Left out are merges (see `trimtab.analyses.reviews`) and commits without a date that can be believed. Counted as one
    act are copies of a commit (same author's second: rebases, cherry-picks, forks) and bursts of more than five
    commits in a minute, which a tool made. The clock is that of the commit's own UTC offset; an offset of zero is
    taken for a machine's clock, and the zone of `working` is used.
    """
    as_of = as_of.astimezone(UTC)
    seen = commits.select(ACTS).filter(pl.col("happened_at") <= as_of).sort("author_at", "repo", "oid")
    rows = seen.unique("oid", keep="first", maintain_order=True).collect()
    merges = pl.col("parents").list.len() > 1
    odd = pl.col("author_at").is_null() | pl.col("flags").list.eval(pl.element().is_in(_ODD)).list.any().fill_null(
        value=False
    )
    late = pl.col("author_at") > as_of
    own = rows.filter(~merges & ~odd & ~late)
    seconds = (
        own.group_by(pl.col("author_at").dt.truncate("1s"), maintain_order=True)
        .agg(pl.col("author_offset").first(), pl.struct("repo", "oid").alias("commits"))
        .sort("author_at")
    )
    single = [
        Act(at, _clock(at, offset, working), tuple((made["repo"], made["oid"]) for made in made_at_once))
        for at, offset, made_at_once in seconds.iter_rows()
    ]
    acts = _without_bursts(single)
    left_out = {
        "merges": rows.filter(merges).height,
        "without a date to believe": rows.filter(~merges & (odd | late)).height,
        "copies in the same second": own.height - len(single),
        "made by a tool in one go": len(single) - len(acts),
    }
    return Acts(tuple(acts), {reason: count for reason, count in left_out.items() if count})


def sessions_of(acts: Acts, working: WorkingTime, start: datetime, end: datetime) -> pl.DataFrame:
    """The sessions (see `SESSIONS`) whose first act lies from `start` up to `end`, one row each, in order."""
    lead = timedelta(minutes=round(acts.usual_lead))
    rows = [
        _session(run, min(lead, timedelta(minutes=room)), working)
        for run, room in runs(acts.between(start - _AROUND, end + _AROUND), SESSION_GAP)
        if start <= run[0].at < end
    ]
    columns = zip(*rows, strict=True) if rows else ([] for _ in SESSIONS)
    return pl.DataFrame(dict(zip(SESSIONS, map(list, columns), strict=True)), schema=SESSIONS)


def runs(acts: Sequence[Act], gap: float) -> list[tuple[Sequence[Act], float]]:
    """Runs of acts no further apart than `gap` minutes, and the minutes free before each run's first act.

    A run never passes four in the morning, and what is free before it begins there or at the act before.
    """
    spaces = spaces_before(acts)
    firsts = [place for place, space in enumerate(spaces) if space.pause > gap]
    return [(acts[first:following], spaces[first].free) for first, following in pairwise([*firsts, len(acts)])]


def spaces_before(acts: Sequence[Act]) -> list[Space]:
    """The space before each act."""
    found = []
    previous: datetime | None = None
    for act in acts:
        turned = (act.clock - act.day_turned) / _MINUTE
        pause = math.inf if previous is None else (act.at - previous) / _MINUTE
        found.append(Space(pause if pause < turned else math.inf, min(pause, turned)))
        previous = act.at
    return found


def _clock(at: datetime, offset: int | None, working: WorkingTime) -> datetime:
    if offset:
        return at.replace(tzinfo=None) + timedelta(minutes=offset)
    return working.local(at).replace(tzinfo=None)


def _without_bursts(acts: Sequence[Act]) -> list[Act]:
    kept: list[Act] = []
    first = 0
    while first < len(acts):
        last = first
        while last + 1 < len(acts) and acts[last + 1].at - acts[first].at < _MINUTE:
            last += 1
        together = acts[first : last + 1]
        if len(together) > _BURST:
            made = tuple(commit for act in together for commit in act.commits)
            kept.append(Act(acts[first].at, acts[first].clock, made))
        else:
            kept.extend(together)
        first = last + 1
    return kept


def _session(run: Sequence[Act], lead: timedelta, working: WorkingTime) -> tuple[object, ...]:
    start, end = run[0].at - lead, run[-1].at
    local_start = run[0].clock - lead
    local_end = local_start + (end - start)
    total = (end - start) / _MINUTE
    inside, after = _inside_and_after(local_start, local_end, working)
    commits = [commit for act in run for commit in act.commits]
    day = (run[0].clock - _NIGHT).date()
    return (
        run[0].at,
        start.astimezone(UTC),
        end.astimezone(UTC),
        working.week_of(run[0].at),
        total,
        total - inside,
        total - inside > total / 2,
        after > total / 2,
        not working.is_usual_weekday(day),
        local_start,
        len(commits),
        sorted({repo for repo, _ in commits}),
        [oid for _, oid in commits],
    )


def _inside_and_after(start: datetime, end: datetime, working: WorkingTime) -> tuple[float, float]:
    """Minutes within the working day (lunch belongs to it) and in the evening after it, until four in the morning."""
    inside = after = timedelta()
    midnight = (start - _NIGHT).replace(hour=0, minute=0, second=0, microsecond=0)
    while midnight < end:
        day, next_midnight = midnight.date(), midnight + timedelta(days=1)
        if stretches := working.hours[day.weekday()]:
            opens = datetime.combine(day, stretches[0][0])
            closes = datetime.combine(day, stretches[-1][1])
            closes = next_midnight if closes == midnight else closes
            if working.is_working_day(day):
                inside += max(min(end, closes) - max(start, opens), timedelta())
            after += max(min(end, next_midnight + _NIGHT) - max(start, closes), timedelta())
        midnight = next_midnight
    return inside / _MINUTE, after / _MINUTE
