"""What a live tracker tells and what becomes of it: the same rows as of saved objects, and what only a live one tells."""

import json
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from github_server import Server, World
from github_server.harbour import PEOPLE, TEAM, at, issue, person, pull
from sources.github.conftest import NOW, Reader
from trimtab.lake import Lake
from trimtab.sources import ArchiveSource


def instant(hours: int) -> datetime:
    return datetime.fromisoformat(at(hours)).astimezone(UTC)


def as_read(lake: Lake) -> dict[str, pl.DataFrame]:
    """What both ways of reading tell: items by number, events without their addresses and names of their own."""
    snapshot = lake.snapshot()
    named = snapshot.scan("items").select("item", "number").unique().collect()
    items = snapshot.scan("items").select(
        "number", "kind", "title", "state", "author", "assignees", "labels", "milestone", "created_at", "happened_at"
    )
    events = snapshot.scan("item_events").select("item", "kind", "happened_at", "actor", "subject", "state", "version")
    links = snapshot.scan("item_links").select("item", "kind", "target", "happened_at").collect()
    accounts = snapshot.scan("accounts").select("account", "login", "bot").sort("account").collect()
    return {
        "items": items.sort("number").collect(),
        "events": events.collect().join(named, on="item").drop("item").sort(pl.all()),
        "links": links.join(named, on="item").drop("item").sort(pl.all()),
        "accounts": accounts,
    }


def test_a_live_tracker_gives_the_rows_that_its_saved_objects_give(world: World, reader: Reader) -> None:
    lines = [json.dumps(saved) for saved in world.items.values()]
    (reader.folder / "saved.ndjson").write_text("\n".join(lines).replace('"number": 4, "id": 9004}', '"number": 4}'))
    archive = Lake(reader.folder / "archived")
    ArchiveSource(reader.folder / "saved.ndjson", tracker="github.com/harbour/ledger").sync(archive, seen_at=NOW)

    reader.sync()

    live, saved = as_read(reader.lake), as_read(archive)
    mentions = pl.col("kind") == "cross-referenced"  # a live one tells the address, a saved one the number alone
    assert live["items"].equals(saved["items"])
    assert live["events"].filter(~mentions).equals(saved["events"].filter(~mentions))
    assert live["events"].drop("subject").equals(saved["events"].drop("subject"))
    assert live["links"].equals(saved["links"])
    assert live["accounts"].equals(saved["accounts"])


def test_a_tracker_goes_by_the_repositorys_number_and_items_by_their_own(reader: Reader) -> None:
    report = reader.sync()

    assert report.source == "github/github.com/77"
    assert report.complete
    states = reader.rows("items").sort("number").select("tracker", "item", "number", "link").rows()
    assert states[2] == ("github.com/77", "9003", 3, "https://github.com/harbour/ledger/issues/3")
    assert states[3] == ("github.com/77", "9004", 4, "https://github.com/harbour/ledger/pull/4")


def test_a_pull_request_tells_whom_it_waits_for_and_whether_it_can_be_merged(reader: Reader) -> None:
    reader.sync()

    [facts] = reader.rows("items").filter(pl.col("number") == 4)["facts"].to_list()
    told_now = json.loads(facts)
    assert (told_now["requested_reviewers"], told_now["requested_teams"]) == ([str(person(6)["id"])], ["keepers"])
    assert (told_now["mergeable_state"], told_now["additions"], told_now["draft"]) == ("clean", 4, False)
    asked = reader.events("subject", item="9004", kind="review_requested")
    assert asked == [(str(person(6)["id"]),), ("team/keepers",)]


def test_a_pull_request_that_was_merged_tells_nothing_of_being_mergeable(world: World, reader: Reader) -> None:
    world.add(pull(1, mergeable_state="dirty"))

    reader.sync()

    assert "mergeable" not in reader.rows("items").filter(pl.col("number") == 1)["facts"].item()


def test_sub_issues_and_blockers_are_links_dated_by_the_event_that_made_them(world: World, reader: Reader) -> None:
    def linked(kind: str, place: int, other: int) -> dict[str, Any]:
        return {
            "id": place,
            "event": f"{kind}_added",
            "created_at": at(500 + place),
            "actor": PEOPLE["ife"],
            kind: other,
        }

    one = issue(3) | {"sub_issues": [6, 9], "blocked_by": [12]}
    one["events"] += [linked("sub_issue", 1, 6), linked("sub_issue", 2, 9), linked("blocked_by", 3, 12)]
    world.add(one)

    reader.sync()

    links = reader.rows("item_links").filter(pl.col("kind") != "contains_commit").sort("target")
    assert links.select("item", "kind", "target", "happened_at").rows() == [
        ("9003", "sub_issue", "9006", instant(501)),
        ("9003", "sub_issue", "9009", instant(502)),
        ("9003", "blocked_by", "9012", instant(503)),
    ]
    assert reader.events("subject", item="9003", kind="blocked_by_added") == [
        ("https://github.com/harbour/ledger/issues/12",)
    ]
    facts = json.loads(reader.rows("items").filter(pl.col("number") == 3)["facts"].item())
    assert (facts["sub_issues"], facts["blocked_by"], facts["blocked_by_total"]) == (["9006", "9009"], ["9012"], 1)


@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_a_pull_request_says_it_closes_is_a_link_whichever_is_read_first(
    world: World, reader: Reader, size: int
) -> None:
    # Items are read in the order of their numbers here: 3 comes before 4, 12 after it, and 99 is nobody.
    world.add(pull(4, body="fixes #3, closes #12 and resolves #99; see #6"))

    reader.sync(items_a_batch=size)
    world.add(pull(4, body="fixes #3, closes #12 and resolves #9", updated_at=at(7500)))
    reader.sync()

    closes = reader.rows("item_links").filter(kind="closes").sort("target")
    assert closes.select("item", "target", "happened_at").rows() == [
        ("9004", "9003", instant(28)),
        ("9004", "9009", instant(28)),
        ("9004", "9012", instant(28)),
    ]


def test_links_are_asked_for_only_where_the_listing_counts_some(world: World, server: Server, reader: Reader) -> None:
    world.add(issue(3) | {"sub_issues": [6]})

    reader.sync()

    assert [path for path, _ in server.asked if "sub_issues" in path or "dependencies" in path] == [
        "/repositories/77/issues/3/sub_issues?per_page=100"
    ]


def test_comments_on_lines_are_asked_for_only_where_a_pull_request_counts_some(server: Server, reader: Reader) -> None:
    reader.sync()

    asked = [
        path.split("/")[4]
        for path, _ in server.asked
        if path.startswith("/repositories/77/pulls") and "comments" in path
    ]
    assert sorted(map(int, asked)) == [1, 2, 5, 7, 10, 11]  # 4 and 8 have none; the rest are issues


def test_an_item_with_five_thousand_events_is_read_page_by_page_to_its_end(
    world: World, server: Server, reader: Reader
) -> None:
    many = [
        {"id": 10**6 + n, "event": "subscribed", "created_at": at(n), "actor": PEOPLE["dana"]} for n in range(1, 5001)
    ]
    world.add(issue(3) | {"events": many})

    reader.sync()

    assert len(reader.events("event", item="9003", kind="subscribed")) == 5000
    assert sum("/issues/3/timeline" in path for path, _ in server.asked) == 50


def test_whoever_left_is_nobody_and_programs_are_known_as_such(world: World, reader: Reader) -> None:
    one = issue(3, user=None)
    one["events"][0]["actor"] = None
    world.add(one)

    reader.sync()

    assert reader.rows("items").filter(pl.col("number") == 3)["author"].to_list() == [None]
    assert reader.events("actor", item="9003", kind="labeled") == [(None,)]
    bots = reader.rows("accounts").filter("bot")
    assert bots.select("account", "login").rows() == [("41", "tidy[bot]")]


def test_a_review_that_was_not_sent_yet_is_nobodys_business(world: World, reader: Reader) -> None:
    one = pull(4)
    one["events"].append({"event": "reviewed", "id": 99, "user": PEOPLE["mara"], "state": "PENDING", "body": "not yet"})
    world.add(one)

    reader.sync()

    assert reader.events("event", item="9004", kind="reviewed") == [("4006",)]
    assert "not yet" not in reader.rows("item_events")["text"].to_list()


def test_a_locked_item_is_read_as_any(world: World, reader: Reader) -> None:
    one = issue(3, locked=True, active_lock_reason="resolved")
    one["events"].append(
        {"id": 5, "event": "locked", "created_at": at(90), "actor": PEOPLE["mara"], "lock_reason": "resolved"}
    )
    world.add(one)

    reader.sync()

    assert reader.events("happened_at", item="9003", kind="locked") == [(instant(90),)]


def test_who_is_mentioned_elsewhere_goes_by_the_other_item_whatever_becomes_of_that(
    world: World, reader: Reader
) -> None:
    reader.sync()
    before = reader.events("event", kind="cross-referenced")
    for number in (3, 6, 9, 12):
        one = issue(number, updated_at=at(9000))
        one["events"][4]["source"]["issue"] |= {"state": "closed", "title": "another", "comments": 7}
        world.add(one)

    reader.sync()

    assert reader.events("event", kind="cross-referenced") == before


def test_an_enterprise_server_answers_below_a_path_of_its_own(world: World, reader: Reader) -> None:
    with Server(world, prefix="/api/v3") as enterprise:
        reader.sync(host="git.harbour.example", api=enterprise.base)

        assert {path[:8] for path, _ in enterprise.asked} == {"/api/v3/"}
    assert reader.rows("items")["tracker"].unique().to_list() == ["git.harbour.example/77"]
    assert reader.numbers() == list(range(1, 13))


def test_an_empty_tracker_is_read_to_its_end(world: World, reader: Reader) -> None:
    world.items.clear()

    first, second = reader.sync(), reader.sync()

    assert (first.complete, first.rows["items"]) == (True, 0)
    assert second.unchanged
    assert TEAM["slug"] == "keepers"
