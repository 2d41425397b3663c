"""How long an act of hand-over takes: hours per change as this history shows them, reading by its lines, else a stated default."""

from dataclasses import dataclass
from datetime import timedelta

from trimtab.advice._ground import Ground
from trimtab.advice.away._absence import commits_of
from trimtab.analyses.attention import Period, coding_hours
from trimtab.analyses.review_time import LINES_AN_HOUR, LONGEST_BRIEF, LONGEST_READING
from trimtab.analyses.sessions import acts_of

_SPAN = timedelta(weeks=26)
_LEAST_COMMITS = 10
_LEAST_HOURS, _MOST_HOURS = 0.25, 8.0


@dataclass(frozen=True, slots=True)
class Hours:
    """An estimate of hours and where it comes from; `low` and `high` where the history gives a range."""

    value: float
    source: str
    low: float | None = None
    high: float | None = None

    def plus(self, other: "Hours") -> "Hours":
        """Both, one after the other."""
        low = None if self.low is None else self.low + (other.low if other.low is not None else other.value)
        high = None if self.high is None else self.high + (other.high if other.high is not None else other.value)
        return Hours(self.value + other.value, f"{self.source}; {other.source}", low, high)

    def times(self, many: int) -> "Hours":
        """So many of them."""
        low = None if self.low is None else self.low * many
        high = None if self.high is None else self.high * many
        return Hours(self.value * many, self.source, low, high)


# Nothing in git tells how long these take.
TAGGING = Hours(0.5, "half an hour for a release is assumed")
MERGING = Hours(0.25, "a quarter of an hour for a merge is assumed")
CHANGE = Hours(1.5, "one and a half hours for a change are assumed: too few commits to measure")


def reading(lines: int) -> Hours:
    """A careful reading of changed lines, as for a review (docs/reference/hours.md#review-hours)."""
    minutes = min(LONGEST_BRIEF + 60 * lines / LINES_AN_HOUR, LONGEST_READING)
    return Hours(minutes / 60, f"ten minutes and {lines:,} lines at {LINES_AN_HOUR} an hour")


class Effort:
    """Hours per change of each person, measured once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: dict[str, Hours] = {}

    def change(self, person: str) -> Hours:
        """What a commit of this person takes, over the last half year."""
        if person not in self._known:
            self._known[person] = self._measured(person)
        return self._known[person]

    def _measured(self, person: str) -> Hours:
        sight = self._ground.sight
        acts = acts_of(commits_of(sight, person), sight.clock.working, sight.as_of)
        period = Period("half a year", sight.as_of - _SPAN, sight.as_of + timedelta(seconds=1))
        commits = sum(len(act.commits) for act in acts.between(period.start, period.end))
        if commits < _LEAST_COMMITS:
            return CHANGE
        row = coding_hours(acts, (period,), sight.clock.working, sight.dice(f"away:{person}")).periods.row(
            0, named=True
        )
        low, mid, high = (min(max(row[name] / commits, _LEAST_HOURS), _MOST_HOURS) for name in ("low", "mid", "high"))
        who = self._ground.names.short(person)
        return Hours(mid, f"{who}: {commits} commits in {row['low']:g} to {row['high']:g} h over 26 weeks", low, high)
