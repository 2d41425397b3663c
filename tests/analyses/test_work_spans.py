"""When work on items began and ended: by the commits of which they were made, and by no merge."""

from datetime import datetime

import polars as pl

from builders_tracked import TRACKER, Tracker, day
from trimtab.analyses.items import states
from trimtab.analyses.work_spans import WORK_SPANS, work_spans

NOW = day(31)


def _commits(**author_at: float | None) -> pl.LazyFrame:
    """Commits by id, each with the day of March on which its author made it; `m` in the name makes a merge."""
    rows = [
        {"oid": oid, "parents": ["a", "b"] if "m" in oid else ["a"], "author_at": None if at is None else day(at)}
        for oid, at in author_at.items()
    ]
    schema = {"oid": pl.String, "parents": pl.List(pl.String), "author_at": pl.Datetime("us", "UTC")}
    return pl.LazyFrame(rows, schema=schema)


def _spans(tracker: Tracker, commits: pl.LazyFrame, at: datetime = NOW) -> list[tuple[str, datetime, datetime]]:
    known = states(tracker.frame("items"), tracker.frame("events"), at)
    found = work_spans(known, tracker.frame("events"), tracker.frame("links"), commits)
    assert found.schema == WORK_SPANS
    return found.drop("tracker").rows()


def _merged(number: int, *commits: str, merge: str | None = None, on: float = 20) -> Tracker:
    tracker = Tracker()
    tracker.user("mara")
    tracker.pull(number, "mara", commits=commits, merge=merge)
    tracker.act(number, "mara", "opened", 2)
    tracker.act(number, "mara", "merged", on, subject=merge)
    return tracker


def test_work_lasts_from_the_first_commit_to_the_last_and_waiting_for_the_merge_is_none() -> None:
    tracker = _merged(8, "c1", "c2", "c3", merge="m1", on=20)

    assert _spans(tracker, _commits(c1=3, c2=9, c3=5, m1=20)) == [("i8", day(3), day(9))]


def test_a_squash_says_when_it_was_taken_and_not_when_it_was_made() -> None:
    tracker = _merged(8, merge="squash", on=20)

    assert _spans(tracker, _commits(squash=20)) == []


def test_commits_that_git_does_not_hold_are_dated_as_the_tracker_did() -> None:
    tracker = _merged(8, on=20)
    tracker._add("links", tracker=TRACKER, item="i8", kind="contains_commit", target="gone", happened_at=day(4))

    assert _spans(tracker, _commits()) == [("i8", day(4), day(4))]


def test_a_commit_dated_after_the_end_ends_with_it() -> None:
    tracker = _merged(8, "c1", "c2", on=10)

    assert _spans(tracker, _commits(c1=3, c2=15)) == [("i8", day(3), day(10))]


def test_an_issue_is_as_long_as_the_merged_pull_requests_that_close_it() -> None:
    tracker = _merged(8, "c1", "c2", on=12)
    tracker.pull(9, "mara")
    tracker.act(9, "mara", "opened", 1)
    tracker.act(9, "mara", "closed", 13)
    tracker._add("links", tracker=TRACKER, item="i8", kind="closes", target="i9", happened_at=day(2))

    assert ("i9", day(3), day(7)) in _spans(tracker, _commits(c1=3, c2=7))


def test_an_open_item_has_no_span_yet() -> None:
    tracker = _merged(8, "c1", on=20)

    assert _spans(tracker, _commits(c1=3), at=day(15)) == []
