"""Hours of code and of review together, from commits and from what a person did on others' pull requests.

Review acts close together in time are a sitting, as commits are a session. What git alone shows of reviews is the business of
`review_time`; sessions as evidence that of `sessions`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.analyses._attention_model import Period
from trimtab.analyses._sitting_model import REVIEW_GAPS, SittingModel, usual_review
from trimtab.analyses.attention import DRAWS, Range, Trend, compared, range_of
from trimtab.analyses.review_time import ReviewAct
from trimtab.analyses.sessions import Act, Acts
from trimtab.workdays import WorkingTime

__all__ = ["REVIEW_GAPS", "Spent", "acts_on_items", "hours_of_both", "review_trend", "usual_review", "with_git"]


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours of a period, as 80 % ranges that share no minute."""

    code: Range
    review: Range


def acts_on_items(reviews: pl.DataFrame, person: str, working: WorkingTime) -> Acts:
    """What one person did on others' pull requests (`item_reviews.ITEM_REVIEWS`), comments included, as acts.

    What was done in one minute of one item is one act; each is on the clock of the person's zone.
    """
    own = reviews.filter(pl.col("person") == person).sort("at", "tracker", "item", "event_kind", "event")
    minutes = own.group_by(pl.col("at").dt.truncate("1m"), "tracker", "item", maintain_order=True).agg(
        first=pl.col("at").first()
    )
    acts = [
        Act(at, working.local(at).replace(tzinfo=None), ((tracker, item),))
        for at, tracker, item in minutes.select("first", "tracker", "item").sort("first", "tracker", "item").rows()
    ]
    return Acts(tuple(acts), {})


def with_git(told: Acts, shown: Sequence[ReviewAct], working: WorkingTime) -> Acts:
    """The acts on a tracker and those that git alone shows, in one row, so that no minute of review counts twice."""
    git = [Act(act.at, working.local(act.at).replace(tzinfo=None), (("", act.source),)) for act in shown]
    return Acts(tuple(sorted((*told.acts, *git), key=lambda act: (act.at, act.commits))), told.left_out)


def hours_of_both(code: Acts, review: Acts, periods: Sequence[Period], rng: random.Random) -> list[Spent]:
    """Hours of code and of review in each period; at least one period, in order and not overlapping."""
    model = SittingModel(code, review, periods)
    draws = [model.drawn(rng) for _ in range(DRAWS)]
    return [
        Spent(*(range_of([hours[kind][place] for hours in draws]) for kind in (0, 1))) for place in range(len(periods))
    ]


def review_trend(
    code: Acts, review: Acts, now: Sequence[Period], before: Sequence[Period], rng: random.Random
) -> Trend:
    """Whether hours of review a week differ between two groups of weeks, as `attention.trend` does for code."""
    model = SittingModel(code, review, (*before, *now))
    return compared([model.expected(rng)[1] for _ in range(DRAWS)], len(before), rng)
