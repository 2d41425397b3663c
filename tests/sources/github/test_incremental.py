"""Only what changed is asked for again; nothing slips through, however the tracker changes while it is read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from github_server import Server, World
from github_server.harbour import PEOPLE, at, commented, issue, pull
from github_server.harbour import world as harbour
from sources.github.conftest import NOW, Reader

TOMORROW = NOW + timedelta(days=1, hours=1)


def test_a_sync_without_news_asks_twice_and_is_told_twice_that_nothing_changed(server: Server, reader: Reader) -> None:
    reader.sync()
    server.forget()
    used = server.quota.used

    report = reader.sync()

    assert report.unchanged
    assert (reader.requests, server.statuses()) == (2, {304: 2})
    assert server.quota.used == used


def test_of_one_item_that_changed_only_that_one_is_read(world: World, server: Server, reader: Reader) -> None:
    reader.sync()
    server.forget()
    world.add(commented(world.items[6], 7500, 777))

    report = reader.sync()

    assert report.rows == {"items": 1, "item_events": 1, "item_links": 0, "accounts": 0, "gaps": 0}
    assert reader.events("text", event="777") == [("one more",)]
    # The repository, the list, the timeline, and the list from there on, in which nothing is new.
    assert [status for _, status in server.asked] == [304, 200, 200, 200]


def test_what_was_edited_gets_a_version_and_what_was_deleted_a_tombstone(world: World, reader: Reader) -> None:
    reader.sync()
    one = issue(6, updated_at=at(7500))
    one["events"][2] |= {"body": "said anew", "updated_at": at(7400)}
    world.add(one)
    other = pull(5, updated_at=at(7501))
    del other["comments"][0]
    world.add(other)

    reader.sync()

    assert reader.events("version", "text", event="6003") == [(1, "@mara ?"), (2, "said anew")]
    assert reader.events("version", "deleted", event="5020") == [(1, False), (2, True)]


def test_an_item_that_changes_while_its_page_is_read_does_not_hide_another_one(tmp_path: Path) -> None:
    # 250 items make three pages of 100. While the first is read, item 1 changes and goes to the end of the list, so that
    # what was first on the second page is now last on the first.
    many = harbour(250)

    with Server(many) as server:

        def change(path: str) -> None:
            if "/issues/40/timeline" in path and many.items[1]["pull"]["updated_at"] < at(9000):
                many.add(commented(many.items[1], 9000, 778))

        server.before = change
        reader = Reader(tmp_path, server)
        reader.sync()
        whole = reader.numbers()
        reader.sync()

    assert whole == list(range(1, 251))
    assert reader.events("text", event="778") == [("one more",)]


def test_a_hundred_and_more_items_changed_in_one_second_are_all_read(tmp_path: Path) -> None:
    many = World().add(*(issue(number, updated_at=at(3000)) for number in range(1, 251)))

    with Server(many) as server:
        reader = Reader(tmp_path, server)
        reader.sync()

        assert reader.numbers() == list(range(1, 251))
        assert reader.sync().unchanged


def test_the_newest_changes_are_read_first(server: Server, world: World, reader: Reader) -> None:
    world.add(issue(12, updated_at="2026-11-14T00:00:00Z"), issue(6, updated_at="2026-06-01T00:00:00Z"))
    world.add(issue(3, updated_at="2024-01-01T00:00:00Z"))

    reader.sync()

    read = [int(path.split("/")[4]) for path, _ in server.asked if path.endswith("/timeline?per_page=100")]
    # What changed within a month, then within a year, the oldest first, then the rest.
    assert read == [12, 1, 2, 4, 5, 7, 8, 9, 10, 11, 6, 3]


def test_whoever_has_enough_gets_the_newest_changes_and_the_rest_later(world: World, reader: Reader) -> None:
    world.add(*(issue(number, updated_at="2024-01-01T00:00:00Z") for number in (3, 6)))

    first = reader.sync(items_a_batch=1, enough=lambda back_to, seconds: True)
    early = reader.numbers()
    second = reader.sync()

    assert not first.complete
    assert first.mined_back_to == NOW - timedelta(days=30)
    assert 0 < len(early) < 12
    assert (second.complete, reader.numbers()) == (True, list(range(1, 13)))


def test_nothing_that_changed_last_before_the_day_asked_for_is_read_until_more_is_asked(
    world: World, reader: Reader
) -> None:
    world.add(*(issue(number, updated_at="2024-01-01T00:00:00Z") for number in (3, 6)))

    reader.sync(since=date(2026, 1, 1))
    some = reader.numbers()
    reader.sync(since=date(2023, 1, 1))

    assert some == [1, 2, 4, 5, 7, 8, 9, 10, 11, 12]
    assert reader.numbers() == list(range(1, 13))


@pytest.mark.parametrize(("status", "kind"), [(410, "deleted"), (404, "deleted")])
def test_an_open_item_that_is_gone_is_noticed_within_a_day(
    world: World, reader: Reader, status: int, kind: str
) -> None:
    reader.sync()
    world.gone[3] = status

    reader.sync()
    soon = reader.events("kind", item="9003", kind=kind)
    reader.sync(at=TOMORROW)
    reader.sync(at=TOMORROW + timedelta(days=2))

    assert soon == []
    assert reader.events("happened_at", "actor", item="9003", kind=kind) == [(TOMORROW, None)]


def test_an_item_that_moved_to_another_repository_says_where_it_went(
    world: World, server: Server, reader: Reader
) -> None:
    reader.sync()
    server.elsewhere = World(repository=99, name="other").add(issue(1))
    world.gone[3] = f"{server.base}/repositories/99/issues/1"

    reader.sync(at=TOMORROW)

    assert reader.events("subject", "happened_at", item="9003", kind="transferred") == [
        ("https://github.com/harbour/other/issues/1", TOMORROW)
    ]


def test_a_blocker_that_no_change_tells_of_is_found_within_a_day(world: World, reader: Reader) -> None:
    reader.sync()
    one = issue(3) | {"blocked_by": [12]}
    one["events"].append(
        {"id": 5, "event": "blocked_by_added", "created_at": at(800), "actor": PEOPLE["mara"], "blocked_by": 12}
    )
    world.add(one)

    reader.sync()
    soon = reader.rows("item_links").filter(kind="blocked_by").height
    reader.sync(at=TOMORROW)

    assert soon == 0
    assert reader.rows("item_links").filter(kind="blocked_by").select("item", "target").rows() == [("9003", "9012")]


def test_looking_through_the_open_items_again_costs_no_quota_where_nothing_changed(
    server: Server, reader: Reader
) -> None:
    reader.sync()
    reader.sync(at=TOMORROW)
    server.forget()

    reader.sync(at=TOMORROW + timedelta(days=1))

    assert set(server.statuses()) == {304}


def test_a_lake_that_was_deleted_is_read_anew_whatever_the_cache_says(reader: Reader) -> None:
    reader.sync()
    reader.lake.folder.rename(reader.folder / "away")

    reader.sync()

    assert reader.numbers() == list(range(1, 13))


def test_a_torn_cache_costs_requests_and_nothing_else(reader: Reader) -> None:
    reader.sync()
    [kept] = reader.cache.iterdir()
    kept.write_text(kept.read_text()[:50])

    report = reader.sync()

    assert (report.rows["items"], report.complete) == (0, True)
    assert reader.sync().unchanged
