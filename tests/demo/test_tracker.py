"""Harbour's items are a believable tracker: in step with its history, in order, and of nobody who was not there."""

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta

import polars as pl
import pytest

from demo.reading import ADDRESSES, Log
from demo.tracker import PROGRAMS, Act, Saved, Tracker, instant
from trimtab.demo import AS_OF, Harbour
from trimtab.demo.team import TEAM
from trimtab.demo.tracker.clock import at_work, earlier, later
from trimtab.lake import Snapshot
from trimtab.workspace import open_workspace

PEOPLE = set(ADDRESSES.values())
SILENCE = date(2026, 10, 27)
TRACKER = "github.com/harbour/harbour"


@pytest.fixture(scope="module")
def lake(harbour: Harbour) -> Snapshot:
    """Harbour's lake after a sync of its workspace, which names the file."""
    workspace = open_workspace(harbour.workspace)
    synced = workspace.sync(AS_OF)
    assert synced.unreadable == ()
    return workspace.snapshot()


def acts(tracker: Tracker) -> list[tuple[Saved, Act]]:
    return [(item, act) for item in tracker.items for act in item.acts]


def commits(item: Saved) -> list[str]:
    return [act.told["sha"] for act in item.of("committed")]


def test_the_tracker_is_of_a_believable_size(tracker: Tracker) -> None:
    assert 350 <= len(tracker.pulls) <= 500
    assert 150 <= len(tracker.issues) <= 250
    assert sum(item.is_open for item in tracker.pulls) == 9
    assert 30 <= sum(item.is_open for item in tracker.issues) <= 60


def test_numbers_and_ids_rise_with_time_and_each_stands_once(tracker: Tracker) -> None:
    ordered = sorted(
        ((act.at, int(act.told["id"])) for _, act in acts(tracker) if "id" in act.told), key=lambda one: one[1]
    )

    assert [item.number for item in tracker.items] == list(range(1, len(tracker.items) + 1))
    assert [item.opened for item in tracker.items] == sorted(item.opened for item in tracker.items)
    assert [at for at, _ in ordered] == sorted(at for at, _ in ordered)
    assert len({number for _, number in ordered}) == len(ordered)


def test_nothing_happens_before_an_item_is_there_or_after_the_story(tracker: Tracker) -> None:
    early = [(item.number, act.kind) for item, act in acts(tracker) if act.at < item.opened and act.kind != "committed"]

    assert early == []
    assert max(act.at for _, act in acts(tracker)) <= AS_OF


def test_nothing_but_talk_happens_after_an_item_ended(tracker: Tracker) -> None:
    after = {
        act.kind
        for item, act in acts(tracker)
        if item.shown["closed_at"] and act.at > instant(item.shown["closed_at"]) + timedelta(seconds=1)
    }

    assert after <= {"head_ref_deleted", "locked"}


def test_an_item_is_as_its_last_event_left_it(tracker: Tracker) -> None:
    for item in tracker.items:
        assert instant(item.shown["updated_at"]) == max([item.opened, *(act.at for act in item.acts)])
        assert item.is_open is not bool(item.of("closed", "merged"))
        assert item.labels == {act.told["label"]["name"] for act in item.of("labeled")}
        assert bool(item.shown.get("merged_at")) is bool(item.of("merged"))


def test_every_commit_of_a_pull_request_is_in_the_clone_and_its_authors_own(tracker: Tracker, whole: Log) -> None:
    by_oid = {commit.oid: commit for commit in whole.everywhere.commits}

    for item in tracker.pulls:
        written = {by_oid[oid].who for oid in commits(item)}
        assert written <= {item.who}
        assert {act.told["commit_id"] for act in item.of("merged")} <= set(by_oid)


def test_every_merged_branch_has_its_pull_request_with_its_merger_and_its_commits(tracker: Tracker, whole: Log) -> None:
    merges = {commit.oid: commit for commit in whole.commits if len(commit.parents) == 2}
    merged = {act.told["commit_id"]: (item, act) for item in tracker.pulls for act in item.of("merged")}

    assert set(merges) <= set(merged)
    for oid, commit in merges.items():
        item, act = merged[oid]
        assert (act.who, act.at) == (commit.who, commit.landed)
        assert commits(item)[-1] == commit.parents[1]
        assert item.of("reviewed", by=commit.who)


def test_the_size_of_a_pull_request_is_that_of_its_commits(tracker: Tracker, whole: Log) -> None:
    item = next(item for item in reversed(tracker.pulls) if len(commits(item)) > 1 and item.of("merged"))
    rows = [
        row.split("\t")
        for oid in commits(item)
        for row in whole.git("show", "--format=", "--numstat", oid).splitlines()
    ]

    assert item.shown["additions"] == sum(int(added) for added, _, _ in rows)
    assert item.shown["deletions"] == sum(int(deleted) for _, deleted, _ in rows)
    assert item.shown["changed_files"] == len({path for _, _, path in rows})


def test_nobody_acts_before_they_joined_or_after_they_fell_silent(tracker: Tracker) -> None:
    seen = [(item.who, item.opened) for item in tracker.items] + [(act.who, act.at) for _, act in acts(tracker)]
    strangers = {who for who, _ in seen} - PEOPLE

    assert strangers == {*PROGRAMS, "ghost", ""}
    for who, at in seen:
        if who in PEOPLE:
            assert TEAM[who].joined <= day_of(who, at)
            assert who != "ravi" or day_of(who, at) <= SILENCE


def test_people_write_by_day_and_not_while_they_are_away(tracker: Tracker) -> None:
    written = [act for _, act in acts(tracker) if act.kind in ("commented", "reviewed") and act.who in PEOPLE]

    away = [act for act in written if not TEAM[act.who].works(day_of(act.who, act.at))]

    assert len(written) > 500
    assert len(away) < 0.01 * len(written)


def test_texts_name_items_that_are_there_and_what_a_pull_request_closes_is_closed_by_it(tracker: Tracker) -> None:
    by_number = {item.number: item for item in tracker.items}
    named = {int(number) for item in tracker.items for number in re.findall(r"#(\d+)", str(item.shown["body"]))}
    closing = [(item, by_number[int(number)]) for item in tracker.pulls for number in closed_by(item)]

    assert named <= set(by_number)
    assert len(closing) > 40
    for pull, issue in closing:
        (mention,) = issue.of("cross-referenced")
        assert issue.opened <= pull.opened
        assert mention.told["source"]["issue"]["number"] == pull.number
        assert issue.of("closed")[0].told["commit_id"] == pull.shown["merge_commit_sha"]


def closed_by(item: Saved) -> list[str]:
    return re.findall(r"Closes #(\d+)", str(item.shown["body"]))


def test_what_people_write_is_seldom_the_same_twice(tracker: Tracker) -> None:
    titles = [item.shown["title"] for item in tracker.items]
    texts = Counter(act.told["body"] for _, act in acts(tracker) if act.kind == "commented" and act.who in PEOPLE)

    assert len(set(titles)) > 0.97 * len(titles)
    assert "{" not in "".join([*titles, *texts, *(str(item.shown["body"]) for item in tracker.items)])
    assert len(texts) > 0.6 * sum(texts.values())


def test_most_questions_are_answered_by_whoever_was_asked(tracker: Tracker) -> None:
    asked = [
        (item, act) for item, act in acts(tracker) if re.match(r"@|Which of the two", str(act.told.get("body", "")))
    ]
    ends = [any(later.who for later in item.of("commented", after=act.at)) for item, act in asked]

    assert len(ends) > 30
    assert sum(ends) > 0.85 * len(ends)


def test_all_items_reach_the_lake_of_the_workspace(lake: Snapshot, tracker: Tracker) -> None:
    items = lake.scan("items").collect()
    links = lake.scan("item_links").group_by("kind").len().collect()

    assert set(items["tracker"]) == {TRACKER}
    assert sorted(items["number"]) == [item.number for item in tracker.items]
    assert set(links["kind"]) == {"contains_commit", "closes", "blocked_by", "sub_issue"}
    assert lake.scan("gaps").collect().height == 0


def test_what_shows_a_planted_truth_stands_in_the_lake_as_rows(lake: Snapshot, harbour: Harbour) -> None:
    events = lake.scan("item_events").select(name=pl.col("kind") + ":" + pl.col("event")).collect()["name"]
    numbers = lake.scan("items").select(name="item:" + pl.col("number").cast(pl.String)).collect()["name"]
    oids = lake.scan("commits").collect()["oid"]
    rows = {*events, *numbers, *oids}
    shown = {
        truth: {one for one in known if not one.startswith("record:")} for truth, known in harbour.evidence.items()
    }

    assert {truth: evidence - rows for truth, evidence in shown.items() if evidence - rows} == {}


def test_what_is_left_out_has_no_evidence_and_the_rest_of_the_tracker_stays(
    made_without: dict[tuple[str, ...], Harbour], trackers_without: dict[tuple[str, ...], Tracker]
) -> None:
    for without, made in made_without.items():
        written = json.loads(made.planted_file.read_text(encoding="utf-8"))["planted"]

        assert not set(made.evidence) & set(without)
        assert all(planted["evidence"] for planted in written)
        assert len(trackers_without[without].pulls) > 300


def day_of(who: str, at: datetime) -> date:
    return at.astimezone(TEAM[who].at(at.date(), 12).tzinfo).date()


# Working hours of the team


def test_working_hours_go_on_after_a_night_a_weekend_and_a_holiday() -> None:
    friday = TEAM["mara"].at(date(2026, 6, 18), 16)  # Thursday; Friday is Midsummer's Eve

    # 1.5 hours are left of Mara's day (9:00 to 17:30), then comes Monday.
    assert later("mara", friday, 2) == TEAM["mara"].at(date(2026, 6, 22), 9.5)
    assert earlier("mara", TEAM["mara"].at(date(2026, 6, 22), 9.5), 2) == friday
    assert later("mara", TEAM["mara"].at(date(2026, 6, 20), 12), 0) == TEAM["mara"].at(date(2026, 6, 22), 9)


def test_nobody_has_worked_before_they_joined() -> None:
    assert earlier("dana", TEAM["dana"].at(date(2026, 6, 16), 10), 80) == TEAM["dana"].at(date(2026, 6, 15), 9)


def test_somebody_is_at_work_by_day_on_days_they_work() -> None:
    jun = TEAM["jun"]

    assert at_work("jun", jun.at(date(2026, 11, 4), 10))
    assert not at_work("jun", jun.at(date(2026, 11, 4), 19))
    assert not at_work("jun", jun.at(date(2026, 11, 3), 12))  # Culture Day
