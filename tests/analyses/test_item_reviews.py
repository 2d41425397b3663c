"""What on a tracker is a review, and what only looks like one."""

import polars as pl
import pytest

from builders_commits import Commit, frame
from builders_tracked import Tracker, day
from trimtab.analyses.identity import Declared
from trimtab.analyses.item_reviews import ITEM_REVIEWS, item_reviews

TEAM = tuple(Declared(name, logins=(name,)) for name in ("mara", "tomas", "ife"))
HISTORY = frame(Commit("c1", "2026-03-01 10:00"))


def told(tracker: Tracker, at: float = 20, since: float | None = None) -> pl.DataFrame:
    linked = tracker.accounts(HISTORY, TEAM).linked
    return item_reviews(
        tracker.frame("items"), tracker.frame("events"), linked, day(at), None if since is None else day(since)
    )


def kinds(tracker: Tracker, at: float = 20, since: float | None = None) -> list[tuple[str, str]]:
    return told(tracker, at, since).select("person", "kind").rows()


def of_mara() -> Tracker:
    tracker = Tracker()
    tracker.pull(8, "mara")
    return tracker


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("reviewed", None, "reviewed"),
        ("reviewed", "Looks right.", "reviewed"),
        ("reviewed", "ACK 3c1f", "acked"),
        ("line-commented", "Is this rounded?", "reviewed"),
        ("commented", "tACK 3c1f", "acked"),
        ("commented", "re-ACK", "acked"),
        ("commented", "NACK: it rounds twice", "reviewed"),
        ("commented", "Thank you!", "commented"),
        ("commented", "Concept ACK", "commented"),
        ("commented", "Concept ACK, and ACK 3c1f", "acked"),
        ("commented", "approach NACK", "commented"),
        ("commented", "> ACK 3c1f\nwho said that?", "commented"),
        ("commented", "BACKUP and HACKATHON", "commented"),
        ("reviewed", "Concept ACK", "commented"),
        ("merged", None, "merged"),
    ],
)
def test_what_an_act_says_of_the_code(kind: str, text: str | None, what: str) -> None:
    tracker = of_mara()
    tracker.act(8, "tomas", kind, 3, text)

    assert kinds(tracker) == [("tomas", what)]


def test_the_word_that_a_file_kept_of_a_text_is_read_as_the_text() -> None:
    tracker = of_mara()
    tracker.act(8, "tomas", "commented", 3, facts={"ack": "utACK", "body_chars": 12})
    tracker.act(8, "ife", "commented", 4, facts={"ack": "Concept ACK", "body_chars": 12})

    assert kinds(tracker) == [("tomas", "acked"), ("ife", "commented")]


def test_the_frame_has_its_declared_columns() -> None:
    assert told(of_mara()).schema == ITEM_REVIEWS


def test_nobody_reviews_what_they_opened_under_another_of_their_accounts() -> None:
    tracker = of_mara()
    tracker.user("mara", 11)
    tracker.act(8, "mara", "reviewed", 3)

    assert kinds(tracker) == []


def test_programs_and_ghosts_review_nothing() -> None:
    tracker = of_mara()
    tracker.act(8, "harbour-ci[bot]", "reviewed", 3)
    tracker.act(8, None, "reviewed", 3)

    assert kinds(tracker) == []


def test_other_acts_are_no_reviews() -> None:
    tracker = of_mara()
    for kind in ("labeled", "closed", "opened", "mentioned", "subscribed"):
        tracker.act(8, "tomas", kind, 3, "ACK")

    assert kinds(tracker) == []


def test_an_edit_and_a_deletion_count_from_when_they_were_made() -> None:
    tracker = of_mara()
    tracker.act(8, "tomas", "commented", 3, "Hm.", event="e1")
    tracker.act(8, "tomas", "commented", 5, "ACK 3c1f", event="e1", version=2)
    tracker.act(8, "ife", "commented", 3, "ACK 3c1f", event="e2")
    tracker.act(8, "ife", "commented", 6, None, event="e2", version=2, deleted=True)

    assert kinds(tracker, at=4) == [("tomas", "commented"), ("ife", "acked")]
    assert kinds(tracker, at=5.5) == [("tomas", "acked"), ("ife", "acked")]
    assert kinds(tracker) == [("tomas", "acked")]
    assert told(tracker)["at"].to_list() == [day(3)]


def test_an_edit_of_what_lies_before_the_window_brings_nothing_into_it() -> None:
    tracker = of_mara()
    tracker.act(8, "tomas", "commented", 3, "ACK", event="e1")
    tracker.act(8, "tomas", "commented", 9, "ACK!", event="e1", version=2)

    assert kinds(tracker, since=5) == []


def test_the_author_of_a_deleted_account_is_nobody_and_others_may_review() -> None:
    tracker = Tracker()
    tracker.pull(8, None)
    tracker.act(8, "tomas", "reviewed", 3)

    assert kinds(tracker) == [("tomas", "reviewed")]
