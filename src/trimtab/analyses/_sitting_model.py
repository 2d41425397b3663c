"""Hours of code and of review under drawn parameters, from acts of both kinds in one row, so that no minute counts twice.

The time between two acts, and before the first of a sitting, goes to what it led up to: to a review as much as reviews take,
the rest to the code around it where there is some. The definition stands in docs/reference/hours.md.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from trimtab.analyses._attention_model import GAPS, LEADS, Period, places_of
from trimtab.analyses.sessions import LONGEST_LEAD, SHORTEST_LEAD, Act, Acts, Space, spaces_before

REVIEW_GAPS = (15, 20, 27, 36, 48, 65, 90)
"""Minutes. The prior of the longest pause within a reviewing sitting; each is as likely as the others."""

SHORTEST_REVIEW, LONGEST_REVIEW = 2.0, 90.0
"""Minutes before the first act of a reviewing sitting; as `review_time` bounds a review."""

_PRIOR_GAP, _PRIOR_WEIGHT = 15.0, 10
_LEAD_SHAPE = 2.0  # as in `_attention_model`
_AROUND = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Sum:
    """Minutes of one kind in a period: sittings from first to last act, and what came before each."""

    lengths: list[float] = field(default_factory=list)
    leads: list[float] = field(default_factory=list)

    @property
    def hours(self) -> float:
        """Their sum."""
        return (sum(self.lengths) + sum(self.leads)) / 60

    def drawn(self, rng: random.Random) -> float:
        """Their sum as resampling the sittings would give it: the same mean, log-normal with their variance."""
        minutes = max(self.hours * 60, 1.0)
        if not self.lengths:
            return 0.0
        usual = sum(self.lengths) / len(self.lengths)
        variance = sum((length - usual) ** 2 for length in self.lengths)
        variance += sum(lead * lead for lead in self.leads) / _LEAD_SHAPE
        spread = math.log1p(variance / minutes**2)
        return math.exp(rng.gauss(math.log(minutes / 60) - spread / 2, math.sqrt(spread)))


Sums = tuple[list[Sum], list[Sum]]  # of code and of review, by period


def usual_review(acts: Acts) -> float:
    """Minutes this person usually lets pass between two review acts of one sitting.

    The mean of the gaps of 1 to 90 minutes in the year before the last act, drawn towards 15 minutes as if ten such gaps
    had been seen before.
    """
    if not acts.acts:
        return _PRIOR_GAP
    recent = acts.between(acts.acts[-1].at - timedelta(days=365), acts.acts[-1].at + _MINUTE)
    gaps = [(after.at - before.at) / _MINUTE for before, after in pairwise(recent)]
    counted = [gap for gap in gaps if 1 < gap <= LONGEST_REVIEW]
    return (sum(counted) + _PRIOR_GAP * _PRIOR_WEIGHT) / (len(counted) + _PRIOR_WEIGHT)


class SittingModel:
    """Hours per period and kind under drawn parameters. Periods come in order and do not overlap."""

    def __init__(self, code: Acts, review: Acts, periods: Sequence[Period]) -> None:
        self._code_gap, self._review_gap = code.usual_gap, usual_review(review)
        self._periods = len(periods)
        start, end = periods[0].start - _AROUND, periods[-1].end + _AROUND
        both = [(act, False) for act in code.between(start, end)] + [(act, True) for act in review.between(start, end)]
        both.sort(key=lambda pair: (pair[0].at, pair[1]))
        acts: list[Act] = [act for act, _ in both]
        self._is_review = [is_review for _, is_review in both]
        self._spaces = spaces_before(acts)
        self._places = places_of([act.at for act in acts], periods)
        self._code_spaces = _spaces_among(acts, [not one for one in self._is_review])

    def drawn(self, rng: random.Random) -> tuple[list[float], list[float]]:
        """One draw of the hours of code and of review of each period: of the parameters, and of resampled sittings."""
        code, review = self._under(rng)
        return [one.drawn(rng) for one in code], [one.drawn(rng) for one in review]

    def expected(self, rng: random.Random) -> tuple[list[float], list[float]]:
        """The mean hours of code and of review of each period under one draw of the parameters."""
        code, review = self._under(rng)
        return [one.hours for one in code], [one.hours for one in review]

    def _under(self, rng: random.Random) -> Sums:
        gap, review_gap = rng.choice(GAPS), rng.choice(REVIEW_GAPS)
        lead = min(max(self._code_gap * rng.choice(LEADS), SHORTEST_LEAD), LONGEST_LEAD)
        review_lead = min(max(self._review_gap * rng.choice(LEADS), SHORTEST_REVIEW), LONGEST_REVIEW)
        code: list[Sum] = [Sum() for _ in range(self._periods)]
        review: list[Sum] = [Sum() for _ in range(self._periods)]
        code_in = review_in = None  # the sums of the sitting that goes on
        taken = 0.0  # minutes of review since the last commit
        after_commit = True
        for place, is_review, space, code_space in zip(
            self._places, self._is_review, self._spaces, self._code_spaces, strict=True
        ):
            if is_review:
                goes_on = not after_commit and space.pause <= review_gap
                part = space.free if goes_on else min(space.free, review_lead)
                taken += part
                if not goes_on:
                    review_in = None if place is None else review[place]
                _add(review_in, part, goes_on=goes_on)
                if after_commit and space.pause <= gap:  # what came before the review was still code
                    taken += space.pause - part
                    _add(code_in, space.pause - part, goes_on=True)
            else:
                # Whoever reviewed a moment ago was there, and has coded since.
                goes_on = code_space.pause <= gap
                there = goes_on or (not after_commit and space.pause <= gap)
                part = max(code_space.pause - taken, 0.0) if goes_on else space.free if there else min(space.free, lead)
                taken = 0.0
                if not goes_on:
                    code_in = None if place is None else code[place]
                _add(code_in, part, goes_on=goes_on)
            after_commit = not is_review
        return code, review


def _add(into: Sum | None, minutes: float, *, goes_on: bool) -> None:
    if into is None:
        return
    if goes_on:
        into.lengths[-1] += minutes
    else:
        into.lengths.append(0.0)
        into.leads.append(minutes)


def _spaces_among(acts: Sequence[Act], counted: Sequence[bool]) -> list[Space]:
    """For each counted act the space since the counted act before; for the others nothing."""
    found = iter(spaces_before([act for act, count in zip(acts, counted, strict=True) if count]))
    return [next(found) if count else Space(math.inf, 0.0) for count in counted]
