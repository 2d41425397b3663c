"""Items as they were at an instant, rebuilt from what happened on them."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_tracker import IFE, MARA, TOMAS, Reader, event, instant, issue, pull
from trimtab.analyses.items import STATES, latest, standing, states

ADDRESS = "https://github.com/harbour/ledger/issues/8"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def seen(reader: Reader, day: int, hour: int = 12) -> pl.DataFrame:
    snapshot = reader.lake.snapshot()
    return states(snapshot.scan("items"), snapshot.scan("item_events"), instant(day, hour))


def one(reader: Reader, day: int, hour: int = 12) -> dict[str, object]:
    return seen(reader, day, hour).row(0, named=True)


def test_a_lake_without_items_has_none(reader: Reader) -> None:
    found = seen(reader, 5)

    assert found.schema == STATES
    assert found.is_empty()


def test_an_item_is_there_from_its_opening_on(reader: Reader) -> None:
    reader.read(issue(7), issue(8, created_at="2026-03-04T09:00:00Z"))

    assert seen(reader, 3)["number"].to_list() == [7]
    assert seen(reader, 4)["number"].to_list() == [7, 8]


def test_a_closed_item_was_open_before_and_is_open_again_when_reopened(reader: Reader) -> None:
    reader.read(issue(events=[event("closed", 3, 1), event("reopened", 5, 2)]))

    assert [one(reader, day)["state"] for day in (2, 4, 6)] == ["open", "closed", "open"]
    assert one(reader, 4)["ended_at"] == instant(3)
    assert one(reader, 6)["ended_at"] is None


def test_a_merge_is_no_mere_closing(reader: Reader) -> None:
    reader.read(
        pull(state="closed", merged_at="2026-03-03T09:00:00Z", events=[event("merged", 3, 1), event("closed", 3, 2)])
    )

    assert one(reader, 4)["state"] == "merged"
    assert one(reader, 2)["state"] == "open"


@pytest.mark.parametrize("kind", ["transferred", "converted_to_discussion"])
def test_an_item_that_went_elsewhere_is_not_open_here(reader: Reader, kind: str) -> None:
    reader.read(issue(events=[event(kind, 3, 1)]))

    assert one(reader, 4)["state"] == "moved"
    assert one(reader, 4)["ended_at"] == instant(3)


def test_a_title_is_the_one_it_had_then(reader: Reader) -> None:
    renames = [
        event("renamed", 3, 1, rename={"from": "First", "to": "Second"}),
        event("renamed", 5, 2, rename={"from": "Second", "to": "Third"}),
    ]
    reader.read(issue(title="Third", events=renames))

    assert [one(reader, day)["title"] for day in (2, 4, 6)] == ["First", "Second", "Third"]


def test_a_pull_request_is_a_draft_until_it_is_ready(reader: Reader) -> None:
    reader.read(pull(draft=False, events=[event("ready_for_review", 3, 1), event("convert_to_draft", 5, 2)]))

    assert [one(reader, day)["draft"] for day in (2, 4, 6)] == [True, False, True]


def test_a_draft_that_never_changed_is_one_by_its_reading(reader: Reader) -> None:
    reader.read(pull(draft=True))

    assert one(reader, 2)["draft"] is True


def test_a_label_without_an_event_was_there_from_the_start(reader: Reader) -> None:
    labelled = [event("labeled", 3, 1, label={"name": "2.15"}), event("unlabeled", 5, 2, label={"name": "old"})]
    reader.read(issue(labels=[{"name": "bug"}, {"name": "2.15"}], events=labelled))

    assert one(reader, 2)["labels"] == ["bug"]
    assert one(reader, 4)["labels"] == ["2.15", "bug"]
    assert one(reader, 6)["labels"] == ["2.15", "bug"]


def test_who_is_assigned_is_told_by_events(reader: Reader) -> None:
    moves = [event("assigned", 3, 1, assignee=TOMAS), event("unassigned", 5, 2, assignee=TOMAS)]
    reader.read(issue(assignees=[], events=moves))

    assert [one(reader, day)["assignees"] for day in (2, 4, 6)] == [[], ["12"], []]


def test_a_milestone_is_the_one_it_had_then(reader: Reader) -> None:
    moved = [
        event("milestoned", 3, 1, milestone={"title": "2.0"}),
        event("demilestoned", 5, 2, milestone={"title": "2.0"}),
    ]
    reader.read(issue(7, milestone={"title": "3.0"}), issue(8, milestone={"title": "2.0"}, events=moved))

    assert seen(reader, 2)["milestone"].to_list() == ["3.0", None]
    assert seen(reader, 4)["milestone"].to_list() == ["3.0", "2.0"]
    assert seen(reader, 6)["milestone"].to_list() == ["3.0", None]


def test_a_reviewer_is_asked_until_they_review_and_again_when_asked_again(reader: Reader) -> None:
    reader.read(
        pull(
            events=[
                event("review_requested", 2, 1, actor=MARA, requested_reviewer=TOMAS),
                event("reviewed", 4, 2, actor=TOMAS, user=TOMAS, state="commented"),
                event("review_requested", 6, 3, actor=MARA, requested_reviewer=TOMAS),
            ]
        )
    )

    assert [one(reader, day)["requested"] for day in (3, 5, 7)] == [["12"], [], ["12"]]


def test_a_request_that_was_taken_back_asks_nobody(reader: Reader) -> None:
    asked = event("review_requested", 2, 1, actor=MARA, requested_reviewer=TOMAS)
    taken = event("review_request_removed", 3, 2, actor=MARA, requested_reviewer=TOMAS)
    reader.read(pull(events=[asked, taken]))

    assert [one(reader, day)["requested"] for day in (2, 4)] == [["12"], []]


def test_a_team_is_asked_until_anybody_but_the_author_reviews(reader: Reader) -> None:
    reader.read(
        pull(
            events=[
                event("review_requested", 2, 1, actor=MARA, requested_team={"slug": "backend"}),
                event("reviewed", 3, 2, actor=MARA, user=MARA, state="commented"),
                event("reviewed", 4, 3, actor=IFE, user=IFE, state="commented"),
            ]
        )
    )

    assert [one(reader, day)["teams"] for day in (2, 3, 5)] == [["backend"], ["backend"], []]


def test_of_two_readings_the_last_one_by_then_holds(reader: Reader) -> None:
    reader.read(issue(updated="2026-03-02T09:00:00Z", labels=[{"name": "before"}]))
    reader.read(issue(updated="2026-03-06T09:00:00Z", labels=[{"name": "after"}]), file="newer.ndjson")

    assert one(reader, 4)["labels"] == ["before"]
    assert one(reader, 7)["labels"] == ["after"]


def test_an_edited_comment_keeps_its_instant_and_a_deleted_one_is_gone(reader: Reader) -> None:
    said = event("commented", 2, 1, body="first", updated_at="2026-03-02T09:00:00Z")
    edited = event("commented", 2, 1, body="second", updated_at="2026-03-04T09:00:00Z")
    reader.read(issue(events=[said]))
    reader.read(issue(updated="2026-03-04T09:00:00Z", events=[edited]), file="edited.ndjson")
    reader.read(issue(updated="2026-03-06T09:00:00Z", events=[]), file="deleted.ndjson")

    def comments(day: int) -> list[tuple[object, ...]]:
        found = latest(reader.lake.snapshot().scan("item_events"), instant(day, 12)).collect()
        return found.filter(pl.col("kind") == "commented").select("text", "happened_at").rows()

    assert comments(3) == [("first", instant(2))]
    assert comments(5) == [("second", instant(2))]
    assert comments(7) == []


def test_a_blocker_that_was_taken_away_blocks_no_more(reader: Reader) -> None:
    other = {"issue": {"number": 8, "id": 9008}, "html_url": ADDRESS, "number": 8, "id": 9008}
    blocked = [event("blocked_by_added", 2, 1, blocked_by=other)]
    freed = [*blocked, event("blocked_by_removed", 5, 2, blocked_by=other)]
    reader.read(issue(7, events=blocked), issue(8, html_url=ADDRESS))
    reader.read(issue(7, updated="2026-03-05T09:00:00Z", events=freed), file="newer.ndjson")
    snapshot = reader.lake.snapshot()

    def blockers(day: int) -> list[str]:
        known = seen(reader, day)
        held = standing(snapshot.scan("item_links"), snapshot.scan("item_events"), known, instant(day, 12))
        return held.collect()["target"].to_list()

    assert [blockers(day) for day in (3, 6)] == [["8"], []]


def test_what_a_file_and_a_live_tracker_both_brought_is_one_item(reader: Reader) -> None:
    live = {
        "html_url": ADDRESS,
        "repository": {"id": 77},
        "url": "https://api.github.com/repos/harbour/ledger/issues/8",
    }
    saved = [issue(8, title="As it was saved"), issue(9, title="Only saved")]
    reader.read(*saved)
    reader.read(issue(8, title="As it is", **live), file="live.ndjson", tracker=None)
    reader.read(issue(8, title="Elsewhere"), file="other.ndjson", tracker="github.com/harbour/web")

    found = seen(reader, 5)

    assert found.select("tracker", "title").rows() == [
        ("github.com/77", "As it is"),
        ("github.com/harbour/ledger", "Only saved"),
        ("github.com/harbour/web", "Elsewhere"),
    ]


_KINDS = ("closed", "reopened", "merged", "labeled", "unlabeled", "ready_for_review", "convert_to_draft")


@settings(max_examples=25)
@given(days=st.lists(st.tuples(st.integers(2, 20), st.sampled_from(_KINDS)), max_size=8), cut=st.integers(2, 20))
def test_what_happens_later_changes_nothing_that_events_tell(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[int, str]], cut: int
) -> None:
    events = [event(kind, day, number, label={"name": "bug"}) for number, (day, kind) in enumerate(sorted(days))]
    whole, early = Reader(tmp_path_factory.mktemp("whole")), Reader(tmp_path_factory.mktemp("early"))
    # The file of that day tells the state of that day; the drafts it tells by a flag are left out of the comparison.
    whole.read(pull(labels=[], events=events))
    early.read(pull(labels=[], events=[one for one in events if one["created_at"] <= f"2026-03-{cut:02}T12:00:00Z"]))

    compared = ("state", "labels", "ended_at")
    assert seen(whole, cut).select(compared).rows() == seen(early, cut).select(compared).rows()
