"""Minutes of review: how long an act may have taken, and that none of them is counted as code too."""

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.analyses.attention import coding_hours, weeks_as_periods
from trimtab.analyses.minutes import length, union
from trimtab.analyses.review_time import SPLIT, ReviewAct, review_acts, split_hours, windows
from trimtab.analyses.reviews import REVIEWS
from trimtab.analyses.sessions import Act, Acts
from trimtab.lake.tables import CHANGES
from trimtab.workdays import WorkingTime

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
UTC_TIME = WorkingTime("UTC")
WEEK = weeks_as_periods(["2026-W46"], UTC_TIME)


def reviews(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Acts from reviewed commit, person, kind and source, all at noon."""
    given = [("harbour", oid, person, kind, NOON, source) for oid, person, kind, source in rows]
    return pl.DataFrame(given, schema=REVIEWS, orient="row")


def changes(**lines: int | None) -> pl.LazyFrame:
    """One changed file per commit, with as many lines added; none known where None."""
    blank: dict[str, object] = dict.fromkeys(CHANGES.schema)
    rows = [blank | {"repo": "harbour", "oid": oid, "path": "a", "added": count} for oid, count in lines.items()]
    return pl.LazyFrame(rows, schema=CHANGES.schema)


def act(at: datetime, low: float = 2, high: float = 10) -> ReviewAct:
    return ReviewAct(at, "m", 1, 0, low, high)


def test_one_merge_is_one_act_however_many_commits_and_marks_it_has() -> None:
    marks = reviews(
        ("c1", "mara", "merged", "m"),
        ("c1", "mara", "acked", "m"),
        ("c2", "mara", "merged", "m"),
        ("c2", "tomas", "acked", "m"),
        ("c3", "mara", "reviewed", "c3"),
    )

    found = review_acts(marks, changes(c1=100, c2=50, c3=None), "mara")

    # 150 lines at 300 an hour are 30 minutes on top of the ten; what is not known is not read.
    assert [(one.source, one.commits, one.lines, one.low, one.high) for one in found] == [
        ("c3", 1, 0, 2, 10),
        ("m", 2, 150, 2, 40),
    ]


def test_nobody_reads_longer_than_ninety_minutes() -> None:
    [found] = review_acts(reviews(("c1", "mara", "merged", "m")), changes(c1=50_000), "mara")

    assert found.high == 90


@pytest.mark.parametrize(("thoroughness", "minutes"), [(0, 2), (0.5, 4), (1, 8)])
def test_minutes_grow_with_thoroughness_from_least_to_most(thoroughness: float, minutes: float) -> None:
    assert act(NOON, 2, 8).minutes(thoroughness) == pytest.approx(minutes)


def test_reviews_that_end_together_were_done_one_after_another() -> None:
    found = windows([act(NOON, 10, 10), act(NOON, 10, 10)], 0.5)

    assert found == [
        (NOON - timedelta(minutes=20), NOON - timedelta(minutes=10)),
        (NOON - timedelta(minutes=10), NOON),
    ]


@given(st.lists(st.integers(0, 300), max_size=20).map(sorted), st.floats(0, 1))
def test_windows_never_overlap_and_keep_every_minute(ends: list[int], thoroughness: float) -> None:
    acts = [act(NOON + timedelta(minutes=end)) for end in ends]

    found = windows(acts, thoroughness)

    expected = sum(one.minutes(thoroughness) for one in acts)
    assert length(union(found)) / timedelta(minutes=1) == pytest.approx(expected, abs=0.01)


def test_minutes_of_review_are_taken_out_of_code() -> None:
    # Three hours of commits half an hour apart, and a review of an hour in the middle of them.
    instants = [NOON + timedelta(minutes=30 * nth) for nth in range(7)]
    acts = Acts(tuple(Act(at, at.replace(tzinfo=None), (("harbour", str(at)),)) for at in instants), {})
    code = coding_hours(acts, WEEK, UTC_TIME, random.Random(1))

    alone = split_hours(code, [], WEEK)
    beside = split_hours(code, [act(NOON + timedelta(hours=2), 60, 60)], WEEK)

    assert alone.schema == SPLIT
    assert alone["code_mid"].to_list() == code.periods["mid"].to_list()
    assert (beside["review_low"][0], beside["review_high"][0], beside["reviews"][0]) == (1, 1.5, 1)
    assert alone["code_mid"][0] - beside["code_mid"][0] == pytest.approx(1, abs=0.5)


def test_a_review_counts_in_the_period_of_its_commit() -> None:
    periods = weeks_as_periods(["2026-W46", "2026-W47"], UTC_TIME)
    code = coding_hours(Acts((), {}), periods, UTC_TIME, random.Random(1))

    found = split_hours(code, [act(NOON), act(NOON + timedelta(days=7)), act(NOON + timedelta(days=8))], periods)

    assert found["reviews"].to_list() == [1, 2]
    assert found["code_high"].to_list() == [0, 0]


def test_weeks_without_review_have_no_hours_and_others_always_some_width() -> None:
    code = coding_hours(Acts((), {}), WEEK, UTC_TIME, random.Random(1))

    assert split_hours(code, [], WEEK)["review_high"].to_list() == [0]
    assert split_hours(code, [act(NOON, 2, 2)], WEEK).select("review_low", "review_high").row(0) == (0, 0.5)
