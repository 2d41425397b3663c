"""Reviews that a tracker tells, brought to commits and joined with those of git: each act once, none too early."""

from datetime import UTC, datetime

import polars as pl

from builders_commits import Commit, frame, people
from builders_tracked import TRACKER, Tracker, day
from trimtab.analyses.experts import QUESTIONS, candidates
from trimtab.analyses.identity import Declared
from trimtab.analyses.item_commits import item_commits
from trimtab.analyses.item_reviews import item_reviews
from trimtab.analyses.reviews import OnItems, Reviews, reviews_of
from trimtab.lake.tables import CHANGES

TEAM = tuple(Declared(name, logins=(name,)) for name in ("mara", "tomas", "ife", "jun"))
PEOPLE = people("Mara Lindqvist", "Tomas Novak", "Ife Oyelaran", "Jun Adeyemi")
MERGE = "Merge pull request #8 from mara/fix"
ACK = "ACKs for top commit:\n  tomas:\n    ACK c2\n"
LATER = day(25)


def written(body: str = "", merged_by: str = "Tomas Novak") -> list[Commit]:
    """Mara's two commits of the first and second of March, and the merge of the fifth, at nine o'clock UTC."""
    return [
        Commit("c1", "2026-03-01 10:00", parents=("base",), subject="Round once"),
        Commit("c2", "2026-03-02 10:00", parents=("c1",), subject="Round twice"),
        Commit("m", "2026-03-05 10:00", by=merged_by, parents=("base", "c2"), subject=MERGE, body=body),
        Commit("base", "2026-02-01 10:00", parents=(), subject="Start"),
    ]


def pull_of_mara(*, merge: str | None = "m", commits: tuple[str, ...] = ("c1", "c2")) -> Tracker:
    tracker = Tracker()
    tracker.pull(8, "mara", commits=commits, merge=merge)
    return tracker


def found(commits: list[Commit], tracker: Tracker, at: datetime = LATER) -> Reviews:
    told = frame(*commits)
    linked = tracker.accounts(told, TEAM).linked
    acts = item_reviews(tracker.frame("items"), tracker.frame("events"), linked, at)
    return reviews_of(told, PEOPLE, at, OnItems(acts, tracker.frame("items"), tracker.frame("links")))


def rows(commits: list[Commit], tracker: Tracker) -> set[tuple[str | None, str, str, str]]:
    acts = found(commits, tracker).acts
    return set(acts.select("oid", "person", "kind", "source").rows())


def test_a_review_is_about_every_commit_of_the_pull_request() -> None:
    tracker = pull_of_mara()
    tracker.act(8, "ife", "reviewed", 3)

    told = rows(written(), tracker)

    assert told == {
        ("c1", "ife", "reviewed", "m"),
        ("c2", "ife", "reviewed", "m"),
        ("c1", "tomas", "merged", "m"),
        ("c2", "tomas", "merged", "m"),
    }


def test_of_a_merge_that_the_tracker_tells_alone_all_that_it_brought_was_reviewed() -> None:
    tracker = pull_of_mara(commits=())
    tracker.act(8, "ife", "reviewed", 3)

    assert {("c1", "ife", "reviewed", "m"), ("c2", "ife", "reviewed", "m")} <= rows(written(), tracker)


def test_an_ack_in_a_comment_and_in_the_merge_is_one_act_at_the_instant_of_the_comment() -> None:
    tracker = pull_of_mara()
    tracker.act(8, "tomas", "commented", 3, "ACK c2")

    acts = found(written(ACK, merged_by="Jun Adeyemi"), tracker).acts.filter(person="tomas")

    assert acts.select("oid", "kind", "at").rows() == [("c1", "acked", day(3)), ("c2", "acked", day(3))]


def test_an_ack_that_only_the_merge_tells_stays() -> None:
    acts = found(written(ACK, merged_by="Jun Adeyemi"), pull_of_mara()).acts.filter(person="tomas")

    assert acts.select("oid", "kind", "at").rows() == [("c1", "acked", day(5)), ("c2", "acked", day(5))]


def test_the_button_and_the_merge_commit_are_one_act() -> None:
    tracker = pull_of_mara()
    tracker.act(8, "tomas", "merged", 5, subject="m")

    acts = found(written(), tracker).acts

    assert acts.select("oid", "person", "kind").rows() == [("c1", "tomas", "merged"), ("c2", "tomas", "merged")]


def test_of_a_squashed_pull_request_the_commit_that_it_left_was_reviewed_and_merged() -> None:
    """Its own commits are not in git; the committer of the squash is the web, so git alone shows nobody."""
    squashed = [Commit("s", "2026-03-05 10:00", parents=("base",), subject="Round once (#8)", committer="GitHub")]
    tracker = pull_of_mara(commits=("c1", "c2"), merge="s")
    tracker.act(8, "ife", "reviewed", 3)
    tracker.act(8, "tomas", "merged", 5, subject="s")

    acts = found(squashed, tracker).acts

    # The squash was made on the fifth: nobody can know before that these lines were reviewed on the third.
    assert acts.select("oid", "person", "kind", "source", "at").rows() == [
        ("s", "ife", "reviewed", "s", day(5)),
        ("s", "tomas", "merged", "s", day(5)),
    ]


def test_a_plain_comment_is_no_review_of_the_code() -> None:
    tracker = pull_of_mara()
    tracker.act(8, "ife", "commented", 3, "Nice!")

    assert all(person != "ife" for _, person, _, _ in rows(written(), tracker))


def test_nobody_reviews_their_own_commit_in_anothers_pull_request() -> None:
    tracker = Tracker()
    tracker.pull(8, "jun", commits=("c1", "c2"), merge="m")
    tracker.act(8, "mara", "reviewed", 3)

    assert all(person != "mara" for _, person, _, _ in rows(written(), tracker))


def test_what_one_does_in_a_day_is_one_act_and_another_day_another() -> None:
    tracker = pull_of_mara()
    for at in (3, 3.1, 3.2, 4):
        tracker.act(8, "ife", "line-commented", at)

    acts = found(written(), tracker).acts.filter(person="ife", oid="c1")

    assert acts["at"].to_list() == [day(3.2), day(4)]


def test_reviews_of_what_git_does_not_hold_show_that_somebody_reviewed_and_not_what() -> None:
    tracker = pull_of_mara()
    tracker.pull(9, "mara", commits=("gone",))
    tracker.act(9, "ife", "reviewed", 6)
    tracker.act(9, "ife", "merged", 7)

    assert (None, "ife", "reviewed", f"{TRACKER}#9") in rows(written(), tracker)
    assert all(kind != "merged" for _, person, kind, _ in rows(written(), tracker) if person == "ife")


def test_nothing_that_happened_later_is_seen() -> None:
    tracker = pull_of_mara()
    tracker.act(8, "ife", "reviewed", 6)

    assert found(written(), tracker, day(5.5)).acts.filter(person="ife").is_empty()


def test_a_git_history_beside_a_silent_tracker_shows_what_it_showed() -> None:
    silent = Tracker()
    silent.pull(70, "mara")

    assert found(written(ACK), silent).acts.equals(reviews_of(frame(*written(ACK)), PEOPLE, LATER).acts)


def test_commits_of_pull_requests_are_told_apart_from_others() -> None:
    assert set(found(written(), pull_of_mara()).tracked["oid"]) == {"c1", "c2"}
    assert reviews_of(frame(*written()), PEOPLE, LATER).tracked.is_empty()


def test_without_a_merge_the_last_commit_stands_for_the_pull_request() -> None:
    tracker = pull_of_mara(merge=None)

    told = item_commits(tracker.frame("items"), tracker.frame("links"), frame(*written()))

    assert told.select("oid", "source").rows() == [("c1", "c2"), ("c2", "c2")]


def test_who_reviewed_on_the_tracker_alone_can_be_named_as_reviewer() -> None:
    tracker = pull_of_mara()
    tracker.act(8, "heron", "reviewed", 3)
    acts = found(written(), tracker).acts
    blank: dict[str, object] = dict.fromkeys(CHANGES.schema)
    changed = [
        blank | {"repo": "harbour", "oid": oid, "path": "tides.py", "status": "M", "happened_at": day(place)}
        for place, oid in enumerate(("c1", "c2"), start=1)
    ]
    question = pl.DataFrame(
        [("q", datetime(2026, 3, 10, tzinfo=UTC), "reviewer", ["tides.py"], ["mara"])], QUESTIONS, orient="row"
    )

    told = candidates(question, frame(*written()), pl.LazyFrame(changed, schema=CHANGES.schema), PEOPLE, acts.lazy())

    first = told.row(0, named=True)
    # One change, whatever the number of its commits; last on the third.
    assert (first["person"], first["reviews"], first["reviewed_at"]) == ("@heron", 1, day(3))
