"""Each truth planted on the tracker is read off the saved items themselves: it is there, and it is gone once left out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

import pytest

from demo.tracker import PROGRAMS, Act, Saved, Tracker, hours, instant
from trimtab.demo import AS_OF, PLANTED

DRIFT = instant("2026-09-07T00:00:00+02:00")
NAMES = [planted.id for planted in PLANTED if planted.seen_in == "tracker"]
TRUTHS: dict[str, Callable[[Tracker], bool]] = {}


def truth(name: str) -> Callable[[Callable[[Tracker], bool]], Callable[[Tracker], bool]]:
    def keep(holds: Callable[[Tracker], bool]) -> Callable[[Tracker], bool]:
        TRUTHS[name] = holds
        return holds

    return keep


def answered(item: Saved, request: Act) -> datetime | None:
    """When whoever was asked looked."""
    login = request.told["requested_reviewer"]["login"]
    looked = [act.at for act in item.of("reviewed", after=request.at) if act.told["user"]["login"] == login]
    return min(looked, default=None)


def requests(tracker: Tracker, *, since: bool) -> list[tuple[str, float, bool]]:
    """Of pull requests in export and sync: who was asked first, how many hours until they looked or it ended, and which."""
    found = []
    for item in tracker.pulls:
        asked = [act for act in item.of("review_requested") if "requested_reviewer" in act.told]
        if not item.labels & {"export", "sync"} or item.is_open or not asked or (asked[0].at >= DRIFT) is not since:
            continue
        looked = answered(item, asked[0])
        ended = looked or instant(item.shown["closed_at"])
        found.append((asked[0].told["requested_reviewer"]["login"], hours(asked[0].at, ended), looked is not None))
    return found


@truth("everyone-waits")
def most_wait_for_mara_for_days_and_others_look_within_hours(tracker: Tracker) -> bool:
    since, before = requests(tracker, since=True), requests(tracker, since=False)
    mara = [wait for login, wait, _ in since if login == "harbour-mara"]
    others = [wait for login, wait, _ in since if login != "harbour-mara"]
    once = [wait for login, wait, looked in before if login == "harbour-mara" and looked]
    return len(mara) > 1.4 * len(others) > 0 and median(mara) > 40 and median(others) < 4 and median(once) < 3


def questions_to_mara(item: Saved) -> list[Act]:
    return [act for act in item.of("commented") if "@harbour-mara" in act.told["body"] and act.who != "mara"]


@truth("forgotten-question")
def tomas_has_had_no_answer_for_four_working_days(tracker: Tracker) -> bool:
    item = tracker.titled("a table of currencies")
    asked = questions_to_mara(item) if item else []
    return (
        len(asked) == 1
        and item is not None
        and item.is_open
        and asked[0].who == "tomas"
        and "?" in asked[0].told["body"]
        and asked[0].at == instant("2026-11-09T16:42:00+01:00")
        and item.of("commented", "closed", by="mara") == []
    )


@truth("export-held-back")
def two_issues_and_a_milestone_wait_for_a_review_of_maras(tracker: Tracker) -> bool:
    item = tracker.titled("export: stream rows to the sink")
    if item is None:
        return False
    held = [
        one.who
        for one in tracker.issues
        for act in one.of("blocked_by_added")
        if act.told["blocked_by"]["number"] == item.number and one.milestone == "Export GA" and one.is_open
    ]
    (request,) = item.of("review_requested")
    later = [
        act for act in item.acts if act.at > request.at and act.who not in PROGRAMS and act.kind != "blocking_added"
    ]
    # 12:45 on a Wednesday: half a day is left of it, then Thursday and Friday.
    at = request.at == instant("2026-11-11T12:45:00+01:00")
    return (
        at
        and item.asked == {"mara"}
        and item.milestone == "Export GA"
        and sorted(held) == ["jun", "sofie"]
        and not later
    )


@truth("team-request")
def a_team_was_asked_a_working_day_ago(tracker: Tracker) -> bool:
    item = tracker.titled("workers: keep leases")
    # At the end of his Thursday; he works from 10:00 to 18:00, so that Friday has been the day.
    return (
        item is not None
        and item.asked == {"backend"}
        and item.of("review_requested")[0].at == instant("2026-11-12T17:54:00+09:00")
    )


@truth("second-look")
def sofie_pushed_what_mara_wanted(tracker: Tracker) -> bool:
    item = tracker.titled("infra: page only when")
    if item is None:
        return False
    (review,) = item.of("reviewed")
    pushed = item.of("committed", "head_ref_force_pushed", after=review.at)
    return review.who == "mara" and review.told["state"] == "changes_requested" and len(pushed) == 1 and item.is_open


@truth("approved-unmerged")
def approved_for_a_week_and_open(tracker: Tracker) -> bool:
    item = tracker.titled("infra: keep logs")
    return (
        item is not None
        and item.is_open
        and item.acts[-1].told.get("state") == "approved"
        and item.asked == set()
        and timedelta(days=7) < AS_OF - item.acts[-1].at < timedelta(days=10)
    )


@truth("old-draft")
def a_draft_of_maras_is_weeks_old(tracker: Tracker) -> bool:
    drafts = [item for item in tracker.pulls if item.is_open and item.shown["draft"]]
    return [(item.who, (AS_OF - item.opened).days) for item in drafts] == [("mara", 23)]


@truth("asked-of-ravi")
def sofie_waits_for_ravi_who_is_silent(tracker: Tracker) -> bool:
    waiting = [item for item in tracker.pulls if item.is_open and "ravi" in item.asked]
    return [item.who for item in waiting] == ["sofie"]


@truth("stale-issue")
def one_open_issue_is_quiet_for_more_than_a_year(tracker: Tracker) -> bool:
    quiet = [item for item in tracker.issues if item.is_open and (AS_OF - item.acts[-1].at).days > 365]
    return [item.who for item in quiet] == ["ravi"]


@truth("assigned-untouched")
def an_issue_of_maras_is_untouched_for_weeks(tracker: Tracker) -> bool:
    hers = [item for item in tracker.items if item.is_open and "harbour-mara" in str(item.shown["assignees"])]
    return [item.acts[-1].kind for item in hers] == ["assigned"] and (AS_OF - hers[0].acts[-1].at).days > 50


@truth("aged-pull")
def one_open_pull_request_is_older_than_nearly_all_that_ended(tracker: Tracker) -> bool:
    ages = sorted(hours(item.opened, instant(item.shown["closed_at"])) for item in tracker.pulls if not item.is_open)
    limit = ages[len(ages) * 95 // 100]
    item = tracker.titled("web: let people sort")
    return item is not None and item.is_open and hours(item.opened, AS_OF) > 10 * limit and item.acts[-1].who == "ravi"


def labelled(tracker: Tracker, *, since: str = "2026-01-01T00:00:00Z") -> list[Saved]:
    """Open items that carry the label 2.15 since then."""

    def joined(item: Saved) -> bool:
        return any(act.told["label"]["name"] == "2.15" and act.at >= instant(since) for act in item.of("labeled"))

    return [item for item in tracker.items if item.is_open and joined(item)]


@truth("release-under-way")
def a_release_is_under_way_at_a_steady_pace(tracker: Tracker) -> bool:
    done = [instant(item.shown["closed_at"]) for item in tracker.items if "2.15" in item.labels and not item.is_open]
    halves = [
        sum(at < instant("2026-10-08T00:00:00Z") for at in done),
        sum(at >= instant("2026-10-08T00:00:00Z") for at in done),
    ]
    older = [item for item in labelled(tracker) if item not in labelled(tracker, since="2026-11-09T00:00:00Z")]
    return len(older) == 5 and min(halves) >= 6 and max(halves) < 2 * min(halves)


@truth("forecast-moved")
def three_items_joined_the_release_within_a_week(tracker: Tracker) -> bool:
    joined = labelled(tracker, since="2026-11-09T00:00:00Z")
    return len(joined) == 3 and all(item.opened < instant("2026-11-09T00:00:00Z") for item in joined)


@truth("programs-speak")
def programs_speak_after_a_question(tracker: Tracker) -> bool:
    item = tracker.titled("a table of currencies")
    return item is not None and [act.told["actor"]["type"] for act in item.of("commented", by="harbour-ci")] == ["User"]


@truth("ghost-speaks")
def nobody_speaks_after_a_question(tracker: Tracker) -> bool:
    item = tracker.titled("a table of currencies")
    return item is not None and len(item.of("commented", by="ghost")) == 1


@truth("locked-item")
def an_issue_was_closed_and_locked_without_an_answer(tracker: Tracker) -> bool:
    locked = [item for item in tracker.items if item.shown["locked"]]
    return [(item.is_open, len(questions_to_mara(item)), item.of("commented", by="mara")) for item in locked] == [
        (False, 1, [])
    ]


@truth("transferred-item")
def an_issue_with_a_question_was_moved_away(tracker: Tracker) -> bool:
    moved = [item for item in tracker.items if item.of("transferred")]
    return [(len(questions_to_mara(item)), item.acts[-1].kind) for item in moved] == [(1, "transferred")]


@truth("answered-in-review")
def mara_answers_on_a_line(tracker: Tracker) -> bool:
    item = tracker.titled("export: leave out empty sheets")
    if item is None:
        return False
    (asked,) = questions_to_mara(item)
    return len(item.of("line-commented", by="mara", after=asked.at)) == 1 and item.of("commented", by="mara") == []


@truth("asked-again")
def tomas_asks_again_after_new_work(tracker: Tracker) -> bool:
    item = tracker.titled("store: set a torn page aside")
    return item is not None and [act.kind for act in item.acts if act.kind != "labeled"] == [
        "review_requested",
        "reviewed",
        "head_ref_force_pushed",
        "review_requested",
    ]


@truth("mentioned-in-passing")
def mara_is_mentioned_in_a_quote_and_in_code_alone(tracker: Tracker) -> bool:
    item = tracker.titled("web: names of months")
    return item is not None and "> @harbour-mara" in item.acts[-1].told["body"] and item.acts[-1].who == "dana"


def test_every_truth_of_the_tracker_is_looked_for_here() -> None:
    assert set(TRUTHS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_planted_truth_shows_on_the_tracker(name: str, tracker: Tracker) -> None:
    assert TRUTHS[name](tracker)


@pytest.mark.parametrize("name", NAMES)
def test_a_truth_left_out_does_not_show(name: str, trackers_without: dict[tuple[str, ...], Tracker]) -> None:
    (found,) = (tracker for without, tracker in trackers_without.items() if name in without)

    assert not TRUTHS[name](found)


@pytest.mark.parametrize("name", NAMES)
def test_a_truth_shows_also_where_the_histories_own_are_left_out(
    name: str, trackers_without: dict[tuple[str, ...], Tracker]
) -> None:
    (found,) = (tracker for without, tracker in trackers_without.items() if name not in without)

    assert TRUTHS[name](found)
